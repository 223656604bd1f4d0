"""What the commands about delivery notes have in common: whose a note is, what it holds by order,
who is told of it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from backend.catalogue.tables import Sku
from backend.customers.tables import Store
from backend.identity import Person, Role
from backend.orders.tables import SalesOrder
from backend.people import effects, reach
from backend.refused import Refused
from backend.shipments import lot_rules
from backend.shipments.tables import DeliveryNote
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.registry import Op
from backend.visits import effects as visits

TRIP_GRANT_DAYS = 3  # a driver without a network at night still finds his trip afterwards
Totals = dict[str, dict[str, int]]  # order id -> line id of the order -> quantity


def totals(lines: Iterable[Mapping[str, Any]], name: str = "qty") -> Totals:
    """By order and line of the order."""
    result: Totals = defaultdict(lambda: defaultdict(int))
    for line in lines:
        result[line["order_id"]][line["order_line_id"]] += line[name]
    return result


def gift_totals(gifts: Iterable[dict[str, Any]], order_id: str) -> dict[str, int]:
    return {gift["line_id"]: gift["qty"] for gift in gifts if gift["order_id"] == order_id}


def cancelled(order: SalesOrder) -> bool:
    return order.doc_state == "cancelled"


def stopped(orders: Mapping[str, SalesOrder]) -> list[str]:
    """Numbers of those whose goods must not leave the warehouse."""
    return [one.no for one in orders.values() if cancelled(one) or one.doc_state == "on_hold"]


async def drivers_note(op: Op, by: Person, records: Records) -> DeliveryNote:
    """A note of his; or one that was given to somebody else when he had it in his hands already and
    no network: what he has done with its goods is a fact. Others are unknown to him."""
    held = await records.get(DeliveryNote, op.id)
    if held is None or (held.driver_id != by.id and his_before(held, by.id) is None):
        raise unknown(op)
    return held


async def clerks_note(op: Op, by: Person, records: Records) -> DeliveryNote:
    """A note of his partner."""
    held = await records.get(DeliveryNote, op.id)
    if held is None or held.partner_id != by.partner_id:
        raise unknown(op)
    return held


def unknown(op: Op) -> Refused:
    return Refused("record/unknown", op.id, entity="delivery_note", id=op.id)


def his_before(held: DeliveryNote, driver_id: str) -> dict[str, Any] | None:
    """The last change that took it from this driver."""
    taken = [one for one in held.changes if one.get("from_driver_id") == driver_id]
    return taken[-1] if taken else None


def taken_back(held: DeliveryNote) -> dict[str, Any] | None:
    """A clerk's own word that it does not go out, where it is the last one."""
    last = held.changes[-1] if held.changes else None
    return last if last is not None and last["kind"] == "cancel" else None


def a_change(op: Op, by: Person, kind: str, **more: Any) -> dict[str, Any]:
    """Who changed it, on which device, and when."""
    return {
        "kind": kind, "by": by.id, "by_name": by.name, "at": op.occurred_at,
        "replica_id": op.replica_id, **more,
    }  # fmt: skip


async def partners_driver(records: Records, driver_id: str, partner_id: str | None) -> Person:
    """Refuses delivery/driver-unknown: a note goes with the partner's own people."""
    driver = await reach.person(records, driver_id)
    if driver is None or not (
        driver.role is Role.PARTNER_DRIVER and driver.partner_id == partner_id
    ):
        raise Refused("delivery/driver-unknown", driver_id, driver_id=driver_id)
    return driver


async def on_trip(
    records: Records, note_id: str, store_id: str, partner_id: str, driver_id: str, day: str
) -> None:
    """From now on the note, its photos, and the right to see them are in this driver's day."""
    await visits.expect_proof(
        records, note_id, store_id=store_id, partner_id=partner_id, driver_id=driver_id, day=day
    )
    until = instant.shifted(instant.end_of_day(day, records.zone), days=TRIP_GRANT_DAYS)
    await effects.grant(records, driver_id, f"trip:{driver_id}:{day}", records.now, until, "trip")


def check_lots(
    lines: list[dict[str, Any]], orders: Mapping[str, SalesOrder], skus: dict[str, Sku],
    store: Store, deliver_on: str,
) -> None:  # fmt: skip
    """What is named by lot is the whole line, and fit to go out (R-SH-2, F19). Whether he has it is
    his own count's business: a picker finds what nobody counted."""
    young = store.customer_class in lot_rules.YOUNG_CLASSES
    for line in lines:
        lots, sku = line.get("lots"), skus.get(line["sku_id"])
        if lots is None:
            continue
        if sum(lot["qty"] for lot in lots) != line["qty"]:
            raise Refused("value/out-of-range", line["line_id"], field="lots")
        for lot in lots:
            made = said.a_day(lot["produced_on"], "produced_on")
            life = sku.shelf_life_days if sku else 0
            most = orders[line["order_id"]].freshness_per_mille
            fits = lot_rules.lot_fits(made, life, deliver_on, young, most)
            if fits == "never" or (fits == "old" and "older_reason" not in line):
                raise Refused("value/out-of-range", lot["lot"], field="produced_on", fits=fits)


def telling(
    person_id: str, note: DeliveryNote, kind: str, **facts: str
) -> Callable[[Records], Awaitable[str | None]]:
    async def then(records: Records) -> str | None:
        return await effects.tell(
            records, person_id, kind, entity="delivery_note", record_id=note.id,
            no=note.no, store_name=note.store_name, **facts,
        )  # fmt: skip

    return then
