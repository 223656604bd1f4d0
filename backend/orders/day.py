"""The end of a rep's day (F62). It lies here because it counts what orders and below hold."""

import msgspec

from backend.identity import Person
from backend.orders.tables import DaySummary, SalesOrder
from backend.planning.tables import PlannedVisit
from backend.refused import Quarantined, Refused
from backend.store import said
from backend.store.session import Records
from backend.sync.put import put
from backend.sync.registry import Op
from backend.visits.tables import Visit
from sync_protocol.generated.protocol import DayEnd

NO_ORDER = frozenset({"rejected", "cancelled"})


async def end(op: Op, args: DayEnd, by: Person, records: Records) -> None:
    """Counted from what has arrived. Ended again after one more stop, it is counted again."""
    day = said.a_day(args.day, "day", Quarantined)
    if op.id != f"{by.id}:{day}":
        raise Refused("value/out-of-range", op.id, field="id")
    held = await records.get(DaySummary, op.id)
    stops = await records.find(PlannedVisit, rep_id=by.id, day=day)
    visits = await records.find(Visit, rep_id=by.id, day=day)
    orders = [
        order
        for order in await records.find(SalesOrder, rep_id=by.id, day=day)
        if order.doc_state not in NO_ORDER
    ]

    values = {
        "rep_id": by.id,
        "day": day,
        "ended_at": op.occurred_at,
        "planned": sum(stop.state == "planned" for stop in stops),
        "visited": sum(visit.state == "completed" for visit in visits),
        "orders": len(orders),
        "value_fen": sum(order.total_fen for order in orders),
        "unsent": args.unsent,
        "missed": msgspec.to_builtins(args.missed),
        "note": args.note,
    }
    put(records, op, held, DaySummary, values)
