"""Keep the demo alive: called at every `make run`.

Plans today and the next days for the demo's reps where they have no plan yet, and when today had
none, lets the day go on as the others did: visits so far, orders confirmed, notes on the road.
"""

import asyncio
from datetime import date

import msgspec

from backend.parts import Parts, opened
from backend.settings import Settings
from backend.store import instant
from backend.store.read import Read
from seed_data import history, terms, worlds
from seed_data.history import Story
from seed_data.load import play
from seed_data.player import Refusal, named
from seed_data.script import Script
from seed_data.servers import SEALED, Here
from seed_data.worlds import ADMIN, World

PURPOSE = "daily"
WHOLE = named("replica", f"{SEALED} whole", ADMIN)


async def live_on(parts: Parts, now: str) -> int:
    """Number of operations said; 0 when today goes on already, or the demo world is not here."""
    today = date.fromisoformat(instant.day_of(now, parts.store.zone))
    async with parts.store.reading() as read:
        here = await read.rows("SELECT registered_at FROM sync_replica WHERE replica_id = ?", WHOLE)
        if not here:
            return 0
        first_day = date.fromisoformat(instant.day_of(here[0][0], parts.store.zone))
        script, world = Script(), terms.agreed(worlds.small())
        story = Story(script, world, f"today/{today}", history.price_days(first_day)[1], today)
        for day in history.days_to_plan(today):
            if not await _exists(read, "planned_visit", f"V-{day}-%"):
                story.plan(day, now)
        if not await _exists(read, "task", history.task_id_of(today, world.of("field_rep")[0])):
            await _recall(read, story, world, today)
            history.go_on(story, today, now)
    return await play(Here(parts), script, {}, PURPOSE)


async def _exists(read: Read, table: str, like: str) -> bool:
    return bool(await read.rows(f"SELECT 1 FROM {table} WHERE id LIKE ? LIMIT 1", like))  # noqa: S608  our own two tables


async def _recall(read: Read, story: Story, world: World, today: date) -> None:
    """The orders of the story that wait for a clerk. What people tried out is left alone."""
    stores = {store.id: store for store, _ in world.served}
    rows = await read.all(
        "SELECT id, store_id, day, total_fen, lines FROM sales_order WHERE doc_state = 'audited'"
        " AND exec_state = 'none' AND day < :today ORDER BY id",
        {"today": today.isoformat()},
    )
    for row in rows:
        store = stores.get(row["store_id"])
        if store and row["id"] == history.order_id_of(date.fromisoformat(row["day"]), store):
            lines = msgspec.json.decode(row["lines"])
            story.partners.take(row["id"], store, {**row, "lines": lines})


async def main() -> None:
    async with opened(Settings.from_environment()) as parts:
        try:
            await live_on(parts, instant.now())
        except Refusal as refusal:
            # Whoever tries things out may have moved what today builds on; the demo goes on.
            print(f"Not all of today could be said: {refusal}", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
