"""A note with the partner, on the driver's trip, and in the store it goes to."""

from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from msgspec import UNSET

from backend.shipments import rules
from backend.shipments.notes import taken_back
from backend.shipments.tables import DeliveryNote, ReturnNote
from backend.store.read import Read
from backend.store.view import of_partner
from backend.sync.view import View
from sync_protocol.generated import protocol as shown


def with_money(note: DeliveryNote) -> shown.DeliveryNote:
    """As the partner's people have it: with what is to be collected at the door (F74)."""
    note_shown = delivery_note(note)
    if note.collect is None:
        return note_shown
    if note.collect["payment_days"]:
        return msgspec.structs.replace(
            note_shown, collect_fen=0, payment_days=note.collect["payment_days"]
        )
    worth = sum(rules.taken_fen(line) for line in note.lines)
    return msgspec.structs.replace(note_shown, collect_fen=max(0, worth - note.collect["paid_fen"]))


def delivery_note(note: DeliveryNote) -> shown.DeliveryNote:
    """As its store sees it: what is paid, and when, is between the partner and the store."""
    back = taken_back(note)
    return shown.DeliveryNote(
        no=note.no,
        order_ids=note.order_ids,
        order_nos=note.order_nos,
        store_id=note.store_id,
        store_code=note.store_code,
        store_name=note.store_name,
        address=note.address,
        contact_name=note.contact_name,
        phone=note.phone,
        receiving_window=note.receiving_window,
        lat_e7=note.lat_e7,
        lon_e7=note.lon_e7,
        partner_id=note.partner_id,
        driver_id=note.driver_id,
        driver_name=note.driver_name,
        deliver_on=note.deliver_on,
        state=note.state,
        lines=[
            shown.DeliveryLine(
                line_id=line["line_id"],
                order_id=line["order_id"],
                sku_id=line["sku_id"],
                sku_name=line["sku_name"],
                qty=line["qty"],
                uom=line["uom"],
                accepted_qty=line["accepted_qty"],
                reason=line["reason"],
                order_line_id=line["order_line_id"],
                lots=msgspec.convert(line["lots"], list[shown.NoteLot])
                if "lots" in line
                else UNSET,
                older_reason=line.get("older_reason", UNSET),
                price_fen=line.get("price_fen", UNSET),
                amount_fen=line.get("amount_fen", UNSET),
                noted_qty=line.get("noted_qty", UNSET),
                load_reason=line.get("load_reason", UNSET),
            )
            for line in note.lines
        ],
        gifts=msgspec.convert(note.gifts, list[shown.DeliveryGift]),
        signer_name=note.signer_name,
        signature_photo_id=note.signature_photo_id,
        loaded_at=note.loaded_at,
        delivered_at=note.delivered_at,
        reason=note.reason,
        note=note.note,
        recall=recalled(note.recall) if note.recall else UNSET,
        vehicle=note.vehicle or UNSET,
        prints=note.prints or UNSET,
        taken_back=shown.TakenBack(by_name=back["by_name"], reason=back["reason"], at=back["at"])
        if back
        else UNSET,
    )


def recalled(recall: dict[str, Any]) -> shown.Recalled:
    """Not by which account."""
    return shown.Recalled(
        **{name: recall[name] for name in ("order_no", "by_name", "reason", "at")}
    )


def note_scopes(note: DeliveryNote) -> Iterator[str]:
    yield of_partner(note.partner_id, note, note.aged_version)
    yield f"store:{note.store_id}"
    yield f"trip:{note.driver_id}:{note.deliver_on}"


def return_note(held: ReturnNote) -> shown.ReturnNote:
    return shown.ReturnNote(
        no=held.no,
        origin=held.origin,  # type: ignore[arg-type]  # commands write no other
        state=held.state,  # type: ignore[arg-type]
        store_id=held.store_id,
        store_code=held.store_code,
        store_name=held.store_name,
        address=held.address,
        partner_id=held.partner_id,
        delivery_note_id=held.delivery_note_id,
        delivery_note_no=held.delivery_note_no,
        driver_id=held.driver_id,
        driver_name=held.driver_name,
        collect_on=held.collect_on,
        lines=[shown.ReturnLine(**told(line)) for line in held.lines],
        photo_ids=held.photo_ids,
        note=held.note,
        asked_by_name=held.asked_by_name,
        asked_at=held.asked_at,
        decided_by_name=held.decided_by_name,
        decided_at=held.decided_at,
        decided_reason=held.decided_reason,
        collected_at=held.collected_at,
        posted_at=held.posted_at,
    )


def told(line: dict[str, Any]) -> dict[str, Any]:
    """Of which order it came, its delivery note says."""
    return {name: line[name] for name in line if name not in ("order_id", "order_line_id")}


def return_scopes(held: ReturnNote) -> Iterator[str]:
    yield f"store:{held.store_id}"
    yield from scopes_of(held.state, held.partner_id, held.driver_id, held.collect_on)


def scopes_of(
    state: str, partner_id: str, driver_id: str | None, collect_on: str | None
) -> set[str]:
    """The partner's; he and his driver see nothing before it is approved."""
    if state in ("requested", "rejected"):
        return set()
    trip = {f"trip:{driver_id}:{collect_on}"} if driver_id and collect_on else set()
    return {f"partner:{partner_id}"} | trip


async def pictures_of(read: Read, store_id: str, scopes: Collection[str]) -> set[str]:
    """The pictures of a store with which goods were asked back, for whoever sees the return note
    in one of these scopes. Asked when one is looked at: nobody knows which comes first."""
    rows = await read.rows(
        "SELECT state, partner_id, driver_id, collect_on, photo_ids FROM return_note"
        " WHERE store_id = ? AND photo_ids != '[]'",
        store_id,
    )
    return {
        photo_id
        for state, partner_id, driver_id, collect_on, photo_ids in rows
        if not scopes_of(state, partner_id, driver_id, collect_on).isdisjoint(scopes)
        for photo_id in msgspec.json.decode(photo_ids)
    }


VIEWS: tuple[View[Any], ...] = (
    View(
        "delivery_note",
        DeliveryNote,
        scopes=note_scopes,
        shown=dict.fromkeys(("partner", "past", "trip"), with_money) | {"store": delivery_note},
    ),
    View(
        "return_note",
        ReturnNote,
        scopes=return_scopes,
        shown={"store": return_note, "partner": return_note, "trip": return_note},
    ),
)
