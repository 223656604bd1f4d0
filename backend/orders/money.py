"""What a partner shares of invoices and payments of his orders. Nothing of it is taken back: what
was a mistake stays, with the reason, and counts no more."""

from typing import Any

import msgspec

from backend.identity import Person
from backend.orders import money_rules
from backend.orders.tables import SalesOrder
from backend.refused import Conflict, Refused
from backend.store import instant, said
from backend.store.session import Records
from backend.sync.registry import Op
from sync_protocol.generated.protocol import OrderInvoice, OrderPay, OrderVoid

Entry = dict[str, Any]
MOST = 200
"""Entries of one order."""


async def invoice(op: Op, args: OrderInvoice, by: Person, records: Records) -> None:
    """Never more of a line than he confirmed, less what came back."""
    held = await own(op, by, records)
    fresh: Entry = {
        "invoice_id": args.invoice_id,
        "no": args.no,
        "invoiced_on": past(args.invoiced_on, "invoiced_on", records),
        "lines": msgspec.to_builtins(args.lines),
    }
    if known(held.invoices, "invoice_id", fresh):
        return
    answered(held)
    before = money_rules.invoiced_of(held.invoices)
    of_line = {line["line_id"]: line for line in held.lines}
    qty_of: dict[str, int] = {}
    for one in fresh["lines"]:
        line = of_line.get(one["line_id"])
        if line is None:
            raise Refused("record/unknown", one["line_id"], entity="line", id=one["line_id"])
        qty_of[one["line_id"]] = qty_of.get(one["line_id"], 0) + one["qty"]
        most = money_rules.due_qty(line, False) - before.get(one["line_id"], 0)
        if qty_of[one["line_id"]] > most:
            raise Refused("value/out-of-range", one["line_id"], field="qty", most=most)
    fresh["amount_fen"] = money_rules.amount_fen(held.lines, before, qty_of)
    records.change(held, invoices=[*held.invoices, stamped(fresh, by, records)])


async def pay(op: Op, args: OrderPay, by: Person, records: Records) -> None:
    held = await own(op, by, records)
    fresh: Entry = {
        "payment_id": args.payment_id,
        "paid_on": past(args.paid_on, "paid_on", records),
        "amount_fen": args.amount_fen,
        "note": args.note,
    }
    if known(held.payments, "payment_id", fresh):
        return
    answered(held)
    paid = sum(one["amount_fen"] for one in money_rules.standing(held.payments))
    most = money_rules.due_fen(held.lines, False) - paid
    if args.amount_fen > most:
        raise Refused("value/out-of-range", str(args.amount_fen), field="amount_fen", most=most)
    records.change(held, payments=[*held.payments, stamped(fresh, by, records)])


async def void(op: Op, args: OrderVoid, by: Person, records: Records) -> None:
    held = await own(op, by, records)
    lists = {"invoices": held.invoices, "payments": held.payments}
    for name, entries in lists.items():
        for entry in entries:
            if args.entry_id in (entry.get("invoice_id"), entry.get("payment_id")):
                if entry["void_reason"] is None:
                    now = {**entry, "void_reason": args.reason}
                    records.change(
                        held, **{name: [now if one is entry else one for one in entries]}
                    )
                elif entry["void_reason"] != args.reason:
                    raise Conflict("record/clash", args.entry_id, version=held.version)
                return
    raise Refused("record/unknown", args.entry_id, entity="entry", id=args.entry_id)


async def own(op: Op, by: Person, records: Records) -> SalesOrder:
    """Another partner's order, and one not audited yet, are unknown."""
    held = await records.get(SalesOrder, op.id)
    if held is None or held.audited_at is None or held.partner_id != by.partner_id:
        raise Refused("record/unknown", op.id, entity="sales_order", id=op.id)
    return held


def answered(held: SalesOrder) -> None:
    """Nothing is invoiced or paid before he has confirmed it."""
    if held.exec_state == "none" or len(held.invoices) + len(held.payments) >= MOST:
        raise Conflict(
            "order/state", held.id,
            version=held.version, state=held.doc_state, exec_state=held.exec_state,
        )  # fmt: skip


def past(day: str, field: str, records: Records) -> str:
    """What has not happened yet was not invoiced nor paid."""
    found = said.a_day(day, field)
    if found > instant.day_of(records.now, records.zone):
        raise Refused("value/out-of-range", day, field=field)
    return found


def known(entries: list[Entry], key: str, fresh: Entry) -> bool:
    """The same said again is nothing new; another under its id is a mistake."""
    for one in entries:
        if one[key] == fresh[key]:
            if all(one[name] == value for name, value in fresh.items()):
                return True
            raise Refused("record/exists", fresh[key])
    return False


def stamped(entry: Entry, by: Person, records: Records) -> Entry:
    return {**entry, "said_by": by.id, "said_at": records.now, "void_reason": None}
