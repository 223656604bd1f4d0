"""What supervisors look at again in stores, and how it was drawn."""

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from backend.store.record import Json, Record


class SpotDraw(Record, table=True):
    """One draw of one office and day, with all that is needed to do it again. In no scope."""

    __tablename__ = "spot_draw"

    org_unit_id: str
    day: str = Field(index=True)
    seed: str = Field(description="Random, made at the draw: nobody can know it before.")
    candidates: list[list[str]] = Field(sa_type=Json, description="[visit, rep], all of them.")
    held: dict[str, int] = Field(sa_type=Json, description="Per rep: drawn this week already.")
    per_week: int
    drawn: list[str] = Field(sa_type=Json, description="The visits it fell on.")
    drawn_at: str


class SpotCheck(Record, table=True):
    """A visit that is looked at again. What the rep had said is not in it until then."""

    __tablename__ = "spot_check"
    __table_args__ = (
        Index("spot_check_of_rep", "rep_id", "day"),
        Index("spot_check_done", "state", "checked_at", "id"),
    )

    draw_id: str
    visit_id: str = Field(unique=True, index=True)
    visited_at: str = Field(description="When she left the store; else when she came.")
    day: str = Field(description="Of the visit.")
    rep_id: str
    rep_name: str
    checker_id: str = Field(index=True)
    checker_name: str
    store_id: str = Field(index=True)
    store_code: str
    store_name: str
    address: str
    org_unit_id: str
    customer_class: str
    lat_e7: int
    lon_e7: int
    radius_m: int
    sku_ids: list[str] = Field(sa_type=Json)
    drawn_at: str
    until: str = Field(description="The last day on which it is worth while.")
    stock_h: int = Field(description="Until so many hours later a stock still counts.")
    state: str = Field(description="open, done, or lapsed: nobody went.")
    arrived_at: str | None = None
    checked_at: str | None = None
    minutes_later: int | None = None
    distance_m: int | None = None
    exception_reason: str | None = Field(default=None, description="Why he was elsewhere.")
    observations: list[dict[str, Any]] | None = Field(default=None, sa_type=Json)
    items: list[dict[str, Any]] | None = Field(default=None, sa_type=Json)
    photos: list[dict[str, Any]] | None = Field(
        default=None, sa_type=Json, description="His pictures, each with hers of the same place."
    )
    compared: int = 0
    within: int = 0
    note: str | None = None
    answer: str | None = None
    answered_at: str | None = None


class JointDay(Record, table=True):
    """A day on which somebody goes along with a rep, and the stores that may come up."""

    __tablename__ = "joint_day"

    coach_id: str = Field(index=True)
    coach_name: str
    rep_id: str = Field(index=True)
    rep_name: str
    org_unit_id: str = Field(description="The rep's office at the time.")
    day: str = Field(index=True)
    state: str = Field(description="planned or cancelled.")
    stores: list[dict[str, Any]] = Field(sa_type=Json, description="Of hers, as they were then.")
    planned_at: str


class JointVisit(Record, table=True):
    """What was seen of a rep's visit by who went along. Her visit is that of the same rep, store
    and day: either may be heard first, and neither changes the other."""

    __tablename__ = "joint_visit"
    __table_args__ = (Index("joint_visit_of", "store_id", "day", "rep_id"),)

    joint_day_id: str = Field(index=True)
    coach_id: str
    coach_name: str
    rep_id: str = Field(index=True)
    rep_name: str
    store_id: str
    store_name: str
    org_unit_id: str
    customer_class: str
    day: str = Field(index=True)
    began_at: str
    said_at: str
    distance_m: int | None
    items: list[dict[str, Any]] = Field(sa_type=Json)
    points: int = Field(description="Sum of the scores, 1 to 5 each.")
    scored: int = Field(description="How many there are.")
    agreed: list[dict[str, Any]] = Field(sa_type=Json)
    note: str | None


class FieldCard(Record, table=True):
    """One version of a selling card (F34) or a standard, to be read in the store. Never changed but
    that it is no more sent to phones once a later one holds."""

    __tablename__ = "field_card"

    code: str = Field(index=True)
    card_version: int
    kind: str
    steps: list[str] = Field(sa_type=Json)
    sku_ids: list[str] = Field(sa_type=Json)
    valid_from: str
    valid_until: str | None
    zh: dict[str, Any] = Field(sa_type=Json)
    en: dict[str, Any] | None = Field(sa_type=Json)
    org_unit_ids: list[str] = Field(sa_type=Json, description="Offices of who wrote it.")
    sent: bool = Field(description="False: a later version holds already.")
    saved_by: str
    saved_by_name: str
    saved_at: str
