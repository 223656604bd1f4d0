"""A browser that is killed in the middle of a visit loses nothing of it and doubles nothing. The
long run is `python -m tests.crash.browser`; this is the same code with fewer kills."""

from pathlib import Path

import pytest

from tests.crash.browser import killed_visits
from tests.crash.mortal import KEY, POCKET, SAVED, TAP

KILLS = {
    "photo 1": (TAP,),
    "shelf check": (KEY,),
    "greeting": (KEY,),
    "merchandise": (POCKET, TAP),
    "competitor": (SAVED,),
    "order signed": (POCKET, TAP),
    "check-out": (SAVED,),
}
DELIVERY = 1


@pytest.mark.journey
@pytest.mark.timeout(300)
def test_a_visit_goes_on_where_it_was_when_the_browser_is_killed(tmp_path: Path) -> None:
    report = killed_visits(
        tmp_path, 1, 20261127, kills=lambda step: KILLS.get(step.name, ()), delivery=DELIVERY
    )
    assert report.faults == []
    assert report.kills.total() == sum(len(moments) for moments in KILLS.values()) + DELIVERY
    assert (report.visits, report.pictures, report.lost, report.doubled) == (1, 5, 0, 0)
