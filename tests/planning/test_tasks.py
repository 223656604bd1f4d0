"""Tasks through push and pull, on both engines."""

import pytest

from tests.engines import Database
from tests.world import World, a_world, day, task

pytestmark = pytest.mark.anyio

DONE = {"answer": "", "photo_ids": [], "visit_id": None}


async def assigned(world: World, **more: object) -> None:
    result = await world.sup.says("task.assign", "T-1", task(**more))
    assert result["status"] == "applied", result


async def inbox(actor: object) -> list[str]:
    return sorted(one["kind"] for one in (await actor.sees("inbox_item")).values())  # type: ignore[attr-defined]


async def test_a_task_comes_to_its_rep_and_its_answer_goes_to_whoever_asked(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await assigned(world)
        assert (await world.rep.sees("task"))["T-1"]["assigned_by_name"] == "罗建明"
        result = await world.rep.says("task.complete", "T-1", {**DONE, "answer": "已上架"})
        assert result["status"] == "applied"
        seen = (await world.rep.sees("task"))["T-1"]
        assert (seen["state"], seen["answer"]) == ("done", "已上架")
        assert await inbox(world.sup) == ["task.done"]
        assert await inbox(world.rep) == ["task.assigned"]


@pytest.mark.parametrize(
    ("evidence", "missing", "enough"),
    [
        ("text", {"answer": "  "}, {"answer": "好了"}),
        ("photo", {"answer": "好了"}, {"photo_ids": ["F-1"]}),
    ],
)
async def test_the_evidence_a_task_asks_for_must_be_there(
    database: Database, evidence: str, missing: dict[str, object], enough: dict[str, object]
) -> None:
    async with a_world(database) as world:
        await assigned(world, evidence=evidence)
        refused = await world.rep.says("task.complete", "T-1", {**DONE, **missing})
        assert (refused["status"], refused["code"]) == ("rejected", "task/evidence-missing")
        taken = await world.rep.says("task.complete", "T-1", {**DONE, **enough})
        assert taken["status"] == "applied"


async def test_what_cannot_be_done_says_why(database: Database) -> None:
    async with a_world(database) as world:
        await assigned(world, evidence="photo")
        result = await world.rep.says("task.cannot", "T-1", {"reason": "店主不同意"})
        assert result["status"] == "applied"
        assert (await world.rep.sees("task"))["T-1"]["state"] == "not_possible"
        assert await inbox(world.sup) == ["task.not_possible"]


async def test_k8_work_done_before_its_withdrawal_was_heard_of_is_credited(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await assigned(world, evidence="photo")
        await world.rep.catch_up()
        world.rep.note("task.complete", "T-1", {**DONE, "answer": "做了"})
        await world.sup.says("task.withdraw", "T-1", {"note": "不用了"})
        assert (await world.rep.push())[-1]["status"] == "applied"
        assert (await world.rep.sees("task"))["T-1"]["state"] == "done_after_withdrawal"
        assert "task.done_after_withdrawal" in await inbox(world.sup)


async def test_an_answer_is_final_and_said_again_it_is_nothing_new(database: Database) -> None:
    async with a_world(database) as world:
        await assigned(world)
        first = {**DONE, "answer": "一"}
        await world.rep.says("task.complete", "T-1", first)
        again = await world.rep.says("task.complete", "T-1", first)
        other = await world.rep.says("task.complete", "T-1", {**DONE, "answer": "二"})
        withdrawn = await world.sup.says("task.withdraw", "T-1", {"note": ""})
        assert again["status"] == "duplicate"
        for result in (other, withdrawn):
            assert (result["status"], result["code"]) == ("conflict", "task/state")
            assert result["current"]["state"] == "done"


async def test_tasks_go_where_their_giver_reaches_and_their_rep_serves(
    database: Database,
) -> None:
    async with a_world(database) as world:
        for actor, args, code in (
            (world.sup, task("ST-4", "rep.nh01"), "record/unknown"),
            (world.sup, task("ST-1", "rep.nh01"), "rep/unknown"),
            (world.sup, task("ST-1", "rep.cc02"), "store/not-granted"),
            (world.sup, task(due_on=day(-1)), "value/out-of-range"),
        ):
            result = await actor.says("task.assign", world.id("T"), args)
            assert (result["status"], result["code"]) == ("rejected", code)
        major = await world.spc.says("task.assign", "T-2", task("ST-2"))
        assert major["status"] == "applied"
        alien = await world.rep2.says("task.complete", "T-2", DONE)
        assert alien["code"] == "record/unknown"


async def test_a_specialist_minds_major_customers_only(database: Database) -> None:
    async with a_world(database) as world:
        minor = {"code": "K200", "name": "演示士多", "customer_class": "D"}
        await world.admin.says("customer.put", "K010", {**minor, "code": "K010"})
        result = await world.spc.says("task.assign", "T-1", task("ST-1"))
        assert result["code"] == "record/unknown"
