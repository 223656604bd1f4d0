"""What is wanted of a rep: stops of a day, and tasks."""

from typing import Any

from sqlmodel import Field

from backend.store.record import Json, Record


class PlannedVisit(Record, table=True):
    """One store, one day, one rep. "Done" is not kept here: a visit names the stop it does."""

    __tablename__ = "planned_visit"

    store_id: str = Field(index=True)
    store_code: str
    store_name: str
    org_unit_id: str = Field(index=True, description="The store's office: who may decide on it.")
    rep_id: str = Field(index=True)
    day: str = Field(index=True)
    sequence: int
    reason: str
    minutes: int
    state: str
    origin: str = Field(description="planned, or rep_added for a stop of her own.")
    tier: str
    lat_e7: int
    lon_e7: int
    note: str | None
    decided_by: str | None = Field(description="Who moved or waived it last.")
    decided_at: str | None
    moved_from: dict[str, Any] | None = Field(
        sa_type=Json, description="{rep_id, day} before the last move."
    )


class Task(Record, table=True):
    """Something to do in a store, with the evidence that closes it."""

    __tablename__ = "task"

    store_id: str = Field(index=True)
    store_code: str
    store_name: str
    org_unit_id: str = Field(index=True)
    rep_id: str = Field(index=True)
    title: str
    text: str
    due_on: str
    priority: str
    evidence: str
    state: str = Field(index=True)
    answer: str | None
    photo_ids: list[str] = Field(sa_type=Json)
    visit_id: str | None
    assigned_by: str
    assigned_by_name: str
    assigned_at: str
    answered_at: str | None
    withdrawn_by: str | None
    withdrawn_at: str | None
    withdraw_note: str | None
    source: dict[str, Any] | None = Field(
        default=None, sa_type=Json, description="What it follows from, if nobody wrote it."
    )


class StopDone(Record, table=True):
    """Its id is the stop's: a visit names it. In no scope; tells planning not to move it away."""

    __tablename__ = "stop_done"

    visit_id: str
    rep_id: str


class DayStarted(Record, table=True):
    """When a rep began her day (S0). Its id is `<rep_id>:<day>`."""

    __tablename__ = "day_start"

    rep_id: str
    day: str = Field(index=True)
    started_at: str
    pack_at: str | None = Field(description="When all of hers was last on her phone whole.")


class StopOrder(Record, table=True):
    """In which order a rep wants to go to the stops of a day. Its id is `<rep_id>:<day>`. The plan
    is the office's and stays as it was."""

    __tablename__ = "stop_order"

    rep_id: str
    day: str
    stop_ids: list[str] = Field(sa_type=Json)
    arranged_at: str
