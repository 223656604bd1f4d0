"""What the office is answered about goods that go back."""

from typing import Literal

from backend.people.answers import Answer, Page
from sync_protocol.generated.protocol import ReturnLine


class ReturnRow(Answer, frozen=True, kw_only=True):
    """A return note as its store's rep sees it (F76). customer_class C1: the specialist decides."""

    id: str
    version: int
    no: str
    origin: Literal["store", "delivery"]
    state: Literal["requested", "approved", "rejected", "collected", "posted"]
    store_id: str
    store_code: str
    store_name: str
    customer_class: str
    partner_id: str
    partner_name: str
    delivery_note_no: str | None
    driver_name: str | None
    collect_on: str | None
    lines: list[ReturnLine]
    photo_ids: list[str]
    note: str | None
    asked_by_name: str
    asked_at: str
    decided_by_name: str | None
    decided_reason: str | None
    collected_at: str | None
    posted_at: str | None


class Returns(Page, frozen=True, kw_only=True):
    rows: list[ReturnRow]
