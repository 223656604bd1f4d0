"""One person of the demo world with a device: says operations, pushes them like a phone.

The log is the same for the same seed: replica and operation ids are made from names, so that
playing it again is hearing the same lines again, which changes nothing.
"""

import uuid
from typing import Any

import msgspec

from backend.identity import Device, Person
from backend.parts import Parts
from backend.people import accounts
from backend.people.accounts import Installation
from backend.store.session import Records
from backend.sync.push import push
from sync_protocol import client
from sync_protocol.generated.protocol import OPERATION_ENTITY

NAMESPACE = uuid.UUID("0d3f6f0e-6c1f-4d55-9d5c-0a2b5f1c7a11")
FINE = {"applied", "merged", "duplicate", "settled"}


def named(*words: object) -> str:
    """An id made from words: the same words, the same id."""
    return str(uuid.uuid5(NAMESPACE, "/".join(str(word) for word in words)))


class Refusal(Exception):
    """The server did not take a line of the demo world: a mistake in the seed data."""


class Player(client.Device):
    """A device in this process; what it says goes the same way as a phone's log."""

    def __init__(self, parts: Parts, person: Person, purpose: str = "seed") -> None:
        super().__init__(person.id, named("replica", purpose, person.login), app=f"seed/{purpose}")
        self.parts, self.person, self.purpose = parts, person, purpose

    async def register(self) -> None:
        name = Installation(self.replica_id, f"demo {self.purpose}", self.app)
        await accounts.register(self.parts.store, self.person, b"", name)

    def tell(self, at: str, kind: str, record_id: str, args: dict[str, Any]) -> None:
        """Into the log, made at that instant."""
        number = len(self.log) + 1
        op_id = named(self.replica_id, number, kind, record_id)
        self.say(kind, OPERATION_ENTITY[kind], record_id, args, made_at=at, op_id=op_id)

    async def send(self) -> int:
        """Push what waits. Raises Refusal for the first line that was not taken."""
        sent = 0
        speaking = Device(self.replica_id, self.person, may_read=False)
        while self.unsent:
            body = msgspec.json.encode(self.push_body())
            answer = msgspec.json.decode(
                await push(self.parts.store, self.parts.registry, speaking, body)
            )
            self.take_push(answer)
            for result in answer["results"]:
                sent += 1
                if result["status"] not in FINE:
                    line = self.log[result["local_seq"] - 1]
                    raise Refusal(f"{self.person.login}: {line['kind']} {line['id']}: {result}")
        return sent


async def memorise(parts: Parts, key: str, value: str) -> str:
    """What the first load decided, for every later one (kept beside the server's own name)."""

    async def keep(records: Records) -> str:
        rows = await records.transaction.all("SELECT value FROM server WHERE key = ?", key)
        if rows:
            return str(rows[0][0])
        records.execute("INSERT INTO server (key, value) VALUES (?, ?)", key, value)
        return value

    kept: str = await parts.store.write(keep)
    return kept
