"""Visit completion before review (M01 of domain.md 2.10 but for validity, which reviews know): what
counts, and how it is added up. Pure.

Counted are store-days: one store on one day that the office planned, however many of its reps were
sent there (domain.md 3.6). A stop a rep added for herself is not planned, or she could raise her
own number. A store-day is done by a completed visit to the store on the day, whoever made it. A
visit made off its author's assignment counts neither way (K5): where no other was made, the stop
is waived. A stop that was moved is due on the day it was moved to. Make-up days are not counted
yet.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

FORMULA = (
    "before review: stores planned by the office for the day with a completed visit that day /"
    " (stores planned for the day - waived); a store counts once a day; stops added by the rep are"
    " not planned; visits off the author's assignment count neither way; M01 itself counts valid"
    " visits, see reviews"
)
DONE, MISSED, WAIVED, UNCOUNTED = "done", "missed", "waived", "uncounted"
"""What a stop is to M01. Uncounted: added by the rep, or another stop stands for this store-day."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Numbers are kept in parts, so that a roll-up adds parts and never averages rates."""

    numerator: int = 0
    denominator: int = 0
    waived: int = 0

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.waived + other.waived,
        )

    @property
    def rate_1e4(self) -> int | None:
        """Four decimals as an integer, halves up; None (a dash) when nothing was due."""
        if self.denominator == 0:
            return None
        return (self.numerator * 20_000 + self.denominator) // (2 * self.denominator)

    def told(self) -> dict[str, Any]:
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "rate_1e4": self.rate_1e4,
            "waived": self.waived,
        }


@dataclass(frozen=True, slots=True)
class Stop:
    id: str
    rep_id: str
    state: str
    origin: str


@dataclass(frozen=True, slots=True)
class Call:
    rep_id: str
    state: str
    off_assignment: bool


def outcomes(stops: Collection[Stop], calls: Iterable[Call]) -> dict[str, str]:
    """What each stop is to M01, of all stops and visits of one store and day. The store-day stands
    with a rep who was there; of several with the first id.

    Twin: OUTCOME in backend/visits/completion.py, for whole months at once.
    """
    done = [call for call in calls if call.state == "completed"]
    there = {call.rep_id for call in done if not call.off_assignment}
    planned = [stop for stop in stops if stop.origin == "planned"]
    set_aside = bool(done) and not there
    due = [] if set_aside else [stop for stop in planned if stop.state != "waived"]
    one = min(due, key=lambda stop: (stop.rep_id not in there, stop.id), default=None)
    found = dict.fromkeys((stop.id for stop in stops), UNCOUNTED)
    found |= {stop.id: WAIVED for stop in planned if set_aside or stop.state == "waived"}
    if one is not None:
        found[one.id] = DONE if there else MISSED
    return found


PARTS = {
    DONE: Parts(numerator=1, denominator=1),
    MISSED: Parts(denominator=1),
    WAIVED: Parts(waived=1),
    UNCOUNTED: Parts(),
}
"""What a stop adds to the number, by outcome."""


def added(parts: Iterable[Parts]) -> Parts:
    return sum(parts, Parts())
