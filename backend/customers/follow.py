"""What very many stores show has changed, a name or a way to their prices: store by store, as the
system."""

from backend.store.engine import Store
from backend.sync.registry import Registry
from backend.sync.say import say_as_system

STALE = {
    "partner_id": "JOIN partner o ON o.id = s.partner_id WHERE s.partner_id = :id"
    " AND s.partner_name IS DISTINCT FROM o.name",
    "customer_id": "JOIN customer o ON o.id = s.customer_id WHERE s.customer_id = :id"
    " AND (s.customer_name, s.customer_class) <> (o.name, o.customer_class)",
    "price_list_code": "WHERE s.price_list_code = :id",
    "terms": "WHERE s.customer_id = :id AND s.partner_id IS NOT NULL",
}


async def say_copied(store: Store, registry: Registry, column: str, owner_id: str) -> int:
    """Every store that may still show the old. Safe to say again: it does what is left."""
    async with store.reading() as read:
        rows = await read.all(f"SELECT s.id FROM store s {STALE[column]} ORDER BY s.id",
                              {"id": owner_id})  # fmt: skip
    for row in rows:
        await say_as_system(store, registry, "store.copy", row["id"], {})
    return len(rows)
