"""The point of a store that check-ins, or a review of one, show to be another: a change like any
other, which the same people approve or return; nothing moves by itself (domain.md 4.11, 3.10)."""

from typing import Any

from backend.customers import fields
from backend.customers.learning import PERCENT, VAGUEST_M, Learnt, Seen
from backend.customers.tables import Store
from backend.identity import Person
from backend.proposals import changes
from backend.proposals.tables import StoreChange, StoreMark
from backend.refused import Conflict, Duplicate, Refused
from backend.reviews.commands import reviews
from backend.store import instant
from backend.store.session import Records
from backend.sync.registry import Op
from backend.visits.rules import distance_m
from backend.visits.tables import Visit
from sync_protocol.generated.protocol import StoreChangeSuspect

MOVE_M = 30
"""A shorter move than a good fix is sharp mends nothing."""
DUE_DAYS = 3
"""domain.md 3.10: fence exception accepted as wrong master point."""

Evidence = dict[str, Any]


def off(store: Store, found: Learnt) -> int:
    return distance_m(store.lat_e7, store.lon_e7, found.lat_e7, found.lon_e7)


def holds(store: Store, found: Learnt) -> bool:
    """Whether the check-ins bear the store's point out."""
    return off(store, found) <= max(found.within_m, MOVE_M)


def told(found: Learnt) -> Evidence:
    """What was learnt, in numbers."""
    days = found.days
    return {
        "lat_e7": found.lat_e7,
        "lon_e7": found.lon_e7,
        "within_m": found.within_m,
        "percent": PERCENT,
        "usual_m": found.usual_m,
        "fixes": len(found.used),
        "left_out": len(found.left_out),
        "days": len(days),
        "people": found.people,
        "from_day": days[0],
        "to_day": days[-1],
    }


def behind(found: Learnt) -> Evidence:
    """The same with the check-ins behind it."""
    return {**told(found), "seen": [_seen(one, True) for one in found.used]
            + [_seen(one, False) for one in found.left_out]}  # fmt: skip


def _seen(one: Seen, used: bool) -> Evidence:
    return {
        "visit_id": one.visit_id, "day": one.day, "lat_e7": one.lat_e7, "lon_e7": one.lon_e7,
        "accuracy_m": one.accuracy_m, "used": used,
    }  # fmt: skip


async def propose(records: Records, store: Store, found: Learnt) -> None:
    """Asked once: while it waits it follows what is learnt; what was returned is not asked again
    for the same place; and when the point is borne out after all, nobody is asked any more."""
    known = [one for one in await records.find(StoreChange, store_id=store.id)
             if one.rep_id is None]  # fmt: skip
    waiting = next((one for one in known if one.state == changes.PENDING), None)
    if holds(store, found):
        if waiting is not None and waiting.origin == "learnt":
            items = [{**item, "state": changes.WITHDRAWN} for item in waiting.items]
            await changes.keep(records, await _held(records, waiting), items)
        return
    value = f"{found.lat_e7},{found.lon_e7}"
    if waiting is not None:
        held = await _held(records, waiting)
        saw = fields.said_of(store, fields.POINT)
        items = [{**item, "saw": saw, "value": value} for item in held.items]
        if items != held.items or held.evidence != behind(found):
            records.change(held, items=items, evidence=behind(found))
        return
    if any(_returned_there(one, found) for one in known):
        return
    day = instant.day_of(records.now, records.zone)
    await _add(
        records, store, f"learnt-{store.id}-{day}"[:64], "learnt", value, by_name="",
        evidence=behind(found), due_on=None, at=records.now,
    )  # fmt: skip


async def _held(records: Records, one: StoreChange) -> StoreChange:
    held = await records.get(StoreChange, one.id)
    assert held is not None  # changes are never removed
    return held


def _returned_there(one: StoreChange, found: Learnt) -> bool:
    for item in one.items:
        if item["what"] == fields.POINT and item["state"] == changes.RETURNED:
            lat_e7, lon_e7 = fields.point(item["value"])
            away = distance_m(lat_e7, lon_e7, found.lat_e7, found.lon_e7)
            if away <= max(found.within_m, MOVE_M):
                return True
    return False


async def suspect(op: Op, args: StoreChangeSuspect, by: Person, records: Records) -> None:
    """A reviewer accepts that she stood at the door and the map is wrong: the point is to be mended
    within three days. To what check-ins say, or, while they are too few, to where she stood. If it
    is asked already, that one is pressing now."""
    visit = await records.see(Visit, args.visit_id)
    store = await records.get(Store, visit.store_id) if visit is not None else None
    if visit is None or store is None or not reviews(by, store):
        raise Refused("record/unknown", args.visit_id, entity="visit", id=args.visit_id)
    if visit.lat_e7 is None or (visit.accuracy_m or 0) > VAGUEST_M:
        raise Refused("value/out-of-range", str(visit.accuracy_m), field="position")
    if await records.see(StoreChange, op.id) is not None:
        raise Duplicate("record/state", op.id)
    today = instant.day_of(records.now, records.zone)
    due_on = instant.shifted(f"{today}T12:00:00.000Z", days=DUE_DAYS)[:10]
    for one in await records.find(StoreChange, store_id=store.id, state=changes.PENDING):
        if one.rep_id is None:
            if one.due_on is not None:
                raise Conflict("record/state", one.id, version=one.version, state=one.state)
            records.change(await _held(records, one), due_on=due_on)
            return
    mark = await records.see(StoreMark, store.id)
    learnt = mark.learnt if mark is not None else None
    value = f"{visit.lat_e7},{visit.lon_e7}"
    if learnt is not None:
        value = f"{learnt['lat_e7']},{learnt['lon_e7']}"
    await _add(
        records, store, op.id, "fence", value, by_name=by.name, by_id=by.id, evidence=None,
        due_on=due_on, at=op.occurred_at, visit=visit,
    )  # fmt: skip


async def _add(
    records: Records, store: Store, id: str, origin: str, value: str, *, by_name: str,
    evidence: Evidence | None, due_on: str | None, at: str, by_id: str | None = None,
    visit: Visit | None = None,
) -> None:  # fmt: skip
    if await records.get(StoreChange, id) is not None:
        return
    saw = fields.said_of(store, fields.POINT)
    item = {"what": fields.POINT, "saw": saw, "value": value, "state": changes.OPEN}
    records.add(
        StoreChange.of(
            id=id,
            store_id=store.id,
            store_name=store.name,
            org_unit_id=store.org_unit_id,
            origin=origin,
            rep_id=None,
            by_id=by_id,
            by_name=by_name,
            said_at=at,
            received_at=records.now,
            due_on=due_on,
            items=[{**item, **changes.UNDECIDED}],
            lat_e7=visit.lat_e7 if visit else None,
            lon_e7=visit.lon_e7 if visit else None,
            accuracy_m=visit.accuracy_m if visit else None,
            photo_id=None,
            note=None,
            evidence=evidence,
            state=changes.PENDING,
            decided_at=None,
            seen=False,
        )
    )
