"""What the server does with what people say about visits in doubt.

Whoever answers for the store decides, C1 the specialist; nobody on himself; nobody before she could
say her word; and she may ask one level up, once. Nothing else follows from a flag.
"""

from typing import Any

import msgspec

from backend.customers.tables import Store
from backend.identity import Person, Role
from backend.people import effects
from backend.people.rules import reaches
from backend.people.tables import OrgUnit
from backend.refused import Conflict, Duplicate, Refused
from backend.reviews import rules, thresholds
from backend.reviews.flags import ADMIN
from backend.reviews.judge import OPEN, WITHDRAWN, tell_others
from backend.reviews.rules import REJECTED
from backend.reviews.tables import ReviewRules, VisitFlag, VisitVerdict
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.registry import Command, Op
from backend.visits import judging
from sync_protocol.generated.protocol import (
    AppealSettle,
    FlagAnswer,
    FlagDecide,
    ReviewRulesPut,
    VisitAppeal,
    VisitReview,
)

UPHELD, DISMISSED, REVERSED = "upheld", "dismissed", "reversed"


def reviews(by: Person, store: Store) -> bool:
    """C1 stores go to the specialist, all others to the office's supervisor; a manager may look at
    any (domain.md 2.2, 4.9)."""
    if not reaches(by.role, by.unit_ids, store.org_unit_id, store.customer_class):
        return False
    if by.role is Role.OPS_MANAGER:
        return True
    return (by.role is Role.SPECIALIST) == (store.customer_class == "C1")


async def review(op: Op, args: VisitReview, by: Person, records: Records) -> None:
    held = await records.get(VisitVerdict, op.id)
    store = await records.see(Store, held.store_id) if held is not None else None
    if held is None or store is None or not reviews(by, store):
        raise Refused("record/unknown", op.id, entity="visit", id=op.id)
    questions = await of_visit(records, op.id)
    upheld = set(args.upheld)
    values = {
        "review_state": args.state,
        "review_reason": args.reason,
        "review_note": args.note or None,
    }
    same = all(getattr(held, name) == value for name, value in values.items()) and all(
        one.state == (UPHELD if one.id in upheld else DISMISSED) for one in questions.values()
    )
    check_review(op, args, by, held, same=same)
    check_flags(args, questions, upheld, records.now)
    if same:
        raise Duplicate("record/state", args.state)

    before = held.review_state
    for one in questions.values():
        decide(records, one, UPHELD if one.id in upheld else DISMISSED, args.note, by)
    await settle(
        records, held, **values, reviewed_by=by.id, reviewed_by_name=by.name,
        reviewed_role=str(by.role), reviewed_at=records.now,
        appeal_until=await appeal_until(records, held),
    )  # fmt: skip
    if args.state == REJECTED:
        await tell(records, "visit.rejected", held, store, by, reason=reason_of(args))
    elif before == REJECTED or questions:
        await tell(records, "visit.accepted", held, store, by)


def check_review(op: Op, args: VisitReview, by: Person, held: VisitVerdict, *, same: bool) -> None:
    """Nobody on himself; a reason for a no; nothing over an appeal, or over what one never saw: not
    even over one's own word from another window, unless it says the ``same``."""
    if held.rep_id == by.id:
        raise Refused("decision/own", op.id)
    if (args.state == REJECTED) != (args.reason is not None):
        raise Refused("value/out-of-range", f"{args.state}, {args.reason}", field="reason")
    if held.appeal_state is not None:
        raise Conflict("record/state", op.id, version=held.version, state=held.appeal_state)
    unseen = op.base_version is not None and op.base_version < held.version
    if unseen and held.reviewed_by is not None and not (same and held.reviewed_by == by.id):
        raise Conflict(
            "record/state", op.id, version=held.version, state=held.review_state,
            reason=held.review_reason, note=held.review_note, by_name=held.reviewed_by_name,
            at=held.reviewed_at,
        )  # fmt: skip


def check_flags(
    args: VisitReview, questions: dict[str, VisitFlag], upheld: set[str], now: str
) -> None:
    """Nothing is held against her before she could say her word."""
    if not upheld <= questions.keys():
        raise Refused("value/out-of-range", str(upheld - questions.keys()), field="upheld")
    for one in questions.values():
        if (args.state == REJECTED or one.id in upheld) and not is_ripe(one, now):
            raise Refused("review/too-early", one.id, until=one.hers_until)


async def appeal(op: Op, args: VisitAppeal, by: Person, records: Records) -> None:
    """Said in time by her own clock, wherever she was then; it may arrive later."""
    held = await records.get(VisitVerdict, op.id)
    if held is None or held.rep_id != by.id:
        raise Refused("record/unknown", op.id, entity="visit", id=op.id)
    if held.appeal_state is not None and held.appeal_text == args.text:
        raise Duplicate("record/state", op.id)
    if held.review_state != REJECTED or held.appeal_state is not None:
        state = held.appeal_state or held.review_state
        raise Conflict("record/state", op.id, version=held.version, state=state)
    if op.occurred_at > (held.appeal_until or ""):
        raise Refused("appeal/too-late", op.id, until=held.appeal_until or "")
    store = await records.see(Store, held.store_id)

    records.change(
        held, appeal_state=OPEN, appeal_text=args.text, appealed_at=op.occurred_at, listed=True
    )
    if held.reviewed_by is not None and store is not None:
        await effects.tell(
            records, held.reviewed_by, "visit.appealed", entity="visit", record_id=held.id,
            store_name=store.name, day=held.day, rep_name=by.name,
        )  # fmt: skip


async def settle_appeal(op: Op, args: AppealSettle, by: Person, records: Records) -> None:
    """One level above whoever rejected it: of a supervisor the specialist, within his classes, or
    the manager; of a specialist the manager. Never who rejected it himself."""
    held = await records.get(VisitVerdict, op.id)
    store = await records.see(Store, held.store_id) if held is not None else None
    if held is None or store is None:
        raise Refused("record/unknown", op.id, entity="visit", id=op.id)
    if not reaches(by.role, by.unit_ids, store.org_unit_id, store.customer_class):
        raise Refused("record/unknown", op.id, entity="visit", id=op.id)
    if held.appeal_state != OPEN:
        raise Conflict("record/state", op.id, version=held.version, state=held.appeal_state)
    if not may_settle(by, held):
        raise Refused("decision/own", op.id)

    if args.state == REVERSED:
        for one in (await of_visit(records, op.id)).values():
            if one.state == UPHELD:
                decide(records, one, DISMISSED, args.note, by)
    await settle(
        records, held, appeal_state=args.state, appeal_note=args.note or None,
        appeal_by_name=by.name, appeal_decided_at=records.now,
    )  # fmt: skip
    kind = "appeal.reversed" if args.state == REVERSED else "appeal.upheld"
    await tell(records, kind, held, store, by)


def may_settle(by: Person, held: VisitVerdict) -> bool:
    if held.reviewed_by == by.id:
        return False
    return by.role is Role.OPS_MANAGER or held.reviewed_role == str(Role.OFFICE_SUPERVISOR)


async def answer(op: Op, args: FlagAnswer, by: Person, records: Records) -> None:
    """Her words. A flag whose ground went away meanwhile keeps them all the same."""
    held = await records.get(VisitFlag, op.id)
    if held is None or held.rep_id != by.id or held.level == ADMIN:
        raise Refused("record/unknown", op.id, entity="visit_flag", id=op.id)
    if held.answer == args.text:
        raise Duplicate("record/state", op.id)
    if held.state not in (OPEN, WITHDRAWN):
        raise Conflict("record/state", op.id, version=held.version, state=held.state)
    records.change(held, answer=args.text, answered_at=op.occurred_at)
    judging.soon(records, held.rep_id, held.day)  # a stay she explains waits for a decision (V3)


async def decide_flag(op: Op, args: FlagDecide, by: Person, records: Records) -> None:
    """A flag that belongs to no visit. Those that do are decided with it."""
    held = await records.get(VisitFlag, op.id)
    mine = held is not None and held.org_unit_id in by.unit_ids
    if held is None or not mine or not decides(by, held):
        raise Refused("record/unknown", op.id, entity="visit_flag", id=op.id)
    if held.visit_id is not None:
        raise Refused("value/out-of-range", "decided with its visit", field="id")
    if held.state == args.state and held.decided_note == (args.note or None):
        raise Duplicate("record/state", op.id)
    if held.state == WITHDRAWN:
        raise Conflict("record/state", op.id, version=held.version, state=held.state)
    if args.state == UPHELD and held.level != ADMIN and not is_ripe(held, records.now):
        raise Refused("review/too-early", op.id, until=held.hers_until)
    decide(records, held, args.state, args.note, by)


def decides(by: Person, flag: VisitFlag) -> bool:
    """Maps are the administrator's; a rep's day her supervisor's or the manager's."""
    if flag.level == ADMIN:
        return by.role is Role.ADMIN
    return by.role in (Role.OFFICE_SUPERVISOR, Role.OPS_MANAGER) and flag.rep_id != by.id


async def rules_put(op: Op, args: ReviewRulesPut, by: Person, records: Records) -> None:
    """A new version for the offices he reaches. What was judged stays judged by what held then, so
    it begins today at the earliest."""
    held = await records.see(ReviewRules, op.id)
    if held is not None:
        raise Duplicate("record/exists", op.id)
    valid_from = said.a_day(args.valid_from, "valid_from")
    if valid_from < instant.day_of(records.now, records.zone):
        raise Refused("value/out-of-range", args.valid_from, field="valid_from")
    if await records.find(ReviewRules, number=args.number):
        raise Conflict("record/clash", str(args.number), version=args.number)
    settings = {str(one.name): one.value for one in args.settings}
    wrong = thresholds.wrong_with(settings)
    if wrong:
        raise Refused("value/out-of-range", wrong, field="settings")
    units = await records.see_many(OrgUnit, by.unit_ids)
    records.add(
        ReviewRules.of(
            id=op.id,
            number=args.number,
            valid_from=args.valid_from,
            org_unit_ids=sorted(one.id for one in units.values() if one.level == "rep_office"),
            settings=settings,
            saved_by=by.id,
            saved_by_name=by.name,
            saved_at=records.now,
        )
    )


async def of_visit(records: Records, visit_id: str) -> dict[str, VisitFlag]:
    """Its flags that still have a ground, to be changed."""
    found = await records.find(VisitFlag, visit_id=visit_id)
    held = await records.get_many(VisitFlag, [one.id for one in found])
    return {id: one for id, one in held.items() if one.state != WITHDRAWN}


def is_ripe(flag: VisitFlag, now: str) -> bool:
    """She has answered, or had her time to."""
    return flag.answered_at is not None or flag.hers_until <= now


def decide(records: Records, flag: VisitFlag, state: str, note: str | None, by: Person) -> None:
    if (flag.state, flag.decided_note) != (state, note or None):
        records.change(
            flag, state=state, decided_by=by.id, decided_by_name=by.name,
            decided_at=records.now, decided_note=note or None,
        )  # fmt: skip


async def settle(records: Records, held: VisitVerdict, **values: Any) -> None:
    """What was decided, and what the rules make of the visit with it. No red flag is open now."""
    state = {name: getattr(held, name) for name in ("review_state", "appeal_state")} | values
    answers = [rules.flags(()) if one["rule"] == "V7" else one for one in held.rules]
    word = rules.effective(state["review_state"], state["appeal_state"])
    before = held.validity
    values |= {"rules": answers, "listed": False, "validity": rules.validity(answers, word)}
    records.change(held, **values)
    judging.soon(records, held.rep_id, held.day)
    if held.validity != before:
        await tell_others(records, held.store_id, held.day, held.rep_id)


async def appeal_until(records: Records, held: VisitVerdict) -> str:
    rows = await records.transaction.all(
        "SELECT number, valid_from, org_unit_ids, settings FROM review_rules"
    )
    versions = [
        thresholds.Version(
            number, since, tuple(msgspec.json.decode(units)), msgspec.json.decode(settings)
        )
        for number, since, units, settings in rows
    ]
    _, t = thresholds.in_force(versions, held.org_unit_id, held.day)
    return instant.shifted(records.now, days=t.appeal_days)


def reason_of(args: VisitReview) -> str:
    """As reasons travel (pwa/src/ui/words/reasons.ts)."""
    return f"{args.reason}: {args.note}" if args.note else str(args.reason)


async def tell(
    records: Records, kind: str, held: VisitVerdict, store: Store, by: Person, **more: str
) -> None:
    await effects.tell(
        records, held.rep_id, kind, entity="visit", record_id=held.id, store_name=store.name,
        day=held.day, by_name=by.name, **more,
    )  # fmt: skip


COMMANDS: dict[str, Command] = {
    "visit.review": review,
    "visit.appeal": appeal,
    "visit.settle_appeal": settle_appeal,
    "flag.answer": answer,
    "flag.decide": decide_flag,
    "review_rules.put": rules_put,
}
