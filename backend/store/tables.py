"""The spine's own tables (protocol.md 3.2): scopes, feed, heard operations, replicas, jobs."""

from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Text, text
from sqlmodel import Field, SQLModel

from backend.store.record import Json, Record


def big(default: int = 0, **options: Any) -> Any:
    return Field(default=default, sa_type=BigInteger, **options)


class Server(SQLModel, table=True):
    """One row: which history this is."""

    __tablename__ = "server"

    key: str = Field(primary_key=True)
    value: str


class SyncScope(SQLModel, table=True):
    """A unit of permission and of the feed. Digest: sum of row hashes mod 2^128, signed halves."""

    __tablename__ = "sync_scope"

    scope_id: str = Field(primary_key=True)
    head: int = big()
    floor: int = big()
    epoch: int = Field(default=1)
    n: int = big()
    digest_hi: int = big()
    digest_lo: int = big()


class SyncFeed(SQLModel, table=True):
    """One line per record that a scope shows, newest state only."""

    __tablename__ = "sync_feed"
    __table_args__ = (Index("sync_feed_line", "entity", "row_id", "scope_id", unique=True),)

    scope_id: str = Field(primary_key=True)
    pos: int = Field(primary_key=True, sa_type=BigInteger)
    entity: str
    row_id: str
    kind: str = Field(description="put, del or leave")
    version: int = big()
    last_pos: int = big(description="Last position of the same operation in this scope.")
    row_hash: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    body: bytes | None = Field(default=None, sa_column=Column(LargeBinary))


FIRST_OF_ITS_ID = "status <> 'duplicate' AND code IS DISTINCT FROM 'op/reused'"
"""Words of the partial index; a query must say the same words to be answered from it."""


class SyncOp(SQLModel, table=True):
    """Every operation heard, with its bytes. Only `result` is ever pruned."""

    __tablename__ = "sync_op"
    __table_args__ = (
        Index(
            "sync_op_once", "op_id", unique=True,
            sqlite_where=text(FIRST_OF_ITS_ID),
            postgresql_where=text(FIRST_OF_ITS_ID),
        ),
        Index(
            "sync_op_set_aside", "received_at",
            sqlite_where=text("status = 'quarantined'"),
            postgresql_where=text("status = 'quarantined'"),
        ),
    )  # fmt: skip

    replica_id: str = Field(primary_key=True)
    local_seq: int = Field(primary_key=True, sa_type=BigInteger)
    op_id: str
    user_id: str
    kind: str
    row_id: str
    schema_version: int
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    body_hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_at: str
    status: str
    code: str | None = None
    result: str | None = Field(default=None, sa_column=Column(Text))
    received_at: str


class SyncReplica(SQLModel, table=True):
    """One local database of one user on one installation."""

    __tablename__ = "sync_replica"

    replica_id: str = Field(primary_key=True)
    user_id: str = Field(index=True)
    device_name: str = ""
    next_seq: int = big(1)
    acked_through: int = big()
    ops_digest_hi: int = big()
    ops_digest_lo: int = big()
    cursors: dict[str, Any] | None = Field(default=None, sa_type=Json)
    schema_version: int = 1
    app: str = ""
    registered_at: str = ""
    last_seen_at: str = ""
    lost_at: str | None = None
    report: dict[str, Any] | None = Field(default=None, sa_type=Json)
    reported_at: str | None = None
    device_id: str | None = Field(
        default=None, index=True, description="Of the phone: two people on one have two replicas."
    )


class DeviceOrders(SQLModel, table=True):
    """What a device last said of the orders it took on a day: their numbers, and how far they got.
    The other side of the daily count (domain.md, row 18 of the comparison)."""

    __tablename__ = "device_orders"

    replica_id: str = Field(primary_key=True)
    day: str = Field(primary_key=True, index=True)
    user_id: str = Field(index=True)
    sent: list[str] = Field(sa_type=Json)
    waiting: list[str] = Field(sa_type=Json)
    aside: list[str] = Field(sa_type=Json)
    told_at: str


class ScopeGrant(Record, table=True):
    """Which scope a user pulls, from when to when. Shown in user:<id>."""

    __tablename__ = "scope_grant"
    __table_args__ = (Index("scope_grant_user", "user_id", "scope"),)

    user_id: str
    scope: str = Field(index=True)
    from_at: str
    until_at: str | None = None
    kind: str


class SyncBlob(SQLModel, table=True):
    """Bytes that are here and hash to their name."""

    __tablename__ = "sync_blob"

    sha256: str = Field(primary_key=True)
    size: int = big()
    mime: str
    state: str = Field(description="present")
    received_at: str


class BlobOwner(SQLModel, table=True):
    """Who uploaded which bytes: deduplication happens only among one user's uploads."""

    __tablename__ = "blob_owner"

    sha256: str = Field(primary_key=True)
    user_id: str = Field(primary_key=True)
    uploaded_at: str


class Upload(SQLModel, table=True):
    """A tus upload under way."""

    __tablename__ = "upload"

    upload_id: str = Field(primary_key=True)
    user_id: str
    sha256: str
    mime: str
    size: int = big()
    created_at: str
    expires_at: str = Field(index=True)


class Job(SQLModel, table=True):
    """Work for the worker, written in the same transaction as the record it is about."""

    __tablename__ = "job"
    __table_args__ = (Index("job_due", "state", "due_at"),)

    job_id: str = Field(primary_key=True)
    kind: str
    payload: dict[str, Any] | None = Field(default=None, sa_type=Json)
    state: str = Field(default="waiting", description="waiting, taken, done or dead")
    due_at: str
    tries: int = 0
    problem: str | None = None
    created_at: str
