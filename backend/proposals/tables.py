"""What reps propose about stores, what was decided, and what went where."""

from typing import Any

from sqlmodel import Field, SQLModel

from backend.store.record import Json, Record


class StoreProposal(Record, table=True):
    """How a store that nobody knew was found. Its id is the store's."""

    __tablename__ = "store_proposal"

    rep_id: str
    rep_name: str
    org_unit_id: str = Field(index=True)
    found_at: str
    received_at: str
    lat_e7: int
    lon_e7: int
    accuracy_m: int
    photo_id: str | None
    note: str | None
    unlike: list[str] = Field(sa_type=Json, description="Similar stores that she said are others.")
    similar: list[dict[str, Any]] = Field(
        sa_type=Json, description="What we found when it came: store_id, distance_m, score, why."
    )
    state: str = Field(index=True, description="pending, approved, returned or merged")
    reason: str | None
    decided_note: str | None
    decided_by: str | None
    decided_by_name: str | None
    decided_at: str | None


class StoreMerging(Record, table=True):
    """A store is another one. Its id is that of the store that is no more."""

    __tablename__ = "store_merging"

    into_id: str = Field(index=True)
    org_unit_id: str = Field(index=True)
    state: str = Field(description="merged or undone")
    before: dict[str, Any] = Field(sa_type=Json, description="What of the store was otherwise.")
    assignments: list[str] = Field(sa_type=Json, description="Those that ended with it.")
    note: str | None
    by_id: str
    by_name: str
    at: str
    undone_by_name: str | None
    undone_at: str | None
    undone_note: str | None


class StoreMoved(SQLModel, table=True):
    """A record that followed a merged store, or was said under its old id."""

    __tablename__ = "store_moved"

    store_id: str = Field(primary_key=True)
    record_table: str = Field(primary_key=True)
    record_id: str = Field(primary_key=True)


class StoreChange(Record, table=True):
    """What of a store is otherwise, as somebody says or check-ins show, field by field."""

    __tablename__ = "store_change"

    store_id: str = Field(index=True)
    store_name: str
    org_unit_id: str = Field(index=True)
    origin: str = Field(description="rep; learnt: from check-ins; fence: from a review of a visit")
    rep_id: str | None = Field(index=True)
    by_id: str | None
    by_name: str = Field(description="Who said it; of what was learnt, nobody's: empty.")
    said_at: str
    received_at: str
    due_on: str | None = Field(description="The day by which somebody should have decided.")
    items: list[dict[str, Any]] = Field(
        sa_type=Json,
        description="what, saw, value, state; once decided was, reason, note, by_name, at; theirs.",
    )
    lat_e7: int | None
    lon_e7: int | None
    accuracy_m: int | None
    photo_id: str | None
    note: str | None
    evidence: dict[str, Any] | None = Field(sa_type=Json, description="Why the point is another.")
    state: str = Field(index=True, description="pending or decided")
    decided_at: str | None
    seen: bool = Field(description="She has read what became of it.")


class StoreMark(Record, table=True):
    """How far a store's record can be relied on, worked out by the worker (marks.py). Its id is the
    store's."""

    __tablename__ = "store_mark"

    org_unit_id: str = Field(index=True)
    asked: int = Field(description="So many things were looked at.")
    missing: int = Field(index=True, description="So many of them are not in order.")
    lacks: list[dict[str, Any]] = Field(sa_type=Json, description="code, n, on (quality.py).")
    alike: list[str] = Field(sa_type=Json, description="Stores it may be the same as.")
    learnt: dict[str, Any] | None = Field(sa_type=Json, description="See marks.told.")
