"""One person of the demo world with a device: says operations, pushes them like a phone.

The log is the same for the same seed: replica and operation ids are made from names, so that
playing it again is hearing the same lines again, which changes nothing.
"""

import uuid
from collections import deque
from typing import Any, Protocol

import msgspec

from sync_protocol import client
from sync_protocol.generated.protocol import OPERATION_ENTITY

NAMESPACE = uuid.UUID("0d3f6f0e-6c1f-4d55-9d5c-0a2b5f1c7a11")
FINE = {"applied", "merged", "duplicate", "settled"}


def named(*words: object) -> str:
    """An id made from words: the same words, the same id."""
    return str(uuid.uuid5(NAMESPACE, "/".join(str(word) for word in words)))


class Refusal(Exception):
    """The server did not take a line of the demo world: a mistake in the seed data."""


class Pushes(Protocol):
    """The way to a server for one login."""

    async def push(self, login: str, replica_id: str, body: bytes) -> bytes: ...


class Player:
    """A device of one login. It forgets what was heard, so that a world of any size can be told."""

    def __init__(self, server: Pushes, login: str, purpose: str = "seed") -> None:
        self.server, self.login, self.purpose = server, login, purpose
        self.replica_id = named("replica", purpose, login)
        self.waiting: deque[dict[str, Any]] = deque()
        self.said = 0

    @property
    def full(self) -> bool:
        return len(self.waiting) >= client.OPS_PER_PUSH

    def tell(
        self, at: str, kind: str, record_id: str, args: dict[str, Any], offset_ms: int = 0
    ) -> None:
        """Into the log, made at that instant of her phone."""
        self.said += 1
        self.waiting.append(
            {"op_id": named(self.replica_id, self.said, kind, record_id), "local_seq": self.said,
             "kind": kind, "schema": client.SCHEMA, "entity": OPERATION_ENTITY[kind],
             "id": record_id, "made_at": at, "args": args,
             "clock": {"offset_ms": offset_ms, "mono_ms": 0}}
        )  # fmt: skip

    async def go_on(self) -> None:
        """Continue after what this replica said on other days."""
        self.said = (await self._push([]))["next_seq"] - 1

    async def send(self) -> int:
        """Push what waits. Raises Refusal for the first line that was not taken."""
        sent = 0
        while self.waiting:
            ops = [self.waiting[i] for i in range(min(len(self.waiting), client.OPS_PER_PUSH))]
            answer = await self._push(ops)
            for op, result in zip(ops, answer["results"], strict=True):
                if result["status"] not in FINE and not _after_her_post(result):
                    raise Refusal(f"{self.login}: {op['kind']} {op['id']}: {result}")
                self.waiting.popleft()
                sent += 1
        return sent

    async def _push(self, ops: list[dict[str, Any]]) -> dict[str, Any]:
        body = {
            "protocol": client.PROTOCOL, "schema": client.SCHEMA, "server_id": None,
            "replica_id": self.replica_id, "app": f"seed/{self.purpose}",
            "sent_at": client.now(), "acked_through": 0, "ops": ops,
        }  # fmt: skip
        answer = await self.server.push(self.login, self.replica_id, msgspec.json.encode(body))
        decoded: dict[str, Any] = msgspec.json.decode(answer)
        return decoded


def _after_her_post(result: dict[str, Any]) -> bool:
    """What was captured when a post had ended waits for a supervisor (K10), and is meant to."""
    return (result["status"], result.get("code")) == ("quarantined", "role/not-allowed")
