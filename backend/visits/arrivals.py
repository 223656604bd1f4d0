"""The bytes of a photo are here: its records say so, by the system's own operation."""

from typing import Any

from backend.store.engine import Store
from backend.sync.registry import Registry
from backend.sync.say import say_as_system


async def say_arrived(store: Store, registry: Registry, sha256: str, author_id: str) -> int:
    """Every photo of this author with these bytes is present. Safe to say again."""
    async with store.reading() as read:
        rows = await read.all(
            "SELECT id FROM photo WHERE sha256 = :sha256 AND author_id = :author_id"
            " AND NOT present ORDER BY id",
            {"sha256": sha256, "author_id": author_id},
        )
    for row in rows:
        await say_as_system(store, registry, "photo.arrive", row["id"], {"sha256": sha256})
    return len(rows)


async def awaited(store: Store) -> list[dict[str, Any]]:
    """Photos whose bytes are not here, as far as we know."""
    async with store.reading() as read:
        return await read.all(
            "SELECT DISTINCT sha256, author_id AS user_id, bytes AS size FROM photo"
            " WHERE NOT present ORDER BY sha256, author_id, bytes"
        )
