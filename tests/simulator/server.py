"""The server of a simulated world: the product's own store and doors on one SQLite connection in
memory, in one thread, so that a seed decides everything. Only the thread and the file are missing.
"""

import logging
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from typing import Any

import msgspec
import pysqlite3
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from backend.customers.tables import Store as Customer
from backend.identity import Device, Person, Role
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import SQLITE, SqliteRead
from backend.store.session import Records
from backend.store.sqlite import SqliteTransaction, drive
from backend.store.tables import ScopeGrant
from backend.store.unit import Function, Group
from backend.sync import asking, pull, push, restored
from sync_protocol import client
from tests.simulator.domain import REGISTRY
from tests.sync.world import Note

SPINE = ("server", "sync_scope", "sync_feed", "sync_op", "sync_replica", "scope_grant", "job")
STORES = ("s1", "s2", "s3")
NOTHING = {"sets": "{}", "fence_least_m": None, "price_list_codes": "[]"}
COUNTED = dict.fromkeys(("version", "lat_e7", "lon_e7", "radius_m"), 1)
PHOTOS = ("sync_blob", "blob_owner", "upload", "photo", "store")
logging.getLogger("xundian").setLevel(logging.CRITICAL)  # broken commands are asked for here


class Crash(Exception):
    """The server's process is gone; whoever asked hears nothing."""


@lru_cache(maxsize=1)
def template() -> Any:
    """An empty database: the tables of spine and photos as they are declared, and our domain's."""
    made = connect()
    tables = [SQLModel.metadata.tables[name] for name in SPINE + PHOTOS]
    for table in [*tables, Note.metadata.tables["test_note"]]:
        made.execute(str(CreateTable(table).compile(dialect=SQLITE)))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            made.execute(str(CreateIndex(index).compile(dialect=SQLITE)))
    for customer in customers(int):
        made.execute(
            f"INSERT INTO store ({', '.join(customer)}) VALUES ({', '.join('?' * len(customer))})",
            tuple(customer.values()),
        )
    return made


def customers(truth: Callable[[int], Any]) -> list[dict[str, Any]]:
    """The stores as rows, for whoever takes a photo there."""
    flags = {name: truth(1) for name in ("split_sale", "active")}
    texts = dict.fromkeys(Customer.model_fields, "")
    return [{**texts, **COUNTED, **flags, **NOTHING, "id": name} for name in STORES]


def connect() -> Any:
    return pysqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


class Plain:
    """A connection as SqliteRead wants one; its awaits never suspend."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def execute_fetchall(self, sql: str, params: Any = ()) -> list[Any]:
        rows: list[Any] = self.connection.execute(sql, params).fetchall()
        return rows

    @asynccontextmanager
    async def execute(self, sql: str, params: Any) -> AsyncIterator["PlainCursor"]:
        yield PlainCursor(self.connection.execute(sql, params))


class PlainCursor:
    def __init__(self, cursor: Any) -> None:
        self.cursor, self.description = cursor, cursor.description

    async def fetchall(self) -> list[Any]:
        rows: list[Any] = self.cursor.fetchall()
        return rows


class SimStore(Store):
    """The store without its threads. `die` says where in a commit the process ends: in the next
    one, or after so many `spared`."""

    def __init__(self, connection: Any, server_id: str, clock: Callable[[], str]) -> None:
        self.views, self.zone, self.clock = REGISTRY.views, "Asia/Shanghai", clock
        self.connection, self.server_id = connection, server_id
        self.die: str | None = None
        self.spared = 0

    async def write(self, work: Any) -> Any:
        unit = work if hasattr(work, "finish") else Function(work)
        die = None if self.spared else self.die
        self.spared = max(0, self.spared - 1)
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            group = Group(
                SqliteTransaction(self.connection), self.views, lambda *_: None, self.zone,
                self.clock(),
            )  # fmt: skip
            (outcome,) = await group.run([unit])
            if die == "before":
                raise Crash
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.execute("ROLLBACK")
            self.rolled_back(unit)
            raise
        if die == "after":
            raise Crash
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def rolled_back(self, unit: Any) -> None:
        """Nothing stays of it."""

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[SqliteRead]:
        yield SqliteRead(Plain(self.connection))


class Server:
    """The store, who works here, and what an operator does."""

    def __init__(self, clock: Callable[[], str], persons: list[str]) -> None:
        self.clock = clock
        self.histories = 0
        self.store = self.open()
        self.backup_copy: Any = None
        self.persons = {
            name: Person(id=name, login=name, name=name, role=Role.FIELD_REP) for name in persons
        }
        self.expired: set[str] = set()
        self._new_history()

    def open(self) -> Any:
        store = SimStore(connect(), "", self.clock)
        template().backup(store.connection)
        return store

    def run(self, work: Any) -> Any:
        """To its end. On this store nothing ever waits."""
        return drive(work)

    def _new_history(self) -> None:
        self.histories += 1
        self.store.server_id = str(uuid.UUID(int=self.histories))

    def close(self) -> None:
        self.store.connection.close()
        if self.backup_copy is not None:
            self.backup_copy.close()

    # The doors

    def push(self, person: str, replica_id: str, body: bytes, die: str | None) -> bytes:
        device = Device(replica_id, self.persons[person], may_read=person not in self.expired)
        self.store.die = die
        try:
            answer: bytes = self.run(push.push(self.store, REGISTRY, device, body))
        finally:
            self.store.die = None
        return answer

    def pull(
        self, person: str, replica_id: str, body: bytes, page: int | None = None
    ) -> AsyncIterator[bytes]:
        """`page`: a server may send less at a time than it is asked for."""
        device = Device(replica_id, self.persons[person], may_read=person not in self.expired)
        asked = asking.read_request(body)
        if page is not None:
            asked = msgspec.structs.replace(asked, max_bytes=page)
        stream: AsyncIterator[bytes] = self.run(pull.pull(self.store, device, asked))
        return stream

    def written(self, stream: AsyncIterator[bytes]) -> bytes:
        """All that it writes, at once."""

        async def whole() -> bytes:
            return b"".join([chunk async for chunk in stream])

        said: bytes = self.run(whole())
        return said

    def remember(self, replica_id: str, body: bytes) -> None:
        """As the doors do while the answer is on its way (decision 14)."""
        self.run(asking.remember(self.store, replica_id, asking.read_request(body)))

    def register(self, person: str, replica_id: str) -> None:
        async def insert(records: Records) -> None:
            records.execute(
                "INSERT INTO sync_replica (replica_id, user_id, device_name, next_seq,"
                " acked_through, ops_digest_hi, ops_digest_lo, schema_version, app,"
                " registered_at, last_seen_at) VALUES (?, ?, '', 1, 0, 0, 0, 1, '', ?, ?)"
                " ON CONFLICT DO NOTHING",
                replica_id, person, records.now, records.now,
            )  # fmt: skip

        self.run(self.store.write(insert))

    def forget(self, replica_id: str) -> None:
        """A replica that has not registered itself yet."""
        self.execute("DELETE FROM sync_replica WHERE replica_id = ?", replica_id)

    # What else happens to a server

    def grant(self, person: str, scope: str, from_at: str, until_at: str | None) -> None:
        async def write(records: Records) -> None:
            grant_id = f"{person}~{scope.replace(':', '-')}"
            held = await records.get(ScopeGrant, grant_id)
            if held is None:
                records.add(
                    ScopeGrant.of(
                        id=grant_id, user_id=person, scope=scope, from_at=from_at,
                        until_at=until_at, kind="test",
                    )
                )  # fmt: skip
            else:
                records.change(held, until_at=until_at)

        self.run(self.store.write(write))

    def move(self, note_ids: list[str], store_id: str | None) -> None:
        """The notes go to another store, or out of the world."""

        async def write(records: Records) -> None:
            for note_id in note_ids:
                held = await records.get(Note, note_id)
                if held is None:
                    continue
                if store_id is None:
                    records.remove(held)
                else:
                    records.change(held, store_id=store_id)

        self.run(self.store.write(write))

    def touch(self, stores: tuple[str, ...]) -> None:
        """One more note in each store."""

        async def write(records: Records) -> None:
            for store in stores:
                records.add(Note.of(id=f"{store}-end", store_id=store, text=""))

        self.run(self.store.write(write))

    def prune(self) -> None:
        """Tombstones are forgotten; who has not seen them must begin again."""
        self.execute("DELETE FROM sync_feed WHERE kind <> 'put'")
        self.raise_floor()

    def raise_floor(self) -> None:
        self.execute("UPDATE sync_scope SET floor = head")

    def backup(self) -> None:
        if self.backup_copy is not None:
            self.backup_copy.close()
        self.backup_copy = connect()
        self.store.connection.backup(self.backup_copy)

    def restore(self) -> bool:
        """The operator's restore: yesterday's data, another server_id, newer epochs."""
        if self.backup_copy is None:
            return False
        self.put_back()
        self._new_history()

        async def remember(records: Records) -> None:
            restored.remember(records)

        self.run(self.store.write(remember))
        return True

    def put_back(self) -> None:
        self.backup_copy.backup(self.store.connection)

    def execute(self, sql: str, *params: Any) -> None:
        self.store.connection.execute(sql, params)

    def rows(self, sql: str, *params: Any) -> list[Any]:
        found: list[Any] = self.store.connection.execute(sql, params).fetchall()
        return found


@contextmanager
def patched(clock: Callable[[], str], name: Callable[[], uuid.UUID]) -> Iterator[None]:
    """One clock for all of it, names given by the world, pages so small that it has several."""
    kept = (instant.now, client.now, pull.MARK_FRAMES, pull.BATCH_LINES)
    by_chance = uuid.uuid4
    uuid.uuid4 = name
    instant.now = client.now = clock
    pull.MARK_FRAMES, pull.BATCH_LINES = 2, 4
    try:
        yield
    finally:
        instant.now, client.now, pull.MARK_FRAMES, pull.BATCH_LINES = kept
        uuid.uuid4 = by_chance
