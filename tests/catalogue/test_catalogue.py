"""Products, prices and lists through push and pull, on both engines."""

import pytest

from tests.engines import Database
from tests.world import PRICES, a_world, day, must_stock_put, price_list_put, sku_put

pytestmark = pytest.mark.anyio


async def test_everybody_sees_the_products_and_only_who_sells_there_the_price(
    database: Database,
) -> None:
    async with a_world(database) as world:
        for actor in (world.rep, world.driver, world.mgr):
            assert set(await actor.sees("sku")) == set(PRICES)
        assert "PL-C-9" in await world.rep.sees("price_list")
        assert await world.driver.sees("price_list") == {}
        assert "case_price" not in str(await world.driver.sees("sku"))


async def test_a_gtin_carries_a_right_check_digit(database: Database) -> None:
    async with a_world(database) as world:
        wrong = await world.admin.says("sku.put", "SKU-01", sku_put("SKU-01", gtin="2990001000019"))
        assert (wrong["status"], wrong["code"]) == ("rejected", "value/out-of-range")
        clash = await world.admin.says("sku.put", "SKU-09", sku_put("SKU-01"))
        assert clash["code"] == "record/clash"


async def test_a_price_that_was_said_is_not_said_otherwise(database: Database) -> None:
    async with a_world(database) as world:
        cheaper = price_list_put(9, day(0), None, {**PRICES, "SKU-01": 1})
        refused = await world.admin.says("price_list.put", "PL-C-9", cheaper)
        assert (refused["status"], refused["code"]) == ("rejected", "fact/immutable")
        same = {**PRICES, "SKU-02": 4500}
        ended = await world.admin.says(
            "price_list.put", "PL-C-9", price_list_put(9, day(0), day(30), same)
        )
        assert ended["status"] == "applied"
        assert (await world.rep.sees("price_list"))["PL-C-9"]["valid_until"] == day(30)


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (price_list_put(10, day(5), day(4), PRICES), "value/out-of-range"),
        (price_list_put(10, "2026-02-31", None, PRICES), "value/out-of-range"),
        (price_list_put(10, day(5), None, {"SKU-99": 1}), "sku/unknown"),
        (price_list_put(9, day(5), None, PRICES), "record/clash"),
    ],
)
async def test_a_price_list_is_one_version_of_known_products_for_real_days(
    database: Database, args: dict[str, object], code: str
) -> None:
    async with a_world(database) as world:
        result = await world.admin.says("price_list.put", "PL-C-10", args)
        assert (result["status"], result["code"]) == ("rejected", code)


async def test_a_must_stock_list_names_known_products(database: Database) -> None:
    async with a_world(database) as world:
        bad = await world.admin.says("must_stock_list.put", "MS", must_stock_put("P1", ["SKU-99"]))
        assert bad["code"] == "sku/unknown"
        await world.admin.says("must_stock_list.put", "MS", must_stock_put("P1", ["SKU-01"]))
        assert (await world.rep.sees("must_stock_list"))["MS"]["sku_ids"] == ["SKU-01"]
