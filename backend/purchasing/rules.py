"""What a partner should buy of one SKU, term by term (domain.md 3.9). Pure.

Base units (bottles, cans) and whole numbers throughout; shares are kept as fractions until each one
rounding. Twin: pwa/src/purchasing/rules.ts. Both must pass
sync_protocol/vectors/rules/purchasing.*.json.
"""

from collections.abc import Mapping
from typing import Any

LEAST_DAYS = 3
"""Days without goods are left out of a day's sale, but never so many that fewer than these stay."""
RECOUNT_PER_MILLE = 20
"""What left the warehouse may differ so much from what was posted as shipped; more: recount."""
LAYER_PER_MILLE = 200
"""Cases are filled up to a whole pallet layer where that adds at most so much to them."""
MOST_DAYS = 45
LIFE_SHARE = 6
"""Nobody buys for more than 45 days, or a sixth of the goods' life."""


def off_count(depletion: int, posted: int) -> bool:
    """Whether what left by the counts and what left by the notes differ by more than 2 %.
    Less than nothing cannot have left."""
    return depletion < 0 or abs(depletion - posted) * 1000 > posted * RECOUNT_PER_MILLE


def suggested(
    stock: Mapping[str, Any], cycle: Mapping[str, int], need: Mapping[str, int],
    sku: Mapping[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """The quantity to buy, and every term it came from. ``stock``, in base units:

    opening, closing     what two counts found; opening None: there was no count before
    receipts, returns_in, scrapped, posted     between them: bought, back from stores, thrown away,
                         and shipped by posted notes
    days, out_days       between them, and those of them without the SKU
    saleable, in_transit, backorders     now: fit to be sold, on its way from the company, and what
                         stores have ordered and not got

    ``cycle``: ``cycle_days`` from one purchase to the next, ``lead_days`` from order to receipt,
    ``season_per_mille`` (1000: an ordinary time). ``need``: ``promo`` and ``launch``, base units.
    ``sku``: ``units`` a case, ``layer`` cases a pallet layer (None: not known), ``life_days``.

    ``why``: formula, layer (filled up), cap (cut by the days it would last), enough, first (no sale
    known yet: only promotions, launches and what stores wait for), recount (no quantity).
    ``cover_milli``: days the stock then lasts, times 1000; None where no sale is known.
    """
    terms: dict[str, Any] = {
        "depletion": None, "days": None, "daily_milli": None, "k_milli": None, "target": None,
        "need": None, "cases": None, "cap": None, "units": None, "cover_milli": None,
        "why": "first",
    }  # fmt: skip
    target, over, depletion = need["promo"] + need["launch"], 1, 0
    if stock["opening"] is not None:
        depletion = (
            stock["opening"] + stock["receipts"] + stock["returns_in"]
            - stock["closing"] - stock["scrapped"]
        )  # fmt: skip
        terms |= {"depletion": depletion, "why": "formula"}
        if off_count(depletion, stock["posted"]):
            return terms | {"why": "recount"}
        target, over = _target(depletion, stock, cycle, target, terms)

    there = stock["saleable"] + stock["in_transit"] - stock["backorders"]
    lacking = target - there * over
    units = sku["units"]
    cases = max(0, -(-lacking // (over * units)))
    terms |= {"target": _half_up(target, over), "need": _half_up(lacking, over), "cases": cases}
    if cases == 0:
        terms["why"] = "enough"
    filled = _layered(cases, sku["layer"])
    if filled > cases:
        cases, terms["why"] = filled, "layer"
    if depletion:
        cap = _cap(depletion, terms["days"], sku["life_days"]) - there
        if cases * units > max(0, cap):
            cases = max(0, cap // units)
            terms |= {"cap": cap, "why": "cap"}
        terms["cover_milli"] = _half_up((there + cases * units) * terms["days"] * 1000, depletion)
    return terms | {"units": cases * units}


def _target(
    depletion: int, stock: Mapping[str, Any], cycle: Mapping[str, int], more: int,
    terms: dict[str, Any],
) -> tuple[int, int]:  # fmt: skip
    """k times a day's sale times the days of a cycle, and what is needed besides: numerator and
    denominator. Notes its terms."""
    days = max(1, stock["days"])
    if stock["out_days"]:
        days = max(LEAST_DAYS, days - stock["out_days"])
    length, lead = cycle["cycle_days"], cycle["lead_days"]
    # k = max(1.5, 1 + lead / cycle + 0.2)
    slow = 2 * (6 * length + 5 * lead) > 3 * 5 * length
    k, k_over = (6 * length + 5 * lead, 5 * length) if slow else (3, 2)
    over = k_over * days * 1000
    terms |= {
        "days": days,
        "daily_milli": _half_up(depletion * 1000, days),
        "k_milli": _half_up(k * 1000, k_over),
    }
    return k * depletion * length * cycle["season_per_mille"] + more * over, over


def _layered(cases: int, layer: int | None) -> int:
    if not layer:
        return cases
    filled = -(-cases // layer) * layer
    return filled if (filled - cases) * 1000 <= cases * LAYER_PER_MILLE else cases


def _cap(depletion: int, days: int, life_days: int) -> int:
    """What is sold in min(45, life / 6) days, base units, rounded down."""
    return depletion * min(MOST_DAYS * LIFE_SHARE, life_days) // (days * LIFE_SHARE)


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
