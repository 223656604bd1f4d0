"""How a visit waits, and how it ends when nobody says so (domain.md 3.6).

Nobody left before the day was over: the server ends the visit where its last sign was, as
abandoned. That word is the flag. A phone that comes later with a check-out from before the end of
the day was only late, and is believed; so are the steps it brings. What is said after the day is
her answer.
"""

from typing import Any

from backend.identity import Person
from backend.people.effects import after_the_day
from backend.refused import Duplicate, Quarantined, Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.registry import Op
from backend.visits.tables import Visit
from sync_protocol.generated.protocol import VisitAbandon, VisitLeft, VisitPause, VisitResume

LAST_MINUTE = -1
"""Days are closed at 23:59 (domain.md 3.6): the server's hand comes a minute before midnight."""


def ends_at(held: Visit, records: Records) -> str:
    return instant.end_of_day(held.day, records.zone)


def going_on(op: Op, held: Visit, records: Records) -> dict[str, Any]:
    """What a step said of this visit changes besides. Set aside where the visit is over; an
    abandoned one takes what happened before its day was, and its end moves there."""
    if held.state == "in_progress":
        return {}
    if held.state == "abandoned" and op.occurred_at < ends_at(held, records):
        return {"checked_out_at": max(held.checked_out_at or "", op.occurred_at)}
    raise Quarantined("visit/closed", held.state)


def may_end(op: Op, held: Visit, records: Records) -> bool:
    """Whether this is an end from before the end of the day, of a visit that has none of hers."""
    if held.state == "in_progress":
        return True
    return held.state == "abandoned" and op.occurred_at < ends_at(held, records)


def paused(held: Visit, at: str) -> list[dict[str, Any]]:
    """Its pauses, with the last one ended then at the latest."""
    return [{**one, "until_at": one["until_at"] or at} for one in held.pauses]


async def pause(op: Op, args: VisitPause, held: Visit, records: Records) -> None:
    """More than two are kept like any fact; beyond two, and an hour, they are stay."""
    besides = going_on(op, held, records)
    if held.pauses and held.pauses[-1]["until_at"] is None:
        raise Duplicate("fact/immutable")
    one = {"reason": args.reason, "from_at": op.occurred_at, "until_at": None}
    records.change(held, pauses=[*held.pauses, one], **besides)


async def resume(op: Op, args: VisitResume, held: Visit, records: Records) -> None:
    besides = going_on(op, held, records)
    if not held.pauses or held.pauses[-1]["until_at"] is not None:
        raise Duplicate("fact/immutable")
    records.change(held, pauses=paused(held, op.occurred_at), **besides)


async def left(op: Op, args: VisitLeft, held: Visit, records: Records) -> None:
    """Her answer. It is kept beside what the server knows, for whoever reviews the visit."""
    at = said.an_instant(args.left_at, "left_at", Quarantined)
    end = ends_at(held, records)
    if held.state not in ("in_progress", "abandoned"):
        raise Quarantined("visit/closed", held.state)
    if op.occurred_at < end:
        raise Quarantined("value/out-of-range", "the day is not over", field="day")
    if not held.checked_in_at <= at <= end:
        raise Quarantined("value/out-of-range", at, field="left_at")
    answer = {"left_at": at, "reason": args.reason, "note": args.note}
    if held.left_said is not None and answer.items() <= held.left_said.items():
        raise Duplicate("fact/immutable")
    records.change(held, left_said={**answer, "said_at": op.occurred_at})
    if held.state == "in_progress":
        after_the_day(records, held.day)


async def abandon(op: Op, args: VisitAbandon, by: Person, records: Records) -> None:
    """The system: once its day is over, and only if nobody has left it meanwhile."""
    held = await records.get(Visit, op.id)
    if held is None:
        raise Refused("record/unknown", op.id, entity="visit", id=op.id)
    end = ends_at(held, records)
    if held.state != "in_progress" or records.now < instant.shifted(end, minutes=LAST_MINUTE):
        return
    at = said.an_instant(args.left_at, "left_at")
    at = min(max(at, held.checked_in_at), max(end, held.checked_in_at))
    records.change(held, state="abandoned", checked_out_at=at, pauses=paused(held, at))
