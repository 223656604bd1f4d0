"""Promotions: the plan, how it should look, and how far it is in each store."""

from typing import Any

from sqlmodel import Field

from backend.store.record import Big, Json, Record


class Promotion(Record, table=True):
    """A plan, from its draft to its end. Released it is not changed any more, only stopped."""

    __tablename__ = "promotion"

    plan_id: str | None = Field(description="The national plan it is made of.")
    plan_version: int = Field(description="How often it was submitted.")
    name: str
    purpose: str
    type: str
    mechanism: str
    starts_on: str
    ends_on: str = Field(index=True)
    classes: list[str] = Field(sa_type=Json)
    channels: list[str] = Field(sa_type=Json)
    tiers: list[str] = Field(sa_type=Json)
    store_ids: list[str] = Field(sa_type=Json)
    sku_ids: list[str] = Field(sa_type=Json)
    stackable: bool
    rules: list[dict[str, Any]] = Field(sa_type=Json, description="What it does to prices.")
    priority: int
    items: list[str] = Field(sa_type=Json)
    price_fen: int | None = Field(sa_type=Big)
    posm: list[dict[str, Any]] = Field(sa_type=Json)
    agreement: bool
    place: str | None
    size: str
    fee_fen: int | None = Field(sa_type=Big)
    fee_pay: str | None
    budget_fen: int | None = Field(sa_type=Big)
    expected_base: int | None
    expected_uplift_pct: int | None
    control: str
    state: str = Field(
        index=True,
        description="issued, draft, pending, approved, released, stopped or ended.",
    )
    org_unit_id: str = Field(description="Where its first author has his post: who may go on.")
    org_unit_ids: list[str] = Field(sa_type=Json, description="Offices it holds in, once approved.")
    author_ids: list[str] = Field(sa_type=Json, description="Everybody who wrote it; none decides.")
    saved_by_name: str
    saved_at: str
    submitted_at: str | None
    decided_by_name: str | None
    decided_at: str | None
    returned_for: str | None
    budget_no: str | None
    released_by: str | None
    released_at: str | None
    stops_at: str | None
    stop_reason: str | None
    stop_said_at: str | None = Field(description="When it was stopped; that may be later (K9).")
    stopped_by_name: str | None


class PromotionStandard(Record, table=True):
    """The picture of how it should look; its id is the promotion's. Small, for it travels in the
    feed and lies on every phone."""

    __tablename__ = "promotion_standard"

    jpeg: str = Field(description="base64")
    org_unit_ids: list[str] = Field(sa_type=Json, description="Where it is shown: copied.")


class PromotionExecution(Record, table=True):
    """One promotion in one store, made by the first thing said of it. Id: <promotion>:<store>."""

    __tablename__ = "promotion_execution"

    promotion_id: str = Field(index=True)
    store_id: str = Field(index=True)
    state: str
    agreement: dict[str, Any] | None = Field(sa_type=Json, description="F54")
    declined: dict[str, Any] | None = Field(sa_type=Json)
    set_up: dict[str, Any] | None = Field(sa_type=Json)
    checks: list[dict[str, Any]] = Field(sa_type=Json, description="One a visit, the latest last.")
    taken_down: dict[str, Any] | None = Field(sa_type=Json)
    flags: list[str] = Field(sa_type=Json)
