"""A note with the partner, on the driver's trip, and in the store it goes to: the same for all."""

from collections.abc import Iterator

import msgspec

from backend.shipments.tables import DeliveryNote
from backend.sync.view import View
from sync_protocol.generated import protocol as shown


def delivery_note(note: DeliveryNote) -> shown.DeliveryNote:
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
    )


def note_scopes(note: DeliveryNote) -> Iterator[str]:
    yield f"partner:{note.partner_id}"
    yield f"store:{note.store_id}"
    yield f"trip:{note.driver_id}:{note.deliver_on}"


VIEWS: tuple[View[DeliveryNote], ...] = (
    View(
        "delivery_note",
        DeliveryNote,
        scopes=note_scopes,
        shown={"partner": delivery_note, "store": delivery_note, "trip": delivery_note},
    ),
)
