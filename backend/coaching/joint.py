"""What the server does with what is said by who goes along with a rep (协访).

Her visit stays hers: nothing here touches it, its verdict or her numbers. What they agree on is
said beside this as tasks (`task.assign`), which live as every other.
"""

from typing import Any

import msgspec

from backend.coaching.tables import JointDay, JointVisit
from backend.customers import aliases
from backend.customers.tables import Store, StoreAssignment
from backend.identity import Person
from backend.people import effects
from backend.people.rules import reaches
from backend.planning.commands import not_far, not_past, reached_rep
from backend.planning.tables import PlannedVisit
from backend.refused import Conflict, Duplicate, Quarantined, Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.registry import Command, Op
from backend.visits.rules import distance_m
from sync_protocol.generated.protocol import JointCancel, JointCoach, JointPlan

PLANNED, CANCELLED = "planned", "cancelled"


async def plan(op: Op, args: JointPlan, by: Person, records: Records) -> None:
    held = await records.get(JointDay, op.id)
    rep = await reached_rep(by, args.rep_id, records)
    day = said.a_day(args.day, "day")
    not_past(day, records)
    not_far(day, records)
    if held is not None:
        if (held.coach_id, held.rep_id, held.day) == (by.id, rep.id, day):
            raise Duplicate("record/state", op.id)
        raise Refused("record/exists", op.id)
    twice = await records.find(JointDay, coach_id=by.id, rep_id=rep.id, day=day)
    if any(one.state == PLANNED for one in twice):
        raise Duplicate("record/state", op.id)  # the same day: it stands, and counts once
    records.add(
        JointDay.of(
            id=op.id,
            coach_id=by.id,
            coach_name=by.name,
            rep_id=rep.id,
            rep_name=rep.name,
            org_unit_id=rep.org_unit_id,
            day=day,
            state=PLANNED,
            stores=await stores_of(records, by, rep.id, day),
            planned_at=records.now,
        )
    )
    await effects.tell(records, rep.id, "joint.planned", by_name=by.name, day=day)


async def stores_of(records: Records, by: Person, rep_id: str, day: str) -> list[dict[str, Any]]:
    """Her stores that he reaches, those of her plan first and in its order: on the way neither of
    them has a network, and her day may turn out otherwise."""
    begin = instant.shifted(instant.end_of_day(day, records.zone), days=-1)
    ids = {
        one.store_id
        for one in await records.find(StoreAssignment, rep_id=rep_id)
        if one.from_at <= records.now and (one.until_at is None or one.until_at > begin)
    }
    due = {
        stop.store_id: stop.sequence
        for stop in await records.find(PlannedVisit, rep_id=rep_id, day=day)
        if stop.state == "planned"
    }
    found = await records.see_many(Store, sorted({*ids, *due}))
    seen = [
        store
        for store in found.values()
        if store.active and reaches(by.role, by.unit_ids, store.org_unit_id, store.customer_class)
    ]
    seen.sort(key=lambda one: (one.id not in due, due.get(one.id, 0), one.code))
    return [
        {
            "store_id": one.id, "name": one.name, "address": one.address,
            "lat_e7": one.lat_e7, "lon_e7": one.lon_e7,
            **({"sequence": due[one.id]} if one.id in due else {}),
        }
        for one in seen
    ]  # fmt: skip


async def own_day(records: Records, by: Person, id: str) -> JointDay:
    held = await records.get(JointDay, id)
    if held is None or held.coach_id != by.id:
        raise Refused("record/unknown", id, entity="joint_day", id=id)
    return held


async def cancel(op: Op, args: JointCancel, by: Person, records: Records) -> None:
    held = await own_day(records, by, op.id)
    if held.state == CANCELLED:
        raise Duplicate("record/state", op.id)
    if await records.find(JointVisit, joint_day_id=held.id):
        raise Conflict("record/state", op.id, version=held.version, state=held.state)
    records.change(held, state=CANCELLED)
    await effects.tell(records, held.rep_id, "joint.cancelled", by_name=by.name, day=held.day)


async def coach(op: Op, args: JointCoach, by: Person, records: Records) -> None:
    """Said once, and not before its day. A day that was cancelled meanwhile had taken place all the
    same."""
    day = await own_day(records, by, args.joint_day_id)
    # By the clock here: a phone whose clock lags is no reason to lose what he saw.
    if instant.day_of(records.now, records.zone) < day.day:
        raise Refused("value/out-of-range", "before its day", field="day")
    store = await aliases.store_now(records, args.store_id)
    if store is None or not reaches(by.role, by.unit_ids, store.org_unit_id, store.customer_class):
        raise Refused("record/unknown", args.store_id, entity="store", id=args.store_id)
    items = msgspec.to_builtins(args.items)
    if len({one["item"] for one in items}) < len(items):
        raise Refused("value/out-of-range", "an item twice", field="items")
    where = args.position
    values = {
        "joint_day_id": day.id,
        "coach_id": by.id,
        "store_id": store.id,
        "began_at": instant.corrected(
            said.an_instant(args.began_at, "began_at", Quarantined), op.offset_ms
        ),
        "items": items,
        "agreed": msgspec.to_builtins(args.agreed),
        "note": args.note,
    }
    held = await records.get(JointVisit, op.id)
    if held is not None:
        if all(getattr(held, name) == value for name, value in values.items()):
            raise Duplicate("fact/immutable")
        raise Refused("fact/immutable", op.id)

    await aliases.landed(records, args.store_id, store.id, "joint_visit", op.id)
    records.add(
        JointVisit.of(
            id=op.id,
            **values,
            coach_name=by.name,
            rep_id=day.rep_id,
            rep_name=day.rep_name,
            store_name=store.name,
            org_unit_id=store.org_unit_id,
            customer_class=store.customer_class,
            day=day.day,
            said_at=op.occurred_at,
            distance_m=where and distance_m(where.lat_e7, where.lon_e7, store.lat_e7, store.lon_e7),
            points=sum(one["score"] for one in items),
            scored=len(items),
        )
    )
    await effects.tell(
        records, day.rep_id, "joint.coached", entity="joint_visit", record_id=op.id,
        store_name=store.name, by_name=by.name,
    )  # fmt: skip


COMMANDS: dict[str, Command] = {
    "joint.plan": plan,
    "joint.cancel": cancel,
    "joint.coach": coach,
}
