"""What the server does with each operation about tickets."""

from typing import Any

import msgspec

from backend.customers import aliases, standing
from backend.customers.tables import Store
from backend.identity import OFFICE, Person, Role
from backend.people.rules import MAJOR_CLASSES
from backend.refused import Conflict, Duplicate, Quarantined, Refused
from backend.store import instant
from backend.store.session import Records
from backend.sync.registry import Command, Op
from backend.tickets import effects, rules
from backend.tickets.tables import Ticket
from sync_protocol.generated.protocol import (
    TicketAnswer,
    TicketAssign,
    TicketClose,
    TicketConfirm,
    TicketOpen,
    TicketReopen,
)


async def open_(op: Op, args: TicketOpen, by: Person, records: Records) -> None:
    """A rep in a store of hers; the office for any of its own."""
    held = await records.see(Ticket, op.id)
    store = await aliases.store_now(records, args.store_id)
    known = store is not None and await may_open(op, store, args.store_id, by, records)
    if store is None or not known:
        raise Quarantined("store/not-granted", args.store_id)
    values: dict[str, Any] = {
        "type": args.type, "text": args.text, "goods": msgspec.to_builtins(args.goods),
        "photo_ids": list(args.photo_ids), "visit_id": args.visit_id, "note_id": args.note_id,
    }  # fmt: skip
    if held is not None:
        if held.opened_by == by.id and all(getattr(held, k) == v for k, v in values.items()):
            raise Duplicate("fact/immutable")
        raise Quarantined("record/clash", op.id)
    await aliases.landed(records, args.store_id, store.id, "ticket", op.id)
    ticket = effects.made(
        records, op.id, store, (by.id, by.name), op.occurred_at,
        **values, state="new", holder="office", words=[],
    )  # fmt: skip
    records.add(ticket)
    await effects.tell_of(records, ticket, "ticket.opened")


async def may_open(op: Op, store: Store, said_id: str, by: Person, records: Records) -> bool:
    if by.role in OFFICE:
        return reaches(by, store.org_unit_id, store.customer_class)
    return await standing.at_store(records, by.id, said_id, op.occurred_at) is not None


async def assign(op: Op, args: TicketAssign, by: Person, records: Records) -> None:
    """To the partner, or back to the office."""
    held = await of_office(op, by, records)
    if args.to == "partner" and held.partner_id is None:
        raise Refused("value/out-of-range", "no partner", field="to")
    state = "to_partner" if args.to == "partner" else "to_office"
    change(held, "assigned", by, args.note, records, word=state, holder=args.to)
    await effects.tell_of(records, held, "ticket.assigned", args.note or "")


async def answer(op: Op, args: TicketAnswer, by: Person, records: Records) -> None:
    """At work, waiting, or solved; by whoever may deal with it."""
    held = await dealt_with(op, by, records)
    more: dict[str, Any] = {"answered_at": held.answered_at or records.now}
    if args.state == "solved":
        more["solved_at"] = records.now
    change(held, args.state, by, args.note, records, **more)
    if args.state == "solved":
        await effects.tell(records, held.opened_by, "ticket.solved", held, args.note)


async def confirm(op: Op, args: TicketConfirm, by: Person, records: Records) -> None:
    """She was there, or telephoned: it is solved, or it is not."""
    held = await seen(op, by, records)
    if args.solved:
        change(held, "confirmed", by, args.note, records)
    else:
        change(
            held, "in_progress", by, args.note, records,
            reopened=held.reopened + 1, solved_at=None,
        )  # fmt: skip
        await effects.tell_of(records, held, "ticket.not_solved", args.note or "")


async def close(op: Op, args: TicketClose, by: Person, records: Records) -> None:
    held = await of_office(op, by, records)
    change(held, "closed", by, args.note, records, closed_at=records.now)


async def reopen(op: Op, args: TicketReopen, by: Person, records: Records) -> None:
    """Within fourteen days of its end."""
    held = await seen(op, by, records)
    if held.state not in ("confirmed", "closed"):
        raise Conflict("record/state", held.state, version=held.version, state=held.state)
    ended = held.closed_at or held.solved_at or held.opened_at
    if instant.shifted(ended, days=rules.REOPEN_DAYS) < op.occurred_at:
        raise Refused("ticket/too-late", held.id)
    change(
        held, "in_progress", by, args.note, records,
        reopened=held.reopened + 1, closed_at=None, solved_at=None,
    )  # fmt: skip
    await effects.tell_of(records, held, "ticket.reopened", args.note)


def change(
    held: Ticket, state: str, by: Person, note: str | None, records: Records,
    word: str | None = None, **more: Any,
) -> None:  # fmt: skip
    """Refuses what cannot follow; the same again is nothing new."""
    last = held.words[-1] if held.words else {}
    said = {"by_name": by.name, "state": word or state, "note": note}
    if held.state == state and {k: last.get(k) for k in said} == said:
        raise Duplicate("record/state", state)
    if not rules.may(held.state, state):
        raise Conflict("record/state", held.state, version=held.version, state=held.state)
    records.change(held, state=state, words=[*held.words, {"at": records.now, **said}], **more)


def reaches(by: Person, unit_id: str, customer_class: str | None) -> bool:
    if unit_id not in by.unit_ids:
        return False
    return by.role is not Role.SPECIALIST or customer_class in MAJOR_CLASSES


async def of_office(op: Op, by: Person, records: Records) -> Ticket:
    held = await records.get(Ticket, op.id)
    store = await records.see(Store, held.store_id) if held else None
    if held is None or store is None or not reaches(by, held.org_unit_id, store.customer_class):
        raise unknown(op)
    return held


async def dealt_with(op: Op, by: Person, records: Records) -> Ticket:
    """The office, or the partner while it is his turn."""
    if by.role is not Role.PARTNER_CLERK:
        return await of_office(op, by, records)
    held = await records.get(Ticket, op.id)
    if held is None or held.partner_id != by.partner_id or held.holder != "partner":
        raise unknown(op)
    return held


async def seen(op: Op, by: Person, records: Records) -> Ticket:
    """The office, or a rep whose store it is."""
    if by.role in OFFICE:
        return await of_office(op, by, records)
    held = await records.get(Ticket, op.id)
    stands = held and await standing.at_store(records, by.id, held.store_id, op.occurred_at)
    if held is None or not stands:
        raise unknown(op)
    return held


def unknown(op: Op) -> Refused:
    return Refused("record/unknown", op.id, entity="ticket", id=op.id)


COMMANDS: dict[str, Command] = {
    "ticket.open": open_,
    "ticket.assign": assign,
    "ticket.answer": answer,
    "ticket.confirm": confirm,
    "ticket.close": close,
    "ticket.reopen": reopen,
}
