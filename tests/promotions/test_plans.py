"""A promotion's plan: who writes, who decides, who is told, and that it ends."""

import base64
from dataclasses import replace
from typing import Any

import pytest

from backend.identity import Person, Role
from backend.promotions import rules
from tests import world as w
from tests.engines import Database
from tests.promotions.plans import approved, refused, released, said
from tests.world import a_world

pytestmark = pytest.mark.anyio

HQ = Person("mgr.hq", "mgr.hq", "总部", Role.OPS_MANAGER, "HQ", unit_ids=w.ALL_UNITS)
SPC_SD = Person("spc.sd", "spc.sd", "区专员", Role.SPECIALIST, "B-SD", unit_ids=frozenset({"B-SD"}))
JPEG = base64.b64encode(b"\xff\xd8\xff\xe0" + b"x" * 100).decode()


async def test_it_is_on_phones_once_it_is_released_and_without_its_budget(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await said(world.spc, ("promotion.save", "PR-1", w.promotion()))
        await said(world.spc, ("promotion.picture", "PR-1", {"jpeg": JPEG}))
        await said(world.spc, ("promotion.submit", "PR-1", {}))
        await said(world.mgr, ("promotion.approve", "PR-1", {"budget_no": "B-1"}))
        for actor in (world.rep, world.rep_nh, world.sup, world.clerk):
            assert await actor.sees("promotion") == {}
            assert await actor.sees("promotion_standard") == {}
        await said(world.spc, ("promotion.release", "PR-1", {"material_ready": True}))
        for actor in (world.rep, world.rep_nh, world.sup):
            seen = (await actor.sees("promotion"))["PR-1"]
            assert (seen["state"], seen["plan_version"]) == ("released", 1)
            assert not [name for name in seen if "budget" in name or "expected" in name]
            assert (await actor.sees("promotion_standard"))["PR-1"] == {"jpeg": JPEG}
            kinds = [item["kind"] for item in (await actor.sees("inbox_item")).values()]
            assert kinds == ["promotion.released"]
        for actor in (world.clerk, world.driver, world.admin):
            assert await actor.sees("promotion") == {}


async def test_each_step_only_from_the_one_before_it(database: Database) -> None:
    async with a_world(database) as world:
        steps: tuple[tuple[str, Any, dict[str, Any]], ...] = (
            ("save", world.spc, w.promotion()),
            ("submit", world.spc, {}),
            ("approve", world.mgr, {"budget_no": "B-1"}),
            ("release", world.spc, {"material_ready": True}),
            ("stop", world.mgr, {"stops_at": w.ago(days=1), "reason": "缺货"}),
        )
        for i, (kind, actor, args) in enumerate(steps):
            for other, by, other_args in steps:
                if other != kind and not (other == "save" and kind == "submit"):
                    code = (
                        await refused(by, f"promotion.{other}", "PR-1", other_args)
                        if (i > 0 or other != "save")
                        else "record/unknown"
                    )
                    assert code in ("record/state", "record/unknown"), (kind, other)
            await said(actor, (f"promotion.{kind}", "PR-1", args))
        seen = (await world.rep.sees("promotion"))["PR-1"]
        assert (seen["state"], seen["stop_reason"]) == ("stopped", "缺货")
        assert seen["stops_at"] >= w.ago(minutes=5), "never in the past"
        kinds = {item["kind"] for item in (await world.rep.sees("inbox_item")).values()}
        assert kinds == {"promotion.released", "promotion.stopped"}


async def test_a_proposal_goes_through_the_specialist_and_is_decided_on_as_it_was_seen(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await said(world.sup, ("promotion.save", "PR-1", w.promotion(store_ids=["ST-1"])))
        # A supervisor proposes; a specialist hands it in, and so has written it, too.
        assert await refused(world.sup, "promotion.submit", "PR-1", {}) == "role/not-allowed"
        await said(world.spc, ("promotion.submit", "PR-1", {}))
        base = {"version": 1, "state": "pending"}
        args = {"budget_no": "B-1"}
        code = await refused(world.mgr, "promotion.approve", "PR-1", args, base=base)
        assert code == "record/clash"
        await said(world.mgr, ("promotion.return", "PR-1", {"reason": "费用太高"}))
        await said(world.spc, ("promotion.save", "PR-1", w.promotion()))
        await said(world.spc, ("promotion.submit", "PR-1", {}))
        await said(world.mgr, ("promotion.approve", "PR-1", args))
        await said(world.spc, ("promotion.release", "PR-1", {"material_ready": True}))
        assert (await world.rep.sees("promotion"))["PR-1"]["plan_version"] == 2


async def test_who_wrote_it_and_is_manager_now_does_not_decide(database: Database) -> None:
    async with a_world(database) as world:
        await said(world.spc, ("promotion.save", "PR-1", w.promotion()))
        await said(world.spc, ("promotion.submit", "PR-1", {}))
        promoted = await world.actor(replace(w.SPC, role=Role.OPS_MANAGER))
        code = await refused(promoted, "promotion.approve", "PR-1", {"budget_no": "B-1"})
        assert code == "decision/own"
        await said(world.mgr, ("promotion.approve", "PR-1", {"budget_no": "B-1"}))


async def test_another_branch_knows_nothing_of_it(database: Database) -> None:
    async with a_world(database) as world:
        other = await world.actor(SPC_SD)
        await said(world.spc, ("promotion.save", "PR-1", w.promotion()))
        for kind, args in (("save", w.promotion()), ("submit", {}), ("picture", {"jpeg": JPEG})):
            assert await refused(other, f"promotion.{kind}", "PR-1", args) == "record/unknown"
        # A store out of reach cannot be listed, and is not told from one that is not there.
        for store in ("ST-4", "ST-none"):
            args = w.promotion(store_ids=[store])
            assert await refused(world.sup, "promotion.save", "PR-2", args) == "record/unknown"


async def test_a_national_plan_is_made_a_branchs_own(database: Database) -> None:
    async with a_world(database) as world:
        hq = await world.actor(HQ)
        code = await refused(world.mgr, "promotion.issue", "N-1", w.promotion())
        assert code == "role/not-allowed"
        made = w.promotion(plan_id="N-1")
        assert await refused(world.spc, "promotion.save", "PR-1", made) == "record/unknown"
        await said(hq, ("promotion.issue", "N-1", w.promotion()))
        assert await world.rep.sees("promotion") == {}
        assert await refused(world.spc, "promotion.save", "N-1", w.promotion()) == "record/state"
        await said(world.spc, ("promotion.save", "PR-1", made))


async def test_two_on_one_sku_and_day_only_if_both_may_be_stacked(database: Database) -> None:
    async with a_world(database) as world:
        await approved(world, stackable=True, tiers=["P1"])
        for more, code in (
            ({}, "promotion/overlap"),
            ({"stackable": True}, None),
            ({"sku_ids": ["SKU-02"]}, None),
            ({"tiers": ["P2"]}, None),
            ({"starts_on": w.day(21), "ends_on": w.day(30)}, None),
            ({"starts_on": w.day(20), "ends_on": w.day(30)}, "promotion/overlap"),
            ({"type": "display_fee", "agreement": True, "place": "window"}, None),
        ):
            id = world.id("PR")[:20]
            await said(world.spc, ("promotion.save", id, w.promotion(**more)))
            result = await world.spc.says("promotion.submit", id, {})
            assert result.get("code") == code, (more, result)
            if code is None:  # out of the way of the next
                await said(world.mgr, ("promotion.return", id, {"reason": "x"}))


async def test_a_plan_must_make_sense(database: Database) -> None:
    async with a_world(database) as world:
        for more, field in (
            ({"ends_on": w.day(-2)}, "ends_on"),
            ({"ends_on": w.day(500)}, "ends_on"),
            ({"starts_on": "2026-02-31"}, "starts_on"),
            ({"items": ["price", "price"]}, "items"),
            ({"agreement": True}, "place"),
        ):
            result = await world.spc.says("promotion.save", "PR-1", w.promotion(**more))
            assert result["facts"]["field"] == field, result
        code = await refused(world.spc, "promotion.save", "PR-1", w.promotion(sku_ids=["SKU-99"]))
        assert code == "sku/unknown"
        long = await world.spc.says("promotion.save", "PR-" + "1" * 30, w.promotion())
        assert long["facts"]["field"] == "id"


async def test_what_another_wrote_meanwhile_is_not_handed_in_unread(database: Database) -> None:
    async with a_world(database) as world:
        two = await world.actor(replace(w.SPC, id="spc.two", login="spc.two", name="另一位专员"))
        await said(world.spc, ("promotion.save", "PR-1", w.promotion()))
        await said(two, ("promotion.save", "PR-1", w.promotion(name="另一位改的")))
        base = {"version": 1, "state": "draft"}
        mine = w.promotion(budget_fen=200_000)
        assert await refused(world.spc, "promotion.save", "PR-1", mine, base=base) == "record/clash"
        assert await refused(world.spc, "promotion.submit", "PR-1", {}, base=base) == "record/clash"
        # His own save in the same breath is what he hands in.
        base = {"version": 2, "state": "draft"}
        for kind, args in (("save", mine), ("submit", {})):
            result = await world.spc.says(f"promotion.{kind}", "PR-1", args, base=base)
            assert result["status"] == "applied", result


async def test_who_wrote_it_is_told_that_it_came_back(database: Database) -> None:
    async with a_world(database) as world:
        await said(world.sup, ("promotion.save", "PR-1", w.promotion()))
        await said(world.spc, ("promotion.submit", "PR-1", {}))
        await said(world.mgr, ("promotion.return", "PR-1", {"reason": "费用太高"}))
        for actor in (world.sup, world.spc):
            (item,) = (await actor.sees("inbox_item")).values()
            assert (item["kind"], item["entity"], item["record_id"]) == (
                "promotion.returned", "promotion", "PR-1"
            )  # fmt: skip
            assert item["facts"]["reason"] == "费用太高"
        assert await world.mgr.sees("inbox_item") == {}


async def test_a_fee_is_not_handed_in_without_how_it_is_paid(database: Database) -> None:
    async with a_world(database) as world:
        paid = {"type": "display_fee", "agreement": True, "place": "window", "fee_fen": 30_000}
        await said(world.spc, ("promotion.save", "PR-1", w.promotion(**paid)))
        result = await world.spc.says("promotion.submit", "PR-1", {})
        assert (result["status"], result["facts"]["field"]) == ("rejected", "fee_pay"), result
        await said(world.spc, ("promotion.save", "PR-1", w.promotion(**paid, fee_pay="goods")))
        await said(world.spc, ("promotion.submit", "PR-1", {}))


async def test_a_picture_that_is_none_or_too_large_is_not_taken(database: Database) -> None:
    async with a_world(database) as world:
        await said(world.spc, ("promotion.save", "PR-1", w.promotion()))
        for raw, code in (
            (b"GIF89a" + b"x" * 100, "blob/not-an-image"),
            (b"\xff\xd8\xff" + b"x" * 41_000, "blob/too-large"),
        ):
            args = {"jpeg": base64.b64encode(raw).decode()}
            assert await refused(world.spc, "promotion.picture", "PR-1", args) == code
        await said(world.spc, ("promotion.picture", "PR-1", {"jpeg": JPEG}))


async def test_the_system_ends_it_when_its_last_day_is_over(database: Database) -> None:
    async with a_world(database) as world:
        await released(world)
        code = await refused(world.system, "promotion.end", "PR-1", {})
        assert code == "value/out-of-range", "not over yet"
        await released(world, "PR-2", starts_on=w.day(-9), ends_on=w.day(-1), sku_ids=["SKU-02"])
        await said(world.system, ("promotion.end", "PR-2", {}))
        assert (await world.rep.sees("promotion"))["PR-2"]["state"] == "ended"
        before = (await world.rep.sees("promotion"))["PR-2"]
        await world.system.says("promotion.end", "PR-2", {})
        assert (await world.rep.sees("promotion"))["PR-2"] == before


async def test_without_its_material_it_is_not_released(database: Database) -> None:
    async with a_world(database) as world:
        await approved(world)
        args = {"material_ready": False}
        assert await refused(world.spc, "promotion.release", "PR-1", args) == "value/out-of-range"


def test_a_paid_display_is_in_nobodys_way() -> None:
    one = w.promotion(type="display_fee")
    assert not rules.overlaps(one, w.promotion())
    assert rules.overlaps(w.promotion(), w.promotion())
