"""The nightly pass: what a partner's devices need no longer leaves them (decision 64).

Store by store, some orders in each transaction. Whether a record has left is said by the record
itself (`store.view.of_partner`), so a pass that ends anywhere has done what it has done, and one
that is done again finds nothing. As verdicts are, it is nobody's word: no operation says it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import msgspec

from backend.ageing import rules
from backend.claims.gather import days_of
from backend.orders import money_rules
from backend.orders.tables import SalesOrder
from backend.shipments.tables import DeliveryNote
from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records
from backend.visits.tables import Photo

MANY = 20
"""Orders in a transaction, with their notes and pictures: whoever pushes waits for it."""
PIECE_S = 10.0
"""Then other jobs have their turn; the lease of a job is 120 s."""
PASSES_H = 3
"""Hours after midnight."""
OVER = ", ".join(f"'{state}'" for state in rules.OVER)
DONE = ", ".join(f"'{state}'" for state in rules.DONE)
STORES = (
    "SELECT store_id FROM sales_order WHERE store_id > ? AND day < ? AND audited_at IS NOT NULL"
    f" AND partner_id IS NOT NULL AND aged_version <> version AND doc_state IN ({OVER})"
    " UNION SELECT store_id FROM delivery_note WHERE store_id > ? AND deliver_on < ?"
    f" AND aged_version <> version AND state IN ({DONE}) ORDER BY 1 LIMIT 50"
)


async def go_on(
    store: Store, days: int, after: str, stopping: asyncio.Event, piece_s: float = PIECE_S
) -> int:
    """Pass over the stores after this one until there is none left, or it is another job's turn,
    and then ask for that. How many records left. ``days``: so old are they at the least."""
    until = time.monotonic() + piece_s
    cut = cut_of(instant.now(), days, store.zone)
    many = 0
    while True:
        async with store.reading() as read:
            found = await read.rows(STORES, after, cut.day, after, cut.day)
        if not found:
            return many
        for (store_id,) in found:
            while left := await store.write(_leave(store_id, cut)):
                many += left
            after = store_id
            if stopping.is_set() or time.monotonic() > until:
                await store.write(_rest(after))
                return many


def cut_of(now: str, days: int, zone: str) -> rules.Cut:
    """What happened before it is so many days ago."""
    day = instant.day_of(instant.shifted(now, days=-days), zone)
    return rules.Cut(day, instant.shifted(instant.end_of_day(day, zone), days=-1))


def _rest(after: str) -> Callable[[Records], Awaitable[None]]:
    async def rest(records: Records) -> None:
        records.job("leave_partner", after=after)

    return rest


def _leave(store_id: str, cut: rules.Cut) -> Callable[[Records], Awaitable[int]]:
    async def leave(records: Records) -> int:
        """Some of one store's; 0: nothing more."""
        ask = records.transaction
        ids = await ask.all(
            "SELECT id FROM sales_order WHERE store_id = ? AND day < ? AND audited_at IS NOT NULL"
            f" AND partner_id IS NOT NULL AND aged_version <> version AND doc_state IN ({OVER})"
            " ORDER BY day, id",
            store_id, cut.day,
        )  # fmt: skip
        noted = await ask.all(
            "SELECT id FROM delivery_note WHERE store_id = ? AND aged_version <> version"
            " ORDER BY deliver_on, id",
            store_id,
        )
        # Another worker may have been here within the same group, which is not written yet.
        seen = await records.see_many(SalesOrder, [id for (id,) in ids])
        orders = {id: one for id, one in seen.items() if one.aged_version != one.version}
        carrying = await records.see_many(DeliveryNote, [id for (id,) in noted])
        notes = {id: one for id, one in carrying.items() if one.aged_version != one.version}
        past = await ask.all(
            "SELECT id FROM sales_order WHERE store_id = ? AND aged_version = version", store_id
        )
        found = rules.leaving(
            [vars(one) for one in orders.values()],
            [vars(one) for one in notes.values()],
            await _kept_orders(records, store_id, orders, cut),
            await _kept_notes(records, store_id, notes),
            {id for (id,) in past} | (seen.keys() - orders.keys()),
            cut,
        )
        later = set(found.orders[MANY:])
        carried = [id for id in found.notes if later.isdisjoint(notes[id].order_ids)][: 2 * MANY]
        pictures = await ask.all(
            f"SELECT id FROM photo WHERE delivery_note_id {ask.IN} AND partner_id IS NOT NULL",
            ask.ids(carried),
        )
        gone = await _go(records, SalesOrder, found.orders[:MANY])
        gone += await _go(records, DeliveryNote, carried)
        await _go(records, Photo, [id for (id,) in pictures])
        return gone

    return leave


async def _go(
    records: Records, table: type[SalesOrder | DeliveryNote | Photo], ids: Sequence[str]
) -> int:
    """How many left: none that somebody changed since it was looked at. Each by itself: a page of
    a pull may end between any two."""
    seen = {id: one.version for id, one in (await records.see_many(table, ids)).items()}
    gone = 0
    for id, one in (await records.get_many(table, ids)).items():
        if one.version == seen[id]:
            records.next_unit()
            records.change(one, aged_version=one.version + 1)
            gone += 1
    return gone


async def _kept_orders(
    records: Records, store_id: str, orders: dict[str, SalesOrder], cut: rules.Cut
) -> set[str]:
    """Money, claims and returns that are still to come."""
    long_ago = instant.day_of(instant.shifted(cut.at, days=-rules.UNPAID_DAYS), records.zone)
    promotions = {id: rules.promotions_of(vars(one)) for id, one in orders.items()}
    waits = await _claims(records, orders, promotions, cut)
    kept = await _returning(records, store_id)
    for id, one in orders.items():
        over = (money_rules.invoice_state(one.lines, one.invoices, True),
                money_rules.payment_state(one.lines, one.payments, True))  # fmt: skip
        if rules.unpaid(vars(one), over, long_ago) or any(
            (promotion, one.partner_id) in waits for promotion in promotions[id]
        ):
            kept.add(id)
    return kept


async def _claims(
    records: Records, orders: dict[str, SalesOrder], promotions: dict[str, set[str]], cut: rules.Cut
) -> set[tuple[str, str | None]]:
    """Promotion and partner of claims that are still to be made or settled."""
    ask = records.transaction
    ids = sorted(set().union(*promotions.values()))
    if not ids:
        return set()
    ends = {
        id: days_of(starts_on, ends_on, stops_at, records.zone)[1]
        for id, starts_on, ends_on, stops_at in await ask.all(
            f"SELECT id, starts_on, ends_on, stops_at FROM promotion WHERE id {ask.IN}",
            ask.ids(ids),
        )
    }
    states = {
        (promotion, partner): state
        for promotion, partner, state in await ask.all(
            "SELECT promotion_id, partner_id, state FROM expense_claim"
            f" WHERE promotion_id {ask.IN}",
            ask.ids(ids),
        )
    }
    return {
        (promotion, order.partner_id)
        for id, order in orders.items()
        for promotion in promotions[id]
        if rules.claim_waits(states.get((promotion, order.partner_id)), ends.get(promotion), cut)
    }


async def _kept_notes(records: Records, store_id: str, notes: dict[str, DeliveryNote]) -> set[str]:
    """Stock that follows from them, pictures that are still to come, open tickets."""
    ask = records.transaction
    kept = {
        id
        for (id,) in await ask.all(
            "SELECT note_id FROM ticket WHERE store_id = ? AND note_id IS NOT NULL"
            " AND state <> 'closed'",
            store_id,
        )
    }
    present: dict[str, list[bool]] = {}
    rows = await ask.all(
        f"SELECT delivery_note_id, present FROM photo WHERE delivery_note_id {ask.IN}",
        ask.ids(sorted(notes)),
    )
    for id, here in rows:
        present.setdefault(id, []).append(bool(here))
    since = await _since(records, {one.partner_id for one in notes.values()})
    for id, one in notes.items():
        if rules.in_stock(vars(one), since[one.partner_id]) or rules.unproved(
            vars(one), present.get(id, [])
        ):
            kept.add(id)
    return kept


async def _since(records: Records, partner_ids: set[str]) -> dict[str, dict[str, str]]:
    """By partner and SKU, the last count but one; of what was counted once, that."""
    ask = records.transaction
    found: dict[str, dict[str, str]] = {id: {} for id in partner_ids}
    rows = await ask.all(
        "SELECT partner_id, sku_id, coalesce(before_at, counted_at) FROM partner_stock"
        f" WHERE partner_id {ask.IN}",
        ask.ids(sorted(partner_ids)),
    )
    for partner_id, sku_id, since in rows:
        found[partner_id][sku_id] = since
    return found


async def _returning(records: Records, store_id: str) -> set[str]:
    """Orders of which goods are on their way back; their notes stay with them."""
    rows = await records.transaction.all(
        "SELECT lines FROM return_note WHERE store_id = ? AND state NOT IN ('posted', 'rejected')",
        store_id,
    )
    lines = [line for (said,) in rows for line in msgspec.json.decode(said)]
    return {line["order_id"] for line in lines if line.get("order_id")}


async def plan(records: Records) -> None:
    """Every night, whoever plans it; tomorrow's in case nobody is there."""
    for ahead in (0, 1):
        day = instant.day_of(instant.shifted(records.now, days=ahead - 1), records.zone)
        records.execute(
            "INSERT INTO job (job_id, kind, payload, state, due_at, tries, created_at)"
            " VALUES (?, 'leave_partner', '{}', 'waiting', ?, 0, ?) ON CONFLICT DO NOTHING",
            f"leave_partner:{day}",
            instant.shifted(instant.end_of_day(day, records.zone), hours=PASSES_H),
            records.now,
        )
