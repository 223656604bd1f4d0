"""Money and states of an order. Pure, whole fen only, so both languages agree to the last fen.

Twin: pwa/src/orders/rules.ts. Both must pass sync_protocol/vectors/rules/orders.*.json.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.pricing.rules import gifts_after
from backend.promotions.price_rules import engine_rules
from backend.refused import Refused

HONOURED_PER_MILLE = 20  # totals this close are honoured, the lower one (domain.md 3.0.6)
SHORT_REASONS = frozenset(  # partner short, domain.md 4.12
    {"out_of_stock", "near_expiry_only", "credit", "no_vehicle", "outside_window", "minimum_order"}
)
FLAGS = (
    "unknown_sku", "unknown_price", "reprice_diff", "gift_diff", "quota_over", "below_minimum",
    "split_sale", "blocked_sku", "unsigned", "no_partner", "store_closed", "off_assignment",
    "old_pack",
)  # fmt: skip
"""Everything that keeps an order from being audited by the system. It is kept all the same."""
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


def open_qty(line: Mapping[str, Any]) -> int:
    """What may still be noted: accepted, on no note yet, and not given up."""
    if line.get("closed_reason"):
        return 0
    return int((line["accepted_qty"] or 0) - line["noted_qty"])


def due_qty(line: Mapping[str, Any]) -> int:
    """What is to come of an answered line: what was accepted; of a closed one what is on notes."""
    return int(line["noted_qty"] if line.get("closed_reason") else line["accepted_qty"])


def given_up(line: Mapping[str, Any], reason: str) -> dict[str, Any]:
    """Its remainder comes no more."""
    return {**line, "closed_reason": reason, "close_asked": None, "back_order_until": None}


def asking(amendments: Iterable[Mapping[str, Any]], lines: Iterable[Mapping[str, Any]]) -> bool:
    """Whether somebody waits for the office's or the rep's word on a change."""
    return any(one["state"] == "asked" for one in amendments) or any(
        line.get("close_asked") for line in lines
    )


def settled(lines: Iterable[Mapping[str, Any]]) -> bool:
    """Every line is answered, and taken or given up: the order closes (domain.md 3.7)."""
    return all(
        line["accepted_qty"] is not None and (line["received_qty"] or 0) >= due_qty(line)
        for line in lines
    )


def on_the_road(lines: Iterable[Mapping[str, Any]]) -> bool:
    """Whether something of it was loaded that no store has answered for yet. Twin:
    pwa/src/orders/life.ts."""
    return any(line["shipped_qty"] > (line["received_qty"] or 0) for line in lines)


def exec_state(lines: Iterable[Mapping[str, Any]]) -> str:
    """How far the goods are, computed from the lines and never set by hand (domain.md 3.7).

    A line says how much was accepted (None: the partner has not answered), shipped and received;
    a closed one, how much is on notes.
    """
    answered = [line for line in lines if line["accepted_qty"] is not None]
    if not answered:
        return "none"
    due = sum(due_qty(line) for line in answered)
    received = sum(line["received_qty"] or 0 for line in answered)
    shipped = sum(line["shipped_qty"] for line in answered)
    if received:
        return "received" if settled(answered) else "part_received"
    if shipped:
        return "shipped" if shipped >= due else "part_shipped"
    return "accepted"


def priced(
    lines: Iterable[Mapping[str, Any]],
    case_prices: Mapping[str, int],
    units: Mapping[str, int],
) -> list[dict[str, Any]]:
    """The signed lines, each beside what the list says; None where SKU or price is unknown."""
    result = []
    for line in lines:
        sku_id, qty, uom = line["sku_id"], line["qty"], line["uom"]
        listed = None
        if sku_id in case_prices and sku_id in units:
            listed = price_fen(uom, case_prices[sku_id], units[sku_id])
        result.append(
            {
                "line_id": line["line_id"],
                "sku_id": sku_id,
                "qty": qty,
                "uom": uom,
                "qty_base": qty_base(qty, uom, units.get(sku_id, 1)),
                "units_per_case": units.get(sku_id, 1),
                "price_fen": line["price_fen"],
                "amount_fen": line["amount_fen"],
                "promoted": line.get("promoted", []),
                "list_price_fen": listed,
                "list_amount_fen": None if listed is None else line_amount_fen(qty, listed),
                "accepted_qty": None,
                "short_reason": None,
                "noted_qty": 0,
                "shipped_qty": 0,
                "received_qty": None,
            }
        )
    return result


def list_total_fen(lines: Sequence[Mapping[str, Any]]) -> int | None:
    """None as soon as one line has no list price."""
    amounts = [line["list_amount_fen"] for line in lines]
    return None if None in amounts else total_fen(amounts)


def price_flags(
    lines: Sequence[Mapping[str, Any]], total: int, units: Mapping[str, int]
) -> list[str]:
    """Why the money needs a person's eye. An order with flags is kept, never refused. ``lines``
    bear what is due for each, promotions counted."""
    flags = []
    if any(line["sku_id"] not in units for line in lines):
        flags.append("unknown_sku")
    if any(line["list_price_fen"] is None and line["sku_id"] in units for line in lines):
        flags.append("unknown_price")
    wrong = any(
        line["amount_fen"] != line["due_amount_fen"] or line["price_fen"] != line["due_price_fen"]
        for line in lines
    )
    if wrong or total != total_fen(line["amount_fen"] for line in lines):
        flags.append("reprice_diff")
    return flags


PACK_DAYS = 3


def old_pack(pack_at: str | None, at: str) -> bool:
    """Whether what she sold by, prices and promotions, was older than three days (domain.md 4.13).
    Not known is not old: apps from before do not say."""
    if pack_at is None:
        return False
    return _moment(at) - _moment(pack_at) > timedelta(days=PACK_DAYS)


def _moment(instant: str) -> datetime:
    return datetime.fromisoformat(instant[:-1] + "+00:00")


def honoured_fen(signed_fen: int, due_fen: int | None) -> int | None:
    """The total an audit may confirm: the lower of both while they differ by at most 2 % of what
    is due. None: too far apart, or no price to compare with; the rep must order anew (3.0.6)."""
    if due_fen is None or abs(signed_fen - due_fen) * 1000 > due_fen * HONOURED_PER_MILLE:
        return None
    return min(signed_fen, due_fen)


def gift_for(lines: Sequence[Mapping[str, Any]], gift: Mapping[str, Any]) -> int:
    """How many of a gift go with these quantities: its rule anew, rounded down (R-SH-5), and never
    more than was promised.

    ``lines``: of its order, each with qty and units_per_case. A gift whose rule is not known stays
    while anything of its line does.
    """
    own = next((line for line in lines if line["line_id"] == gift["gift_of_line"]), None)
    rule = gift.get("rule")
    if rule is None:
        return int(gift["qty"]) if own and own["qty"] else 0
    counted = [
        line
        for line in lines
        if line["sku_id"] in rule["sku_ids"]
        and (rule.get("pooled") or (own and line["sku_id"] == own["sku_id"]))
    ]
    units = {line["sku_id"]: line["units_per_case"] for line in counted}
    plan = {"id": gift["promotion_id"], "priority": 0, "stackable": True, "rules": [rule]}
    # What things cost decides nothing here: only rules that give are asked.
    given = gifts_after(counted, dict.fromkeys(units, 0), units, engine_rules(plan))
    return int(min(gift["qty"], sum(one["qty"] for one in given)))


def answered(
    lines: Sequence[Mapping[str, Any]], said: Sequence[tuple[str, int, str | None]]
) -> list[dict[str, Any]]:
    """The lines with the partner's answer: line id, quantity, reason; each line once.

    Refuses order/lines-differ, order/over-confirmed and, for a short line, order/reason-missing.
    """
    answers = {line_id: (qty, reason) for line_id, qty, reason in said}
    if len(said) != len(answers) or answers.keys() != {line["line_id"] for line in lines}:
        raise Refused("order/lines-differ", f"{len(said)} answers to {len(lines)} lines")
    result = []
    for line in lines:
        qty, reason = answers[line["line_id"]]
        if qty > line["qty"]:
            raise Refused("order/over-confirmed", line["line_id"], line_id=line["line_id"], qty=qty)
        if qty < line["qty"] and reason not in SHORT_REASONS:
            raise Refused("order/reason-missing", line["line_id"], line_id=line["line_id"])
        short = reason if qty < line["qty"] else None
        result.append({**line, "accepted_qty": qty, "short_reason": short})
    return result
