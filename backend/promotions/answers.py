"""What the office is answered about promotions."""

from typing import Literal

from backend.people.answers import Answer, Page
from sync_protocol.generated.protocol import (
    AgreementMade,
    CheckMade,
    CustomerClass,
    DisplayPlace,
    FeePay,
    PosmPlaced,
    PromotionDeclined,
    PromotionItem,
    PromotionRule,
    PromotionType,
    SetUpMade,
    TakenDown,
    Tier,
)


class Progress(Answer, frozen=True, kw_only=True):
    """Stores in reach, by how far the promotion is there. `stores`: those that carry it now; a
    store that has begun counts in its state though it carries it no more.

    M19 over all visits: `passed` of `checks`. A store that should have been checked and was not
    is in neither: it stands under `set_up` or in what is missing to `stores`.
    """

    stores: int
    agreed: int
    declined: int
    set_up: int
    passing: int
    failing: int
    taken_down: int
    checks: int
    passed: int
    flagged: int


class PromotionRow(Answer, frozen=True, kw_only=True):
    """A promotion, with what was decided on it. `mine`: who asks wrote it. `progress`: null until
    it is released."""

    id: str
    version: int
    plan_id: str | None
    plan_version: int
    name: str
    purpose: str
    type: PromotionType
    mechanism: str
    starts_on: str
    ends_on: str
    classes: list[CustomerClass]
    channels: list[str]
    tiers: list[Tier]
    store_ids: list[str]
    sku_ids: list[str]
    stackable: bool
    rules: list[PromotionRule]
    priority: int
    items: list[PromotionItem]
    price_fen: int | None
    posm: list[PosmPlaced]
    agreement: bool
    place: DisplayPlace | None
    size: str
    fee_fen: int | None
    fee_pay: FeePay | None
    budget_fen: int | None
    expected_base: int | None
    expected_uplift_pct: int | None
    control: str
    state: str
    org_unit_ids: list[str]
    mine: bool
    saved_by_name: str
    saved_at: str
    submitted_at: str | None
    decided_by_name: str | None
    decided_at: str | None
    returned_for: str | None
    budget_no: str | None
    released_at: str | None
    stops_at: str | None
    stop_reason: str | None
    stopped_by_name: str | None
    progress: Progress | None


class PromotionInFull(PromotionRow, frozen=True, kw_only=True):
    """`jpeg`: how it should look, base64."""

    as_of: str
    jpeg: str | None


class Promotions(Page, frozen=True, kw_only=True):
    rows: list[PromotionRow]


class PromotionStore(Answer, frozen=True, kw_only=True):
    """One store of a promotion. `state`: planned where nothing was said yet."""

    store_id: str
    store_code: str
    store_name: str
    tier: str
    org_unit_id: str
    rep_name: str | None
    state: str
    agreement: AgreementMade | None
    declined: PromotionDeclined | None
    set_up: SetUpMade | None
    checks: list[CheckMade]
    taken_down: TakenDown | None
    flags: list[str]


class PromotionStores(Page, frozen=True, kw_only=True):
    rows: list[PromotionStore]


class CartLine(Answer, frozen=True, kw_only=True):
    sku_id: str
    cases: int


class PromotionFinding(Answer, frozen=True, kw_only=True):
    """Codes as in backend/pricing/linter.py, no_price, and clash: submitted, it is refused.
    ``rule_no`` from 1; ``cart`` the smallest that shows it; ``fen`` what it is about, see there."""

    code: str
    rule_no: int | None
    other_id: str | None
    other_name: str | None
    cart: list[CartLine]
    fen: int | None


class PromotionFindings(Answer, frozen=True, kw_only=True):
    """``price_list``: by which prices it was tried; None: its stores have none. ``stores``: how
    many carry it."""

    as_of: str
    rows: list[PromotionFinding]
    price_list: str | None
    stores: int


class ListHeld(Answer, frozen=True, kw_only=True):
    """A price list that holds, the most special first (domain.md 4.8.2). ``skus``: it names."""

    list_id: str
    list_version: int
    list_code: str
    kind: Literal["terms", "class", "channel", "branch"]
    name: str
    valid_from: str
    valid_until: str | None
    min_order_fen: int
    skus: int


class PriceHeld(Answer, frozen=True, kw_only=True):
    """A case of a product, and the list that says it."""

    sku_id: str
    case_price_fen: int
    list_id: str
    kind: Literal["terms", "class", "channel", "branch"]


class MustStockHeld(Answer, frozen=True, kw_only=True):
    id: str
    name: str
    tier: Tier
    channel_type: str | None
    sku_ids: list[str]


class PromotionHeld(Answer, frozen=True, kw_only=True):
    """A promotion that runs. ``in_force``: orders are priced by it; ``execution``: how far it is
    in the store."""

    id: str
    name: str
    type: PromotionType
    mechanism: str
    starts_on: str
    ends_on: str
    plan_version: int
    sku_ids: list[str]
    rules: list[PromotionRule]
    priority: int
    stackable: bool
    in_force: bool
    execution: str


class StoreOnDay(Answer, frozen=True, kw_only=True):
    """What reps are shown of a store on a day. not_sold: SKUs with a price there that they do not
    see: of other channels, or not sold on the day."""

    as_of: str
    day: str
    store_id: str
    partner_name: str | None
    lists: list[ListHeld]
    prices: list[PriceHeld]
    not_sold: list[str]
    must_stock: MustStockHeld | None
    promotions: list[PromotionHeld]
