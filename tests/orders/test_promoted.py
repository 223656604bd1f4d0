"""Orders priced by promotions, on both engines: reckoned again to the fen, differences marked with
both figures, gifts beside what is paid and after what is really taken."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.promotions.plans import released, said
from tests.town import a_town
from tests.world import World, a_world, accept, ago, day, line, order

pytestmark = pytest.mark.anyio

TEN = {"id": "1", "type": "buy_n_get_m", "sku_ids": ["SKU-01"], "buy": 10, "get": 1}
OFF = {"id": "1", "type": "price_off", "sku_ids": ["SKU-01"], "off_fen": 100}
LINE = "L-SKU-01-case"


def gift(qty: int, **more: Any) -> dict[str, Any]:
    return {
        "line_id": "g1", "gift_of_line": LINE, "rule_id": "PR-1:1", "promotion_id": "PR-1",
        "plan_version": 1, "sku_id": "SKU-01", "item": None, "qty": qty, **more,
    }  # fmt: skip


async def ordered(world: World, id: str = "O-1", qty: int = 25, **more: Any) -> dict[str, Any]:
    """25 cases at the list's price with two of a 10+1, if nothing else is said."""
    args = order(**{"lines": [line("SKU-01", qty, 5880)], "gifts": [gift(2)], **more})
    result = await world.rep.says("order.submit", id, args)
    assert result["status"] == "applied", result
    return (await world.rep.sees("sales_order"))[id]


def short(gifts: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    names = ("gift_of_line", "sku_id", "qty", "accepted_qty", "noted_qty", "received_qty")
    return [tuple(one[name] for name in names) for one in gifts]


async def test_gifts_as_reckoned_go_to_the_partner_and_are_paid_for_by_nobody(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        seen = await ordered(world)
        assert (seen["doc_state"], seen["flags"]) == ("audited", [])
        assert (seen["total_fen"], seen["list_total_fen"]) == (147_000, 147_000)
        assert short(seen["gifts"]) == [(LINE, "SKU-01", 2, None, 0, None)]
        assert [len(seen["lines"]), seen["lines"][0]["promoted"][0]["gift"]] == [1, 2]
        his = (await world.clerk.sees("sales_order"))["O-1"]
        assert his["gifts"] == seen["gifts"]
        assert (his["gifts"][0]["promotion_name"], his["gifts"][0]["rule"]) == ("演示堆头", TEN)


async def test_an_app_that_names_no_gifts_sells_at_the_list_as_before(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        result = await world.rep.says("order.submit", "O-1", order())
        assert result["status"] == "applied"
        seen = (await world.rep.sees("sales_order"))["O-1"]
        assert (seen["doc_state"], seen["flags"], seen["gifts"]) == ("audited", [], [])


@pytest.mark.parametrize(
    "gifts",
    [[], [gift(3)], [gift(2, sku_id="SKU-03")], [gift(2, rule_id="PR-9:1", promotion_id="PR-9")]],
)
async def test_other_gifts_than_are_due_wait_for_a_person_who_sees_both(
    database: Database, gifts: list[dict[str, Any]]
) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        for id in ("O-1", "O-2"):
            seen = await ordered(world, id, gifts=gifts)
            assert (seen["doc_state"], seen["flags"]) == ("submitted", ["gift_diff"])
            assert [one["qty"] for one in seen["gifts"]] == [one["qty"] for one in gifts]
        await said(world.sup, ("order.audit", "O-1", {"note": None}))
        await said(world.sup, ("order.audit", "O-2", {"note": None, "gifts": "reckoned"}))
        his = await world.clerk.sees("sales_order")
        assert [one["qty"] for one in his["O-1"]["gifts"]] == [one["qty"] for one in gifts]
        assert short(his["O-2"]["gifts"]) == [(LINE, "SKU-01", 2, None, 0, None)]


async def test_a_price_by_promotion_is_the_right_one_and_the_lists_is_not(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await released(world, type="price_off", rules=[OFF])
        right = [line("SKU-01", 10, 5780)]
        seen = await ordered(world, "O-1", gifts=[], lines=right)
        assert (seen["flags"], seen["list_total_fen"], seen["total_fen"]) == ([], 58_800, 57_800)
        reason = seen["lines"][0]["promoted"][0]
        assert (reason["type"], reason["before"], reason["after"]) == ("price_off", 5880, 5780)
        dear = await ordered(world, "O-2", 10, gifts=[])
        assert (dear["flags"], dear["doc_state"]) == (["reprice_diff"], "submitted")
        await said(world.sup, ("order.audit", "O-2", {"note": None}))
        his = (await world.clerk.sees("sales_order"))["O-2"]
        assert (his["total_fen"], his["lines"][0]["price_fen"]) == (57_800, 5780)


async def test_an_owner_who_said_no_gets_none(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        await said(world.rep, ("promotion.decline", "PR-1:ST-1", w.declined()))
        assert (await ordered(world, gifts=[]))["flags"] == []
        assert (await ordered(world, "O-2"))["flags"] == ["gift_diff"]


async def test_k9_a_stop_she_could_not_know_of_is_none_and_one_she_knew_is(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        before = ago(minutes=1)
        stop = {"stops_at": ago(minutes=5), "reason": "缺货"}
        await said(world.mgr, ("promotion.stop", "PR-1", stop))
        assert (await ordered(world, "O-1", pack_at=before))["flags"] == []
        assert (await ordered(world, "O-2", pack_at=w.text(w.now())))["flags"] == ["gift_diff"]
        old = await ordered(world, "O-3", pack_at=ago(days=3, minutes=1))
        assert old["flags"] == ["gift_diff", "old_pack"]
        assert (await ordered(world, "O-4"))["flags"] == ["gift_diff"], "an app that does not say"


async def test_a_promotion_that_is_over_by_now_counts_for_an_order_of_its_last_day(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN], ends_on=day(-1), starts_on=day(-9))
        await said(world.system, ("promotion.end", "PR-1", {}))
        yesterday = {"day": day(-1), "price_list_id": "PL-C-8", "price_list_version": 8}
        assert (await ordered(world, "O-1", **yesterday))["flags"] == []
        assert (await ordered(world, "O-2"))["flags"] == ["gift_diff"]


async def test_gifts_follow_what_the_partner_can_ship(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        await ordered(world)
        await world.clerk.says("order.accept", "O-1", accept((LINE, 18, "out_of_stock")))
        seen = (await world.rep.sees("sales_order"))["O-1"]
        assert short(seen["gifts"]) == [(LINE, "SKU-01", 2, 1, 0, None)]


async def test_gifts_go_on_notes_and_follow_what_the_store_took(database: Database) -> None:
    """25 and 2: on the first note 18 with one, on the second 7 with the other. Of the first the
    store takes 9, and so no gift; what came back goes out again with its gift."""
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        await ordered(world)
        await world.clerk.says("order.accept", "O-1", accept((LINE, 25, None)))
        for no, qty, gifts in ((1, 18, [1]), (2, 7, [1])):
            await said(world.clerk, ("note.make", f"N-{no}", note(no, qty)))
            made = (await world.driver.sees("delivery_note"))[f"N-{no}"]
            assert [one["qty"] for one in made["gifts"]] == gifts
        await said(world.driver, ("note.load", "N-1", {}), ("note.deliver", "N-1", took(9)))
        first = (await world.rep.sees("delivery_note"))["N-1"]
        assert [one["accepted_qty"] for one in first["gifts"]] == [0]
        seen = (await world.rep.sees("sales_order"))["O-1"]
        assert short(seen["gifts"]) == [(LINE, "SKU-01", 2, 2, 1, 0)]
        await said(world.driver, ("note.load", "N-2", {}), ("note.deliver", "N-2", took(7)))
        await said(world.clerk, ("note.make", "N-3", note(3, 9)))
        await said(world.driver, ("note.load", "N-3", {}), ("note.deliver", "N-3", took(9)))
        seen = (await world.rep.sees("sales_order"))["O-1"]
        assert short(seen["gifts"]) == [(LINE, "SKU-01", 2, 2, 2, 2)]
        assert (seen["exec_state"], seen["doc_state"]) == ("received", "closed")


def note(no: int, qty: int) -> dict[str, Any]:
    goods = {"line_id": LINE, "order_id": "O-1", "sku_id": "SKU-01", "qty": qty, "uom": "case"}
    return {
        "no": f"D-{no}", "store_id": "ST-1", "order_ids": ["O-1"], "driver_id": "drv.p01a",
        "deliver_on": day(), "lines": [goods],
    }  # fmt: skip


def took(qty: int) -> dict[str, Any]:
    return {
        "outcome": "delivered", "lines": [{"line_id": LINE, "accepted_qty": qty, "reason": "late"}],
        "signer_name": "演示店主", "signature_photo_id": "PH-S", "photo_ids": [], "position": None,
        "reason": None, "note": None,
    }  # fmt: skip


async def test_the_office_sees_what_was_said_beside_what_is_due(database: Database) -> None:
    async with a_town(database) as town:
        await released(town.world, rules=[TEN])
        await ordered(town.world, gifts=[gift(1)])
        asked = await (await town.sign_in("sup.cc")).get("/office/v1/orders/O-1")
        seen = asked.json()
        assert ([one["qty"] for one in seen["gifts"]], seen["total_fen"]) == ([1], 147_000)
        assert [one["qty"] for one in seen["due_gifts"]] == [2]
        assert (seen["due_total_fen"], seen["lines"][0]["due_amount_fen"]) == (147_000, 147_000)


async def test_what_a_store_had_of_its_share_is_taken_off(database: Database) -> None:
    """Three a store: two with the first order, one is left for the next."""
    async with a_world(database) as world:
        await released(world, rules=[{**TEN, "per_store": 3}])
        assert (await ordered(world, "O-1"))["flags"] == []
        assert (await ordered(world, "O-2"))["flags"] == ["gift_diff"]
        await said(world.sup, ("order.cancel", "O-2", {"reason": "错了"}))
        assert (await ordered(world, "O-3", gifts=[gift(1)]))["flags"] == []
        assert (await ordered(world, "O-4", gifts=[]))["flags"] == [], "nothing is left"
        elsewhere = await ordered(world, "O-5", store_id="ST-2")
        assert elsewhere["flags"] == [], "another store has its own"


async def test_only_the_first_order_of_these_products(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, rules=[{**TEN, "first_order": True}])
        other = order(lines=[line("SKU-03", 20, 2500)], gifts=[])
        await said(world.rep, ("order.submit", "O-0", other))
        assert (await ordered(world, "O-1"))["flags"] == []
        assert (await ordered(world, "O-2"))["flags"] == ["gift_diff"]
        assert (await ordered(world, "O-3", gifts=[]))["flags"] == []
        amended = {
            "amendment_id": "A", "reason": "少一点", "lines": [{"line_id": LINE, "qty": 12}],
        }  # fmt: skip
        await said(world.rep, ("order.amend", "O-2", amended))
        assert (await world.rep.sees("sales_order"))["O-2"]["gifts"] == []


async def test_beyond_what_there_is_for_all_stores_a_person_decides(database: Database) -> None:
    """Three in all. Two orders said in one breath are not both under it; nothing is taken off."""
    async with a_world(database) as world:
        await released(world, rules=[{**TEN, "quota": 3}])
        for n in (1, 2):
            lines = [line("SKU-01", 25, 5880)]
            world.rep.note("order.submit", f"O-{n}", order(lines=lines, gifts=[gift(2)]))
        await world.rep.push()
        seen = await world.rep.sees("sales_order")
        assert [seen[f"O-{n}"]["flags"] for n in (1, 2)] == [[], ["quota_over"]]
        assert seen["O-2"]["gifts"][0]["qty"] == 2
        assert (await ordered(world, "O-3", gifts=[gift(1)], qty=19))["flags"] == ["quota_over"]
        await said(world.sup, ("order.cancel", "O-2", {"reason": "不要了"}))
        await said(world.sup, ("order.audit", "O-3", {"note": None}))
        assert (await world.rep.sees("sales_order"))["O-3"]["gifts"][0]["qty"] == 1
        assert (await ordered(world, "O-4", gifts=[gift(1)], qty=19))["flags"] == ["quota_over"]
        await said(world.sup, ("order.cancel", "O-1", {"reason": "不要了"}))
        assert (await ordered(world, "O-5"))["flags"] == ["quota_over"], "1 + 1 + 2"
        for id in ("O-4", "O-5"):
            await said(world.sup, ("order.cancel", id, {"reason": "不要了"}))
        assert (await ordered(world, "O-6", gifts=[gift(1)], qty=19))["flags"] == [], "1 + 1"


async def test_a_quota_in_money_counts_price_off(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, type="price_off", rules=[{**OFF, "quota_fen": 3000}])
        why = {"rule_id": "PR-1:1", "type": "price_off", "off_fen": 1500, "before": 5880,
               "after": 5780, "promotion_id": "PR-1", "plan_version": 1}  # fmt: skip
        one = {**line("SKU-01", 15, 5780), "list_price_fen": 5880, "promoted": [why]}
        assert (await ordered(world, "O-1", gifts=[], lines=[one]))["flags"] == []
        assert (await ordered(world, "O-2", gifts=[], lines=[one]))["flags"] == []
        assert (await ordered(world, "O-3", gifts=[], lines=[one]))["flags"] == ["quota_over"]
