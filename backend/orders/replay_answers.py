"""What the office is answered about what a promotion would have done."""

from typing import Literal

from backend.people.answers import Answer, Page
from sync_protocol.generated.protocol import RuleType


class ReplayOrder(Answer, frozen=True, kw_only=True):
    """``fen``: price off and gifts at their worth; ``replaced_fen``: what it would not have had."""

    order_id: str
    no: str
    day: str
    store_name: str
    fen: int
    replaced_fen: int


class ReplayOther(Answer, frozen=True, kw_only=True):
    """Another promotion that would not have stood beside it, in so many orders."""

    promotion_id: str
    name: str
    orders: int
    worth_fen: int


class ReplayBelow(Answer, frozen=True, kw_only=True):
    """Orders that lack a fifth of a step or less. ``step``, ``lacking`` (all together): cases; of
    order_level fen. bundle: the set, and what lacks of the one part that keeps it away."""

    rule_no: int
    type: RuleType
    step: int
    orders: int
    lacking: int


class ReplayRow(Answer, frozen=True, kw_only=True):
    """What a promotion, as it was when asked (``as_now``: as it is still), would have done to the
    orders of the days from ``first`` to ``last`` of the ``stores`` that would carry it.

    orders: all that were neither rejected nor cancelled; holding: with a product its rules count;
    unpriced: of these, with a product without a price, which earns nothing; got: would have got
    something; cases: of the products that earned it; off_fen: price off; gift_fen: gifts at the
    price of their day; replaced_fen: what other promotions would not have given. It costs off_fen
    + gift_fen - replaced_fen. ``days_done`` of ``days`` are counted.
    """

    id: str
    version: int
    promotion_id: str
    as_now: bool
    first: str
    last: str
    state: Literal["running", "done", "stopped"]
    asked_by_name: str
    asked_at: str
    ended_at: str | None
    only_major: bool
    days: int
    days_done: int
    stores: int
    orders: int
    holding: int
    stores_holding: int
    unpriced: int
    got: int
    stores_got: int
    cases: int
    off_fen: int
    gift_fen: int
    replaced_fen: int
    replaced: list[ReplayOther]
    stood_back: list[ReplayOther]
    below: list[ReplayBelow]
    top: list[ReplayOrder]


class Replays(Page, frozen=True, kw_only=True):
    rows: list[ReplayRow]
