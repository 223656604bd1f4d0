"""What a store is likely to need until the next visit, term by term (domain.md 4.8.1). Pure.

Base units (bottles, cans) and whole numbers throughout; shares are kept as fractions until the one
rounding at the end. Twin: pwa/src/orders/suggesting.ts. Both must pass
sync_protocol/vectors/rules/orders.suggested.json.
"""

from collections.abc import Mapping
from typing import Any

LEAST_DAYS = 3
"""A sale of fewer days says nothing about a day, once days without goods are left out (3.9)."""


def suggested(
    counts: Mapping[str, Any], cycle: Mapping[str, int], sku: Mapping[str, Any], open_units: int
) -> dict[str, Any]:
    """The quantity, and every term it came from. ``counts``, in base units:

    last, now        what was in the store then and is now, shelf and back room; None: not counted
    delivered, returned    between the two
    days             between the two; ``out_days`` of them known to have been without the SKU

    ``cycle``: ``next_days`` to the next planned visit, ``delivery_days``, ``event_per_mille``
    (1000: an ordinary time). ``sku``: ``units`` a case, ``must_stock``, ``split``,
    ``act_days`` its goods may still lie before they have to be cleared, and ``norm_week``, what its
    like sells a week (each may be None). ``open_units``: ordered and not delivered yet.

    ``why``: history, norm, first (nothing to go by: a case), recount (more left than there can be),
    must_stock (a case for an empty place), less_than_half, enough.
    """
    units = sku["units"]
    now = counts["now"] or 0
    sold = _sold(counts)
    result: dict[str, Any] = {"sold": sold, "daily_milli": None, "k_milli": None, "target": None}
    if sold is not None and sold < 0:
        return {**result, "sold": None, "units": None, "cap": None, "why": "recount"}

    need, over, why = _need(sold, counts, cycle, sku, result)
    # need / over is the target; what is there and on its way goes off it.
    need -= (now + open_units) * over
    if sku["split"]:
        quantity = max(0, -(-need // over))
    else:
        quantity = max(0, (2 * need + over * units) // (2 * over * units)) * units
    if quantity == 0:
        why = "less_than_half" if need > 0 else "enough"
    if sku["must_stock"] and counts["now"] == 0 and open_units == 0 and quantity < units:
        quantity, why = units, "must_stock"

    cap = _cap(sold, counts, sku, now + open_units)
    if cap is not None and quantity > cap:
        quantity = cap if sku["split"] else cap // units * units
    else:
        cap = None
    return {**result, "units": quantity, "cap": cap, "why": why}


def _sold(counts: Mapping[str, Any]) -> int | None:
    """Since the last count; None: one of the two counts is missing."""
    if counts["last"] is None or counts["now"] is None or counts["days"] <= 0:
        return None
    return int(counts["last"] + counts["delivered"] - counts["now"] - counts["returned"])


def _days(counts: Mapping[str, Any]) -> int:
    """With goods there."""
    if not counts["out_days"]:
        return int(counts["days"])
    return int(max(LEAST_DAYS, counts["days"] - counts["out_days"]))


def _need(
    sold: int | None,
    counts: Mapping[str, Any],
    cycle: Mapping[str, int],
    sku: Mapping[str, Any],
    terms: dict[str, Any],
) -> tuple[int, int, str]:
    """The target as numerator and denominator, and what it rests on. Notes its terms."""
    if sold is None:
        norm = sku["norm_week"]
        if norm is not None:
            terms["target"] = _half_up(3 * norm, 2)
            return 3 * norm, 2, "norm"
        there = (counts["now"] or 0) > 0
        terms["target"] = sku["units"]
        return (0 if there else sku["units"]), 1, "first"
    days, following, way = _days(counts), cycle["next_days"], cycle["delivery_days"]
    # k = max(1.5, 1 + way / following + 0.2)
    slow = 2 * (6 * following + 5 * way) > 3 * 5 * following
    k, k_over = (6 * following + 5 * way, 5 * following) if slow else (3, 2)
    need = k * sold * following * cycle["event_per_mille"]
    over = k_over * days * 1000
    terms["daily_milli"] = _half_up(sold * 1000, days)
    terms["k_milli"] = _half_up(k * 1000, k_over)
    terms["target"] = _half_up(need, over)
    return need, over, "history"


def _cap(
    sold: int | None, counts: Mapping[str, Any], sku: Mapping[str, Any], there: int
) -> int | None:
    """What can be sold before it has to be cleared, beside what is there; None: not known."""
    if not sold or sku["act_days"] is None:
        return None
    return int(max(0, sold * sku["act_days"] // _days(counts) - there))


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
