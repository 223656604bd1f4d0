"""The day has come on which an order is held no longer, as the system says."""

from backend.store.engine import Store
from backend.sync.registry import Registry
from backend.sync.say import say_as_system


async def say_released(store: Store, registry: Registry, order_id: str) -> None:
    """Safe to say again; of an order that is held longer by now, the command changes nothing."""
    await say_as_system(store, registry, "order.release", order_id, {"note": None})
