"""The worker's look at a rep's day: flags raised or withdrawn, verdicts reached anew.

Safe to do again: the same facts end in the same rows, and nothing is written that stands already.
What people said or decided is left as it is. No operation says it, for it is nobody's word and can
be worked out again at any time (DECISIONS 40).
"""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.people import effects
from backend.reviews import flags, rules
from backend.reviews.facts import Call
from backend.reviews.flags import ADMIN, RED, Raised
from backend.reviews.gather import Gathered, gather
from backend.reviews.tables import VisitFlag, VisitVerdict
from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records
from backend.visits import judging

OPEN, WITHDRAWN = "open", "withdrawn"


async def judge(store: Store, rep_id: str, day: str) -> None:
    """Everything about this rep's day, as it is known now."""
    async with store.reading() as read:
        found = await gather(read, rep_id, day, store.zone)
    if found is not None:
        await store.write(_keep(found))


def _keep(found: Gathered) -> Callable[[Records], Awaitable[None]]:
    async def keep(records: Records) -> None:
        of_day = await records.find(VisitFlag, rep_id=found.day.rep_id, day=found.day.day)
        held = await records.get_many(VisitFlag, [one.id for one in of_day])
        right = any(one.code == "G17" and one.state == "dismissed" for one in held.values())
        raised = flags.raised(found.day, found.thresholds, datum_asked=not right)
        await _flags(records, found, raised, held)
        await _verdicts(records, found, raised, list(held.values()))
        for other in found.day.shared:
            # His day may have been looked at before hers was here.
            key = flags.shared_key(other["rep_id"], found.day.day)
            if await records.see(VisitFlag, key) is None:
                judging.soon(records, other["rep_id"], found.day.day)

    return keep


async def _flags(
    records: Records, found: Gathered, raised: list[Raised], held: dict[str, VisitFlag]
) -> None:
    """``held`` becomes every flag of the day as it is now."""
    calls = {call.id: call for call in found.day.calls}
    for one in raised:
        before = held.get(one.key)
        if before is None:
            held[one.key] = await _raise(records, found, one, calls.get(one.visit_id or ""))
        elif before.state in (OPEN, WITHDRAWN):
            call = calls.get(one.visit_id or "")
            _change(
                records, before, state=OPEN, level=one.level, evidence=one.evidence,
                withdrawn_at=None, **_where(found, call),
            )  # fmt: skip
    there = {one.key for one in raised}
    for id, before in held.items():
        if id not in there and before.state == OPEN:
            _change(records, before, state=WITHDRAWN, withdrawn_at=records.now)


async def _raise(records: Records, found: Gathered, one: Raised, call: Call | None) -> VisitFlag:
    """A new question. She hears of it before anybody decides on it."""
    flag = VisitFlag.of(
        id=one.key,
        code=one.code,
        level=one.level,
        visit_id=one.visit_id,
        **_where(found, call),
        org_unit_id=call.org_unit_id if call else found.org_unit_id,
        rep_id=found.day.rep_id,
        rep_name=found.rep_name,
        day=found.day.day,
        evidence=one.evidence,
        state=OPEN,
        raised_at=records.now,
        hers_until=instant.shifted(records.now, hours=found.thresholds.answer_h),
    )
    records.add(flag)
    if one.level == ADMIN:
        return flag
    where = {"store_name": flag.store_name or ""} if call else {}
    await effects.tell(
        records, flag.rep_id, "flag.raised" if call else "flag.raised_day", entity="visit_flag",
        record_id=flag.id, **where, day=flag.day, reason=flag.code,
    )  # fmt: skip
    return flag


def _where(found: Gathered, call: Call | None) -> dict[str, str | None]:
    """In which store, as the visit says now: two may have been merged or parted since."""
    return {
        "store_id": call.store_id if call else None,
        "store_name": found.store_names[call.store_id] if call else None,
        "customer_class": call.customer_class if call else None,
    }


async def _verdicts(
    records: Records, found: Gathered, raised: list[Raised], held: list[VisitFlag]
) -> None:
    datum = any(one.code == "G17" for one in raised)
    completed = [call for call in found.day.calls if call.state == "completed"]
    before = await records.get_many(VisitVerdict, [call.id for call in completed])
    for call in completed:
        mine = [one for one in held if one.visit_id == call.id and one.state == OPEN]
        flagged = [one for one in held if one.visit_id == call.id and one.state != WITHDRAWN]
        await _verdict(records, found, call, before.get(call.id), mine, bool(flagged), datum)


async def _verdict(
    records: Records,
    found: Gathered,
    call: Call,
    before: VisitVerdict | None,
    open_flags: list[VisitFlag],
    flagged: bool,
    datum: bool,
) -> None:
    t = found.thresholds
    asked = next((one for one in open_flags if one.code == "G05"), None)
    hers_until = asked.hers_until if asked and asked.hers_until > records.now else None
    answers = [
        rules.place(call, t, datum=datum),
        rules.fix_quality(call, t),
        rules.stay(call, t, hers_until=hers_until, answered=bool(asked and asked.answered_at)),
        rules.steps(call),
        rules.photos(call, t),
        rules.once(await _first_valid(records, call, found.day.day)),
        rules.flags(one.code for one in open_flags if one.level == RED),
        rules.hours(call, t),
    ]
    if waits := answers[2].get("hers_until"):
        judging.later(records, found.day.rep_id, found.day.day, waits)
    why = rules.why_reviewed(
        call.id, answers, flagged=flagged, first_c1=call.id in found.first_c1,
        new_rep=found.new_rep, t=t,
    )  # fmt: skip
    values: dict[str, Any] = {
        "store_id": call.store_id,
        "customer_class": call.customer_class,
        "counts": answers[5]["ok"],
        "rules": answers,
        "why": why,
        "rules_version": found.rules_version,
    }
    if before is None:
        validity = rules.validity(answers, None)
        records.add(
            VisitVerdict.of(
                id=call.id,
                org_unit_id=call.org_unit_id,
                rep_id=found.day.rep_id,
                day=found.day.day,
                checked_in_at=call.began_at,
                validity=validity,
                listed=bool(why),
                judged_at=records.now,
                **values,
            )
        )
        changed = validity == rules.VALID
    else:
        review = rules.effective(before.review_state, before.appeal_state)
        values["validity"] = rules.validity(answers, review)
        values["listed"] = before.appeal_state == OPEN or (
            before.review_state is None and bool(why)
        )
        changed = values["validity"] != before.validity
        if _change(records, before, **values):
            records.change(before, judged_at=records.now)
    if changed:
        await tell_others(records, call.store_id, found.day.day, found.day.rep_id)


async def _first_valid(records: Records, call: Call, day: str) -> str | None:
    """The store-day's first valid visit before this one (V6)."""
    others = [
        one
        for one in await records.find(VisitVerdict, store_id=call.store_id, day=day)
        if one.validity == rules.VALID and (one.checked_in_at, one.id) < (call.began_at, call.id)
    ]
    return min(others, key=lambda one: (one.checked_in_at, one.id)).id if others else None


async def tell_others(records: Records, store_id: str, day: str, rep_id: str) -> None:
    """Whether this visit is valid says whether another's, later that day, counts."""
    for one in await records.find(VisitVerdict, store_id=store_id, day=day):
        if one.rep_id != rep_id:
            judging.soon(records, one.rep_id, day)


def _change(records: Records, held: VisitFlag | VisitVerdict, **values: Any) -> bool:
    """Only what differs, so that a look that finds nothing new moves nothing."""
    different = {name: value for name, value in values.items() if getattr(held, name) != value}
    if different:
        records.change(held, **different)
    return bool(different)
