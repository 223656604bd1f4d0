"""What we make of visits: verdicts, the questions they raise, and where the lines are drawn."""

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field

from backend.store.record import Json, Record


class VisitVerdict(Record, table=True):
    """Whether a completed visit can be believed. Its id is the visit's.

    What the rules say is worked out anew whenever something about the day arrives; what a person
    decided (`review_...`, `appeal_...`) only people change.
    """

    __tablename__ = "visit_verdict"
    __table_args__ = (
        Index("visit_verdict_listed", "listed", "day", "id"),
        Index("visit_verdict_of_store", "store_id", "day"),
        Index("visit_verdict_of_rep", "rep_id", "day"),
    )

    store_id: str
    org_unit_id: str = Field(description="The store's office at the time, like the visit's.")
    customer_class: str
    rep_id: str
    day: str = Field(index=True)
    checked_in_at: str
    validity: str = Field(description="valid, pending or invalid.")
    counts: bool = Field(description="False: not the first valid visit of its store-day (V6).")
    rules: list[dict[str, Any]] = Field(sa_type=Json, description="V1 to V8 with their numbers.")
    why: list[str] = Field(sa_type=Json, description="Why somebody shall look at it.")
    listed: bool = Field(description="It waits for a reviewer, or for word on an appeal.")
    rules_version: int = Field(description="Of the thresholds; 0: the defaults.")
    judged_at: str
    review_state: str | None = Field(default=None, description="accepted or rejected.")
    review_reason: str | None = None
    review_note: str | None = None
    reviewed_by: str | None = None
    reviewed_by_name: str | None = None
    reviewed_role: str | None = None
    reviewed_at: str | None = None
    appeal_until: str | None = None
    appeal_state: str | None = Field(default=None, description="open, upheld or reversed.")
    appeal_text: str | None = None
    appealed_at: str | None = None
    appeal_note: str | None = None
    appeal_by_name: str | None = None
    appeal_decided_at: str | None = None


class VisitFlag(Record, table=True):
    """A question, with its evidence. The id says what it is about, so it is raised once."""

    __tablename__ = "visit_flag"
    __table_args__ = (
        Index("visit_flag_of_rep", "rep_id", "day"),
        Index("visit_flag_open", "state", "code", "day"),
    )

    code: str
    level: str = Field(description="red, yellow, review or admin.")
    visit_id: str | None = Field(index=True, description="None: it is about the whole day.")
    store_id: str | None
    store_name: str | None
    org_unit_id: str
    customer_class: str | None
    rep_id: str
    rep_name: str
    day: str
    evidence: dict[str, Any] = Field(sa_type=Json)
    state: str = Field(description="open, upheld, dismissed, or withdrawn: its ground is gone.")
    raised_at: str
    hers_until: str = Field(description="Hers is the first word: until then none is held up.")
    withdrawn_at: str | None = None
    answer: str | None = None
    answered_at: str | None = None
    decided_by: str | None = None
    decided_by_name: str | None = None
    decided_at: str | None = None
    decided_note: str | None = None


class ReviewRules(Record, table=True):
    """One version of the thresholds, for the offices its author reached. Never changed."""

    __tablename__ = "review_rules"

    number: int = Field(index=True)
    valid_from: str
    org_unit_ids: list[str] = Field(sa_type=Json)
    settings: dict[str, int] = Field(sa_type=Json, description="Only what differs from defaults.")
    saved_by: str
    saved_by_name: str
    saved_at: str
