"""What goes back to the warehouse, and what becomes of it (F76, domain.md 3.7). Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from backend.refused import Refused

Line = Mapping[str, Any]
BLANK = {"collected_qty": None, "good": None, "scrapped": None}
UNNAMED: dict[str, Any] = {"lot": "", "produced_on": None}


def came_back(lines: Iterable[Line], gifts: Iterable[Line]) -> list[dict[str, Any]]:
    """What the store did not take of a note, lot by lot: it took first what stands first on a line.
    It lies on the truck, so all of it is collected. Gifts come back with what they follow."""
    found: list[dict[str, Any]] = []
    for line in lines:
        of_line = {
            "sku_id": line["sku_id"], "sku_name": line["sku_name"], "uom": line["uom"],
            "reason": line["reason"], "note_line_id": line["line_id"], "gift": False,
        }  # fmt: skip
        found += [{**of_line, **lot} for lot in left_of(line)]
    for gift in gifts:
        if gift["sku_id"]:
            of_gift = {
                "sku_id": gift["sku_id"], "sku_name": gift["name"], "uom": "case",
                "reason": None, "note_line_id": None, "gift": True,
            }  # fmt: skip
            found += [{**of_gift, **lot} for lot in left_of(gift)]
    return [
        {**BLANK, **line, "line_id": str(n), "collected_qty": line["qty"]}
        for n, line in enumerate(found, 1)
    ]


def left_of(line: Line) -> Iterator[dict[str, Any]]:
    """By lot, what the store did not take of a line or a gift."""
    open_qty = line["accepted_qty"]
    for lot in line.get("lots") or [{**UNNAMED, "qty": line["qty"]}]:
        taken = min(open_qty, lot["qty"])
        open_qty -= taken
        if lot["qty"] > taken:
            yield {
                "lot": lot["lot"], "produced_on": lot["produced_on"], "qty": lot["qty"] - taken,
            }  # fmt: skip


def returnable(note_line: Line, returns: Iterable[Line]) -> int:
    """What the store still has of a delivered line, as far as anybody knows: taken, less what has
    gone back or is asked for. ``returns``: return notes of its note."""
    asked = 0
    for one in returns:
        if one["origin"] == "store" and one["state"] != "rejected":
            for line in one["lines"]:
                if line["note_line_id"] == note_line["line_id"]:
                    qty = line["collected_qty"]
                    asked += line["qty"] if qty is None else qty
    return max(0, (note_line["accepted_qty"] or 0) - asked)


def collected(lines: Sequence[Line], qty_of: Mapping[str, int]) -> list[dict[str, Any]]:
    """With what was there; each line answered, and no more than was approved."""
    if qty_of.keys() != {line["line_id"] for line in lines}:
        raise Refused("value/out-of-range", "other lines", field="lines")
    for line in lines:
        if qty_of[line["line_id"]] > line["qty"]:
            raise Refused("value/out-of-range", line["line_id"], field="qty")
    return [{**line, "collected_qty": qty_of[line["line_id"]]} for line in lines]


def posted(lines: Sequence[Line], answers: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """With what is for sale again (first) and what is thrown away: all that came, no more."""
    if answers.keys() != {line["line_id"] for line in lines}:
        raise Refused("value/out-of-range", "other lines", field="lines")
    for line in lines:
        if sum(answers[line["line_id"]]) != line["collected_qty"]:
            raise Refused("value/out-of-range", line["line_id"], field="qty")
    return [
        {**line, "good": answers[line["line_id"]][0], "scrapped": answers[line["line_id"]][1]}
        for line in lines
    ]
