"""What reps will see of a store on a day, and where each of it comes from."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.pricing.test_trade_terms import agreed, part
from tests.promotions.plans import released, said
from tests.server.test_following import work
from tests.town import Town, a_town

pytestmark = pytest.mark.anyio


async def seen(town: Town, day: str, store: str = "ST-1", login: str = "sup.cc") -> dict[str, Any]:
    answer = await (await town.sign_in(login)).get(f"/office/v1/stores/{store}/on?day={day}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_each_price_says_which_list_it_is_of(database: Database) -> None:
    async with a_town(database) as town:
        admin = town.world.admin
        await said(admin, ("price_list.put", "PL-C2.1", part("PL-C2", 5820, customer_class="C2")))
        await work(town)
        await agreed(
            town, "TT-1", prices={"SKU-02": 4450}, valid_from=w.day(3), valid_until=w.day(9)
        )
        for day, told in (
            (w.day(-1), {"SKU-01": (5820, "class"), "SKU-02": (4350, "branch")}),  # version 8
            (w.day(0), {"SKU-01": (5820, "class"), "SKU-02": (4500, "branch")}),
            (w.day(3), {"SKU-01": (5820, "class"), "SKU-02": (4450, "terms")}),
            (w.day(10), {"SKU-01": (5820, "class"), "SKU-02": (4500, "branch")}),
        ):
            found = await seen(town, day)
            prices = {
                one["sku_id"]: (one["case_price_fen"], one["kind"]) for one in found["prices"]
            }
            assert prices == {**told, "SKU-03": (2500, "branch")}, day
        on = await seen(town, w.day(3))
        assert [(one["kind"], one["list_version"], one["skus"]) for one in on["lists"]] == [
            ("terms", 1, 1), ("class", 1, 1), ("branch", 9, 3),
        ]  # fmt: skip
        assert on["must_stock"]["sku_ids"] == ["SKU-01", "SKU-02"]
        # Another customer's store knows nothing of either.
        assert {one["kind"] for one in (await seen(town, w.day(3), "ST-2"))["prices"]} == {"branch"}


async def test_what_a_store_may_not_order_is_named_apart(database: Database) -> None:
    async with a_town(database) as town:
        schools = w.sku_save("SKU-01", channels=["school"])
        mgr = await town.world.actor(w.MGR)
        await said(mgr, ("sku.save", "SKU-01", schools))
        later = w.sku_save("SKU-02", valid_from=w.day(2))
        await said(mgr, ("sku.save", "SKU-02", later))
        for day, sold, other in (
            (w.day(1), [], ["SKU-01", "SKU-02"]),
            (w.day(2), ["SKU-02"], ["SKU-01"]),
        ):
            found = await seen(town, day)
            assert [one["sku_id"] for one in found["prices"]] == [*sold, "SKU-03"], day
            assert found["not_sold"] == other, day
            assert found["must_stock"]["sku_ids"] == sold, day


async def test_promotions_are_those_that_run_on_that_day(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await released(world, "PR-1", starts_on=w.day(2), ends_on=w.day(5))
        signed = {"type": "display_fee", "agreement": True, "place": "end_display"}
        await released(world, "PR-2", **signed)
        other = {"tiers": ["P1"], "sku_ids": ["SKU-03"]}
        await released(world, "PR-3", starts_on=w.day(2), **other)
        for day, told in (
            (w.day(1), {"PR-2": False}),  # to be signed for first
            (w.day(2), {"PR-1": True, "PR-2": False}),
            (w.day(6), {"PR-2": False}),
        ):
            found = (await seen(town, day))["promotions"]
            assert {one["id"]: one["in_force"] for one in found} == told, day
        stop = {"stops_at": w.ago(minutes=1), "reason": "x"}
        await said(world.spc, ("promotion.stop", "PR-1", stop))
        assert "PR-1" not in [one["id"] for one in (await seen(town, w.day(3)))["promotions"]]


async def test_a_store_out_of_reach_and_a_day_that_is_none(database: Database) -> None:
    async with a_town(database) as town:
        for login, store, day, status in (
            ("sup.nh", "ST-1", w.day(), 404), ("rep.cc01", "ST-1", w.day(), 404),
            ("clk.p01", "ST-1", w.day(), 404), ("sup.cc", "ST-0", w.day(), 404),
            ("sup.cc", "ST-1", "2026-02-30", 422), ("sup.cc", "ST-1", "now", 400),
        ):  # fmt: skip
            caller = await town.sign_in(login)
            answer = await caller.get(f"/office/v1/stores/{store}/on?day={day}")
            assert answer.status_code == status, (login, store, day, answer.text)
