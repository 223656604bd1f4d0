"""The compliance numbers (domain.md 2.10, 4.9), in parts. Pure.

Every number keeps its numerator and denominator, so that a roll-up adds parts and never averages
rates; where nothing was due there is no rate.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

FORMULAS = {
    "M01": "store-days planned by the office with a valid visit / (planned - waived - still open"
           " today); no light while a completed one is not judged",
    "M02": "valid visits on a planned stop / valid visits",
    "M03": "longest run of stops done in the planned order / planned stops done, by rep and day",
    "M04": "stores with a valid visit / active stores assigned in the period",
    "M05": "sum of min(store-days with a valid visit, required) / sum of required;"
           " required = visits in 28 days by tier (P1 8, P2 4, P3 2, P4 1) x days / 28, down",
    "M06": "valid visits / completed visits",
    "M26": "photos accepted / photos reviewed, by the day they were taken",
    "M28": "visits received within 24 h of their end / completed visits",
}  # fmt: skip
RATES = tuple(FORMULAS)
IN_28_DAYS = {"P1": 8, "P2": 4, "P3": 2, "P4": 1}
GREEN_1E4, YELLOW_1E4 = 9500, 8500
COUNTS = (
    "planned", "waived", "open", "completed", "missed", "valid_days", "pending_days",
    "invalid_days", "unjudged_days", "unplanned", "failed", "visits", "valid", "pending",
    "invalid", "unjudged", "in_store_s", "travel_s", "span_s",
)  # fmt: skip
"""`planned` to `unjudged_days` count store-days of the plan, `unplanned` to `unjudged` visits."""


@dataclass(slots=True)
class Sums:
    """Of one rep, office or week."""

    counts: Counter[str] = field(default_factory=Counter)
    parts: dict[str, list[int]] = field(default_factory=dict)
    flags: Counter[str] = field(default_factory=Counter)
    upheld: Counter[str] = field(default_factory=Counter)

    def add(self, code: str, numerator: int, denominator: int) -> None:
        held = self.parts.setdefault(code, [0, 0])
        held[0] += numerator
        held[1] += denominator

    def __iadd__(self, other: "Sums") -> "Sums":
        self.counts.update(other.counts)
        self.flags.update(other.flags)
        self.upheld.update(other.upheld)
        for code, (numerator, denominator) in other.parts.items():
            self.add(code, numerator, denominator)
        return self

    def told(self) -> dict[str, Any]:
        rates = {code: rate(*self.parts.get(code, (0, 0))) for code in RATES}
        return {
            **{name: self.counts[name] for name in COUNTS},
            "rates": rates,
            "light": None if self.counts["unjudged_days"] else light(rates["M01"]["rate_1e4"]),
            "flags": dict(sorted(self.flags.items())),
            "upheld": dict(sorted(self.upheld.items())),
        }


def rate(numerator: int, denominator: int) -> dict[str, int | None]:
    """Four decimals as an integer, halves up."""
    value = None if denominator == 0 else (numerator * 20_000 + denominator) // (2 * denominator)
    return {"numerator": numerator, "denominator": denominator, "rate_1e4": value}


def light(rate_1e4: int | None) -> str | None:
    """Traffic light of M01. No number that still grows by being judged has one: see `told`."""
    if rate_1e4 is None:
        return None
    return "green" if rate_1e4 >= GREEN_1E4 else "yellow" if rate_1e4 >= YELLOW_1E4 else "red"


def in_order(sequences: Sequence[int]) -> int:
    """Length of the longest increasing subsequence."""
    tails: list[int] = []
    for one in sequences:
        at = bisect_left(tails, one)
        tails[at : at + 1] = [one]
    return len(tails)


def required(tier: str, days: int) -> int:
    """Visits a store of this tier is due in so many days."""
    return IN_28_DAYS.get(tier, 0) * days // 28


def day_times(spans: Iterable[tuple[float, float]]) -> tuple[int, int, int]:
    """M10 of one rep's day, in seconds: in stores, on the way between, from the first check-in to
    the last check-out. A gap that is none, two visits overlapping, is no way."""
    row = sorted(spans)
    if not row:
        return 0, 0, 0
    inside = sum(int(end - begin) for begin, end in row)
    gaps = sum(max(0, int(b[0] - a[1])) for a, b in pairwise(row))
    return inside, gaps, int(max(end for _, end in row) - row[0][0])


def monday_of(day: str) -> str:
    """The week a day lies in, by its Monday."""
    found = date.fromisoformat(day)
    return (found - timedelta(days=found.weekday())).isoformat()


def summed(all_of_them: Collection[Sums]) -> Sums:
    total = Sums()
    for one in all_of_them:
        total += one
    return total
