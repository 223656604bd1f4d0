"""Systems of other houses that read ours: a partner's warehouse, the company's ERP."""

from typing import Any

import msgspec
from sqlalchemy import BigInteger, Column, LargeBinary
from sqlmodel import Field, SQLModel

from backend.store.record import Json


class OtherSystem(SQLModel, table=True):
    """One of them, with its key, and how far our calls to it have come. Not a record of the feed:
    nobody's phone knows of it."""

    __tablename__ = "other_system"

    id: str = Field(primary_key=True)
    name: str
    org_unit_id: str = Field(index=True, description="Orders of offices below it, no others.")
    partner_id: str | None = Field(description="A partner's own: only what he himself may see.")
    entities: list[str] = Field(sa_type=Json)
    key_hash: bytes = Field(sa_column=Column(LargeBinary, unique=True, nullable=False))
    made_by: str
    made_at: str
    revoked_at: str | None = None
    read_at: str | None = Field(default=None, description="When it last asked.")
    url: str | None = Field(default=None, description="Called when something changes.")
    secret: str | None = Field(default=None, description="Signs our calls; shown once.")
    state: str = Field(description="on, off (by a person) or failing (by the server).")
    cursor: dict[str, Any] = Field(
        default_factory=dict, sa_type=Json, description="By scope [epoch, position] told of."
    )
    tries: int = 0
    failing_since: str | None = None
    next_at: str


class OtherSystemCall(SQLModel, table=True):
    """One message to it, however often it was tried. Kept for a month."""

    __tablename__ = "other_system_call"

    id: str = Field(primary_key=True, description="webhook-id: the same each time it is tried.")
    system_id: str = Field(index=True)
    made_at: str = Field(index=True)
    from_cursor: dict[str, Any] = Field(sa_type=Json)
    to_cursor: dict[str, Any] = Field(sa_type=Json)
    changes: int
    replayed: bool = False
    state: str = Field(description="waiting, sent or given_up.")
    tries: int = 0
    tried_at: str | None = None
    status: int | None = None
    problem: str | None = None
    took_ms: int | None = None


class OtherSystemFolder(SQLModel, table=True):
    """A folder in which files are exchanged with it, and how far what goes out has come."""

    __tablename__ = "other_system_folder"

    system_id: str = Field(primary_key=True)
    folder: str = Field(unique=True, description="Its name below XUNDIAN_FILES.")
    history: str = Field(description="The server's, of which `cursor` speaks; empty: begin anew.")
    cursor: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    expected: dict[str, str] = Field(
        default_factory=dict, sa_type=Json, description="By kind the hour of each working day."
    )
    late: dict[str, Any] = Field(
        default_factory=dict, sa_type=Json, description="By kind the last alarm: day, at, came."
    )
    waiting: list[dict[str, Any]] = Field(
        default_factory=list, sa_type=Json, description="In the folder, and not taken yet: why."
    )
    problem: str | None = Field(default=None, description="Why the folder cannot be used.")
    next_at: str
    next_out_at: str


class OtherSystemFile(SQLModel, table=True):
    """One file, out or in, and what became of it."""

    __tablename__ = "other_system_file"

    id: str = Field(primary_key=True, description="Out: by number; in: by number and digest.")
    system_id: str = Field(index=True)
    direction: str = Field(description="out or in.")
    kind: str
    number: int = Field(sa_type=BigInteger)
    name: str
    size: int = Field(sa_type=BigInteger)
    lines: int = Field(description="Rows below the header.")
    sha256: str
    state: str = Field(description="out: writing, written, lost; in: taken, refused.")
    problems: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    at: str = Field(index=True)


def text(value: Any) -> str:
    """As a column of Json holds it, for statements of the spine's own."""
    return msgspec.json.encode(value).decode()


def plain(value: Any) -> Any:
    """Read back, on either engine."""
    return msgspec.json.decode(value) if isinstance(value, (str, bytes)) else value
