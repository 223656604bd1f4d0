"""Several requests of one replica at once: tabs, a retry that crosses its answer, an empty push."""

import asyncio
import json
import time
from typing import Any

import pytest

from backend.store.session import Records
from backend.sync.push import push
from tests.engines import Database
from tests.world import a_world, day

pytestmark = pytest.mark.anyio


async def test_pushes_of_one_replica_that_arrive_together_are_heard_one_after_another(
    database: Database,
) -> None:
    async with a_world(database) as world:
        rep = world.rep

        async def send(ops: list[Any]) -> dict[str, Any]:
            body = json.dumps({**rep.push_body(), "ops": ops}).encode()
            answer: dict[str, Any] = json.loads(
                await push(world.store, world.registry, rep.device, body)
            )
            return answer

        async def slow(records: Records) -> None:
            """Keeps the writer busy, so that what follows waits for one and the same group."""
            time.sleep(0.05)  # noqa: ASYNC251  on the writer's thread, or a loop with nothing else

        for number in range(1, 11):
            args = {"day": day(), "unsent": number, "missed": [], "note": None}
            rep.note("day.end", f"{rep.person.id}:{day()}", args)
            op = rep.log[-1]
            _, *answers = await asyncio.gather(
                world.store.write(slow), send([op]), send([]), send([])
            )
            assert max(answer["next_seq"] for answer in answers) == number + 1
            assert (await send([]))["next_seq"] == number + 1
            assert (await send([op]))["results"] == answers[0]["results"]
