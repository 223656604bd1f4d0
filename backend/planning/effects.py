"""What higher slices may change here: a visit tells its stop that it was made."""

from dataclasses import dataclass

from backend.people import effects as people
from backend.planning.loans import lend_store, take_back
from backend.planning.tables import PlannedVisit, StopDone
from backend.store.session import Records

VISITED_BY = "visited_by:"
"""Begins the note of a stop that is waived because somebody else was there; his name follows."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a stop must know of a visit that names it."""

    visit_id: str
    store_id: str
    rep_id: str
    rep_name: str
    day: str
    began_at: str
    completed: bool
    off_assignment: bool


async def done(records: Records, planned_visit_id: str, call: Call) -> None:
    """A visit names this stop. A stop of another store or day is no stop of it.

    Its own rep's visit does it, however it ends. K5: one begun before the stop was moved away,
    from her or from that day, brings it back. Somebody else's does it only when it is completed: it
    is his from then on; if it was off his assignment the stop is waived, for nobody need go again.
    """
    stop = await records.see(PlannedVisit, planned_visit_id)
    if stop is None or stop.store_id != call.store_id:
        return
    told = await records.see(StopDone, stop.id)
    has_gone = told is not None and told.rep_id == stop.rep_id
    if _was_hers(stop, call) and not (has_gone and stop.rep_id != call.rep_id):
        await _give(records, stop, call)
        return
    if stop.day != call.day:
        return
    if stop.rep_id == call.rep_id:
        await _note(records, stop, call)
        return
    if not call.completed or stop.state != "planned" or has_gone:
        return
    if not call.off_assignment:
        await _give(records, stop, call)
        return
    await _note(records, stop, call)
    await _tell(records, stop, call)
    held = await records.get(PlannedVisit, stop.id)
    if held is not None:
        records.change(held, state="waived", note=f"{VISITED_BY}{call.rep_name}")


def _was_hers(stop: PlannedVisit, call: Call) -> bool:
    before = stop.moved_from
    return (
        before is not None
        and stop.state == "planned"
        and (before["rep_id"], before["day"]) == (call.rep_id, call.day)
        and call.began_at < (stop.decided_at or "")
    )


async def _give(records: Records, stop: PlannedVisit, call: Call) -> None:
    """The stop is hers, on the day she was there; whoever had it is told."""
    await _note(records, stop, call)
    held = await records.get(PlannedVisit, stop.id)
    if held is None:
        return
    other = held.rep_id
    if other != call.rep_id:
        await _tell(records, held, call)
    records.change(held, rep_id=call.rep_id, day=call.day, moved_from=None)
    await lend_store(records, held)
    if other != call.rep_id:
        await take_back(records, held.store_id, other)


async def _note(records: Records, stop: PlannedVisit, call: Call) -> None:
    """The first visit that does a stop is kept: it is not moved or waived any more."""
    if await records.see(StopDone, stop.id) is None:
        records.add(StopDone.of(id=stop.id, visit_id=call.visit_id, rep_id=call.rep_id))


async def _tell(records: Records, stop: PlannedVisit, call: Call) -> None:
    await people.tell(
        records,
        stop.rep_id,
        "plan.visited_by_other",
        entity="planned_visit",
        record_id=stop.id,
        store_name=stop.store_name,
        day=stop.day,
        rep_name=call.rep_name,
    )
