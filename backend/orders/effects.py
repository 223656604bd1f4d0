"""What shipments change in an order: how much of each line is noted, on the road, and taken.

exec_state is always computed from the lines; an order whose accepted goods are all taken closes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from backend.catalogue.tables import Sku
from backend.orders import remainders, rules
from backend.orders.tables import SalesOrder
from backend.store import instant
from backend.store.session import Records

Line = dict[str, Any]


async def noted(
    records: Records,
    order_id: str,
    qty_of: Mapping[str, int],
    gift_qty: Mapping[str, int] | None = None,
) -> None:
    """A note was made of this much of each line, and of each gift, by line id."""

    def on(line: Line, qty: int) -> Line:
        return {**line, "noted_qty": line["noted_qty"] + qty}

    await _lines(records, order_id, qty_of, on, gifts_on(gift_qty, "noted_qty"))


async def unnoted(
    records: Records,
    order_id: str,
    qty_of: Mapping[str, int],
    gift_qty: Mapping[str, int] | None = None,
) -> None:
    """The note is void: this much of each line may be noted again."""

    def on(line: Line, qty: int) -> Line:
        return {**line, "noted_qty": line["noted_qty"] - qty}

    back = {id: -qty for id, qty in (gift_qty or {}).items()}
    await _lines(records, order_id, qty_of, on, gifts_on(back, "noted_qty"))


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
    gifts_of: Mapping[str, tuple[int, int]] | None = None,
    at: str,
) -> SalesOrder | None:
    """The store took this much; what it did not take may be noted again, for so many days from
    today: nobody could note it before its proof was heard. What a void note brought all the same
    was noted no more. ``gifts_of``: of each gift, brought and taken."""
    until = remainders.later(instant.day_of(records.now, records.zone), records.zone)

    def gift(one: Line) -> Line:
        if one["line_id"] not in (gifts_of or {}):
            return one
        brought, took = (gifts_of or {})[one["line_id"]]
        return {
            **one,
            "received_qty": (one["received_qty"] or 0) + took,
            "noted_qty": one["noted_qty"] + took - (brought if was_noted else 0),
        }

    def on(line: Line, qty: int) -> Line:
        taken = taken_of.get(line["line_id"], 0)
        now = {
            **line,
            "received_qty": (line["received_qty"] or 0) + taken,
            "noted_qty": line["noted_qty"] + taken - (qty if was_noted else 0),
            "shipped_qty": line["shipped_qty"] + taken - (qty if was_shipped else 0),
        }
        return {**now, "back_order_until": until if rules.open_qty(now) else None}

    order = await _lines(records, order_id, qty_of, on, gift)
    if order is not None:
        taken = {id: took for id, (_, took) in (gifts_of or {}).items()} | dict(taken_of)
        goods = await _goods(records, order, taken)
        out = order.recall if rules.on_the_road(order.lines) else None
        new = {"at": at, "goods": goods}
        records.change(order, deliveries=[*order.deliveries, new], recall=out)
        if order.doc_state == "audited" and any(
            one.get("back_order_until") == until for one in order.lines
        ):
            remainders.look_at_end(records, order.id, until)
    return order


async def returned(records: Records, order_id: str, qty_of: Mapping[str, int]) -> None:
    """This much of each line went back after the store had taken it. It was received all the same:
    nothing of it goes out again."""

    def on(line: Line, qty: int) -> Line:
        return {**line, "returned_qty": (line.get("returned_qty") or 0) + qty}

    await _lines(records, order_id, qty_of, on)


async def _goods(
    records: Records, order: SalesOrder, taken_of: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Base units by SKU, gifts with it: what the next count will find (domain.md 4.8.1)."""
    units: dict[str, int] = {}
    for line in order.lines:
        of_one = line["qty_base"] // max(1, line["qty"])
        sku_id = line["sku_id"]
        units[sku_id] = units.get(sku_id, 0) + taken_of.get(line["line_id"], 0) * of_one
    gifts = [gift for gift in order.gifts if gift["sku_id"] and taken_of.get(gift["line_id"])]
    skus = await records.see_many(Sku, [gift["sku_id"] for gift in gifts])
    for gift in gifts:
        sku_id = gift["sku_id"]
        case = skus[sku_id].units_per_case if sku_id in skus else 0
        units[sku_id] = units.get(sku_id, 0) + taken_of[gift["line_id"]] * case
    return [{"sku_id": sku_id, "units": count} for sku_id, count in units.items() if count]


def gifts_on(qty_of: Mapping[str, int] | None, name: str) -> Callable[[Line], Line]:
    return lambda gift: {**gift, name: gift[name] + (qty_of or {}).get(gift["line_id"], 0)}


async def _lines(
    records: Records,
    order_id: str,
    qty_of: Mapping[str, int],
    on: Callable[[Line, int], Line],
    on_gift: Callable[[Line], Line] = lambda gift: gift,
) -> SalesOrder | None:
    order = await records.get(SalesOrder, order_id)
    if order is None:
        return None
    lines = [
        on(line, qty_of[line["line_id"]]) if line["line_id"] in qty_of else line
        for line in order.lines
    ]
    closes = order.doc_state in ("audited", "on_hold") and rules.settled(lines)
    closes = closes and not order.reaccept
    records.change(
        order,
        lines=lines,
        gifts=[on_gift(gift) for gift in order.gifts],
        exec_state=rules.exec_state(lines),
        doc_state="closed" if closes else order.doc_state,
        hold=None if closes else order.hold,
    )
    return order
