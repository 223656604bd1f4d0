"""A kill has torn what Chromium was just writing: all that was there before stays for ever."""

from pathlib import Path

import pytest

from tests.crash.torn import left_with_new_log, left_with_spare

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


def test_half_a_record_in_chromiums_log_costs_that_record_only(tmp_path: Path) -> None:
    left = left_with_new_log(tmp_path)
    before, first, second = left.lines
    assert before == 2
    assert second >= first >= 1
    assert left.typed
    assert left.recovered == 0, "the databases were thrown away"


def test_killed_again_at_once_it_comes_back_from_the_second_place(tmp_path: Path) -> None:
    left = left_with_spare(tmp_path)
    before, first, second = left.lines
    assert before == 2
    assert second >= first >= 1
    assert left.typed
    assert left.recovered == 1, "nothing was thrown away; this shows nothing"
