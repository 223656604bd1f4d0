"""What a visit found wrong becomes a ticket by itself."""

import uuid
from typing import Any

from backend.customers.tables import Store
from backend.identity import Role
from backend.people import effects
from backend.people.tables import Employment
from backend.store import instant
from backend.store.session import Records
from backend.tickets import rules
from backend.tickets.tables import Ticket

TICKETS = uuid.UUID("5b0d7e0a-3c55-4c3b-8a57-2c2c9a3f6f10")


def made(
    records: Records, id: str, store: Store, by: tuple[str, str], at: str, **values: Any
) -> Ticket:
    """A new ticket, its clocks running from when it was opened."""
    opened = instant.moment(at)

    def due(minutes: int) -> str:
        return instant.text(rules.working_after(opened, minutes, records.zone))

    return Ticket.of(
        id=id,
        store_id=store.id,
        store_code=store.code,
        store_name=store.name,
        org_unit_id=store.org_unit_id,
        partner_id=store.partner_id,
        opened_by=by[0],
        opened_by_name=by[1],
        opened_at=at,
        answer_by=due(rules.ANSWER_H * 60),
        solve_by=due(rules.SOLVE_DAYS * rules.DAY_MIN),
        answered_at=None,
        solved_at=None,
        closed_at=None,
        reopened=0,
        **values,
    )


async def found(
    records: Records,
    store: Store,
    by: tuple[str, str],
    at: str,
    *,
    type: str,
    key: str,
    goods: list[dict[str, Any]],
    photo_ids: list[str],
    visit_id: str,
    note_id: str | None = None,
    note: dict[str, Any] | None = None,
) -> None:
    """A visit found it: the partner has it at once, or the office where there is none. Once for
    a ``key``; what the same visit says of the goods later is what counts, until it is solved."""
    id = uuid.uuid5(TICKETS, key).hex
    if await records.see(Ticket, id) is not None:
        held = await records.get(Ticket, id)
        same = held is not None and held.visit_id == visit_id and held.state in rules.OPEN
        if held is not None and same and goods and goods != held.goods:
            records.change(held, goods=goods, note=note)
        return
    partner = store.partner_id is not None
    words = [{"at": records.now, "by_name": by[1], "state": "to_partner", "note": None}]
    ticket = made(
        records, id, store, by, at, type=type, text="", goods=goods, photo_ids=photo_ids,
        visit_id=visit_id, note_id=note_id, note=note, state="assigned" if partner else "new",
        holder="partner" if partner else "office", words=words if partner else [],
    )  # fmt: skip
    records.add(ticket)
    await tell_of(records, ticket, "ticket.opened")


async def tell_of(records: Records, ticket: Ticket, kind: str, note: str = "") -> None:
    """Whoever's turn it is; what is about quality is the manager's the same day as well."""
    roles = {Role.OFFICE_SUPERVISOR}
    if ticket.type in rules.TO_MANAGER:
        roles.add(Role.OPS_MANAGER)
    told = await effects.in_charge(records, ticket.org_unit_id, roles)
    if ticket.holder == "partner" and ticket.partner_id:
        for post in await records.find(Employment, partner_id=ticket.partner_id):
            if post.role == Role.PARTNER_CLERK and post.from_at <= records.now and (
                post.until_at is None or records.now < post.until_at
            ):  # fmt: skip
                told.append(post.person_id)
    for person_id in told:
        await tell(records, person_id, kind, ticket, note)


async def tell(records: Records, person_id: str, kind: str, ticket: Ticket, note: str = "") -> None:
    await effects.tell(
        records, person_id, kind, entity="ticket", record_id=ticket.id,
        store_name=ticket.store_name, reason=ticket.type, note=note,
    )  # fmt: skip
