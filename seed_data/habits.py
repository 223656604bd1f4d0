"""How reps work: the mistakes everybody makes, and the tricks of the few who cheat (domain.md 6.6).

What a trick is called here is the truth that flags are scored against. Rates of mistakes are
domain.md's where it gives them; the others are marked ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log
from random import Random

GPS_MEDIAN_M = 18
GPS_MU = log(GPS_MEDIAN_M)
GPS_SIGMA = log(150 / GPS_MEDIAN_M) / 1.881
"""Log-normal, so that 3 % of fixes are more than 150 m off (1.881 is the 97th percentile)."""
OUT_OF_STOCK = 0.07
WRONG_TAG = 0.06
NEAR_EXPIRY = 0.03
STRENGTH = {"P1": 0.93, "P2": 0.86, "P3": 0.78, "P4": 0.65}
SHARE_PCT = (12, 28)
UNMOVED = 0.2
"""Of counts between two visits: slow sellers. Ours."""
CAMERA_FAILS = 0.01
"""Pictures that must be taken from the album because the camera would not open. Ours."""
CANCELLED = 0.03
"""Orders the office cancels the next morning: changed minds, wrong prices. Ours."""

BUSY_DAYS, BUSY_PERCENT = range(15, 20), 130
"""Working days of the holiday week, and what stores order then (domain.md 6.9)."""
OUTAGE_DAY, EVENING_H, AFTER_OUTAGE_H = 22, 18.5, 21.5
"""Phones are heard in the evening; on one day only once the server is back (domain.md 6.9)."""

TRUTH: dict[str, tuple[str, ...]] = {
    "away": ("G01", "G16"), "frozen": ("G03",), "short": ("G05",), "clock": ("G07",),
    "album": ("G08",), "reused": ("G09",), "copied": ("G12",), "fast": ("G13",),
    "padded": ("G14",), "left": ("G16",), "datum": ("G17",),
}  # fmt: skip
"""The flags that each trick gives ground for. `datum` is a phone's mistake, and nobody's trick."""


@dataclass(frozen=True)
class Today:
    """What somebody is up to today: `of_visit` draws for one visit."""

    tricks: tuple[str, ...] = ()
    often: float = 0.0
    besides: Mapping[str, float] = field(default_factory=dict)

    def of_visit(self, rng: Random) -> frozenset[str]:
        if not self.tricks or rng.random() >= self.often:
            return frozenset()
        also = (trick for trick, chance in self.besides.items() if rng.random() < chance)
        return frozenset((*self.tricks, *also))


@dataclass(frozen=True)
class Habit:
    """Of `every` so many days one is a day of tricks, and `often` so much of its visits, in 1.

    `besides`: what goes along at a visit; `all_day`: what goes along for a whole day; each with its
    chance. `in_turn`: one trick a day, the next one the next time.
    """

    tricks: tuple[str, ...] = ()
    every: int = 2
    often: float = 0.6
    besides: Mapping[str, float] = field(default_factory=dict)
    all_day: Mapping[str, float] = field(default_factory=dict)
    in_turn: bool = False

    def of_day(self, login: str, number: int) -> Today:
        """The same working day of the same rep, the same answer."""
        rng = Random(f"{login}/{number}")
        if not self.tricks or number % self.every != _own_day(login, self.every):
            return Today()
        turn = number // self.every % len(self.tricks)
        tricks = (self.tricks[turn],) if self.in_turn else self.tricks
        tricks += tuple(trick for trick, chance in self.all_day.items() if rng.random() < chance)
        return Today(tricks, self.often, self.besides)


def _own_day(login: str, every: int) -> int:
    """Which of `every` days is hers."""
    return sum(login.encode()) % every


@dataclass(frozen=True)
class Phone:
    """What an honest rep's phone does. `days`: the working days of the period on which it does."""

    accuracy_m: int | None = None
    """It always says this."""
    offset_ms: int = 0
    shifted: bool = False
    """An app around the browser gives positions as Chinese maps show them (GCJ-02)."""
    days: range = range(10_000)


HONEST, PLAIN = Habit(), Phone()
BRANCH: dict[str, Habit] = {
    "rep.cc06": Habit(("reused",), besides={"album": 0.3}),
    "rep.nh06": Habit(("away",), besides={"short": 0.4, "clock": 0.15}, all_day={"frozen": 0.3}),
    "rep.sd03": Habit(("copied",), besides={"fast": 0.3}),
    "rep.gm04": Habit(("padded",)),
}
"""The four of domain.md 6.6, one rep each: a duplicator, one in a cafe, a copyist, a padder."""
SMALL: dict[str, Habit] = {
    "rep.sd02": Habit(
        ("reused", "away", "copied", "short", "frozen", "left", "clock"),
        every=3, often=0.7, in_turn=True,
    ),
}  # fmt: skip
PHONES: dict[str, Phone] = {
    "rep.cc05": Phone(accuracy_m=20),
    "rep.nh03": Phone(offset_ms=360_000, days=range(10, 20)),
    "rep.ss05": Phone(shifted=True, days=range(15, 18)),
}
"""Three honest phones of the branch that look odd. Ours."""
