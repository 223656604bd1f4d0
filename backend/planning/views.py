"""Stops, tasks and days in user: of the rep they are for."""

from msgspec import UNSET

from backend.planning.tables import DayStarted, PlannedVisit, StopOrder, Task
from backend.sync.view import View
from sync_protocol.generated import protocol as shown


def planned_visit(stop: PlannedVisit) -> shown.PlannedVisit:
    return shown.PlannedVisit(
        store_id=stop.store_id,
        store_code=stop.store_code,
        store_name=stop.store_name,
        rep_id=stop.rep_id,
        day=stop.day,
        sequence=stop.sequence,
        reason=stop.reason,
        minutes=stop.minutes,
        state=stop.state,
        origin=stop.origin,
        tier=stop.tier,  # type: ignore[arg-type]  # copied from a store
        lat_e7=stop.lat_e7,
        lon_e7=stop.lon_e7,
        note=stop.note,
    )


def task(task: Task) -> shown.Task:
    return shown.Task(
        store_id=task.store_id,
        store_code=task.store_code,
        store_name=task.store_name,
        rep_id=task.rep_id,
        title=task.title,
        text=task.text,
        due_on=task.due_on,
        priority=task.priority,
        evidence=task.evidence,
        state=task.state,
        answer=task.answer,
        photo_ids=task.photo_ids,
        assigned_by=task.assigned_by,
        assigned_by_name=task.assigned_by_name,
        assigned_at=task.assigned_at,
        answered_at=task.answered_at,
        source=task.source or UNSET,  # type: ignore[arg-type]  # builtins of the same shape
    )


def day_start(one: DayStarted) -> shown.DayStarted:
    return shown.DayStarted(
        rep_id=one.rep_id, day=one.day, started_at=one.started_at, pack_at=one.pack_at
    )


def stop_order(one: StopOrder) -> shown.StopOrder:
    return shown.StopOrder(
        rep_id=one.rep_id, day=one.day, stop_ids=one.stop_ids, arranged_at=one.arranged_at
    )


def hers(one: DayStarted | StopOrder) -> tuple[str]:
    return (f"user:{one.rep_id}",)


VIEWS: tuple[View[PlannedVisit] | View[Task] | View[DayStarted] | View[StopOrder], ...] = (
    View(
        "planned_visit",
        PlannedVisit,
        scopes=lambda stop: (f"user:{stop.rep_id}",),
        shown={"user": planned_visit},
    ),
    View("day_start", DayStarted, scopes=hers, shown={"user": day_start}),
    View("stop_order", StopOrder, scopes=hers, shown={"user": stop_order}),
    View("task", Task, scopes=lambda task: (f"user:{task.rep_id}",), shown={"user": task}),
)
