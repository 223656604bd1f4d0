"""What higher slices may change here: a visit tells its stop that it was made, and what it found
may become a task or close one."""

import uuid
from dataclasses import dataclass
from typing import Any

from backend.conflicts import effects as conflicts
from backend.customers.tables import Store
from backend.people import effects as people
from backend.people.tables import Person
from backend.planning.loans import lend_store, take_back
from backend.planning.tables import PlannedVisit, StopDone, Task
from backend.store import instant
from backend.store.session import Records

TASKS = uuid.UUID("6f0a3a6e-5a0f-4b7e-9d3c-1f7a8c2e4b55")
REPAIR_DAYS = 7
"""Where no next visit is planned, a repair is due after so many days."""

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
    from her or from that day, brings it back; one begun after leaves it where it is, and is off her
    assignment. Somebody else's does it only when it is completed: it is his from then on; if it was
    off his assignment the stop is waived, for nobody need go again.
    """
    stop = await records.see(PlannedVisit, planned_visit_id)
    if stop is None or stop.store_id != call.store_id:
        return
    told = await records.see(StopDone, stop.id)
    has_gone = told is not None and told.rep_id == stop.rep_id
    if _was_hers(stop, call) and not (has_gone and stop.rep_id != call.rep_id):
        await _met_move(records, stop, call)
        await _give(records, stop, call)
        return
    if _late(stop, call.rep_id, call.day, call.began_at):
        await _met_move(records, stop, call)
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


async def moved_before(
    records: Records, planned_visit_id: str | None, store_id: str, rep_id: str, day: str, at: str
) -> bool:
    """Whether the stop a visit names was another's by the time it began (K5): it then counts for
    neither, though the store may still be hers."""
    stop = await records.see(PlannedVisit, planned_visit_id) if planned_visit_id else None
    return stop is not None and stop.store_id == store_id and _late(stop, rep_id, day, at)


def _late(stop: PlannedVisit, rep_id: str, day: str, at: str) -> bool:
    before = stop.moved_from
    return (
        before is not None
        and rep_id != stop.rep_id
        and day in (before["day"], stop.day)
        and at >= (stop.decided_at or "")
    )


def _was_hers(stop: PlannedVisit, call: Call) -> bool:
    before = stop.moved_from
    return (
        before is not None
        and stop.state == "planned"
        and (before["rep_id"], before["day"]) == (call.rep_id, call.day)
        and call.began_at < (stop.decided_at or "")
    )


async def _met_move(records: Records, stop: PlannedVisit, call: Call) -> None:
    """K5: who was there before the move keeps the stop; after it, it stays where it was moved."""
    late = _late(stop, call.rep_id, call.day, call.began_at)
    mover = await records.see(Person, stop.decided_by) if stop.decided_by else None
    now = await records.see(Person, stop.rep_id)
    await conflicts.note(
        records,
        conflicts.Mine(call.rep_id, call.rep_name, call.began_at, "visit.check_in", call.visit_id),
        conflicts.About("visit", call.visit_id, stop.store_name, stop.store_id, stop.org_unit_id),
        rule="K5",
        stands="theirs" if late else "mine",
        other=conflicts.Other(mover.name if mover else None, stop.decided_at),
        base={"rep": call.rep_name, "day": call.day},
        mine={"rep": call.rep_name, "day": call.day},
        theirs={"rep": now.name if now else "", "day": stop.day},
        tell=late,
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


async def repair(
    records: Records,
    store: Store,
    *,
    visit_id: str,
    rep_id: str,
    day: str,
    title: str,
    source: dict[str, Any],
    by: tuple[str, str],
) -> None:
    """What a check found wrong is hers to put right, by her next visit. One that is open already
    stays as it is (domain.md 3.10)."""
    if await _open_repairs(records, store.id, source["promotion_id"]):
        return
    id = uuid.uuid5(TASKS, f"{visit_id}~{source['promotion_id']}").hex
    if await records.see(Task, id) is not None:
        return
    records.add(
        Task.of(
            id=id,
            store_id=store.id,
            store_code=store.code,
            store_name=store.name,
            org_unit_id=store.org_unit_id,
            rep_id=rep_id,
            title=title,
            text="",
            due_on=await _next_visit(records, store.id, rep_id, day),
            priority="high",
            evidence="none",
            state="assigned",
            answer=None,
            photo_ids=[],
            visit_id=None,
            assigned_by=by[0],
            assigned_by_name=by[1],
            assigned_at=records.now,
            answered_at=None,
            withdrawn_by=None,
            withdrawn_at=None,
            withdraw_note=None,
            source=source,
        )
    )


async def proved(records: Records, store_id: str, promotion_id: str, at: str) -> None:
    """A passed check is the proof that closes its repair."""
    for task in await _open_repairs(records, store_id, promotion_id):
        held = await records.get(Task, task.id)
        if held is not None:
            records.change(held, state="done", answered_at=max(at, held.assigned_at))


async def _open_repairs(records: Records, store_id: str, promotion_id: str) -> list[Task]:
    return [
        task
        for task in await records.find(Task, store_id=store_id, state="assigned")
        if task.source and task.source["promotion_id"] == promotion_id
    ]


async def _next_visit(records: Records, store_id: str, rep_id: str, day: str) -> str:
    days = [
        stop.day
        for stop in await records.find(PlannedVisit, store_id=store_id, rep_id=rep_id)
        if stop.state == "planned" and stop.day > day
    ]
    noon = instant.shifted(instant.end_of_day(day, "UTC"), hours=-12)
    return min(days, default=instant.day_of(instant.shifted(noon, days=REPAIR_DAYS), "UTC"))
