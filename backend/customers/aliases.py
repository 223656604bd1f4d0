"""A store that turned out to be another one: what still comes under its old id lands there (K6)."""

from backend.customers.tables import Store
from backend.store.session import Records

FURTHEST = 8
"""Merged again and again; a ring cannot be (proposals/merging.py), and must not hang us."""


async def store_now(records: Records, store_id: str) -> Store | None:
    """The store of that id, or the one it was merged into."""
    return (await way(records, store_id))[1]


async def way(records: Records, store_id: str) -> tuple[list[str], Store | None]:
    """The merged stores one comes through from there, and the one that stands at the end."""
    through: list[str] = []
    store = await records.see(Store, store_id)
    while store is not None and store.merged_into and len(through) < FURTHEST:
        through.append(store.id)
        store = await records.see(Store, store.merged_into)
    return through, store


async def landed(records: Records, said_id: str, store_id: str, table: str, record_id: str) -> None:
    """Remember what landed elsewhere than it was said, so that it goes back with the rest if the
    two are parted again."""
    if said_id != store_id:
        through, _ = await way(records, said_id)
        for merged_id in through:
            follows(records, merged_id, table, record_id)


def follows(records: Records, merged_id: str, table: str, record_id: str) -> None:
    records.execute(
        "INSERT INTO store_moved (store_id, record_table, record_id) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        merged_id, table, record_id,
    )  # fmt: skip
