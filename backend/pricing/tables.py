"""Trade terms (F19) of a customer with a partner, and where his partners' terms differ."""

from typing import Any

from sqlmodel import Field

from backend.store.record import Big, Json, Record


class TradeTerms(Record, table=True):
    """One version of one customer's terms with one partner. Approved it is never changed."""

    __tablename__ = "trade_terms"

    customer_id: str = Field(index=True)
    partner_id: str = Field(index=True)
    terms_version: int
    valid_from: str
    valid_until: str | None
    tax_inclusive: bool
    tax_per_mille: int
    lines: list[dict[str, Any]] = Field(sa_type=Json)
    rebate_per_mille: int = Field(description="Unconditional.")
    conditional_rebates: str
    fees: list[dict[str, Any]] = Field(sa_type=Json, description="kind and fen, a year.")
    annual_supply_fen: int = Field(sa_type=Big, description="0: not said, so fees have no level.")
    payment_days: int
    invoice_rule: str
    returns_rule: str
    freshness_per_mille: int | None
    delivery_window: str
    penalty_rule: str
    promotion_support: str
    signatories: str
    state: str = Field(index=True, description="draft, pending or approved.")
    differs: list[dict[str, Any]] = Field(
        sa_type=Json, description="From other partners' when it was handed in (terms.py)."
    )
    exception: str | None = Field(description="Why it may, by whoever approved it.")
    saved_by_name: str
    saved_at: str
    submitted_at: str | None
    decided_by_name: str | None
    decided_at: str | None
    returned_for: str | None


class TermsAlert(Record, table=True):
    """Where a customer's partners do not supply him alike (R-C1-3); its id is the customer's."""

    __tablename__ = "terms_alert"

    state: str = Field(index=True, description="open, excepted (all of it may be) or closed.")
    day: str = Field(description="Of the prices it was last found in.")
    differs: list[dict[str, Any]] = Field(sa_type=Json)
    exceptions: list[dict[str, Any]] = Field(
        sa_type=Json, description="differs, reason, by_name, at; the latest last."
    )
    found_at: str
