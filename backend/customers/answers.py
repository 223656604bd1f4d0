"""What the office is answered about stores."""

from backend.people.answers import Answer, Page


class StoreRow(Answer, frozen=True, kw_only=True):
    """A store as it is found, with its main rep of now."""

    id: str
    code: str
    name: str
    address: str
    tier: str
    channel_type: str
    customer_class: str
    customer_id: str
    customer_name: str
    partner_id: str | None
    org_unit_id: str
    phone: str | None
    lat_e7: int
    lon_e7: int
    active: bool
    rep_id: str | None
    rep_name: str | None


class Stores(Page, frozen=True, kw_only=True):
    rows: list[StoreRow]


class StoreInFull(Answer, frozen=True, kw_only=True):
    id: str
    code: str
    name: str
    address: str
    customer_id: str
    customer_name: str
    customer_class: str
    org_unit_id: str
    channel_type: str
    tier: str
    lat_e7: int
    lon_e7: int
    radius_m: int
    contact_name: str | None
    phone: str | None
    receiving_window: str | None
    partner_id: str | None
    partner_name: str | None
    price_list_code: str | None
    must_stock_list_id: str | None
    split_sale: bool
    active: bool
