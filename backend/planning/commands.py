"""What the server does with each operation about stops and tasks."""

from collections.abc import Iterable
from typing import Any

from backend.conflicts import effects as conflicts
from backend.customers import aliases, standing
from backend.customers.tables import Store, StoreAssignment
from backend.identity import Person, Role
from backend.people import effects, reach
from backend.planning import days, follow, rules
from backend.planning.loans import lend_store, take_back
from backend.planning.tables import PlannedVisit, StopDone, Task
from backend.refused import Conflict, Duplicate, Quarantined, Refused
from backend.store import instant, said
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.put import put
from backend.sync.registry import Command, Facts, Op
from sync_protocol.generated.protocol import (
    PlannedVisitAdd,
    PlannedVisitMove,
    PlannedVisitPut,
    PlannedVisitWaive,
    TaskAssign,
    TaskCannot,
    TaskComplete,
    TaskWithdraw,
)

PLANNED_DAYS = 366
MAJOR = ("C1", "C2")  # classes a specialist is responsible for, in all offices of the branch


async def planned_visit_put(op: Op, args: PlannedVisitPut, by: Person, records: Records) -> None:
    held = await records.get(PlannedVisit, op.id)
    if held is not None and held.org_unit_id not in by.unit_ids:
        raise Refused("record/unknown", op.id, entity="planned_visit", id=op.id)
    store = await reached_store(by, args.store_id, records)
    await reached_rep(by, args.rep_id, records)
    day = said.a_day(args.day, "day")
    if by.role is not Role.ADMIN:  # history is imported by admins
        not_past(day, records)
    not_far(day, records)
    if held is not None:
        await still_open(held, records)
    if by.role is not Role.ADMIN:
        not_closed(store)

    values = {
        **follow.copied(store),
        "rep_id": args.rep_id,
        "day": day,
        "sequence": args.sequence,
        "reason": args.reason,
        "minutes": args.minutes,
    }
    if held is None:
        values |= NEW_STOP
    planned = put(records, op, held, PlannedVisit, values)
    await lend_store(records, planned)


async def planned_visit_add(op: Op, args: PlannedVisitAdd, by: Person, records: Records) -> None:
    """A rep's own stop in one of her stores. A fact: she goes there whatever the plan says."""
    held = await records.see(PlannedVisit, op.id)
    store = await aliases.store_now(records, args.store_id)
    stands = await standing.at_store(records, by.id, args.store_id, op.occurred_at)

    if store is None or stands is None:
        raise Quarantined("store/not-granted", args.store_id)
    values = {
        **follow.copied(store),
        "rep_id": by.id,
        "day": said.a_day(args.day, "day", Quarantined),
        "sequence": args.sequence,
        "reason": args.reason,
        "minutes": rules.minutes_of(store.tier),
    }
    if held is not None:
        same = ("store_id", "rep_id", "day", "sequence", "reason")
        if all(getattr(held, name) == values[name] for name in same):
            raise Duplicate("fact/immutable")
        raise Refused("fact/immutable", op.id)

    await aliases.landed(records, args.store_id, store.id, "planned_visit", op.id)
    records.add(PlannedVisit.of(id=op.id, **{**values, **NEW_STOP, "origin": "rep_added"}))


async def planned_visit_move(op: Op, args: PlannedVisitMove, by: Person, records: Records) -> None:
    """To another rep or day. Until that day ends the new rep reads the store."""
    held = await records.get(PlannedVisit, op.id)
    if held is None or held.org_unit_id not in by.unit_ids:
        raise Refused("record/unknown", op.id, entity="planned_visit", id=op.id)
    rep = await reached_rep(by, args.rep_id, records)
    not_past(held.day, records)
    not_past(said.a_day(args.day, "day"), records)
    not_far(args.day, records)
    not_older(op, held)
    await still_open(held, records)
    old_rep = held.rep_id

    records.change(
        held,
        moved_from={"rep_id": old_rep, "day": held.day},
        rep_id=args.rep_id,
        day=args.day,
        note=args.note,
        decided_by=by.id,
        decided_at=records.now,
    )
    await lend_store(records, held)
    facts = {"by_name": by.name, "rep_name": rep.name}
    if args.rep_id == old_rep:
        await tell_stop(records, old_rep, "plan.moved_day", held, facts)
        return
    await take_back(records, held.store_id, old_rep)
    await tell_stop(records, args.rep_id, "plan.moved_to_you", held, facts)
    await tell_stop(records, old_rep, "plan.moved_away", held, facts)


async def planned_visit_waive(
    op: Op, args: PlannedVisitWaive, by: Person, records: Records
) -> None:
    held = await records.get(PlannedVisit, op.id)
    if held is None or held.org_unit_id not in by.unit_ids:
        raise Refused("record/unknown", op.id, entity="planned_visit", id=op.id)
    not_past(held.day, records)
    not_older(op, held)
    await still_open(held, records)

    records.change(held, state="waived", note=args.reason, decided_by=by.id, decided_at=records.now)
    facts = {"by_name": by.name, "reason": args.reason}
    await tell_stop(records, held.rep_id, "plan.waived", held, facts)


async def task_assign(op: Op, args: TaskAssign, by: Person, records: Records) -> None:
    held = await records.get(Task, op.id)
    store = await reached_store(by, args.store_id, records)
    await reached_rep(by, args.rep_id, records)
    serves = await records.find(StoreAssignment, store_id=store.id, rep_id=args.rep_id)
    due_end = instant.end_of_day(said.a_day(args.due_on, "due_on"), records.zone)

    if by.role is Role.SPECIALIST and store.customer_class not in MAJOR:
        raise Refused("record/unknown", store.id, entity="store", id=store.id)
    if held is not None:
        raise Refused("record/exists", op.id)
    if due_end <= records.now:
        raise Refused("value/out-of-range", args.due_on, field="due_on")
    not_closed(store)
    if not any(
        one.from_at < due_end and (one.until_at is None or one.until_at > records.now)
        for one in serves
    ):
        raise Refused("store/not-granted", args.rep_id, rep_id=args.rep_id)

    records.add(
        Task.of(
            id=op.id,
            store_id=store.id,
            store_code=store.code,
            store_name=store.name,
            org_unit_id=store.org_unit_id,
            rep_id=args.rep_id,
            title=args.title,
            text=args.text,
            due_on=args.due_on,
            priority=args.priority,
            evidence=args.evidence,
            state="assigned",
            answer=None,
            photo_ids=[],
            visit_id=None,
            assigned_by=by.id,
            assigned_by_name=by.name,
            assigned_at=records.now,
            answered_at=None,
            withdrawn_by=None,
            withdrawn_at=None,
            withdraw_note=None,
        )
    )
    await tell_task(records, args.rep_id, "task.assigned", op.id, args.title, store.name, by)


async def task_complete(op: Op, args: TaskComplete, by: Person, records: Records) -> None:
    """Refuses task/evidence-missing; the answer stays in the log and with the rep."""
    held = await own_task(op, by, records)
    told = {
        "answer": args.answer,
        "photo_ids": list(args.photo_ids),
        "visit_id": args.visit_id,
    }
    state = rules.state_after_answer(held.state, "done")
    if state is None:
        raise already_answered(held, told, by)
    if state == "done" and rules.evidence_missing(held.evidence, args.answer, args.photo_ids):
        raise Refused("task/evidence-missing", op.id, evidence=held.evidence)

    if state != "done":
        await met_withdrawal(op, held, args, by, records)
    await answer(op, held, state, told, by, records)


async def met_withdrawal(
    op: Op, held: Task, args: TaskComplete, by: Person, records: Records
) -> None:
    """K8: both words stand, his work and that it is no longer asked for."""
    withdrew = await reach.person(records, held.withdrawn_by) if held.withdrawn_by else None
    await conflicts.note(
        records,
        conflicts.Mine.said(op, by),
        conflicts.About(
            "task", held.id, f"{held.title} · {held.store_name}", held.store_id, held.org_unit_id
        ),
        rule="K8",
        stands="both",
        other=conflicts.Other(withdrew.name if withdrew else None, held.withdrawn_at),
        base={"task_state": "assigned"},
        mine={"task_state": "done", "answer": args.answer[:200]},
        theirs={"task_state": "withdrawn", "note": held.withdraw_note or ""},
    )


async def task_cannot(op: Op, args: TaskCannot, by: Person, records: Records) -> None:
    held = await own_task(op, by, records)
    told = {"answer": args.reason}
    state = rules.state_after_answer(held.state, "not_possible")
    if state is None:
        raise already_answered(held, told, by)

    await answer(op, held, state, told, by, records)


async def task_withdraw(op: Op, args: TaskWithdraw, by: Person, records: Records) -> None:
    held = await records.get(Task, op.id)
    if held is None or held.org_unit_id not in by.unit_ids:
        raise Refused("record/unknown", op.id, entity="task", id=op.id)
    if held.state != "assigned":
        raise Conflict("task/state", held.state, version=held.version, state=held.state)

    records.change(
        held,
        state="withdrawn",
        withdrawn_by=by.id,
        withdrawn_at=records.now,
        withdraw_note=args.note,
    )
    await tell_task(
        records, held.rep_id, "task.withdrawn", op.id, held.title, held.store_name, by, args.note
    )


NEW_STOP: dict[str, Any] = {
    "state": "planned",
    "origin": "planned",
    "note": None,
    "decided_by": None,
    "decided_at": None,
    "moved_from": None,
}


async def reached_store(by: Person, store_id: str, records: Records) -> Store:
    """A store of another office is unknown: a refusal must not tell what exists."""
    store = await records.see(Store, store_id)
    if store is None or store.org_unit_id not in by.unit_ids:
        raise Refused("record/unknown", store_id, entity="store", id=store_id)
    return store


async def reached_rep(by: Person, rep_id: str, records: Records) -> Person:
    rep = await reach.person(records, rep_id)
    if rep is None or rep.role is not Role.FIELD_REP or rep.org_unit_id not in by.unit_ids:
        raise Refused("rep/unknown", rep_id, rep_id=rep_id)
    return rep


def not_past(day: str, records: Records) -> None:
    """A day is over at its end; what was missed stays missed."""
    if day < instant.day_of(records.now, records.zone):
        raise Refused("plan/day-past", day, day=day)


def not_closed(store: Store) -> None:
    """Nobody is sent to a store that is closed for good, nor to one that was merged away."""
    if not store.active:
        raise Refused("plan/store-closed", store.id, store_name=store.name)


def not_far(day: str, records: Records) -> None:
    """Nobody plans further than a year ahead; a year too much is a slip of the finger."""
    if day > instant.day_of(instant.shifted(records.now, days=PLANNED_DAYS), records.zone):
        raise Refused("value/out-of-range", day, field="day")


def not_older(op: Op, held: PlannedVisit) -> None:
    if op.base_version is not None and op.base_version < held.version:
        raise Conflict(
            "record/state", op.id, version=held.version, state=held.state, rep_id=held.rep_id
        )


async def still_open(held: PlannedVisit, records: Records) -> None:
    done = await records.see(StopDone, held.id)
    if done is not None:
        raise Refused("plan/visited", held.id, visit_id=done.visit_id, rep_id=done.rep_id)
    if held.state != "planned":
        raise Conflict("record/state", held.id, version=held.version, state=held.state)


async def tell_stop(
    records: Records, person_id: str, kind: str, stop: PlannedVisit, facts: dict[str, str]
) -> None:
    await effects.tell(
        records, person_id, kind, entity="planned_visit", record_id=stop.id,
        store_name=stop.store_name, day=stop.day, **facts,
    )  # fmt: skip


async def tell_task(
    records: Records,
    person_id: str,
    kind: str,
    task_id: str,
    title: str,
    store_name: str,
    by: Person,
    note: str = "",
) -> None:
    await effects.tell(
        records, person_id, kind, entity="task", record_id=task_id,
        title=title, store_name=store_name, by_name=by.name, note=note,
    )  # fmt: skip


async def own_task(op: Op, by: Person, records: Records) -> Task:
    held = await records.get(Task, op.id)
    if held is None or held.rep_id != by.id:
        raise Refused("record/unknown", op.id, entity="task", id=op.id)
    return held


def already_answered(held: Task, told: dict[str, Any], by: Person) -> Refused:
    """The same answer again is nothing new; another one cannot replace it."""
    if all(getattr(held, name) == value for name, value in told.items()):
        return Duplicate("task/state", held.state)
    return Conflict("task/state", held.state, version=held.version, state=held.state)


async def answer(
    op: Op, held: Task, state: str, told: dict[str, Any], by: Person, records: Records
) -> None:
    records.change(held, state=state, answered_at=op.occurred_at, **told)
    await tell_task(
        records, held.assigned_by, f"task.{state}", held.id, held.title, held.store_name, by,
        str(told["answer"])[:200],
    )  # fmt: skip


def a_stop(op: Op, args: Any) -> Iterable[tuple[type[Record], str]]:
    yield PlannedVisit, op.id
    yield Store, args.store_id
    yield StopDone, op.id


COMMANDS: dict[str, Command] = {
    "planned_visit.put": planned_visit_put,
    "planned_visit.add": planned_visit_add,
    "planned_visit.move": planned_visit_move,
    "planned_visit.waive": planned_visit_waive,
    "planned_visit.follow": follow.planned_visit,
    "task.assign": task_assign,
    "task.complete": task_complete,
    "task.cannot": task_cannot,
    "task.withdraw": task_withdraw,
    "task.follow": follow.task,
    "day.start": days.start,
    "day.arrange": days.arrange,
}
FACTS: dict[str, Facts] = {
    "planned_visit.put": a_stop,
    "planned_visit.add": a_stop,
    "day.start": days.begun,
}
