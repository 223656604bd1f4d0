"""What stores ordered, and the day a rep closed."""

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from backend.store.record import Big, Json, Record


class SalesOrder(Record, table=True):
    """An order of one store. Its id is its identity; `no` is read over the telephone.

    ``lines`` are SalesLine plus what the office alone sees: list_amount_fen, what is due by list
    and promotions (all null where the SKU or its price is unknown), and shipped_qty. price_fen,
    amount_fen and total_fen are what the owner signed, ``gifts`` what he was promised: they are no
    lines that are paid for, and count in no amount and no quantity sold.
    """

    __tablename__ = "sales_order"
    __table_args__ = (Index("sales_order_of_partner", "partner_id", "day"),)

    no: str = Field(index=True)
    store_id: str = Field(index=True)
    store_code: str
    store_name: str
    org_unit_id: str = Field(index=True)
    customer_class: str
    freshness_per_mille: int | None = Field(
        default=None,
        description="So much of their life may be over when its goods come, by the terms (F19).",
    )
    rep_id: str = Field(index=True)
    rep_name: str
    visit_id: str | None = Field(index=True)
    partner_id: str | None = Field(index=True)
    partner_name: str | None
    day: str = Field(index=True)
    doc_state: str = Field(index=True)
    exec_state: str
    price_list_id: str
    price_list_version: int
    lines: list[dict[str, Any]] = Field(sa_type=Json)
    total_fen: int = Field(sa_type=Big)
    list_total_fen: int | None = Field(sa_type=Big)
    due_total_fen: int | None = Field(sa_type=Big, description="By list and promotions.")
    gifts: list[dict[str, Any]] = Field(sa_type=Json, description="SalesGift, price 0.")
    due_gifts: list[dict[str, Any]] = Field(sa_type=Json, description="What the rules give.")
    wanted_on: str | None
    promised_on: str | None
    note: str | None
    partner_note: str | None
    reason: str | None
    flags: list[str] = Field(sa_type=Json)
    submitted_at: str
    received_at: str
    audited_at: str | None
    audited_by: str | None
    accepted_at: str | None
    accepted_by: str | None
    decided_by: str | None = Field(description="Who rejected or cancelled it.")
    decided_by_name: str | None
    decided_at: str | None
    signed: bool
    signer_name: str | None
    signature_photo_id: str | None
    unsigned_reason: str | None
    suggestions: list[dict[str, Any]] = Field(
        sa_type=Json, description="SuggestedSku, as the phone said it."
    )
    deliveries: list[dict[str, Any]] = Field(
        sa_type=Json, description="DeliveredGoods, in the order they were heard."
    )
    hold: dict[str, Any] | None = Field(
        sa_type=Json, description="SalesHold, and the state it came from."
    )
    amendments: list[dict[str, Any]] = Field(sa_type=Json, description="Amendment; none is lost.")
    reaccept: bool = Field(description="Amended after the partner's answer: he answers anew.")
    recall: dict[str, Any] | None = Field(
        sa_type=Json, default=None,
        description="Who wants back what of it is on the road: by_id, by_name, reason, at.",
    )  # fmt: skip
    asking: bool = Field(index=True, description="Somebody asks for a change of it.")
    invoices: list[dict[str, Any]] = Field(
        sa_type=Json, description="SalesInvoice, as far as the partner shares them."
    )
    payments: list[dict[str, Any]] = Field(sa_type=Json, description="SalesPayment, likewise.")
    aged_version: int = Field(
        default=0, sa_type=Big, description="Its version when it left the partner's devices."
    )


class SalesLineSum(SQLModel, table=True):
    """A line of an order as the statistics count it: written with its order, never otherwise.

    Quantities are in base units, ``of_one`` of them in the unit it was ordered in. ``first_of_sku``
    1: no line before it is of the same SKU, so that orders can be counted by lines.
    """

    __tablename__ = "sales_line"
    __table_args__ = (
        Index("sales_line_partner", "partner_id", "day", "no", "order_id"),
        Index("sales_line_office", "org_unit_id", "day", "no", "order_id"),
    )

    order_id: str = Field(primary_key=True)
    line_no: int = Field(primary_key=True)
    no: str
    day: str
    partner_id: str | None
    org_unit_id: str
    customer_class: str
    store_id: str
    sku_id: str
    audited: int = Field(description="1: the partner has seen it.")
    doc_state: str
    exec_state: str
    invoice_state: str
    payment_state: str
    first_of_sku: int
    uom: str
    of_one: int
    ordered: int
    accepted: int | None
    shipped: int
    outbound: int
    received: int
    returned: int
    invoiced: int
    ordered_fen: int = Field(sa_type=Big)
    accepted_fen: int | None = Field(sa_type=Big)
    shipped_fen: int = Field(sa_type=Big)
    outbound_fen: int = Field(sa_type=Big)
    received_fen: int = Field(sa_type=Big)
    returned_fen: int = Field(sa_type=Big)
    invoiced_fen: int = Field(sa_type=Big)
    paid_fen: int = Field(sa_type=Big)


class SalesSum(SQLModel, table=True):
    """An order's lines together, as the statistics count them: written with its order, never
    otherwise: a page of orders is found and a year is summed without reading every line."""

    __tablename__ = "sales_sum"
    __table_args__ = (
        Index("sales_sum_partner", "partner_id", "day", "no", "order_id"),
        Index("sales_sum_day", "day", "no", "order_id"),
    )

    order_id: str = Field(primary_key=True)
    lines: int
    no: str
    day: str
    partner_id: str | None
    org_unit_id: str
    customer_class: str
    store_id: str
    audited: int
    doc_state: str
    exec_state: str
    invoice_state: str
    payment_state: str
    ordered: int
    accepted: int | None
    shipped: int
    outbound: int
    received: int
    returned: int
    invoiced: int
    ordered_fen: int = Field(sa_type=Big)
    accepted_fen: int | None = Field(sa_type=Big)
    shipped_fen: int = Field(sa_type=Big)
    outbound_fen: int = Field(sa_type=Big)
    received_fen: int = Field(sa_type=Big)
    returned_fen: int = Field(sa_type=Big)
    invoiced_fen: int = Field(sa_type=Big)
    paid_fen: int = Field(sa_type=Big)


class PromotionGiven(SQLModel, table=True):
    """What an order that stands has of a promotion's rule: written with its order, never otherwise.
    For what all stores together may have of it."""

    __tablename__ = "promotion_given"
    __table_args__ = (Index("promotion_given_rule", "rule_id"),)

    order_id: str = Field(primary_key=True)
    rule_id: str = Field(primary_key=True)
    qty: int = Field(description="Gifts, or sets.")
    fen: int = Field(sa_type=Big, description="Price off, and gifts at their worth.")


class SavedFilter(Record, table=True):
    """A list's filter that somebody keeps for herself."""

    __tablename__ = "saved_filter"

    person_id: str = Field(index=True)
    screen: str
    name: str
    query: str


class DaySummary(Record, table=True):
    """A rep's day as she closed it (F62); numbers counted by the server, never by the phone."""

    __tablename__ = "day_summary"

    rep_id: str = Field(index=True)
    day: str = Field(index=True)
    ended_at: str
    planned: int
    visited: int
    orders: int
    value_fen: int = Field(sa_type=Big)
    unsent: int
    missed: list[dict[str, Any]] = Field(sa_type=Json)
    note: str | None
    unsent_reason: str | None
    auto_closed: bool = Field(description="Nobody ended it before it was over.")


class PromotionReplay(Record, table=True):
    """What a promotion would have done to the orders of a period, while it is counted and after. In
    no scope: it is asked for."""

    __tablename__ = "promotion_replay"

    promotion_id: str = Field(index=True)
    plan: dict[str, Any] = Field(sa_type=Json, description="The promotion as it was when asked.")
    first: str
    last: str
    org_unit_ids: list[str] = Field(sa_type=Json, description="Offices whose stores it counts.")
    only_major: bool = Field(description="Only C1 and C2: whoever asked sees no others.")
    asked_by: str
    asked_by_name: str
    asked_at: str
    state: str = Field(description="running, done or stopped.")
    next_day: str = Field(description="Counted up to here; after `next_id` of this day.")
    next_id: str
    stores: int
    sums: dict[str, Any] = Field(sa_type=Json, description="As replay_rules.nothing says.")
    ended_at: str | None
