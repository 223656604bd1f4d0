"""An order was cancelled: notes prepared of it are void, as the system says."""

import msgspec

from backend.store.engine import Store
from backend.sync.registry import Registry
from backend.sync.say import say_as_system


async def say_void(store: Store, registry: Registry, order_id: str) -> int:
    """Every note with this order that is not loaded yet. Safe to say again. A driver who loads in
    the same moment is first or second: then his word or this one is refused."""
    async with store.reading() as read:
        rows = await read.all(
            "SELECT n.id, n.order_ids FROM delivery_note n JOIN sales_order o"
            " ON o.store_id = n.store_id WHERE o.id = :id AND n.state = 'prepared' ORDER BY n.id",
            {"id": order_id},
        )
    notes = [row["id"] for row in rows if order_id in msgspec.json.decode(row["order_ids"])]
    for note_id in notes:
        await say_as_system(store, registry, "note.void", note_id, {})
    return len(notes)
