"""The store opened: SQLite in a folder, or PostgreSQL by DATABASE_URL alone."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from backend.store import instant, sqlite
from backend.store.announce import Views
from backend.store.notify import Notify
from backend.store.postgres import Postgres
from backend.store.read import PostgresRead, Read, SqliteRead
from backend.store.receipts import Receipts, read_seed
from backend.store.rescue_key import RescueKey
from backend.store.session import Records
from backend.store.unit import Function, Group, Unit

Moved = Callable[[dict[str, int]], None]


class Store:
    """Where records are read and written. `listeners` hear, after each commit and on the event
    loop, which scopes moved to which head; `work` is set when there are jobs."""

    receipts: Receipts | None = None
    rescue_key: RescueKey | None = None

    def __init__(self, views: Views, zone: str) -> None:
        self.views = views
        self.zone = zone
        self.clock: Callable[[], str] = instant.now
        """Server time of the next group. Seed data and tests live through past days with it."""
        self.server_id = ""
        self.listeners: list[Moved] = []
        self.work = asyncio.Event()
        self.loop = asyncio.get_running_loop()
        self.postgres: Postgres | None = None
        self.notify: Notify | None = None
        self.writer: sqlite.Writer | None = None
        self.readers: sqlite.Readers | None = None

    async def write(self, work: Unit | Callable[[Records], Awaitable[Any]]) -> Any:
        """Run a unit, or an `async def` of Records, in the next write transaction.

        Returns after the commit. Raises what the unit raised, Clash or Busy.
        """
        unit: Unit = work if hasattr(work, "finish") else Function(work)  # type: ignore[assignment]
        if self.postgres is not None:
            return await self.postgres.write(unit)
        assert self.writer is not None
        return await self.writer.write(unit)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Read]:
        """One snapshot to read from."""
        if self.postgres is not None:
            async with self.postgres.snapshot() as connection:
                yield PostgresRead(connection)
        else:
            assert self.readers is not None
            async with self.readers.snapshot() as connection:
                yield SqliteRead(connection)

    def _group(self, transaction: Any) -> Group:
        return Group(transaction, self.views, self._moved, self.zone, self.clock())

    def _moved(self, heads: dict[str, int], has_jobs: bool) -> None:
        """Called on the writer's thread or on the loop; heard on the loop."""
        self.loop.call_soon_threadsafe(self.poke, heads, has_jobs)

    def poke(self, heads: dict[str, int], has_jobs: bool = False) -> None:
        """Whoever listens to these scopes should look, in whatever process."""
        if self.notify is not None:
            self.notify.say(heads, has_jobs)
        else:
            self._heard(heads, has_jobs)

    def _heard(self, heads: dict[str, int], has_jobs: bool) -> None:
        if has_jobs:
            self.work.set()
        if heads:
            for listener in self.listeners:
                listener(heads)

    async def close(self) -> None:
        if self.notify is not None:
            await self.notify.close()
        if self.postgres is not None:
            await self.postgres.close()
        if self.readers is not None:
            await self.readers.close()
        if self.writer is not None:
            await asyncio.to_thread(self.writer.close)


async def open_store(
    *, views: Views, database_url: str = "", path: Path | None = None, zone: str = "Asia/Shanghai"
) -> Store:
    """Open the database. It must have been migrated (`python -m backend.store.migrate`)."""
    store = Store(views, zone)
    if database_url:
        store.postgres = Postgres(database_url, store._group)
        await store.postgres.open()
        store.notify = Notify(database_url, store._heard)
        await store.notify.open()
    else:
        assert path is not None
        sqlite.check_version()
        path.parent.mkdir(parents=True, exist_ok=True)
        store.writer = sqlite.Writer(path, store._group)
        store.writer.start()
        store.readers = sqlite.Readers(path)
        await store.readers.open()
    store.server_id = await store.write(_server_id)
    seed = await store.write(read_seed)
    store.receipts, store.rescue_key = Receipts(seed), RescueKey(seed)
    return store


async def _server_id(records: Records) -> str:
    """The name of this history, made at the first opening."""
    rows = await records.transaction.all("SELECT value FROM server WHERE key = 'server_id'")
    if rows:
        return str(rows[0][0])
    made = str(uuid.uuid4())
    records.execute("INSERT INTO server (key, value) VALUES ('server_id', ?)", made)
    return made
