"""What promotions cost partners, as it was claimed."""

from typing import Any

from sqlmodel import Field

from backend.store.record import Big, Json, Record


class ExpenseClaim(Record, table=True):
    """One promotion and one partner; id <promotion>:<partner>. Lines and sum are as they were
    worked out when it was filed: what comes later changes no claim."""

    __tablename__ = "expense_claim"

    promotion_id: str = Field(index=True)
    promotion_name: str
    starts_on: str
    ends_on: str
    partner_id: str = Field(index=True)
    partner_name: str
    org_unit_ids: list[str] = Field(sa_type=Json, description="Of its stores: who may decide.")
    state: str = Field(index=True, description="claimed, verified, claim_rejected or settled.")
    lines: list[dict[str, Any]] = Field(sa_type=Json, description="ClaimLine")
    sum_fen: int = Field(sa_type=Big)
    note: str | None
    filed_by: str
    filed_by_name: str
    filed_at: str
    decided_by: str | None
    decided_by_name: str | None
    decided_at: str | None
    reason: str | None
    settle_by: str | None = Field(description="30 days after verification.")
    settled_by: str | None
    settled_by_name: str | None
    settled_at: str | None
    credit_note: str | None
