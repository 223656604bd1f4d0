"""Who belongs where, who he is and which post he holds; and how he proves it."""

from typing import Any

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from backend.store.record import Json, Record


class OrgUnit(Record, table=True):
    """A unit of the tree: headquarters, branch, operations department or rep office."""

    __tablename__ = "org_unit"

    code: str = Field(index=True)
    name: str
    level: str = Field(description="hq, branch, ops_dept or rep_office.")
    parent_id: str | None = Field(index=True)


class Person(Record, table=True):
    """Somebody with a login. His post of now is copied in, so that his card needs no other row."""

    __tablename__ = "person"

    login: str = Field(unique=True, index=True)
    name: str
    phone: str | None
    home_lat_e7: int | None
    home_lon_e7: int | None
    active: bool
    inactive_since: str | None = Field(description="When `active` was taken away.")
    role: str | None
    org_unit_id: str | None = Field(index=True)
    partner_id: str | None = Field(index=True)


class Employment(Record, table=True):
    """A post: who holds which role where, from when to when. In no scope: grants follow from it.

    A person holds one post at a time.
    """

    __tablename__ = "employment"

    person_id: str = Field(index=True)
    role: str
    org_unit_id: str | None = Field(index=True)
    partner_id: str | None = Field(index=True)
    from_at: str
    until_at: str | None


class InboxItem(Record, table=True):
    """Something the server decided that this person should know."""

    __tablename__ = "inbox_item"

    user_id: str = Field(index=True)
    kind: str
    made_at: str
    entity: str | None
    record_id: str | None
    facts: dict[str, Any] = Field(sa_type=Json)
    read: bool


class Password(SQLModel, table=True):
    """What a person knows. Never in a record, an operation or an answer."""

    __tablename__ = "password"

    person_id: str = Field(primary_key=True)
    argon2: str
    changed_at: str


class Session(SQLModel, table=True):
    """An opaque token that may read. Only its hash is kept."""

    __tablename__ = "session"

    token_hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    person_id: str = Field(index=True)
    replica_id: str | None = Field(default=None, index=True)
    began_at: str
    used_at: str
    expires_at: str
    revoked_at: str | None = None
    device_id: str | None = Field(default=None, description="The phone's own name for itself.")


class PushToken(SQLModel, table=True):
    """A token that may only push, for one replica. It outlives session and account; only the
    replica's `lost_at` ends it. Asking again gives another and leaves the first: the answer that
    brought it may have been lost, or not."""

    __tablename__ = "push_token"

    token_hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    replica_id: str = Field(index=True)
    made_at: str
