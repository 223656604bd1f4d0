"""Greeting, work on the shelf, other brands, categories and the frozen score, as the office reads
them."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.office.places import do
from tests.promotions.plans import released
from tests.town import Town, a_town

pytestmark = pytest.mark.anyio
STEPS = [
    w.a_step("check_in"), w.a_step("greet"), w.a_step("merchandise"), w.a_step("competitor"),
    w.a_step("wrap_up"),
]  # fmt: skip
FACES = [{"category": "tea", "own": 8, "others": 12}]
DISPLAYS = {"own_displays": 1, "own_coolers": 0, "rival_coolers": 2}


async def begun(town: Town) -> None:
    await do(
        town.world.spc,
        ("visit_template.save", "std.1", w.template(steps=STEPS)),
        ("visit_template.submit", "std.1", {}),
    )
    await do(town.world.mgr, ("visit_template.publish", "std.1", {}))
    await do(town.world.rep, ("visit.check_in", "V-1", w.check_in(template_id="std.1")))


async def visit(town: Town, login: str = "sup.cc") -> dict[str, Any]:
    answer = await (await town.sign_in(login)).get("/office/v1/visits/V-1")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def done(seen: dict[str, Any]) -> list[str]:
    return [one["step"] for one in seen["plan"]["steps"] if one["done"]]


async def test_the_office_reads_each_answer_as_it_was_said(database: Database) -> None:
    async with a_town(database) as town:
        await begun(town)
        before = await visit(town)
        assert {before[name] for name in ("greet", "merchandise", "rivals", "score")} == {None}
        assert done(before) == ["check_in"]
        work, rival = w.merchandise(), w.rival(photo_id="PH-9")
        unseen = w.observation(
            "SKU-02", "not_checked", facings=0, not_checked_reason="shelf_rebuilt"
        )
        await do(
            town.world.rep,
            ("visit.greet", "V-1", w.greeting()),
            ("visit.check", "V-1", {
                "observations": [w.observation("SKU-01"), unseen],
                "categories": FACES, "displays": DISPLAYS,
            }),
            ("visit.merchandise", "V-1", work),
            ("visit.competitor", "V-1", {"seen": [rival]}),
        )  # fmt: skip
        seen = await visit(town)
        assert (seen["greet"], seen["merchandise"], seen["rivals"]) == (
            w.greeting(), work, [rival],
        )  # fmt: skip
        assert (seen["categories"], seen["displays"]) == (FACES, DISPLAYS)
        assert seen["observations"][1]["not_checked_reason"] == "shelf_rebuilt"
        assert done(seen) == ["check_in", "greet", "merchandise", "competitor"]
        assert seen["score"] is None

        await do(town.world.rep, ("visit.check_out", "V-1", w.check_out()))
        score = (await visit(town))["score"]["after"]
        # 1 of 1 that could be looked at: 30; 40 % of the tea is the target: 20; in order: 10.
        assert (score["score_10"], score["passed"]) == (1000, True)
        counted = [(one["item"], one["num"], one["den"]) for one in score["items"] if one["den"]]
        assert counted == [("availability", 1, 1), ("share", 10_000, 10_000), ("order", 4, 4)]


async def test_work_on_the_shelf_without_a_picture_after_it_is_not_done(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await begun(town)
        await do(town.world.rep, ("visit.merchandise", "V-1", w.merchandise(actions=["cleaned"])))
        assert "merchandise" not in done(await visit(town))
        picture = w.photo(visit_id="V-1", type="main_shelf_after")
        await do(town.world.rep, ("photo.attach", "PH-1", picture))
        assert "merchandise" in done(await visit(town))


async def test_more_than_a_fifth_not_checked_is_no_store_check(database: Database) -> None:
    async with a_town(database) as town:
        rep = town.world.rep
        await do(rep, ("visit.check_in", "V-1", w.check_in()))
        await do(rep, ("photo.attach", "PH-1", w.photo(visit_id="V-1", type="main_shelf_before")))
        unseen = w.observation(
            "SKU-02", "not_checked", facings=0, not_checked_reason="shelf_rebuilt"
        )
        seen = [w.observation("SKU-01"), unseen]
        await do(rep, ("visit.check", "V-1", {"observations": seen}))
        assert "store_check" not in done(await visit(town))
        await do(rep, ("visit.check", "V-1", {"observations": [w.observation("SKU-02")]}))
        assert "store_check" in done(await visit(town))


async def test_what_a_promotion_check_found_is_named(database: Database) -> None:
    async with a_town(database) as town:
        await begun(town)
        assert (await visit(town))["promotions"] == []
        await released(town.world)
        check = w.promotion_check("PR-1", "display", price_fen=499)
        check["items"][2]["reason"] = "moved"
        await do(town.world.rep, ("visit.promotion", "V-1", w.promotion_step(check)))
        seen = await visit(town)
        (judged,) = seen["promotion"]["checks"]
        assert (judged["passed"], judged["price_fen"]) == (False, 499)
        assert {"item": "display", "ok": False, "reason": "moved"} in judged["items"]
        plan = w.promotion()
        assert seen["promotions"] == [
            {"id": "PR-1", "name": plan["name"], "price_fen": plan["price_fen"]}
        ]
