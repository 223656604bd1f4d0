"""Goods that go back to the partner (F76): asked for by the rep in the store, approved by the
office, collected by the driver or the clerk, and back in the warehouse when the clerk says so. What
a store does not take at its door is a return note by itself."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from backend.catalogue.tables import Sku
from backend.customers import aliases, standing
from backend.customers.tables import Store
from backend.identity import Person, Role
from backend.orders import effects as orders
from backend.people import effects, reach
from backend.refused import Conflict, Duplicate, Quarantined, Refused
from backend.shipments import return_rules
from backend.shipments.tables import DeliveryNote, ReturnNote, return_id
from backend.store import instant, said
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.registry import Command, Facts, Op
from sync_protocol.generated.protocol import (
    ReturnCollect,
    ReturnDecide,
    ReturnPlan,
    ReturnPost,
    ReturnRequest,
)

TRIP_GRANT_DAYS = 3
BLANK: dict[str, Any] = dict.fromkeys(
    (
        "driver_id", "driver_name", "collect_on", "decided_by_name", "decided_at",
        "decided_reason", "collected_at", "collected_note", "posted_by", "posted_at",
    )
)  # fmt: skip


async def request(op: Op, args: ReturnRequest, by: Person, records: Records) -> None:
    """What she saw in a store of hers. A fact; whether it goes back the office decides."""
    held = await records.see(ReturnNote, op.id)
    store = await aliases.store_now(records, args.store_id)
    if store is None or not await standing.at_store(records, by.id, args.store_id, op.occurred_at):
        raise Quarantined("store/not-granted", args.store_id)
    note = await its_note(args.delivery_note_id, store, records)
    lines = msgspec.to_builtins(args.lines)
    if held is not None:
        if held.asked_by == by.id and [asked_of(line) for line in held.lines] == [
            asked_of(line) for line in lines
        ]:
            raise Duplicate("fact/immutable")
        raise Quarantined("record/clash", op.id)
    partner_id = note.partner_id if note else store.partner_id
    if partner_id is None:
        raise Quarantined("record/unknown", "the store has no partner", entity="partner")
    await check_lines(lines, note, records)
    skus = await records.see_many(Sku, sorted({line["sku_id"] for line in lines}))
    for line in lines:
        if line["sku_id"] not in skus:
            raise Quarantined("record/unknown", line["sku_id"], entity="sku", id=line["sku_id"])
        line |= {**return_rules.BLANK, "sku_name": skus[line["sku_id"]].name, "gift": False}
    await aliases.landed(records, args.store_id, store.id, "return_note", op.id)
    records.add(
        ReturnNote.of(
            id=op.id, no=args.no, origin="store", state="requested", **of_store(store),
            partner_id=partner_id,
            delivery_note_id=note.id if note else None, delivery_note_no=note.no if note else None,
            lines=lines, photo_ids=list(args.photo_ids), note=args.note,
            asked_by=by.id, asked_by_name=by.name, asked_at=op.occurred_at, **BLANK,
        )
    )  # fmt: skip
    decides = Role.SPECIALIST if store.customer_class == "C1" else Role.OFFICE_SUPERVISOR
    for person_id in await effects.in_charge(records, store.org_unit_id, {decides}):
        await effects.tell(
            records, person_id, "return.requested", entity="return_note", record_id=op.id,
            no=args.no, store_name=store.name, by_name=by.name,
        )  # fmt: skip


def asked_of(line: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("line_id", "sku_id", "qty", "uom", "lot", "produced_on", "reason", "note_line_id")
    return tuple(line[name] for name in names)


def of_store(store: Store) -> dict[str, Any]:
    return {
        "store_id": store.id, "store_code": store.code, "store_name": store.name,
        "address": store.address, "org_unit_id": store.org_unit_id,
        "customer_class": store.customer_class,
    }  # fmt: skip


async def its_note(note_id: str | None, store: Store, records: Records) -> DeliveryNote | None:
    if note_id is None:
        return None
    note = await records.see(DeliveryNote, note_id)
    if note is None or note.store_id != store.id or note.delivered_at is None:
        raise Quarantined("record/unknown", note_id, entity="delivery_note", id=note_id)
    return note


async def check_lines(
    lines: list[dict[str, Any]], note: DeliveryNote | None, records: Records
) -> None:
    """No more of a delivered line than the store took and has not given back. Notes of which order
    and line it came."""
    if len({line["line_id"] for line in lines}) < len(lines):
        raise Quarantined("value/out-of-range", "two lines of one id", field="line_id")
    known = await records.find(ReturnNote, delivery_note_id=note.id) if note else []
    before = [vars(one) for one in known]
    left: dict[str, int] = {}
    of_note = {one["line_id"]: one for one in note.lines} if note else {}
    for line in lines:
        if line["produced_on"] is not None:
            said.a_day(line["produced_on"], "produced_on", Quarantined)
        of_line = line["note_line_id"]
        if of_line is None:
            continue
        came = of_note.get(of_line)
        if came is None or (came["sku_id"], came["uom"]) != (line["sku_id"], line["uom"]):
            raise Quarantined("record/unknown", of_line, entity="line", id=of_line)
        left.setdefault(of_line, return_rules.returnable(came, before))
        left[of_line] -= line["qty"]
        if left[of_line] < 0:
            raise Quarantined("value/out-of-range", of_line, field="qty")
        line |= {"order_id": came["order_id"], "order_line_id": came["order_line_id"]}


async def decide(op: Op, args: ReturnDecide, by: Person, records: Records) -> None:
    """Supervisors for the stores of their office, specialists for those of C1 customers."""
    held = await records.get(ReturnNote, op.id)
    if held is None or held.org_unit_id not in by.unit_ids:
        raise unknown(op)
    if (held.customer_class == "C1") != (by.role is Role.SPECIALIST):
        raise Refused("role/not-allowed", held.customer_class, customer_class=held.customer_class)
    if args.outcome == "rejected" and not (args.reason or "").strip():
        raise Refused("value/out-of-range", "no reason", field="reason")
    check_state(op, held, "requested", done=args.outcome)
    records.change(
        held, state=args.outcome, decided_by_name=by.name, decided_at=op.occurred_at,
        decided_reason=args.reason,
    )  # fmt: skip
    await effects.tell(
        records, held.asked_by, f"return.{args.outcome}", entity="return_note", record_id=held.id,
        no=held.no, store_name=held.store_name, by_name=by.name, reason=args.reason or "",
    )  # fmt: skip


async def plan(op: Op, args: ReturnPlan, by: Person, records: Records) -> None:
    """It is on this driver's trip of that day; said again, on another one."""
    held = await his_return(op, by, records)
    driver = await reach.person(records, args.driver_id)
    if driver is None or not (
        driver.role is Role.PARTNER_DRIVER and driver.partner_id == by.partner_id
    ):
        raise Refused("delivery/driver-unknown", args.driver_id, driver_id=args.driver_id)
    check_state(op, held, "approved")
    if said.a_day(args.collect_on, "collect_on") < instant.day_of(records.now, records.zone):
        raise Refused("value/out-of-range", args.collect_on, field="collect_on")
    records.change(held, driver_id=driver.id, driver_name=driver.name, collect_on=args.collect_on)
    until = instant.shifted(instant.end_of_day(args.collect_on, records.zone), days=TRIP_GRANT_DAYS)
    scope = f"trip:{driver.id}:{args.collect_on}"
    await effects.grant(records, driver.id, scope, records.now, until, "trip")


async def collect(op: Op, args: ReturnCollect, by: Person, records: Records) -> None:
    """From here on the order's lines count it as returned: the store does not have it any more."""
    held = await his_return(op, by, records)
    if by.role is Role.PARTNER_DRIVER and held.driver_id != by.id:
        raise unknown(op)
    check_state(op, held, "approved", done="collected")
    lines = return_rules.collected(held.lines, {line.line_id: line.qty for line in args.lines})
    records.change(
        held, state="collected", lines=lines, collected_at=op.occurred_at, collected_note=args.note
    )
    for order_id in dict.fromkeys(line["order_id"] for line in lines if "order_id" in line):
        qty_of: dict[str, int] = {}
        for line in lines:
            if line.get("order_id") == order_id and line["collected_qty"]:
                of = line["order_line_id"]
                qty_of[of] = qty_of.get(of, 0) + line["collected_qty"]
        await orders.returned(records, order_id, qty_of)


async def post(op: Op, args: ReturnPost, by: Person, records: Records) -> None:
    """What is for sale again is in the stock by its lot, what is thrown away is not."""
    held = await his_return(op, by, records)
    check_state(op, held, "collected", done="posted")
    answers = {line.line_id: (line.good, line.scrapped) for line in args.lines}
    records.change(
        held, state="posted", lines=return_rules.posted(held.lines, answers),
        posted_by=by.id, posted_at=op.occurred_at,
    )  # fmt: skip


async def not_taken(records: Records, note: DeliveryNote, by: Person, at: str) -> None:
    """After a delivery: what the store did not take, and the gifts that follow it."""
    lines = return_rules.came_back(note.lines, note.gifts)
    store = await records.see(Store, note.store_id)
    if not lines or store is None:
        return
    records.add(
        ReturnNote.of(
            id=return_id(note.id),
            **{
                **BLANK, **of_store(store), "no": f"R-{note.no}", "origin": "delivery",
                "state": "collected", "partner_id": note.partner_id, "delivery_note_id": note.id,
                "delivery_note_no": note.no, "driver_id": note.driver_id,
                "driver_name": note.driver_name, "collect_on": note.deliver_on, "lines": lines,
                "photo_ids": list(note.photo_ids), "note": note.note, "asked_by": by.id,
                "asked_by_name": by.name, "asked_at": at, "collected_at": at,
            },
        )
    )  # fmt: skip


async def his_return(op: Op, by: Person, records: Records) -> ReturnNote:
    """A partner's own, once it was approved for him."""
    held = await records.get(ReturnNote, op.id)
    if held is None or held.partner_id != by.partner_id or held.state in ("requested", "rejected"):
        raise unknown(op)
    return held


def check_state(op: Op, held: ReturnNote, wanted: str, done: str = "") -> None:
    if held.state == wanted:
        return
    if done and held.state == done:
        raise Duplicate("record/state", held.state)
    raise Conflict("record/state", held.state, version=held.version, state=held.state)


def unknown(op: Op) -> Refused:
    return Refused("record/unknown", op.id, entity="return_note", id=op.id)


def is_asked(op: Op, args: ReturnRequest) -> Iterable[tuple[type[Record], str]]:
    yield ReturnNote, op.id
    yield Store, args.store_id
    for line in args.lines:
        yield Sku, line.sku_id


COMMANDS: dict[str, Command] = {
    "return.request": request,
    "return.decide": decide,
    "return.plan": plan,
    "return.collect": collect,
    "return.post": post,
}
FACTS: dict[str, Facts] = {"return.request": is_asked}
