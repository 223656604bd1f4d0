"""What partners counted, what they have by it, and what they order from the company."""

import uuid
from typing import Any

from sqlmodel import Field

from backend.store.record import Big, Json, Record

STOCKS = uuid.UUID("0c7be9c4-1f6e-4d0a-9d0b-6b0f4f2f7a52")


def stock_id(partner_id: str, sku_id: str) -> str:
    """Of the partner's stock of this SKU."""
    return uuid.uuid5(STOCKS, f"{partner_id}~{sku_id}").hex


class StockCount(Record, table=True):
    """A count as it was said (F91). A fact: the next count corrects it, nothing else does."""

    __tablename__ = "stock_count"

    partner_id: str = Field(index=True)
    counted_at: str
    counter_name: str
    witness_name: str | None
    from_file: bool
    lines: list[dict[str, Any]] = Field(sa_type=Json)
    absent: list[str] = Field(sa_type=Json)
    said_by: str
    said_by_name: str
    received_at: str


class StockReceipt(Record, table=True):
    """Goods of the company that came in, as it was said (F94). A fact."""

    __tablename__ = "stock_receipt"

    partner_id: str = Field(index=True)
    came_at: str
    receiver_name: str
    paper_no: str | None
    purchase_id: str | None = Field(description="The order they came of.")
    lines: list[dict[str, Any]] = Field(sa_type=Json)
    said_by: str
    said_by_name: str
    received_at: str = Field(description="When the server heard of it.")


class PartnerStock(Record, table=True):
    """One SKU in a partner's warehouse by its last count: a snapshot, whatever moved since (K12).

    Its id follows from partner and SKU. ``before_*``: the count before that one, from which the
    sale between the two follows.
    """

    __tablename__ = "partner_stock"

    partner_id: str = Field(index=True)
    sku_id: str = Field(index=True)
    count_id: str
    counted_at: str
    lots: list[dict[str, Any]] = Field(
        sa_type=Json, description="lot, produced_on, good, damaged: base units."
    )
    before_at: str | None
    before_units: int | None


class PartnerSupply(Record, table=True):
    """What of a partner's last counts is fit to be sold, for the reps of the stores he delivers
    to: no lots, no value, no movements (domain.md 2.2). Its id is the partner's."""

    __tablename__ = "partner_supply"

    org_unit_ids: list[str] = Field(sa_type=Json, description="Offices of stores he supplies.")
    lines: list[dict[str, Any]] = Field(sa_type=Json, description="SupplyLine, by SKU")


class PurchaseTerms(Record, table=True):
    """How a partner buys, where it is not as purchase_rules.TERMS. Its id is the partner's."""

    __tablename__ = "purchase_terms"

    cycle_days: int
    lead_days: int
    season_per_mille: int
    min_cases: int
    count_days: int
    receipt_h: int
    claim_h: int


class PurchaseOrder(Record, table=True):
    """What a partner orders from the company (F93), until it has come and is settled."""

    __tablename__ = "purchase_order"

    no: str
    partner_id: str = Field(index=True)
    partner_name: str
    state: str = Field(index=True)
    revision: int = Field(description="Counts what was reviewed and audited anew (F96).")
    lines: list[dict[str, Any]] = Field(sa_type=Json, description="PurchaseLine")
    value_fen: int | None = Field(sa_type=Big)
    wanted_on: str
    ship_to: str | None
    reason: str | None
    note: str | None
    follows_no: str | None
    submitted_by: str
    submitted_at: str
    payment: str | None
    funds_fen: int | None = Field(sa_type=Big)
    ship_on: str | None
    paper_no: str | None
    arrives_on: str | None
    lots: list[dict[str, Any]] = Field(sa_type=Json, description="PurchaseLot")
    received_at: str | None
    received_late: bool
    claim_until: str | None
    claim_note: str | None
    claim_fen: int | None = Field(sa_type=Big)
    credit_fen: int | None = Field(sa_type=Big)
    steps: list[dict[str, Any]] = Field(sa_type=Json, description="PurchaseStep")
