"""What the office is answered about visits that are looked at again."""

from typing import Literal

import msgspec

from backend.people.answers import Answer, Page
from sync_protocol.generated.protocol import CardText


class ItemTold(Answer, frozen=True, kw_only=True):
    """One field of one SKU. `counts`: it is in M27; `explained`: it was, until her answer was
    accepted."""

    sku_id: str
    sku_name: str
    what: Literal["presence", "facings", "stock", "price"]
    said: str | int
    found: str | int
    within: bool
    counts: bool
    may_have_sold: bool = False
    explained: bool = False


class PairTold(Answer, frozen=True, kw_only=True):
    """The same place, as either of them took it."""

    type: str
    found: str
    said: str | None = None


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
    exception_reason: str | None
    items: list[ItemTold]
    photos: list[PairTold]
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


class ScoredTold(Answer, frozen=True, kw_only=True):
    item: str
    score: int
    comment: str | None


class AgreedTold(Answer, frozen=True, kw_only=True):
    """A point they agreed on; `state` is its task's, null where that never came."""

    text: str
    due_on: str
    task_id: str
    state: str | None


class JointRow(Answer, frozen=True, kw_only=True):
    """What was seen of a rep's visit; `visit_id`: hers of that store and day, once it is heard."""

    id: str
    coach_name: str
    rep_id: str
    rep_name: str
    store_id: str
    store_name: str
    day: str
    began_at: str
    said_at: str
    distance_m: int | None
    points: int
    scored: int
    items: list[ScoredTold]
    agreed: list[AgreedTold]
    note: str | None
    visit_id: str | None


class JointVisits(Page, frozen=True, kw_only=True):
    rows: list[JointRow]


class JointCount(Answer, frozen=True, kw_only=True):
    """Of who goes along: days planned and not cancelled, days done, visits, and the scores' sum."""

    coach_id: str
    coach_name: str
    planned: int
    done: int
    visits: int
    points: int
    scored: int


class JointCounts(Answer, frozen=True, kw_only=True):
    as_of: str
    first: str = msgspec.field(name="from")
    to: str
    rows: list[JointCount]


class CardRow(Answer, frozen=True, kw_only=True):
    """One version of a card."""

    id: str
    code: str
    card_version: int
    kind: Literal["selling", "shelf", "display", "posm", "freshness", "photo"]
    steps: list[str]
    sku_ids: list[str]
    valid_from: str
    valid_until: str | None
    zh: CardText
    en: CardText | None
    saved_by_name: str
    saved_at: str


class Cards(Page, frozen=True, kw_only=True):
    rows: list[CardRow]


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
