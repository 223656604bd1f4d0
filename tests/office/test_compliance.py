"""M01's arithmetic alone: what one stop contributes, and that roll-ups add parts."""

import pytest

from backend.visits.compliance import Parts, added, parts_of


@pytest.mark.parametrize(
    ("state", "origin", "visited", "parts"),
    [
        ("planned", "planned", True, Parts(1, 1, 0)),
        ("planned", "planned", False, Parts(0, 1, 0)),
        ("waived", "planned", False, Parts(0, 0, 1)),
        ("waived", "planned", True, Parts(0, 0, 1)),
        ("planned", "rep_added", True, Parts()),
        ("planned", "rep_added", False, Parts()),
    ],
)
def test_what_one_stop_contributes(state: str, origin: str, visited: bool, parts: Parts) -> None:
    assert parts_of(state, origin, visited=visited) == parts


def test_nothing_due_gives_no_rate_rather_than_none_or_all() -> None:
    assert Parts().rate_1e4 is None
    assert Parts(waived=3).rate_1e4 is None


@pytest.mark.parametrize(
    ("numerator", "denominator", "rate"),
    [(0, 7, 0), (7, 7, 10_000), (1, 3, 3333), (2, 3, 6667), (1, 20_000, 1), (1, 20_001, 0)],
)
def test_four_decimals_halves_up(numerator: int, denominator: int, rate: int) -> None:
    assert Parts(numerator, denominator).rate_1e4 == rate


def test_a_roll_up_adds_parts_and_never_averages_rates() -> None:
    small, large = Parts(1, 1), Parts(0, 9, 2)
    assert added([small, large]) == Parts(1, 10, 2)
    assert added([small, large]).rate_1e4 == 1000
    assert added([]) == Parts()
