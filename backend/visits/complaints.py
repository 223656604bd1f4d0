"""What a visit found that somebody else must put right: it becomes a ticket by itself."""

from backend.customers.tables import Store
from backend.identity import Person
from backend.store.session import Records
from backend.tickets import effects as tickets
from backend.visits.tables import Photo, Visit


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
    """The store says that a delivery did not come whole (F77): one ticket a delivery note."""
    differing = [one for one in (visit.greet or {})["deliveries"] if one["received"] != "yes"]
    store = await records.see(Store, visit.store_id) if differing else None
    if store is None:
        return
    for one in differing:
        await tickets.found(
            records, store, (by.id, by.name), at, type="delivery",
            key=f"delivery~{one['note_id']}", goods=[], photo_ids=[], visit_id=visit.id,
            note_id=one["note_id"],
        )  # fmt: skip
