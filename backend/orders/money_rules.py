"""What a line of an order comes to: the eight quantities of the execution statistics (domain.md
3.7), and how far it is invoiced and paid. Pure; quantities in the order's unit, money in fen.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Line = Mapping[str, Any]
QUANTITIES = ("ordered", "accepted", "shipped", "outbound", "received", "returned", "invoiced")
NONE, PART, FULL = "none", "part", "full"


def standing(entries: Iterable[Line]) -> list[Line]:
    """Invoices or payments that were no mistake."""
    return [one for one in entries if one["void_reason"] is None]


def invoiced_of(invoices: Iterable[Line]) -> dict[str, int]:
    """By line, so much is invoiced."""
    found: dict[str, int] = {}
    for one in standing(invoices):
        for line in one["lines"]:
            found[line["line_id"]] = found.get(line["line_id"], 0) + line["qty"]
    return found


def returned_qty(line: Line) -> int:
    """What came back after the store had taken it. The one place where returns count."""
    return line.get("returned_qty") or 0


def due_qty(line: Line, closed: bool) -> int:
    """What the partner may invoice in the end: what the store took and kept, once nothing more is
    to come; before that, what he confirmed."""
    qty = line["received_qty"] or 0 if closed else line["accepted_qty"] or 0
    return max(0, qty - returned_qty(line))


def part_fen(line: Line, qty: int) -> int:
    """What so much of a line is worth at the order's prices, promotions and all; halves up. The
    net price must equal the audited price (R-SH-7). A line amended to none is worth nothing."""
    if not line["qty"]:
        return 0
    return int((2 * line["amount_fen"] * qty + line["qty"]) // (2 * line["qty"]))


def due_fen(lines: Iterable[Line], closed: bool) -> int:
    return sum(part_fen(line, due_qty(line, closed)) for line in lines)


def amount_fen(lines: Iterable[Line], before: Mapping[str, int], qty_of: Mapping[str, int]) -> int:
    """What this invoice adds to those before: together they come to the order, to the fen."""
    amount = 0
    for line in lines:
        was = before.get(line["line_id"], 0)
        amount += part_fen(line, was + qty_of.get(line["line_id"], 0)) - part_fen(line, was)
    return amount


def invoice_state(lines: Iterable[Line], invoices: Iterable[Line], closed: bool) -> str:
    invoiced = invoiced_of(invoices)
    if not invoiced:
        return NONE
    whole = all(invoiced.get(line["line_id"], 0) >= due_qty(line, closed) for line in lines)
    return FULL if whole else PART


def payment_state(lines: Iterable[Line], payments: Iterable[Line], closed: bool) -> str:
    paid = sum(one["amount_fen"] for one in standing(payments))
    if not paid:
        return NONE
    return FULL if paid >= due_fen(lines, closed) else PART


def paid_by_line(lines: Sequence[Line], payments: Iterable[Line], closed: bool) -> list[int]:
    """Money is paid for an order; it covers the lines in their order, each for what is due for
    it. What is over stands with the last, so that the lines add up to the order."""
    left = sum(one["amount_fen"] for one in standing(payments))
    result = []
    for line in lines:
        part = min(left, part_fen(line, due_qty(line, closed)))
        result.append(part)
        left -= part
    if result:
        result[-1] += left
    return result


def quantities(line: Line, invoiced: int) -> dict[str, int | None]:
    """``accepted`` None: the partner has not answered. Shipped is what stands on delivery notes,
    outbound what was loaded; both without what the store sent back at its door."""
    return {
        "ordered": line["qty"],
        "accepted": line["accepted_qty"],
        "shipped": line["noted_qty"],
        "outbound": line["shipped_qty"],
        "received": line["received_qty"] or 0,
        "returned": returned_qty(line),
        "invoiced": invoiced,
    }
