"""A known store is otherwise: said by a rep or learnt from check-ins, decided by whoever answers
for it, field by field (domain.md 2.2). Two changes of one store meet only in the same field: there
the later approval wins, and whoever loses is shown what stands instead (K7)."""

from typing import Any

import msgspec

from backend.conflicts import effects as conflicts
from backend.customers import aliases, fields, rules, standing
from backend.customers.commands import tell_decider
from backend.customers.tables import Store
from backend.identity import Person
from backend.people import effects
from backend.proposals.applying import apply
from backend.proposals.tables import StoreChange
from backend.refused import Conflict, Duplicate, Quarantined, Refused
from backend.reviews.commands import reviews
from backend.store.session import Records
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import (
    FieldDecision,
    StoreChangeDecide,
    StoreChangePropose,
    StoreChangeSeen,
    StoreChangeWithdraw,
)

Item = dict[str, Any]
OPEN, APPROVED, RETURNED, WITHDRAWN, SAME = "open", "approved", "returned", "withdrawn", "same"
PENDING, DECIDED = "pending", "decided"
UNDECIDED: Item = {"reason": None, "note": None, "by_name": None, "at": None}


async def propose(op: Op, args: StoreChangePropose, by: Person, records: Records) -> None:
    """What stands there already is decided by that. Her own earlier word about a field is taken
    back by the later one."""
    store = await aliases.store_now(records, args.store_id)
    stands = await standing.at_store(records, by.id, args.store_id, op.occurred_at)
    if store is None or stands is None:
        raise Quarantined("store/not-granted", args.store_id)
    items = [said(store, one, by) for one in msgspec.to_builtins(args.changes)]
    held = await records.see(StoreChange, op.id)
    if held is not None:
        raise known_already(held, args, by, items)
    if len({item["what"] for item in items}) < len(items):
        raise Refused("value/out-of-range", op.id, field="changes")

    await aliases.landed(records, args.store_id, store.id, "store_change", op.id)
    await take_back(records, store.id, by.id, {item["what"] for item in items})
    where = args.position
    records.add(
        StoreChange.of(
            id=op.id,
            store_id=store.id,
            store_name=store.name,
            org_unit_id=store.org_unit_id,
            origin="rep",
            rep_id=by.id,
            by_id=by.id,
            by_name=by.name,
            said_at=op.occurred_at,
            received_at=records.now,
            due_on=None,
            items=items,
            lat_e7=where.lat_e7 if where else None,
            lon_e7=where.lon_e7 if where else None,
            accuracy_m=where.accuracy_m if where else None,
            photo_id=args.photo_id,
            note=args.note,
            evidence=None,
            state=state_of(items),
            decided_at=None if state_of(items) == PENDING else records.now,
            seen=False,
        )
    )
    if state_of(items) == PENDING:
        await tell_decider(records, "change.asked", store, op.id, by)


def said(store: Store, change: dict[str, Any], by: Person) -> Item:
    """Where her own earlier word stands by now, this one follows it, whatever her phone showed
    her: nobody is in conflict with herself. Raises Refused value/out-of-range."""
    what = change["what"]
    fields.read(what, change["value"])
    if not fields.usable(what, change["value"]):
        raise Refused("value/out-of-range", str(change["value"])[:40], field=what)
    now = fields.said_of(store, what)
    hers = store.sets.get(what, {}).get("by_id") == by.id
    same = rules.stands(change["saw"], change["value"], now) == "same"
    saw = now if hers else change["saw"]
    return {**change, **UNDECIDED, "saw": saw, "state": SAME if same else OPEN}


def known_already(
    held: StoreChange, args: StoreChangePropose, by: Person, items: list[Item]
) -> Refused:
    """The same words said again are nothing new."""
    if held.rep_id != by.id:
        return Quarantined("record/clash", "the id of another's words")
    said_before = [(one["what"], one["value"]) for one in held.items]
    same = said_before == [(one["what"], one["value"]) for one in items]
    return Duplicate("fact/immutable") if same else Refused("fact/immutable", held.id)


async def take_back(records: Records, store_id: str, rep_id: str, whats: set[str]) -> None:
    for one in await records.find(StoreChange, store_id=store_id, rep_id=rep_id, state=PENDING):
        items = [
            {**item, "state": WITHDRAWN}
            if item["what"] in whats and item["state"] == OPEN
            else item
            for item in one.items
        ]
        if items != one.items:
            await keep(records, one, items)


async def withdraw(op: Op, args: StoreChangeWithdraw, by: Person, records: Records) -> None:
    held = await hers(op, by, records)
    if held.state != PENDING:
        raise Conflict("record/state", held.state, version=held.version, state=held.state)
    items = [{**item, "state": WITHDRAWN} if item["state"] == OPEN else item for item in held.items]
    await keep(records, held, items)


async def seen(op: Op, args: StoreChangeSeen, by: Person, records: Records) -> None:
    held = await hers(op, by, records)
    if held.seen:
        raise Duplicate("record/state", op.id)
    records.change(held, seen=True)


async def hers(op: Op, by: Person, records: Records) -> StoreChange:
    held = await records.get(StoreChange, op.id)
    if held is None or held.rep_id != by.id:
        raise Refused("record/unknown", op.id, entity="store_change", id=op.id)
    return held


async def decide(op: Op, args: StoreChangeDecide, by: Person, records: Records) -> None:
    """Nobody decides about a value he was not shown: it is compared with the one that stands."""
    held = await records.get(StoreChange, op.id)
    store = await records.get(Store, held.store_id) if held is not None else None
    if held is None or store is None or not reviews(by, store):
        raise Refused("record/unknown", op.id, entity="store_change", id=op.id)
    waiting = {item["what"]: item for item in held.items if item["state"] == OPEN}
    if held.by_id == by.id:
        raise Refused("decision/own", op.id)
    for one in args.items:
        check(one, waiting, held, store)

    decided = {}
    for one in args.items:
        item = waiting[one.what]
        decided[one.what] = {
            **item, "state": one.state, "reason": one.reason, "note": one.note or None,
            "by_name": by.name, "at": records.now, "was": fields.said_of(store, one.what),
        }  # fmt: skip
        if one.state == APPROVED:
            await overtake(records, store, held, item, by)
            await apply(records, store, held, item, by)
        elif rules.stands(item["saw"], item["value"], one.now) == "clash":
            decided[one.what]["theirs"] = stood = theirs(store, one.what)
            await met(records, held, item, store, stood)
    await keep(records, held, [decided.get(item["what"], item) for item in held.items])
    records.change(held, seen=False)
    records.job("marks", store_id=store.id)
    if held.rep_id is not None:
        approved = sum(one.state == APPROVED for one in args.items)
        await effects.tell(
            records, held.rep_id, "change.decided", entity="store", record_id=store.id,
            store_name=store.name, by_name=by.name, approved=approved,
            returned=len(args.items) - approved,
        )  # fmt: skip


def check(one: FieldDecision, waiting: dict[str, Item], held: StoreChange, store: Store) -> None:
    """Raises Refused, or Conflict when somebody decided, or the field changed, meanwhile."""
    if (one.state == RETURNED) != (one.reason is not None):
        raise Refused("value/out-of-range", str(one.reason), field="reason")
    if one.what not in waiting:
        raise Conflict("record/state", one.what, version=held.version, state=held.state)
    now = fields.said_of(store, one.what)
    if (now or "") != (one.now or ""):
        raise Conflict("record/clash", one.what, version=store.version, value=now)


async def overtake(
    records: Records, store: Store, held: StoreChange, item: Item, by: Person
) -> None:
    """Another's value, approved after this one was said, is replaced: she is told by whom."""
    mark = store.sets.get(item["what"])
    now = fields.said_of(store, item["what"])
    if mark is None or mark["change_id"] in (None, held.id):
        return
    if rules.stands(item["saw"], item["value"], now) != "clash":
        return
    lost = await records.get(StoreChange, mark["change_id"])
    if lost is None or lost.rep_id in (None, held.rep_id):
        return
    stood = {"value": item["value"], "by_name": held.by_name or by.name, "at": records.now}
    items = [
        {**one, "theirs": stood}
        if one["what"] == item["what"] and one["state"] == APPROVED
        else one
        for one in lost.items
    ]
    records.change(lost, items=items, seen=False)
    for one in lost.items:
        if one["what"] == item["what"]:
            await met(records, lost, one, store, stood)
    await effects.tell(
        records, lost.rep_id, "change.overtaken", entity="store", record_id=store.id,
        store_name=store.name, by_name=held.by_name or by.name,
    )  # fmt: skip


async def met(
    records: Records, loser: StoreChange, item: Item, store: Store, stands: dict[str, Any]
) -> None:
    """Into the conflict inbox, too: one line a field that was lost."""
    if loser.rep_id is None:
        return
    what = item["what"]
    key = f"{loser.id}~{what}"
    await conflicts.note(
        records,
        conflicts.Mine(
            loser.rep_id, loser.by_name or "", loser.said_at, "store_change.propose", key
        ),
        conflicts.About("store", store.id, store.name, store.id, store.org_unit_id),
        rule="K7",
        stands="theirs",
        other=conflicts.Other(stands["by_name"] or None, stands["at"]),
        base={what: item["saw"]},
        mine={what: item["value"]},
        theirs={what: stands["value"]},
        tell=False,
    )


def theirs(store: Store, what: str) -> dict[str, Any]:
    """What stands there, and who set it; a store that was never changed came so."""
    mark = store.sets.get(what, {})
    return {
        "value": fields.said_of(store, what),
        "by_name": mark.get("by_name", ""),
        "at": mark.get("at"),
    }


async def keep(records: Records, held: StoreChange, items: list[Item]) -> None:
    state = state_of(items)
    decided_at = records.now if state == DECIDED else None
    records.change(held, items=items, state=state, decided_at=decided_at)


def state_of(items: list[Item]) -> str:
    return PENDING if any(item["state"] == OPEN for item in items) else DECIDED


COMMANDS: dict[str, Command] = {
    "store_change.propose": propose,
    "store_change.withdraw": withdraw,
    "store_change.seen": seen,
    "store_change.decide": decide,
}
