"""The engine at scale: PostgreSQL over asyncpg. The same coroutines, on the event loop."""

import asyncio
import random
import re
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from typing import Any

import asyncpg

from backend.store.driver import Busy, Clash, Row, StoreError, Unfit
from backend.store.unit import Group, Unit

TRIES = 12
AGAIN = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,  # it starts, or recovers from a crash
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the server's last word is read, the end of the stream not yet
    TimeoutError,
    OSError,
)
"""What another try may not meet again."""


@lru_cache(maxsize=2048)
def numbered(sql: str) -> str:
    """`?` as $1, $2 ...; none of our statements holds a question mark otherwise."""
    count = 0

    def number(_: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"${count}"

    return re.sub(r"\?", number, sql)


@contextmanager
def said_by_postgres() -> Iterator[None]:
    """The driver's errors as ours. After one the transaction is lost: no command may survive it."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        raise Clash(str(error)) from error
    except asyncpg.DataError as error:
        raise Unfit(str(error)) from error
    except AGAIN as error:
        raise Busy(str(error)) from error
    except asyncpg.PostgresError as error:
        raise StoreError(str(error)) from error


class PostgresTransaction:
    """Statements on one connection inside one transaction."""

    locks = " FOR UPDATE"
    IN = "= ANY(?)"

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def all(self, sql: str, *params: Any) -> list[Row]:
        with said_by_postgres():
            rows: list[Row] = await self.connection.fetch(numbered(sql), *params)
        return rows

    async def many(self, sql: str, rows: Sequence[Row]) -> None:
        with said_by_postgres():
            await self.connection.executemany(numbered(sql), rows)

    def ids(self, values: Sequence[Any]) -> list[Any]:
        return list(values)


class Postgres:
    """Writes and snapshots over one pool."""

    def __init__(self, url: str, group: Callable[[PostgresTransaction], Group]) -> None:
        self.url, self.group = url, group
        self.pool: Any = None

    async def open(self) -> None:
        self.pool = await asyncpg.create_pool(
            self.url, min_size=1, max_size=12, command_timeout=60,
            server_settings={"timezone": "UTC", "idle_in_transaction_session_timeout": "60000"},
        )  # fmt: skip

    async def write(self, unit: Unit) -> Any:
        """Run a unit in a transaction of its own, again when another was faster."""
        clash: StoreError | None = None
        for attempt in range(TRIES):
            try:
                with said_by_postgres():
                    return await self._write(unit)
            except Busy as error:
                clash = error
            except Clash as error:
                clash = error
                if attempt >= 2 or isinstance(error, Unfit):
                    break
            await asyncio.sleep(random.uniform(0, 0.02 * (attempt + 1)))  # noqa: S311  not a secret
        assert clash is not None
        raise clash

    async def _write(self, unit: Unit) -> Any:
        async with self.pool.acquire() as connection:
            async with connection.transaction():
                group = self.group(PostgresTransaction(connection))
                outcomes = await group.run([unit])
            group.committed()
        if isinstance(outcomes[0], BaseException):
            raise outcomes[0]
        return outcomes[0]

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[Any]:
        try:
            async with (
                self.pool.acquire() as connection,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                yield connection
        except AGAIN as error:
            raise Busy(str(error)) from error

    async def close(self) -> None:
        await self.pool.close()
