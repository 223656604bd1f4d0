"""Hear a device's log: in order, each line once, each line judged alone (protocol.md 3.4)."""

import logging
from collections.abc import Sequence
from typing import Any

import msgspec

from backend.identity import Device, Person
from backend.refused import Conflict, Quarantined, Refused
from backend.store.announce import Announced, halves, joined
from backend.store.driver import Clash, StoreError, Unfit
from backend.store.engine import Store
from backend.store.session import Records
from backend.store.tables import FIRST_OF_ITS_ID
from backend.sync.envelope import PROTOCOL, Envelope, Numbered, read_push, said_in
from backend.sync.heard import Before, Heard, read_operation
from backend.sync.problems import SyncProblem
from backend.sync.registry import Merged, Op, Registry
from sync_protocol.digest import MODULUS, hexadecimal, operation_hash
from sync_protocol.generated import protocol
from sync_protocol.message import Message

OPS_PER_PUSH = 200
PUSH_BYTES = 512 * 1024
"""Decoded. One operation alone may be longer: it is heard and set aside, not sent for ever."""
LINES_PER_OP = 400
log = logging.getLogger("xundian.push")

INSERT_OP = (
    "INSERT INTO sync_op (replica_id, local_seq, op_id, user_id, kind, row_id, schema_version,"
    " body, body_hash, made_at, status, code, result, received_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
UPDATE_REPLICA = (
    "UPDATE sync_replica SET next_seq = ?, acked_through = ?, ops_digest_hi = ?, ops_digest_lo = ?,"
    " schema_version = ?, app = ?, last_seen_at = ? WHERE replica_id = ?"
)
PRUNE = (
    "UPDATE sync_op SET result = NULL"
    " WHERE replica_id = ? AND local_seq > ? AND local_seq <= ? AND result IS NOT NULL"
)


async def push(store: Store, registry: Registry, device: Device, body: bytes) -> bytes:
    """Hear one push; returns the answer's JSON. Safe to send again, whole or in part.

    Raises SyncProblem (op-gap, replica/forked, replica/foreign, replica/unknown, server/changed,
    bad-request, too-large); nothing of such a push has happened.
    """
    envelope, numbers = read_push(body)
    if len(envelope.ops) > OPS_PER_PUSH:
        raise SyncProblem("too-large", 413, f"At most {OPS_PER_PUSH} operations a push.")
    if len(body) > PUSH_BYTES and len(envelope.ops) > 1:
        raise SyncProblem("too-large", 413, f"At most {PUSH_BYTES} bytes a push.")
    if envelope.replica_id != device.replica_id:
        raise SyncProblem("replica/foreign", 409, "This token belongs to another replica.")
    if envelope.server_id not in (None, store.server_id):
        raise SyncProblem("server/changed", 409, "This is another server history.")
    return await hear(store, registry, device, envelope, numbers)


async def hear(
    store: Store,
    registry: Registry,
    device: Device,
    envelope: Envelope,
    numbers: list[Numbered],
) -> bytes:
    """Each in order, once, judged alone; what a phone brings and what was rescued from one."""
    unit = Hearing(store, registry, device, envelope, numbers)
    try:
        answer: bytes = await store.write(unit)
    except Clash:
        answer = await _one_by_one(store, registry, device, envelope, numbers)
    return answer


async def _one_by_one(
    store: Store,
    registry: Registry,
    device: Device,
    envelope: Envelope,
    numbers: list[Numbered],
) -> bytes:
    """Some operation breaks a key. Each in a transaction of its own; that one gets its answer and
    nothing behind it waits."""
    for i, number in enumerate(numbers):
        one = msgspec.structs.replace(envelope, ops=[envelope.ops[i]])
        try:
            await store.write(Hearing(store, registry, device, one, [number]))
        except Clash as clash:
            log.warning("operation %s clashes: %s", number.op_id, clash)
            code = "value/out-of-range" if isinstance(clash, Unfit) else "record/clash"
            broken = Hearing(store, registry, device, one, [number], clashing=code)
            await store.write(broken)
    answer: bytes = await store.write(Hearing(store, registry, device, envelope, numbers))
    return answer


class Hearing:
    """A push as a unit of the store's next group."""

    def __init__(
        self,
        store: Store,
        registry: Registry,
        device: Device,
        envelope: Envelope,
        numbers: list[Numbered],
        *,
        clashing: str | None = None,
    ) -> None:
        self.store, self.registry, self.device = store, registry, device
        self.envelope, self.numbers, self.clashing = envelope, numbers, clashing
        self.turn: str | None = device.replica_id
        self.results: list[dict[str, Any] | msgspec.Raw | Heard] = []
        self.replica: tuple[int, int, int] = (1, 0, 0)  # next_seq, acked_through, ops digest

    async def run(self, records: Records) -> None:
        self.results = []
        next_seq, acked, digest = await self._replica(records)
        first = self.numbers[0].local_seq if self.numbers else next_seq
        if first > next_seq:
            raise SyncProblem(
                "op-gap", 409, f"Expected local_seq {next_seq}, got {first}.", expected=next_seq
            )
        stored = await self._stored(records, next_seq)
        fresh = self._fresh(next_seq)
        known = await self._known(records, [heard.op_id for heard in fresh])
        ready = [
            read_operation(heard, self.registry, self.device.replica_id, records.now)
            for heard in fresh
        ]
        await self._fetch_ahead(records, [r for r in ready if r is not None])
        by_seq = {heard.seq: (heard, r) for heard, r in zip(fresh, ready, strict=True)}
        expected = first
        for i, number in enumerate(self.numbers):
            if number.local_seq != expected:
                break  # a hole inside the push: the rest comes again after next_seq
            expected += 1
            if number.local_seq < next_seq:
                self.results.append(self._again(number, self.envelope.ops[i], stored))
                continue
            heard, readable = by_seq[number.local_seq]
            await self._hear(heard, readable, known, records)
            digest += heard.hash
            next_seq += 1
            self.results.append(heard)
        self.replica = (next_seq, acked, digest % MODULUS)

    async def _replica(self, records: Records) -> tuple[int, int, int]:
        rows = await records.transaction.all(
            "SELECT user_id, next_seq, acked_through, ops_digest_hi, ops_digest_lo"
            f" FROM sync_replica WHERE replica_id = ?{records.transaction.locks}",
            self.device.replica_id,
        )
        if not rows:
            raise SyncProblem("replica/unknown", 409, "Register this replica first.")
        user_id, next_seq, acked, high, low = rows[0]
        if user_id != self.device.person.id:
            raise SyncProblem("replica/foreign", 409, "This replica belongs to another person.")
        return next_seq, acked, joined(high, low)

    async def _stored(
        self, records: Records, next_seq: int
    ) -> dict[int, tuple[str, bytes, str, str | None, str | None]]:
        """What was answered to the operations of this push that were heard before."""
        seqs = [n.local_seq for n in self.numbers if n.local_seq < next_seq]
        if not seqs:
            return {}
        rows = await records.transaction.all(
            "SELECT local_seq, op_id, body_hash, status, code, result FROM sync_op"
            " WHERE replica_id = ? AND local_seq >= ? AND local_seq <= ?",
            self.device.replica_id,
            min(seqs),
            max(seqs),
        )
        return {
            seq: (op_id, hashed, status, code, r) for seq, op_id, hashed, status, code, r in rows
        }

    def _again(
        self,
        number: Numbered,
        raw: msgspec.Raw,
        stored: dict[int, tuple[str, bytes, str, str | None, str | None]],
    ) -> dict[str, Any] | msgspec.Raw:
        """The same answer again, or `settled` when its result was pruned."""
        kept = stored.get(number.local_seq)
        said = operation_hash(said_in(raw)[1])
        if kept is None or kept[0] != number.op_id or int.from_bytes(kept[1], "big") != said:
            raise SyncProblem(
                "replica/forked",
                409,
                f"local_seq {number.local_seq} was said differently before: two databases use one"
                " replica_id.",
            )
        if kept[4] is not None:
            return msgspec.Raw(kept[4].encode())
        return {"local_seq": number.local_seq, "op_id": number.op_id, "status": "settled"}

    def _fresh(self, next_seq: int) -> list[Heard]:
        return [
            Heard(number.local_seq, number.op_id, raw)
            for number, raw in zip(self.numbers, self.envelope.ops, strict=True)
            if number.local_seq >= next_seq
        ]

    async def _known(self, records: Records, op_ids: Sequence[str]) -> dict[str, Before]:
        """Operations of these ids that were heard before, from whatever replica."""
        if not op_ids:
            return {}
        rows = await records.transaction.all(
            "SELECT op_id, body_hash, status, code, result FROM sync_op"
            f" WHERE op_id {records.transaction.IN} AND {FIRST_OF_ITS_ID}",
            records.transaction.ids(list(op_ids)),
        )
        return {
            op_id: Before(int.from_bytes(hashed, "big"), status, code, result)
            for op_id, hashed, status, code, result in rows
        }

    async def _fetch_ahead(self, records: Records, ready: list[tuple[Op, Message]]) -> None:
        """What the commands will look at, in bulk. The records the operations are about are locked
        here, tables and ids sorted, so that pushes that cross wait for each other in one order."""
        wanted: dict[Any, set[str]] = {}
        about: dict[Any, set[str]] = {}
        for op, args in ready:
            view = self.registry.view_of.get(op.entity)
            if view is not None:
                about.setdefault(view.table, set()).add(op.id)
            facts = self.registry.facts.get(op.kind)
            for table, id in facts(op, args) if facts else ():
                wanted.setdefault(table, set()).add(id)
        for table in sorted(wanted.keys() | about.keys(), key=lambda table: table.__tablename__):
            await records.get_many(table, sorted(about.get(table, ())))
            await records.see_many(table, sorted(wanted.get(table, ())))

    async def _hear(
        self,
        heard: Heard,
        readable: tuple[Op, Message] | None,
        known: dict[str, Before],
        records: Records,
    ) -> None:
        mark = records.next_unit()
        heard.unit = records.unit
        before = known.get(heard.op_id)
        if before is not None:
            heard.repeats = before.hash == heard.hash
            heard.result = before.again() if heard.repeats else _reused()
            return
        known[heard.op_id] = Before(heard.hash)
        if readable is None:
            return
        if self.clashing is not None:
            heard.result = _aside(readable[0].kind, self.clashing)
            return
        op, args = readable
        try:
            heard.result = await self._judge(op, args, records)
            if records.mark() - mark > LINES_PER_OP * 2:
                raise Refused("op/too-large", "changes too many records")
        except Refused as refused:
            records.undo(mark)
            heard.result = _refusal(refused)
            if isinstance(refused, Conflict) and refused.then is not None:
                inbox_id = await refused.then(records)
                if inbox_id:
                    heard.result["inbox_id"] = inbox_id
        except StoreError:
            raise
        except Exception:  # a bug of ours must not block the phone for ever, nor lose the line
            log.exception("operation %s (%s) broke its command", op.op_id, op.kind)
            records.undo(mark)
            heard.result = {"status": "quarantined", "code": "internal"}
        heard.record_key = (self.registry.view_of.get(op.entity), op.id)
        await self._witness(op, args, heard.result, records)

    async def _witness(
        self, op: Op, args: Message, result: dict[str, Any], records: Records
    ) -> None:
        """What a person should look at although the operation is over: a conflict, or work of a
        post that has ended (K10). To fail here must not cost the answer."""
        witness, by = self.registry.witness, self.device.person
        status = result["status"]
        landed = status in LANDED
        of_post = landed and str(by.role) not in protocol.OPERATION_ROLES[op.kind]
        of_post |= result.get("code") == "role/not-allowed" and status == "quarantined"
        if witness is None or not (of_post or status == "conflict"):
            return
        mark = records.mark()
        try:
            if of_post:
                await witness.left_post(op, by, landed, records)
                return
            view = self.registry.view_of.get(op.entity)
            held = await records.see(view.table, op.id) if view else None
            await witness.conflicted(op, args, by, result, held, records)
        except StoreError:
            raise
        except Exception:
            log.exception("operation %s (%s) was not witnessed", op.op_id, op.kind)
            records.undo(mark)

    async def _judge(self, op: Op, args: Message, records: Records) -> dict[str, Any]:
        person = _in_post(op, self.device.person)
        outcome = await self.registry.commands[op.kind](op, args, person, records)
        if isinstance(outcome, Merged):
            return {"status": "merged", "applied": outcome.applied, "kept": outcome.kept}
        return {"status": "applied"}

    def finish(self, records: Records, announced: Announced) -> bytes:
        """Positions are known: complete the results, keep them, and write the answer."""
        results: list[Any] = []
        for said in self.results:
            if not isinstance(said, Heard):
                results.append(said)
                continue
            result = {"local_seq": said.seq, "op_id": said.op_id, **said.result}
            at = announced.at.get(said.unit)
            if at:
                result["at"] = at
                view, row_id = said.record_key or (None, "")
                version = view and announced.versions.get((said.unit, (view.table, row_id)))
                if version:
                    result["version"] = version
            text = msgspec.json.encode(result).decode()
            results.append(msgspec.Raw(text.encode()))
            kind, row_id, schema, made_at = said.row
            kept_as = (
                ("duplicate", None) if said.repeats else (result["status"], result.get("code"))
            )
            records.execute(
                INSERT_OP, self.device.replica_id, said.seq, said.op_id, self.device.person.id,
                kind, row_id, schema, said.body, said.hash.to_bytes(16, "big"), made_at,
                *kept_as, text, records.now,
            )  # fmt: skip
        next_seq, acked, digest = self.replica
        through = max(acked, min(self.envelope.acked_through, next_seq - 1))
        if through > acked:
            records.execute(PRUNE, self.device.replica_id, acked, through)
        records.execute(
            UPDATE_REPLICA, next_seq, through, *halves(digest),
            self.envelope.schema, self.envelope.app, records.now, self.device.replica_id,
        )  # fmt: skip
        heard = {
            "server_id": self.store.server_id,
            "next_seq": next_seq,
            "ops_digest": hexadecimal(digest),
        }
        answer = {
            "protocol": PROTOCOL, **heard, "server_time": records.now, "results": results,
        }  # fmt: skip
        if self.store.receipts is not None:
            said = {**heard, "replica_id": self.device.replica_id, "at": records.now}
            answer["receipt"] = self.store.receipts.sign(said)
        return msgspec.json.encode(answer)


LANDED = frozenset({"applied", "merged"})


def _in_post(op: Op, person: Person) -> Person:
    """The author in a post that lets him say this: the one of now or, for what he captured, the
    one he held then (K10). What was captured after a post's end waits for a supervisor."""
    allowed = protocol.OPERATION_ROLES[op.kind]
    if str(person.role) in allowed:
        return person
    if protocol.OPERATION_CLASS[op.kind] == "fact":
        then = person.at(op.occurred_at)
        if str(then.role) in allowed:
            return then
        if person.role is None or any(str(post.role) in allowed for post in person.posts):
            raise Quarantined("role/not-allowed", f"{then.role} at {op.occurred_at}")
    raise Refused("role/not-allowed", f"{person.role} may not say {op.kind}")


def _reused() -> dict[str, Any]:
    log.error("an operation id was used for something else")
    return {"status": "rejected", "code": "op/reused"}


def _aside(kind: str, code: str) -> dict[str, Any]:
    fact = protocol.OPERATION_CLASS[kind] == "fact"
    return {"status": "quarantined" if fact else "rejected", "code": code}


def _refusal(refused: Refused) -> dict[str, Any]:
    result: dict[str, Any] = {"status": refused.status, "code": refused.code}
    if refused.facts:
        result["facts"] = refused.facts
    if isinstance(refused, Conflict):
        result["resolution"] = "kept-server"
        if refused.current:
            result["current"] = refused.current
    return result
