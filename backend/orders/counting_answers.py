"""What is answered about the daily count."""

from typing import Literal

from backend.people.answers import Answer


class CountEntry(Answer, frozen=True, kw_only=True):
    """An order that not all three have. waiting, not_yet: on its way. refused, set_aside: somebody
    must look. The others are lost: never_heard (its device says it was taken, the company knows
    nothing), device_lost (it waited on a device that is lost or was cleared), vanished (heard and
    taken, and no order), not_in_feed (audited, and its partner is not shown it)."""

    no: str
    where: Literal[
        "waiting", "not_yet", "refused", "set_aside", "never_heard", "device_lost", "vanished",
        "not_in_feed",
    ]  # fmt: skip
    lost: bool
    seen: Literal["device", "company"]
    seen_at: str | None
    by: str


class CountNumbers(Answer, frozen=True, kw_only=True):
    """device: orders her devices took; waiting: of these, without an answer; heard: orders at the
    company; due: those a partner must see; shown: of these, he has."""

    device: int
    waiting: int
    heard: int
    due: int
    shown: int
    lost: int


class CountRow(CountNumbers, frozen=True, kw_only=True):
    """elsewhere: orders that no device that told still holds."""

    rep_id: str
    rep_name: str
    org_unit_name: str
    last_heard_at: str | None
    told_at: str | None
    elsewhere: int
    entries: list[CountEntry]


class DailyCount(Answer, frozen=True, kw_only=True):
    """silent: reps none of whose devices has said what it holds of that day."""

    as_of: str
    day: str
    totals: CountNumbers
    silent: int
    rows: list[CountRow]
