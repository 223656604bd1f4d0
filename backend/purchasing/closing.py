"""Purchase orders that are done are closed, as the system says."""

from backend.store import instant
from backend.store.engine import Store
from backend.sync.registry import Registry
from backend.sync.say import say_as_system


async def say_closed(store: Store, registry: Registry, purchase_id: str) -> None:
    """Received as sent, settled, or differing and not claimed in time. Safe to say again; whoever
    claims in the same moment is first or second."""
    async with store.reading() as read:
        row = await read.one(
            "SELECT state FROM purchase_order WHERE id = :id AND (state IN ('received', 'settled')"
            " OR state = 'received_diff' AND claim_until <= :now)",
            {"id": purchase_id, "now": instant.now()},
        )
    if row is not None:
        await say_as_system(store, registry, "purchase.close", purchase_id, {})
