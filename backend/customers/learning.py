"""Where a store's door is, as far as check-ins can say. Pure.

The point is the weighted geometric median of one fix per person and day, each weighing by one over
the accuracy its phone gave: half of the fixes may be wrong without pulling it far. What lies much
further off than its own accuracy and than the others do is left out, and the rest is asked again.

The circle holds the door with PERCENT likelihood. Its radius follows from how the fixes spread
around the point (the sandwich estimate of a median's variance), is widened where fixes are few,
and never is smaller than what all fixes of a place may share: a wall that reflects, a deep shop.
tests/customers/test_learning.py measures how often the circle holds the door.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sqrt

PERCENT = 95
NORMAL_95 = sqrt(5.991)
"""Radii of a circle that holds 95 % of a round normal cloud of unit spread (chi-square, 2)."""
LEAST_FIXES, LEAST_DAYS = 3, 3
"""Three check-ins of different days: domain.md 4.11."""
MOST_FIXES = 40
"""The latest: a store that moved is found by what was seen since."""
SHARPEST_M, VAGUEST_M = 5, 100
SHARED_M = 5
OUTLIER = 3.5
M_PER_E7 = 0.0111195
"""Metres of a degree x 10^-7 along a meridian."""
STEPS, ROUNDS, CLOSE_M = 60, 6, 0.01


@dataclass(frozen=True, slots=True)
class Seen:
    """A fix of a check-in: who stood there, on which day, and how sure the phone was (68 %)."""

    visit_id: str
    person_id: str
    day: str
    lat_e7: int
    lon_e7: int
    accuracy_m: int


@dataclass(frozen=True, slots=True)
class Learnt:
    """A point, the circle that holds the door in PERCENT of such cases, and what it rests on."""

    lat_e7: int
    lon_e7: int
    within_m: int
    usual_m: int
    """Three of four fixes here are as accurate as this, or more."""
    used: tuple[Seen, ...]
    left_out: tuple[Seen, ...]

    @property
    def days(self) -> list[str]:
        return sorted({one.day for one in self.used})

    @property
    def people(self) -> int:
        return len({one.person_id for one in self.used})


Flat = tuple[float, float, float]
"""Metres to the north and east of some origin, and accuracy."""


def learnt(seen: Iterable[Seen]) -> Learnt | None:
    """None: too few fixes, or too few days, to say anything."""
    fixes = _one_a_day(seen)
    if not _enough(fixes):
        return None
    origin = fixes[0]
    flat = {one.visit_id: _flat(origin, one) for one in fixes}
    used = fixes
    for _ in range(ROUNDS):
        at = median([flat[one.visit_id] for one in used])
        kept = _kept(fixes, flat, at)
        if not _enough(kept) or kept == used:
            break
        used = kept
    points = [flat[one.visit_id] for one in used]
    north, east = median(points)
    narrow = cos(origin.lat_e7 / 1e7 * pi / 180)
    accuracies = sorted(one.accuracy_m for one in used)
    return Learnt(
        lat_e7=round(origin.lat_e7 + north / M_PER_E7),
        lon_e7=round(origin.lon_e7 + east / M_PER_E7 / narrow),
        within_m=round(within((north, east), points)),
        usual_m=max(SHARPEST_M, accuracies[(len(accuracies) * 3 - 1) // 4]),
        used=tuple(used),
        left_out=tuple(one for one in fixes if one not in used),
    )


def _enough(fixes: Sequence[Seen]) -> bool:
    return len(fixes) >= LEAST_FIXES and len({one.day for one in fixes}) >= LEAST_DAYS


def _one_a_day(seen: Iterable[Seen]) -> list[Seen]:
    """Of a person's fixes of a day the sharpest; the latest days, the oldest first."""
    best: dict[tuple[str, str], Seen] = {}
    for one in seen:
        before = best.get((one.day, one.person_id))
        if one.accuracy_m <= VAGUEST_M and (before is None or one.accuracy_m < before.accuracy_m):
            best[one.day, one.person_id] = one
    return [best[key] for key in sorted(best)][-MOST_FIXES:]


def _flat(origin: Seen, one: Seen) -> Flat:
    narrow = cos(origin.lat_e7 / 1e7 * pi / 180)
    return (
        (one.lat_e7 - origin.lat_e7) * M_PER_E7,
        (one.lon_e7 - origin.lon_e7) * M_PER_E7 * narrow,
        float(max(SHARPEST_M, one.accuracy_m)),
    )


def _kept(fixes: Sequence[Seen], flat: dict[str, Flat], at: tuple[float, float]) -> list[Seen]:
    """Without those much further off than they say and than most are."""
    away = {id: hypot(north - at[0], east - at[1]) for id, (north, east, _) in flat.items()}
    usual = sorted(away.values())[len(away) // 2]
    return [
        one for one in fixes if away[one.visit_id] <= OUTLIER * max(usual, flat[one.visit_id][2])
    ]


def median(points: Sequence[Flat]) -> tuple[float, float]:
    """The weighted geometric median (Weiszfeld), in metres north and east."""
    weights = [1 / accuracy for _, _, accuracy in points]
    whole = sum(weights)
    north = sum(w * one[0] for w, one in zip(weights, points, strict=True)) / whole
    east = sum(w * one[1] for w, one in zip(weights, points, strict=True)) / whole
    for _ in range(STEPS):
        pulls = [
            w / max(CLOSE_M, hypot(one[0] - north, one[1] - east))
            for w, one in zip(weights, points, strict=True)
        ]
        total = sum(pulls)
        then = (
            sum(pull * one[0] for pull, one in zip(pulls, points, strict=True)) / total,
            sum(pull * one[1] for pull, one in zip(pulls, points, strict=True)) / total,
        )
        moved = hypot(then[0] - north, then[1] - east)
        north, east = then
        if moved < CLOSE_M:
            break
    return north, east


def within(at: tuple[float, float], points: Sequence[Flat]) -> float:
    """The circle's radius in metres. A fix that hit the point by chance says nothing of how sure we
    may be, so none counts as nearer than half its accuracy."""
    steep = spread = 0.0
    for north, east, accuracy in points:
        away = max(accuracy / 2, hypot(north - at[0], east - at[1]))
        steep += 1 / accuracy / away / 2
        spread += 1 / accuracy**2 / 2
    few = sqrt(len(points) / (len(points) - 2))
    return sqrt((NORMAL_95 * few) ** 2 * spread / steep**2 + SHARED_M**2)
