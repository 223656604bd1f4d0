"""What higher slices may change here: a visit tells its stop that it was made."""

from backend.people import effects as people
from backend.planning.tables import PlannedVisit, StopDone
from backend.store.session import Records


async def done(
    records: Records,
    planned_visit_id: str,
    *,
    visit_id: str,
    store_id: str,
    rep_id: str,
    rep_name: str,
    began_at: str,
) -> None:
    """A visit names this stop. The first one does it; a stop of another store is no stop of it.

    K5: a visit begun before the stop was moved away counts for its author, so the stop comes back
    to her; one begun afterwards stays hers, off her assignment, and the new rep's stop is waived.
    """
    stop = await records.see(PlannedVisit, planned_visit_id)
    if stop is None or stop.store_id != store_id:
        return
    if await records.see(StopDone, planned_visit_id) is None:
        records.add(StopDone.of(id=planned_visit_id, visit_id=visit_id, rep_id=rep_id))
    if stop.rep_id == rep_id or stop.state != "planned":
        return
    held = await records.get(PlannedVisit, planned_visit_id)
    if held is None:
        return
    other = held.rep_id
    before = held.moved_from
    if before and before["rep_id"] == rep_id and began_at < (held.decided_at or ""):
        records.change(held, rep_id=rep_id, day=before["day"], moved_from=None)
    else:
        records.change(held, state="waived", note=f"visited: {rep_name}")
    await people.tell(
        records,
        other,
        "plan.visited_by_other",
        entity="planned_visit",
        record_id=held.id,
        store_name=held.store_name,
        day=held.day,
        rep_name=rep_name,
    )
