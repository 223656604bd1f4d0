"""A note that is not loaded yet is taken back, or goes with another driver or on another day; and
how often it was printed."""

from backend.catalogue.tables import Sku
from backend.customers.tables import Store
from backend.identity import Person
from backend.orders import effects as orders
from backend.orders.tables import SalesOrder
from backend.refused import Conflict, Refused
from backend.shipments.notes import (
    a_change,
    check_lots,
    clerks_note,
    gift_totals,
    on_trip,
    partners_driver,
    taken_back,
    telling,
    totals,
)
from backend.shipments.tables import DeliveryNote
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import NoteAssign, NoteCancel, NotePrint


async def cancel(op: Op, args: NoteCancel, by: Person, records: Records) -> None:
    """It does not go out, and what it held may be noted again. What the driver has loaded meanwhile
    stands."""
    held = await clerks_note(op, by, records)
    if held.state == "void" and taken_back(held) is not None:
        return
    check_prepared(held, by)
    records.change(
        held, state="void", changes=[*held.changes, a_change(op, by, "cancel", reason=args.reason)]
    )
    for order_id, qty_of in totals(held.lines).items():
        await orders.unnoted(records, order_id, qty_of, gift_totals(held.gifts, order_id))
    told = {"by_name": by.name, "reason": args.reason}
    await telling(held.driver_id, held, "delivery.taken_back", **told)(records)


async def assign(op: Op, args: NoteAssign, by: Person, records: Records) -> None:
    """From now on it is in the other driver's trip; whoever had it is told that it is not in his.
    Its lots must be fit to go out on the new day, too (R-SH-2)."""
    held = await clerks_note(op, by, records)
    driver = await partners_driver(records, args.driver_id, by.partner_id)
    vehicle = args.vehicle or held.vehicle
    same = (held.driver_id, held.deliver_on) == (driver.id, args.deliver_on)
    if same and held.vehicle == vehicle:
        return
    check_prepared(held, by)
    today = instant.day_of(records.now, records.zone)
    if not same and said.a_day(args.deliver_on, "deliver_on") < today:
        raise Refused("value/out-of-range", args.deliver_on, field="deliver_on")
    if same:
        records.change(held, vehicle=vehicle)
        return
    store = await records.see(Store, held.store_id)
    if store is not None and args.deliver_on > held.deliver_on:
        goods = [one for one in (*held.lines, *held.gifts) if one["sku_id"]]
        skus = await records.see_many(Sku, sorted({one["sku_id"] for one in goods}))
        found = await records.see_many(SalesOrder, held.order_ids)
        check_lots(goods, found, skus, store, args.deliver_on)
    before = held.driver_id
    changed = a_change(
        op, by, "assign", from_driver_id=before, from_deliver_on=held.deliver_on
    )  # fmt: skip
    records.change(
        held, driver_id=driver.id, driver_name=driver.name, deliver_on=args.deliver_on,
        vehicle=vehicle, changes=[*held.changes, changed],
    )  # fmt: skip
    await on_trip(records, held.id, held.store_id, held.partner_id, driver.id, args.deliver_on)
    if before != driver.id:
        told = {"by_name": by.name, "driver_name": driver.name}
        await telling(before, held, "delivery.given_away", **told)(records)


def check_prepared(held: DeliveryNote, by: Person) -> None:
    if held.state != "prepared":
        raise Conflict(
            "delivery/state", held.state,
            then=telling(by.id, held, "delivery.not_changed", driver_name=held.driver_name),
            version=held.version, state=held.state,
        )  # fmt: skip


async def printed(op: Op, args: NotePrint, by: Person, records: Records) -> None:
    """Once more, whatever has become of it: the paper is there."""
    held = await clerks_note(op, by, records)
    records.change(held, prints=held.prints + 1)


COMMANDS: dict[str, Command] = {
    "note.cancel": cancel, "note.assign": assign, "note.print": printed
}  # fmt: skip
