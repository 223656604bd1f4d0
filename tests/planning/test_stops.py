"""Stops through push and pull, on both engines."""

import pytest

from backend.store.session import Records
from tests.engines import Database
from tests.world import (
    World,
    a_world,
    ago,
    check_in,
    check_out,
    day,
    failed,
    stop,
    whole_visit,
)

pytestmark = pytest.mark.anyio


async def planned(world: World, id: str = "S-1", **more: object) -> None:
    result = await world.sup.says("planned_visit.put", id, stop(**more))
    assert result["status"] == "applied", result


def moved(rep: str = "rep.cc02", on: str | None = None) -> dict[str, object]:
    return {"rep_id": rep, "day": on or day(), "note": None}


async def test_a_stop_is_shown_to_its_rep_with_what_she_needs_of_the_store(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await planned(world)
        seen = (await world.rep.sees("planned_visit"))["S-1"]
        assert (seen["store_code"], seen["tier"], seen["state"]) == ("ST-1", "P3", "planned")
        assert await world.rep2.sees("planned_visit") == {}


async def test_moving_a_stop_lends_the_store_until_that_day_ends_and_tells_both(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await planned(world)
        await world.rep.catch_up()
        alone = {"until_at": ago(seconds=1)}  # rep2 has no store, and so no price list, of her own
        await world.sup.says("store.end_assignment", "as-ST-3", alone)
        result = await world.sup.says("planned_visit.move", "S-1", moved())
        assert result["status"] == "applied"
        assert await world.rep.sees("planned_visit") == {}
        assert "S-1" in await world.rep2.sees("planned_visit")
        assert "ST-1" in world.rep2.records("store")
        lent = [g for g in world.rep2.records("grant").values() if g["kind"] == "stop"]
        assert {g["scope"] for g in lent} == {"store:ST-1", "prices:PL-C"}
        assert all(g["until_at"].startswith(day()) and "T16:00" in g["until_at"] for g in lent)
        kinds = [one["kind"] for one in (await world.rep2.sees("inbox_item")).values()]
        assert kinds == ["plan.moved_to_you"]
        kinds = [one["kind"] for one in (await world.rep.sees("inbox_item")).values()]
        assert kinds == ["plan.moved_away"]
        assert (await world.rep2.says("visit.check_in", "V-1", check_in()))["status"] == "applied"


@pytest.mark.parametrize("visit", ["visit.check_in", "visit.fail", "visit.record"])
async def test_a_stop_that_was_visited_is_not_moved_waived_or_planned_anew(
    database: Database, visit: str
) -> None:
    async with a_world(database) as world:
        await planned(world)
        args = {"visit.check_in": check_in, "visit.fail": failed, "visit.record": whole_visit}
        await world.rep.says(visit, "V-1", args[visit](planned_visit_id="S-1"))
        for kind, said in (
            ("planned_visit.move", moved()),
            ("planned_visit.waive", {"reason": "雨"}),
            ("planned_visit.put", stop(sequence=5)),
        ):
            result = await world.sup.says(kind, "S-1", said)
            assert (result["status"], result["code"]) == ("rejected", "plan/visited"), kind


async def test_k5_a_visit_begun_before_the_move_brings_the_stop_back_to_her(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await planned(world)
        began = ago(minutes=10)
        await world.sup.says("planned_visit.move", "S-1", moved())
        await world.rep.says(
            "visit.check_in", "V-1", check_in(planned_visit_id="S-1"), made_at=began
        )
        assert "S-1" in await world.rep.sees("planned_visit")
        assert await world.rep2.sees("planned_visit") == {}
        told = [one["kind"] for one in (await world.rep2.sees("inbox_item")).values()]
        assert "plan.visited_by_other" in told


async def test_k5_the_store_is_lent_to_her_again_and_no_more_to_the_other(
    database: Database,
) -> None:
    """Her visit may still be open: she needs the store to end it."""
    async with a_world(database) as world:
        await planned(world, rep="rep.cc02")
        began = ago(minutes=10)
        await lent_since(world, began)
        await world.sup.says("planned_visit.move", "S-1", moved("rep.cc01"))
        assert "ST-1" not in await world.rep2.sees("store")
        await world.rep2.says(
            "visit.check_in", "V-1", check_in(planned_visit_id="S-1"), made_at=ago(minutes=5)
        )
        assert "ST-1" in await world.rep2.sees("store")
        assert "S-1" in await world.rep2.sees("planned_visit")


async def lent_since(world: World, at: str) -> None:
    async def backdate(records: Records) -> None:
        records.execute("UPDATE scope_grant SET from_at = ? WHERE kind = 'stop'", at)

    await world.store.write(backdate)


@pytest.mark.parametrize("visit", ["visit.check_in", "visit.fail"])
async def test_a_colleague_who_was_there_in_vain_does_no_stop_of_hers(
    database: Database, visit: str
) -> None:
    async with a_world(database) as world:
        await planned(world)
        await world.sup.says("planned_visit.move", "S-1", moved())
        args = {"visit.check_in": check_in, "visit.fail": failed}[visit]
        await world.rep.says(visit, "V-1", args(planned_visit_id="S-1"))
        seen = (await world.rep2.sees("planned_visit"))["S-1"]
        assert (seen["state"], seen["note"]) == ("planned", None)
        again = await world.sup.says("planned_visit.move", "S-1", moved("rep.cc01"))
        assert again["status"] == "applied"


async def test_a_colleague_who_completed_a_visit_has_done_the_stop_and_it_is_his(
    database: Database,
) -> None:
    """Planned for another without a move: nobody decided between the two."""
    async with a_world(database) as world:
        await planned(world, rep="rep.cc02")
        await world.rep.says("visit.check_in", "V-1", check_in(planned_visit_id="S-1"))
        assert "S-1" in await world.rep2.sees("planned_visit")
        await world.rep.says("visit.check_out", "V-1", check_out())
        assert await world.rep2.sees("planned_visit") == {}
        assert (await world.rep.sees("planned_visit"))["S-1"]["state"] == "planned"
        told = [one["kind"] for one in (await world.rep2.sees("inbox_item")).values()]
        assert "plan.visited_by_other" in told
        later = await world.sup.says("planned_visit.waive", "S-1", {"reason": "雨"})
        assert later["code"] == "plan/visited"


async def test_k5_who_arrives_after_the_move_does_not_take_the_stop_back_by_checking_out(
    database: Database,
) -> None:
    """Her store it still is, her stop no more: neither gets it, and both can read why."""
    async with a_world(database) as world:
        await planned(world)
        await world.sup.says("planned_visit.move", "S-1", moved())
        await world.rep.says("visit.check_in", "V-1", check_in(planned_visit_id="S-1"))
        seen = (await world.rep2.sees("planned_visit"))["S-1"]
        assert (seen["state"], seen["note"]) == ("planned", None)
        (met,) = (await world.rep.sees("conflict")).values()
        assert (met["rule"], met["stands"], met["record_id"]) == ("K5", "theirs", "V-1")
        assert (met["mine"]["rep"], met["theirs"]["rep"]) == ("陈小一", "陈小二")
        assert met["theirs_name"] == "罗建明"

        await world.rep.says("visit.check_out", "V-1", check_out())
        seen = (await world.rep2.sees("planned_visit"))["S-1"]
        assert (seen["state"], seen["note"]) == ("waived", "visited_by:陈小一")
        assert await world.rep.sees("planned_visit") == {}
        assert len(await world.rep.sees("conflict")) == 1
        async with world.store.reading() as read:
            row = await read.one("SELECT state, off_assignment FROM visit WHERE id = 'V-1'")
        assert row is not None
        assert (row["state"], bool(row["off_assignment"])) == ("completed", True)


async def test_who_has_gone_himself_keeps_his_stop(database: Database) -> None:
    async with a_world(database) as world:
        await planned(world)
        await world.sup.says("planned_visit.move", "S-1", moved())
        await world.rep2.says("visit.fail", "V-2", failed(planned_visit_id="S-1"))
        await world.rep.says("visit.record", "V-1", whole_visit(planned_visit_id="S-1"))
        assert "S-1" in await world.rep2.sees("planned_visit")


async def test_k5_a_visit_off_assignment_waives_the_new_reps_stop_when_it_is_completed(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await planned(world, rep="rep.cc02")
        await world.sup.says("store.end_assignment", "as-ST-1", {"until_at": ago(hours=1)})
        args = whole_visit(planned_visit_id="S-1", started_at=ago(minutes=30))
        await world.rep.says("visit.record", "V-1", args)
        seen = (await world.rep2.sees("planned_visit"))["S-1"]
        assert (seen["state"], seen["note"]) == ("waived", "visited_by:陈小一")


async def test_k5_a_visit_begun_before_the_day_was_moved_brings_the_day_back(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await planned(world)
        await world.sup.says("planned_visit.move", "S-1", moved("rep.cc01", day(1)))
        visit = check_in(planned_visit_id="S-1")
        await world.rep.says("visit.check_in", "V-1", visit, made_at=ago(minutes=10))
        assert (await world.rep.sees("planned_visit"))["S-1"]["day"] == day()


async def test_a_visit_of_another_day_does_no_stop(database: Database) -> None:
    async with a_world(database) as world:
        await planned(world, day=day(1))
        await world.rep.says("visit.check_in", "V-1", check_in(planned_visit_id="S-1"))
        waived = await world.sup.says("planned_visit.waive", "S-1", {"reason": "雨"})
        assert waived["status"] == "applied"


async def test_what_was_lent_and_has_ended_stays_as_it_ended(database: Database) -> None:
    """By it is judged what was captured in between: no later move may rewrite it."""
    async with a_world(database) as world:
        await planned(world, rep="rep.cc02")
        await world.sup.says("planned_visit.move", "S-1", moved("rep.cc01"))
        ended = {
            id: one["until_at"]
            for id, one in (await world.rep2.sees("grant")).items()
            if one["kind"] == "stop"
        }
        await world.sup.says("planned_visit.move", "S-1", moved("rep.cc02"))
        await world.sup.says("planned_visit.move", "S-1", moved("rep.cc01"))
        now = await world.rep2.sees("grant")
        assert {id: now[id]["until_at"] for id in ended} == ended


async def test_nobody_plans_further_than_a_year_ahead(database: Database) -> None:
    async with a_world(database) as world:
        await planned(world)
        for kind, said in (
            ("planned_visit.move", moved(on=day(3650))),
            ("planned_visit.put", stop(day=day(3650))),
        ):
            assert (await world.sup.says(kind, "S-1", said))["code"] == "value/out-of-range", kind


async def test_a_decision_on_an_older_stop_is_a_conflict(database: Database) -> None:
    async with a_world(database) as world:
        await planned(world)
        await world.sup.says("planned_visit.move", "S-1", moved())
        late = await world.sup.says(
            "planned_visit.waive", "S-1", {"reason": "雨"}, base={"version": 1}
        )
        assert (late["status"], late["code"]) == ("conflict", "record/state")
        assert late["current"]["rep_id"] == "rep.cc02"
        waived = await world.sup.says(
            "planned_visit.waive", "S-1", {"reason": "雨"}, base={"version": 2}
        )
        again = await world.sup.says("planned_visit.waive", "S-1", {"reason": "雨"})
        assert (waived["status"], again["status"]) == ("applied", "conflict")
        older = await world.sup.says("planned_visit.move", "S-1", moved(), base={"version": 1})
        assert (older["status"], older["current"]["version"]) == ("conflict", 3)


async def test_two_supervisors_screens_do_not_move_the_same_stop_twice(database: Database) -> None:
    async with a_world(database) as world:
        await planned(world)
        await world.sup.says("planned_visit.move", "S-1", moved(), base={"version": 1})
        late = await world.sup.says(
            "planned_visit.move", "S-1", moved("rep.cc01"), base={"version": 1}
        )
        assert (late["status"], late["current"]["rep_id"]) == ("conflict", "rep.cc02")


async def test_a_stop_planned_in_a_strange_store_lends_it_and_gives_it_back_when_it_goes_on(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await planned(world, rep="rep.cc02")
        await planned(world, "S-2", rep="rep.cc02", day=day(1))
        assert "ST-1" in await world.rep2.sees("store")
        await world.sup.says("planned_visit.move", "S-1", moved("rep.cc01"))
        assert "ST-1" in await world.rep2.sees("store")  # for S-2
        await world.sup.says("planned_visit.move", "S-2", moved("rep.cc01", day(1)))
        assert "ST-1" not in await world.rep2.sees("store")
        lent = [g for g in (await world.rep.sees("grant")).values() if g["kind"] == "stop"]
        assert lent == []  # it is her own store


async def test_what_was_missed_stays_missed_but_history_may_be_imported(
    database: Database,
) -> None:
    async with a_world(database) as world:
        refused = await world.sup.says("planned_visit.put", "S-1", stop(day=day(-1)))
        assert refused["code"] == "plan/day-past"
        taken = await world.admin.says("planned_visit.put", "S-2", stop(day=day(-1)))
        assert taken["status"] == "applied"
        for kind, said in (
            ("planned_visit.move", moved(on=day(1))),
            ("planned_visit.waive", {"reason": "雨"}),
        ):
            assert (await world.sup.says(kind, "S-2", said))["code"] == "plan/day-past"


async def test_plans_end_at_the_offices_wall(database: Database) -> None:
    async with a_world(database) as world:
        await planned(world)
        foreign = await world.sup_nh.says("planned_visit.move", "S-1", moved())
        assert foreign["code"] == "record/unknown"
        store = await world.sup.says("planned_visit.put", "S-2", stop("ST-4"))
        assert store["code"] == "record/unknown"
        rep = await world.sup.says("planned_visit.move", "S-1", moved("rep.nh01"))
        assert rep["code"] == "rep/unknown"
        taken = stop("ST-4", "rep.nh01")
        for visited in (False, True):
            if visited:
                await world.rep.says("visit.check_in", "V-1", check_in(planned_visit_id="S-1"))
            result = await world.sup_nh.says("planned_visit.put", "S-1", taken)
            assert (result["status"], result["code"]) == ("rejected", "record/unknown")
            assert (await world.rep.sees("planned_visit"))["S-1"]["store_id"] == "ST-1"


async def test_a_rep_adds_stops_in_her_own_stores_only(database: Database) -> None:
    async with a_world(database) as world:
        args = {"store_id": "ST-1", "day": day(), "sequence": 9, "reason": "owner_called"}
        own = await world.rep.says("planned_visit.add", "S-1", args)
        again = await world.rep.says("planned_visit.add", "S-1", args)
        strange = await world.rep.says("planned_visit.add", "S-2", {**args, "store_id": "ST-4"})
        other = await world.rep.says("planned_visit.add", "S-1", {**args, "sequence": 3})
        assert [one["status"] for one in (own, again)] == ["applied", "duplicate"]
        assert (strange["status"], strange["code"]) == ("quarantined", "store/not-granted")
        assert other["code"] == "fact/immutable"
        seen = (await world.rep.sees("planned_visit"))["S-1"]
        assert (seen["origin"], seen["minutes"]) == ("rep_added", 28)
