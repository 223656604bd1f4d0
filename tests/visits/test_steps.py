"""The steps of a visit that are one answer each, and the score that is frozen when she leaves."""

from typing import Any

import pytest

from tests.engines import Database
from tests.promotions.plans import released
from tests.world import (
    a_step,
    a_world,
    agreed,
    check_in,
    check_out,
    greeting,
    merchandise,
    must_stock_put,
    observation,
    pitch,
    rival,
    sku_put,
    template,
)

pytestmark = pytest.mark.anyio
SAID: dict[str, tuple[str, dict[str, Any], dict[str, Any], Any]] = {
    # kind: where it lies, what is said, what is said better, how that is shown
    "visit.greet": ("greet", greeting(), greeting(mood=1), greeting(mood=1)),
    "visit.merchandise": (
        "merchandise", merchandise(), merchandise(actions=["cleaned"]),
        merchandise(actions=["cleaned"]),
    ),
    "visit.pitch": (
        "pitches", {"pitches": [pitch()]}, {"pitches": [pitch(result="ordered", objection=None)]},
        [pitch(result="ordered", objection=None)],
    ),
    "visit.competitor": ("rivals", {"seen": [rival()]}, {"seen": []}, []),
}  # fmt: skip
FACES = [{"category": "tea", "own": 8, "others": 12}]
DISPLAYS = {"own_displays": 1, "own_coolers": 0, "rival_coolers": 2}


@pytest.mark.parametrize("kind", SAID)
async def test_the_last_word_about_a_step_counts_and_none_after_she_left(
    database: Database, kind: str
) -> None:
    name, first, better, shown = SAID[kind]
    async with a_world(database) as world:
        rep = world.rep
        await rep.says("visit.check_in", "V-1", check_in())
        assert name not in (await rep.sees("visit"))["V-1"]
        await rep.says(kind, "V-1", first)
        assert (await rep.says(kind, "V-1", first))["status"] == "duplicate"
        assert (await rep.says(kind, "V-1", better))["status"] == "applied"
        assert (await rep.sees("visit"))["V-1"][name] == shown
        await rep.says("visit.check_out", "V-1", check_out())
        late = await rep.says(kind, "V-1", first)
        assert (late["status"], late["code"]) == ("quarantined", "visit/closed")


async def test_a_refusal_says_why(database: Database) -> None:
    async with a_world(database) as world:
        await world.rep.says("visit.check_in", "V-1", check_in())
        refused = pitch(result="refused", objection=None)
        result = await world.rep.says("visit.pitch", "V-1", {"pitches": [refused]})
        assert (result["status"], result["code"]) == ("quarantined", "value/out-of-range")


async def test_a_check_without_categories_leaves_them_as_they_were_counted(
    database: Database,
) -> None:
    async with a_world(database) as world:
        rep, seen = world.rep, [observation("SKU-01")]
        await rep.says("visit.check_in", "V-1", check_in())
        whole = {"observations": seen, "categories": FACES, "displays": DISPLAYS}
        await rep.says("visit.check", "V-1", whole)
        assert (await rep.says("visit.check", "V-1", whole))["status"] == "duplicate"
        await rep.says("visit.check", "V-1", {"observations": [observation("SKU-02")]})
        visit = (await rep.sees("visit"))["V-1"]
        assert (visit["categories"], visit["displays"]) == (FACES, DISPLAYS)
        recounted = {"observations": seen, "categories": [{**FACES[0], "others": 0}]}
        assert (await rep.says("visit.check", "V-1", recounted))["status"] == "applied"
        assert (await rep.sees("visit"))["V-1"]["categories"][0]["others"] == 0


async def test_the_score_is_the_servers_own_and_is_frozen_when_she_leaves(
    database: Database,
) -> None:
    async with a_world(database) as world:
        rep = world.rep
        listed = ["SKU-01", "SKU-02", "SKU-03"]
        for sku in listed:
            await world.admin.says("sku.put", sku, sku_put(sku))
        await world.admin.says("must_stock_list.put", "MS-P3", must_stock_put("P3", listed))
        await rep.says("visit.check_in", "V-1", check_in())
        seen = [
            observation("SKU-01", facings=2, price_tag="wrong"),
            observation("SKU-02", facings=2),
            observation("SKU-03", "oos_shelf", facings=0),
        ]
        await rep.says("visit.check", "V-1", {"observations": seen})
        order = merchandise()["order"] | {"clean": "fixed", "rotated": "no"}
        fixes = [{"sku_id": "SKU-03", "facings": 2}, {"sku_id": "SKU-01", "price_tag": "correct"}]
        work = merchandise(actions=["cleaned", "refaced"], order=order, fixes=fixes)
        await rep.says("visit.merchandise", "V-1", work)
        assert "score" not in (await rep.sees("visit"))["V-1"]

        await rep.says("visit.check_out", "V-1", check_out(no_order_reason="price"))
        score = (await rep.sees("visit"))["V-1"]["score"]
        # 2 of 3 there: 20, 4 of 6 facings: 13.33, no tag right: 0, 2 of 4 in order: 5; of 70.
        assert (score["before"]["score_10"], score["before"]["passed"]) == (548, False)
        # All there: 30 + 20 + 10, 3 of 4 in order: 7.5; of 70.
        assert (score["after"]["score_10"], score["after"]["passed"]) == (964, True)

        await world.admin.says("must_stock_list.put", "MS-P3", must_stock_put("P3", listed[:1]))
        assert (await rep.sees("visit"))["V-1"]["score"] == score


async def test_displays_count_where_the_template_of_the_visit_asks_for_their_picture(
    database: Database,
) -> None:
    async with a_world(database) as world:
        asks = a_step("merchandise", "required", "second_display")
        steps = [a_step("check_in"), asks, a_step("wrap_up")]
        await world.spc.says("visit_template.save", "std.1", template(steps=steps))
        await world.spc.says("visit_template.submit", "std.1", {})
        await world.mgr.says("visit_template.publish", "std.1", {})
        for visit, begun in (("V-1", check_in(template_id="std.1")), ("V-2", check_in())):
            await world.rep.says("visit.check_in", visit, begun)
            await world.rep.says("visit.check", visit, {"observations": [observation("SKU-01")]})
            await world.rep.says("visit.check_out", visit, check_out())
        seen = await world.rep.sees("visit")

        def displays(visit: str) -> list[int]:
            items = seen[visit]["score"]["after"]["items"] if "score" in seen[visit] else []
            return [one["den"] for one in items if one["item"] == "second_display"]

        assert displays("V-1") == [1]
        assert displays("V-2") in ([], [0])


async def test_displays_count_where_the_store_had_agreed_to_a_paid_one(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, type="display_fee", agreement=True, place="end_display")
        shelf = {"observations": [observation("SKU-01")], "displays": DISPLAYS}

        async def score(visit: str) -> list[tuple[int, int]]:
            await world.rep.says("visit.check_in", visit, check_in())
            if visit == "V-1":  # in it he agrees: that is for the next one
                await world.rep.says("promotion.agree", "PR-1:ST-1", agreed())
            await world.rep.says("visit.check", visit, shelf)
            await world.rep.says("visit.check_out", visit, check_out())
            items = (await world.rep.sees("visit"))[visit]["score"]["after"]["items"]
            return [(one["num"], one["den"]) for one in items if one["item"] == "second_display"]

        assert await score("V-1") in ([], [(0, 0)])
        assert await score("V-2") == [(1, 1)]


async def test_nothing_looked_at_is_no_score(database: Database) -> None:
    async with a_world(database) as world:
        await world.rep.says("visit.check_in", "V-1", check_in())
        await world.rep.says("visit.check_out", "V-1", check_out())
        assert "score" not in (await world.rep.sees("visit"))["V-1"]
