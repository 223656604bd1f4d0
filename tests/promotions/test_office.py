"""What the office is told of promotions: in reach, and each number with what it counts."""

import pytest

from tests import world as w
from tests.engines import Database
from tests.promotions.plans import released, said
from tests.town import a_town

pytestmark = pytest.mark.anyio
LIST = "/office/v1/promotions"


async def test_progress_counts_the_stores_in_reach(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await released(world)
        await said(world.rep, ("promotion.set_up", "PR-1:ST-1", w.set_up()))
        await said(world.rep, ("promotion.decline", "PR-1:ST-2", w.declined(store="ST-2")))
        await said(world.rep, ("visit.check_in", "V-1", w.check_in()))
        step = w.promotion_step(w.promotion_check("PR-1", "stock"))
        await said(world.rep, ("visit.promotion", "V-1", step))
        for login, stores in (("sup.cc", 3), ("sup.nh", 1), ("mgr.fs", 4), ("spc.east", 4)):
            caller = await town.sign_in(login)
            (row,) = (await caller.get(LIST)).json()["rows"]
            begun = int(login != "sup.nh")
            assert row["progress"] == {
                "stores": stores, "agreed": 0, "declined": begun, "set_up": 0, "passing": 0,
                "failing": begun, "taken_down": 0, "checks": begun, "passed": 0, "flagged": 0,
            }, login  # fmt: skip
            assert (row["budget_fen"], row["mine"]) == (100_000, login == "spc.east")
            listed = (await caller.get(f"{LIST}/PR-1/stores")).json()["rows"]
            assert len(listed) == stores
            only = (await caller.get(f"{LIST}/PR-1/stores?state=failing")).json()["rows"]
            assert [one["store_id"] for one in only] == ["ST-1"] * begun
            assert [one["rep_name"] for one in only] == ["陈小一"] * begun


async def test_its_stores_are_found_by_name_and_read_page_by_page(database: Database) -> None:
    async with a_town(database) as town:
        await released(town.world)
        caller = await town.sign_in("mgr.fs")

        async def asked(**params: str) -> tuple[list[str], str | None]:
            told = (await caller.get(f"{LIST}/PR-1/stores", params=params)).json()
            return [one["store_id"] for one in told["rows"]], told["next"]

        everything, _ = await asked()
        first, next_code = await asked(limit="3")
        assert next_code is not None
        assert first + (await asked(after=next_code))[0] == everything
        ((name, code),) = await town.rows("SELECT name, code FROM store WHERE id = 'ST-2'")
        assert await asked(q=name) == (["ST-2"], None)
        assert await asked(q=code) == (["ST-2"], None)
        assert await asked(q="没有这家") == ([], None)


async def test_a_draft_is_read_by_its_branch_and_nobody_below_it(database: Database) -> None:
    async with a_town(database) as town:
        await said(town.world.spc, ("promotion.save", "PR-1", w.promotion()))
        await said(town.world.sup, ("promotion.save", "PR-2", w.promotion(store_ids=["ST-1"])))
        for login, ids in (
            ("spc.east", ["PR-1", "PR-2"]), ("mgr.fs", ["PR-1", "PR-2"]), ("sup.cc", ["PR-2"]),
            ("sup.nh", []),
        ):  # fmt: skip
            caller = await town.sign_in(login)
            rows = (await caller.get(LIST)).json()["rows"]
            assert [row["id"] for row in rows] == ids, login
            for id in ("PR-1", "PR-2"):
                for path in (f"{LIST}/{id}", f"{LIST}/{id}/stores", f"{LIST}/{id}/findings"):
                    answer = await caller.get(path)
                    assert answer.status_code == (200 if id in ids else 404), (login, path)


async def test_nobody_else_asks_about_promotions(database: Database) -> None:
    async with a_town(database) as town:
        await released(town.world)
        for login in ("rep.cc01", "clk.p01", "drv.p01a", "adm.hq"):
            caller = await town.sign_in(login)
            for path in (LIST, f"{LIST}/PR-1", f"{LIST}/PR-1/stores"):
                assert (await caller.get(path)).status_code == 404, (login, path)


async def test_a_store_of_another_class_or_tier_carries_nothing(database: Database) -> None:
    async with a_town(database) as town:
        await released(town.world, classes=["C1"])
        caller = await town.sign_in("mgr.fs")
        listed = (await caller.get(f"{LIST}/PR-1/stores")).json()["rows"]
        assert [one["store_id"] for one in listed] == ["ST-2"]
        row = (await caller.get(f"{LIST}/PR-1")).json()
        assert (row["progress"]["stores"], row["jpeg"]) == (1, None)
