"""A kill has torn what Chromium was just writing: all that was there before stays for ever."""

from pathlib import Path

import pytest

from tests.crash.torn import lines_after_each_start


@pytest.mark.journey
@pytest.mark.timeout(300)
def test_half_a_record_in_chromiums_log_costs_that_record_only(tmp_path: Path) -> None:
    before, first, second = lines_after_each_start(tmp_path)
    assert before == 2
    assert second >= first >= 1
