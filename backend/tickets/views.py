"""A ticket is shown in its store, and to the partner while it is, or was, his turn."""

from collections.abc import Collection, Iterator
from typing import Any

import msgspec
from msgspec import UNSET, structs

from backend.store.read import Read
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
        note=shown.TicketNote(**held.note) if held.note else UNSET,
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
    """Nothing of visits: how the company's reps work is not his (domain.md 2.1). The pictures it
    was opened with are: whoever is to mend something must see it."""
    return structs.replace(ticket(held), visit_id=None)


def scopes(held: Ticket) -> Iterator[str]:
    yield f"store:{held.store_id}"
    if held.partner_id and was_partners(held):
        yield f"partner:{held.partner_id}"


def was_partners(held: Ticket) -> bool:
    return was_handed(held.holder, held.words)


def was_handed(holder: str, words: list[dict[str, Any]]) -> bool:
    return holder == "partner" or any(word["state"] == "to_partner" for word in words)


async def pictures_of(read: Read, store_id: str, scopes: Collection[str]) -> set[str]:
    """The pictures of a store that tickets addressed to one of these partners were opened with.

    Asked when one is looked at, so that it does not matter which came first, ticket or picture, and
    nothing else of the photo's record is anybody's but its store's."""
    rows = await read.rows(
        f"SELECT holder, words, photo_ids FROM ticket WHERE store_id = ? AND partner_id {read.IN}",
        store_id,
        read.ids([one.removeprefix("partner:") for one in scopes if one.startswith("partner:")]),
    )
    return {
        photo_id
        for holder, words, photo_ids in rows
        if was_handed(holder, msgspec.json.decode(words))
        for photo_id in msgspec.json.decode(photo_ids)
    }


VIEWS: tuple[View[Any], ...] = (
    View("ticket", Ticket, scopes=scopes, shown={"store": ticket, "partner": for_partner}),
)
