"""Wrong points that were planted are found by check-ins, and right ones hardly ever doubted."""

from pathlib import Path

from seed_data import habits, points_report, worlds


async def test_every_wrong_point_that_can_be_learnt_is_found(tmp_path: Path) -> None:
    """Five weeks are three visits of most stores of tier P3; one rep cheats on some days."""
    found, _ = await points_report.report(
        worlds.small(), habits.SMALL, {}, weeks=5, folder=tmp_path
    )
    assert found.wrong_learnt >= 5
    assert found.found == found.wrong_learnt
    # A circle that holds the door 95 times of 100 may miss it 5 times; then a person looks.
    assert found.false * 100 <= 5 * (found.learnt - found.wrong_learnt)
    assert found.held * 100 >= 95 * found.learnt
    assert found.master_off_m > 200
    assert found.learnt_off_m < 20
