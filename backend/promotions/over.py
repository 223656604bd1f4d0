"""A promotion's last day is over: the system says so. Saying it twice changes nothing."""

from backend.store.engine import Store
from backend.sync.registry import Registry
from backend.sync.say import say_as_system


async def say_over(store: Store, registry: Registry, promotion_id: str) -> None:
    result = await say_as_system(store, registry, "promotion.end", promotion_id, {})
    if result["status"] == "rejected":
        raise ValueError(f"not over yet: {result.get('code')}")
