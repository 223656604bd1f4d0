"""What the office is answered about a day's work: board, visits in full, orders."""

from typing import Literal

import msgspec

from backend.customers.answers import StoreInFull
from backend.people.answers import Answer, Page
from sync_protocol.generated.protocol import (
    Amendment,
    CategoryFacings,
    CloseAsked,
    DisplaysSeen,
    Greeting,
    Merchandise,
    OrderReason,
    OutsideCheck,
    Pitch,
    PromotionStep,
    RivalSeen,
    SalesGift,
    SalesHold,
    SuggestedSku,
    VisitScore,
)


class BoardNumbers(Answer, frozen=True, kw_only=True):
    """`planned` and `done` are M01's denominator and numerator of the day. `failed` and
    `productive` count calls, unplanned ones too; orders are none rejected or cancelled."""

    planned: int
    done: int
    waived: int
    unplanned: int
    failed: int
    productive: int
    orders: int
    value_fen: int


class BoardStop(Answer, frozen=True, kw_only=True):
    planned_visit_id: str | None
    origin: str | None
    outcome: Literal["done", "missed", "waived", "uncounted"] | None
    visit_id: str | None
    visited_by: str | None
    store_id: str
    store_code: str
    store_name: str
    tier: str
    sequence: int
    state: str
    checked_in_at: str | None
    checked_out_at: str | None
    fence_result: str | None
    lat_e7: int
    lon_e7: int
    order_ids: list[str]
    minutes: int


class BoardRep(BoardNumbers, frozen=True, kw_only=True):
    rep_id: str
    name: str
    org_unit_id: str | None
    last_heard_at: str | None
    last_seen_kind: Literal["push", "pull", "sign_in"] | None
    last_sent_at: str | None
    elsewhere: int
    stops: list[BoardStop]


class BoardCompleteness(Answer, frozen=True, kw_only=True):
    reps: int
    heard_today: int
    oldest_heard_at: str | None


class Board(Answer, frozen=True, kw_only=True):
    as_of: str
    day: str
    numbers: BoardNumbers
    completeness: BoardCompleteness
    reps: list[BoardRep]


class VisitRow(Answer, frozen=True, kw_only=True):
    id: str
    day: str
    store_id: str
    store_code: str
    store_name: str
    rep_id: str
    rep_name: str
    planned_visit_id: str | None
    state: str
    fail_reason: str | None
    checked_in_at: str
    checked_out_at: str | None
    stay_s: int | None
    fence_result: str
    distance_m: int | None
    late: bool
    received_at: str


class Visits(Page, frozen=True, kw_only=True):
    rows: list[VisitRow]


class OrderLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it lies in its order; fields of later versions are not shown."""

    line_id: str
    sku_id: str
    qty: int
    uom: str
    qty_base: int
    price_fen: int
    amount_fen: int
    list_price_fen: int | None
    list_amount_fen: int | None
    due_price_fen: int | None = None
    due_amount_fen: int | None = None
    promoted: list[OrderReason] = []
    due_promoted: list[OrderReason] = []
    accepted_qty: int | None
    short_reason: str | None
    noted_qty: int
    shipped_qty: int
    received_qty: int | None
    closed_reason: str | None = None
    close_asked: CloseAsked | None = None
    back_order_until: str | None = None


class InvoicedTold(msgspec.Struct, frozen=True, kw_only=True):
    line_id: str
    qty: int


class InvoiceTold(msgspec.Struct, frozen=True, kw_only=True):
    """As the partner shared it; with a reason, it was a mistake."""

    invoice_id: str
    no: str
    invoiced_on: str
    lines: list[InvoicedTold]
    amount_fen: int
    said_at: str
    void_reason: str | None


class PaymentTold(msgspec.Struct, frozen=True, kw_only=True):
    payment_id: str
    paid_on: str
    amount_fen: int
    note: str | None
    said_at: str
    void_reason: str | None


class RecallTold(msgspec.Struct, frozen=True, kw_only=True):
    """Who wants back what of it is on the road; until it was handed over, or is back."""

    by_name: str
    reason: str
    at: str


class OrderRow(Answer, frozen=True, kw_only=True):
    id: str
    version: int
    no: str
    store_id: str
    store_code: str
    store_name: str
    customer_class: str
    rep_id: str
    rep_name: str
    visit_id: str | None
    partner_id: str | None
    partner_name: str | None
    day: str
    doc_state: str
    exec_state: str
    lines: list[OrderLine]
    total_fen: int
    list_total_fen: int | None
    due_total_fen: int | None
    gifts: list[SalesGift]
    due_gifts: list[SalesGift]
    wanted_on: str | None
    promised_on: str | None
    note: str | None
    partner_note: str | None
    reason: str | None
    flags: list[str]
    submitted_at: str
    received_at: str
    audited_at: str | None
    accepted_at: str | None
    decided_by_name: str | None
    decided_at: str | None
    signed: bool
    signer_name: str | None
    unsigned_reason: str | None
    suggestions: list[SuggestedSku]
    hold: SalesHold | None
    recall: RecallTold | None
    amendments: list[Amendment]
    reaccept: bool
    asking: bool
    invoices: list[InvoiceTold]
    payments: list[PaymentTold]
    invoice_state: str
    payment_state: str


class Order(OrderRow, frozen=True, kw_only=True):
    as_of: str


class Orders(Page, frozen=True, kw_only=True):
    rows: list[OrderRow]


class Place(Answer, frozen=True, kw_only=True):
    lat_e7: int
    lon_e7: int
    accuracy_m: int | None


class WhoWasThere(Answer, frozen=True, kw_only=True):
    id: str
    name: str


class PhotoOfVisit(Answer, frozen=True, kw_only=True):
    id: str
    type: str
    taken_at: str
    present: bool
    capture_mode: str
    width: int
    height: int
    sequence: int


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    produced_on: str
    units: int


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """An observation as it lies in its visit, with the SKU's name."""

    sku_id: str
    sku_name: str
    location: str
    presence: str
    facings: int | None = None
    shelf_units: int | None = None
    backroom_units: int | None = None
    price_fen: int | None = None
    price_tag: str | None = None
    same_as_last: bool | None = None
    shelf_level: int | None = None
    produced_on: str | None = None
    batches: list[Batch] = []
    taken_off: int | None = None
    not_checked_reason: str | None = None


class TemplateNamed(Answer, frozen=True, kw_only=True):
    id: str
    code: str
    template_version: int
    name: str


class StepPhotos(Answer, frozen=True, kw_only=True):
    """Pictures asked for, and how many there are."""

    type: str
    count: int
    taken: int


class StepTold(Answer, frozen=True, kw_only=True):
    step: str
    required: bool
    work: bool | None
    """Its own fields: are they filled in? None: there are none."""
    done: bool
    skipped: bool
    locked: bool
    photos: list[StepPhotos]


class PlanTold(Answer, frozen=True, kw_only=True):
    """The steps of a visit, and the counter of what is required in them."""

    steps: list[StepTold]
    required: int
    settled: int


class Skipped(Answer, frozen=True, kw_only=True):
    step: str
    reason: str


class PauseTold(Answer, frozen=True, kw_only=True):
    reason: str
    from_at: str
    until_at: str | None


class PromotionNamed(Answer, frozen=True, kw_only=True):
    """A promotion that the visit checked, and the shelf price it wants."""

    id: str
    name: str
    price_fen: int | None


class LeftTold(Answer, frozen=True, kw_only=True):
    """What the rep says of a visit that ended with its day, because nobody had left it."""

    left_at: str
    reason: str
    note: str | None
    said_at: str


class VisitInFull(Answer, frozen=True, kw_only=True):
    id: str
    as_of: str
    store_id: str
    rep_id: str
    rep_name: str
    planned_visit_id: str | None
    unplanned_reason: str | None
    day: str
    state: str
    checked_in_at: str
    checked_out_at: str | None
    distance_m: int | None
    fence_result: str
    exception_reason: str | None
    stay_s: int | None
    fail_reason: str | None
    no_order_reason: str | None
    note: str | None
    next_promise: str | None
    received_at: str
    late: bool
    off_assignment: bool
    template: TemplateNamed | None
    plan: PlanTold | None
    skips: list[Skipped]
    outside: OutsideCheck | None
    categories: list[CategoryFacings] | None
    displays: DisplaysSeen | None
    merchandise: Merchandise | None
    greet: Greeting | None
    rivals: list[RivalSeen] | None
    pitches: list[Pitch] | None
    promotion: PromotionStep | None
    promotions: list[PromotionNamed]
    score: VisitScore | None
    pauses: list[PauseTold]
    left_said: LeftTold | None
    position: Place | None
    store: StoreInFull
    rep: WhoWasThere
    photos: list[PhotoOfVisit]
    orders: list[OrderRow]
    observations: list[Seen]
