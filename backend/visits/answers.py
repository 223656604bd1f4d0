"""What the office is answered about visit completion M01."""

from typing import Literal

import msgspec

from backend.people.answers import Answer, Page
from sync_protocol.generated.protocol import CustomerClass, TemplateStep, Tier


class PartsTold(Answer, frozen=True, kw_only=True):
    """The number in parts. `rate_1e4`: ten-thousandths, null when nothing was due."""

    numerator: int
    denominator: int
    rate_1e4: int | None
    waived: int


class CompletionRow(PartsTold, frozen=True, kw_only=True):
    key: str
    name: str


class UnheardRep(Answer, frozen=True, kw_only=True):
    rep_id: str
    name: str | None
    last_heard_at: str | None


class Completeness(Answer, frozen=True, kw_only=True):
    """Of the reps planned: how many were heard since, and who was not."""

    planned: int
    heard: int
    oldest_heard_at: str | None
    unheard_reps: list[UnheardRep]


class Completion(Page, frozen=True, kw_only=True):
    formula: str
    first: str = msgspec.field(name="from")
    to: str
    by: Literal["branch", "office", "rep", "store", "day"]
    total: PartsTold
    completeness: Completeness
    rows: list[CompletionRow]


class BehindRow(Answer, frozen=True, kw_only=True):
    """A planned visit, with the visit that counts."""

    planned_visit_id: str
    day: str
    store_id: str
    store_code: str
    store_name: str
    org_unit_id: str
    rep_id: str
    rep_name: str | None
    state: str
    note: str | None
    visit_id: str | None
    checked_in_at: str | None
    visited_by: str | None


class Behind(Page, frozen=True, kw_only=True):
    formula: str
    first: str = msgspec.field(name="from")
    to: str
    rows: list[BehindRow]


class PhotoReviewTold(Answer, frozen=True, kw_only=True):
    state: Literal["accepted", "rejected"]
    reason: str | None
    note: str | None
    by_name: str
    at: str


class LikePhoto(Answer, frozen=True, kw_only=True):
    """An earlier photo that looks the same. Out of reach only its day is told; `id` is null."""

    id: str | None
    store_name: str | None
    store_code: str | None
    rep_name: str | None
    day: str
    distance: int
    same_bytes: bool
    other_store: bool


class PhotoPair(Answer, frozen=True, kw_only=True):
    """The main shelf of the visit, before and after."""

    before_id: str
    after_id: str


class WallPhoto(Answer, frozen=True, kw_only=True):
    """`readable` is null while nothing was measured; false: it cannot be decoded. `distance_m`:
    from where it was taken to the store. `own`: the asker took it, and may not review it. `look`,
    `kept_reason`: what the phone saw wrong, and why she kept it. `chain_n`: which picture of its
    visit it is; `chained`: its link follows from one that is here; null: it has none."""

    id: str
    version: int
    type: str
    visit_id: str | None
    store_id: str
    store_code: str
    store_name: str
    org_unit_id: str
    rep_id: str
    rep_name: str | None
    taken_at: str
    received_at: str
    present: bool
    capture_mode: str
    width: int
    height: int
    distance_m: int | None
    accuracy_m: int | None
    readable: bool | None
    sharpness: int | None
    brightness: int | None
    look: str | None
    kept_reason: str | None
    chain_n: int | None
    chained: bool | None
    own: bool
    review: PhotoReviewTold | None
    like: LikePhoto | None
    pair: PhotoPair | None


class PhotoWall(Page, frozen=True, kw_only=True):
    """The latest first. A page may be short, or empty, while there is a `next`: a search looks
    through only so many photos at a time. `back_to`: how far this page has looked."""

    rows: list[WallPhoto]
    back_to: str | None


class TemplateRow(Answer, frozen=True, kw_only=True):
    """One version of a visit template, with what was decided on it. `mine`: who asks wrote it."""

    id: str
    version: int
    code: str
    template_version: int
    name: str
    classes: list[CustomerClass]
    channels: list[str]
    tiers: list[Tier]
    valid_from: str
    strict_order: bool
    steps: list[TemplateStep]
    state: str
    org_unit_ids: list[str]
    mine: bool
    deciders: list[str]
    """While it is pending: who may decide on it, by name. None: everybody has written on it."""
    saved_by_name: str
    saved_at: str
    submitted_at: str | None
    decided_by_name: str | None
    decided_at: str | None
    returned_for: str | None


class Templates(Page, frozen=True, kw_only=True):
    rows: list[TemplateRow]
