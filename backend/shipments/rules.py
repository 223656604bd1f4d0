"""What a note may carry and what a delivery means. Pure, whole numbers only."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.refused import Refused

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


def open_qty(line: Line) -> int:
    """What may still be noted: accepted, and on no note yet."""
    return int((line["accepted_qty"] or 0) - line["noted_qty"])


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
