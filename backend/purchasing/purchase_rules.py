"""What is true of a purchase order (domain.md 3.9, F93-F95). Pure, integers only.

Twin: pwa/src/purchasing/purchase-rules.ts. Both must pass
sync_protocol/vectors/rules/purchasing.*.json.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

DEVIATION_PER_MILLE = 300
"""Who orders more or less than this off the proposal is asked why, and so is who lets it pass."""
TERMS: dict[str, int] = {
    "cycle_days": 14, "lead_days": 3, "season_per_mille": 1000, "min_cases": 50,
    "count_days": 3, "receipt_h": 24, "claim_h": 48,
}  # fmt: skip
"""How a partner buys where nobody said otherwise (3.11): days from one purchase to the next, and
from order to receipt; cases an order has at least; a count's age in days; hours to enter a receipt,
and to claim a difference."""


def deviates(proposed_cases: int | None, cases: int) -> bool:
    """Whether this is more than 30 % off what was proposed. Nothing proposed, nothing deviates."""
    if proposed_cases is None:
        return False
    return abs(cases - proposed_cases) * 1000 > proposed_cases * DEVIATION_PER_MILLE


def value_fen(lines: Iterable[Mapping[str, Any]]) -> int | None:
    """``cases`` at ``case_price_fen``; None where something ordered has no price."""
    total = 0
    for line in lines:
        if line["cases"] and line["case_price_fen"] is None:
            return None
        total += line["cases"] * (line["case_price_fen"] or 0)
    return total


def received_lots(
    sent: Sequence[Mapping[str, Any]], came: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """What was sent (``sent``, base units) beside what came (``good``, ``damaged``), by SKU, day of
    production and lot. A lot that nobody sent stands behind the others, with nothing sent."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    names = ("sku_id", "lot", "produced_on")
    for lot in sent:
        key = (lot["sku_id"], lot["produced_on"], lot["lot"])
        held = found.setdefault(
            key, {**{name: lot[name] for name in names}, "sent": 0, "good": 0, "damaged": 0}
        )
        held["sent"] += lot["sent"]
    for line in came:
        key = (line["sku_id"], line["produced_on"], line["lot"])
        held = found.setdefault(
            key, {**{name: line[name] for name in names}, "sent": 0, "good": 0, "damaged": 0}
        )
        held["good"] += line["good"]
        held["damaged"] += line["damaged"]
    return list(found.values())


def lacking(lot: Mapping[str, Any]) -> dict[str, int]:
    """What may be claimed of a lot that came: ``short`` and ``damaged``, base units."""
    short = max(0, lot["sent"] - lot["good"] - lot["damaged"])
    return {"short": short, "damaged": min(lot["damaged"], lot["sent"])}


def as_sent(lots: Iterable[Mapping[str, Any]]) -> bool:
    """Every lot came as it was sent: nothing short, damaged or beyond."""
    return all(lot["good"] == lot["sent"] and not lot["damaged"] for lot in lots)


def worth_fen(units: int, case_price_fen: int, units_per_case: int) -> int:
    """Base units at the price of a case, half a fen up."""
    return (2 * units * case_price_fen + units_per_case) // (2 * units_per_case)
