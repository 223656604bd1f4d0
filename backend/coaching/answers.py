"""What the office is answered about visits that are looked at again."""

from typing import Literal

import msgspec

from backend.people.answers import Answer, Page


class ItemTold(Answer, frozen=True, kw_only=True):
    """One field of one SKU. `counts`: it is in M27."""

    sku_id: str
    sku_name: str
    what: Literal["presence", "facings", "stock", "price"]
    said: str | int
    found: str | int
    within: bool
    counts: bool
    may_have_sold: bool = False


class SpotRow(Answer, frozen=True, kw_only=True):
    """A visit that was drawn. What either of them said is told once both have."""

    id: str
    visit_id: str
    visited_at: str
    day: str
    rep_id: str
    rep_name: str
    checker_id: str
    checker_name: str
    store_id: str
    store_code: str
    store_name: str
    drawn_at: str
    until: str
    state: Literal["open", "done", "lapsed"]
    checked_at: str | None
    minutes_later: int | None
    distance_m: int | None
    items: list[ItemTold]
    compared: int
    within: int
    note: str | None
    answer: str | None
    answered_at: str | None


class SpotChecks(Page, frozen=True, kw_only=True):
    rows: list[SpotRow]


class Accuracy(Answer, frozen=True, kw_only=True):
    """M27 in parts, and how many of the visits drawn have been looked at again."""

    key: str
    name: str
    drawn: int
    done: int
    numerator: int
    denominator: int
    rate_1e4: int | None


class DataAccuracy(Answer, frozen=True, kw_only=True):
    as_of: str
    formula: str
    first: str = msgspec.field(name="from")
    to: str
    by: Literal["rep", "office"]
    total: Accuracy
    rows: list[Accuracy]


class DrawTold(Answer, frozen=True, kw_only=True):
    """One draw, with all that is needed to do it again."""

    id: str
    org_unit_id: str
    day: str
    seed: str
    per_week: int
    candidates: list[list[str]]
    held: dict[str, int]
    drawn: list[str]
    drawn_at: str


class Draws(Page, frozen=True, kw_only=True):
    rows: list[DrawTold]
