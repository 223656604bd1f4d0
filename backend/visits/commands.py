"""What the server does with each operation about visits.

Nothing captured in a shop is refused for where, when or who. What cannot stand is set aside with
its bytes (Quarantined) for the author's supervisor; only another author's visit is refused.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from backend.customers import aliases, standing
from backend.customers.rules import fence_m
from backend.customers.tables import Store
from backend.identity import Person, Role
from backend.people import effects, reach
from backend.planning import effects as planning
from backend.planning.tables import PlannedVisit, StopDone
from backend.refused import Duplicate, Quarantined, Refused
from backend.store import instant, said
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.registry import Command, Facts, Op
from backend.visits import (
    closing,
    complaints,
    photo_review,
    photos,
    promoted,
    rules,
    steps,
    templates,
    trace,
)
from backend.visits.tables import Photo, ProofPlace, Visit
from backend.visits.whose import in_sight, met_reassignment, own_visit
from sync_protocol.generated.protocol import (
    Position,
    VisitCheckIn,
    VisitCheckOut,
    VisitFail,
    VisitLeft,
    VisitPause,
    VisitRecord,
    VisitResume,
)


async def check_in(op: Op, args: VisitCheckIn, by: Person, records: Records) -> None:
    held = await records.see(Visit, op.id)
    store, off = await allowed_store(op, args.store_id, by, records)
    where = place(args.position, store)
    values = {
        "planned_visit_id": args.planned_visit_id,
        "template_id": args.template_id or None,
        "unplanned_reason": args.unplanned_reason,
        "day": said.a_day(args.day, "day", Quarantined),
        "exception_reason": args.exception_reason,
        **where,
    }
    if held is not None:
        known = await known_already(op, held, by, {"store_id": store.id, **values}, records)
        # The note went on since: what was said at the door must still be in it.
        if isinstance(known, Duplicate) and args.note and args.note not in (held.note or ""):
            known = Refused("fact/immutable", held.id)
        raise known

    visit = Visit.of(
        **{
            **BLANK,
            **values,
            **await begun(op, store, by, off, values, records),
            "state": "in_progress",
            "note": args.note,
        }
    )
    records.add(visit)
    if off:
        await met_reassignment(visit, op, by, store, records)
    await tell_stop(records, visit)
    effects.after_the_day(records, visit.day)


async def check_out(op: Op, args: VisitCheckOut, by: Person, records: Records) -> None:
    held = await own_visit(op, by, records)
    out = args.position
    values: dict[str, Any] = {
        "no_order_reason": args.no_order_reason,
        "next_promise": args.next_promise,
        "out_lat_e7": out.lat_e7 if out else None,
        "out_lon_e7": out.lon_e7 if out else None,
        "out_accuracy_m": out.accuracy_m if out else None,
        "note": rules.note_after(held.note, args.note),
    }
    if held.state not in ("in_progress", "abandoned"):
        if held.state == "completed" and same(held, {**values, "stay_s": args.stay_s}):
            raise Duplicate("fact/immutable")
        raise Quarantined("visit/closed", held.state)
    if rules.left_as(closing.ends_at(held, records), op.occurred_at) == "abandoned":
        # The day was over: these are her words of later. Where the visit ended is not among them.
        if held.state == "abandoned" and same(held, values):
            raise Duplicate("fact/immutable")
        records.change(held, **values)
        effects.after_the_day(records, held.day)
        return

    records.change(
        held,
        state="completed",
        checked_out_at=op.occurred_at,
        stay_s=args.stay_s,
        pauses=closing.paused(held, op.occurred_at),
        left_said=None,
        late=held.late or is_late(op.occurred_at, records),
        score=await steps.frozen_score(held, records),
        **values,
    )
    await tell_stop(records, held)
    await complaints.of_expired(held, by, records)


async def fail(op: Op, args: VisitFail, by: Person, records: Records) -> None:
    """Opens and closes a visit in one; or closes the one she is in."""
    held = await records.get(Visit, op.id)
    store, off = await allowed_store(op, args.store_id, by, records)
    ended = {
        "state": "failed",
        "fail_reason": args.reason,
        "note": args.note,
        "checked_out_at": op.occurred_at,
    }
    if held is not None and held.rep_id == by.id and closing.may_end(op, held, records):
        records.change(held, **ended | {"note": rules.note_after(held.note, args.note)})
        return
    values = {
        "planned_visit_id": args.planned_visit_id,
        "day": said.a_day(args.day, "day", Quarantined),
        "exception_reason": args.exception_reason or None,
        **place(args.position, store),
    }
    if held is not None:
        told = {
            "store_id": store.id,
            "state": "failed",
            "fail_reason": args.reason,
            "note": rules.note_after(held.note, args.note),
        }
        raise await known_already(op, held, by, {**values, **told}, records)

    visit = Visit.of(
        **{**BLANK, **values, **await begun(op, store, by, off, values, records), **ended}
    )
    records.add(visit)
    if off:
        await met_reassignment(visit, op, by, store, records)
    await tell_stop(records, visit)


async def record(op: Op, args: VisitRecord, by: Person, records: Records) -> None:
    """A whole visit in one operation: history, imports, the benchmark."""
    held = await records.see(Visit, op.id)
    imported = by.role is Role.ADMIN
    began = said.an_instant(args.started_at, "started_at", Quarantined)
    ended = said.an_instant(args.ended_at, "ended_at", Quarantined)
    if imported:
        rep = await reach.person(records, args.rep_id)
        store, off = await aliases.store_now(records, args.store_id), False
        if store is None or rep is None:
            raise Quarantined("store/not-granted", args.store_id)
    else:
        rep = by
        if args.rep_id != by.id:
            raise Refused("visit/other-author", args.rep_id)
        store, off = await allowed_store(op, args.store_id, by, records, began)
    values = {
        "planned_visit_id": args.planned_visit_id,
        "day": said.a_day(args.day, "day", Quarantined),
        "checked_in_at": began,
        "checked_out_at": ended,
        "state": args.outcome,
        "fail_reason": args.fail_reason,
        "observations": msgspec.to_builtins(args.observations),
        "note": args.note,
        **place(args.position, store),
    }
    if held is not None:
        raise await known_already(op, held, rep, {"store_id": store.id, **values}, records)

    made = {**BLANK, **await begun(op, store, rep, off, values, records), **values}
    # An import brings another system's records; how late they come is not the rep's doing.
    made["received_at"] = ended if imported else records.now
    made["late"] = not imported and is_late(ended, records)
    visit = Visit.of(**made)
    records.add(visit)
    if off:
        await met_reassignment(visit, op, by, store, records)
    await tell_stop(records, visit)


BLANK: dict[str, Any] = {
    "unplanned_reason": None,
    "template_id": None,
    "skips": [],
    "outside": None,
    "categories": None,
    "displays": None,
    "merchandise": None,
    "greet": None,
    "rivals": None,
    "pitches": None,
    "promotion": None,
    "score": None,
    "pauses": [],
    "left_said": None,
    "checked_out_at": None,
    "exception_reason": None,
    "out_lat_e7": None,
    "out_lon_e7": None,
    "out_accuracy_m": None,
    "stay_s": None,
    "observations": [],
    "fail_reason": None,
    "no_order_reason": None,
    "note": None,
    "next_promise": None,
}


async def begun(
    op: Op, store: Store, rep: Person, off: bool, told: dict[str, Any], records: Records
) -> dict[str, Any]:
    """What every visit starts with. K5: whose stop was another's by then is off her assignment,
    whosever the store is."""
    stop, at = told["planned_visit_id"], told.get("checked_in_at", op.occurred_at)
    moved = await planning.moved_before(records, stop, store.id, rep.id, told["day"], at)
    return {
        "id": op.id,
        "store_id": store.id,
        "org_unit_id": store.org_unit_id,
        "rep_id": rep.id,
        "rep_name": rep.name,
        "checked_in_at": op.occurred_at,
        "received_at": records.now,
        "late": is_late(op.occurred_at, records),
        "off_assignment": off or moved,
    }


async def allowed_store(
    op: Op, store_id: str, by: Person, records: Records, at: str | None = None
) -> tuple[Store, bool]:
    """The store, and whether it was no longer his (K5). Set aside: never granted, or none such."""
    store = await aliases.store_now(records, store_id)
    stands = await standing.at_store(records, by.id, store_id, at or op.occurred_at)
    if store is None or stands is None:
        raise Quarantined("store/not-granted", store_id)
    await aliases.landed(records, store_id, store.id, "visit", op.id)
    return store, stands == standing.GRACE


def place(position: Position | None, store: Store) -> dict[str, Any]:
    """Position and distance; the server's word counts, whatever the phone had computed."""
    fence = fence_m(store.radius_m, store.fence_least_m)
    if position is None:
        return {**NOWHERE, "fence_result": rules.fence_result(None, None, fence)}
    away = rules.distance_m(position.lat_e7, position.lon_e7, store.lat_e7, store.lon_e7)
    return {
        "lat_e7": position.lat_e7,
        "lon_e7": position.lon_e7,
        "accuracy_m": position.accuracy_m,
        "age_s": position.age_s,
        "distance_m": away,
        "fence_result": rules.fence_result(away, position.accuracy_m, fence),
    }


NOWHERE: dict[str, Any] = dict.fromkeys(("lat_e7", "lon_e7", "accuracy_m", "age_s", "distance_m"))


def is_late(at: str, records: Records) -> bool:
    """Received more than 24 hours after it happened (domain.md 3.0.5)."""
    bound: str | None = records.memo.get("late")
    if bound is None:
        bound = instant.text(instant.moment(records.now) - instant.LATE_AFTER)
        records.memo["late"] = bound
    return at < bound


async def known_already(
    op: Op, held: Visit, author: Person, told: dict[str, Any], records: Records
) -> Refused:
    """The same visit said again is nothing new; another one under its id is no fact."""
    if held.rep_id != author.id:
        if await in_sight(op, held, author, records):
            return Refused("visit/other-author", held.id)
        return Quarantined("record/clash", "the id of a visit out of his sight")
    if same(held, told):
        return Duplicate("fact/immutable")
    return Refused("fact/immutable", held.id)


def same(held: Visit, values: dict[str, Any]) -> bool:
    return all(getattr(held, name) == value for name, value in values.items())


async def tell_stop(records: Records, visit: Visit) -> None:
    if visit.planned_visit_id is None:
        return
    call = planning.Call(
        visit_id=visit.id,
        store_id=visit.store_id,
        rep_id=visit.rep_id,
        rep_name=visit.rep_name,
        day=visit.day,
        began_at=visit.checked_in_at,
        completed=visit.state == "completed",
        off_assignment=visit.off_assignment,
    )
    await planning.done(records, visit.planned_visit_id, call)


async def pause(op: Op, args: VisitPause, by: Person, records: Records) -> None:
    await closing.pause(op, args, await own_visit(op, by, records), records)


async def resume(op: Op, args: VisitResume, by: Person, records: Records) -> None:
    await closing.resume(op, args, await own_visit(op, by, records), records)


async def left(op: Op, args: VisitLeft, by: Person, records: Records) -> None:
    await closing.left(op, args, await own_visit(op, by, records), records)


def begins(op: Op, args: Any) -> Iterable[tuple[type[Record], str]]:
    yield Visit, op.id
    yield Store, args.store_id
    if args.planned_visit_id is not None:
        yield PlannedVisit, args.planned_visit_id
        yield StopDone, args.planned_visit_id


def goes_on(op: Op, args: Any) -> Iterable[tuple[type[Record], str]]:
    yield Visit, op.id


def is_pictured(op: Op, args: Any) -> Iterable[tuple[type[Record], str]]:
    yield Photo, op.id
    yield Store, args.store_id
    if args.visit_id is not None:
        yield Visit, args.visit_id
    if args.delivery_note_id is not None:
        yield ProofPlace, args.delivery_note_id


COMMANDS: dict[str, Command] = {
    **steps.COMMANDS,
    **templates.COMMANDS,
    "visit.promotion": promoted.promotion,
    "visit.check_in": check_in,
    "visit.check_out": check_out,
    "visit.fail": fail,
    "visit.pause": pause,
    "visit.resume": resume,
    "visit.left": left,
    "visit.abandon": closing.abandon,
    "visit.record": record,
    "photo.attach": photos.attach,
    "photo.arrive": photos.arrive,
    "photo.review": photo_review.review,
}
COMMANDS |= {kind: trace.followed(kind, run) for kind, run in COMMANDS.items()}
FACTS: dict[str, Facts] = {
    "visit.check_in": begins,
    **dict.fromkeys(steps.COMMANDS, goes_on),
    "visit.promotion": goes_on,
    "visit.check_out": goes_on,
    "visit.pause": goes_on,
    "visit.resume": goes_on,
    "visit.left": goes_on,
    "visit.abandon": goes_on,
    "visit.fail": begins,
    "visit.record": begins,
    "photo.attach": is_pictured,
}
