"""S6: promotions, material and coolers of a visit. The last word counts; each check is judged here
again and told to its store, and a failed one becomes a task for the next visit."""

from typing import Any

import msgspec

from backend.customers.tables import Store
from backend.identity import Person
from backend.people import effects as people
from backend.people.tables import Person as Card
from backend.planning import effects as planning
from backend.promotions import effects as promotions
from backend.store.session import Records
from backend.sync.registry import Op
from backend.visits import steps
from backend.visits.tables import Visit
from backend.visits.whose import own_visit
from sync_protocol.generated.protocol import VisitPromotion

IN_A_ROW = 2
"""So many failed checks go to the specialist (domain.md 4.7)."""


async def promotion(op: Op, args: VisitPromotion, by: Person, records: Records) -> None:
    held = await own_visit(op, by, records)
    said = msgspec.to_builtins(args)
    said["checks"] = [await promotions.judge(records, one) for one in said["checks"]]
    steps.put(op, held, {"promotion": said}, records)
    store = await records.see(Store, held.store_id)
    if store is None:
        return
    for one in said["checks"]:
        told = await promotions.checked(records, one, store, held.id, op.occurred_at, by.name)
        if told is not None:
            await follow(records, held, store, told)


async def follow(records: Records, visit: Visit, store: Store, told: promotions.Checked) -> None:
    """A failed check opens a task, a passed one closes it; a second in a row is told above."""
    plan = told.promotion
    if told.passed:
        await planning.proved(records, store.id, plan.id, visit.checked_in_at)
        return
    card = await records.see(Card, plan.released_by) if plan.released_by else None
    await planning.repair(
        records,
        store,
        visit_id=visit.id,
        rep_id=visit.rep_id,
        day=visit.day,
        title=plan.name,
        source={"kind": "promotion_failed", "promotion_id": plan.id, "failed": told.failed},
        by=(plan.released_by or "system", card.name if card else ""),
    )
    if told.in_row >= IN_A_ROW and plan.released_by:
        facts: dict[str, Any] = {
            "name": plan.name,
            "store_name": store.name,
            "by_name": visit.rep_name,
            "times": told.in_row,
        }
        await people.tell(
            records, plan.released_by, "promotion.failing",
            entity="promotion", record_id=plan.id, **facts,
        )  # fmt: skip
