"""Keep the demo alive: a plan for today, if the day has none yet. Called at every `make run`."""

import asyncio
import random
from datetime import date

from backend.parts import Parts, opened
from backend.settings import Settings
from backend.store import instant
from seed_data import history, worlds
from seed_data.load import person_at, play
from seed_data.player import Player
from seed_data.script import Script


async def plan_today(parts: Parts) -> int:
    """Number of stops planned now; 0 when today had a plan."""
    now = instant.now()
    today = instant.day_of(now, parts.store.zone)
    async with parts.store.reading() as read:
        planned = await read.one(
            "SELECT id FROM planned_visit WHERE day = :day LIMIT 1", {"day": today}
        )
        known = await read.one("SELECT id FROM person WHERE id = 'rep.cc01'")
        first = await read.one("SELECT value FROM server WHERE key = 'seed_day'")
    if planned or not known or not first:
        return 0
    days = (date.fromisoformat(today) - date.fromisoformat(first["value"])).days
    script = Script()
    world = worlds.small()
    story = history.Story(script, world, random.Random(today), date.fromisoformat(today))
    story.plan(date.fromisoformat(today), history.WORKING_DAYS + days, now)
    players: dict[str, Player] = {}
    for login in {line.login for line in script}:
        players[login] = Player(parts, await person_at(parts, login, now), f"today.{today}")
        await players[login].register()
    return await play(parts, script, players)


async def main() -> None:
    async with opened(Settings.from_environment()) as parts:
        await plan_today(parts)


if __name__ == "__main__":
    asyncio.run(main())
