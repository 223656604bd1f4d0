"""The linter as the office asks it: with the prices, costs and neighbours of the promotion's own
stores, and nobody else's."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.promotions.plans import approved, released, said
from tests.town import Town, a_town

pytestmark = pytest.mark.anyio
COSTS = {"SKU-01": 5160, "SKU-02": 3750}
TEN_AND_ONE = {"id": "r1", "type": "buy_n_get_m", "sku_ids": ["SKU-01"], "buy": 10, "get": 1}
FIVE_OFF = {"id": "r1", "type": "price_off", "sku_ids": ["SKU-01"], "off_per_mille": 50}


async def found(town: Town, id: str = "PR-1", login: str = "spc.east") -> list[dict[str, Any]]:
    caller = await town.sign_in(login)
    answer = await caller.get(f"/office/v1/promotions/{id}/findings")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


async def costs(town: Town) -> None:
    """What a case costs the partner."""
    dated = w.price_list_put(1, "2020-01-01", None, COSTS)
    await said(
        town.world.admin,
        (
            "price_list.put",
            "PL-P",
            {**dated, "list_code": "PL-P", "price_type": "company_to_partner"},
        ),
    )


async def saved(town: Town, *rules: dict[str, Any], id: str = "PR-1", **more: Any) -> None:
    plan = w.promotion(rules=list(rules), **more)
    await said(town.world.spc, ("promotion.save", id, plan))


async def test_a_sound_rule_has_no_findings_and_says_what_it_was_tried_with(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await costs(town)
        await saved(town, TEN_AND_ONE)
        caller = await town.sign_in("spc.east")
        told = (await caller.get("/office/v1/promotions/PR-1/findings")).json()
        assert told["rows"] == []
        assert (told["price_list"], told["stores"]) == ("C 店价 v9", 4)


async def test_the_smallest_cart_on_which_the_partner_loses(database: Database) -> None:
    """58.80 a case that cost 51.60: 15 % off leaves 49.98."""
    async with a_town(database) as town:
        await costs(town)
        await saved(town, {**FIVE_OFF, "off_per_mille": 150}, type="price_off")
        (one,) = await found(town)
        assert (one["code"], one["rule_no"], one["fen"]) == ("below_cost", 1, 5160 - 4998)
        assert one["cart"] == [{"sku_id": "SKU-01", "cases": 1}]
        await town.sql("DELETE FROM price_list WHERE id = 'PL-P'")
        assert await found(town) == [], "what goods cost is not known: nothing is said of it"


async def test_two_promotions_that_may_not_stand_together_are_shown_to_each_other(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await released(town.world, "PR-2", rules=[TEN_AND_ONE], name="十送一")
        await saved(town, FIVE_OFF, type="price_off")
        clash, one = await found(town)
        assert (clash["code"], clash["other_id"], clash["other_name"]) == (
            "clash",
            "PR-2",
            "十送一",
        )
        assert (one["code"], one["other_id"], one["other_name"]) == ("overlap", "PR-2", "十送一")
        assert one["cart"] == [{"sku_id": "SKU-01", "cases": 10}]
        assert one["fen"] == 2940, "the one that stands back is worth so much on this cart"


@pytest.mark.parametrize(
    "other",
    [
        {"store_ids": ["ST-4"]},
        {"starts_on": w.day(21), "ends_on": w.day(30)},
        {"stackable": True},
        {"sku_ids": ["SKU-02"], "rules": [{**TEN_AND_ONE, "sku_ids": ["SKU-02"]}]},
    ],
    ids=["another store", "another time", "stackable", "another product"],
)
async def test_what_never_meets_is_no_overlap(database: Database, other: dict[str, Any]) -> None:
    async with a_town(database) as town:
        await approved(town.world, "PR-2", **{"rules": [TEN_AND_ONE], **other})
        stackable = other.get("stackable", False)
        await saved(
            town, FIVE_OFF, type="price_off", store_ids=["ST-1", "ST-3"], stackable=stackable
        )
        assert await found(town) == []


async def test_a_step_in_vain_a_rule_nobody_can_earn_and_one_without_a_price(
    database: Database,
) -> None:
    async with a_town(database) as town:
        steps = [{"from_cases": 10, "get": 2}, {"from_cases": 19, "get": 3}]
        await saved(
            town,
            {"id": "r1", "type": "tier", "sku_ids": ["SKU-01"], "repeat": True, "steps": steps},
            type="tier",
        )
        codes = [one["code"] for one in await found(town)]
        assert "step_in_vain" not in codes
        await saved(town, {**TEN_AND_ONE, "buy": 999}, id="PR-3")
        assert [one["code"] for one in await found(town, "PR-3")] == ["never"]
        await saved(town, TEN_AND_ONE, id="PR-4")
        await town.sql("UPDATE store SET price_list_code = NULL")
        assert [one["code"] for one in await found(town, "PR-4")] == ["no_price"]


async def test_a_draft_of_somebody_else_is_no_neighbour(database: Database) -> None:
    async with a_town(database) as town:
        await saved(town, TEN_AND_ONE, id="PR-2")
        await saved(town, FIVE_OFF, type="price_off")
        assert await found(town) == []


@pytest.mark.parametrize("change", [{}, {"stackable": True}, {"type": "display_fee"}])
async def test_what_will_be_refused_when_it_is_handed_in_is_said_before(
    database: Database, change: dict[str, Any]
) -> None:
    """A plan without rules bars another one just as well: the check says what the door will say."""
    async with a_town(database) as town:
        await approved(town.world, "PR-2", name="十送一", stackable=True)
        await saved(town, **change)
        told = [(one["code"], one["other_id"]) for one in await found(town)]
        answer = await town.world.spc.says("promotion.submit", "PR-1", {})
        refused = answer["status"] == "rejected"
        assert told == ([("clash", "PR-2")] if refused else []), answer
        assert refused == (not change), answer
        if not refused:
            assert await found(town) == [], "handed in, it is in"
