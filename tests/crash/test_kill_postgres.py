"""PostgreSQL dies and comes back under load; our server stays, and loses nothing. The long run is
`python -m tests.crash.postgres`; this is the same code with fewer kills."""

import random

import pytest

from tests.crash.load import Load
from tests.crash.postgres import killing, mortal_postgres, run
from tests.crash.rounds import rounds
from tests.journeys.company import Company

KILLS = 2
UNTIL_SEEN = 3


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
        hurt = killing(engine)

        def hurt_once_signed_in(load: Load, company: Company, rng: random.Random) -> None:
            engine.run("CHECKPOINT")  # or the sessions would be lost, and nobody answered
            hurt(load, company, rng)

        report = rounds(UNTIL_SEEN, engine, 7, hurt_once_signed_in)
    assert report.lost > 0
