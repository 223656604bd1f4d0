"""A tiny world for the spine's own tests: one kind of record, a few commands, a phone without a
network. The product's slices are not needed to prove the spine."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import msgspec
from sqlalchemy import MetaData
from sqlmodel import Field

from backend.identity import Device, Person, Role
from backend.refused import Conflict, Quarantined, Refused
from backend.store import instant
from backend.store.engine import Store
from backend.store.record import Record
from backend.store.session import Records
from backend.store.tables import ScopeGrant
from backend.store.view import View
from backend.sync import asking, pull, push
from backend.sync.registry import Merged, Op, Registry
from sync_protocol import client
from sync_protocol.message import Message
from tests.engines import Database

ANNA = Person(id="anna", login="anna", name="Anna", role=Role.FIELD_REP)
BORIS = Person(id="boris", login="boris", name="Boris", role=Role.FIELD_REP)
PAST, FUTURE = "2020-01-01T00:00:00.000Z", "2999-01-01T00:00:00.000Z"


class Note(Record, table=True):
    """Shown in the store it is at and, when it has one, in a partner's scope, in fewer words."""

    __tablename__ = "test_note"
    metadata: ClassVar[MetaData] = MetaData()

    store_id: str
    partner_id: str | None = None
    text: str = ""
    count: int = 0
    secret: str = Field(default="never shown")


class Shown(Message, frozen=True, kw_only=True):
    store_id: str
    text: str


class ShownToPartner(Message, frozen=True, kw_only=True):
    text: str


class Grant(Message, frozen=True, kw_only=True):
    scope: str
    from_at: str
    until_at: str | None


def scopes_of_note(note: Note) -> list[str]:
    scopes = [f"store:{note.store_id}"]
    if note.partner_id is not None:
        scopes.append(f"partner:{note.partner_id}")
    return scopes


NOTE = View(
    entity="day_summary",  # what the operations we borrow from the schema are about
    table=Note,
    scopes=scopes_of_note,
    shown={
        "store": lambda note: Shown(store_id=note.store_id, text=note.text),
        "partner": lambda note: ShownToPartner(text=note.text),
    },
)
GRANT = View(
    entity="grant",
    table=ScopeGrant,
    scopes=lambda grant: (f"user:{grant.user_id}",),
    shown={
        "user": lambda g: Grant(scope=g.scope, from_at=g.from_at, until_at=g.until_at),
    },
)


async def day_end(op: Op, args: Any, person: Person, records: Records) -> Merged | None:
    """A fact. `note` says what should happen, `day` is ignored."""
    what, _, rest = (args.note or "").partition(" ")
    if what == "crash":
        records.add(Note.of(id=op.id, store_id="s1", text="half done"))
        raise ZeroDivisionError("a bug of ours")
    if what == "refuse":
        records.add(Note.of(id=op.id, store_id="s1", text="half done"))
        raise Refused("value/out-of-range", "as asked", field="note")
    if what == "quarantine":
        raise Quarantined("store/not-granted", "as asked")
    if what == "conflict":

        async def tell(records: Records) -> str:
            records.add(Note.of(id=f"inbox-{op.id}", store_id="s1", text="for you"))
            return f"inbox-{op.id}"

        raise Conflict("record/clash", "as asked", then=tell, state="other")
    if what == "merge":
        return Merged(applied=["text"], kept={"store_id": {"server": "s1", "yours": "s2"}})
    if what == "clash":
        # What a race looks like: looked, found nothing, and the database knows better.
        records.add(Note.of(id=rest, store_id="s1", text="taken"))
        return None
    held = await records.get(Note, op.id)
    if held is None:
        records.add(Note.of(id=op.id, store_id=what or "s1", text=rest, count=args.unsent))
    else:
        records.change(held, store_id=what or held.store_id, text=rest)
    return None


async def inbox_read(op: Op, args: Any, person: Person, records: Records) -> None:
    raise Refused("record/unknown", op.id)


REGISTRY = Registry({"day.end": day_end, "inbox.read": inbox_read}, (NOTE, GRANT))


class Phone(client.Device):
    """The reference device, wired to a store without a network in between."""

    def __init__(self, store: Store, person: Person = ANNA, replica_id: str | None = None) -> None:
        super().__init__(person.id, replica_id)
        self.store = store
        self.device = Device(self.replica_id, person, may_read=True)

    async def register(self) -> "Phone":
        async def insert(records: Records) -> None:
            records.execute(
                "INSERT INTO sync_replica (replica_id, user_id, device_name, next_seq,"
                " acked_through, ops_digest_hi, ops_digest_lo, schema_version, app,"
                " registered_at, last_seen_at) VALUES (?, ?, '', 1, 0, 0, 0, 1, '', ?, ?)",
                self.replica_id, self.person_id, records.now, records.now,
            )  # fmt: skip

        await self.store.write(insert)
        return self

    def note(self, note_id: str, what: str) -> dict[str, Any]:
        args = {"day": "2026-11-25", "unsent": 0, "missed": [], "note": what}
        return self.say("day.end", "day_summary", note_id, args)

    async def send(self, body: dict[str, Any]) -> dict[str, Any]:
        """One push; the answer, not taken in."""
        raw = await push.push(self.store, REGISTRY, self.device, json.dumps(body).encode())
        answer: dict[str, Any] = msgspec.json.decode(raw)
        return answer

    async def push(self, limit: int = 200) -> list[dict[str, Any]]:
        """Send everything unsent; the new results."""
        results: list[dict[str, Any]] = []
        while self.unsent:
            answer = await self.send(self.push_body(limit))
            self.take_push(answer)
            results += answer["results"]
        assert answer["ops_digest"] == self.ops_digest()
        return results

    async def frames(self, body: dict[str, Any]) -> list[bytes]:
        request = asking.read_request(msgspec.json.encode(body))
        stream = await pull.pull(self.store, self.device, request)
        return b"".join([chunk async for chunk in stream]).splitlines()

    async def pull_once(self, max_bytes: int | None = None) -> bool:
        body = self.pull_body()
        if max_bytes is not None:
            body["max_bytes"] = max_bytes
        return self.take_pull(await self.frames(body))

    async def catch_up(self) -> None:
        while await self.pull_once():
            pass

    def texts(self) -> dict[str, str]:
        return {id: body["text"] for id, body in self.records("day_summary").items()}


@asynccontextmanager
async def world(database: Database) -> AsyncIterator[Store]:
    """A store that knows notes and grants."""
    await database.create(Note.metadata)
    async with database.opened(REGISTRY.views) as store:
        yield store


async def grant(
    store: Store, person: Person, scope: str, until_at: str | None = None, from_at: str = PAST
) -> None:
    async def write(records: Records) -> None:
        grant_id = f"{person.id}~{scope.replace(':', '-')}"
        held = await records.get(ScopeGrant, grant_id)
        if held is None:
            records.add(
                ScopeGrant.of(
                    id=grant_id, user_id=person.id, scope=scope, from_at=from_at,
                    until_at=until_at, kind="test",
                )
            )  # fmt: skip
        else:
            records.change(held, until_at=until_at, from_at=from_at)

    await store.write(write)


async def end_grant(store: Store, person: Person, scope: str) -> None:
    await grant(store, person, scope, until_at=instant.now())


async def put(store: Store, note_id: str, **values: Any) -> None:
    """Create or change a note, without a push."""

    async def write(records: Records) -> None:
        held = await records.get(Note, note_id)
        if held is None:
            records.add(Note.of(id=note_id, **values))
        else:
            records.change(held, **values)

    await store.write(write)


async def remove(store: Store, note_id: str) -> None:
    async def write(records: Records) -> None:
        held = await records.get(Note, note_id)
        assert held is not None
        records.remove(held)

    await store.write(write)
