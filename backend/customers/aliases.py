"""A store that turned out to be another one: what still comes under its old id lands there (K6)."""

from backend.customers.tables import Store
from backend.store.session import Records

FURTHEST = 8
"""Merged again and again; a ring cannot be (proposals/merging.py), and must not hang us."""


async def store_now(records: Records, store_id: str) -> Store | None:
    """The store of that id, or the one it was merged into."""
    store = await records.see(Store, store_id)
    for _ in range(FURTHEST):
        if store is None or not store.merged_into:
            break
        store = await records.see(Store, store.merged_into)
    return store


def landed(records: Records, said_id: str, store_id: str, table: str, record_id: str) -> None:
    """Remember what landed elsewhere than it was said, so that it goes back with the rest if the
    two are parted again."""
    if said_id != store_id:
        records.execute(
            "INSERT INTO store_moved (store_id, record_table, record_id) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            said_id, table, record_id,
        )  # fmt: skip
