"""What the office is answered about tickets."""

from typing import Literal

from backend.people.answers import Answer, Page
from sync_protocol.generated.protocol import TicketGoods, TicketNote

State = Literal["new", "assigned", "in_progress", "waiting", "solved", "confirmed", "closed"]
Kind = Literal[
    "quality", "delivery", "price", "promotion", "cooler", "near_expiry", "attitude", "other"
]


class Word(Answer, frozen=True, kw_only=True):
    """state: what it became with it; to_partner and to_office say whose turn it is since."""

    at: str
    by_name: str
    state: Literal[
        "to_partner", "to_office", "in_progress", "waiting", "solved", "confirmed", "closed"
    ]
    note: str | None


class TicketRow(Answer, frozen=True, kw_only=True):
    """answer_by: 4 working hours after it was opened; solve_by: 3 working days. answered_at: the
    first answer."""

    id: str
    version: int
    store_id: str
    store_code: str
    store_name: str
    org_unit_id: str
    partner_id: str | None
    partner_name: str | None
    type: Kind
    text: str
    goods: list[TicketGoods]
    photo_ids: list[str]
    visit_id: str | None
    note_id: str | None
    note: TicketNote | None
    opened_by_name: str
    opened_at: str
    state: State
    holder: Literal["office", "partner"]
    answer_by: str
    solve_by: str
    words: list[Word]
    answered_at: str | None
    solved_at: str | None
    closed_at: str | None
    reopened: int


class Tickets(Page, frozen=True, kw_only=True):
    rows: list[TicketRow]
