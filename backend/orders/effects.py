"""What shipments change in an order: how much of each line is noted, on the road, and taken.

exec_state is always computed from the lines; an order whose accepted goods are all taken closes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from backend.orders import rules
from backend.orders.tables import SalesOrder
from backend.store.session import Records

Line = dict[str, Any]


async def noted(records: Records, order_id: str, qty_of: Mapping[str, int]) -> None:
    """A note was made of this much of each line."""

    def on(line: Line, qty: int) -> Line:
        return {**line, "noted_qty": line["noted_qty"] + qty}

    await _lines(records, order_id, qty_of, on)


async def unnoted(records: Records, order_id: str, qty_of: Mapping[str, int]) -> None:
    """The note is void: this much of each line may be noted again."""

    def on(line: Line, qty: int) -> Line:
        return {**line, "noted_qty": line["noted_qty"] - qty}

    await _lines(records, order_id, qty_of, on)


async def shipped(records: Records, order_id: str, qty_of: Mapping[str, int]) -> None:
    """This much of each line is on the road."""

    def on(line: Line, qty: int) -> Line:
        return {**line, "shipped_qty": line["shipped_qty"] + qty}

    await _lines(records, order_id, qty_of, on)


async def delivered(
    records: Records,
    order_id: str,
    qty_of: Mapping[str, int],
    taken_of: Mapping[str, int],
    *,
    was_shipped: bool,
    was_noted: bool = True,
) -> SalesOrder | None:
    """The store took this much; what it did not take may be noted again. What a void note brought
    all the same was noted no more."""

    def on(line: Line, qty: int) -> Line:
        taken = taken_of.get(line["line_id"], 0)
        return {
            **line,
            "received_qty": (line["received_qty"] or 0) + taken,
            "noted_qty": line["noted_qty"] + taken - (qty if was_noted else 0),
            "shipped_qty": line["shipped_qty"] + taken - (qty if was_shipped else 0),
        }

    return await _lines(records, order_id, qty_of, on)


async def _lines(
    records: Records,
    order_id: str,
    qty_of: Mapping[str, int],
    on: Callable[[Line, int], Line],
) -> SalesOrder | None:
    order = await records.get(SalesOrder, order_id)
    if order is None:
        return None
    lines = [
        on(line, qty_of[line["line_id"]]) if line["line_id"] in qty_of else line
        for line in order.lines
    ]
    state = rules.exec_state(lines)
    closes = state == "received" and order.doc_state == "audited"
    records.change(
        order,
        lines=lines,
        exec_state=state,
        doc_state="closed" if closes else order.doc_state,
    )
    return order
