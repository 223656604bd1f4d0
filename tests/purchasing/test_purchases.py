"""A partner orders from the company (domain.md 3.9): who may take which step, from which state."""

from typing import Any

import pytest

from backend.purchasing.closing import say_closed
from tests import world as w
from tests.engines import Database
from tests.town import a_town
from tests.world import Actor, World, a_world

pytestmark = pytest.mark.anyio

ID = "PO-1"
ASKED = w.purchase()
AUDIT = {"outcome": "audited", "payment": "prepaid", "funds_fen": 400_000, "note": None}
REVIEWED = {"outcome": "reviewed", "note": None}
SENT = (("SKU-01", "N1", 60), ("SKU-02", "N2", 20))


def allocation(*given: tuple[str, int, str | None], **more: Any) -> dict[str, Any]:
    lines = given or (("SKU-01", 60, None), ("SKU-02", 20, None))
    named = [{"sku_id": sku, "cases": cases, "rest": rest} for sku, cases, rest in lines]
    return {"lines": named, "ship_on": w.day(1), **more}


def sent(*lots: tuple[str, str, int], **more: Any) -> dict[str, Any]:
    lines = [
        {"sku_id": sku, "lot": lot, "produced_on": w.day(-30), "cases": cases}
        for sku, lot, cases in lots or SENT
    ]
    return {"paper_no": "LQ-1", "arrives_on": w.day(2), "lines": lines, **more}


def claimed(sku: str, lot: str, short: int, damaged: int) -> dict[str, Any]:
    line = {"sku_id": sku, "lot": lot, "produced_on": w.day(-30), "short": short,
            "damaged": damaged}  # fmt: skip
    return {"lines": [line], "note": None}


def got(*lots: tuple[str, str, int, int], **more: Any) -> dict[str, Any]:
    return w.came(*lots, purchase_id=ID, **more)


WHOLE = got(("SKU-01", "N1", 60 * 24, 0), ("SKU-02", "N2", 20 * 24, 0))
SHORT = got(("SKU-01", "N1", 1400, 10), ("SKU-02", "N2", 20 * 24, 0))


async def says(actor: Actor, kind: str, args: dict[str, Any], id: str = ID) -> Any:
    """The problem's code, or how it went."""
    result = await actor.says(kind, id, args)
    return result.get("code") or result["status"]


async def order(world: World, id: str = ID) -> dict[str, Any]:
    found: dict[str, Any] = (await world.clerk.sees("purchase_order"))[id]
    return found


async def ready(world: World, until: str = "in_transit") -> None:
    """Counted, priced, and taken through the states as far as this one."""
    assert await says(world.admin, "price_list.put", w.company_prices(), "PL-P.1") == "applied"
    assert await says(world.clerk, "stock.count", w.counted(), "C-1") == "applied"
    for state, actor, kind, args in (
        ("submitted", world.clerk, "purchase.submit", ASKED),
        ("reviewed", world.sup, "purchase.review", REVIEWED),
        ("audited", world.desk, "purchase.audit", AUDIT),
        ("allocated", world.desk, "purchase.allocate", allocation()),
        ("in_transit", world.desk, "purchase.dispatch", sent()),
    ):
        if until == "counted":
            return
        assert await says(actor, kind, args) == "applied", kind
        assert (await order(world))["state"] == state
        if state == until:
            return


async def test_from_the_order_to_the_goods_and_who_sees_it(database: Database) -> None:
    async with a_world(database) as world:
        await ready(world)
        assert await says(world.clerk, "stock.receive", WHOLE, "R-1") == "applied"
        held = await order(world)
        assert (held["state"], held["claim_until"], held["received_late"]) == (
            "received", None, False,
        )  # fmt: skip
        await say_closed(world.store, world.registry, ID)
        held = await order(world)
        assert [(one["what"], one["by_name"]) for one in held["steps"]] == [
            ("submitted", "文员一"), ("reviewed", "罗建明"), ("audited", "订单员"),
            ("allocated", "订单员"), ("in_transit", "订单员"), ("received", "文员一"),
            ("closed", "system"),
        ]  # fmt: skip
        assert (held["value_fen"], held["no"]) == (400_000, "B-0001")
        told = {item["kind"] for item in (await world.clerk.sees("inbox_item")).values()}
        assert told == {"purchase.sent"}
        for other in (world.clerk2, world.driver, world.rep, world.sup, world.desk):
            assert await other.sees("purchase_order") == {}, other.person.login
        again = await world.clerk.says("stock.receive", "R-2", WHOLE)
        assert again["status"] == "applied"
        assert (await order(world))["state"] == "closed"


async def test_what_keeps_an_order_from_being_submitted(database: Database) -> None:
    async with a_world(database) as world:
        clerk, old = world.clerk, w.counted(counted_at=w.ago(days=4))
        assert await says(clerk, "purchase.submit", ASKED) == "purchase/count-old"
        assert await says(clerk, "stock.count", old, "C-1") == "applied"
        assert await says(clerk, "purchase.submit", ASKED) == "purchase/count-old"
        assert await says(clerk, "stock.count", w.counted(), "C-2") == "applied"
        gone = w.sku_put("SKU-02", active=False)
        assert await says(world.admin, "sku.put", gone, "SKU-02") == "applied"
        for args, code in (
            (ASKED, "purchase/not-orderable"),
            (w.purchase(("SKU-99", None, 60)), "purchase/not-orderable"),
            (w.purchase(("SKU-01", 60, 49)), "purchase/too-small"),
            (w.purchase(("SKU-03", None, 60)), "purchase/count-old"),
            (w.purchase(("SKU-01", 1, 30), ("SKU-01", 1, 30)), "value/out-of-range"),
            (w.purchase(("SKU-01", 60, 60), wanted_on=w.day(-1)), "value/out-of-range"),
            (w.purchase(("SKU-01", 60, 50), ("SKU-02", 20, 0)), "applied"),
        ):
            assert await says(clerk, "purchase.submit", args) == code, args
        assert (await order(world))["value_fen"] is None
        assert await says(world.sup, "purchase.review", REVIEWED) == "purchase/note-needed"
        assert await says(world.sup, "purchase.review", {**REVIEWED, "note": "停产"}) == "applied"
        assert await says(world.desk, "purchase.audit", AUDIT) == "price/unknown"


async def test_terms_of_a_partner_are_his_managers_and_count_from_then_on(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await ready(world, "counted")
        terms = {"cycle_days": 7, "lead_days": 2, "season_per_mille": 1200, "min_cases": 90,
                 "count_days": 5, "receipt_h": 12, "claim_h": 24}  # fmt: skip
        assert await says(world.mgr, "purchase_terms.put", terms, "P99") == "record/unknown"
        assert await says(world.mgr, "purchase_terms.put", terms, "P01") == "applied"
        assert set(await world.clerk.sees("purchase_terms")) == {"P01"}
        assert await world.clerk2.sees("purchase_terms") == {}
        assert await says(world.clerk, "purchase.submit", ASKED) == "purchase/too-small"


async def test_returned_and_ordered_again_is_its_next_revision(database: Database) -> None:
    async with a_world(database) as world:
        await ready(world, "submitted")
        assert await says(world.clerk, "purchase.submit", ASKED) == "applied"
        assert (await order(world))["revision"] == 1
        assert await says(world.sup_nh, "purchase.review", REVIEWED) == "record/unknown"
        back = {"outcome": "returned", "note": None}
        assert await says(world.sup, "purchase.review", back) == "purchase/note-needed"
        assert await says(world.sup, "purchase.review", {**back, "note": "多了"}) == "applied"
        assert await says(world.clerk2, "purchase.submit", ASKED) == "record/unknown"
        less = w.purchase(("SKU-01", 60, 50), ("SKU-02", 20, 10))
        less["lines"][0] |= {"promo_cases": 12, "launch_cases": 0}
        assert await says(world.clerk, "purchase.submit", less) == "applied"
        held = await order(world)
        assert (held["state"], held["revision"], held["value_fen"]) == ("submitted", 2, 300_000)
        needs = [(one.get("promo_cases"), one.get("launch_cases")) for one in held["lines"]]
        assert needs == [(12, None), (None, None)]


async def test_the_desk_audits_by_the_funds_and_what_stands_stands(database: Database) -> None:
    async with a_world(database) as world:
        await ready(world, "reviewed")
        for more in ({"funds_fen": 399_999}, {"funds_fen": None}, {"payment": None}):
            assert await says(world.desk, "purchase.audit", {**AUDIT, **more}) == "purchase/funds"
        no = {"outcome": "rejected", "payment": None, "funds_fen": None, "note": None}
        assert await says(world.desk, "purchase.audit", no) == "purchase/note-needed"
        assert await says(world.desk, "purchase.audit", AUDIT) == "applied"
        late = await world.desk.says("purchase.audit", ID, {**no, "note": "欠款"})
        assert (late["status"], late["code"]) == ("conflict", "purchase/state")
        assert (await order(world))["state"] == "audited"


async def test_what_changes_before_it_is_allocated_begins_anew(database: Database) -> None:
    async with a_world(database) as world:
        await ready(world, "audited")
        more = w.purchase(("SKU-01", 60, 70))
        changed = {"lines": more["lines"], "wanted_on": w.day(3), "reason": "加量"}
        assert await says(world.desk, "purchase.amend", changed) == "applied"
        held = await order(world)
        assert (held["state"], held["revision"], held["value_fen"]) == ("submitted", 2, 350_000)
        assert held["steps"][-1]["what"] == "amended"
        assert await says(world.clerk2, "purchase.cancel", {"reason": "x"}) == "record/unknown"
        assert await says(world.clerk, "purchase.cancel", {"reason": "不要了"}) == "applied"
        assert (await order(world))["state"] == "cancelled"
        assert await says(world.clerk, "purchase.amend", changed) == "purchase/state"


async def test_after_it_is_allocated_nothing_is_changed(database: Database) -> None:
    async with a_world(database) as world:
        await ready(world, "allocated")
        changed = {"lines": ASKED["lines"], "wanted_on": w.day(3), "reason": "加量"}
        for actor in (world.clerk, world.desk):
            assert await says(actor, "purchase.amend", changed) == "purchase/state"
            assert await says(actor, "purchase.cancel", {"reason": "x"}) == "purchase/state"
        assert (await order(world))["state"] == "allocated"


async def test_a_back_order_is_an_order_of_its_own_and_the_rest_is_cut(database: Database) -> None:
    async with a_world(database) as world:
        await ready(world, "audited")
        wrong: tuple[tuple[list[tuple[str, int, str | None]], str], ...] = (
            ([("SKU-01", 60, None)], "value/out-of-range"),
            ([("SKU-01", 61, None), ("SKU-02", 20, None)], "purchase/over"),
            ([("SKU-01", 40, None), ("SKU-02", 20, None)], "value/out-of-range"),
            ([("SKU-01", 0, "cut"), ("SKU-02", 0, "cut")], "value/out-of-range"),
        )
        for lines, code in wrong:
            given = allocation(*lines)
            assert await says(world.desk, "purchase.allocate", given) == code, lines
        part = allocation(("SKU-01", 40, "backorder"), ("SKU-02", 15, "cut"))
        assert await says(world.desk, "purchase.allocate", part) == "applied"
        found = (await world.clerk.sees("purchase_order")).values()
        one, rest = sorted(found, key=lambda held: str(held["no"]))
        assert [(line["allocated_cases"], line["rest"]) for line in one["lines"]] == [
            (40, "backorder"), (15, "cut"),
        ]  # fmt: skip
        assert (rest["no"], rest["follows_no"], rest["state"]) == ("B-0001~1", "B-0001", "audited")
        assert [(line["sku_id"], line["cases"]) for line in rest["lines"]] == [("SKU-01", 20)]
        assert (one["value_fen"], rest["value_fen"]) == (275_000, 100_000)
        told = {item["kind"] for item in (await world.clerk.sees("inbox_item")).values()}
        assert told == {"purchase.short"}


async def test_what_is_sent_is_what_was_allocated_lot_by_lot(database: Database) -> None:
    async with a_world(database) as world:
        await ready(world, "allocated")
        for lots in (SENT[:1], (*SENT, ("SKU-02", "N3", 1)), (*SENT, ("SKU-03", "N3", 1))):
            assert await says(world.desk, "purchase.dispatch", sent(*lots)) == "purchase/over"
        two = (("SKU-01", "N1", 50), ("SKU-01", "N9", 10), SENT[1])
        assert await says(world.desk, "purchase.dispatch", sent(*two)) == "applied"
        assert [(lot["lot"], lot["sent"]) for lot in (await order(world))["lots"]] == [
            ("N1", 1200), ("N9", 240), ("N2", 480),
        ]  # fmt: skip


async def test_a_difference_is_claimed_in_time_and_settled(database: Database) -> None:
    async with a_world(database) as world:
        await ready(world)
        assert await says(world.clerk, "stock.receive", SHORT, "R-1") == "applied"
        held = await order(world)
        lot = held["lots"][0]
        assert (held["state"], lot["sent"], lot["good"], lot["damaged"]) == (
            "received_diff", 1440, 1400, 10,
        )  # fmt: skip
        await say_closed(world.store, world.registry, ID)
        assert await says(world.system, "purchase.close", {}) == "purchase/state"
        assert (await order(world))["state"] == "received_diff"
        for short, damaged, code in (
            (31, 0, "purchase/over"), (0, 11, "purchase/over"), (0, 0, "value/out-of-range"),
        ):  # fmt: skip
            args = claimed("SKU-01", "N1", short, damaged)
            assert await says(world.clerk, "purchase.claim", args) == code
        strange = claimed("SKU-01", "N7", 1, 0)
        assert await says(world.clerk, "purchase.claim", strange) == "value/out-of-range"
        args = claimed("SKU-01", "N1", 30, 10)
        assert await says(world.clerk2, "purchase.claim", args) == "record/unknown"
        assert await says(world.clerk, "purchase.claim", args) == "applied"
        assert (await order(world))["claim_fen"] == 8333  # 40 of 24 at 50.00
        await say_closed(world.store, world.registry, ID)
        assert (await order(world))["state"] == "diff_claimed"

        for fen, note, code in (
            (8334, None, "purchase/over"), (5000, None, "purchase/note-needed"),
            (5000, "半数", "applied"),
        ):  # fmt: skip
            args = {"credit_fen": fen, "note": note}
            assert await says(world.desk, "purchase.settle", args) == code, fen
        await say_closed(world.store, world.registry, ID)
        held = await order(world)
        assert (held["state"], held["credit_fen"]) == ("closed", 5000)


async def test_what_nobody_claims_in_time_is_closed(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await ready(world)
        late = {**SHORT, "came_at": w.ago(hours=25)}
        assert await says(world.clerk, "stock.receive", late, "R-1") == "applied"
        assert (await order(world))["received_late"] is True
        await town.sql(f"UPDATE purchase_order SET claim_until = '{w.ago(hours=1)}'")
        args = claimed("SKU-01", "N1", 30, 10)
        assert await says(world.clerk, "purchase.claim", args) == "purchase/too-late"
        await say_closed(world.store, world.registry, ID)
        assert (await order(world))["state"] == "closed"


async def test_another_partners_order_is_not_received(database: Database) -> None:
    async with a_world(database) as world:
        await ready(world)
        result = await world.clerk2.says("stock.receive", "R-1", WHOLE)
        assert (result["status"], result["code"]) == ("quarantined", "record/unknown")
        assert (await order(world))["state"] == "in_transit"
        assert await world.clerk2.sees("stock_receipt") == {}


async def test_the_lists_of_office_and_desk_and_the_prices_of_a_partner(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await ready(town.world, "submitted")
        for login, seen in (("sup.cc", 1), ("mgr.fs", 1), ("desk.fs", 1), ("sup.nh", 0)):
            answer = await (await town.sign_in(login)).get("/office/v1/purchases")
            assert [row["id"] for row in answer.json()["rows"]] == [ID] * seen, login
        desk = await town.sign_in("desk.fs")
        (row,) = (await desk.get("/office/v1/purchases?state=submitted&partner=P01")).json()["rows"]
        assert (row["deviates"], row["value_fen"], row["lines"][0]["cases"]) == (False, 400_000, 60)
        assert (await desk.get("/office/v1/purchases?state=closed")).json()["rows"] == []
        seen_by = {"clk.p01": 200, "clk.p03": 200, "sup.cc": 404, "drv.p01a": 404}
        for login, status in seen_by.items():
            answer = await (await town.sign_in(login)).get("/partner/v1/company-prices")
            assert answer.status_code == status, login
        prices = (await (await town.sign_in("clk.p01")).get("/partner/v1/company-prices")).json()
        assert {"sku_id": "SKU-01", "case_price_fen": 5000} in prices["lines"]
