"""What a visit's facts mean. Pure: no clock, no database, no network.

Nothing here refuses: a rep outside the fence is marked, not stopped (domain.md 4.9, V1).
Twin: pwa/src/visits/rules.ts. Both must pass sync_protocol/vectors/rules/visits.*.json.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from math import asin, cos, pi, sin, sqrt
from typing import Any

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
DOUBT_M = 100  # a vague fix counts in the rep's favour, but no further than this
RAD_PER_E7 = pi / 180 / 1e7


def distance_m(a_lat_e7: int, a_lon_e7: int, b_lat_e7: int, b_lon_e7: int) -> int:
    """Great-circle distance, whole metres, halves up (haversine; off by 0.5 % at most)."""
    lat_a, lat_b = a_lat_e7 * RAD_PER_E7, b_lat_e7 * RAD_PER_E7
    half_dlat = (lat_b - lat_a) / 2
    half_dlon = (b_lon_e7 - a_lon_e7) * RAD_PER_E7 / 2
    h = sin(half_dlat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_dlon) ** 2
    return int(2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(h))) + 0.5)


def photo_link(before: str, sha256: str) -> str:
    """The hash that holds a picture in its visit. ``before``: the hash of the link before it, for
    the first the visit's id. Whoever takes one out, or changes it, breaks the next."""
    return hashlib.sha256(f"{before}:{sha256}".encode()).hexdigest()


def fence_result(distance_m: int | None, accuracy_m: int | None, radius_m: int) -> str:
    """inside, uncertain, outside or no_position (domain.md S1)."""
    if distance_m is None:
        return "no_position"
    if distance_m <= radius_m:
        return "inside"
    if distance_m <= radius_m + min(accuracy_m or 0, DOUBT_M):
        return "uncertain"
    return "outside"


def observations_after(
    before: Iterable[dict[str, Any]], said: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """What the visit holds after a check: one per (SKU, location), the last word counts.

    An observation keeps the place where it was first said, so lists do not jump.
    """
    held: dict[tuple[str, str], dict[str, Any]] = {}
    for one in (*before, *said):
        held[one["sku_id"], one["location"]] = one
    return list(held.values())


def skips_after(before: Iterable[dict[str, Any]], said: dict[str, Any]) -> list[dict[str, Any]]:
    """Which steps were skipped and why, with one more: one per step, the last reason counts."""
    return list({one["step"]: one for one in (*before, said)}.values())


def note_after(before: str | None, said: str | None) -> str | None:
    """The visit's note: a remark at its beginning and the words at its end, on lines of their own.

    Said again, the last of them changes nothing.
    """
    if not said or not before:
        return before or said
    return before if f"\n{before}".endswith(f"\n{said}") else f"{before}\n{said}"


def left_as(day_ends_at: str, at: str) -> str:
    """What leaving makes of a visit: completed; abandoned if its day was over (domain.md 3.6)."""
    return "completed" if at < day_ends_at else "abandoned"


MOST_PAUSES = 2
MOST_PAUSED_MS = 3_600_000


def paused_s(pauses: Iterable[dict[str, Any]], until: str) -> int:
    """Seconds of the stay that do not count: the first two pauses, an hour in all at most. One that
    has not ended lasts until then. The rest of what she paused is stay like any other."""
    paused = 0
    for one in list(pauses)[:MOST_PAUSES]:
        paused += max(0, _ms(one["until_at"] or until) - _ms(one["from_at"]))
    return min(paused, MOST_PAUSED_MS) // 1000


def _ms(instant: str) -> int:
    """Our own form of an instant, in whole milliseconds."""
    moment = datetime.fromisoformat(instant[:-1] + "+00:00")
    return round(moment.timestamp() * 1000)
