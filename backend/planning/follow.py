"""What stops and tasks show of their store, and how they follow it: the system says so when a store
changed office, name or place, or is closed for good."""

from typing import Any

from backend.customers.tables import Store
from backend.identity import Person
from backend.people import effects
from backend.planning.tables import PlannedVisit, StopDone, Task
from backend.refused import Refused
from backend.store import instant
from backend.store.session import Records
from backend.sync.registry import Op
from sync_protocol.generated.protocol import PlannedVisitFollow, TaskFollow

CLOSED = "closed"
"""Why a stop is waived and a task withdrawn, as the office would give it."""
SHOWN_BY_A_TASK = ("store_code", "store_name", "org_unit_id")


def copied(store: Store) -> dict[str, Any]:
    """What a stop shows of its store without asking for it."""
    return {
        "store_id": store.id,
        "store_code": store.code,
        "store_name": store.name,
        "org_unit_id": store.org_unit_id,
        "tier": store.tier,
        "lat_e7": store.lat_e7,
        "lon_e7": store.lon_e7,
    }


async def planned_visit(op: Op, args: PlannedVisitFollow, by: Person, records: Records) -> None:
    """The store goes to another office, or bears another name: a stop still to come goes with it,
    so that who answers for the store decides on it. What is past keeps the office it counts for.
    Nobody goes to a store that is closed for good; what a merged one had went to the other."""
    held = await records.get(PlannedVisit, op.id)
    store = await records.see(Store, held.store_id) if held else None
    if held is None or store is None:
        raise Refused("record/unknown", op.id, entity="planned_visit", id=op.id)
    past = held.day < instant.day_of(records.now, records.zone)
    if past or held.state != "planned" or await records.see(StopDone, held.id) is not None:
        return
    _change(records, held, copied(store))
    if not store.active and store.merged_into is None:
        now = {"decided_by": by.id, "decided_at": records.now}
        records.change(held, state="waived", note=CLOSED, **now)


async def task(op: Op, args: TaskFollow, by: Person, records: Records) -> None:
    """An open task goes with its store; of one that is closed for good it is withdrawn, and its rep
    told. Done all the same, without having heard of it, is K8."""
    held = await records.get(Task, op.id)
    store = await records.see(Store, held.store_id) if held else None
    if held is None or store is None:
        raise Refused("record/unknown", op.id, entity="task", id=op.id)
    if held.state != "assigned":
        return
    now = copied(store)
    _change(records, held, {name: now[name] for name in SHOWN_BY_A_TASK})
    if not store.active and store.merged_into is None:
        records.change(
            held, state="withdrawn", withdrawn_by=by.id, withdrawn_at=records.now,
            withdraw_note=CLOSED,
        )  # fmt: skip
        await effects.tell(
            records, held.rep_id, "task.closed", entity="task", record_id=held.id,
            title=held.title, store_name=held.store_name,
        )  # fmt: skip


def _change(records: Records, held: PlannedVisit | Task, now: dict[str, Any]) -> None:
    different = {name: value for name, value in now.items() if getattr(held, name) != value}
    if different:
        records.change(held, **different)
