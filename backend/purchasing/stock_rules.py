"""What a partner has, from his last count and what came and went since (domain.md 3.9, 4.5, K12).
Pure, base units, whole numbers only.

Twin: pwa/src/purchasing/stock-rules.ts. Both must pass
sync_protocol/vectors/rules/purchasing.*.json.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from backend.catalogue.rules import freshness

UNSALEABLE = ("critical", "expired")
LAST = {None: 1, "critical": 2, "expired": 3}
"""Nobody loads these while there is anything else."""
Lot = Mapping[str, Any]


def moved(
    notes: Iterable[Mapping[str, Any]], units: Mapping[str, int], since: str, until: str
) -> dict[str, int]:
    """Base units of each SKU that left the warehouse after one instant and up to another.

    What is loaded has left; what the store did not take has come back when the driver says so. A
    count is a snapshot (K12): goods on the road were not counted, and what of them comes back is
    there since. A note delivered without being loaded left when it was delivered. ``units``: base
    units a case; a SKU that is not in it is left out.
    """
    left: dict[str, int] = {}
    for note in notes:
        loaded, delivered = note["loaded_at"], note["delivered_at"]
        went = loaded or delivered
        for line in note["lines"]:
            if line["sku_id"] not in units:
                continue
            taken = line["accepted_qty"] or 0
            gone = 0
            if went and since < went <= until:
                gone += line["qty"] if loaded else taken
            if loaded and delivered and since < delivered <= until:
                gone -= line["qty"] - taken
            if gone:
                base = gone * (units[line["sku_id"]] if line["uom"] == "case" else 1)
                left[line["sku_id"]] = left.get(line["sku_id"], 0) + base
    return left


def stock_now(
    lots: Sequence[Lot], received: Sequence[Lot], out: int, life_days: int, today: str
) -> dict[str, Any]:
    """The lots of one SKU: counted, and received since, less what left, the first to expire first.

    Only goods of a lot in one of the zones before critical are saleable; goods near or past their
    end are taken last, because nobody may ship them. ``missing``: more left than there was;
    ``unplaced``: came back, and there is no lot to put it with.
    """
    placed: dict[tuple[str, str], dict[str, Any]] = {}
    for one in (*lots, *received):
        key = (one["produced_on"], one["lot"])
        held = placed.setdefault(
            key, {"lot": one["lot"], "produced_on": one["produced_on"], "good": 0, "damaged": 0}
        )
        held["good"] += one["good"]
        held["damaged"] += one["damaged"]
    for held in placed.values():
        held |= freshness(held["produced_on"], life_days, today) or {"zone": None, "days_left": 0}
    order = sorted(placed, key=lambda key: (LAST.get(placed[key]["zone"], 0), *key))
    if out < 0 and order:
        placed[order[0]]["good"] -= out
        out = 0
    for key in order:
        took = min(max(out, 0), placed[key]["good"])
        placed[key]["good"] -= took
        out -= took
    now = [placed[key] for key in sorted(placed) if placed[key]["good"] or placed[key]["damaged"]]
    return {
        "lots": now,
        "good": sum(one["good"] for one in now),
        "saleable": sum(one["good"] for one in now if one["zone"] not in (None, *UNSALEABLE)),
        "damaged": sum(one["damaged"] for one in now),
        "missing": max(0, out),
        "unplaced": max(0, -out),
    }
