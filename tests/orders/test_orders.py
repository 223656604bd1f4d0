"""Orders through push and pull, on both engines. An order is never lost; what is odd is marked."""

from typing import Any

import pytest

from backend.orders import rules, suggesting
from tests.engines import Database
from tests.town import a_town
from tests.world import (
    PRICES,
    Actor,
    World,
    a_world,
    accept,
    ago,
    check_in,
    check_out,
    day,
    line,
    order,
    stop,
    store_put,
)

pytestmark = pytest.mark.anyio

WRONG_SUM = line("SKU-01", 10, 5880) | {"amount_fen": 1}
FULL = accept(("L-SKU-01-case", 10, None), ("L-SKU-03-case", 4, None))


async def submitted(world: World, id: str = "O-1", **more: Any) -> dict[str, Any]:
    """The order as its store sees it."""
    result = await world.rep.says("order.submit", id, order(**more))
    assert result["status"] == "applied", result
    return (await world.rep.sees("sales_order"))[id]


async def inbox(actor: Actor) -> list[str]:
    return sorted(one["kind"] for one in (await actor.sees("inbox_item")).values())


async def test_a_plain_order_is_audited_by_the_system_and_goes_to_its_partner_only(
    database: Database,
) -> None:
    async with a_world(database) as world:
        seen = await submitted(world)
        assert (seen["doc_state"], seen["exec_state"], seen["flags"]) == ("audited", "none", [])
        assert (seen["total_fen"], seen["partner_id"]) == (68800, "P01")
        assert [one["qty_base"] for one in seen["lines"]] == [240, 96]
        assert "O-1" in await world.clerk.sees("sales_order")
        assert await world.clerk2.sees("sales_order") == {}


SUGGESTED: dict[str, Any] = {
    "sku_id": "SKU-01", "last": 30, "now": 22, "delivered": 48, "returned": 0, "days": 14,
    "out_days": 0, "next_days": 14, "delivery_days": 1, "open_units": 0, "suggested": 72,
    "why": "history", "ordered": 240, "reason": "event",
}  # fmt: skip


async def test_what_was_suggested_is_kept_with_every_term_and_shown_to_the_office(
    database: Database,
) -> None:
    """domain.md 4.8.1: its inputs are stored; each term is reckoned again from what is kept."""
    async with a_town(database) as town:
        result = await town.world.rep.says("order.submit", "O-1", order(suggestions=[SUGGESTED]))
        assert result["status"] == "applied", result
        supervisor = await town.sign_in("sup.cc")
        (kept,) = (await supervisor.get("/office/v1/orders/O-1")).json()["suggestions"]
        assert kept == SUGGESTED
        counts = {n: kept[n] for n in ("last", "now", "delivered", "returned", "days", "out_days")}
        cycle = {n: kept[n] for n in ("next_days", "delivery_days")} | {"event_per_mille": 1000}
        sku = {"units": 24, "must_stock": True, "split": False, "act_days": 121, "norm_week": None}
        again = suggesting.suggested(counts, cycle, sku, kept["open_units"])
        assert (again["units"], again["why"]) == (72, "history")
        for actor in (town.world.rep, town.world.clerk):
            seen = (await actor.sees("sales_order"))["O-1"]
            assert "suggestions" not in seen
        second = await town.world.rep.says("order.submit", "O-2", order())
        assert second["status"] == "applied", "an older app suggests nothing"


@pytest.mark.parametrize(
    ("more", "flags"),
    [
        ({"lines": [line("SKU-01", 10, 5000)]}, ["reprice_diff"]),
        ({"lines": [WRONG_SUM]}, ["reprice_diff", "below_minimum"]),
        ({"total_fen": 68801}, ["reprice_diff"]),
        ({"lines": [line("SKU-99", 10, 5880)]}, ["unknown_sku", "reprice_diff"]),
        ({"lines": [line("SKU-01", 1, 5880)]}, ["below_minimum"]),
        ({"unsigned_reason": None}, ["unsigned"]),
        ({"lines": [line("SKU-02", 10, 4350)]}, ["reprice_diff"]),
    ],
)
async def test_an_order_that_does_not_add_up_is_kept_marked_and_hidden_from_the_partner(
    database: Database, more: dict[str, Any], flags: list[str]
) -> None:
    async with a_world(database) as world:
        seen = await submitted(world, **more)
        assert (seen["doc_state"], seen["flags"]) == ("submitted", flags)
        assert set(flags) <= set(rules.FLAGS)
        assert await world.clerk.sees("sales_order") == {}


async def test_an_order_taken_before_the_price_change_keeps_the_old_price(
    database: Database,
) -> None:
    async with a_world(database) as world:
        old = {"lines": [line("SKU-02", 10, PRICES["SKU-02"])], "day": day(-1)}
        seen = await submitted(world, price_list_id="PL-C-8", price_list_version=8, **old)
        assert (seen["doc_state"], seen["flags"]) == ("audited", [])


async def test_bottles_cost_their_share_of_the_case_and_need_a_store_that_splits(
    database: Database,
) -> None:
    async with a_world(database) as world:
        bottles = [line("SKU-03", 400, 104, "bottle")]  # 25.00 by 24 is 104.17 fen
        seen = await submitted(world, lines=bottles)
        assert (seen["flags"], seen["lines"][0]["qty_base"]) == ([], 400)
        whole = store_put("ST-1", "K010", "B-FS-CC", "P01") | {"split_sale": False}
        await world.admin.says("store.put", "ST-1", whole)
        seen = await submitted(world, "O-2", lines=bottles)
        assert seen["flags"] == ["split_sale"]


async def test_an_order_may_come_for_a_closed_store_or_one_without_a_partner(
    database: Database,
) -> None:
    async with a_world(database) as world:
        put = store_put("ST-1", "K010", "B-FS-CC", None) | {"active": False}
        await world.admin.says("store.put", "ST-1", put)
        seen = await submitted(world)
        assert seen["flags"] == ["no_partner", "store_closed"]
        assert (seen["doc_state"], seen["hold"]["reason"]) == ("on_hold", "store"), "K14"
        early = await world.sup.says("order.audit", "O-1", {"note": None})
        assert (early["status"], early["code"]) == ("conflict", "order/state")
        await world.sup.says("order.release", "O-1", {"note": "还营业"})
        no = await world.sup.says("order.audit", "O-1", {"note": None})
        assert no["code"] == "record/unknown"


async def test_an_order_from_a_strange_store_waits_for_a_person(database: Database) -> None:
    async with a_world(database) as world:
        for id in ("ST-4", "ST-nowhere"):
            result = await world.rep.says("order.submit", f"O-{id}", order(id))
            assert (result["status"], result["code"]) == ("quarantined", "store/not-granted")


async def test_two_orders_of_one_number_are_two_orders(database: Database) -> None:
    async with a_world(database) as world:
        await submitted(world, "O-1", no="CC01-0001")
        await submitted(world, "O-2", no="CC01-0001")
        again = await world.rep.says("order.submit", "O-1", order(no="CC01-0001"))
        other = await world.rep.says("order.submit", "O-1", order(no="CC01-0002"))
        assert again["status"] == "duplicate"
        assert (other["status"], other["code"]) == ("rejected", "fact/immutable")
        taken = await world.rep2.says("order.submit", "O-1", order("ST-3", no="CC02-0001"))
        assert (taken["status"], taken["code"]) == ("quarantined", "record/clash")
        assert set(await world.clerk.sees("sales_order")) == {"O-1", "O-2"}


async def test_an_audit_honours_the_lower_total_up_to_two_percent(database: Database) -> None:
    async with a_world(database) as world:
        above = [line("SKU-01", 10, 5900)]
        below = [line("SKU-01", 10, 5800)]
        far = [line("SKU-01", 10, 5000)]
        for id, lines in (("O-1", above), ("O-2", below), ("O-3", far)):
            await submitted(world, id, lines=lines)
        results = [await world.sup.says("order.audit", f"O-{i}", {"note": None}) for i in (1, 2, 3)]
        assert [one["status"] for one in results] == ["applied", "applied", "rejected"]
        assert results[2]["code"] == "order/arithmetic"
        seen = await world.clerk.sees("sales_order")
        assert (seen["O-1"]["total_fen"], seen["O-1"]["lines"][0]["price_fen"]) == (58800, 5880)
        assert seen["O-2"]["total_fen"] == 58000
        assert "O-3" not in seen


async def test_orders_of_c1_customers_are_the_specialists(database: Database) -> None:
    async with a_world(database) as world:
        small = [line("SKU-01", 1, 5880)]
        await world.rep.says("order.submit", "O-1", order("ST-2", small))
        await world.rep.says("order.submit", "O-2", order("ST-1", small))
        for actor, id, status in (
            (world.sup, "O-1", "rejected"),
            (world.spc, "O-1", "applied"),
            (world.spc, "O-2", "rejected"),
            (world.sup, "O-2", "applied"),
        ):
            result = await actor.says("order.audit", id, {"note": None})
            assert result["status"] == status, (actor.person.id, id)
        foreign = await world.sup_nh.says("order.reject", "O-2", {"reason": "?"})
        assert foreign["code"] == "record/unknown"


async def test_the_partner_goes_on_seeing_what_was_cancelled_and_learns_why(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await submitted(world)
        await world.clerk.says("order.accept", "O-1", FULL)
        result = await world.sup.says("order.cancel", "O-1", {"reason": "重复下单"})
        assert result["status"] == "applied"
        seen = (await world.clerk.sees("sales_order"))["O-1"]
        assert (seen["doc_state"], seen["reason"]) == ("cancelled", "重复下单")
        assert await inbox(world.clerk) == ["order.cancelled"]
        assert await inbox(world.rep) == ["order.cancelled"]


async def test_k1_a_cancellation_stands_and_the_late_author_is_told_by_whom_and_why(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await submitted(world)
        await world.clerk.catch_up()
        await world.sup.says("order.cancel", "O-1", {"reason": "店主改主意"})
        late = await world.clerk.says(
            "order.accept", "O-1", FULL, base={"version": 1, "state": "audited"}
        )
        assert (late["status"], late["code"]) == ("conflict", "order/state")
        assert late["resolution"] == "kept-server"
        assert late["current"]["state"] == "cancelled"
        assert late["current"]["decided_by"] == "罗建明"
        item = (await world.clerk.sees("inbox_item"))[late["inbox_id"]]
        assert item["kind"] == "order.conflict"
        assert item["facts"]["reason"] == "店主改主意"
        assert item["facts"]["tried"] == "order.accept"


async def test_a_step_that_is_still_legal_is_a_conflict_when_its_author_saw_another_state(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await submitted(world, lines=[line("SKU-01", 1, 5880)])
        await world.sup.says("order.audit", "O-1", {"note": None})
        blind = await world.sup.says(
            "order.cancel", "O-1", {"reason": "?"}, base={"version": 1, "state": "submitted"}
        )
        assert (blind["status"], blind["current"]["state"]) == ("conflict", "audited")
        await world.clerk.says("order.accept", "O-1", accept(("L-SKU-01-case", 1, None)))
        seeing = await world.sup.says(
            "order.cancel", "O-1", {"reason": "!"}, base={"version": 2, "state": "audited"}
        )
        assert seeing["status"] == "applied"


async def test_a_rep_cancels_her_own_before_its_audit_only(database: Database) -> None:
    async with a_world(database) as world:
        await submitted(world, "O-1", lines=[line("SKU-01", 1, 5880)])
        await submitted(world, "O-2")
        own = await world.rep.says("order.cancel", "O-1", {"reason": "改单"})
        audited = await world.rep.says("order.cancel", "O-2", {"reason": "改单"})
        other = await world.rep2.says("order.cancel", "O-2", {"reason": "改单"})
        assert own["status"] == "applied"
        assert (audited["status"], audited["code"]) == ("conflict", "order/state")
        assert (other["status"], other["code"]) == ("rejected", "record/unknown")
        assert "O-1" not in await world.clerk.sees("sales_order")


async def test_a_rejected_order_can_be_decided_no_more(database: Database) -> None:
    async with a_world(database) as world:
        await submitted(world, lines=[line("SKU-01", 1, 5880)])
        await world.sup.says("order.reject", "O-1", {"reason": "太少"})
        assert await inbox(world.rep) == ["order.rejected"]
        for kind, args in (
            ("order.audit", {"note": None}),
            ("order.reject", {"reason": "太少"}),
            ("order.cancel", {"reason": "太少"}),
        ):
            result = await world.sup.says(kind, "O-1", args)
            assert (result["status"], result["code"]) == ("conflict", "order/state"), kind


async def test_the_partner_confirms_in_full_or_short_with_a_reason(database: Database) -> None:
    async with a_world(database) as world:
        await submitted(world)
        rest = ("L-SKU-03-case", 4, None)
        for args, code in (
            (accept(("L-SKU-01-case", 11, None), rest), "order/over-confirmed"),
            (accept(("L-SKU-01-case", 9, None), rest), "order/reason-missing"),
            (accept(("L-SKU-01-case", 9, "mood"), rest), "order/reason-missing"),
            (accept(("L-SKU-01-case", 10, None)), "order/lines-differ"),
            (accept(("L-SKU-01-case", 10, None), *[rest] * 2), "order/lines-differ"),
            (accept(("L-SKU-01-case", 10, None), rest, ("L-9", 1, None)), "order/lines-differ"),
            ({**FULL, "promised_on": day(-1)}, "value/out-of-range"),
        ):
            result = await world.clerk.says("order.accept", "O-1", args)
            assert (result["status"], result["code"]) == ("rejected", code)
        foreign = await world.clerk2.says("order.accept", "O-1", FULL)
        assert foreign["code"] == "record/unknown"
        short = accept(("L-SKU-01-case", 6, "out_of_stock"), ("L-SKU-03-case", 4, None))
        assert (await world.clerk.says("order.accept", "O-1", short))["status"] == "applied"
        seen = (await world.rep.sees("sales_order"))["O-1"]
        assert (seen["exec_state"], seen["promised_on"]) == ("accepted", day(1))
        assert [one["accepted_qty"] for one in seen["lines"]] == [6, 4]
        assert seen["lines"][0]["short_reason"] == "out_of_stock"
        assert await inbox(world.rep) == ["order.short"]
        other = await world.clerk.says("order.accept", "O-1", FULL)
        assert (other["status"], other["code"]) == ("conflict", "order/state")


async def test_an_order_of_which_nothing_can_be_supplied_closes(database: Database) -> None:
    async with a_world(database) as world:
        await submitted(world)
        nothing = accept(("L-SKU-01-case", 0, "credit"), ("L-SKU-03-case", 0, "credit"))
        await world.clerk.says("order.accept", "O-1", nothing)
        seen = (await world.rep.sees("sales_order"))["O-1"]
        assert (seen["doc_state"], seen["exec_state"]) == ("closed", "accepted")


async def test_k15_an_audit_sends_the_order_to_whoever_supplies_the_store_now(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await submitted(world, lines=[line("SKU-01", 1, 5880)])
        await world.admin.says("store.put", "ST-1", store_put("ST-1", "K010", "B-FS-CC", "P03"))
        await world.sup.says("order.audit", "O-1", {"note": "可以"})
        assert await world.clerk.sees("sales_order") == {}
        assert (await world.clerk2.sees("sales_order"))["O-1"]["partner_id"] == "P03"


async def test_a_day_is_counted_by_the_server_and_again_when_she_goes_on(
    database: Database,
) -> None:
    async with a_world(database) as world:
        rep = world.rep
        for id, store in (("S-1", "ST-1"), ("S-2", "ST-2")):
            await world.sup.says("planned_visit.put", id, stop(store))
        await rep.says("visit.check_in", "V-1", check_in(planned_visit_id="S-1"))
        await rep.says("visit.check_out", "V-1", check_out())
        await rep.says("order.submit", "O-1", order())
        args = {
            "day": day(), "unsent": 0, "note": None,
            "missed": [{"planned_visit_id": "S-2", "reason": "no_time"}],
        }  # fmt: skip
        ended = await rep.says("day.end", f"rep.cc01:{day()}", args)
        assert ended["status"] == "applied"
        seen = (await rep.sees("day_summary"))[f"rep.cc01:{day()}"]
        numbers = ("planned", "visited", "orders", "value_fen")
        assert [seen[name] for name in numbers] == [2, 1, 1, 68800]
        assert seen["missed"] == args["missed"]
        await rep.says("order.submit", "O-2", order("ST-2", no="CC01-0002"))
        await rep.says("day.end", f"rep.cc01:{day()}", args)
        seen = (await rep.sees("day_summary"))[f"rep.cc01:{day()}"]
        assert [seen[name] for name in numbers] == [2, 1, 2, 137600]
        other = await rep.says("day.end", f"rep.cc02:{day()}", args)
        assert other["code"] == "value/out-of-range"


async def test_an_order_of_a_store_that_was_taken_away_is_kept_for_a_week(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await world.sup.says("store.end_assignment", "as-ST-1", {"until_at": ago(days=2)})
        result = await world.rep.says("order.submit", "O-1", order())
        assert result["status"] == "applied"
        async with world.store.reading() as read:
            row = await read.one("SELECT doc_state, flags FROM sales_order WHERE id = 'O-1'")
        assert row == {"doc_state": "submitted", "flags": '["off_assignment"]'}


async def test_why_it_is_not_signed_goes_with_the_order(database: Database) -> None:
    """A clerk who reads "not signed" should know a telephone order from a refusal."""
    async with a_world(database) as world:
        await world.rep.says("order.submit", "O-1", order(unsigned_reason="phone_order"))
        for actor in (world.rep, world.clerk):
            seen = (await actor.sees("sales_order"))["O-1"]
            assert (seen["signed"], seen["unsigned_reason"]) == (False, "phone_order")
