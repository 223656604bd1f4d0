"""SIGKILL at any moment under load loses no acknowledged operation (protocol I1, I2). The long run
is `python -m tests.crash.kill`; this is the same code with fewer kills."""

import pytest

from tests import engines
from tests.crash.kill import kill
from tests.crash.rounds import rounds

KILLS = 5
UNTIL_SEEN = 30


@pytest.mark.timeout(300)
def test_no_acknowledged_operation_is_lost_when_the_server_is_killed() -> None:
    with engines.sqlite_engine() as engine:
        report = rounds(KILLS, engine, 20261125, kill)
    assert report.faults == []
    assert (report.kills, report.lost, report.doubled) == (KILLS, 0, 0)
    assert report.acknowledged > 50


@pytest.mark.timeout(300)
def test_a_server_that_answers_before_it_commits_is_caught() -> None:
    """Or the test above would say nothing."""
    with engines.sqlite_engine() as engine:
        report = rounds(UNTIL_SEEN, engine, 1, kill, app="tests.crash.hasty:create_app")
    assert report.lost > 0
