"""Where two people said different things about one record, and which of it counts."""

from typing import Any

from sqlmodel import Field

from backend.store.record import Json, Record


class Conflict(Record, table=True):
    """One meeting of two decisions: what stood before, what each said, and the rule that decided.

    Written once by the server; only a person's word that it is settled comes later.
    """

    __tablename__ = "conflict"

    rule: str = Field(description="One of domain.md 3.0.7 (K1 and so on); decided or changed.")
    stands: str = Field(description="Whose word counts: mine, theirs or both.")
    kind: str = Field(description="The operation that came second.")
    entity: str
    record_id: str
    subject: str = Field(description="What a person calls it: a store, a task's title, a number.")
    store_id: str | None
    org_unit_id: str | None = Field(index=True, description="The office that settles it.")
    mine_id: str = Field(index=True)
    mine_name: str
    mine_at: str
    theirs_name: str | None = Field(description="None: not recorded who.")
    theirs_at: str | None
    base: dict[str, Any] = Field(sa_type=Json, description="What the second had before his eyes.")
    mine: dict[str, Any] = Field(sa_type=Json)
    theirs: dict[str, Any] = Field(sa_type=Json)
    made_at: str = Field(index=True)
    closed_at: str | None
    closed_by_name: str | None
    closed_note: str | None
