"""G17: a whole day shifted one way is a map's mistake, not a rep's (domain.md 4.11). Pure.

A store's point that was read from a Chinese map without being converted lies 100 to 700 m beside
where she stands, always in the same direction.
"""

from dataclasses import dataclass
from math import cos, hypot, pi
from statistics import median
from typing import Any

from backend.customers.rules import bd09_of_gcj02, gcj02_of_wgs84
from backend.reviews.facts import Call, Day, Point
from backend.reviews.thresholds import Thresholds

M_PER_E7 = 0.0111195
"""Metres of a degree x 10^-7 along a meridian."""
MOST_PERCENT = 75
"""So many of the stores that are off must be off the same way. From a cafe they lie all around."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far, in metres to the north and east, the stores' points lie from her fixes."""

    north_m: int
    east_m: int
    stores: tuple[str, ...]
    spread_m: int
    like: str | None
    """gcj02 or bd09 when the shift is that map's, to the doubt we grant a fix."""

    def told(self) -> dict[str, Any]:
        return {
            "north_m": self.north_m,
            "east_m": self.east_m,
            "shift_m": round(hypot(self.north_m, self.east_m)),
            "stores": list(self.stores),
            "spread_m": self.spread_m,
            "like": self.like,
        }


def shift_of(day: Day, t: Thresholds) -> Shift | None:
    """The day's shift, when there is one: over enough stores, each as far off as a map's shift is,
    within the doubt of a fix around what most of them say. A few that do not fit, a bad fix among
    twenty, a store whose own point is wrong, take nothing away from the others."""
    seen: dict[str, tuple[Call, float, float]] = {}
    for call in day.calls:
        if call.at is None or (call.accuracy_m or 0) > t.accuracy_m:
            continue
        if call.distance_m is not None and t.datum_min_m <= call.distance_m <= t.datum_max_m:
            seen.setdefault(call.store_id, (call, *_metres(call.at, call.store_point)))
    if len(seen) < t.datum_stores:
        return None
    middle = median(one[1] for one in seen.values()), median(one[2] for one in seen.values())
    fits = {
        id: one
        for id, one in seen.items()
        if hypot(one[1] - middle[0], one[2] - middle[1]) <= t.doubt_m
    }
    if len(fits) < t.datum_stores or len(fits) * 100 < len(seen) * MOST_PERCENT:
        return None
    north = sum(one[1] for one in fits.values()) / len(fits)
    east = sum(one[2] for one in fits.values()) / len(fits)
    if hypot(north, east) < t.datum_min_m:
        return None
    spread = max(hypot(one[1] - north, one[2] - east) for one in fits.values())
    first = next(iter(fits.values()))[0]
    return Shift(
        round(north), round(east), tuple(sorted(fits)), round(spread), _like(first, north, east, t)
    )


def _metres(origin: Point, to: Point) -> tuple[float, float]:
    north = (to.lat_e7 - origin.lat_e7) * M_PER_E7
    narrow = cos(origin.lat_e7 / 1e7 * pi / 180)
    return north, (to.lon_e7 - origin.lon_e7) * M_PER_E7 * narrow


def _like(call: Call, north: float, east: float, t: Thresholds) -> str | None:
    """Which map would show her fix where the store's point is."""
    assert call.at is not None
    lat, lon = call.at.lat_e7 / 1e7, call.at.lon_e7 / 1e7
    gcj = gcj02_of_wgs84(lat, lon)
    found = []
    for name, shown in (("gcj02", gcj), ("bd09", bd09_of_gcj02(*gcj))):
        at = Point(round(shown[0] * 1e7), round(shown[1] * 1e7))
        off_north, off_east = _metres(call.at, at)
        found.append((hypot(off_north - north, off_east - east), name))
    off, name = min(found)
    return name if off <= t.doubt_m else None
