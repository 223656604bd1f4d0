"""A promotion in a store: signed, set up, checked at each visit, repaired, taken down."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.promotions.plans import execution, refused, released, said
from tests.world import Actor, World, a_world

pytestmark = pytest.mark.anyio
ID = "PR-1:ST-1"
PAID: dict[str, Any] = {"type": "display_fee", "agreement": True, "place": "end_display"}


async def visit(actor: Actor, id: str, *checks: dict[str, Any], store: str = "ST-1") -> None:
    await said(
        actor,
        ("visit.check_in", id, w.check_in(store)),
        ("visit.promotion", id, w.promotion_step(*checks)),
    )
    await said(actor, ("visit.check_out", id, w.check_out()))


async def repairs(actor: Actor) -> list[tuple[str, list[str]]]:
    tasks = (await actor.sees("task")).values()
    return [(one["state"], one["source"]["failed"]) for one in tasks if "source" in one]


async def test_signed_set_up_checked_and_taken_down(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, **PAID)
        states = []
        for kind, args in (
            ("promotion.agree", w.agreed()),
            ("promotion.set_up", w.set_up()),
        ):
            await said(world.rep, (kind, ID, args))
            states.append((await execution(world.rep))["state"])
        await visit(world.rep, "V-1", w.promotion_check())
        states.append((await execution(world.rep))["state"])
        await said(world.rep, ("promotion.take_down", ID, w.taken_down()))
        states.append((await execution(world.rep))["state"])
        assert states == ["agreed", "set_up", "passing", "taken_down"]
        held = await execution(world.rep)
        assert held["agreement"]["ends_on"] == w.day(20)
        assert held["set_up"]["on_time"] is False, "a day after its first"
        assert held["flags"] == []
        # It is the store's, and nobody's who has not that store.
        assert await world.rep2.sees("promotion_execution") == {}
        assert await world.clerk.sees("promotion_execution") == {}


async def test_what_is_said_twice_is_nothing_new_and_a_signature_is_not_replaced(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await released(world, **PAID)
        await said(world.rep, ("promotion.agree", ID, w.agreed()))
        again = await world.rep.says("promotion.agree", ID, w.agreed())
        assert again["status"] == "duplicate"
        code = await refused(world.rep, "promotion.agree", ID, w.agreed(fee_fen=1))
        assert code == "fact/immutable"
        assert (await execution(world.rep))["agreement"]["fee_fen"] == 30_000


async def test_an_owner_may_change_his_mind(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, **PAID)
        await said(world.rep, ("promotion.decline", ID, w.declined()))
        assert (await execution(world.rep))["state"] == "declined"
        await said(world.rep, ("promotion.agree", ID, w.agreed()))
        assert (await execution(world.rep))["state"] == "agreed"


async def test_the_second_agreement_for_one_place_is_kept_and_marked(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, **PAID)
        await released(world, "PR-2", **PAID)
        await said(world.rep, ("promotion.agree", ID, w.agreed()))
        await said(world.rep, ("promotion.agree", "PR-2:ST-1", w.agreed("PR-2")))
        assert (await execution(world.rep))["flags"] == []
        assert (await execution(world.rep, "PR-2:ST-1"))["flags"] == ["place_taken"]
        # Another store's end display is another place.
        await said(world.rep, ("promotion.agree", "PR-2:ST-2", w.agreed("PR-2", "ST-2")))
        assert (await execution(world.rep, "PR-2:ST-2"))["flags"] == []


async def test_what_does_not_fit_is_kept_and_marked(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, **PAID, store_ids=["ST-2"])
        await said(world.rep, ("promotion.set_up", ID, w.set_up()))
        assert (await execution(world.rep))["flags"] == ["no_agreement", "not_carried"]


async def test_what_nobody_released_and_whose_store_it_is_not_is_set_aside(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await said(world.spc, ("promotion.save", "PR-1", w.promotion()))
        code = await refused(world.rep, "promotion.set_up", ID, w.set_up())
        assert code == "record/unknown"
        await released(world, "PR-2")
        for actor in (world.rep2, world.rep_nh):
            args = w.set_up("PR-2")
            code = await refused(actor, "promotion.set_up", "PR-2:ST-1", args)
            assert code == "store/not-granted"
        # A specialist signs for C1 customers only: ST-2 is one.
        code = await refused(world.spc, "promotion.agree", "PR-2:ST-1", w.agreed("PR-2"))
        assert code == "store/not-granted"
        await said(world.spc, ("promotion.agree", "PR-2:ST-2", w.agreed("PR-2", "ST-2")))
        wrong = await refused(world.rep, "promotion.set_up", "PR-9:ST-1", w.set_up("PR-2"))
        assert wrong == "value/out-of-range"


async def failing(world: World) -> None:
    await released(world)
    await said(world.rep, ("promotion.set_up", ID, w.set_up()))
    await visit(world.rep, "V-1", w.promotion_check("PR-1", "display"))


async def test_a_failed_check_is_a_task_and_a_passed_one_its_proof(database: Database) -> None:
    async with a_world(database) as world:
        await failing(world)
        assert (await execution(world.rep))["state"] == "failing"
        assert await repairs(world.rep) == [("assigned", ["display"])]
        (task,) = (await world.rep.sees("task")).values()
        assert (task["due_on"], task["title"]) == (w.day(7), "演示堆头")
        await visit(world.rep, "V-2", w.promotion_check("PR-1", "price"))
        assert await repairs(world.rep) == [("assigned", ["display"])], "one is open already"
        await visit(world.rep, "V-3", w.promotion_check("PR-1", "posm"))
        assert (await execution(world.rep))["state"] == "passing", "posm decides nothing"
        assert await repairs(world.rep) == [("done", ["display"])]


async def test_the_repair_is_due_at_her_next_visit_there(database: Database) -> None:
    async with a_world(database) as world:
        await said(world.sup, ("planned_visit.put", "PV-1", w.stop(day=w.day(3))))
        await said(world.sup, ("planned_visit.put", "PV-2", w.stop(day=w.day(2))))
        await said(world.sup, ("planned_visit.put", "PV-0", w.stop(day=w.day(0))))
        await failing(world)
        (task,) = (await world.rep.sees("task")).values()
        assert task["due_on"] == w.day(2)


async def test_two_fails_in_a_row_are_told_to_whoever_released_it(database: Database) -> None:
    async with a_world(database) as world:
        await failing(world)
        assert await told(world) == []
        await visit(world.rep, "V-2", w.promotion_check("PR-1", "stock"))
        assert await told(world) == [2]
        await visit(world.rep, "V-3", w.promotion_check())
        await visit(world.rep, "V-4", w.promotion_check("PR-1", "stock"))
        assert await told(world) == [2], "not in a row"


async def told(world: World) -> list[int]:
    items = (await world.spc.sees("inbox_item")).values()
    return [one["facts"]["times"] for one in items if one["kind"] == "promotion.failing"]


async def test_the_last_word_of_a_visit_counts_once(database: Database) -> None:
    async with a_world(database) as world:
        await released(world)
        await said(world.rep, ("promotion.set_up", ID, w.set_up()))
        await said(world.rep, ("visit.check_in", "V-1", w.check_in()))
        for wrong in (("display",), ()):
            step = w.promotion_step(w.promotion_check("PR-1", *wrong))
            await said(world.rep, ("visit.promotion", "V-1", step))
        held = await execution(world.rep)
        assert [(one["visit_id"], one["passed"]) for one in held["checks"]] == [("V-1", True)]
        assert await repairs(world.rep) == [("done", ["display"])]
        seen = (await world.rep.sees("visit"))["V-1"]["promotion"]["checks"]
        assert [(one["passed"], one["failed"]) for one in seen] == [(True, [])]
        step = w.promotion_step(w.promotion_check("PR-1"))
        again = await world.rep.says("visit.promotion", "V-1", step)
        assert again["status"] == "duplicate"


async def test_the_price_as_read_counts_not_her_word(database: Database) -> None:
    async with a_world(database) as world:
        await released(world)
        await said(world.rep, ("promotion.set_up", ID, w.set_up()))
        await visit(world.rep, "V-1", w.promotion_check(price_fen=550))
        (check,) = (await execution(world.rep))["checks"]
        assert (check["passed"], check["failed"]) == (False, ["price"])


async def test_a_check_that_could_not_be_made_is_no_check(database: Database) -> None:
    async with a_world(database) as world:
        await released(world)
        cannot = w.promotion_check("PR-1", items=[], cannot="owner_absent")
        await visit(world.rep, "V-1", cannot)
        assert await world.rep.sees("promotion_execution") == {}
        seen = (await world.rep.sees("visit"))["V-1"]["promotion"]["checks"]
        assert [one["passed"] for one in seen] == [False]
