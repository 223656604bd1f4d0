"""What a partner has, from his last count and what came and went since (domain.md 3.9, 4.5, K12).
Pure, base units, whole numbers only.

Twin: pwa/src/purchasing/stock-rules.ts. Both must pass
sync_protocol/vectors/rules/purchasing.*.json.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.catalogue.rules import freshness

UNSALEABLE = ("critical", "expired")
LAST = {None: 1, "critical": 2, "expired": 3}
"""Nobody loads these while there is anything else."""
MEAN_DAYS = 28
"""Days of stock are measured by the mean of so many days (M22), of fewer where goods have not left
for so long, and by none of fewer than LEAST_DAYS."""
LEAST_DAYS = 7
LOOK_DAYS = 2 * MEAN_DAYS
"""So far back the first goods are looked for: what left before that may have left the partner's
devices, too (ageing), and both sides say the same."""
LOOK = timedelta(days=LOOK_DAYS)
DAY = timedelta(days=1)
Lot = Mapping[str, Any]


def carried(note: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What lies on the truck for a note: what is paid, and gifts that are products, in cases."""
    yield from note["lines"]
    for gift in note.get("gifts") or ():
        if gift["sku_id"] is not None:
            yield {**gift, "uom": "case"}


def moved(
    notes: Iterable[Mapping[str, Any]], units: Mapping[str, int], since: str, until: str
) -> dict[str, int]:
    """Base units of each SKU that left the warehouse after one instant and up to another, gifts
    with them.

    What is loaded has left; what the store did not take has come back when the driver says so. A
    count is a snapshot (K12): goods on the road were not counted, and what of them comes back is
    there since. A note delivered without being loaded left when it was delivered. ``units``: base
    units a case; a SKU that is not in it is left out.
    """
    left: dict[str, int] = {}
    for note in notes:
        loaded, delivered = note["loaded_at"], note["delivered_at"]
        went = loaded or delivered
        for line in carried(note):
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


def lots_moved(
    notes: Iterable[Mapping[str, Any]], units: Mapping[str, int], since: str, until: str
) -> dict[str, list[dict[str, Any]]]:
    """Of what left (`moved`), what its notes name by lot: base units of each, less than none where
    more of it came back. The store took first what stands first on the line."""
    left: dict[str, dict[tuple[str, str], int]] = {}
    for note in notes:
        loaded, delivered = note["loaded_at"], note["delivered_at"]
        went = loaded or delivered
        for line in carried(note):
            if line["sku_id"] not in units:
                continue
            open_qty = line["accepted_qty"] or 0
            per = units[line["sku_id"]] if line["uom"] == "case" else 1
            of_sku = left.setdefault(line["sku_id"], {})
            for lot in line.get("lots") or ():
                taken = min(open_qty, lot["qty"])
                open_qty -= taken
                gone = 0
                if went and since < went <= until:
                    gone += lot["qty"] if loaded else taken
                if loaded and delivered and since < delivered <= until:
                    gone -= lot["qty"] - taken
                key = (lot["produced_on"], lot["lot"])
                of_sku[key] = of_sku.get(key, 0) + gone * per
    found = {
        sku_id: [
            {"lot": lot, "produced_on": made, "units": of_sku[made, lot]}
            for made, lot in sorted(of_sku)
            if of_sku[made, lot]
        ]
        for sku_id, of_sku in left.items()
    }
    return {sku_id: lots for sku_id, lots in found.items() if lots}


def put_back(
    returns: Iterable[Mapping[str, Any]], units: Mapping[str, int], since: str, until: str
) -> dict[str, list[dict[str, Any]]]:
    """What return notes changed, posted after one instant and up to another: by lot, base units
    that left, less than none where they came. ``produced_on`` None: nobody could read it.

    Of what a store did not take at its door only what was thrown away leaves: the rest is back
    since the driver's word (`moved`).
    """
    left: dict[str, list[dict[str, Any]]] = {}
    for note in returns:
        if not note["posted_at"] or not since < note["posted_at"] <= until:
            continue
        for line in note["lines"]:
            if line["sku_id"] not in units:
                continue
            gone = line["scrapped"] if note["origin"] == "delivery" else -line["good"]
            if gone:
                per = units[line["sku_id"]] if line["uom"] == "case" else 1
                one = {"lot": line["lot"], "produced_on": line["produced_on"], "units": gone * per}
                left.setdefault(line["sku_id"], []).append(one)
    return left


def stock_now(
    lots: Sequence[Lot], received: Sequence[Lot], out: int, life_days: int, today: str,
    named: Sequence[Lot] = (),
) -> dict[str, Any]:  # fmt: skip
    """The lots of one SKU: counted, and received since, less what left, the first to expire first.

    Only goods of a lot in one of the zones before critical are saleable; goods near or past their
    end are taken last, because nobody may ship them. ``named``: what of ``out`` is known by lot
    (`lots_moved`, `put_back`); what was named and is not there is taken as if nobody had named it.
    ``missing``: more left than there was; ``unplaced``: came back, and there is no lot to put it
    with.
    """
    named = [one for one in named if one["produced_on"] is not None]
    back = [{**one, "good": -one["units"], "damaged": 0} for one in named if one["units"] < 0]
    placed: dict[tuple[str, str], dict[str, Any]] = {}
    for one in (*lots, *received, *back):
        key = (one["produced_on"], one["lot"])
        held = placed.setdefault(
            key, {"lot": one["lot"], "produced_on": one["produced_on"], "good": 0, "damaged": 0}
        )
        held["good"] += one["good"]
        held["damaged"] += one["damaged"]
    for held in placed.values():
        held |= freshness(held["produced_on"], life_days, today) or {"zone": None, "days_left": 0}
    for one in named:
        out -= one["units"]
        if one["units"] > 0:
            there = placed.get((one["produced_on"], one["lot"]))
            took = min(one["units"], there["good"]) if there else 0
            if there:
                there["good"] -= took
            out += one["units"] - took
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


def first_left(notes: Iterable[Mapping[str, Any]], now: str) -> str | None:
    """When the first goods of any SKU left in the last LOOK_DAYS; None: nothing did."""
    until = datetime.fromisoformat(now)
    went = (note["loaded_at"] or note["delivered_at"] for note in notes)
    past = (at for at in went if at and at <= now)
    return min((at for at in past if until - datetime.fromisoformat(at) < LOOK), default=None)


def lasting(saleable: int, gone: int, first: str | None, now: str) -> dict[str, int | None]:
    """How long it lasts (M22) by ``gone``: base units that left in the last MEAN_DAYS.

    ``over_days``: days begun that the mean is of; None: fewer than LEAST_DAYS since the first goods
    left, nobody can say yet. ``days``: rounded down; None: nothing left. ``daily_milli``: base
    units a day, times 1000.
    """
    over = MEAN_DAYS
    if first is not None:
        back = datetime.fromisoformat(first) - datetime.fromisoformat(now)
        over = min(MEAN_DAYS, -(back // DAY))
    if over < LEAST_DAYS:
        return {"over_days": None, "daily_milli": 0, "days": None}
    gone = max(0, gone)
    days = saleable * over // gone if gone else None
    return {"over_days": over, "daily_milli": gone * 1000 // over, "days": days}
