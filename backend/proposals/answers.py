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
    """A store somebody found, and what was decided. into_code: the store it was merged into."""

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
    into_code: str | None
    into_name: str | None
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
    price_lists: list[Named]


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


class ChangedField(Answer, frozen=True, kw_only=True):
    """One field of a change. was: what stood there when it was decided; now: what stands there;
    set_by_name and set_at: who gave it that, and when, if somebody did since the store was made;
    stands: what became of it since she saw it (fresh, same, clash). also: others who wait with
    another value for it."""

    what: str
    saw: str | None
    value: str | None
    was: str | None
    now: str | None
    set_by_name: str | None
    set_at: str | None
    stands: Literal["fresh", "same", "clash"]
    state: Literal["open", "approved", "returned", "withdrawn", "same"]
    reason: str | None
    note: str | None
    by_name: str | None
    at: str | None
    also: list[str]


class SeenThere(Answer, frozen=True, kw_only=True):
    """A check-in behind a learnt point. used: no, it was left out as being far off."""

    visit_id: str
    day: str
    lat_e7: int
    lon_e7: int
    accuracy_m: int
    used: bool


class PointLearnt(Answer, frozen=True, kw_only=True):
    """Where check-ins say the door is: in `percent` of such cases it lies `within_m` of that point.
    usual_m: three of four fixes there are as accurate as this; fixes: so many it rests on, of so
    many days and people; left_out: fixes far off the others."""

    lat_e7: int
    lon_e7: int
    within_m: int
    percent: int
    usual_m: int
    fixes: int
    left_out: int
    days: int
    people: int
    from_day: str
    to_day: str


class PointShown(PointLearnt, frozen=True, kw_only=True):
    seen: list[SeenThere]


class ChangeRow(Answer, frozen=True, kw_only=True):
    """What of a known store is otherwise: who says so, when, and from where. away_m: how far from
    the store's point she stood, if she said where."""

    id: str
    version: int
    store_id: str
    store_code: str
    store_name: str
    customer_class: str
    org_unit_id: str
    origin: Literal["rep", "learnt", "fence"]
    by_name: str
    said_at: str
    received_at: str
    due_on: str | None
    items: list[ChangedField]
    lat_e7: int | None
    lon_e7: int | None
    accuracy_m: int | None
    away_m: int | None
    photo_id: str | None
    front_id: str | None
    note: str | None
    evidence: PointShown | None
    state: Literal["pending", "decided"]
    decides: bool
    store_lat_e7: int
    store_lon_e7: int
    radius_m: int


class StoreChanges(Page, frozen=True, kw_only=True):
    """front_id: the latest picture of the store's front from before."""

    rows: list[ChangeRow]


class Lack(Answer, frozen=True, kw_only=True):
    """One thing that is not in order, with the number or the day it rests on."""

    code: str
    n: int | None
    on: str | None


class MarkRow(Answer, frozen=True, kw_only=True):
    """How far a store's record can be relied on: of `asked` things `missing` are not in order.
    alike: stores in reach it may be the same as."""

    id: str
    store_code: str
    store_name: str
    tier: str
    customer_class: str
    org_unit_id: str
    rep_name: str | None
    asked: int
    missing: int
    lacks: list[Lack]
    alike: list[Named]
    learnt: PointLearnt | None
    lat_e7: int
    lon_e7: int
    radius_m: int


class StoreMarks(Page, frozen=True, kw_only=True):
    """counts: of all stores in reach, by what is not in order; stores: how many there are."""

    rows: list[MarkRow]
    counts: dict[str, int]
    stores: int
