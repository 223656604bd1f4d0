"""What the server does when a partner says what stores owe him, and whether he shares it."""

from collections.abc import Iterable
from typing import Any

from backend.customers import aliases
from backend.customers.tables import Partner, Store
from backend.identity import Person
from backend.receivables.tables import PartnerSharing, Receivable, receivable_id
from backend.refused import Quarantined, Refused
from backend.store import instant, said
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.registry import Command, Facts, Op
from sync_protocol.generated.protocol import ReceivableLine, ReceivableSay, ReceivableShare

AHEAD_S = 300
"""A phone's day may begin a few minutes early."""


async def say(op: Op, args: ReceivableSay, by: Person, records: Records) -> None:
    """Of each store the figures of the latest day stand; of one day those said last, whichever
    device is heard first. All of a file or nothing of it.

    What is said of a store that was merged counts to the one it is now (K6), besides what is said
    of that itself; what is said later of that alone is all it owes.
    """
    partner_id = str(by.partner_id)
    check(op, args.lines, records.zone)
    ids = {line.store_id: receivable_id(partner_id, line.store_id) for line in args.lines}
    stores = await records.see_many(Store, sorted(ids))
    known = await records.get_many(Receivable, sorted(ids.values()))
    sharing = await records.see(PartnerSharing, partner_id)
    for line in args.lines:
        store, held = stores.get(line.store_id), known.get(ids[line.store_id])
        # A store that another partner supplies now may still owe this one.
        if store is None or (store.partner_id != partner_id and held is None):
            raise Quarantined("record/unknown", line.store_id, entity="store", id=line.store_id)
        if held is not None and (held.as_of, held.said_at) > (line.as_of, op.occurred_at):
            continue
        into = await aliases.store_now(records, store.id) or store
        if into.id == store.id:
            await covers(records, partner_id, line, set(ids.values()))
        values: dict[str, Any] = {
            "store_code": into.code,
            "store_name": into.name,
            "limit_fen": line.limit_fen,
            "open_fen": line.open_fen,
            "overdue_fen": line.overdue_fen,
            "as_of": line.as_of,
            "said_by_name": by.name,
            "said_at": op.occurred_at,
        }
        if held is None:
            await aliases.landed(records, store.id, into.id, "receivable", ids[line.store_id])
            made = Receivable.of(
                id=ids[line.store_id], partner_id=partner_id, store_id=into.id,
                shared=sharing is not None and sharing.receivables, **values,
            )  # fmt: skip
            records.add(made)
        else:
            records.change(held, **values)


async def covers(records: Records, partner_id: str, line: ReceivableLine, beside: set[str]) -> None:
    """Figures of stores that were merged into this one, no later, are in what is said of it now,
    unless they are said ``beside`` it."""
    for one in await records.find(Receivable, partner_id=partner_id, store_id=line.store_id):
        own = one.id == receivable_id(partner_id, line.store_id)
        if not own and one.id not in beside and one.as_of <= line.as_of:
            held = await records.get(Receivable, one.id)
            if held is not None:
                records.remove(held)


def check(op: Op, lines: Iterable[ReceivableLine], zone: str) -> None:
    """No day to come, no more overdue than open, no store twice."""
    today = instant.day_of(instant.shifted(op.received_at, seconds=AHEAD_S), zone)
    seen: set[str] = set()
    for line in lines:
        if said.a_day(line.as_of, "as_of", Quarantined) > today:
            raise Quarantined("value/out-of-range", line.as_of, field="as_of")
        if line.overdue_fen > line.open_fen:
            raise Quarantined("value/out-of-range", line.store_id, field="overdue_fen")
        if line.store_id in seen:
            raise Quarantined("value/out-of-range", line.store_id, field="lines")
        seen.add(line.store_id)


async def share(op: Op, args: ReceivableShare, by: Person, records: Records) -> None:
    """At once for every store: what he does not share any more leaves the phones with their next
    pull."""
    partner_id = str(by.partner_id)
    if op.id != partner_id or await records.see(Partner, op.id) is None:
        raise Refused("record/unknown", op.id, entity="partner", id=op.id)
    values: dict[str, Any] = {
        "receivables": args.receivables, "said_by_name": by.name, "said_at": op.occurred_at,
    }  # fmt: skip
    held = await records.get(PartnerSharing, op.id)
    if held is None:
        records.add(PartnerSharing.of(id=op.id, **values))
    elif held.receivables != args.receivables:
        records.change(held, **values)
    ids = [one.id for one in await records.find(Receivable, partner_id=partner_id)]
    for one in (await records.get_many(Receivable, sorted(ids))).values():
        if one.shared != args.receivables:
            records.change(one, shared=args.receivables)


def is_said(op: Op, args: ReceivableSay) -> Iterable[tuple[type[Record], str]]:
    for line in args.lines:
        yield Store, line.store_id


COMMANDS: dict[str, Command] = {"receivable.say": say, "receivable.share": share}
FACTS: dict[str, Facts] = {"receivable.say": is_said}
