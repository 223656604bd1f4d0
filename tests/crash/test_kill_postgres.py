"""PostgreSQL dies and comes back under load; our server stays, and loses nothing. The long run is
`python -m tests.crash.postgres`; this is the same code with fewer kills."""

import pytest

from tests.crash.postgres import mortal_postgres, run

KILLS = 2
UNTIL_SEEN = 9


@pytest.mark.timeout(300)
def test_nothing_is_lost_when_postgresql_is_killed() -> None:
    """One kill of the whole, one of a single backend."""
    with mortal_postgres(durable=True) as engine:
        report = run(KILLS, engine, seed=7)
    assert report.faults == []
    assert (report.kills, report.lost, report.doubled) == (KILLS, 0, 0)
    assert report.acknowledged > 50


@pytest.mark.timeout(300)
def test_a_postgresql_that_answers_before_its_log_is_written_is_caught() -> None:
    """`synchronous_commit = off`: or the test above would say nothing."""
    with mortal_postgres(durable=False) as engine:
        report = run(UNTIL_SEEN, engine, seed=7)
    assert report.lost > 0
