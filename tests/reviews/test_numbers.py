"""The arithmetic of the report alone."""

import pytest

from backend.reviews.numbers import Sums, day_times, in_order, light, monday_of, required, summed


@pytest.mark.parametrize(
    ("rate", "colour"),
    [(10_000, "green"), (9500, "green"), (9499, "yellow"), (8500, "yellow"), (8499, "red"),
     (0, "red"), (None, None)],
)  # fmt: skip
def test_the_traffic_light(rate: int | None, colour: str | None) -> None:
    assert light(rate) == colour


@pytest.mark.parametrize(
    ("row", "longest"), [([], 0), ([3], 1), ([1, 2, 3], 3), ([3, 1, 2], 2), ([2, 5, 3, 4, 1], 3)]
)
def test_how_much_of_a_day_went_in_order(row: list[int], longest: int) -> None:
    assert in_order(row) == longest


def test_what_a_tier_is_due() -> None:
    assert [required(tier, 28) for tier in ("P1", "P2", "P3", "P4")] == [8, 4, 2, 1]
    assert [required(tier, 7) for tier in ("P1", "P2", "P3", "P4")] == [2, 1, 0, 0]


def test_times_of_a_day() -> None:
    assert day_times([]) == (0, 0, 0)
    assert day_times([(100, 160), (0, 60)]) == (120, 40, 160)
    assert day_times([(0, 60), (50, 70)]) == (80, 0, 70), "an overlap is no way"


def test_what_nobody_has_judged_yet_is_not_red() -> None:
    sums = Sums()
    sums.add("M01", 0, 2)
    sums.counts["unjudged_days"] += 1
    assert sums.told()["light"] is None
    sums.counts["unjudged_days"] -= 1
    assert sums.told()["light"] == "red"


def test_sums_add_parts_and_weeks_begin_on_monday() -> None:
    one, other = Sums(), Sums()
    one.add("M01", 1, 1)
    other.add("M01", 0, 9)
    other.flags["G01"] += 2
    both = summed([one, other]).told()
    assert both["rates"]["M01"] == {"numerator": 1, "denominator": 10, "rate_1e4": 1000}
    assert both["flags"] == {"G01": 2}
    assert both["rates"]["M02"]["rate_1e4"] is None
    assert monday_of("2026-11-29") == "2026-11-23" == monday_of("2026-11-23")
