"""What a promotion may do to prices: whole rules that fit it, kept when an older app saves."""

from typing import Any

import pytest

from backend.promotions import price_rules, rules
from backend.refused import Refused
from seed_data import promotions as plans
from tests import world as w
from tests.engines import Database
from tests.promotions.plans import released, said
from tests.world import a_world

pytestmark = pytest.mark.anyio

TEN = {"id": "1", "type": "buy_n_get_m", "sku_ids": ["SKU-01"], "buy": 10, "get": 1}
TIER = {
    "id": "2", "type": "tier", "sku_ids": ["SKU-01"],
    "steps": [{"from_cases": 20, "get": 2}, {"from_cases": 50, "get": 6}],
}  # fmt: skip
OFF = {"id": "1", "type": "price_off", "sku_ids": ["SKU-01"], "off_fen": 150}
SET = {
    "id": "1", "type": "bundle", "off_fen": 500,
    "parts": [{"sku_id": "SKU-01", "qty": 3}, {"sku_id": "SKU-03", "qty": 1}],
}  # fmt: skip
BAG = {
    "id": "1", "type": "gift_item", "sku_ids": ["SKU-01"], "buy": 3, "get": 1, "item": "保温袋",
    "worth_fen": 1500,
}  # fmt: skip
ORDER = {"id": "1", "type": "order_level", "from_fen": 100_000, "off_per_mille": 30}
SKUS = {"SKU-01", "SKU-03"}


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("buy_n_get_m", TEN), ("buy_n_get_m", TEN | {"cap": 5, "gift_sku_id": "SKU-09"}),
        ("tier", TIER), ("tier", TIER | {"steps": [{"from_cases": 1, "off_per_mille": 50}]}),
        ("mix", TEN | {"pooled": True}), ("mix", TIER | {"pooled": True}),
        ("price_off", OFF), ("price_off", ORDER), ("bundle", SET), ("gift_item", BAG),
        ("buy_n_get_m", TEN | {"per_store": 3, "first_order": True}),
        ("tier", TIER | {"quota": 900, "quota_fen": 1}), ("price_off", OFF | {"quota_fen": 1}),
        ("bundle", SET | {"per_store": 3}), ("price_off", ORDER | {"first_order": True}),
    ],
)  # fmt: skip
def test_a_rule_that_is_whole_and_fits_may_be(kind: str, rule: dict[str, Any]) -> None:
    assert price_rules.wrong(kind, SKUS, rule) is None


@pytest.mark.parametrize(
    ("kind", "rule", "why"),
    [
        ("display_fee", TEN, "type"), ("pos_discount", OFF, "type"), ("coupon", BAG, "type"),
        ("buy_n_get_m", TIER, "type"), ("tier", TEN, "type"), ("bundle", ORDER, "type"),
        ("buy_n_get_m", {k: v for k, v in TEN.items() if k != "get"}, "needs"),
        ("mix", TEN, "needs"),
        ("buy_n_get_m", TEN | {"off_fen": 1}, "extra"),
        ("price_off", OFF | {"per_store": 3}, "extra"), ("price_off", OFF | {"quota": 3}, "extra"),
        ("gift_item", BAG | {"gift_sku_id": "SKU-01"}, "extra"),
        ("buy_n_get_m", TEN | {"sku_ids": ["SKU-02"]}, "sku"),
        ("buy_n_get_m", TEN | {"sku_ids": ["SKU-01", "SKU-01"]}, "sku"),
        ("bundle", SET | {"parts": [{"sku_id": "SKU-01", "qty": 1}] * 2}, "sku"),
        ("price_off", OFF | {"off_per_mille": 10}, "off"),
        ("price_off", {k: v for k, v in OFF.items() if k != "off_fen"}, "off"),
        ("bundle", SET | {"off_fen": 0}, "off"),
        ("tier", TIER | {"steps": [{"from_cases": 1}]}, "step"),
        ("tier", TIER | {"steps": [{"from_cases": 1, "get": 1, "off_per_mille": 5}]}, "step"),
        ("tier", TIER | {"steps": TIER["steps"] + [{"from_cases": 60, "off_per_mille": 5}]},
         "step"),
        ("tier", TIER | {"steps": [{"from_cases": 20, "get": 2}] * 2}, "steps"),
        ("tier", TIER | {"steps": TIER["steps"][::-1]}, "steps"),
        ("tier", TIER | {"steps": [{"from_cases": 9, "get": 2}, {"from_cases": 10, "get": 2}]},
         "steps"),
    ],
)  # fmt: skip
def test_a_rule_that_is_not_says_why(kind: str, rule: dict[str, Any], why: str) -> None:
    assert price_rules.wrong(kind, SKUS, rule) == why


def test_of_two_rules_with_one_number_the_second_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        price_rules.sensible("buy_n_get_m", SKUS, [TEN, TEN])
    assert caught.value.facts == {"no": 2, "why": "id"}


async def test_a_plan_with_a_wrong_rule_or_gift_is_not_kept(database: Database) -> None:
    async with a_world(database) as world:
        wrong = w.promotion(rules=[TEN | {"sku_ids": ["SKU-03"]}])
        result = await world.spc.says("promotion.save", "PR-1", wrong)
        assert (result["code"], result["facts"]) == ("promotion/rule", {"no": 1, "why": "sku"})
        strange = w.promotion(rules=[TEN | {"gift_sku_id": "SKU-99"}])
        assert (await world.spc.says("promotion.save", "PR-1", strange))["code"] == "sku/unknown"
        read = await world.spc.says(
            "promotion.save", "PR-1", w.promotion(rules=[TEN | {"get": 1.5}])
        )
        assert read["code"] == "op/unreadable"


async def test_rules_come_to_the_phones_with_their_promotion(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN], priority=7, stackable=True)
        await released(world, "PR-2", type="display_fee")
        seen = await world.rep.sees("promotion")
        names = ("rules", "priority", "stackable")
        assert [seen["PR-1"][name] for name in names] == [[TEN], 7, True]
        assert [seen["PR-2"][name] for name in names] == [[], 0, False]


async def test_an_older_app_that_saves_leaves_the_rules_as_they_are(database: Database) -> None:
    async with a_world(database) as world:
        plan = w.promotion(rules=[TEN], priority=7)
        older = w.promotion(name="演示改名")
        await said(world.spc, ("promotion.save", "PR-1", plan), ("promotion.save", "PR-1", older))
        await said(
            world.spc,
            ("promotion.submit", "PR-1", {}),
        )
        await said(world.mgr, ("promotion.approve", "PR-1", {"budget_no": "B"}))
        await said(world.spc, ("promotion.release", "PR-1", {"material_ready": True}))
        seen = (await world.rep.sees("promotion"))["PR-1"]
        assert (seen["name"], seen["rules"], seen["priority"]) == ("演示改名", [TEN], 7)


STOPPED = {
    "state": "stopped", "stop_said_at": "2026-11-15T02:00:00.000Z",
    "stops_at": "2026-11-15T03:00:00.000Z",
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "pack_at", "at", "holds"),
    [
        ({}, "2026-11-15T01:59:59.999Z", "2026-11-15T04:00:00.000Z", True),
        ({}, "2026-11-15T02:00:00.000Z", "2026-11-15T04:00:00.000Z", False),
        ({}, "2026-11-12T04:00:00.000Z", "2026-11-15T04:00:00.000Z", True),
        ({}, "2026-11-12T03:59:59.999Z", "2026-11-15T04:00:00.000Z", False),
        ({}, None, "2026-11-15T04:00:00.000Z", False),
        ({"stop_said_at": None}, "2026-11-15T02:30:00.000Z", "2026-11-15T04:00:00.000Z", True),
        ({"state": "ended"}, "2026-11-15T01:00:00.000Z", "2026-11-15T04:00:00.000Z", False),
    ],
)
def test_k9_a_stop_she_could_not_know_of_does_not_count_for_three_days(
    more: dict[str, Any], pack_at: str | None, at: str, holds: bool
) -> None:
    assert rules.honoured(STOPPED | more, at, pack_at) is holds


def test_the_seeds_say_what_their_words_say_and_may_be_saved() -> None:
    said = {row["code"]: plans.price_rules(row["code"]) for row in plans.plans()}
    for row in plans.plans():
        price_rules.sensible(row["type"], row["skus"].split(), said[row["code"]])
    assert {code for code, ruled in said.items() if not ruled} == {"PR03", "PR07"}
    assert said["PR02"][0]["steps"] == [
        {"from_cases": 50, "get": 3},
        {"from_cases": 120, "get": 9},
    ]
