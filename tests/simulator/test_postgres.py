"""The same worlds on PostgreSQL: they hold together, and their histories are those on SQLite."""

from collections.abc import Iterator

import pytest

from tests.engines import postgres_engine
from tests.simulator import postgres
from tests.simulator.bugs import BUGS
from tests.simulator.plan import plan_of
from tests.simulator.postgres import PostgresWorld
from tests.simulator.search import TRACES, read_trace, trouble
from tests.simulator.world import World

WORLDS = 40
NOTICED = (
    "a_refused_operation_leaves_its_traces", "a_page_splits_an_operation",
    "what_left_a_scope_is_not_said", "present_is_said_before_the_bytes_are_in_place",
)  # fmt: skip
"""Planted where the database has a part in it."""


@pytest.fixture(scope="module", autouse=True)
def database() -> Iterator[None]:
    with postgres_engine() as engine:
        postgres.use(engine.new())
        yield
        postgres.leave()


@pytest.mark.timeout(300)
def test_a_world_has_one_history_whatever_the_engine() -> None:
    plans = [plan_of(seed) for seed in range(WORLDS)]
    assert [PostgresWorld(plan).run() for plan in plans] == [World(plan).run() for plan in plans]


@pytest.mark.parametrize("name", NOTICED)
def test_a_planted_bug_is_noticed_on_postgresql_too(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = read_trace(TRACES / f"{name}.json")
    assert trouble(plan, PostgresWorld) is None
    BUGS[name](monkeypatch)
    assert trouble(plan, PostgresWorld) in ("I2", "I3", "I5", "I6", "I7", "I12")
