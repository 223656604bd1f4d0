"""Whether a customer's partners supply him alike (domain.md 3.1, R-C1-3). Pure, exact.

Compared is the case price without tax, after unconditional rebates; and the level of fees, a year's
of them in a year's supply. Advice to staff: nothing is blocked by it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any

Row = Mapping[str, Any]
TAX_PER_MILLE = 130
"""Where no terms say otherwise: the usual rate of VAT on drinks."""
PRICE_BP, FEES_BP = 200, 100
"""So many ten-thousandths they may differ by: 2 % of the lower price, 1 point of supply value."""
MOST_BP = 1_000_000


@dataclass(frozen=True)
class Offer:
    """What a partner sells to the customer's stores for, on one day.

    ``net``: by SKU, fen a case without tax and after rebates. ``fee_level``: None where no terms
    say what he supplies.
    """

    partner_id: str
    net: Mapping[str, Fraction]
    fee_level: Fraction | None


def tax_free(fen: int, *, inclusive: bool, tax_per_mille: int) -> Fraction:
    return Fraction(fen * 1000, 1000 + tax_per_mille) if inclusive else Fraction(fen)


def with_tax(fen: int, *, inclusive: bool, tax_per_mille: int) -> int:
    """A case price as stores pay it: whole fen, halves up."""
    if inclusive:
        return fen
    return (2 * fen * (1000 + tax_per_mille) + 1000) // 2000


def offer(
    partner_id: str, prices: Mapping[str, int], said: Iterable[str], terms: Row | None
) -> Offer:
    """``prices``: as his stores pay them, tax included. ``said``: SKUs whose price the terms say;
    for those the terms' own figure counts, which may be without tax."""
    if terms is None:
        return Offer(
            partner_id,
            {sku: tax_free(fen, inclusive=True, tax_per_mille=TAX_PER_MILLE)
             for sku, fen in prices.items()},
            None,
        )  # fmt: skip
    own = {line["sku_id"]: line["case_price_fen"] for line in terms["lines"]}
    tax, left = terms["tax_per_mille"], Fraction(1000 - terms["rebate_per_mille"], 1000)
    named = set(said)
    net = {
        sku: left
        * (
            tax_free(own[sku], inclusive=terms["tax_inclusive"], tax_per_mille=tax)
            if sku in named
            else tax_free(fen, inclusive=True, tax_per_mille=tax)
        )
        for sku, fen in prices.items()
    }
    supply = terms["annual_supply_fen"]
    fees = sum(one["fen"] for one in terms["fees"])
    return Offer(partner_id, net, Fraction(fees, supply) if supply else None)


def differs(offers: Sequence[Offer]) -> list[dict[str, Any]]:
    """Where two partners are too far apart: of each SKU, and of fees, the widest.

    kind (price or fees), sku_id, low_partner_id, high_partner_id, low and high (fen a case without
    tax; of fees ten-thousandths of the supply), apart_bp.
    """
    widest: dict[str | None, tuple[Fraction, dict[str, Any]]] = {}

    def found(sku_id: str | None, low: Offer, high: Offer, a: Fraction, b: Fraction) -> None:
        apart = (b - a) * 10_000 if sku_id is None else _apart(a, b)
        limit = FEES_BP if sku_id is None else PRICE_BP
        if apart <= limit or (sku_id in widest and widest[sku_id][0] >= apart):
            return
        scale = 10_000 if sku_id is None else 1
        widest[sku_id] = (
            apart,
            {
                "kind": "fees" if sku_id is None else "price",
                "sku_id": sku_id,
                "low_partner_id": low.partner_id,
                "high_partner_id": high.partner_id,
                "low": _rounded(a * scale),
                "high": _rounded(b * scale),
                "apart_bp": int(apart),
            },
        )

    for one, other in combinations(offers, 2):
        if one.partner_id == other.partner_id:
            continue
        for sku_id in one.net.keys() & other.net.keys():
            low, high = sorted((one, other), key=lambda each: each.net[sku_id])
            found(sku_id, low, high, low.net[sku_id], high.net[sku_id])
        if one.fee_level is not None and other.fee_level is not None:
            low, high = sorted((one, other), key=lambda each: each.fee_level or 0)
            found(None, low, high, low.fee_level or Fraction(0), high.fee_level or Fraction(0))
    return [widest[key][1] for key in sorted(widest, key=lambda key: (key is None, key or ""))]


def _apart(low: Fraction, high: Fraction) -> Fraction:
    if low == 0:
        return Fraction(MOST_BP if high else 0)
    return min((high / low - 1) * 10_000, Fraction(MOST_BP))


def _rounded(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def in_force_from(versions: Sequence[Row], today: str) -> list[dict[str, Any]]:
    """Of the approved versions of one customer's terms with one partner, oldest version first,
    those that hold today or will, each with ``until``, its last day (None: not known): by its own
    word, or the day before a later version begins. What was replaced does not come back."""
    found: list[dict[str, Any]] = []
    begins: str | None = None
    for one in reversed(versions):
        ends = [one["valid_until"]] if one["valid_until"] else []
        if begins is not None:
            ends.append(str(date.fromisoformat(begins) - timedelta(days=1)))
        until = min(ends, default=None)
        if until is None or until >= max(today, one["valid_from"]):
            found.append({**one, "until": until})
        begins = min(begins or one["valid_from"], one["valid_from"])
    return found[::-1]


def uncovered(found: Iterable[Row], exceptions: Iterable[Row]) -> list[Row]:
    """Differences that no exception speaks of: between the same two, and as far apart or less."""
    allowed: dict[tuple[Any, ...], int] = {}
    for exception in exceptions:
        for one in exception["differs"]:
            allowed[_key(one)] = max(one["apart_bp"], allowed.get(_key(one), 0))
    return [one for one in found if one["apart_bp"] > allowed.get(_key(one), -1)]


def _key(one: Row) -> tuple[Any, ...]:
    return one["kind"], one["sku_id"], one["low_partner_id"], one["high_partner_id"]
