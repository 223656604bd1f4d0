"""A list's filter that somebody keeps for herself."""

from backend.identity import Person
from backend.orders.tables import SavedFilter
from backend.refused import Duplicate, Refused
from backend.store.session import Records
from backend.sync.registry import Op
from sync_protocol.generated.protocol import FilterDrop, FilterSave

MOST = 30


async def save(op: Op, args: FilterSave, by: Person, records: Records) -> None:
    held = await own(op, by, records)
    values = {
        "person_id": by.id, "screen": args.screen, "name": args.name.strip(), "query": args.query,
    }  # fmt: skip
    if not values["name"]:
        raise Refused("value/out-of-range", "no name", field="name")
    if held is not None:
        if any(getattr(held, name) != value for name, value in values.items()):
            records.change(held, **values)
        return
    if len(await records.find(SavedFilter, person_id=by.id)) >= MOST:
        raise Refused("value/out-of-range", f"{MOST} at most", field="name")
    records.add(SavedFilter.of(id=op.id, **values))


async def drop(op: Op, args: FilterDrop, by: Person, records: Records) -> None:
    held = await own(op, by, records)
    if held is None:
        raise Duplicate("record/unknown", op.id, entity="saved_filter", id=op.id)
    records.remove(held)


async def own(op: Op, by: Person, records: Records) -> SavedFilter | None:
    held = await records.get(SavedFilter, op.id)
    if held is not None and held.person_id != by.id:
        raise Refused("record/unknown", op.id, entity="saved_filter", id=op.id)
    return held
