"""Operations out of a rescue file: in the phone's order, each once, by the code that hears a push.

What follows on what its replica has said is heard as that replica, so that the phone, if it lives
on, gets the stored answers. What does not (a number lost before it, a log that was forked) is heard
as a rescue replica, under its own op_id, as a phone that forks would say it.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

import msgspec

from backend.identity import SYSTEM, Device, Person
from backend.people.reach import post_of
from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records
from backend.store.tables import FIRST_OF_ITS_ID
from backend.sync.envelope import (
    LARGEST,
    PROTOCOL,
    SCHEMA,
    Envelope,
    Numbered,
    said_in,
    well_formed,
)
from backend.sync.problems import SyncProblem
from backend.sync.push import OPS_PER_PUSH, PUSH_BYTES, hear
from backend.sync.registry import Registry
from sync_protocol.digest import operation_hash
from sync_protocol.generated import protocol
from sync_protocol.rescue import Line

NAMESPACE = uuid.UUID("6f1d6a52-1f0a-5b0e-9a53-6b1f0f9c7d11")
APP = "rescue"
TRIES = 20
ASKED_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the file with its names as a push would read them."""

    replica_id: str
    local_seq: int
    op_id: str
    raw: bytes
    hash: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one operation."""

    op_id: str
    kind: str
    record_id: str
    status: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """As whom, and under which number, an operation is heard."""

    replica_id: str
    local_seq: int


def read(line: Line) -> Waiting:
    """Never fails: what cannot be read is heard all the same, and set aside by the hearing."""
    raw = line.op
    try:
        msgspec.json.decode(raw)
    except (ValueError, RecursionError):
        raw = _repaired(raw)
    fields, body = said_in(msgspec.Raw(raw))
    hashed = operation_hash(body)
    seq = fields.get("local_seq")
    seq = seq if type(seq) is int and 1 <= seq <= LARGEST else 0
    op_id = fields.get("op_id")
    if not _is_id(op_id):
        # A push names it by its place, too; without a place its own bytes must do.
        placed = _is_id(line.replica_id) and seq
        op_id = f"{line.replica_id}:{seq}" if placed else f"rescue:{hashed:032x}"
    return Waiting(line.replica_id, seq, str(op_id), raw, hashed)


def _repaired(raw: bytes) -> bytes:
    try:
        return well_formed(raw)
    except (ValueError, RecursionError):
        return raw


def _is_id(value: Any) -> bool:
    try:
        msgspec.convert(value, protocol.Id)
    except msgspec.ValidationError:
        return False
    return True


async def someone(store: Store, user_id: str) -> Person:
    """Who made it, in his posts; of an account that is gone, somebody who holds none."""
    async with store.reading() as read:
        found = await post_of(read, user_id, instant.now())
    return found or Person(id=user_id, login=user_id, name=user_id, role=None)


class Rescue:
    """The hearing of one person's lines."""

    def __init__(self, store: Store, registry: Registry, person: Person) -> None:
        if person.id == SYSTEM.id:
            raise ValueError("the server itself has no phone")
        self.store, self.registry, self.person = store, registry, person
        self.answers: list[Answer] = []

    async def hear(self, lines: list[Line]) -> Counter[str]:
        """All of them. Safe to do again, and while the phone pushes: then some are duplicates."""
        waiting = [read(line) for line in sorted(lines, key=lambda line: line.n)]
        tries = TRIES
        while waiting := await self._new(waiting):
            device, batch, places = await self._next(waiting)
            try:
                await self._say(device, batch, places)
            except SyncProblem as problem:  # the phone was quicker; look again
                if problem.code not in ("op-gap", "replica/forked") or not tries:
                    raise
                tries -= 1
                continue
            waiting = waiting[len(batch) :]
        return Counter(answer.status for answer in self.answers)

    async def _new(self, waiting: list[Waiting]) -> list[Waiting]:
        """Without those that were heard before, from whatever replica, or stand twice here."""
        known = await self._known(waiting)
        new: list[Waiting] = []
        for one in waiting:
            if (one.op_id, one.hash) in known:
                self._note(one, "duplicate", None)
            else:
                known.add((one.op_id, one.hash))
                new.append(one)
        return new

    async def _known(self, waiting: list[Waiting]) -> set[tuple[str, int]]:
        known: set[tuple[str, int]] = set()
        named = {one.replica_id for one in waiting}
        named |= {self._rescue_replica(name) for name in named}
        async with self.store.reading() as read:
            for start in range(0, len(waiting), ASKED_AT_ONCE):
                ids = read.ids([one.op_id for one in waiting[start : start + ASKED_AT_ONCE]])
                rows = await read.rows(
                    f"SELECT op_id, body_hash FROM sync_op WHERE op_id {read.IN}"
                    f" AND {FIRST_OF_ITS_ID}",
                    ids,
                )
                known |= {(op_id, int.from_bytes(hashed, "big")) for op_id, hashed in rows}
            # Those of them that are not the first of their id, but were heard, too.
            rows = await read.rows(
                f"SELECT op_id, body_hash FROM sync_op WHERE replica_id {read.IN}"
                " AND (status = 'duplicate' OR code = 'op/reused')",
                read.ids(sorted(named)),
            )
        return known | {(op_id, int.from_bytes(hashed, "big")) for op_id, hashed in rows}

    async def _next(self, waiting: list[Waiting]) -> tuple[Device, list[Waiting], list[Place]]:
        """The first lines that can be heard together, and where."""
        next_seq, foreign = await self._replicas(waiting)
        batch: list[Waiting] = []
        places: list[Place] = []
        size = 0
        for one in waiting[:OPS_PER_PUSH]:
            own = one.replica_id
            dense = _is_id(own) and own not in foreign and one.local_seq == next_seq.get(own, 1)
            replica = own if dense else self._rescue_replica(own)
            size += len(one.raw)
            if batch and (replica != places[0].replica_id or size > PUSH_BYTES):
                break
            place = Place(replica, next_seq.get(replica, 1))
            next_seq[replica] = place.local_seq + 1
            batch.append(one)
            places.append(place)
        return Device(places[0].replica_id, self.person, may_read=False), batch, places

    async def _replicas(self, waiting: list[Waiting]) -> tuple[dict[str, int], set[str]]:
        """What each expects next; those that belong to somebody else."""
        named = {one.replica_id for one in waiting}
        named |= {self._rescue_replica(name) for name in named}
        async with self.store.reading() as read:
            rows = await read.rows(
                "SELECT replica_id, user_id, next_seq FROM sync_replica"
                f" WHERE replica_id {read.IN}",
                read.ids(sorted(named)),
            )
        return (
            {replica_id: next_seq for replica_id, _, next_seq in rows},
            {replica_id for replica_id, user_id, _ in rows if user_id != self.person.id},
        )

    def _rescue_replica(self, replica_id: str) -> str:
        return str(uuid.uuid5(NAMESPACE, f"{self.person.id}\0{replica_id}"))

    async def _say(self, device: Device, batch: list[Waiting], places: list[Place]) -> None:
        await self.store.write(self._registered(device.replica_id))
        envelope = Envelope(
            protocol=PROTOCOL, schema=SCHEMA, replica_id=device.replica_id, app=APP,
            sent_at=instant.now(), acked_through=0, ops=[msgspec.Raw(one.raw) for one in batch],
        )  # fmt: skip
        numbers = [
            Numbered(place.local_seq, one.op_id) for one, place in zip(batch, places, strict=True)
        ]
        answer = await hear(self.store, self.registry, device, envelope, numbers)
        for one, result in zip(batch, msgspec.json.decode(answer)["results"], strict=True):
            self._note(one, result["status"], result.get("code"))

    def _registered(self, replica_id: str) -> Any:
        async def register(records: Records) -> None:
            records.execute(
                "INSERT INTO sync_replica (replica_id, user_id, device_name, next_seq,"
                " acked_through, ops_digest_hi, ops_digest_lo, schema_version, app, registered_at,"
                " last_seen_at) VALUES (?, ?, ?, 1, 0, 0, 0, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                replica_id, self.person.id, APP, SCHEMA, APP, records.now, records.now,
            )  # fmt: skip

        return register

    def _note(self, one: Waiting, status: str, code: str | None) -> None:
        said = said_in(msgspec.Raw(one.raw))[0]
        kind, record = str(said.get("kind", "")), str(said.get("id", ""))
        self.answers.append(Answer(one.op_id, kind, record, status, code))
