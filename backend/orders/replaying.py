"""Asking what a promotion would have done to past orders, and stopping it. The worker answers
(replay_work.py); what was counted is read by whoever sees every store it counts (replays.py)."""

from typing import Any

from backend.identity import Person, Role
from backend.orders import replay_rules
from backend.orders.tables import PromotionReplay
from backend.people.reach import units_under
from backend.promotions.tables import Promotion
from backend.refused import Conflict, Duplicate, Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.registry import Op
from sync_protocol.generated.protocol import ReplayAsk, ReplayStop

LONGEST_DAYS = 366
AT_ONCE = 3
"""So many of one person run at a time."""
ASKED_OF = ("draft", "pending", "approved")
RUNNING, DONE, STOPPED = "running", "done", "stopped"
PLAN = (
    "id", "rules", "priority", "stackable", "classes", "channels", "tiers", "store_ids",
)  # fmt: skip


async def ask(op: Op, args: ReplayAsk, by: Person, records: Records) -> None:
    """Of the promotion as it is now, in the offices it is meant for and he reaches."""
    held = await records.get(PromotionReplay, op.id)
    if held is not None:
        if held.asked_by != by.id:
            raise unknown(op.id)
        if (held.promotion_id, held.first, held.last) != (args.promotion_id, args.first, args.last):
            raise Refused("record/exists", op.id)
        raise Duplicate("record/exists", op.id)
    plan = await records.see(Promotion, args.promotion_id)
    if plan is None or plan.org_unit_id not in by.unit_ids:
        id = args.promotion_id
        raise Refused("record/unknown", id, entity="promotion", id=id)
    if plan.state not in ASKED_OF:
        raise Conflict("record/state", plan.state, version=plan.version, state=plan.state)
    if not plan.rules:
        raise Refused("value/out-of-range", "it has no rules", field="rules")
    days_of(args.first, args.last, instant.day_of(records.now, records.zone))
    running = await records.find(PromotionReplay, asked_by=by.id, state=RUNNING)
    if len(running) >= AT_ONCE:
        raise Refused("value/out-of-range", f"{AT_ONCE} at once", field="running")

    units = plan.org_unit_ids or await units_under(records, plan.org_unit_id)
    records.add(
        PromotionReplay.of(
            id=op.id,
            promotion_id=plan.id,
            plan={name: getattr(plan, name) for name in PLAN},
            first=args.first,
            last=args.last,
            org_unit_ids=sorted(by.unit_ids.intersection(units)),
            only_major=by.role is Role.SPECIALIST,
            asked_by=by.id,
            asked_by_name=by.name,
            asked_at=records.now,
            state=RUNNING,
            next_day=args.first,
            next_id="",
            stores=0,
            sums=replay_rules.nothing(),
            ended_at=None,
        )
    )
    records.job("replay", replay_id=op.id)


def days_of(first: str, last: str, today: str) -> None:
    since, until = said.a_day(first, "first"), said.a_day(last, "last")
    if until > today or until < since:
        raise Refused("value/out-of-range", until, field="last")
    if (instant.a_day(until) - instant.a_day(since)).days >= LONGEST_DAYS:
        raise Refused("value/out-of-range", since, field="first")


async def stop(op: Op, args: ReplayStop, by: Person, records: Records) -> None:
    """Whoever sees it may. What is over is over."""
    held = await records.get(PromotionReplay, op.id)
    if held is None or not sees(vars(held), by):
        raise unknown(op.id)
    if held.state == DONE:
        raise Conflict("record/state", held.state, version=held.version, state=held.state)
    if held.state == RUNNING:
        records.change(held, state=STOPPED, ended_at=records.now)


def sees(replay: dict[str, Any], by: Person) -> bool:
    """Its sums are of stores he reaches, every one of them."""
    within = by.unit_ids.issuperset(replay["org_unit_ids"])
    return within and (by.role is not Role.SPECIALIST or replay["only_major"])


def unknown(id: str) -> Refused:
    return Refused("record/unknown", id, entity="promotion_replay", id=id)
