"""How a rep's day begins, and in which order she goes."""

import pytest

from tests import world as w
from tests.engines import Database
from tests.world import a_world

pytestmark = pytest.mark.anyio
MINE = f"rep.cc01:{w.day()}"


async def test_the_first_word_of_a_day_counts_from_whichever_phone(database: Database) -> None:
    async with a_world(database) as world:
        rep, at, pack = world.rep, w.ago(minutes=9), w.ago(hours=20)
        args = {"day": w.day(), "pack_at": pack}
        assert (await rep.says("day.start", MINE, args, made_at=at))["status"] == "applied"
        assert (await rep.says("day.start", MINE, args))["status"] == "duplicate"
        assert await rep.sees("day_start") == {
            MINE: {"rep_id": "rep.cc01", "day": w.day(), "started_at": at, "pack_at": pack}
        }
        earlier = w.ago(minutes=30)
        await rep.says("day.start", MINE, {"day": w.day()}, made_at=earlier)
        seen = (await rep.sees("day_start"))[MINE]
        assert (seen["started_at"], seen["pack_at"]) == (earlier, None)


async def test_nobody_begins_or_arranges_another_ones_day(database: Database) -> None:
    async with a_world(database) as world:
        for kind, args in (
            ("day.start", {"day": w.day()}),
            ("day.arrange", {"day": w.day(), "stop_ids": []}),
        ):
            for actor, id in ((world.rep2, MINE), (world.rep, f"rep.cc01:{w.day(1)}")):
                result = await actor.says(kind, id, args)
                assert (result["status"], result["code"]) == ("rejected", "value/out-of-range")
            assert (await world.sup.says(kind, MINE, args))["code"] == "role/not-allowed"
        for entity in ("day_start", "stop_order"):
            assert await world.rep.sees(entity) == {}


async def test_her_order_of_stops_is_hers_and_the_plan_stays(database: Database) -> None:
    async with a_world(database) as world:
        rep = world.rep
        for id, store, sequence in (("PV-1", "ST-1", 1), ("PV-2", "ST-2", 2)):
            await world.sup.says(
                "planned_visit.put", id, w.stop(store, "rep.cc01", sequence=sequence)
            )
        args = {"day": w.day(), "stop_ids": ["PV-2", "PV-1", "PV-2", "gone"]}
        assert (await rep.says("day.arrange", MINE, args))["status"] == "applied"
        seen = (await rep.sees("stop_order"))[MINE]
        assert seen["stop_ids"] == ["PV-2", "PV-1", "gone"]
        assert await world.rep2.sees("stop_order") == {}
        assert {id: one["sequence"] for id, one in (await rep.sees("planned_visit")).items()} == {
            "PV-1": 1, "PV-2": 2,
        }  # fmt: skip
        # A phone that was away longer does not bring back an older wish.
        old = {"day": w.day(), "stop_ids": ["PV-1"]}
        result = await rep.says("day.arrange", MINE, old, made_at=w.ago(hours=1))
        assert result["status"] == "duplicate"
        assert (await rep.sees("stop_order"))[MINE]["stop_ids"] == seen["stop_ids"]


async def test_an_order_sold_by_a_pack_older_than_three_days_is_looked_at(
    database: Database,
) -> None:
    async with a_world(database) as world:
        for no, pack_at, flags in (
            ("CC01-1", w.ago(days=2, hours=23), []),
            ("CC01-2", w.ago(days=3, minutes=1), ["old_pack"]),
        ):
            await world.rep.says("order.submit", no, w.order(no=no, pack_at=pack_at))
            seen = (await world.rep.sees("sales_order"))[no]
            assert seen["flags"] == flags
            assert seen["doc_state"] == ("submitted" if flags else "audited")
