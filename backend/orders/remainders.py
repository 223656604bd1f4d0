"""What a delivery left open: it comes on a new note, or it is given up, by somebody's word."""

from collections.abc import Sequence
from typing import Any

import msgspec

from backend.identity import Person, Role
from backend.orders import rules
from backend.orders.deciding import check_state, dealt_with, tell, tell_all, unknown
from backend.orders.tables import SalesOrder
from backend.refused import Refused
from backend.store import instant, said
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.registry import Op, Registry
from backend.sync.say import say_as_system
from sync_protocol.generated.protocol import OrderCloseLine, OrderRedeliver

BACK_ORDER_DAYS = 7
"""domain.md 3.11: so long a back order is kept, counted from the delivery or from the choice."""
OVER = "back_order_over"


async def close_line(op: Op, args: OrderCloseLine, by: Person, records: Records) -> None:
    """The clerk asks; the rep or the office gives the remainder up, the system when its days are
    over. An order of which nothing is to come any more closes."""
    if by.role is Role.SYSTEM:
        held = await records.get(SalesOrder, op.id)
        if held is None:
            raise unknown(op)
        today = instant.day_of(records.now, records.zone)
        args = msgspec.structs.replace(args, line_ids=over(held.lines, today), reason=OVER)
        if held.doc_state != "audited" or not args.line_ids:
            return
    else:
        held = await dealt_with(op, by, records)
        known(held, args.line_ids)
        check_state(op, held, by, held.doc_state == "audited", "order.close_line")
    chosen = remaining(held, args.line_ids)

    if by.role is Role.PARTNER_CLERK:
        asked = {"reason": args.reason, "by_name": by.name, "at": op.occurred_at}
        lines = [{**one, "close_asked": asked} if on(one, chosen) else one for one in held.lines]
        records.change(held, lines=lines, asking=True)
        await tell(records, held.rep_id, "order.close_asked", held, by, args.reason)
        return
    lines = [rules.given_up(one, args.reason) if on(one, chosen) else one for one in held.lines]
    change(records, held, lines)
    await tell_all(records, "order.line_closed", held, by, args.reason)


async def redeliver(op: Op, args: OrderRedeliver, by: Person, records: Records) -> None:
    """The remainder is wanted, and comes by that day. Said of what the clerk would give up, it is
    the answer no."""
    held = await dealt_with(op, by, records)
    known(held, args.line_ids)
    check_state(op, held, by, held.doc_state == "audited", "order.redeliver")
    chosen = remaining(held, args.line_ids)
    today = instant.day_of(records.now, records.zone)
    until = said.a_day(args.until_on, "until_on")
    if not today <= until <= later(today, records.zone):
        raise Refused("value/out-of-range", args.until_on, field="until_on")
    answered = any(one.get("close_asked") for one in held.lines if on(one, chosen))

    kept = {"close_asked": None, "back_order_until": until}
    change(records, held, [{**one, **kept} if on(one, chosen) else one for one in held.lines])
    look_at_end(records, held.id, until)
    if answered and by.role is not Role.PARTNER_CLERK:
        await tell_all(records, "order.redelivered", held, by, "")


def known(held: SalesOrder, line_ids: Sequence[str]) -> None:
    if not set(line_ids) <= {line["line_id"] for line in held.lines}:
        raise Refused("order/lines-differ", held.id)


def remaining(held: SalesOrder, line_ids: Sequence[str]) -> set[str]:
    """Those of the lines that have a remainder. Refuses where none has any."""
    chosen = {one["line_id"] for one in held.lines if rules.open_qty(one)} & set(line_ids)
    if not chosen:
        raise Refused("value/out-of-range", held.id, field="line_ids")
    return chosen


def on(line: dict[str, Any], chosen: set[str]) -> bool:
    return line["line_id"] in chosen


def change(records: Records, held: SalesOrder, lines: list[dict[str, Any]]) -> None:
    closes = rules.settled(lines) and not held.reaccept
    records.change(
        held,
        lines=lines,
        exec_state=rules.exec_state(lines),
        doc_state="closed" if closes else held.doc_state,
        asking=rules.asking(held.amendments, lines),
    )


def over(lines: Sequence[dict[str, Any]], today: str) -> list[str]:
    """Lines whose back order has lasted its days."""
    return [
        line["line_id"]
        for line in lines
        if (line.get("back_order_until") or "9") < today and rules.open_qty(line)
    ]


def later(day: str, zone: str) -> str:
    """So many days after it."""
    noon = instant.shifted(instant.end_of_day(day, zone), days=BACK_ORDER_DAYS - 1, hours=12)
    return instant.day_of(noon, zone)


def look_at_end(records: Records, order_id: str, until: str) -> None:
    due_at = instant.end_of_day(until, records.zone)
    records.job("back_order_over", due_at=due_at, order_id=order_id)


async def say_over(store: Store, registry: Registry, order_id: str) -> None:
    """Its days are over: the system gives up what nobody noted. Safe to say again."""
    async with store.reading() as read:
        row = await read.one("SELECT lines FROM sales_order WHERE id = :id", {"id": order_id})
    today = instant.day_of(instant.now(), store.zone)
    lines = over(msgspec.json.decode(row["lines"]), today) if row else []
    if lines:
        args = {"line_ids": lines, "reason": OVER}
        await say_as_system(store, registry, "order.close_line", order_id, args)
