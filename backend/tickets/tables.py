"""A complaint or a service a store waits for."""

from typing import Any

from sqlmodel import Field

from backend.store.record import Json, Record


class Ticket(Record, table=True):
    """What is wrong, who has it, and every word that was said about it (domain.md 3.10)."""

    __tablename__ = "ticket"

    store_id: str = Field(index=True)
    store_code: str
    store_name: str
    org_unit_id: str = Field(index=True)
    partner_id: str | None = Field(description="The store's partner when it was opened.")
    type: str
    text: str
    goods: list[dict[str, Any]] = Field(sa_type=Json, description="TicketGoods.")
    photo_ids: list[str] = Field(sa_type=Json)
    visit_id: str | None
    note_id: str | None = Field(description="The delivery note it is about.")
    note: dict[str, Any] | None = Field(
        sa_type=Json, default=None, description="That note's number and day: TicketNote."
    )
    opened_by: str
    opened_by_name: str
    opened_at: str
    state: str = Field(index=True)
    holder: str = Field(description="office or partner: whose turn it is.")
    answer_by: str = Field(description="When the first answer is due: 4 working hours.")
    solve_by: str = Field(description="When it should be solved: 3 working days.")
    words: list[dict[str, Any]] = Field(sa_type=Json, description="at, by_name, state, note.")
    answered_at: str | None
    solved_at: str | None
    closed_at: str | None
    reopened: int
