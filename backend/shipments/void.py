"""An order was cancelled: notes prepared of it are void, as the system says; of one that could not
be cancelled any more, notes on the road are wanted back."""

from typing import Any

import msgspec

from backend.store.engine import Store
from backend.sync.registry import Registry
from backend.sync.say import say_as_system


async def say_void(store: Store, registry: Registry, order_id: str) -> int:
    """Every note with this order that is not loaded yet. Safe to say again. A driver who loads in
    the same moment is first or second: then his word or this one is refused."""
    notes = await _with_it(store, order_id, "prepared")
    for note_id in notes:
        await say_as_system(store, registry, "note.void", note_id, {})
    return len(notes)


async def say_recalled(store: Store, registry: Registry, payload: dict[str, Any]) -> int:
    """Every note with this order that is on the road. Safe to say again, and to say too late."""
    args = {name: payload[name] for name in ("order_no", "by_id", "by_name", "reason")}
    notes = await _with_it(store, payload["order_id"], "in_transit")
    for note_id in notes:
        await say_as_system(store, registry, "note.recall", note_id, args)
    return len(notes)


async def _with_it(store: Store, order_id: str, state: str) -> list[str]:
    async with store.reading() as read:
        rows = await read.all(
            "SELECT n.id, n.order_ids FROM delivery_note n JOIN sales_order o"
            " ON o.store_id = n.store_id WHERE o.id = :id AND n.state = :state ORDER BY n.id",
            {"id": order_id, "state": state},
        )
    return [row["id"] for row in rows if order_id in msgspec.json.decode(row["order_ids"])]
