"""What the server does with each operation about delivery notes."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from backend.catalogue.tables import Sku
from backend.customers.tables import Store
from backend.identity import Person
from backend.orders import effects as orders
from backend.orders.money_rules import part_fen, standing
from backend.orders.rules import gift_for, open_qty
from backend.orders.tables import SalesOrder
from backend.pricing.alike import payment_days
from backend.refused import Conflict, Duplicate, Refused
from backend.shipments import changing, loading, lot_rules, returns, rules
from backend.shipments.notes import (
    cancelled,
    check_lots,
    drivers_note,
    gift_totals,
    on_trip,
    partners_driver,
    telling,
    totals,
    unknown,
)
from backend.shipments.tables import DeliveryNote
from backend.store import instant, said
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.registry import Command, Facts, Op
from sync_protocol.generated.protocol import NoteDeliver, NoteMake, NoteRecall, NoteVoid

OPEN = ("prepared", "in_transit")
BROUGHT = (*OPEN, "void")  # a driver without a network may not know that it is void


async def make(op: Op, args: NoteMake, by: Person, records: Records) -> None:
    """One trip to one store, from what was accepted and is on no other note."""
    held = await records.see(DeliveryNote, op.id)
    store = await records.see(Store, args.store_id)
    found = await records.get_many(SalesOrder, sorted(args.order_ids))
    given = [gift["sku_id"] for one in found.values() for gift in one.gifts if gift["sku_id"]]
    skus = await records.see_many(Sku, sorted({*given, *(line.sku_id for line in args.lines)}))
    driver = await partners_driver(records, args.driver_id, by.partner_id)
    for order_id in args.order_ids:
        check_order(order_id, found.get(order_id), args.store_id, by)
    if held is not None:
        if same_note(held, args, by):
            return
        raise Refused("record/exists", op.id)
    today = instant.day_of(records.now, records.zone)
    if store is None or said.a_day(args.deliver_on, "deliver_on") < today:
        raise Refused("value/out-of-range", args.deliver_on, field="deliver_on")

    lines = note_lines(args, found, skus)
    for order_id, qty_of in totals(lines).items():
        for line in found[order_id].lines:
            if qty_of.get(line["line_id"], 0) > open_qty(line):
                raise Refused("delivery/over-accepted", order_id, line_id=line["line_id"])

    gifts = named_gifts(note_gifts(lines, found, skus), msgspec.to_builtins(args.gift_lots or ()))
    check_lots([*lines, *gifts], found, skus, store, args.deliver_on)
    days = await payment_days(records, store.customer_id, str(by.partner_id), args.deliver_on)
    collect = {"payment_days": days, "paid_fen": paid_fen(lines, found)}
    records.add(new_note(op, args, by, driver, store, found, (lines, gifts), collect, records))
    for order_id, qty_of in totals(lines).items():
        await orders.noted(records, order_id, qty_of, gift_totals(gifts, order_id))
    await on_trip(records, op.id, store.id, str(by.partner_id), driver.id, args.deliver_on)


async def void(op: Op, args: NoteVoid, by: Person, records: Records) -> None:
    """One of its orders was cancelled before it was loaded: it cannot go out any more (K4). What it
    held of the others may be noted again; its clerk and its driver are told."""
    held = await records.get(DeliveryNote, op.id)
    if held is None:
        raise unknown(op)
    if held.state == "void":
        return
    found = await records.see_many(SalesOrder, held.order_ids)
    stopped = [found[id].no for id in held.order_ids if id in found and cancelled(found[id])]
    if held.state != "prepared" or not stopped:
        raise Conflict("delivery/state", held.state, version=held.version, state=held.state)

    records.change(held, state="void")
    for order_id, qty_of in totals(held.lines).items():
        await orders.unnoted(records, order_id, qty_of, gift_totals(held.gifts, order_id))
    for person_id in {held.made_by, held.driver_id}:
        await telling(person_id, held, "delivery.void", orders=", ".join(stopped))(records)


async def recall(op: Op, args: NoteRecall, by: Person, records: Records) -> None:
    """It is on the road, and an order on it was to be cancelled (K4): driver and clerk are told,
    once a note, for it comes back whole. He says what came of it by `note.deliver`, as of any
    other."""
    held = await records.get(DeliveryNote, op.id)
    if held is None:
        raise unknown(op)
    asked = asked_back(held)
    if args.order_no in [one["order_no"] for one in asked]:
        return
    if held.state != "in_transit":
        raise Conflict("delivery/state", held.state, version=held.version, state=held.state)
    mine = {**msgspec.to_builtins(args), "at": records.now}
    if held.recall is not None:
        records.change(held, recall={**held.recall, "also": [*asked[1:], mine]})
        return
    records.change(held, recall=mine)
    for person_id in sorted({held.made_by, held.driver_id}):
        told = {"by_name": args.by_name, "reason": args.reason}
        await telling(person_id, held, "delivery.recalled", **told)(records)


def asked_back(note: DeliveryNote) -> list[dict[str, Any]]:
    """Who wanted it back, by order: the first, and of other orders on it those after him."""
    return [] if note.recall is None else [note.recall, *note.recall.get("also", ())]


async def deliver(op: Op, args: NoteDeliver, by: Person, records: Records) -> None:
    """What the store took, signed. A fact: the first proof counts, a second is compared."""
    held = await drivers_note(op, by, records)
    answers = {line.line_id: (line.accepted_qty, line.reason) for line in args.lines}
    lines = rules.taken(held.lines, args.outcome, answers, args.reason)
    where = args.position
    values = {
        "outcome": args.outcome,
        "state": rules.state_after(args.outcome, lines),
        "lines": lines,
        "gifts": rules.gifts_taken(held.gifts, lines),
        "signer_name": args.signer_name,
        "signature_photo_id": args.signature_photo_id,
        "photo_ids": list(args.photo_ids),
        "pod_lat_e7": where.lat_e7 if where else None,
        "pod_lon_e7": where.lon_e7 if where else None,
        "pod_accuracy_m": where.accuracy_m if where else None,
        "reason": args.reason,
        "note": args.note,
    }
    elsewhere = held.state == "in_transit" and held.driver_id != by.id
    if held.state not in BROUGHT or elsewhere:
        raise second_proof(op, args, held, values, by)
    was_shipped, was_noted = held.state == "in_transit", held.state != "void"

    await loading.with_him(records, op, held, by)
    records.change(held, **values, delivered_at=op.occurred_at, received_at=records.now)
    took = totals(lines, "accepted_qty")
    for order_id, qty_of in totals(lines).items():
        gifts_of = {
            gift["line_id"]: (gift["qty"], gift["accepted_qty"])
            for gift in held.gifts
            if gift["order_id"] == order_id
        }
        order = await orders.delivered(
            records, order_id, qty_of, took[order_id],
            was_shipped=was_shipped, was_noted=was_noted, gifts_of=gifts_of, at=op.occurred_at,
        )  # fmt: skip
        if order is not None:
            await report(records, held, order, took[order_id])
    await returns.not_taken(records, held, by, op.occurred_at)


def check_order(order_id: str, order: SalesOrder | None, store_id: str, by: Person) -> None:
    """His own, audited, accepted, and of that store; another partner's order is unknown."""
    if order is None or order.audited_at is None or order.partner_id != by.partner_id:
        raise Refused("record/unknown", order_id, entity="sales_order", id=order_id)
    if order.store_id != store_id:
        raise Refused("value/out-of-range", order_id, field="store_id")
    if order.doc_state != "audited" or order.exec_state == "none" or order.reaccept:
        raise Conflict(
            "order/state", order_id,
            version=order.version, state=order.doc_state, exec_state=order.exec_state,
        )  # fmt: skip


def note_lines(
    args: NoteMake, found: dict[str, SalesOrder], skus: dict[str, Sku]
) -> list[dict[str, Any]]:
    """Each beside the order's line it stands for, which later deliveries count on, and at its
    price: audited, promotions and all (R-SH-7)."""
    result: list[dict[str, Any]] = []
    noted: dict[tuple[str, str], int] = {}
    for line in msgspec.to_builtins(args.lines):
        order = found.get(line["order_id"])
        of_order = rules.order_line(order.lines, line) if order else None
        if of_order is None:
            raise Refused("record/unknown", line["line_id"], entity="line", id=line["line_id"])
        sku = skus.get(line["sku_id"])
        key = (line["order_id"], of_order["line_id"])
        was = noted.get(key, 0) or int(of_order["noted_qty"])
        noted[key] = was + line["qty"]
        worth = part_fen(of_order, noted[key]) - part_fen(of_order, was)
        result.append(
            {
                **line,
                "order_line_id": of_order["line_id"],
                "price_fen": of_order["price_fen"],
                "amount_fen": worth,
                "sku_name": sku.name if sku else line["sku_id"],
                "accepted_qty": None,
                "reason": None,
            }
        )
    if len({line["line_id"] for line in result}) < len(result):
        raise Refused("value/out-of-range", "two lines of one id", field="line_id")
    return result


def paid_fen(lines: list[dict[str, Any]], found: dict[str, SalesOrder]) -> int:
    """What the partner has for these goods already: what he shared of payments, beyond what was on
    notes before."""
    paid = 0
    for order_id in {line["order_id"] for line in lines}:
        order = found[order_id]
        had = sum(one["amount_fen"] for one in standing(order.payments))
        before = sum(part_fen(line, line["noted_qty"]) for line in order.lines)
        worth = sum(line["amount_fen"] for line in lines if line["order_id"] == order_id)
        paid += min(worth, max(0, had - before))
    return paid


def note_gifts(
    lines: list[dict[str, Any]], found: dict[str, SalesOrder], skus: dict[str, Sku]
) -> list[dict[str, Any]]:
    """The gifts that go along: what is due for all that is on notes by then, less what is on them
    already; each with what it follows, for a driver without a network works it out at the door."""
    result = []
    for order_id, qty_of in totals(lines).items():
        order = found[order_id]
        earlier = [rules.earlier(line) for line in order.lines]
        by_then = [{**one, "qty": one["qty"] + qty_of.get(one["line_id"], 0)} for one in earlier]
        for gift in order.gifts:
            most = gift["qty"] if gift["accepted_qty"] is None else gift["accepted_qty"]
            qty = min(gift_for(by_then, gift), most) - gift["noted_qty"]
            if qty <= 0:
                continue
            sku = skus.get(gift["sku_id"] or "")
            names = ("line_id", "gift_of_line", "rule_id", "promotion_id", "promotion_name")
            result.append(
                {
                    **{name: gift[name] for name in names},
                    "order_id": order_id,
                    "sku_id": gift["sku_id"],
                    "name": sku.name if sku else gift["item"] or gift["sku_id"],
                    "qty": qty,
                    "accepted_qty": None,
                    "earlier": earlier,
                    **({"rule": gift["rule"]} if "rule" in gift else {}),
                }
            )
    return result


def named_gifts(
    gifts: list[dict[str, Any]], said_of: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """With the lots they are made up of. Whoever said them may have reckoned with other quantities
    than go along: of more lots the first are meant, of fewer none."""
    named = {(one["order_id"], one["line_id"]): one for one in said_of}
    result = []
    for gift in gifts:
        one = named.get((gift["order_id"], gift["line_id"]))
        lots = lot_rules.first_of(one["lots"], gift["qty"]) if one and gift["sku_id"] else []
        more = {"older_reason": one["older_reason"]} if one and "older_reason" in one else {}
        result.append({**gift, "lots": lots, **more} if lots else gift)
    return result


def new_note(
    op: Op,
    args: NoteMake,
    by: Person,
    driver: Person,
    store: Store,
    found: dict[str, SalesOrder],
    goods: tuple[list[dict[str, Any]], list[dict[str, Any]]],
    collect: dict[str, int],
    records: Records,
) -> DeliveryNote:
    """`goods`: lines and gifts."""
    return DeliveryNote.of(
        id=op.id,
        no=args.no,
        order_ids=list(args.order_ids),
        order_nos=[found[order_id].no for order_id in args.order_ids],
        store_id=store.id,
        store_code=store.code,
        store_name=store.name,
        org_unit_id=store.org_unit_id,
        address=store.address,
        contact_name=store.contact_name,
        phone=store.phone,
        receiving_window=store.receiving_window,
        lat_e7=store.lat_e7,
        lon_e7=store.lon_e7,
        partner_id=str(by.partner_id),
        driver_id=driver.id,
        driver_name=driver.name,
        deliver_on=args.deliver_on,
        state="prepared",
        lines=goods[0],
        gifts=goods[1],
        made_by=by.id,
        made_at=records.now,
        loaded_at=None,
        outcome=None,
        signer_name=None,
        signature_photo_id=None,
        photo_ids=[],
        delivered_at=None,
        received_at=None,
        pod_lat_e7=None,
        pod_lon_e7=None,
        pod_accuracy_m=None,
        reason=None,
        note=None,
        recall=None,
        second_pods=[],
        vehicle=args.vehicle or None,
        collect=collect,
        changes=[],
        prints=0,
    )


def same_note(held: DeliveryNote, args: NoteMake, by: Person) -> bool:
    """Whatever has become of it since."""
    lines = [facts_of(line) for line in msgspec.to_builtins(args.lines)]
    moved = [one for one in held.changes if "from_driver_id" in one]
    driver_id = moved[0]["from_driver_id"] if moved else held.driver_id
    deliver_on = moved[0]["from_deliver_on"] if moved else held.deliver_on
    return (
        held.made_by == by.id
        and held.no == args.no
        and driver_id == args.driver_id
        and deliver_on == args.deliver_on
        and [facts_of(line) for line in held.lines] == lines
    )


def facts_of(line: dict[str, Any]) -> tuple[Any, ...]:
    """What was said of it."""
    line = rules.as_noted(line)
    names = ("order_id", "line_id", "qty", "lots", "older_reason")
    return tuple(line.get(name) for name in names)


def second_proof(
    op: Op, args: NoteDeliver, held: DeliveryNote, values: dict[str, Any], by: Person
) -> Refused:
    """Word for word the first: nothing new. Another one is kept beside it, and people are told."""
    if all(getattr(held, name) == value for name, value in values.items()):
        return Duplicate("delivery/state", held.state)
    kept = {
        "op_id": op.op_id, "by": by.id, "at": op.occurred_at,
        "outcome": args.outcome, "reason": args.reason, "signer_name": args.signer_name,
        "lines": msgspec.to_builtins(args.lines),
    }  # fmt: skip

    async def then(records: Records) -> str | None:
        note = await records.get(DeliveryNote, held.id)
        if note is not None:
            records.change(note, second_pods=[*note.second_pods, kept])
        await telling(held.made_by, held, "delivery.second_proof")(records)
        return await telling(by.id, held, "delivery.second_proof")(records)

    return Conflict("delivery/state", held.state, then=then, version=held.version, state=held.state)


async def report(
    records: Records, note: DeliveryNote, order: SalesOrder, took: Mapping[str, int]
) -> None:
    """The rep learns what her store did not get; whoever cancelled, that it came all the same, and
    whoever wanted it back, what became of it. ``took``: what the store took of it, by line."""
    came = any(took.values())
    for one in asked_back(note):
        if one["order_no"] == order.no:
            became = f"delivery.recall_{'came' if came else 'back'}"
            await telling(one["by_id"], note, became)(records)
    if order.doc_state == "cancelled" and came:
        for person_id in {order.rep_id, order.decided_by or order.rep_id}:
            await telling(person_id, note, "delivery.after_cancel")(records)
    elif note.state != "delivered_full":
        for person_id in {order.rep_id, note.made_by}:
            await telling(person_id, note, "delivery.differs", state=note.state)(records)


def is_noted(op: Op, args: NoteMake) -> Iterable[tuple[type[Record], str]]:
    yield DeliveryNote, op.id
    yield Store, args.store_id
    for order_id in args.order_ids:
        yield SalesOrder, order_id


COMMANDS: dict[str, Command] = {
    "note.make": make,
    "note.void": void,
    "note.recall": recall,
    "note.deliver": deliver,
    **loading.COMMANDS,
    **changing.COMMANDS,
    **returns.COMMANDS,
}
FACTS: dict[str, Facts] = {"note.make": is_noted, **returns.FACTS}
