"""Where the lines are drawn, by name. Pure. Every default is domain.md's (4.2, 4.9, 4.10, 2.10).

A manager may set others for the offices of his branch from a day on (tables.ReviewRules); a visit's
verdict names the version it was reached under. What domain.md leaves open is
ours: `clock_repeats` (when a clock is off "repeatedly"), `answer_h` (how long hers is the first
word), and `spot_...`, how often and how soon visits are looked at again (DECISIONS.md 44).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace

EVENING = frozenset({"restaurant", "net_cafe", "entertainment", "hotel"})
"""Channels that sell into the night: a branch may give them a window of their own."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All whole numbers; the unit is the name's end."""

    doubt_m: int = 100
    accuracy_m: int = 200
    age_s: int = 120
    stay_p1_min: int = 20
    stay_p2_min: int = 10
    stay_p3_min: int = 5
    stay_p4_min: int = 3
    standard_p1_min: int = 80
    standard_p2_min: int = 45
    standard_p3_min: int = 28
    standard_p4_min: int = 18
    idle_percent: int = 250
    opens_min: int = 7 * 60
    closes_min: int = 21 * 60
    evening_opens_min: int = 7 * 60
    evening_closes_min: int = 21 * 60
    frozen_stores: int = 3
    frozen_fixes: int = 20
    speed_kmh: int = 120
    city_kmh: int = 60
    city_m: int = 2000
    clock_s: int = 300
    jump_s: int = 120
    clock_repeats: int = 2
    photo_s: int = 600
    copied_percent: int = 95
    sku_ms: int = 1000
    steps_percent: int = 20
    padded_percent: int = 20
    padded_days: int = 14
    devices_s: int = 3600
    leave_m: int = 500
    datum_min_m: int = 100
    datum_max_m: int = 700
    datum_stores: int = 5
    sample_percent: int = 10
    new_percent: int = 30
    new_days: int = 14
    answer_h: int = 24
    review_h: int = 48
    appeal_days: int = 3
    spot_weekly: int = 1
    spot_days: int = 2
    spot_open_days: int = 2
    spot_stock_h: int = 36

    def window_min(self, channel_type: str) -> tuple[int, int]:
        """V8's working window, by channel (domain.md 4.9)."""
        if channel_type in EVENING:
            return self.evening_opens_min, self.evening_closes_min
        return self.opens_min, self.closes_min

    def stay_min(self, tier: str) -> int:
        return int(getattr(self, f"stay_{tier.lower()}_min"))

    def standard_min(self, tier: str) -> int:
        return int(getattr(self, f"standard_{tier.lower()}_min"))


DEFAULTS = Thresholds()
NAMES = tuple(field.name for field in fields(Thresholds))


@dataclass(frozen=True, slots=True)
class Version:
    """One version a manager set: what it changes, for which offices, from which day on."""

    number: int
    valid_from: str
    org_unit_ids: tuple[str, ...]
    values: Mapping[str, int]


def in_force(versions: Iterable[Version], office: str, day: str) -> tuple[int, Thresholds]:
    """The highest version of this office on that day; 0 and the defaults where there is none.
    What a version does not name is the default's, not its predecessor's."""
    speaking = [one for one in versions if office in one.org_unit_ids and one.valid_from <= day]
    best = max(speaking, key=lambda one: one.number, default=None)
    if best is None:
        return 0, DEFAULTS
    return best.number, replace(DEFAULTS, **dict(best.values))


def wrong_with(values: Mapping[str, int]) -> str | None:
    """Why these cannot be thresholds, for the log; None: they can."""
    if unknown := sorted(set(values) - set(NAMES)):
        return f"no such threshold: {unknown[0]}"
    merged = replace(DEFAULTS, **dict(values))
    for opens, closes in (merged.window_min(""), merged.window_min("restaurant")):
        if not 0 <= opens < closes <= 24 * 60:
            return "a working window that does not open"
    if merged.datum_min_m >= merged.datum_max_m:
        return "datum_min_m is not below datum_max_m"
    return None
