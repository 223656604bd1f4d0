"""What a note may carry and what a delivery means. Pure, whole numbers only."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.orders.rules import gift_for
from backend.refused import Refused
from backend.shipments.lot_rules import first_of

Line = Mapping[str, Any]


def order_line(lines: Sequence[Line], said: Line) -> Line | None:
    """The order's line a note's line stands for: by its id, else the one line of that SKU."""
    for line in lines:
        if line["line_id"] == said["line_id"]:
            return line if same_goods(line, said) else None
    alike = [line for line in lines if same_goods(line, said)]
    return alike[0] if len(alike) == 1 else None


def same_goods(a: Line, b: Line) -> bool:
    return bool(a["sku_id"] == b["sku_id"] and a["uom"] == b["uom"])


def earlier(line: Line) -> dict[str, Any]:
    """A line of an order with what notes carry of it, as gifts are counted over."""
    units = line.get("units_per_case") or line["qty_base"] // max(1, line["qty"])
    names = ("line_id", "sku_id", "uom")
    named = {name: line[name] for name in names}
    return {**named, "qty": line["noted_qty"], "units_per_case": units}


def gifts_taken(gifts: Sequence[Line], lines: Sequence[Line]) -> list[dict[str, Any]]:
    """A note's gifts with what the store gets of each: it follows what it took of the goods,
    rounded down (R-SH-5). Twin: pwa/src/partner/gift-rules.ts."""
    result = []
    for gift in gifts:
        took: dict[str, int] = {}
        for line in lines:
            if line["order_id"] == gift["order_id"]:
                of = line["order_line_id"]
                took[of] = took.get(of, 0) + (line["accepted_qty"] or 0)
        by_then = [
            {**one, "qty": one["qty"] + took.get(one["line_id"], 0)} for one in gift["earlier"]
        ]
        whole = {**gift, "qty": WHOLE}
        more = gift_for(by_then, whole) - gift_for(gift["earlier"], whole)
        if "rule" not in gift:
            more = gift["qty"] if took.get(gift["gift_of_line"]) else 0
        result.append({**gift, "accepted_qty": max(0, min(gift["qty"], more))})
    return result


WHOLE = 99_999
"""More than any rule gives: what the rule says is asked, not what this note carries."""


def counted(lines: Sequence[Line], said: Sequence[Line]) -> list[dict[str, Any]]:
    """The note's lines as they are on the truck. Twin: pwa/src/partner/load-rules.ts.

    Where less was counted than the note says, that is what goes out, and `NOTED` and
    ``load_reason`` remember the rest; of its lots the last to expire stay behind.
    Refuses value/out-of-range where a line is not counted, is more than on the note, or less
    without a reason; or where nothing is loaded at all: such a note is taken back.
    """
    of = {line["line_id"]: line for line in said}
    result = []
    for line in lines:
        if line["line_id"] not in of:
            raise Refused("value/out-of-range", line["line_id"], field="lines")
        qty, reason = of[line["line_id"]]["qty"], of[line["line_id"]]["reason"]
        if qty > line["qty"] or (qty < line["qty"] and not reason):
            raise Refused("value/out-of-range", line["line_id"], field="qty")
        result.append(dict(line) if qty == line["qty"] else _short(line, qty, reason))
    if not any(line["qty"] for line in result):
        raise Refused("value/out-of-range", "nothing loaded", field="qty")
    return result


def _short(line: Line, qty: int, reason: str) -> dict[str, Any]:
    short = {**line, "qty": qty, "noted_qty": line["qty"], "load_reason": reason}
    if "amount_fen" in line:
        short["noted_fen"] = line["amount_fen"]
        short["amount_fen"] = (2 * line["amount_fen"] * qty + line["qty"]) // (2 * line["qty"])
    if "lots" in line:
        short["noted_lots"] = line["lots"]
        lots = first_of(line["lots"], qty)
        short.pop("lots")
        if lots:
            short["lots"] = lots
    return short


NOTED = {"noted_qty": "qty", "noted_lots": "lots", "noted_fen": "amount_fen"}


def as_noted(line: Line) -> dict[str, Any]:
    """A line as the note said it, whatever of it was loaded."""
    whole = as_it_is(line)
    return whole | {now: line[was] for was, now in NOTED.items() if was in line}


def as_it_is(line: Line) -> dict[str, Any]:
    """What is on the truck is all there ever was on the note: the rest is on another by now."""
    return {name: line[name] for name in line if name not in NOTED and name != "load_reason"}


def taken_fen(line: Line) -> int:
    """What a line is worth: what was brought, or once delivered what was taken; halves up. Lines
    of notes from before have no amount. Twin: pwa/src/partner/load-rules.ts."""
    took, qty = line["accepted_qty"], line["qty"]
    amount = int(line.get("amount_fen", 0))
    return amount if took is None or took >= qty else (2 * amount * took + qty) // (2 * qty)


def taken(
    lines: Sequence[Line],
    outcome: str,
    answers: Mapping[str, tuple[int, str | None]],
    reason: str | None,
) -> list[dict[str, Any]]:
    """The note's lines with what the store took.

    Refused or failed takes nothing. Refuses delivery/over-accepted, and delivery/reason-missing
    where less was taken than brought and neither the line nor the note says why.
    """
    result = []
    for line in lines:
        if outcome == "delivered":
            if line["line_id"] not in answers:
                raise Refused("value/out-of-range", line["line_id"], field="lines")
            qty, why = answers[line["line_id"]]
        else:
            qty, why = 0, answers.get(line["line_id"], (0, None))[1]
        if qty > line["qty"]:
            raise Refused("delivery/over-accepted", line["line_id"], line_id=line["line_id"])
        why = (why or reason) if qty < line["qty"] else None
        if qty < line["qty"] and not why:
            raise Refused("delivery/reason-missing", line["line_id"], line_id=line["line_id"])
        result.append({**line, "accepted_qty": qty, "reason": why})
    return result


def state_after(outcome: str, lines: Sequence[Line]) -> str:
    """delivered_full, delivered_partial, refused or failed (domain.md 3.7)."""
    if outcome != "delivered":
        return outcome
    if all(line["accepted_qty"] >= line["qty"] for line in lines):
        return "delivered_full"
    return "delivered_partial" if any(line["accepted_qty"] for line in lines) else "refused"
