"""Facts are judged by the grants of now and of when they were made, with seven days of grace."""

import pytest

from tests.engines import Database
from tests.world import REP_CC01, REP_CC02, World, a_world, ago, check_in, whole_visit

pytestmark = pytest.mark.anyio


async def move_store(world: World, until: str, since: str) -> None:
    """ST-1 goes from cc01 to cc02: end the one, assign the other."""
    ended = await world.sup.says("store.end_assignment", "as-ST-1", {"until_at": until})
    args = world.assign("ST-1", REP_CC02, from_at=since)
    given = await world.sup.says("store.assign", "as-ST-1-b", args)
    assert (ended["status"], given["status"]) == ("applied", "applied")


async def test_a_visit_made_before_the_store_was_moved_is_hers_and_counts(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await move_store(world, ago(hours=2), ago(hours=2))
        made = ago(hours=3)
        args = whole_visit(started_at=made, ended_at=ago(hours=2, minutes=30))
        result = await world.rep.says("visit.record", "V-1", args, made_at=made)
        assert result["status"] == "applied"
        assert await off_assignment(world, "V-1") is False


async def test_a_visit_made_after_it_was_moved_is_kept_beside_her_duty_for_a_week(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await move_store(world, ago(days=3), ago(days=3))
        result = await world.rep.says("visit.check_in", "V-1", check_in())
        assert result["status"] == "applied"
        assert await off_assignment(world, "V-1") is True


async def test_after_a_week_it_waits_for_the_supervisor(database: Database) -> None:
    async with a_world(database) as world:
        await move_store(world, ago(days=8), ago(days=8))
        result = await world.rep.says("visit.check_in", "V-1", check_in())
        assert (result["status"], result["code"]) == ("quarantined", "store/not-granted")


async def test_the_new_rep_reads_years_of_the_store_and_the_old_one_forgets_it(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await world.rep.says("visit.record", "V-old", whole_visit())
        assert world.rep.ids("visit", "store:ST-1") == set()
        assert "V-old" in await world.rep.sees("visit")

        await move_store(world, ago(seconds=1), ago(seconds=1))

        assert "V-old" in await world.rep2.sees("visit")
        await world.rep.catch_up()
        assert "store:ST-1" not in world.rep.scopes
        assert "ST-2" in world.rep.records("store")


async def test_prices_come_and_go_with_the_stores_that_use_them(database: Database) -> None:
    async with a_world(database) as world:
        assert "PL-C-9" in await world.rep.sees("price_list")
        for id in ("as-ST-1", "as-ST-2"):
            await world.sup.says("store.end_assignment", id, {"until_at": ago(seconds=1)})
            await world.rep.catch_up()
            assert ("prices:PL-C" in world.rep.scopes) is (id == "as-ST-1")
        assert "prices:PL-C" in (await world.rep2.sees("price_list") and world.rep2.scopes)


async def test_a_visit_made_under_a_clock_far_ahead_is_judged_by_what_she_holds_now(
    database: Database,
) -> None:
    async with a_world(database) as world:
        result = await world.rep.says(
            "visit.check_in", "V-1", check_in(), made_at="2031-01-01T00:00:00.000Z"
        )
        assert result["status"] == "applied"


async def off_assignment(world: World, visit_id: str) -> bool:
    async with world.store.reading() as read:
        row = await read.one("SELECT off_assignment FROM visit WHERE id = :id", {"id": visit_id})
    assert row is not None
    return bool(row["off_assignment"])


async def test_an_assignment_outside_ones_own_office_is_unknown(database: Database) -> None:
    async with a_world(database) as world:
        foreign = await world.sup.says(
            "store.assign", "as-x", world.assign("ST-4", REP_CC01, "joint")
        )
        assert (foreign["status"], foreign["code"]) == ("rejected", "record/unknown")
        taken = await world.sup_nh.says("store.end_assignment", "as-ST-1", {"until_at": ago()})
        assert (taken["status"], taken["code"]) == ("rejected", "record/unknown")
