"""What partners counted, and what they have by it."""

from typing import Any

from sqlmodel import Field

from backend.store.record import Json, Record


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
