"""How much a partner has to sell, as the reps of his stores may know it."""

from typing import Any

import pytest

from backend.purchasing.supplying import saleable
from tests import world as w
from tests.engines import Database
from tests.purchasing.test_counts import said
from tests.world import Actor, a_world, counted

pytestmark = pytest.mark.anyio


async def supply(actor: Actor) -> dict[str, dict[str, Any]]:
    return await actor.sees("partner_supply")


async def test_reps_of_his_offices_know_the_saleable_sum_and_its_age_and_nobody_else(
    database: Database,
) -> None:
    async with a_world(database) as world:
        at = w.ago(days=3)
        await said(
            world.clerk, "C-1", ("SKU-01", "A", 48, 6), ("SKU-01", "B", 12, 0), counted_at=at
        )
        line = {"sku_id": "SKU-01", "saleable": 60, "counted_at": at}
        for reader in (world.rep, world.rep2, world.sup):
            assert await supply(reader) == {"P01": {"lines": [line]}}, reader.person.login
        for other in (world.rep_nh, world.sup_nh, world.clerk2, world.driver):
            assert await supply(other) == {}, other.person.login
        # The office he does not deliver to any more forgets it with his next count.
        for store in ("ST-1", "ST-2", "ST-3"):
            customer = "K001" if store == "ST-2" else "K010"
            moved = w.store_put(store, customer, "B-FS-CC", "P03")
            assert (await world.admin.says("store.put", store, moved))["status"] == "applied"
        await said(world.clerk, "C-2", ("SKU-02", "C", 1, 0))
        assert await supply(world.rep) == {}


async def test_an_earlier_count_heard_later_changes_nothing_and_none_left_is_said(
    database: Database,
) -> None:
    async with a_world(database) as world:
        late, early = w.ago(hours=2), w.ago(hours=9)
        await said(world.clerk, "C-2", ("SKU-02", "N", 24, 0), absent=["SKU-01"], counted_at=late)
        await said(world.clerk, "C-1", counted_at=early)
        lines = (await supply(world.rep))["P01"]["lines"]
        assert [(one["sku_id"], one["saleable"], one["counted_at"]) for one in lines] == [
            ("SKU-01", 0, late), ("SKU-02", 24, late),
        ]  # fmt: skip


def test_what_is_near_its_end_expired_damaged_or_of_a_day_to_come_is_not_to_sell() -> None:
    days = [("2026-11-01", 1), ("2026-05-01", 2), ("2026-01-01", 4), ("2026-12-01", 8)]
    lots = [{"produced_on": day, "good": good, "damaged": 100} for day, good in days]
    assert saleable(lots, 270, "2026-11-25") == 1 + 2
    assert saleable(lots[2:3], 360, "2026-11-25") == 4
    assert counted()["lines"][0]["damaged"] == 12  # they are beside the good ones
