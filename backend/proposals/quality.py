"""The quality mark of a store (features.md F14): what of its record is not in order, item by item.
Pure. Each item is a code with the number or the day it rests on; sentences are made on the screen.
"""

from dataclasses import dataclass
from typing import Any

TEXTS = {
    "no_phone": "phone", "no_licence": "licence_no", "no_contact": "contact_name",
    "no_address": "address", "no_window": "receiving_window",
}  # fmt: skip
CODES = (
    *TEXTS, "no_front", "fence_coarse", "point_open", "duplicate", "not_visited",
)  # fmt: skip
FRONT_DAYS = 365
COARSE_M = 300
"""A wider fence than any tier's radius and a found store's (4.2, decision 42) says little."""
VISIT_DAYS = {"P1": 35, "P2": 35, "P3": 35, "P4": 65}
"""As M11 asks for (domain.md 4.9)."""
DUPLICATE_SCORE = 80

Lack = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the mark looks at, besides the store's own fields. Days are whole days ago."""

    fence_m: int
    fixes: int
    """Check-ins that say where it is."""
    off_m: int | None
    """How far its point lies from where they say; None: too few to say."""
    held: bool
    """They bear its point out."""
    alike: int
    front_on: str | None
    front_days: int | None
    visited_on: str | None
    visited_days: int | None


def lacks(store: Any, facts: Facts) -> list[Lack]:
    """In the order of CODES. `store` has the fields of a Store."""
    found = [
        _lack(code) for code, field in TEXTS.items() if not (getattr(store, field) or "").strip()
    ]
    if facts.front_days is None or facts.front_days > FRONT_DAYS:
        found.append(_lack("no_front", on=facts.front_on))
    if facts.fence_m > COARSE_M:
        found.append(_lack("fence_coarse", facts.fence_m))
    if facts.off_m is None:
        found.append(_lack("point_open", facts.fixes))
    elif not facts.held:
        found.append(_lack("point_off", facts.off_m))
    if facts.alike:
        found.append(_lack("duplicate", facts.alike))
    if facts.visited_days is None or facts.visited_days > VISIT_DAYS.get(store.tier, 35):
        found.append(_lack("not_visited", on=facts.visited_on))
    return found


def _lack(code: str, n: int | None = None, on: str | None = None) -> Lack:
    return {"code": code, "n": n, "on": on}
