"""Flags set against labels. Pure.

A hit is a visit with the flag whose label gives ground for it; a false alarm is one without; missed
is ground without the flag. G14 and G17 speak of a rep's day: there the unit is the day, and ground
for G14 is anything padded in the 14 days that end with it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from backend.reviews.flags import CODES
from seed_data.habits import TRUTH

PADDED_DAYS = 14
OF_A_DAY = ("G14", "G17")


class Flag(NamedTuple):
    code: str
    visit_id: str | None
    rep_id: str
    day: str


@dataclass(frozen=True)
class Score:
    """Of one flag. `elsewhere`: false alarms at stores whose point in the master data is wrong."""

    code: str
    hits: int
    false_alarms: int
    missed: int
    of: int
    unit: str
    elsewhere: int = 0

    @property
    def precision(self) -> float | None:
        raised = self.hits + self.false_alarms
        return self.hits / raised if raised else None

    @property
    def mended(self) -> float | None:
        """Precision without the false alarms that are the master data's."""
        raised = self.hits + self.false_alarms - self.elsewhere
        return self.hits / raised if raised else None

    @property
    def recall(self) -> float | None:
        there = self.hits + self.missed
        return self.hits / there if there else None


def scored(
    labels: Iterable[Mapping[str, Any]],
    flags: Iterable[Flag],
    visits: Mapping[str, tuple[str, str, str]],
    wrong_points: Collection[str] = (),
) -> list[Score]:
    """By code. ``visits``: of each rep, day and store."""
    truth = _truth(labels, visits)
    raised: dict[str, set[Any]] = {code: set() for code in CODES}
    for flag in flags:
        by_day = flag.code in OF_A_DAY or flag.visit_id is None
        raised[flag.code].add((flag.rep_id, flag.day) if by_day else flag.visit_id)
    days = len({(rep, day) for rep, day, _ in visits.values()})
    found = []
    for code in CODES:
        said, there = raised[code], truth.get(code, set())
        wrong = said - there
        found.append(
            Score(
                code, len(said & there), len(wrong), len(there - said),
                days if code in OF_A_DAY else len(visits),
                "days" if code in OF_A_DAY else "visits",
                sum(one in visits and visits[one][2] in wrong_points for one in wrong),
            )
        )  # fmt: skip
    return found


def _truth(
    labels: Iterable[Mapping[str, Any]], visits: Mapping[str, tuple[str, str, str]]
) -> dict[str, set[Any]]:
    found: dict[str, set[Any]] = {}
    worked = {(rep, day) for rep, day, _ in visits.values()}
    for label in labels:
        for code in {code for trick in label["tricks"] for code in TRUTH[trick]}:
            units: list[Any] = [label["visit"]]
            if code == "G14":
                begun = date.fromisoformat(label["day"])
                after = (begun + timedelta(days=i) for i in range(PADDED_DAYS))
                units = [(label["rep"], day.isoformat()) for day in after]
                units = [one for one in units if one in worked]
            elif code == "G17":
                units = [(label["rep"], label["day"])]
            found.setdefault(code, set()).update(units)
    return found


def table(scores: Iterable[Score]) -> str:
    """As it is printed: a dash where there was nothing to divide by."""
    lines = ["flag  hits  false alarms  (wrong point)  missed  precision  mended  recall  of"]
    for one in scores:
        lines.append(
            f"{one.code:<4}{one.hits:>6}{one.false_alarms:>14}{f'({one.elsewhere})':>15}"
            f"{one.missed:>8}{_rate(one.precision):>11}{_rate(one.mended):>8}"
            f"{_rate(one.recall):>8}  {one.of} {one.unit}"
        )
    return "\n".join(lines)


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
