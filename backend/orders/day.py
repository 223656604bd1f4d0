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
from backend.visits.compliance import PARTS, Call, Parts, Stop, added, outcomes
from backend.visits.tables import Visit
from sync_protocol.generated.protocol import DayEnd

NO_ORDER = frozenset({"rejected", "cancelled"})


async def end(op: Op, args: DayEnd, by: Person, records: Records) -> None:
    """Counted from what has arrived. Ended again after one more stop, it is counted again."""
    day = said.a_day(args.day, "day", Quarantined)
    if op.id != f"{by.id}:{day}":
        raise Refused("value/out-of-range", op.id, field="id")
    held = await records.get(DaySummary, op.id)
    due = await _m01(records, by.id, day)
    orders = [
        order
        for order in await records.find(SalesOrder, rep_id=by.id, day=day)
        if order.doc_state not in NO_ORDER
    ]

    values = {
        "rep_id": by.id,
        "day": day,
        "ended_at": op.occurred_at,
        "planned": due.denominator,
        "visited": due.numerator,
        "orders": len(orders),
        "value_fen": sum(order.total_fen for order in orders),
        "unsent": args.unsent,
        "missed": msgspec.to_builtins(args.missed),
        "note": args.note,
    }
    put(records, op, held, DaySummary, values)


async def _m01(records: Records, rep_id: str, day: str) -> Parts:
    """The rep's share of M01 that day. `planned` and `visited` are what the board and the report
    say of her; what she added herself is in neither."""
    mine = await records.find(PlannedVisit, rep_id=rep_id, day=day)
    parts = []
    for store_id in sorted({stop.store_id for stop in mine}):
        stops = await records.find(PlannedVisit, store_id=store_id, day=day)
        calls = await records.find(Visit, store_id=store_id, day=day)
        found = outcomes(
            [Stop(one.id, one.rep_id, one.state, one.origin) for one in stops],
            [Call(one.rep_id, one.state, one.off_assignment) for one in calls],
        )
        parts += [PARTS[found[stop.id]] for stop in stops if stop.rep_id == rep_id]
    return added(parts)
