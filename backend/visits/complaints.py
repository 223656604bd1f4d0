"""What a visit found that somebody else must put right: it becomes a ticket by itself."""

from collections.abc import Iterable, Mapping
from typing import Any

from backend.catalogue.tables import Sku
from backend.customers.tables import Store
from backend.identity import Person
from backend.store.session import Records
from backend.tickets import effects as tickets
from backend.visits.tables import Photo, Visit

MOST, LONGEST = 99_999, 60
"""As much as a ticket can say of one product, and of how many (schema TicketGoods)."""


async def of_expired(visit: Visit, by: Person, records: Records) -> None:
    """Expired units were taken off the shelf (domain.md 4.5): the partner must take them back."""
    goods = [
        {"sku_id": one["sku_id"], "units": one["taken_off"]}
        for one in visit.observations
        if one.get("taken_off")
    ]
    store = await records.see(Store, visit.store_id) if goods else None
    if store is None:
        return
    photos = [
        one.id for one in await records.find(Photo, visit_id=visit.id) if one.type == "expiry"
    ]
    await tickets.found(
        records, store, (by.id, by.name), visit.checked_out_at or records.now, type="near_expiry",
        key=f"expired~{visit.id}", goods=goods, photo_ids=sorted(photos)[:10], visit_id=visit.id,
    )  # fmt: skip


async def of_deliveries(visit: Visit, by: Person, at: str, records: Records) -> None:
    """The store says that a delivery did not come whole (F77): one ticket a delivery note, with
    what is missing or broken of each of its lines, as she counted it."""
    differing = [one for one in (visit.greet or {})["deliveries"] if one["received"] != "yes"]
    store = await records.see(Store, visit.store_id) if differing else None
    if store is None:
        return
    lines = [line for one in differing for line in one.get("lines", ())]
    skus = await records.see_many(Sku, sorted({line["sku_id"] for line in lines}))
    for one in differing:
        named = "note_no" in one and "deliver_on" in one
        await tickets.found(
            records, store, (by.id, by.name), at, type="delivery",
            key=f"delivery~{one['note_id']}", goods=missed(one.get("lines", ()), skus),
            photo_ids=[], visit_id=visit.id, note_id=one["note_id"],
            note={"no": one["note_no"], "deliver_on": one["deliver_on"]} if named else None,
        )  # fmt: skip


def missed(lines: Iterable[Mapping[str, Any]], skus: Mapping[str, Sku]) -> list[dict[str, Any]]:
    """As a ticket names goods: by SKU and unit, whatever lines of the note they were on."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for line in lines:
        sku_id, uom = line["sku_id"], line["uom"]
        short, damaged = line["short_qty"], line["damaged_qty"]
        if not short + damaged:
            continue
        sku = skus.get(sku_id)
        size = sku.units_per_case if sku and uom == "case" else 1
        new = {"sku_id": sku_id, "units": 0, "uom": uom, "short_qty": 0, "damaged_qty": 0}
        one = found.setdefault((sku_id, uom), new)
        more = {"units": (short + damaged) * size, "short_qty": short, "damaged_qty": damaged}
        for name, qty in more.items():
            one[name] = min(MOST, one[name] + qty)
    return list(found.values())[:LONGEST]
