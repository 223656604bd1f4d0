"""What the office is answered about visits in doubt, and the compliance report."""

from typing import Literal

import msgspec

from backend.people.answers import Answer, Page

Validity = Literal["valid", "pending", "invalid"]
Plain = str | int | bool | None
Evidence = dict[str, Plain | list[str | dict[str, Plain]] | dict[str, int]]
"""What a rule or a flag rests on: numbers, ids and instants by name, each code its own."""


class FlagTold(Answer, frozen=True, kw_only=True):
    """`ripe`: she has answered, or had her time; before that nothing can be held against her."""

    id: str
    version: int
    code: str
    level: str
    visit_id: str | None
    store_id: str | None
    store_name: str | None
    rep_id: str
    rep_name: str
    day: str
    evidence: Evidence
    state: str
    raised_at: str
    hers_until: str
    answer: str | None
    answered_at: str | None
    decided_by_name: str | None
    decided_at: str | None
    decided_note: str | None
    ripe: bool


class ReviewTold(Answer, frozen=True, kw_only=True):
    state: Literal["accepted", "rejected"]
    reason: str | None
    note: str | None
    by_name: str | None
    at: str | None


class AppealTold(Answer, frozen=True, kw_only=True):
    state: Literal["open", "upheld", "reversed"]
    text: str | None
    at: str | None
    note: str | None
    by_name: str | None
    decided_at: str | None


class ReviewRow(Answer, frozen=True, kw_only=True):
    """A judged visit. `why`: what put it on the list. `hers_until`: until then the first word on an
    open flag is hers; null when nothing waits for it."""

    id: str
    version: int
    store_id: str
    store_code: str
    store_name: str
    customer_class: str
    org_unit_id: str
    rep_id: str
    rep_name: str | None
    day: str
    checked_in_at: str
    validity: Validity
    counts: bool
    rules: list[Evidence]
    rules_version: int
    why: list[str]
    listed: bool
    flags: list[FlagTold]
    hers_until: str | None
    review: ReviewTold | None
    appeal: AppealTold | None
    may_review: bool
    may_settle: bool


class Reviews(Page, frozen=True, kw_only=True):
    rows: list[ReviewRow]


class SeenVisit(Answer, frozen=True, kw_only=True):
    state: str
    checked_out_at: str | None
    received_at: str
    fence_result: str
    exception_reason: str | None
    no_order_reason: str | None
    note: str | None
    skips: list[dict[str, str]]


class SeenPhoto(Answer, frozen=True, kw_only=True):
    id: str
    type: str
    taken_at: str
    present: bool
    capture_mode: str
    review_state: str | None
    review_reason: str | None


class NamedVisit(Answer, frozen=True, kw_only=True):
    day: str
    checked_in_at: str
    checked_out_at: str | None
    store_name: str


class ReviewInFull(ReviewRow, frozen=True, kw_only=True):
    """`named`: other visits the evidence speaks of, by id."""

    as_of: str
    visit: SeenVisit
    photos: list[SeenPhoto]
    named: dict[str, NamedVisit]


class NamedStore(Answer, frozen=True, kw_only=True):
    id: str
    name: str


class DayFlag(FlagTold, frozen=True, kw_only=True):
    stores: list[NamedStore]


class DayFlags(Page, frozen=True, kw_only=True):
    rows: list[DayFlag]


class MissedStop(Answer, frozen=True, kw_only=True):
    """A stop not visited, and why; in a store out of reach it has no name here."""

    store_code: str | None
    store_name: str | None
    reason: str


class DaySummaryTold(Answer, frozen=True, kw_only=True):
    """F62. `planned` to `value_fen` are as they stood when she ended her day, the other counts as
    of now; `unsent` is what lay on her phone. `auto_closed`: it was over before she ended it."""

    rep_id: str
    name: str
    ended_at: str
    auto_closed: bool
    planned: int
    visited: int
    valid: int
    productive: int
    orders: int
    value_fen: int
    placed: int
    set_up: int
    tickets_opened: int
    tickets_closed: int
    rivals: int
    unsent: int
    unsent_reason: str | None
    missed: list[MissedStop]
    note: str | None


class DaySummaries(Answer, frozen=True, kw_only=True):
    as_of: str
    day: str
    rows: list[DaySummaryTold]


class RulesVersion(Answer, frozen=True, kw_only=True):
    number: int
    valid_from: str
    settings: dict[str, int]
    saved_by_name: str
    saved_at: str


class ReviewRulesTold(Answer, frozen=True, kw_only=True):
    """Where the lines are drawn: defaults, and the versions that change some from a day on."""

    as_of: str
    defaults: dict[str, int]
    rows: list[RulesVersion]
    next_number: int


class RateTold(Answer, frozen=True, kw_only=True):
    numerator: int
    denominator: int
    rate_1e4: int | None


class ComplianceParts(Answer, frozen=True, kw_only=True):
    """Store-days of the plan, then visits, then seconds (M10); `flags` and `upheld` by code."""

    planned: int
    waived: int
    open: int
    completed: int
    missed: int
    valid_days: int
    pending_days: int
    invalid_days: int
    unjudged_days: int
    unplanned: int
    failed: int
    visits: int
    valid: int
    pending: int
    invalid: int
    unjudged: int
    in_store_s: int
    travel_s: int
    span_s: int
    rates: dict[str, RateTold]
    light: Literal["green", "yellow", "red"] | None
    flags: dict[str, int]
    upheld: dict[str, int]


class ComplianceRow(ComplianceParts, frozen=True, kw_only=True):
    key: str
    name: str


class Compliance(Answer, frozen=True, kw_only=True):
    as_of: str
    formulas: dict[str, str]
    first: str = msgspec.field(name="from")
    to: str
    by: Literal["rep", "office", "branch", "week"]
    total: ComplianceParts
    rows: list[ComplianceRow]
