"""A store is otherwise, or closed for good: its open stops and tasks follow, as the system says."""

from backend.store import instant
from backend.store.engine import Store
from backend.sync.registry import Registry
from backend.sync.say import say_as_system


async def say_followed(store: Store, registry: Registry, store_id: str) -> int:
    """Every open stop from today on, and every task without an answer. Safe to say again."""
    today = instant.day_of(instant.now(), store.zone)
    async with store.reading() as read:
        stops = await read.all(
            "SELECT p.id FROM planned_visit p WHERE p.store_id = :id AND p.day >= :today"
            " AND p.state = 'planned' ORDER BY p.id",
            {"id": store_id, "today": today},
        )
        tasks = await read.all(
            "SELECT t.id FROM task t WHERE t.store_id = :id AND t.state = 'assigned' ORDER BY t.id",
            {"id": store_id},
        )
    for row in stops:
        await say_as_system(store, registry, "planned_visit.follow", row["id"], {})
    for row in tasks:
        await say_as_system(store, registry, "task.follow", row["id"], {})
    return len(stops) + len(tasks)
