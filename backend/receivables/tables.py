"""What stores owe the partner who delivers to them, as he says it."""

import uuid

from sqlmodel import Field

from backend.store.record import Big, Record

OWED = uuid.UUID("5a1d9b0c-7f3e-4c52-8f0e-2d6f1f6c9a34")


def receivable_id(partner_id: str, store_id: str) -> str:
    """Of what this store owes this partner."""
    return uuid.uuid5(OWED, f"{partner_id}~{store_id}").hex


class Receivable(Record, table=True):
    """One partner's figures of one store, the latest he said. The company works out none of them:
    what is paid or delivered later changes nothing here, the day says how old they are.

    A store that was merged keeps its own, under its own id, with the store it is now as its
    `store_id`: what a store owes is the sum of all that name it.
    """

    __tablename__ = "receivable"

    partner_id: str = Field(index=True)
    store_id: str = Field(index=True)
    store_code: str
    store_name: str
    limit_fen: int | None = Field(sa_type=Big, description="None: he sets no limit.")
    open_fen: int = Field(sa_type=Big)
    overdue_fen: int = Field(sa_type=Big, description="Of open_fen.")
    as_of: str = Field(description="The day it was so.")
    shared: bool = Field(description="Copied from PartnerSharing: a view knows one record.")
    said_by_name: str
    said_at: str


class PartnerSharing(Record, table=True):
    """What a partner lets the company see. Its id is the partner's; without one, nothing."""

    __tablename__ = "partner_sharing"

    receivables: bool
    said_by_name: str
    said_at: str
