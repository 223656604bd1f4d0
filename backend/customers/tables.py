"""Who buys, where the shops are, who supplies them and who visits them."""

from typing import Any

from sqlmodel import Field

from backend.store.record import Json, Record


class Partner(Record, table=True):
    """A firm that delivers to stores and invoices them."""

    __tablename__ = "partner"

    code: str = Field(index=True)
    name: str
    phone: str | None
    active: bool


class Customer(Record, table=True):
    """The account behind one or more stores. In no scope: stores carry its name and class."""

    __tablename__ = "customer"

    code: str = Field(index=True)
    name: str
    customer_class: str


class Store(Record, table=True):
    """One door. The point is WGS-84 whatever the map it was read from; see source_datum."""

    __tablename__ = "store"

    code: str = Field(index=True)
    name: str
    pinyin: str
    initials: str
    address: str
    customer_id: str = Field(index=True)
    customer_name: str
    customer_class: str
    org_unit_id: str = Field(index=True)
    channel_type: str
    tier: str
    lat_e7: int
    lon_e7: int
    source_datum: str
    radius_m: int
    contact_name: str | None
    phone: str | None
    receiving_window: str | None
    partner_id: str | None = Field(index=True)
    partner_name: str | None
    price_list_code: str | None
    price_list_codes: list[str] = Field(
        default_factory=list,
        sa_type=Json,
        description="Where there are several (prices.py): the most special first, its own last.",
    )
    must_stock_list_id: str | None
    split_sale: bool
    active: bool
    licence_no: str | None
    stage: str | None = Field(description="pending, returned or merged; None: a store like others.")
    merged_into: str | None = Field(index=True)
    fence_least_m: int | None = Field(
        default=None, description="As wide as the doubt of its point and of a fix here ask for."
    )
    sets: dict[str, dict[str, Any]] = Field(
        default_factory=dict,
        sa_type=Json,
        description="Of each field that was changed: by_id, by_name, at, change_id (fields.py).",
    )


class StoreAssignment(Record, table=True):
    """Which rep serves a store, from when to when. In no scope: grants follow from it."""

    __tablename__ = "store_assignment"

    store_id: str = Field(index=True)
    rep_id: str = Field(index=True)
    kind: str
    from_at: str
    until_at: str | None
    assigned_by: str
