"""Somebody goes along with a rep: planned, coached, read by both, and her visit is what it was."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.town import a_town
from tests.world import World, a_world

pytestmark = pytest.mark.anyio
TODAY = w.day()
PERIOD = f"from={w.day(-1)}&to={w.day(1)}"


def seen(store: str = "ST-1", **more: Any) -> dict[str, Any]:
    return {
        "joint_day_id": "JD-1", "store_id": store, "began_at": w.ago(minutes=20),
        "position": w.fix(8), "note": "开口慢", "agreed": [],
        "items": [
            {"item": "sell", "score": 2, "comment": "没说利润"},
            {"item": "display", "score": 5, "comment": None},
        ], **more,
    }  # fmt: skip


async def planned(world: World, **more: Any) -> None:
    args = {"rep_id": "rep.cc01", "day": TODAY, **more}
    result = await world.sup.says("joint.plan", "JD-1", args)
    assert result["status"] == "applied", result


async def test_he_takes_her_stores_along_those_of_her_plan_first(database: Database) -> None:
    async with a_world(database) as world:
        await world.sup.says("planned_visit.put", "PV-2", w.stop("ST-2", "rep.cc01"))
        await planned(world)
        day = (await world.sup.sees("joint_day"))["JD-1"]
        assert [one["store_id"] for one in day["stores"]] == ["ST-2", "ST-1"]
        assert ["sequence" in one for one in day["stores"]] == [True, False]
        assert await world.rep.sees("joint_day") == {}
        told = [one["kind"] for one in world.rep.records("inbox_item").values()]
        assert "joint.planned" in told


async def test_the_same_day_with_her_is_planned_once(database: Database) -> None:
    """Until it is cancelled; and another's, or another day, is another."""
    async with a_world(database) as world:
        args = {"rep_id": "rep.cc01", "day": TODAY}
        await planned(world)
        again = await world.sup.says("joint.plan", "JD-2", args)
        assert again["status"] == "duplicate"
        assert list(await world.sup.sees("joint_day")) == ["JD-1"]
        told = [one["kind"] for one in (await world.rep.sees("inbox_item")).values()]
        assert told.count("joint.planned") == 1
        later = await world.sup.says("joint.plan", "JD-3", {**args, "day": w.day(1)})
        other = await world.spc.says("joint.plan", "JD-4", args)
        assert (later["status"], other["status"]) == ("applied", "applied")
        await world.sup.says("joint.cancel", "JD-1", {})
        anew = await world.sup.says("joint.plan", "JD-5", args)
        assert anew["status"] == "applied"


async def test_a_specialist_takes_only_his_classes_along(database: Database) -> None:
    async with a_world(database) as world:
        args = {"rep_id": "rep.cc01", "day": TODAY}
        assert (await world.spc.says("joint.plan", "JD-1", args))["status"] == "applied"
        day = (await world.spc.sees("joint_day"))["JD-1"]
        assert {one["store_id"] for one in day["stores"]} == {"ST-1", "ST-2"}  # C2 and C1


async def test_nobody_is_scored_before_the_day(database: Database) -> None:
    async with a_world(database) as world:
        await planned(world, day=w.day(1))
        early = await world.sup.says("joint.coach", "JV-1", seen())
        assert (early["status"], early["code"]) == ("rejected", "value/out-of-range")
        assert await world.sup.sees("joint_visit") == {}
        await world.sup.says("joint.plan", "JD-2", {"rep_id": "rep.cc01", "day": TODAY})
        # On the day by the clock here, though his phone's is a day behind.
        today = await world.sup.says(
            "joint.coach", "JV-2", seen(joint_day_id="JD-2"), made_at=w.ago(days=1)
        )
        assert today["status"] == "applied", today


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"rep_id": "rep.nh01"}, "rep/unknown"), ({"rep_id": "sup.cc"}, "rep/unknown"),
        ({"day": w.day(-1)}, "plan/day-past"),
    ],
)  # fmt: skip
async def test_only_with_a_rep_of_his_and_not_on_a_day_that_is_over(
    database: Database, more: dict[str, Any], code: str
) -> None:
    async with a_world(database) as world:
        args = {"rep_id": "rep.cc01", "day": TODAY, **more}
        result = await world.sup.says("joint.plan", "JD-1", args)
        assert (result["status"], result["code"]) == ("rejected", code)


async def test_both_read_it_and_what_they_agreed_is_her_task(database: Database) -> None:
    async with a_world(database) as world:
        await planned(world)
        await world.rep.says("visit.check_in", "V-1", w.check_in("ST-1"))
        before = (await world.rep.sees("visit"))["V-1"]
        point = {"text": "先说利润再报价", "due_on": w.day(3), "task_id": "T-1"}
        world.sup.note("joint.coach", "JV-1", seen(agreed=[point]))
        world.sup.note("task.assign", "T-1", w.task("ST-1", "rep.cc01", title=point["text"]))
        assert [one["status"] for one in await world.sup.push()] == ["applied"] * 2
        hers, his = (await world.rep.sees("joint_visit")), (await world.sup.sees("joint_visit"))
        assert hers == his
        assert hers["JV-1"]["items"][0] == {"item": "sell", "score": 2, "comment": "没说利润"}
        assert (hers["JV-1"]["day"], hers["JV-1"]["agreed"]) == (TODAY, [point])
        assert (await world.rep.sees("task"))["T-1"]["title"] == "先说利润再报价"
        assert (await world.rep.sees("visit"))["V-1"] == before
        for nobody in (world.rep2, world.spc, world.clerk):
            assert await nobody.sees("joint_visit") == {}
        told = [one["kind"] for one in world.rep.records("inbox_item").values()]
        assert "joint.coached" in told


async def test_said_once_by_who_went_about_a_store_in_his_reach(database: Database) -> None:
    async with a_world(database) as world:
        await planned(world)
        args = seen()
        assert (await world.sup.says("joint.coach", "JV-1", args))["status"] == "applied"
        assert (await world.sup.says("joint.coach", "JV-1", args))["status"] == "duplicate"
        again = await world.sup.says("joint.coach", "JV-1", {**args, "note": "别的"})
        assert (again["status"], again["code"]) == ("rejected", "fact/immutable")
        twice = [{"item": "sell", "score": 2, "comment": None}] * 2
        for args, code in (
            (seen("ST-4"), "record/unknown"), (seen(items=twice), "value/out-of-range"),
            (seen(joint_day_id="JD-9"), "record/unknown"),
        ):  # fmt: skip
            result = await world.sup.says("joint.coach", "JV-2", args)
            assert (result["status"], result["code"]) == ("rejected", code)
        other = await world.spc.says("joint.coach", "JV-3", seen())
        assert (other["status"], other["code"]) == ("rejected", "record/unknown")
        for login in ("rep", "mgr", "clerk", "driver", "admin"):
            for kind, said in (
                ("joint.coach", seen()), ("joint.plan", {"rep_id": "rep.cc01", "day": TODAY}),
                ("joint.cancel", {}),
            ):  # fmt: skip
                result = await getattr(world, login).says(kind, "JX-1", said)
                assert result["code"] == "role/not-allowed", (login, kind)


async def test_a_day_can_be_cancelled_until_something_of_it_was_seen(database: Database) -> None:
    async with a_world(database) as world:
        await planned(world)
        foreign = await world.sup_nh.says("joint.cancel", "JD-1", {})
        assert (foreign["status"], foreign["code"]) == ("rejected", "record/unknown")
        assert (await world.sup.says("joint.cancel", "JD-1", {}))["status"] == "applied"
        assert (await world.sup.sees("joint_day"))["JD-1"]["state"] == "cancelled"
        # He had gone after all, and his phone had not heard.
        assert (await world.sup.says("joint.coach", "JV-1", seen()))["status"] == "applied"
        args = {"rep_id": "rep.cc01", "day": TODAY}
        await world.sup.says("joint.plan", "JD-2", args)
        await world.sup.says("joint.coach", "JV-2", seen(joint_day_id="JD-2"))
        late = await world.sup.says("joint.cancel", "JD-2", {})
        assert (late["status"], late["code"]) == ("conflict", "record/state")


async def test_the_office_reads_it_beside_the_visit_whichever_came_first(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await planned(world)
        point = {"text": "先说利润", "due_on": w.day(3), "task_id": "T-1"}
        await world.sup.says("joint.coach", "JV-1", seen(agreed=[point]))
        sup = await town.sign_in("sup.cc")
        (row,) = (await sup.get("/office/v1/joint-visits")).json()["rows"]
        assert (row["visit_id"], row["agreed"][0]["state"]) == (None, None)
        await world.sup.says("task.assign", "T-1", w.task("ST-1", "rep.cc01"))
        await world.rep.says("visit.check_in", "V-1", w.check_in("ST-1"))
        await world.rep.says("visit.check_in", "V-2", w.check_in("ST-2"))
        await world.rep.says("visit.check_in", "V-0", w.check_in("ST-1", day=w.day(-1)))
        path = "/office/v1/joint-visits?visit_id="
        (row,) = (await sup.get(f"{path}V-1")).json()["rows"]
        assert (row["visit_id"], row["points"], row["scored"]) == ("V-1", 7, 2)
        assert row["agreed"][0]["state"] == "assigned"
        assert row["distance_m"] in range(5, 12)
        for other in ("V-2", "V-0"):  # another store, another day
            assert (await sup.get(f"{path}{other}")).json()["rows"] == []
        for login, many in (("sup.nh", 0), ("mgr.fs", 1), ("spc.east", 1)):
            caller = await town.sign_in(login)
            assert len((await caller.get("/office/v1/joint-visits")).json()["rows"]) == many


async def test_days_done_of_days_planned(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await planned(world)
        for id in ("JD-2", "JD-3"):
            args = {"rep_id": "rep.cc02", "day": w.day(1)}
            await world.sup.says("joint.plan", id, args)
        await world.sup.says("joint.cancel", "JD-3", {})
        for id, store in (("JV-1", "ST-1"), ("JV-2", "ST-2")):
            await world.sup.says("joint.coach", id, seen(store))
        caller = await town.sign_in("mgr.fs")
        (row,) = (await caller.get(f"/office/v1/joint-days?{PERIOD}")).json()["rows"]
        assert (row["coach_id"], row["planned"], row["done"]) == ("sup.cc", 2, 1)
        assert (row["visits"], row["points"], row["scored"]) == (2, 14, 4)
