"""How the server itself speaks: as the replica `system`, through push, like everybody.

So everything that changes a record is heard, judged, numbered and kept, the worker's doings too.
Processes share the replica: who is too late with a number takes the next one.
"""

import asyncio
import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from backend.identity import SYSTEM, Device
from backend.store import instant
from backend.store.announce import Announced
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.envelope import PROTOCOL, SCHEMA, read_push
from backend.sync.heard import Heard
from backend.sync.problems import SyncProblem
from backend.sync.push import Hearing, push
from backend.sync.registry import Registry
from sync_protocol.generated.protocol import OPERATION_ENTITY

REPLICA = SYSTEM.id
TRIES = 20
TAKEN = frozenset({"applied", "merged", "duplicate"})
SPEAKER = Device(REPLICA, SYSTEM, may_read=False)
_locks: WeakKeyDictionary[Store, asyncio.Lock] = WeakKeyDictionary()


async def say_as_system(
    store: Store, registry: Registry, kind: str, id: str, args: dict[str, Any]
) -> dict[str, Any]:
    """Say one operation; returns its result, whatever it is."""
    op = {
        "op_id": str(uuid.uuid4()),
        "kind": kind,
        "schema": SCHEMA,
        "entity": OPERATION_ENTITY[kind],
        "id": id,
        "made_at": instant.now(),
        "args": args,
    }
    async with _locks.setdefault(store, asyncio.Lock()):
        for _ in range(TRIES):
            seq = await store.write(_next_seq(SPEAKER))
            try:
                answer = await push(store, registry, SPEAKER, _body([op], seq, REPLICA))
            except SyncProblem as problem:
                if problem.code not in ("op-gap", "replica/forked"):
                    raise
                continue
            result: dict[str, Any] = msgspec.json.decode(answer)["results"][0]
            return result
    raise SyncProblem("busy", 503, "Too many speak as the system at once.")


class NotTaken(Exception):
    """Some of what had to be taken whole was not, or it was only tried; ``results`` of all, and
    nothing has happened."""

    def __init__(self, results: list[dict[str, Any]]) -> None:
        super().__init__("not taken whole")
        self.results = results


class Whole(Hearing):
    """A push of which all is taken or nothing, and what is to be written with it."""

    then: Callable[[Records], None] | None

    async def run(self, records: Records) -> None:
        await super().run(records)
        results = [one.result for one in self.results if isinstance(one, Heard)]
        if self.then is None or any(one.get("status") not in TAKEN for one in results):
            raise NotTaken(results)

    def finish(self, records: Records, announced: Announced) -> bytes:
        if self.then is not None:
            self.then(records)
        return super().finish(records, announced)


async def say_whole(
    store: Store,
    registry: Registry,
    speaker: Device,
    said: Sequence[tuple[str, str, dict[str, Any]]],
    then: Callable[[Records], None] | None,
) -> None:
    """Say operations (kind, id, args) of which all are taken or none; ``then`` writes statements of
    the spine in the same transaction, None: it is only tried, and NotTaken in any case. Raises
    NotTaken, Clash."""
    ops = [
        {
            "op_id": str(uuid.uuid4()), "kind": kind, "schema": SCHEMA,
            "entity": OPERATION_ENTITY[kind], "id": id, "made_at": instant.now(), "args": args,
        }
        for kind, id, args in said
    ]  # fmt: skip
    async with _locks.setdefault(store, asyncio.Lock()):
        for _ in range(TRIES):
            seq = await store.write(_next_seq(speaker))
            envelope, numbers = read_push(_body(ops, seq, speaker.replica_id))
            unit = Whole(store, registry, speaker, envelope, numbers)
            unit.then = then
            try:
                await store.write(unit)
            except SyncProblem as problem:
                if problem.code not in ("op-gap", "replica/forked"):
                    raise
                continue
            return
    raise SyncProblem("busy", 503, "Too many speak as this system at once.")


def _body(ops: Sequence[dict[str, Any]], seq: int, replica_id: str) -> bytes:
    return msgspec.json.encode(
        {
            "protocol": PROTOCOL,
            "schema": SCHEMA,
            "replica_id": replica_id,
            "app": "server",
            "sent_at": instant.now(),
            "acked_through": seq - 1,
            "ops": [{**op, "local_seq": at} for at, op in enumerate(ops, seq)],
        }
    )


def _next_seq(speaker: Device) -> Callable[[Records], Awaitable[int]]:
    """The next number of its replica, which there is from the first time it speaks."""

    async def next_seq(records: Records) -> int:
        rows = await records.transaction.all(
            "SELECT next_seq FROM sync_replica WHERE replica_id = ?", speaker.replica_id
        )
        if rows:
            return int(rows[0][0])
        records.execute(
            "INSERT INTO sync_replica (replica_id, user_id, device_name, next_seq, acked_through,"
            " ops_digest_hi, ops_digest_lo, schema_version, app, registered_at, last_seen_at)"
            " VALUES (?, ?, ?, 1, 0, 0, 0, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            speaker.replica_id, speaker.person.id, "server", SCHEMA, "server", records.now,
            records.now,
        )  # fmt: skip
        return 1

    return next_seq
