"""What stores owe a partner: his word, dated, and nobody's but his until he shares it."""

import asyncio
from typing import Any

import pytest

from backend.receivables.tables import receivable_id
from tests import world as w
from tests.engines import Database
from tests.town import Caller, a_town
from tests.world import Actor, World, a_world, owes

pytestmark = pytest.mark.anyio

OURS = receivable_id("P01", "ST-1")


async def said(by: Actor, *lines: dict[str, Any], id: str = "R-1") -> tuple[str, str | None]:
    result = await by.says("receivable.say", id, {"lines": list(lines), "from_file": False})
    return result["status"], result.get("code")


async def shares(by: Actor, receivables: bool = True) -> str:
    result = await by.says(
        "receivable.share", str(by.person.partner_id), {"receivables": receivables}
    )
    return str(result["status"])


async def seen_by(actor: Actor) -> dict[str, dict[str, Any]]:
    return await actor.sees("receivable")


def nobody_else(world: World) -> tuple[Actor, ...]:
    return world.clerk2, world.driver, world.rep, world.rep2, world.rep_nh, world.sup


async def test_what_is_not_shared_is_his_alone_and_what_is_shared_the_stores_reps(
    database: Database,
) -> None:
    async with a_world(database) as world:
        assert await said(world.clerk, owes(), owes("ST-3", 100)) == ("applied", None)
        held = (await seen_by(world.clerk))[OURS]
        assert held == {
            "partner_id": "P01", "store_id": "ST-1", "store_code": "ST-1",
            "store_name": "万邻汇ST-1店", "limit_fen": 500_000, "open_fen": 320_000,
            "overdue_fen": 0, "as_of": w.day(-2),
        }  # fmt: skip
        for other in nobody_else(world):
            assert await seen_by(other) == {}, other.person.login

        assert await shares(world.clerk) == "applied"
        assert (await seen_by(world.rep))[OURS] == held
        assert {one["store_id"] for one in (await seen_by(world.rep)).values()} == {"ST-1"}
        assert {one["store_id"] for one in (await seen_by(world.rep2)).values()} == {"ST-3"}
        # What he says from now on is shared, too, and of another partner's stores nothing.
        assert (await said(world.clerk, owes("ST-2", 7), id="R-2"))[0] == "applied"
        assert {one["store_id"] for one in (await seen_by(world.rep)).values()} == {"ST-1", "ST-2"}
        for other in (world.clerk2, world.driver, world.rep_nh):
            assert await seen_by(other) == {}, other.person.login
            assert await other.sees("partner_sharing") == {}, other.person.login
        assert (await world.clerk.sees("partner_sharing"))["P01"]["receivables"] is True

        assert await shares(world.clerk, False) == "applied"
        for other in nobody_else(world):
            assert await seen_by(other) == {}, other.person.login
        assert len(await seen_by(world.clerk)) == 3


async def test_another_partner_shares_his_own_and_no_others(database: Database) -> None:
    async with a_world(database) as world:
        await said(world.clerk, owes())
        await said(world.clerk2, owes("ST-4", 9), id="R-2")
        assert await shares(world.clerk2) == "applied"
        assert await seen_by(world.rep) == {}
        assert [one["open_fen"] for one in (await seen_by(world.rep_nh)).values()] == [9]
        for id in ("P03", "P99"):
            result = await world.clerk.says("receivable.share", id, {"receivables": True})
            assert (result["status"], result["code"]) == ("rejected", "record/unknown")


async def test_of_a_store_the_latest_day_stands_and_of_a_day_the_last_word(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await said(world.clerk, owes(open_fen=100))
        for number, (day, fen, stands) in enumerate(((-3, 5, 100), (-2, 200, 200), (0, 0, 0))):
            line = owes(open_fen=fen, as_of=w.day(day))
            assert (await said(world.clerk, line, id=f"R-{number + 2}"))[0] == "applied"
            assert (await seen_by(world.clerk))[OURS]["open_fen"] == stands, day


async def test_of_two_devices_the_last_word_stands_not_the_last_one_heard(
    database: Database,
) -> None:
    async with a_world(database) as world:
        tablet = await world.actor(world.clerk.person)
        args = {"lines": [owes(open_fen=100)], "from_file": False}
        world.clerk.note("receivable.say", "R-1", args)  # and has no network
        await asyncio.sleep(0.01)
        assert await said(tablet, owes(open_fen=200), id="R-2") == ("applied", None)
        assert [one["status"] for one in await world.clerk.push()] == ["applied"]
        assert (await seen_by(world.clerk))[OURS]["open_fen"] == 200


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([owes("ST-4")], "record/unknown"),
        ([owes("ST-99")], "record/unknown"),
        ([owes(as_of=w.day(2))], "value/out-of-range"),
        ([owes(as_of="2026-02-30")], "value/out-of-range"),
        ([owes(overdue_fen=320_001)], "value/out-of-range"),
        ([owes(), owes()], "value/out-of-range"),
    ],
    ids=["not his", "no store", "to come", "no day", "more overdue than open", "twice"],
)
async def test_what_cannot_be_is_set_aside_whole(
    database: Database, lines: list[dict[str, Any]], code: str
) -> None:
    async with a_world(database) as world:
        assert await said(world.clerk, owes("ST-2"), *lines) == ("quarantined", code)
        assert await seen_by(world.clerk) == {}


async def test_a_store_that_left_him_may_still_owe_him_and_its_new_partner_sees_nothing(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await said(world.clerk, owes())
        await shares(world.clerk)
        moved = w.store_put("ST-1", "K010", "B-FS-CC", "P03")
        assert (await world.admin.says("store.put", "ST-1", moved))["status"] == "applied"
        assert (await said(world.clerk, owes(open_fen=0, as_of=w.day()), id="R-2"))[0] == "applied"
        assert (await seen_by(world.clerk))[OURS]["open_fen"] == 0
        assert await seen_by(world.clerk2) == {}
        # One he never said anything of is not his any more.
        moved = w.store_put("ST-3", "K010", "B-FS-CC", "P03")
        await world.admin.says("store.put", "ST-3", moved)
        assert await said(world.clerk, owes("ST-3"), id="R-3") == ("quarantined", "record/unknown")


async def listed(caller: Caller, more: str = "") -> dict[str, Any]:
    answer = await caller.get(f"/partner/v1/receivables?{more}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_his_list_holds_all_his_stores_their_sums_and_nobody_elses(
    database: Database,
) -> None:
    async with a_town(database) as town:
        clerk = town.world.clerk
        await said(clerk, owes(open_fen=600_000, overdue_fen=1), owes("ST-3", 100, limit_fen=None))
        await said(town.world.clerk2, owes("ST-4", 777), id="R-2")
        mine, theirs = await town.sign_in("clk.p01"), await town.sign_in("clk.p03")
        found = await listed(mine)
        assert [(row["store_id"], row["as_of"], row["open_fen"]) for row in found["rows"]] == [
            ("ST-1", w.day(-2), 600_000), ("ST-2", None, 0), ("ST-3", w.day(-2), 100),
        ]  # fmt: skip
        assert found["sums"] == {
            "stores": 3, "said": 2, "open_fen": 600_100, "overdue_fen": 1, "over": 1,
            "oldest": w.day(-2),
        }  # fmt: skip
        assert found["shared"] is False
        for which, ids in (("over", ["ST-1"]), ("overdue", ["ST-1"]), ("unsaid", ["ST-2"])):
            rows = (await listed(mine, f"which={which}"))["rows"]
            assert [row["store_id"] for row in rows] == ids, which
        assert [row["store_id"] for row in (await listed(mine, "q=st-3"))["rows"]] == ["ST-3"]
        first = await listed(mine, "limit=2")
        rest = await listed(mine, f"limit=2&after={first['next']}")
        assert ([row["store_id"] for row in rest["rows"]], rest["next"]) == (["ST-3"], None)
        assert [row["store_id"] for row in (await listed(theirs))["rows"]] == ["ST-4"]
        for login in [one.login for one in w.CAST if one.login not in ("clk.p01", "clk.p03")]:
            caller = await town.sign_in(login)
            assert (await caller.get("/partner/v1/receivables")).status_code == 404, login


async def shared_with(caller: Caller, query: str = "") -> dict[str, Any]:
    answer = await caller.get(f"/office/v1/receivables?{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ids(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row["store_id"], row["partner_id"]) for row in found["rows"]]


async def test_the_office_lists_what_is_shared_of_its_own_stores_and_counts_nothing_else(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        lines = (owes(open_fen=600_000, overdue_fen=5), owes("ST-2", 70, limit_fen=None))
        d_class = {"code": "K200", "name": "演示杂货", "customer_class": "D"}
        await world.admin.says("customer.put", "K200", d_class)
        await world.admin.says("store.put", "ST-3", w.store_put("ST-3", "K200", "B-FS-CC", "P01"))
        await said(world.clerk, *lines, owes("ST-3", 100))
        await said(world.clerk2, owes("ST-4", 777), id="R-2")
        sup, spc, mgr, sup_nh = [
            await town.sign_in(login) for login in ("sup.cc", "spc.east", "mgr.fs", "sup.nh")
        ]
        nothing = {"stores": 0, "said": 0, "open_fen": 0, "overdue_fen": 0, "over": 0,
                   "oldest": None}  # fmt: skip
        for caller in (sup, spc, mgr, sup_nh):
            found = await shared_with(caller)
            assert (found["rows"], found["sums"]) == ([], nothing)

        await shares(world.clerk)
        found = await shared_with(sup)
        assert found["rows"][0] == {
            "store_id": "ST-1", "store_code": "ST-1", "store_name": "万邻汇ST-1店",
            "partner_id": "P01", "partner_name": "演示P01", "limit_fen": 500_000,
            "open_fen": 600_000, "overdue_fen": 5, "as_of": w.day(-2),
        }  # fmt: skip
        assert ids(found) == [("ST-1", "P01"), ("ST-2", "P01"), ("ST-3", "P01")]
        assert found["sums"] == {
            "stores": 3, "said": 3, "open_fen": 600_170, "overdue_fen": 5, "over": 1,
            "oldest": w.day(-2),
        }  # fmt: skip
        assert ids(await shared_with(sup, "which=over")) == [("ST-1", "P01")]
        assert ids(await shared_with(sup, "which=overdue")) == [("ST-1", "P01")]
        assert ids(await shared_with(sup, "q=st-3")) == [("ST-3", "P01")]
        # Another office sees none of them, nor what its own partner keeps to himself; the
        # specialist his classes of customer.
        assert (await shared_with(sup_nh))["sums"] == nothing
        major = await shared_with(spc)
        assert ids(major) == [("ST-1", "P01"), ("ST-2", "P01")]
        assert (major["sums"]["open_fen"], major["sums"]["stores"]) == (600_070, 2)

        # A store that owes two partners stands there twice, and is one store.
        await shares(world.clerk2)
        await world.admin.says("store.put", "ST-4", w.store_put("ST-4", "K010", "B-FS-NH", "P01"))
        await said(world.clerk, owes("ST-4", 23), id="R-3")
        both = [("ST-4", "P01"), ("ST-4", "P03")]
        found = await shared_with(sup_nh)
        assert (ids(found), found["sums"]["stores"], found["sums"]["open_fen"]) == (both, 1, 800)
        walked, after = [], ""
        for _ in range(5):
            page = await shared_with(mgr, f"limit=1&after={after}")
            walked += ids(page)
            after = page["next"] or ""
        assert walked == [(f"ST-{n}", "P01") for n in (1, 2, 3)] + both
        assert after == ""

        await shares(world.clerk, False)
        assert ids(await shared_with(mgr)) == [("ST-4", "P03")]
        office = ("sup.cc", "sup.nh", "spc.east", "mgr.fs")
        for login in [one.login for one in w.CAST if one.login not in office]:
            caller = await town.sign_in(login)
            assert (await caller.get("/office/v1/receivables")).status_code == 404, login


async def hints(caller: Caller, *ids: str) -> list[dict[str, Any]]:
    answer = await caller.get(f"/office/v1/order-hints?orders={','.join(ids)}")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return rows


async def test_at_the_audit_credit_is_said_only_while_it_is_shared_and_stock_with_its_count(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        few = [w.line("SKU-01", 1, 5880)]
        await world.rep.says("order.submit", "O-1", w.order("ST-1", few))
        await world.rep_nh.says("order.submit", "O-4", w.order("ST-4", few, no="NH01-1"))
        await said(world.clerk, owes())
        at = w.ago(days=2)
        counted = w.counted(("SKU-01", "A", 48, 6), ("SKU-02", "B", 9, 0), counted_at=at)
        await world.clerk.says("stock.count", "C-1", counted)
        sup, manager = await town.sign_in("sup.cc"), await town.sign_in("mgr.fs")
        (row,) = await hints(sup, "O-1", "O-4", "O-99")
        stock = [{"sku_id": "SKU-01", "saleable": 48, "counted_at": at}]
        assert row == {
            "order_id": "O-1", "partner_name": "演示P01", "credit": None, "stock": stock,
        }  # fmt: skip
        await shares(world.clerk)
        for caller in (sup, manager):
            credit = (await hints(caller, "O-1"))[0]["credit"]
            assert credit == {
                "limit_fen": 500_000, "open_fen": 320_000, "overdue_fen": 0, "as_of": w.day(-2),
            }  # fmt: skip
        assert [row["order_id"] for row in await hints(manager, "O-1", "O-4")] == ["O-1", "O-4"]
        assert await hints(await town.sign_in("sup.nh"), "O-1") == []
        # The store went to another partner: what it owes the one before does not speak here.
        await world.admin.says("store.put", "ST-4", w.store_put("ST-4", "K010", "B-FS-NH", "P01"))
        await said(world.clerk, owes("ST-4"), id="R-2")
        assert (await hints(manager, "O-4"))[0]["credit"] is None
        assert await hints(sup) == []
        answer = await sup.get(
            f"/office/v1/order-hints?orders={','.join(f'O-{n}' for n in range(101))}"
        )
        assert answer.status_code == 400
