"""Which lots go on a delivery note (R-SH-2, domain.md 3.7, 4.5). Pure, whole numbers only.

Twin: pwa/src/partner/lot-rules.ts. Both must pass sync_protocol/vectors/rules/shipments.*.json.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.catalogue.rules import freshness

YOUNG_CLASSES = ("C1", "C2")
"""Their stores take goods with a third of their life behind them at most, unless their terms say
another share or somebody says why not."""
NEVER = ("critical", "expired")
Lot = Mapping[str, Any]


def lot_fits(
    produced_on: str, life_days: int, deliver_on: str, young: bool,
    most_per_mille: int | None = None,
) -> str:  # fmt: skip
    """Whether goods of that day may go out: ``yes``, ``old`` (only where somebody says why), or
    ``never``: near their end or past it on the day of delivery, or not produced by then.

    ``most_per_mille``: how much of their life may be over by then, by the terms (F19), whole per
    mille; None: they do not say, and ``young`` decides.
    """
    found = freshness(produced_on, life_days, deliver_on)
    if found is None or found["zone"] in NEVER:
        return "never"
    if most_per_mille is not None:
        used = life_days - int(found["days_left"])
        return "old" if used * 1000 // max(1, life_days) > most_per_mille else "yes"
    return "old" if young and found["zone"] != "fresh" else "yes"


def first_of(lots: Sequence[Lot], qty: int) -> list[dict[str, Any]]:
    """So much of these, the first first; none where there are not enough."""
    found: list[dict[str, Any]] = []
    for one in lots:
        much = min(qty, one["qty"])
        qty -= much
        if much:
            found.append({**one, "qty": much})
    return [] if qty else found


def lots_for(
    lots: Sequence[Lot], qty: int, units: int, life_days: int, deliver_on: str,
    young: bool, older: bool, most_per_mille: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Lots of one SKU for a line of a note, the first to expire first; whole cases of a lot only.

    ``lots``: lot, produced_on and ``good``, base units that are on no other note. ``qty`` in the
    line's unit, ``units`` base units of one. ``older``: goods too old for this store may go where
    there are no others. Answers the ``lots`` with quantities in the line's unit, what is
    ``lacking``, and how much of it is ``old``: taken of goods too old, or, where they may not go,
    what they could fill.
    """

    def fits(lot: Lot) -> str:
        return lot_fits(lot["produced_on"], life_days, deliver_on, young, most_per_mille)

    taken: list[dict[str, Any]] = []
    lacking, old = qty, 0
    order = sorted(lots, key=lambda one: (one["produced_on"], one["lot"]))
    for wanted in ("yes", "old"):
        for one in order:
            if fits(one) != wanted:
                continue
            may = wanted == "yes" or older
            much = min(lacking if may else lacking - old, one["good"] // units)
            if much <= 0:
                continue
            old += much if wanted == "old" else 0
            if may:
                lacking -= much
                taken.append({"lot": one["lot"], "produced_on": one["produced_on"], "qty": much})
    taken.sort(key=lambda one: (one["produced_on"], one["lot"]))
    return {"lots": taken, "lacking": lacking, "old": old}
