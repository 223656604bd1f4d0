"""A question given up half way leaves the reader as it found it: nobody after it is refused."""

import asyncio
import contextlib

import pytest

from tests.engines import Database
from tests.sync.world import world

pytestmark = pytest.mark.anyio


async def test_a_reader_given_up_at_any_moment_can_be_used_again(database: Database) -> None:
    async with world(database) as store:

        async def ask() -> int:
            async with store.reading() as read:
                first = await read.rows("SELECT 1")
                second = await read.rows("SELECT 2")
            return int(first[0][0] + second[0][0])

        for hurry in range(120):
            asked = asyncio.create_task(ask())
            await asyncio.sleep(hurry % 12 * 0.00005)
            asked.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asked
            assert await ask() == 3
