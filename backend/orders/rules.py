"""Money and states of an order. Pure, whole fen only, so both languages agree to the last fen.

Twin: pwa/src/orders/rules.ts. Both must pass sync_protocol/vectors/rules/orders.*.json.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

HONOURED_PER_MILLE = 20  # a signed total this much below the list is honoured (domain.md 3.0.6)
ABSENT = frozenset({"oos_store", "not_listed"})
ON_HAND = frozenset({"present", "oos_shelf"})


def bottle_price_fen(case_price_fen: int, units_per_case: int) -> int:
    """The case price is authoritative; a bottle is its share, halves up (domain.md 4.8.2)."""
    return (2 * case_price_fen + units_per_case) // (2 * units_per_case)


def price_fen(uom: str, case_price_fen: int, units_per_case: int) -> int:
    """Price of one order unit: case or bottle."""
    return case_price_fen if uom == "case" else bottle_price_fen(case_price_fen, units_per_case)


def qty_base(qty: int, uom: str, units_per_case: int) -> int:
    """Bottles or cans."""
    return qty * units_per_case if uom == "case" else qty


def line_amount_fen(qty: int, price_fen: int) -> int:
    return qty * price_fen


def total_fen(amounts_fen: Iterable[int]) -> int:
    return sum(amounts_fen)


def below_minimum(total_fen: int, min_order_fen: int) -> bool:
    """Marked, not refused: the owner did order it. Exactly the minimum is enough."""
    return total_fen < min_order_fen


def must_stock_gaps(
    must_stock: Sequence[str], observations: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Must-stock SKUs found absent, in the list's order.

    On hand anywhere (shelf or back room) is no gap; not checked or not seen is unknown, not a gap.
    """
    found: dict[str, set[str]] = {}
    for one in observations:
        found.setdefault(one["sku_id"], set()).add(one["presence"])
    return [
        sku_id
        for sku_id in must_stock
        if found.get(sku_id, set()) & ABSENT and not found[sku_id] & ON_HAND
    ]


def exec_state(lines: Iterable[Mapping[str, Any]]) -> str:
    """How far the goods are, computed from the lines and never set by hand (domain.md 3.7).

    A line says how much was accepted (None: the partner has not answered), shipped and received.
    """
    answered = [line for line in lines if line["accepted_qty"] is not None]
    if not answered:
        return "none"
    accepted = sum(line["accepted_qty"] for line in answered)
    received = sum(line["received_qty"] or 0 for line in answered)
    shipped = sum(line["shipped_qty"] for line in answered)
    whole = all((line["received_qty"] or 0) >= line["accepted_qty"] for line in answered)
    if received:
        return "received" if whole else "part_received"
    if shipped:
        return "shipped" if shipped >= accepted else "part_shipped"
    return "accepted"
