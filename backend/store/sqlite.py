"""The embedded engine: one writer thread with group commit, readers that cannot write.

pysqlite3 brings a SQLite of its own; it takes the place of the standard module before aiosqlite
is imported, because the system's may have the WAL-reset bug (fixed in 3.51.3).
"""

import asyncio
import logging
import queue
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pysqlite3

sys.modules.setdefault("sqlite3", pysqlite3)
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

import aiosqlite  # noqa: E402  only now it finds the right sqlite3

from backend.store.driver import Busy, Clash, Row, StoreError, Unfit  # noqa: E402
from backend.store.unit import Group, Unit  # noqa: E402

OLDEST = (3, 51, 3)
GROUP = 64
READERS = 3
WRITER_KIB, READER_KIB = 4000, 2000
"""Pages kept. A reader goes along a scope once; what it kept would lie there until the next."""
log = logging.getLogger("xundian.store")


def check_version() -> None:
    if pysqlite3.sqlite_version_info < OLDEST:
        raise RuntimeError(
            f"SQLite {pysqlite3.sqlite_version} can lose committed pages; 3.51.3 or newer is needed"
        )


def connect(path: Path) -> Any:
    """The writer's connection, with our settings. Transactions are ours to begin and end."""
    connection = pysqlite3.connect(str(path), isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA busy_timeout = 5000")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(f"PRAGMA cache_size = -{WRITER_KIB}")
    connection.execute("PRAGMA wal_autocheckpoint = 8000")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


class SqliteTransaction:
    """Statements on the writer's own connection. Its awaits never suspend."""

    locks = ""
    IN = "IN (SELECT value FROM json_each(?))"

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def all(self, sql: str, *params: Any) -> list[Row]:
        try:
            rows: list[Row] = self.connection.execute(sql, params).fetchall()
        except OverflowError as error:
            raise Unfit(str(error)) from error
        except pysqlite3.Error as error:
            raise StoreError(f"{error}: {sql}") from error
        return rows

    async def many(self, sql: str, rows: Sequence[Row]) -> None:
        try:
            self.connection.executemany(sql, rows)
        except pysqlite3.IntegrityError as error:
            raise Clash(str(error)) from error
        except OverflowError as error:
            raise Unfit(str(error)) from error
        except pysqlite3.Error as error:
            raise StoreError(f"{error}: {sql}") from error

    def ids(self, values: Sequence[Any]) -> str:
        return msgspec.json.encode(values).decode()


def drive(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine that never suspends."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        return done.value
    coroutine.close()
    raise RuntimeError("a command awaited something other than records")


Waiting = tuple[Unit, asyncio.Future[Any], Any]


class Writer(threading.Thread):
    """Takes all units waiting, runs them as one transaction, answers after the commit."""

    def __init__(self, path: Path, group: Callable[[SqliteTransaction], Group]) -> None:
        super().__init__(name="xundian-writer", daemon=True)
        self.path, self.group = path, group
        self.waiting: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self.held: list[Waiting] = []
        self.closing = False
        self.commits = 0

    def run(self) -> None:
        connection = connect(self.path)
        while batch := self._next_batch():
            self._write(connection, batch)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def _next_batch(self) -> list[Waiting]:
        """What waits, oldest first; of one `turn` only one at a time, because what one unit writes
        is read by the next only after the commit. Empty when the writer was closed."""
        held, self.held = self.held, []
        if not held and not self.closing:
            self._take(self.waiting.get(), held)
        while len(held) < 2 * GROUP and not self.closing:
            try:
                self._take(self.waiting.get_nowait(), held)
            except queue.Empty:
                break
        batch: list[Waiting] = []
        turns: set[str] = set()
        for item in held:
            turn = item[0].turn
            if len(batch) == GROUP or turn in turns:
                self.held.append(item)
                continue
            if turn is not None:
                turns.add(turn)
            batch.append(item)
        return batch

    def _take(self, item: Waiting | None, held: list[Waiting]) -> None:
        if item is None:
            self.closing = True
        else:
            held.append(item)

    def _write(self, connection: Any, batch: list[Waiting]) -> None:
        try:
            outcomes = self._transaction(connection, [unit for unit, _, _ in batch])
        except Clash as clash:
            if len(batch) > 1:  # one of them is to blame: each alone
                for item in batch:
                    self._write(connection, [item])
                return
            outcomes = [clash]
        except Exception as error:
            log.exception("the group failed")
            outcomes = [error] * len(batch)
        for (_, future, loop), outcome in zip(batch, outcomes, strict=True):
            loop.call_soon_threadsafe(_resolve, future, outcome)

    def _transaction(self, connection: Any, units: list[Unit]) -> list[Any]:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except pysqlite3.OperationalError as error:
            raise Busy(str(error)) from error
        try:
            group = self.group(SqliteTransaction(connection))
            outcomes = drive(group.run(units))
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        self.commits += 1
        group.committed()
        return list(outcomes)

    async def write(self, unit: Unit) -> Any:
        """Run a unit in the next group; returns, or raises, after its commit."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self.waiting.put((unit, future, loop))
        return await future

    def close(self) -> None:
        self.waiting.put(None)
        self.join(10)


def _resolve(future: "asyncio.Future[Any]", outcome: Any) -> None:
    if future.done():
        return
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


class Readers:
    """A few aiosqlite connections that cannot write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.free: asyncio.Queue[aiosqlite.Connection] | None = None
        self.all: list[aiosqlite.Connection] = []
        self.ending: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        self.free = asyncio.Queue()
        for _ in range(READERS):
            connection = await aiosqlite.connect(str(self.path), isolation_level=None)
            for pragma in ("busy_timeout = 5000", "query_only = ON", f"cache_size = -{READER_KIB}"):
                await connection.execute_fetchall(f"PRAGMA {pragma}")
            self.all.append(connection)
            self.free.put_nowait(connection)

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[aiosqlite.Connection]:
        assert self.free is not None
        connection = await self.free.get()
        try:
            await connection.execute_fetchall("BEGIN")
            yield connection
        finally:
            # Nobody has to wait for a snapshot's end, and nobody who is cancelled can cut it short.
            task = asyncio.create_task(self._give_back(connection))
            self.ending.add(task)
            task.add_done_callback(self.ending.discard)

    async def _give_back(self, connection: aiosqlite.Connection) -> None:
        assert self.free is not None
        try:
            await connection.execute_fetchall("COMMIT")
        except pysqlite3.OperationalError:
            pass  # it never began, or an error has ended it
        finally:
            self.free.put_nowait(connection)

    async def close(self) -> None:
        await asyncio.gather(*self.ending)
        for connection in self.all:
            await connection.close()
