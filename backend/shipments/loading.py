"""A note goes onto the truck, and off it again before the trip's first door."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from backend.identity import Person
from backend.orders import effects as orders
from backend.orders.rules import open_qty
from backend.orders.tables import SalesOrder
from backend.refused import Conflict, Duplicate
from backend.shipments import rules
from backend.shipments.notes import (
    a_change,
    drivers_note,
    gift_totals,
    his_before,
    on_trip,
    stopped,
    taken_back,
    telling,
    totals,
)
from backend.shipments.tables import DeliveryNote
from backend.store.session import Records
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import NoteLoad, NoteUnload


async def load(op: Op, args: NoteLoad, by: Person, records: Records) -> None:
    """Counted against the note. What is short stays in the warehouse, may be noted again, and is
    told to the clerk. A note that was taken back, or given to somebody else, when it was on the
    truck already goes out all the same, for as long as its goods are on no other."""
    held = await drivers_note(op, by, records)
    if held.state == "in_transit" and held.driver_id == by.id:
        raise Duplicate("delivery/state", held.state)
    found = await records.get_many(SalesOrder, held.order_ids)
    halted = stopped(found)
    back = taken_back(held) if held.state == "void" else None
    if halted or not (held.state == "prepared" or (back and still_open(held, found))):
        raise not_loaded(held, by, halted, back)

    said = msgspec.to_builtins(args.lines) if args.lines else None
    lines = rules.counted(held.lines, said) if said is not None else held.lines
    short = totals(stays_behind(lines))
    if back is not None:
        await noted_again(records, op, held, by, back)
    await with_him(records, op, held, by)
    records.change(
        held, state="in_transit", loaded_at=op.occurred_at, lines=lines,
        vehicle=args.vehicle or held.vehicle,
    )  # fmt: skip
    for order_id, qty_of in totals(lines).items():
        if order_id in short:
            await orders.unnoted(records, order_id, short[order_id])
        await orders.shipped(records, order_id, qty_of)
    if short:
        await telling(held.made_by, held, "delivery.loaded_short", by_name=by.name)(records)


def stays_behind(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What was counted short, as lines of so much."""
    return [{**one, "qty": one["noted_qty"] - one["qty"]} for one in lines if "noted_qty" in one]


def not_loaded(
    held: DeliveryNote, by: Person, halted: list[str], back: dict[str, Any] | None
) -> Conflict:
    """The driver is told why it stays: an order was stopped, or the clerk took it back."""
    if back is not None and not halted:
        then = telling(
            by.id, held, "delivery.taken_back", by_name=back["by_name"], reason=back["reason"]
        )
    else:
        then = telling(by.id, held, "delivery.stopped", orders=", ".join(halted))
    return Conflict(
        "delivery/state", held.state, then=then,
        version=held.version, state=held.state, cancelled=halted,
    )  # fmt: skip


async def noted_again(
    records: Records, op: Op, held: DeliveryNote, by: Person, back: dict[str, Any]
) -> None:
    """What the driver has loaded stands, though it was taken back: the clerk is told."""
    for order_id, qty_of in totals(held.lines).items():
        await orders.noted(records, order_id, qty_of, gift_totals(held.gifts, order_id))
    records.change(held, changes=[*held.changes, a_change(op, by, "load")])
    for person_id in {held.made_by, back["by"]}:
        await telling(person_id, held, "delivery.loaded_already", by_name=by.name)(records)


async def with_him(records: Records, op: Op, held: DeliveryNote, by: Person) -> None:
    """It was given to somebody else when this driver had it in his hands: it is on his trip again,
    and who was to have it is told, as is the clerk."""
    if held.driver_id == by.id:
        return
    was = his_before(held, by.id)
    day = str(was["from_deliver_on"]) if was else held.deliver_on
    for person_id in {held.driver_id, held.made_by}:
        await telling(person_id, held, "delivery.loaded_already", by_name=by.name)(records)
    changed = a_change(
        op, by, "load", from_driver_id=held.driver_id, from_deliver_on=held.deliver_on
    )
    records.change(
        held, driver_id=by.id, driver_name=by.name, deliver_on=day,
        changes=[*held.changes, changed],
    )  # fmt: skip
    await on_trip(records, held.id, held.store_id, held.partner_id, by.id, day)


def still_open(held: DeliveryNote, found: Mapping[str, SalesOrder]) -> bool:
    """Whether all of it could be noted again: it is on no other note, and nobody gave it up."""
    for order_id, qty_of in totals(held.lines).items():
        order = found.get(order_id)
        if order is None or order.doc_state != "audited":
            return False
        left = {line["line_id"]: open_qty(line) for line in order.lines}
        if any(left.get(of, 0) < qty for of, qty in qty_of.items()):
            return False
    return True


async def unload(op: Op, args: NoteUnload, by: Person, records: Records) -> None:
    """It was not loaded after all, or counted wrongly: as before, with what was counted short where
    that is on no other note by now. From the trip's first door on it is on the road (domain.md 3.7:
    between loaded and in transit lies nothing that anybody says)."""
    held = await drivers_note(op, by, records)
    if held.state == "prepared" and held.driver_id == by.id:
        raise Duplicate("delivery/state", held.state)
    gone = held.driver_id != by.id or held.recall is not None or await left(held, records)
    if held.state != "in_transit" or gone:
        raise Conflict(
            "delivery/state", held.state,
            then=telling(by.id, held, "delivery.not_unloaded"),
            version=held.version, state=held.state,
        )  # fmt: skip
    found = await records.get_many(SalesOrder, held.order_ids)
    rest = {
        (order.id, line["line_id"]): open_qty(line)
        for order in found.values()
        if order.doc_state == "audited"
        for line in order.lines
    }
    lines: list[dict[str, Any]] = []
    again = []
    for line in held.lines:
        key = (line["order_id"], line["order_line_id"])
        short = line.get("noted_qty", line["qty"]) - line["qty"]
        fits = short <= rest.get(key, 0)
        if short and fits:
            rest[key] -= short
            again.append(line | {"qty": short})
        lines.append(rules.as_noted(line) if fits else rules.as_it_is(line))
    lines = [line for line in lines if line["qty"]]
    for order_id, qty_of in totals(held.lines).items():
        await orders.shipped(records, order_id, {of: -qty for of, qty in qty_of.items()})
    for order_id, qty_of in totals(again).items():
        await orders.noted(records, order_id, qty_of)
    records.change(held, state="prepared", loaded_at=None, lines=lines)


async def left(held: DeliveryNote, records: Records) -> bool:
    """Whether he has been at a door of this trip since it was loaded."""
    trip = await records.find(DeliveryNote, driver_id=held.driver_id, deliver_on=held.deliver_on)
    return any(
        one.delivered_at is not None
        and held.loaded_at is not None
        and one.delivered_at >= held.loaded_at
        for one in trip
    )


COMMANDS: dict[str, Command] = {"note.load": load, "note.unload": unload}
