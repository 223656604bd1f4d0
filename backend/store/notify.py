"""Which scopes moved, said to every process over PostgreSQL's LISTEN/NOTIFY.

Said after the commit and merged, so that a burst of commits is a few messages. Hearing is a hint
only: whoever missed one finds the change by its next pull. After the connection was lost anything
may have been missed, and EVERYTHING is heard.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from itertools import islice
from typing import Any

import asyncpg
import msgspec

CHANNEL = "xundian_moved"
EVERYTHING = "*"
MERGE_S = 0.01
SCOPES_PER_MESSAGE = 60
"""A message has at most 8000 bytes; a scope's name has at most 80, its head 19 digits."""
PAUSES_S = (0.1, 0.5, 1.0, 2.0, 5.0)
BROKEN = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError)
"""What a connection that died says. Between the server's last word and the end of the stream the
driver answers every call with InternalClientError."""
log = logging.getLogger("xundian.notify")

Hear = Callable[[dict[str, int], bool], None]


class Notify:
    """Says what this process committed; hears what any process did, this one included."""

    def __init__(self, url: str, hear: Hear) -> None:
        self.url, self.hear = url, hear
        self._heads: dict[str, int] = {}
        self._work = False
        self._something = asyncio.Event()
        self._connection: Any = None
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        lost = asyncio.Event()
        await self._connect(lost)
        self._tasks = [asyncio.create_task(self._listen(lost)), asyncio.create_task(self._speak())]

    def say(self, heads: dict[str, int], work: bool) -> None:
        for scope, head in heads.items():
            self._heads[scope] = max(head, self._heads.get(scope, 0))
        self._work = self._work or work
        self._something.set()

    async def _speak(self) -> None:
        """What could not be said is heard here at once, and said when there is a connection."""
        tries = 0
        while True:
            await self._something.wait()
            await asyncio.sleep(MERGE_S)
            self._something.clear()
            heads, self._heads, work, self._work = self._heads, {}, self._work, False
            try:
                await self._send(heads, work)
                tries = 0
            except BROKEN as error:
                log.warning("nobody else hears yet of %d scopes: %s", len(heads), error)
                self.hear(heads, work)
                self.say(heads, work)
                await asyncio.sleep(PAUSES_S[min(tries, len(PAUSES_S) - 1)])
                tries += 1

    async def _send(self, heads: dict[str, int], work: bool) -> None:
        if self._connection is None:
            raise OSError("no connection")
        left = iter(heads.items())
        parts = iter(lambda: dict(islice(left, SCOPES_PER_MESSAGE)), {})
        messages = [(part, False) for part in parts]
        if work or not messages:
            messages.append(({}, work))
        await self._connection.executemany(
            "SELECT pg_notify($1, $2)",
            [(CHANNEL, msgspec.json.encode(message).decode()) for message in messages],
        )

    async def _listen(self, lost: asyncio.Event) -> None:
        """Keep a listening connection, whatever happens to the database."""
        while True:
            await lost.wait()
            lost = asyncio.Event()
            await self._again(lost)
            self.hear({EVERYTHING: 0}, True)

    async def _again(self, lost: asyncio.Event) -> None:
        self._connection = None
        tries = 0
        while True:
            try:
                await self._connect(lost)
                return
            except BROKEN as error:
                log.warning("not listening: %s", error)
                await asyncio.sleep(PAUSES_S[min(tries, len(PAUSES_S) - 1)])
                tries += 1

    async def _connect(self, lost: asyncio.Event) -> None:
        connection = await asyncpg.connect(self.url, command_timeout=10)
        connection.add_termination_listener(lambda _: lost.set())
        await connection.add_listener(CHANNEL, self._heard)
        self._connection = connection

    def _heard(self, _: Any, pid: int, channel: str, payload: str) -> None:
        heads, work = msgspec.json.decode(payload, type=tuple[dict[str, int], bool])
        self.hear(heads, work)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self._connection is not None:
            with contextlib.suppress(*BROKEN):
                await self._connection.close()
