"""What the office is answered about stores that reps found, and stores that were merged."""

from typing import Literal

from backend.people.answers import Answer, Page

Why = Literal["licence", "phone", "name", "picture", "near"]


class Alike(Answer, frozen=True, kw_only=True):
    """A store the found one may be. score: 0 to 100; denied: its finder was shown it, and said it
    is another."""

    store_id: str
    code: str
    name: str
    address: str
    phone: str | None
    licence_no: str | None
    stage: str | None
    rep_name: str | None
    lat_e7: int
    lon_e7: int
    distance_m: int
    score: int
    why: list[Why]
    denied: bool
    photo_id: str | None
    visits: int


class Found(Answer, frozen=True, kw_only=True):
    """A store somebody found, and what was decided."""

    id: str
    version: int
    code: str
    name: str
    address: str
    channel_type: str
    tier: str
    contact_name: str | None
    phone: str | None
    licence_no: str | None
    lat_e7: int
    lon_e7: int
    accuracy_m: int
    radius_m: int
    org_unit_id: str
    customer_id: str
    price_list_code: str | None
    rep_id: str
    rep_name: str
    found_at: str
    received_at: str
    photo_id: str | None
    note: str | None
    state: Literal["pending", "approved", "returned", "merged"]
    reason: str | None
    decided_note: str | None
    decided_by_name: str | None
    decided_at: str | None
    visits: int
    orders: int
    alike: list[Alike]


class Named(Answer, frozen=True, kw_only=True):
    id: str
    name: str


class NewStores(Page, frozen=True, kw_only=True):
    """With what an approval may name: customers of several stores, partners and price lists of
    stores in reach, the most used first."""

    rows: list[Found]
    customers: list[Named]
    partners: list[Named]
    price_lists: list[str]


class Merged(Answer, frozen=True, kw_only=True):
    """A store that is another one, or was for a while. moved: records that have followed it."""

    id: str
    version: int
    code: str
    name: str
    into_id: str
    into_code: str
    into_name: str
    org_unit_id: str
    state: Literal["merged", "undone"]
    note: str | None
    by_name: str
    at: str
    undone_by_name: str | None
    undone_at: str | None
    undone_note: str | None
    moved: int


class MergedStores(Page, frozen=True, kw_only=True):
    rows: list[Merged]
