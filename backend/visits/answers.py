"""What the office is answered about visit completion M01."""

from typing import Literal

import msgspec

from backend.people.answers import Answer, Page


class PartsTold(Answer, frozen=True, kw_only=True):
    """The number in parts. `rate_1e4`: ten-thousandths, null when nothing was due."""

    numerator: int
    denominator: int
    rate_1e4: int | None
    waived: int


class CompletionRow(PartsTold, frozen=True, kw_only=True):
    key: str
    name: str


class UnheardRep(Answer, frozen=True, kw_only=True):
    rep_id: str
    name: str | None
    last_heard_at: str | None


class Completeness(Answer, frozen=True, kw_only=True):
    """Of the reps planned: how many were heard since, and who was not."""

    planned: int
    heard: int
    oldest_heard_at: str | None
    unheard_reps: list[UnheardRep]


class Completion(Page, frozen=True, kw_only=True):
    formula: str
    first: str = msgspec.field(name="from")
    to: str
    by: Literal["branch", "office", "rep", "store", "day"]
    total: PartsTold
    completeness: Completeness
    rows: list[CompletionRow]


class BehindRow(Answer, frozen=True, kw_only=True):
    """A planned visit, with the visit that counts."""

    planned_visit_id: str
    day: str
    store_id: str
    store_code: str
    store_name: str
    org_unit_id: str
    rep_id: str
    rep_name: str | None
    state: str
    note: str | None
    visit_id: str | None
    checked_in_at: str | None
    visited_by: str | None


class Behind(Page, frozen=True, kw_only=True):
    formula: str
    first: str = msgspec.field(name="from")
    to: str
    rows: list[BehindRow]
