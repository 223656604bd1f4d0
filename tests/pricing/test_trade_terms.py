"""Trade terms from draft to price, who may say and see what, and partners who differ."""

from typing import Any

import pytest

from backend.pricing.terms import in_force_from
from tests import world as w
from tests.engines import Database
from tests.office.places import MGR_SD, next_branch
from tests.server.test_following import twice, work
from tests.town import Town, a_town
from tests.world import Actor, a_world, trade_terms

pytestmark = pytest.mark.anyio
CODES = "SELECT id, price_list_codes FROM store ORDER BY id"


async def said(by: Actor, *ops: tuple[str, str, dict[str, Any]]) -> None:
    for kind, id, args in ops:
        result = await by.says(kind, id, args)
        assert result["status"] == "applied", (kind, id, result)


async def agreed(town: Town, id: str, exception: str | None = None, **args: Any) -> None:
    """Written and handed in by the specialist, approved by the manager, and all that follows."""
    terms = trade_terms(**args)
    await said(town.world.spc, ("trade_terms.save", id, terms), ("trade_terms.submit", id, {}))
    await said(town.world.mgr, ("trade_terms.approve", id, {"exception": exception}))
    await work(town)


async def told(town: Town, login: str = "spc.east") -> dict[str, Any]:
    answer = await (await town.sign_in(login)).get("/office/v1/trade-terms")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def ordered(by: Actor, id: str, store: str, price: int) -> dict[str, Any]:
    lines = [w.line("SKU-01", 10, price), w.line("SKU-02", 2, 4500)]
    await said(by, ("order.submit", id, w.order(store, lines, no=id)))
    return (await by.sees("sales_order"))[id]


async def test_agreed_terms_are_what_the_phone_reads_and_the_company_reckons_by(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await agreed(town, "TT-1", prices={"SKU-01": 5800})
        rep = town.world.rep
        stores, lists = await rep.sees("store"), await rep.sees("price_list")
        codes = stores["ST-1"]["price_list_codes"]
        assert codes[1:] == ["PL-C"]
        assert "price_list_codes" not in stores["ST-2"]  # another customer's
        (terms,) = [one for one in lists.values() if one["list_code"] == codes[0]]
        assert terms["lines"] == [{"sku_id": "SKU-01", "case_price_fen": 5800}]
        order = await ordered(rep, "O-1", "ST-1", 5800)  # SKU-02 by the list
        assert (order["doc_state"], order["flags"]) == ("audited", [])
        by_list = await ordered(rep, "O-2", "ST-1", 5880)
        assert by_list["flags"] == ["reprice_diff"]
        assert (await ordered(rep, "O-3", "ST-2", 5880))["flags"] == []


async def test_terms_without_tax_are_a_price_with_it(database: Database) -> None:
    async with a_town(database) as town:
        await agreed(
            town, "TT-1", prices={"SKU-01": 5001}, tax_inclusive=False,
            exception="小店另议",
        )  # fmt: skip
        lists = await town.rows("SELECT lines FROM price_list WHERE list_code LIKE 'T-%'")
        assert '"case_price_fen":5651' in lists[0][0]  # 5651.13


async def test_only_who_supplies_or_sells_there_has_their_price(database: Database) -> None:
    """Partners see nothing of each other; terms themselves are on no phone at all."""
    async with a_town(database) as town:
        world = town.world
        await agreed(town, "TT-1", partner="P01", prices={"SKU-01": 5801})
        await agreed(town, "TT-3", partner="P03", prices={"SKU-01": 5802})
        for actor, seen in (
            (world.rep, {5801}), (world.rep_nh, {5802}), (world.clerk, {5801}),
            (world.clerk2, {5802}), (world.sup, {5801}), (world.driver, set()),
        ):  # fmt: skip
            lists = (await actor.sees("price_list")).values()
            found = {
                line["case_price_fen"]
                for one in lists
                for line in one["lines"]
                if one["list_code"].startswith("T-")
            }
            assert found == seen, actor.person.login
        feed = await town.rows("SELECT DISTINCT entity FROM sync_feed")
        assert not {"trade_terms", "terms_alert"} & {entity for (entity,) in feed}
        for login in ("clk.p01", "rep.cc01", "adm.hq"):
            answer = await (await town.sign_in(login)).get("/office/v1/trade-terms")
            assert answer.status_code == 404, login


async def test_the_next_version_takes_the_place_of_the_first(database: Database) -> None:
    async with a_town(database) as town:
        await agreed(town, "TT-1", prices={"SKU-01": 5800, "SKU-02": 4450})
        await agreed(
            town, "TT-2", version=2, prices={"SKU-01": 5790}, valid_from=w.day(0),
            valid_until=w.day(5),
        )  # fmt: skip
        rows = await town.rows(
            "SELECT list_version, valid_until FROM price_list WHERE list_code LIKE 'T-%'"
            " ORDER BY list_version"
        )
        assert rows == [(1, w.day(-1)), (2, w.day(5))]
        order = await ordered(town.world.rep, "O-1", "ST-1", 5790)  # SKU-02 by the list again
        assert order["flags"] == []


async def test_scenario_9_three_per_cent_dearer_is_seen_told_and_allowed(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await agreed(town, "TT-1", partner="P01", prices={"SKU-01": 5880})
        dear = trade_terms(partner="P03", prices={"SKU-01": 6062})
        await said(
            world.spc, ("trade_terms.save", "TT-3", dear), ("trade_terms.submit", "TT-3", {})
        )
        (waiting,) = [one for one in (await told(town))["rows"] if one["id"] == "TT-3"]
        assert [one["apart_bp"] for one in waiting["differs"]] == [309]
        refused = await world.mgr.says("trade_terms.approve", "TT-3", {"exception": None})
        assert (refused["status"], refused["code"], refused["facts"]) == (
            "rejected", "value/out-of-range", {"field": "exception"},
        )  # fmt: skip
        await said(world.mgr, ("trade_terms.approve", "TT-3", {"exception": "顺德运费另计"}))
        await work(town)
        (alert,) = (await told(town))["alerts"]
        assert (alert["state"], alert["customer_name"]) == ("excepted", "演示K010")
        assert [(one["reason"], one["by_name"]) for one in alert["exceptions"]] == [
            ("顺德运费另计", "梁国辉")
        ]
        # It never blocks running orders.
        order = await ordered(world.rep_nh, "O-1", "ST-4", 6062)
        assert (order["doc_state"], order["flags"]) == ("audited", [])
        assert await messages(world.spc) == []


async def test_new_terms_for_all_partners_come_one_after_the_other(database: Database) -> None:
    """Each 10 % below the list: against what the other still sells by they would differ."""
    async with a_town(database) as town:
        world = town.world
        for id, partner in (("TT-1", "P01"), ("TT-3", "P03")):
            terms = trade_terms(partner=partner, prices={"SKU-01": 5292})
            await said(world.spc, ("trade_terms.save", id, terms), ("trade_terms.submit", id, {}))
            first = [one for one in (await told(town))["rows"] if one["id"] == "TT-1"]
            assert len(first[0]["differs"]) == (1 if id == "TT-1" else 0)
        for id in ("TT-1", "TT-3"):
            await said(world.mgr, ("trade_terms.approve", id, {"exception": None}))
        await work(town)
        assert (await told(town))["alerts"] == []


async def test_a_list_that_changes_makes_partners_differ_and_the_specialist_hears_of_it(
    database: Database,
) -> None:
    """P03 has no terms: what the list says there is 6 % above P01's terms after the change."""
    async with a_town(database) as town:
        world = town.world
        await agreed(town, "TT-1", partner="P01", prices={"SKU-01": 5880})
        assert (await told(town))["alerts"] == []
        dearer = w.price_list_put(10, w.day(0), None, {**w.PRICES, "SKU-01": 6240})
        await said(world.admin, ("price_list.put", "PL-C-10", dearer))
        await work(town)
        (alert,) = (await told(town))["alerts"]
        assert (alert["state"], [one["sku_id"] for one in alert["differs"]]) == (
            "open", ["SKU-01"],
        )  # fmt: skip
        assert await messages(world.spc) == [{"customer_name": "演示K010", "n": 1}]
        await twice(town, "terms_check")  # the night says nothing new
        assert len(await messages(world.spc)) == 1
        await said(world.mgr, ("terms_alert.except", "K010", {"reason": "下月调整"}))
        await twice(town, "terms_check")
        assert (await told(town))["alerts"][0]["state"] == "excepted"
        again = await world.mgr.says("terms_alert.except", "K010", {"reason": "再来"})
        assert (again["status"], again["code"]) == ("conflict", "record/state")
        # Alike again, it is over; as far apart as before, it may still be.
        same = w.price_list_put(11, w.day(0), None, w.PRICES)
        await said(world.admin, ("price_list.put", "PL-C-11", same))
        await work(town)
        assert (await told(town))["alerts"] == []


async def messages(by: Actor) -> list[dict[str, Any]]:
    found = (await by.sees("inbox_item")).values()
    return [one["facts"] for one in found if one["kind"] == "terms.differ"]


async def test_who_writes_and_who_decides(database: Database) -> None:
    async with a_world(database) as world:
        for actor, customer, code in (
            (world.sup, "K010", None),  # C2, with a store of his
            (world.sup, "K001", "record/unknown"),  # C1 is the specialist's
            (world.sup_nh, "K001", "record/unknown"),
            (world.spc, "K001", None),
            (world.mgr, "K010", "role/not-allowed"),
            (world.rep, "K010", "role/not-allowed"),
            (world.clerk, "K010", "role/not-allowed"),
        ):
            id = f"TT-{actor.person.login}-{customer}"
            partner = "P01" if actor is world.sup else "P03"
            result = await actor.says("trade_terms.save", id, trade_terms(customer, partner))
            assert result.get("code") == code, (actor.person.login, customer, result)
        own = "TT-sup.cc-K010"
        assert (await world.spc.says("trade_terms.approve", own, {"exception": None}))["code"] == (
            "role/not-allowed"
        )
        early = await world.mgr.says("trade_terms.approve", own, {"exception": None})
        assert (early["status"], early["code"]) == ("conflict", "record/state")
        await said(world.sup, ("trade_terms.submit", own, {}))
        await said(world.mgr, ("trade_terms.return", own, {"reason": "账期太长"}))
        await said(
            world.sup,
            ("trade_terms.save", own, trade_terms("K010", "P01", payment_days=15)),
            ("trade_terms.submit", own, {}),
        )
        late = await world.sup.says("trade_terms.save", own, trade_terms("K010", "P01"))
        assert (late["status"], late["code"]) == ("conflict", "record/state")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"prices": {"SKU-99": 1}}, "sku/unknown"),
        ({"partner": "P99"}, "record/unknown"),
        ({"customer": "K999"}, "record/unknown"),
        ({"valid_until": w.day(-1)}, "value/out-of-range"),
        ({"valid_from": "2026-02-30"}, "value/out-of-range"),
        ({"version": 2}, "record/state"),
        ({"fees": [{"kind": "display", "fen": 1}] * 2}, "value/out-of-range"),
    ],
)
async def test_what_terms_may_be(database: Database, more: dict[str, Any], code: str) -> None:
    async with a_world(database) as world:
        result = await world.spc.says("trade_terms.save", "TT-1", trade_terms(**more))
        assert result["code"] == code, result


async def test_another_branch_neither_reads_nor_decides(database: Database) -> None:
    async with a_town(database) as town:
        await next_branch(town)
        world = town.world
        await said(
            world.spc,
            ("trade_terms.save", "TT-1", trade_terms()),
            ("trade_terms.submit", "TT-1", {}),
        )
        mgr = await world.actor(MGR_SD)
        for kind, args in (
            ("trade_terms.approve", {"exception": None}), ("trade_terms.return", {"reason": "x"}),
        ):  # fmt: skip
            assert (await mgr.says(kind, "TT-1", args))["code"] == "record/unknown"
        assert (await told(town, "mgr.sd"))["rows"] == []
        assert [one["id"] for one in (await told(town, "sup.nh"))["rows"]] == ["TT-1"]


# Lists of a class and of a channel


def part(code: str, price: int, **more: Any) -> dict[str, Any]:
    dated = w.price_list_put(1, "2020-01-01", None, {"SKU-01": price})
    return {**dated, "list_code": code, "min_order_fen": 0, "of_list": "PL-C", **more}


async def test_terms_before_the_class_before_the_channel_before_the_branch(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        for n, (code, price, more) in enumerate((
            ("PL-shop", 5840, {"channel_type": "grocery"}),
            ("PL-C2", 5820, {"customer_class": "C2"}),
        )):  # fmt: skip
            await said(world.admin, ("price_list.put", f"{code}.1", part(code, price, **more)))
            await work(town)
            order = await ordered(world.rep, f"O-{n}", "ST-1", price)
            assert order["flags"] == [], (code, order)
        stores = await world.rep.sees("store")
        assert stores["ST-1"]["price_list_codes"] == ["PL-C2", "PL-shop", "PL-C"]
        assert stores["ST-2"]["price_list_codes"] == ["PL-shop", "PL-C"]  # C1
        assert {"prices:PL-C2", "prices:PL-shop"} <= world.rep.scopes.keys()
        await agreed(town, "TT-1", prices={"SKU-01": 5800})
        assert (await ordered(world.rep, "O-9", "ST-1", 5800))["flags"] == []
        # The class changes, and with it what she may read.
        await said(
            world.admin,
            ("customer.put", "K010", {"code": "K010", "name": "x", "customer_class": "D"}),
        )
        codes = (await world.rep.sees("store"))["ST-1"]["price_list_codes"]
        assert codes[1:] == ["PL-shop", "PL-C"]
        assert "prices:PL-C2" not in world.rep.scopes


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"of_list": "PL-X", "customer_class": "C2"}, "price/unknown"),
        ({"of_list": None, "customer_class": "C2"}, "value/out-of-range"),
        ({}, "value/out-of-range"),
        ({"customer_class": "C2", "channel_type": "grocery"}, "value/out-of-range"),
    ],
)
async def test_a_list_of_some_stores_says_of_which(
    database: Database, more: dict[str, Any], code: str
) -> None:
    async with a_world(database) as world:
        result = await world.admin.says("price_list.put", "PL-C2.1", part("PL-C2", 1, **more))
        assert (result["status"], result["code"]) == ("rejected", code)


async def test_a_store_that_gets_another_partner_buys_by_his_terms(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await agreed(town, "TT-1", partner="P01", prices={"SKU-01": 5801})
        await agreed(town, "TT-3", partner="P03", prices={"SKU-01": 5802})
        moved = w.store_put("ST-1", "K010", "B-FS-CC", "P03")
        await said(world.admin, ("store.put", "ST-1", moved))
        (first, _) = (await world.rep.sees("store"))["ST-1"]["price_list_codes"]
        assert (await ordered(world.rep, "O-1", "ST-1", 5802))["flags"] == []
        assert f"prices:{first}" in world.rep.scopes
        assert (await world.clerk.sees("price_list")).keys().isdisjoint({f"{first}.1"})


def version(number: int, since: str, until: str | None = None) -> dict[str, Any]:
    return {"terms_version": number, "valid_from": since, "valid_until": until}


@pytest.mark.parametrize(
    ("versions", "holding"),
    [
        ([version(1, "2026-01-01")], [(1, None)]),
        ([version(1, "2026-01-01", "2026-06-30")], []),
        ([version(1, "2026-01-01", "2026-11-25")], [(1, "2026-11-25")]),
        (
            [version(1, "2026-01-01"), version(2, "2026-12-01", "2026-12-31")],
            [(1, "2026-11-30"), (2, "2026-12-31")],
        ),
        # Replaced since yesterday; and one that was replaced before it began.
        ([version(1, "2026-01-01"), version(2, "2026-11-25")], [(2, None)]),
        ([version(1, "2026-12-01"), version(2, "2026-11-01")], [(2, None)]),
        # What a version replaced does not come back when that one ends.
        ([version(1, "2026-01-01"), version(2, "2026-11-01", "2026-11-20")], []),
        (
            [version(1, "2026-01-01"), version(2, "2027-02-01"), version(3, "2027-01-01")],
            [(1, "2026-12-31"), (3, None)],
        ),
    ],
)
def test_which_versions_hold_from_today_on_and_until_when(
    versions: list[dict[str, Any]], holding: list[tuple[int, str | None]]
) -> None:
    found = in_force_from(versions, "2026-11-25")
    assert [(one["terms_version"], one["until"]) for one in found] == holding


async def test_a_partner_reads_his_own_agreed_terms_and_nothing_of_the_others(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await agreed(town, "TT-1", partner="P01", prices={"SKU-01": 5880})
        await agreed(town, "TT-3", "顺德运费另计", partner="P03", prices={"SKU-01": 6062})
        draft = trade_terms(version=2, prices={"SKU-01": 5555}, valid_from=w.day(9))
        await said(town.world.spc, ("trade_terms.save", "TT-4", draft))
        found = {}
        for login in ("clk.p01", "clk.p03"):
            answer = await (await town.sign_in(login)).get("/partner/v1/trade-terms")
            assert answer.status_code == 200, answer.text
            found[login] = answer
        (mine,) = found["clk.p01"].json()["rows"]
        assert (mine["customer_name"], mine["valid_from"], mine["until"]) == (
            "演示K010", w.day(0), None,
        )  # fmt: skip
        assert mine["lines"] == [{"sku_id": "SKU-01", "case_price_fen": 5880}]
        (theirs,) = found["clk.p03"].json()["rows"]
        assert theirs["lines"] == [{"sku_id": "SKU-01", "case_price_fen": 6062}]
        for word in ("P03", "6062", "5555", "运费另计", "differs", "exception", "梁国辉"):
            assert word not in found["clk.p01"].text, word
        for login in ("rep.cc01", "sup.cc", "drv.p01a", "adm.hq"):
            answer = await (await town.sign_in(login)).get("/partner/v1/trade-terms")
            assert answer.status_code == 404, login
