"""The life of a ticket (domain.md 3.10). Pure; no twin, for it is decided with the server."""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ANSWER_H: Final = 4
SOLVE_DAYS: Final = 3
REOPEN_DAYS: Final = 14
OPENS_MIN, CLOSES_MIN = 8 * 60 + 30, 17 * 60 + 30
"""Office hours, Monday to Friday, as for orders (domain.md 3.7)."""
DAY_MIN = CLOSES_MIN - OPENS_MIN
TO_MANAGER: Final = frozenset({"quality"})
"""Goes to the operations manager the same day."""

NEXT: Final[dict[str, frozenset[str]]] = {
    "new": frozenset({"assigned", "in_progress", "waiting", "solved"}),
    "assigned": frozenset({"assigned", "in_progress", "waiting", "solved"}),
    "in_progress": frozenset({"assigned", "in_progress", "waiting", "solved"}),
    "waiting": frozenset({"assigned", "in_progress", "waiting", "solved"}),
    "solved": frozenset({"confirmed", "in_progress"}),
    "confirmed": frozenset({"closed", "in_progress"}),
    "closed": frozenset({"in_progress"}),
}
OPEN: Final = frozenset(state for state, after in NEXT.items() if "solved" in after)
"""Not solved yet."""


def may(state: str, after: str) -> bool:
    return after in NEXT[state]


def working_after(at: datetime, minutes: int, zone: str) -> datetime:
    """So many minutes of office hours later."""
    here = at.astimezone(ZoneInfo(zone))
    left = timedelta(minutes=minutes)
    while True:
        morning = here.replace(hour=0, minute=0, second=0, microsecond=0)
        opens, closes = (morning + timedelta(minutes=one) for one in (OPENS_MIN, CLOSES_MIN))
        begin = max(here, opens)
        if here.weekday() < 5 and begin < closes:
            if begin + left <= closes:
                return begin + left
            left -= closes - begin
        here = morning + timedelta(days=1)
