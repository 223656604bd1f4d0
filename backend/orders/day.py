"""The end of a rep's day (F62). It lies here because it counts what orders and below hold."""

from typing import Any

import msgspec

from backend.identity import Person
from backend.orders.tables import DaySummary, SalesOrder
from backend.planning.tables import PlannedVisit
from backend.refused import Quarantined, Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.put import put
from backend.sync.registry import Op
from backend.visits.compliance import MISSED, PARTS, Call, Stop, added, outcomes
from backend.visits.tables import Visit
from sync_protocol.generated.protocol import DayClose, DayEnd

NO_ORDER = frozenset({"rejected", "cancelled"})
NOT_SAID = "not_said"
"""Why a stop was missed, where the day was closed for her."""


async def end(op: Op, args: DayEnd, by: Person, records: Records) -> None:
    """Counted from what has arrived. Ended again after one more stop, it is counted again.

    Said after the day was over it is her answer to a day that closed without her: her reasons
    count, the mark stays. Said before, and heard later, it is as if the server had never closed it.
    """
    day = said.a_day(args.day, "day", Quarantined)
    if op.id != f"{by.id}:{day}":
        raise Refused("value/out-of-range", op.id, field="id")
    held = await records.get(DaySummary, op.id)
    after = op.occurred_at >= instant.end_of_day(day, records.zone)
    ended_before = held is not None and not held.auto_closed

    values = {
        **await _counted(records, by.id, day),
        "ended_at": held.ended_at if held and after else op.occurred_at,
        "unsent": args.unsent,
        "unsent_reason": args.unsent_reason or None,
        "missed": msgspec.to_builtins(args.missed),
        "note": args.note,
        "auto_closed": after and not ended_before,
    }
    del values["left_out"]
    put(records, op, held, DaySummary, values)


async def close(op: Op, args: DayClose, by: Person, records: Records) -> None:
    """The system: a day she worked and did not end."""
    rep_id = op.id.removesuffix(f":{args.day}")
    if await records.get(DaySummary, op.id) is not None:
        return
    if records.now < instant.shifted(instant.end_of_day(args.day, records.zone), minutes=-1):
        return
    values = await _counted(records, rep_id, args.day)
    missed = [{"planned_visit_id": id, "reason": NOT_SAID} for id in values.pop("left_out")]
    records.add(
        DaySummary.of(
            id=op.id,
            **values,
            ended_at=said.an_instant(args.ended_at, "ended_at"),
            unsent=0,
            unsent_reason=None,
            missed=missed,
            note=None,
            auto_closed=True,
        )
    )


async def _counted(records: Records, rep_id: str, day: str) -> dict[str, Any]:
    """The rep's share of M01 that day, and her orders. `planned` and `visited` are what the board
    and the report say of her; what she added herself is in neither. `left_out`: stops missed."""
    mine = await records.find(PlannedVisit, rep_id=rep_id, day=day)
    parts, left_out = [], []
    for store_id in sorted({stop.store_id for stop in mine}):
        stops = await records.find(PlannedVisit, store_id=store_id, day=day)
        calls = await records.find(Visit, store_id=store_id, day=day)
        found = outcomes(
            [Stop(one.id, one.rep_id, one.state, one.origin) for one in stops],
            [Call(one.rep_id, one.state, one.off_assignment) for one in calls],
        )
        hers = [stop.id for stop in stops if stop.rep_id == rep_id]
        parts += [PARTS[found[id]] for id in hers]
        left_out += [id for id in hers if found[id] == MISSED]
    due = added(parts)
    orders = [
        order
        for order in await records.find(SalesOrder, rep_id=rep_id, day=day)
        if order.doc_state not in NO_ORDER
    ]
    return {
        "rep_id": rep_id,
        "day": day,
        "planned": due.denominator,
        "visited": due.numerator,
        "orders": len(orders),
        "value_fen": sum(order.total_fen for order in orders),
        "left_out": left_out,
    }
