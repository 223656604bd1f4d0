"""Worlds that must hold together, the same world twice, and bugs that must be noticed."""

import json
from pathlib import Path

import pytest

from tests.simulator.bugs import BUGS
from tests.simulator.plan import FAULTS, PHOTO_FAULTS, plan_of
from tests.simulator.search import TRACES, read_trace, shrunk, trouble
from tests.simulator.world import World

WORLDS, CHUNK = 2000, 250
CAUGHT: dict[str, int] = json.loads((Path(__file__).parent / "caught.json").read_text())
"""Planted bug -> the smallest seed whose world notices it (`python -m tests.simulator.prove`)."""


@pytest.mark.parametrize("start", range(0, WORLDS, CHUNK))
def test_no_world_breaks_an_invariant(start: int) -> None:
    found = {seed: trouble(plan_of(seed)) for seed in range(start, start + CHUNK)}
    assert {seed: what for seed, what in found.items() if what} == {}


def test_the_same_seed_twice_is_the_same_history() -> None:
    hashes = [[World(plan_of(seed)).run() for seed in range(30)] for _ in range(2)]
    assert hashes[0] == hashes[1]
    assert len(set(hashes[0])) == 30


def test_every_fault_is_on_in_some_world_and_off_in_another() -> None:
    plans = [plan_of(seed) for seed in range(WORLDS)]
    for fault in FAULTS + PHOTO_FAULTS:
        on = sum(fault in plan.faults for plan in plans)
        assert WORLDS * 0.25 < on < WORLDS * 0.45


def test_at_least_twenty_bugs_are_planted_and_each_is_caught_within_2000_seeds() -> None:
    assert len(BUGS) >= 20
    assert CAUGHT.keys() == BUGS.keys()
    assert all(seed < 2000 for seed in CAUGHT.values())


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(CAUGHT[name])
    assert trouble(plan) is None  # it is the bug that is noticed
    BUGS[name](monkeypatch)
    assert trouble(plan) is not None
    assert trouble(read_trace(TRACES / f"{name}.json")) is not None


def test_a_failing_world_is_made_small(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(CAUGHT["overlay_dropped_at_the_acknowledgement"])
    BUGS["overlay_dropped_at_the_acknowledgement"](monkeypatch)
    small = shrunk(plan)
    assert trouble(small) == trouble(plan) == "I18"
    assert len(small.steps) <= 8 < len(plan.steps)


@pytest.mark.parametrize("file", sorted(TRACES.glob("*.json")), ids=lambda file: file.stem)
def test_what_failed_once_holds_for_ever(file: Path) -> None:
    assert trouble(read_trace(file)) is None
