"""What higher slices may change here: a delivery note says where its photos are shown."""

from backend.store.session import Records
from backend.visits.tables import Photo, ProofPlace


async def expect_proof(
    records: Records, note_id: str, *, store_id: str, partner_id: str, driver_id: str, day: str
) -> None:
    """Photos of this note belong to its partner and its driver's trip, before or after it; said
    again, to another driver's."""
    trip = f"{driver_id}:{day}"
    known = await records.get(ProofPlace, note_id)
    if known is None:
        records.add(
            ProofPlace.of(
                id=note_id, store_id=store_id, partner_id=partner_id, driver_id=driver_id, trip=trip
            )
        )
    else:
        records.change(known, driver_id=driver_id, trip=trip)
    for photo in await records.find(Photo, delivery_note_id=note_id):
        held = await records.get(Photo, photo.id)
        if held is not None:
            records.change(held, partner_id=partner_id, trip=trip)
