"""What the server does with what is said about visits that are looked at again.

The check is compared with the visit when it is heard, and stands. Nothing follows from a difference
by itself: she reads it, and may say what she knows (domain.md 4.10); what that explains, as whoever
looked sees it, counts no more.
"""

import msgspec

from backend.coaching import cards, joint, rules
from backend.coaching.tables import SpotCheck
from backend.coaching.views import DONE
from backend.customers import aliases
from backend.identity import Person
from backend.people import effects
from backend.refused import Conflict, Duplicate, Quarantined, Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.registry import Command, Op
from backend.visits.rules import distance_m
from backend.visits.tables import Photo, Visit
from sync_protocol.generated.protocol import SpotAnswer, SpotCheckSay, SpotSettle


async def check(op: Op, args: SpotCheckSay, by: Person, records: Records) -> None:
    """His alone to whom it was drawn, once; also after it had lapsed, for he was there."""
    held = await records.get(SpotCheck, op.id)
    if held is None or held.checker_id != by.id:
        raise Refused("record/unknown", op.id, entity="spot_check", id=op.id)
    seen = msgspec.to_builtins(args.observations)
    arrived_at = instant.corrected(
        said.an_instant(args.arrived_at, "arrived_at", Quarantined), op.offset_ms
    )
    if held.state == DONE:
        mine = {one["found"] for one in held.photos or []}
        same = mine == {one.photo_id for one in args.photos or ()}
        if held.observations == seen and held.note == args.note and same:
            raise Duplicate("fact/immutable")
        raise Refused("fact/immutable", op.id)

    await pictures_are_his(held, args, records)
    visit = await records.see(Visit, held.visit_id)
    later = minutes_between(held.visited_at, arrived_at)
    items = rules.compared(visit.observations if visit else [], seen, later, held.stock_h)
    within, compared = rules.sums(items)
    hers = await records.find(Photo, visit_id=held.visit_id)
    records.change(
        held,
        state=DONE,
        arrived_at=arrived_at,
        checked_at=op.occurred_at,
        minutes_later=later,
        distance_m=away(held, args),
        exception_reason=args.exception_reason or None,
        observations=seen,
        items=items,
        photos=rules.paired(
            ((one.type, one.taken_at, one.id) for one in hers),
            ((one.type, one.photo_id) for one in args.photos or ()),
        ),
        within=within,
        compared=compared,
        note=args.note,
    )
    await effects.tell(
        records, held.rep_id, "spot.done", entity="spot_check", record_id=held.id,
        store_name=held.store_name, by_name=by.name, n=within, all=compared,
    )  # fmt: skip


def minutes_between(since: str, until: str) -> int:
    """Whole minutes; none where clocks say it was before."""
    passed = instant.moment(until) - instant.moment(since)
    return max(0, int(passed.total_seconds() // 60))


def away(held: SpotCheck, args: SpotCheckSay) -> int | None:
    """Metres from the store's point; None: without a position."""
    where = args.position
    return distance_m(where.lat_e7, where.lon_e7, held.lat_e7, held.lon_e7) if where else None


async def answer(op: Op, args: SpotAnswer, by: Person, records: Records) -> None:
    """Her words, for whoever looked; the last word counts."""
    held = await records.get(SpotCheck, op.id)
    if held is None or held.rep_id != by.id or held.state != DONE:
        raise Refused("record/unknown", op.id, entity="spot_check", id=op.id)
    if held.answer == args.text:
        raise Duplicate("record/state", op.id)
    records.change(held, answer=args.text, answered_at=op.occurred_at)
    await effects.tell(
        records, held.checker_id, "spot.answered", entity="spot_check", record_id=held.id,
        store_name=held.store_name, by_name=by.name,
    )  # fmt: skip


async def pictures_are_his(held: SpotCheck, args: SpotCheckSay, records: Records) -> None:
    """For this check, in the store of the visit, of what he says they show: they stand beside hers
    as evidence. Those the company has not heard of yet say so for themselves."""
    named = {one.photo_id: one.type for one in args.photos or ()}
    known = (await records.see_many(Photo, list(named))).values()
    here = await aliases.store_now(records, held.store_id)
    for one in known:
        there = await aliases.store_now(records, one.store_id)
        if one.spot_check_id != held.id or there != here or one.type != named[one.id]:
            raise Quarantined("value/out-of-range", "a picture of something else", field="photos")


async def settle(op: Op, args: SpotSettle, by: Person, records: Records) -> None:
    """What he takes her word for; his last word counts. Without a word of hers there is nothing."""
    held = await records.get(SpotCheck, op.id)
    if held is None or held.checker_id != by.id or held.state != DONE:
        raise Refused("record/unknown", op.id, entity="spot_check", id=op.id)
    if held.answer is None:
        raise Conflict("record/state", held.state, version=held.version, state=held.state)
    items = rules.settled(held.items or [], {(one.sku_id, one.what) for one in args.explained})
    if items == held.items:
        raise Duplicate("record/state", op.id)
    within, compared = rules.sums(items)
    records.change(held, items=items, within=within, compared=compared)
    await effects.tell(
        records, held.rep_id, "spot.settled", entity="spot_check", record_id=held.id,
        store_name=held.store_name, by_name=by.name, n=sum("explained" in one for one in items),
    )  # fmt: skip


COMMANDS: dict[str, Command] = {
    "spot.check": check,
    "spot.answer": answer,
    "spot.settle": settle,
    **joint.COMMANDS,
    **cards.COMMANDS,
}
