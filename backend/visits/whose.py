"""Whose visit it is."""

from backend.conflicts import effects as conflicts
from backend.customers import standing
from backend.customers.tables import Store, StoreAssignment
from backend.identity import Person
from backend.people import reach
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


async def met_reassignment(
    visit: Visit, op: Op, by: Person, store: Store, records: Records
) -> None:
    """K5: the store was another's by then; the visit is kept and counts neither way."""
    serving = await records.find(StoreAssignment, store_id=store.id)
    mine = [one for one in serving if one.rep_id == by.id and one.until_at is not None]
    ended = max((one.until_at or "" for one in mine), default=None)
    others = [
        one
        for one in serving
        if one.rep_id != by.id
        and one.kind == "main"
        and one.from_at <= op.occurred_at
        and (one.until_at is None or op.occurred_at < one.until_at)
    ]
    after = max(others, key=lambda one: one.from_at, default=None)
    rep = await reach.person(records, after.rep_id) if after else None
    assigned = await reach.person(records, after.assigned_by) if after else None
    await conflicts.note(
        records,
        conflicts.Mine(by.id, by.name, op.occurred_at, op.kind, visit.id),
        conflicts.About("visit", visit.id, store.name, store.id, store.org_unit_id),
        rule="K5",
        stands="both",
        other=conflicts.Other(
            assigned.name if assigned else None, after.from_at if after else ended
        ),
        base={"rep": by.name},
        mine={"rep": by.name, "visited_at": op.occurred_at},
        theirs={"rep": rep.name if rep else ""},
    )
