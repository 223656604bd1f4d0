"""How the server itself speaks: as the replica `system`, through push, like everybody.

So everything that changes a record is heard, judged, numbered and kept, the worker's doings too.
Processes share the replica: who is too late with a number takes the next one.
"""

import asyncio
import uuid
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from backend.identity import SYSTEM, Device
from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.envelope import PROTOCOL, SCHEMA
from backend.sync.problems import SyncProblem
from backend.sync.push import push
from backend.sync.registry import Registry
from sync_protocol.generated.protocol import OPERATION_ENTITY

REPLICA = SYSTEM.id
TRIES = 20
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
            seq = await store.write(_next_seq)
            try:
                answer = await push(store, registry, SPEAKER, _body(op, seq))
            except SyncProblem as problem:
                if problem.code not in ("op-gap", "replica/forked"):
                    raise
                continue
            result: dict[str, Any] = msgspec.json.decode(answer)["results"][0]
            return result
    raise SyncProblem("busy", 503, "Too many speak as the system at once.")


def _body(op: dict[str, Any], seq: int) -> bytes:
    return msgspec.json.encode(
        {
            "protocol": PROTOCOL,
            "schema": SCHEMA,
            "replica_id": REPLICA,
            "app": "server",
            "sent_at": instant.now(),
            "acked_through": seq - 1,
            "ops": [{**op, "local_seq": seq}],
        }
    )


async def _next_seq(records: Records) -> int:
    rows = await records.transaction.all(
        "SELECT next_seq FROM sync_replica WHERE replica_id = ?", REPLICA
    )
    if rows:
        return int(rows[0][0])
    records.execute(
        "INSERT INTO sync_replica (replica_id, user_id, device_name, next_seq, acked_through,"
        " ops_digest_hi, ops_digest_lo, schema_version, app, registered_at, last_seen_at)"
        " VALUES (?, ?, ?, 1, 0, 0, 0, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        REPLICA, SYSTEM.id, "server", SCHEMA, "server", records.now, records.now,
    )  # fmt: skip
    return 1
