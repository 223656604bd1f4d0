"""A ticket is shown in its store, and to the partner while it is, or was, his turn."""

from collections.abc import Iterator
from typing import Any

from msgspec import structs

from backend.sync.view import View
from backend.tickets.tables import Ticket
from sync_protocol.generated import protocol as shown


def ticket(held: Ticket) -> shown.Ticket:
    return shown.Ticket(
        store_id=held.store_id,
        store_code=held.store_code,
        store_name=held.store_name,
        type=held.type,  # type: ignore[arg-type]  # checked when it was opened
        text=held.text,
        goods=[shown.TicketGoods(**one) for one in held.goods],
        photo_ids=held.photo_ids,
        visit_id=held.visit_id,
        note_id=held.note_id,
        opened_by_name=held.opened_by_name,
        opened_at=held.opened_at,
        state=held.state,  # type: ignore[arg-type]
        holder=held.holder,  # type: ignore[arg-type]
        answer_by=held.answer_by,
        solve_by=held.solve_by,
        words=[shown.TicketWord(**one) for one in held.words],
        closed_at=held.closed_at,
        reopened=held.reopened,
    )


def for_partner(held: Ticket) -> shown.Ticket:
    """Nothing of visits: how the company's reps work is not his (domain.md 2.1)."""
    return structs.replace(ticket(held), visit_id=None, photo_ids=[])


def scopes(held: Ticket) -> Iterator[str]:
    yield f"store:{held.store_id}"
    if held.partner_id and was_partners(held):
        yield f"partner:{held.partner_id}"


def was_partners(held: Ticket) -> bool:
    return held.holder == "partner" or any(word["state"] == "to_partner" for word in held.words)


VIEWS: tuple[View[Any], ...] = (
    View("ticket", Ticket, scopes=scopes, shown={"store": ticket, "partner": for_partner}),
)
