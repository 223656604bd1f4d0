"""What higher slices may change here: a visit's check says how a promotion stands in its store."""

from dataclasses import dataclass
from typing import Any

from backend.customers.tables import Store
from backend.promotions import rules
from backend.promotions.stores import BLANK, execution_id, marks
from backend.promotions.tables import Promotion, PromotionExecution
from backend.promotions.views import PUBLIC
from backend.store.session import Records

KEPT_CHECKS = 60
"""Of so many last visits; older ones lie in their visits."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A check told to its store: of which promotion, how it went, and how often it failed now."""

    promotion: Promotion
    passed: bool
    failed: list[str]
    in_row: int


async def agreed_displays(records: Records, store: Store, day: str, at: str) -> int:
    """How many paid displays it had agreed to when a visit of that day began; one that has ended
    since was running then."""
    held = [vars(one) for one in await records.find(PromotionExecution, store_id=store.id)]
    plans = await records.see_many(Promotion, sorted({one["promotion_id"] for one in held}))
    then = [
        {**vars(one), "state": "released"} if one.state == "ended" else vars(one)
        for one in plans.values()
    ]
    return len(rules.agreed_displays(then, held, vars(store), day, at))


async def judge(records: Records, check: dict[str, Any]) -> dict[str, Any]:
    """A check as said, with its result. Of a promotion nobody knows here everything failed that
    was said to have failed."""
    promotion = await records.see(Promotion, check["promotion_id"])
    known = promotion is not None and promotion.state in PUBLIC
    items = promotion.items if promotion and known else [one["item"] for one in check["items"]]
    price = promotion.price_fen if promotion and known else None
    return {**check, **rules.judged(items, price, check["items"], check["price_fen"])}


async def checked(
    records: Records, judged: dict[str, Any], store: Store, visit_id: str, at: str, by_name: str
) -> Checked | None:
    """Keep the result with the store. None: not set up there, or no such promotion: no check."""
    promotion = await records.see(Promotion, judged["promotion_id"])
    if promotion is None or promotion.state not in PUBLIC or judged["cannot"] is not None:
        return None
    id = execution_id(promotion.id, store.id)
    held = await records.get(PromotionExecution, id)
    if held is None:
        held = PromotionExecution.of(id=id, promotion_id=promotion.id, store_id=store.id, **BLANK)
        records.add(held)
    made = {
        "visit_id": visit_id,
        "at": at,
        "by_name": by_name,
        "passed": judged["passed"],
        "failed": judged["failed"],
    }
    checks = rules.checks_after(held.checks, made, KEPT_CHECKS)
    after = {**vars(held), "checks": checks}
    records.change(
        held,
        checks=checks,
        state=rules.state_of(after),
        flags=sorted({*held.flags, *marks(promotion, store)}),
    )
    return Checked(promotion, judged["passed"], judged["failed"], rules.fails_in_row(checks))
