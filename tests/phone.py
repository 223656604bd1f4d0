"""The reference device with a network: what the crash tests, the journeys and the bench drive."""

import gzip
import json
from typing import Any, Self

import httpx

from sync_protocol.client import Device


class Phone(Device):
    """A reference device that speaks to a running server."""

    def __init__(self, url: str, login: str, password: str, replica_id: str | None = None) -> None:
        self.http = httpx.Client(base_url=url, timeout=30)
        answer = self.http.post("/auth/v1/login", json={"login": login, "password": password})
        answer.raise_for_status()
        self.signed_in: dict[str, Any] = answer.json()
        super().__init__(self.signed_in["person"]["id"], replica_id)
        self.token = self.signed_in["token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        registered = self.http.post(
            "/auth/v1/replicas",
            json={"replica_id": self.replica_id, "device_name": "test", "app": "test"},
        )
        registered.raise_for_status()
        self.push_token = registered.json()["push_token"]

    def close(self) -> None:
        """Hang up; what was said stays."""
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def push_once(self, limit: int = 200) -> dict[str, Any]:
        """One request, one answer; raises httpx errors as the network gives them."""
        body = gzip.compress(json.dumps(self.push_body(limit)).encode(), 1)
        answer = self.http.post(
            "/sync/v1/push",
            content=body,
            headers={"Content-Encoding": "gzip", "Content-Type": "application/json"},
        )
        if answer.status_code == 409 and answer.json()["code"] == "op-gap":
            self.take_gap(answer.json()["expected"])
            return self.push_once(limit)
        if answer.status_code == 409 and answer.json()["code"] == "server/changed":
            self.meet(self.http.get("/sync/v1/hello").json()["server_id"])
            return self.push_once(limit)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        self.take_push(said)
        return said

    def push(self, limit: int = 200) -> list[dict[str, Any]]:
        results: list[dict[str, Any]] = []
        while self.unsent:
            results += self.push_once(limit)["results"]
        return results

    def pull_once(self, names: list[str] | None = None) -> bool:
        with self.http.stream("POST", "/sync/v1/pull", json=self.pull_body(names)) as answer:
            if answer.is_error:
                answer.read()  # a problem is read whole, whoever asks for it
            answer.raise_for_status()
            return self.take_pull(line.encode() for line in answer.iter_lines() if line)

    def catch_up_on_grants(self) -> None:
        """Only what says which scopes there are."""
        while self.pull_once([f"user:{self.person_id}"]):
            pass

    def catch_up(self) -> None:
        """Pull until the server has nothing more, in thousands of scopes."""
        self.catch_up_on_grants()
        names = list(self.scopes)
        for start in range(0, len(names), 1000):
            while self.pull_once(names[start : start + 1000]):
                pass
