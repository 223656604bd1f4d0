"""M01's arithmetic alone: what one stop contributes, and that roll-ups add parts."""

import pytest

from backend.visits.compliance import Call, Parts, Stop, added, outcomes


def a_stop(id: str, rep: str = "a", state: str = "planned", origin: str = "planned") -> Stop:
    return Stop(id, rep, state, origin)


def a_call(rep: str = "a", state: str = "completed", off: bool = False) -> Call:
    return Call(rep, state, off)


@pytest.mark.parametrize(
    ("stops", "calls", "found"),
    [
        ([a_stop("1")], [a_call()], {"1": "done"}),
        ([a_stop("1")], [a_call("b")], {"1": "done"}),
        ([a_stop("1")], [], {"1": "missed"}),
        ([a_stop("1")], [a_call(state="failed"), a_call(state="in_progress")], {"1": "missed"}),
        ([a_stop("1", state="waived")], [], {"1": "waived"}),
        ([a_stop("1", state="waived")], [a_call()], {"1": "waived"}),
        ([a_stop("1", origin="rep_added")], [a_call()], {"1": "uncounted"}),
        ([a_stop("1", origin="rep_added")], [], {"1": "uncounted"}),
        ([a_stop("1"), a_stop("2", origin="rep_added")], [], {"1": "missed", "2": "uncounted"}),
    ],
)
def test_what_one_stop_is(stops: list[Stop], calls: list[Call], found: dict[str, str]) -> None:
    assert outcomes(stops, calls) == found


@pytest.mark.parametrize(
    ("calls", "found"),
    [
        ([], {"1": "missed", "2": "uncounted"}),
        ([a_call("b")], {"1": "uncounted", "2": "done"}),
        ([a_call("a"), a_call("b")], {"1": "done", "2": "uncounted"}),
        ([a_call("c")], {"1": "done", "2": "uncounted"}),
    ],
)
def test_two_reps_at_one_store_are_one_store_day(calls: list[Call], found: dict[str, str]) -> None:
    """Of the two it stands with the one who was there."""
    assert outcomes([a_stop("2", "b"), a_stop("1", "a")], calls) == found


@pytest.mark.parametrize(
    ("calls", "found"),
    [
        ([a_call("old", off=True)], {"1": "waived", "2": "waived"}),
        ([a_call("old", off=True), a_call("b")], {"1": "uncounted", "2": "done"}),
        ([a_call("old", "failed", off=True)], {"1": "missed", "2": "uncounted"}),
    ],
)
def test_a_visit_off_assignment_counts_neither_way(
    calls: list[Call], found: dict[str, str]
) -> None:
    """K5: it does not do the stop, and the stop it was made at is not asked for any more."""
    assert outcomes([a_stop("1", "a"), a_stop("2", "b")], calls) == found


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
