"""SIGKILL at any moment under load loses no acknowledged operation (protocol I1, I2)."""

import random
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.phone import Phone
from tests.server_process import ServerProcess

KILLS = 6
CLIENTS = 3
WAITING = 50
"""More than this is not said while the server is away: a slow start must not become a backlog."""


class Client(threading.Thread):
    """Says and pushes until told to stop; notes what the server acknowledged."""

    def __init__(self, phone: Phone, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.phone, self.stop = phone, stop
        self.acknowledged = 0

    def run(self) -> None:
        count = 0
        while not self.stop.is_set():
            for _ in range(5 if self.phone.unsent < WAITING else 0):
                count += 1
                day = f"{self.phone.person_id}:2026-01-{count % 28 + 1:02d}"
                args = {"day": day[-10:], "unsent": count, "missed": [], "note": None}
                self.phone.say("day.end", "day_summary", day, args)
            try:
                self.phone.push(limit=10)
                time.sleep(0.01)
                self.acknowledged = self.phone.next_seq - 1
            except (httpx.HTTPError, ValueError):  # cut off, or half an answer
                time.sleep(0.02)


@pytest.mark.timeout(300)
def test_no_acknowledged_operation_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    rng = random.Random(20261125)
    server = ServerProcess(tmp_path)
    server.run("backend.store.migrate")
    server.run("seed_data.load", "--masters-only")
    server.start()
    logins = ["rep.cc01", "rep.cc02", "rep.cc03", "rep.sd01"][:CLIENTS]
    stop = threading.Event()
    clients = [Client(Phone(server.url, login, "demo-2026"), stop) for login in logins]
    for client in clients:
        client.start()
    try:
        for _ in range(KILLS):
            time.sleep(rng.uniform(0.15, 0.6))
            server.kill()
            before = {c.phone.replica_id: c.acknowledged for c in clients}
            server.start()
            heard = heard_by(server, clients)
            for replica_id, acknowledged in before.items():
                assert heard[replica_id] >= acknowledged
        stop.set()
        for client in clients:
            client.join(60)
            assert not client.is_alive()  # two threads of one phone would be two devices
            client.phone.push(limit=200)
            answer = client.phone.push_once(limit=0)
            assert answer["next_seq"] == len(client.phone.log) + 1
            assert answer["ops_digest"] == client.phone.ops_digest()
        assert sum(len(client.phone.log) for client in clients) > 50
    finally:
        stop.set()
        server.kill()
        for client in clients:
            client.join(30)
            client.phone.close()


def heard_by(server: ServerProcess, clients: list[Client]) -> dict[str, int]:
    """Highest local_seq the server holds per replica, by an empty push."""
    heard: dict[str, int] = {}
    for client in clients:
        body: dict[str, Any] = {**client.phone.push_body(0), "ops": []}
        token = {"Authorization": f"Bearer {client.phone.push_token}"}
        answer = httpx.post(f"{server.url}/sync/v1/push", json=body, headers=token, timeout=30)
        answer.raise_for_status()
        heard[client.phone.replica_id] = answer.json()["next_seq"] - 1
    return heard
