"""Whose visit it is."""

from backend.customers import standing
from backend.identity import Person
from backend.refused import Quarantined, Refused
from backend.store.session import Records
from backend.sync.registry import Op
from backend.visits.tables import Visit


async def own_visit(op: Op, by: Person, records: Records) -> Visit:
    """His visit. One out of his sight is as unknown to him as one that nobody began."""
    held = await records.get(Visit, op.id)
    if held is not None and held.rep_id == by.id:
        return held
    if held is not None and await in_sight(op, held, by, records):
        raise Refused("visit/other-author", op.id)
    raise Quarantined("visit/not-open", op.id)


async def in_sight(op: Op, held: Visit, by: Person, records: Records) -> bool:
    """Whether a scope of his shows the visit, now or when he said this (protocol.md, 5)."""
    return await standing.at_store(records, by.id, held.store_id, op.occurred_at) is not None
