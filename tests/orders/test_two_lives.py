"""Orders held, un-audited, closed and opened, their remainders, and amendments (domain.md 3.7),
through push and pull on both engines."""

from typing import Any

import pytest

from backend.orders import holds_end, remainders
from tests.engines import Database
from tests.orders.test_promoted import TEN, gift, short
from tests.promotions.plans import released
from tests.server.test_following import work
from tests.town import a_town
from tests.world import (
    Actor,
    World,
    a_world,
    accept,
    ago,
    day,
    delivery,
    line,
    note,
    order,
    price_list_put,
)

pytestmark = pytest.mark.anyio

ONE, THREE = "L-SKU-01-case", "L-SKU-03-case"
FULL = accept((ONE, 10, None), (THREE, 4, None))
FEW = [line("SKU-01", 1, 5880)]  # below the minimum: a person audits it
HOLD = {"reason": "credit", "until_on": day(3), "note": "欠款未清"}


async def says(actor: Actor, kind: str, args: dict[str, Any], id: str = "O-1") -> None:
    result = await actor.says(kind, id, args)
    assert result["status"] == "applied", (kind, result)


async def sees(actor: Actor, id: str = "O-1") -> dict[str, Any]:
    return (await actor.sees("sales_order"))[id]


async def inbox(actor: Actor) -> list[str]:
    return sorted(one["kind"] for one in (await actor.sees("inbox_item")).values())


async def delivered(
    world: World, *took: tuple[str, int], id: str = "N-1", load: bool = True
) -> None:
    """A note of all that may go, loaded, and what the store took of it."""
    seen = await sees(world.clerk)
    open_lines = [
        ("O-1", one["line_id"], one["sku_id"], one["accepted_qty"] - one["noted_qty"])
        for one in seen["lines"]
        if one["accepted_qty"] > one["noted_qty"] and "closed_reason" not in one
    ]
    await says(world.clerk, "note.make", note(["O-1"], open_lines, no=f"P01-{id}"), id)
    if load:
        await says(world.driver, "note.load", {}, id)
    taken = dict(took)
    answers = [
        (of, taken.get(of, qty), "damaged" if taken.get(of, qty) < qty else None)
        for _, of, _, qty in open_lines
    ]
    await says(world.driver, "note.deliver", delivery(*answers), id)


def states(seen: dict[str, Any]) -> tuple[str, str]:
    return seen["doc_state"], seen["exec_state"]


# Hold and release


async def test_an_order_on_hold_goes_nowhere_until_whoever_held_it_lets_it_go(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.clerk, "order.accept", FULL)
        lines = [("O-1", ONE, "SKU-01", 10)]
        await says(world.clerk, "note.make", note(["O-1"], lines), "N-1")
        await says(world.clerk, "order.hold", HOLD)
        seen = await sees(world.rep)
        assert (states(seen), seen["hold"]["reason"]) == (("on_hold", "accepted"), "credit")
        assert seen["hold"]["by_name"] == "文员一"
        assert await inbox(world.rep) == ["order.held"]
        rest = note(["O-1"], [("O-1", THREE, "SKU-03", 4)], no="P01-D2")
        for actor, kind, id, args, code in (
            (world.clerk, "note.make", "N-2", rest, "order/state"),
            (world.driver, "note.load", "N-1", {}, "delivery/state"),
            (world.clerk, "order.accept", "O-1", accept((ONE, 9, "credit"), (THREE, 4, None)),
             "order/state"),
        ):  # fmt: skip
            result = await actor.says(kind, id, args)
            assert (result["status"], result["code"]) == ("conflict", code), kind
        await says(world.clerk, "order.release", {"note": None})
        assert states(await sees(world.rep)) == ("audited", "accepted")
        assert "hold" not in await sees(world.clerk)
        await says(world.driver, "note.load", {}, "N-1")
        late = await world.clerk.says("order.hold", "O-1", HOLD)
        assert (late["status"], late["code"]) == ("conflict", "order/state"), "it is on the road"


async def test_a_hold_of_the_office_is_not_the_clerks_to_let_go(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        for until in (day(), day(31)):
            wrong = await world.sup.says("order.hold", "O-1", {**HOLD, "until_on": until})
            assert (wrong["status"], wrong["code"]) == ("rejected", "value/out-of-range")
        await says(world.sup, "order.hold", HOLD)
        his = await world.clerk.says("order.release", "O-1", {"note": None})
        assert (his["status"], his["code"]) == ("rejected", "role/not-allowed")
        foreign = await world.sup_nh.says("order.release", "O-1", {"note": None})
        assert foreign["code"] == "record/unknown"
        await says(world.sup, "order.cancel", {"reason": "不付款"})
        seen = await sees(world.rep)
        assert states(seen) == ("cancelled", "none")
        assert "hold" not in seen


async def test_the_clerks_hold_may_be_ended_by_the_office(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.clerk, "order.hold", HOLD)
        await says(world.sup, "order.release", {"note": "已付"})
        assert states(await sees(world.clerk)) == ("audited", "none")
        small = await world.rep.says("order.submit", "O-2", order(lines=FEW))
        assert small["status"] == "applied"
        await says(world.sup, "order.hold", HOLD, "O-2")
        await says(world.sup, "order.release", {"note": None}, "O-2")
        assert states(await sees(world.rep, "O-2")) == ("submitted", "none"), "as it was"


async def test_the_system_lets_an_order_go_on_the_day_and_not_before(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.sup, "order.hold", {**HOLD, "until_on": day(1)})
        await holds_end.say_released(world.store, world.registry, "O-1")
        assert (await sees(world.rep))["doc_state"] == "on_hold"

        async def has_come(records: Any) -> None:
            records.execute(
                "UPDATE sales_order SET hold = replace(hold, ?, ?) WHERE id = 'O-1'",
                day(1), day(),
            )  # fmt: skip

        await world.store.write(has_come)
        await holds_end.say_released(world.store, world.registry, "O-1")
        assert states(await sees(world.rep)) == ("audited", "none")


# Un-audit, close, open


async def test_an_audit_is_taken_back_only_before_the_partner_has_answered(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        assert "O-1" in await world.clerk.sees("sales_order")
        await says(world.sup, "order.un_audit", {"reason": "价格再核"})
        assert await world.clerk.sees("sales_order") == {}
        seen = await sees(world.rep)
        assert (states(seen), seen["reason"]) == (("submitted", "none"), "价格再核")
        late = await world.clerk.says("order.accept", "O-1", FULL)
        assert (late["status"], late["code"]) == ("rejected", "record/unknown")
        await says(world.sup, "order.audit", {"note": None})
        await says(world.clerk, "order.accept", FULL)
        done = await world.sup.says("order.un_audit", "O-1", {"reason": "?"})
        assert (done["status"], done["code"]) == ("conflict", "order/state")


async def test_a_closed_order_takes_no_more_notes_until_it_is_opened(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.clerk, "order.accept", FULL)
        await says(world.sup, "order.close", {"reason": "店已满"})
        seen = await sees(world.clerk)
        assert (seen["doc_state"], [one["closed_reason"] for one in seen["lines"]]) == (
            "closed", ["店已满"] * 2,
        )  # fmt: skip
        args = note(["O-1"], [("O-1", ONE, "SKU-01", 10)])
        no = await world.clerk.says("note.make", "N-1", args)
        assert (no["status"], no["code"]) == ("conflict", "order/state")
        await says(world.sup, "order.open", {"line_ids": [ONE], "reason": "又要了"})
        none = note(["O-1"], [("O-1", THREE, "SKU-03", 4)])
        closed = await world.clerk.says("note.make", "N-2", none)
        assert (closed["status"], closed["code"]) == ("rejected", "delivery/over-accepted")
        await delivered(world)
        assert states(await sees(world.rep)) == ("closed", "received")
        assert await inbox(world.rep) == ["order.closed", "order.opened"]


async def test_an_order_that_could_not_be_supplied_is_asked_about_anew_when_opened(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        none = accept((ONE, 0, "out_of_stock"), (THREE, 0, "out_of_stock"))
        await says(world.clerk, "order.accept", none)
        assert (await sees(world.rep))["doc_state"] == "closed"
        await says(world.sup, "order.open", {"reason": "到货了"})
        assert states(await sees(world.clerk)) == ("audited", "none")
        assert "order.opened" in await inbox(world.clerk)
        await says(world.clerk, "order.accept", FULL)


# Remainders


async def test_what_a_delivery_left_is_kept_seven_days_and_given_up_by_the_reps_word(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.clerk, "order.accept", FULL)
        whole = {"line_ids": [ONE], "reason": "缺货"}
        await delivered(world, (ONE, 7))
        seen = await sees(world.rep)
        assert seen["lines"][0]["back_order_until"] == day(7)
        assert "back_order_until" not in seen["lines"][1]
        nothing = await world.clerk.says("order.close_line", "O-1", {**whole, "line_ids": [THREE]})
        assert (nothing["status"], nothing["code"]) == ("rejected", "value/out-of-range")
        await says(world.clerk, "order.close_line", whole)
        asked = (await sees(world.rep))["lines"][0]
        assert (asked["close_asked"]["reason"], states(await sees(world.rep))) == (
            "缺货", ("audited", "part_received"),
        )  # fmt: skip
        assert "order.close_asked" in await inbox(world.rep)
        foreign = await world.rep2.says("order.close_line", "O-1", whole)
        assert foreign["code"] == "record/unknown"
        await says(world.rep, "order.close_line", whole)
        seen = await sees(world.clerk)
        assert (states(seen), seen["lines"][0]["closed_reason"]) == (("closed", "received"), "缺货")
        assert "order.line_closed" in await inbox(world.clerk)


async def test_the_rep_may_want_the_remainder_all_the_same(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.clerk, "order.accept", FULL)
        await delivered(world, (ONE, 7))
        await says(world.clerk, "order.close_line", {"line_ids": [ONE], "reason": "缺货"})
        far = {"line_ids": [ONE], "until_on": day(8)}
        wrong = await world.rep.says("order.redeliver", "O-1", far)
        assert (wrong["status"], wrong["code"]) == ("rejected", "value/out-of-range")
        await says(world.rep, "order.redeliver", {**far, "until_on": day(2)})
        seen = (await sees(world.clerk))["lines"][0]
        assert (seen["back_order_until"], "close_asked" in seen) == (day(2), False)
        assert "order.redelivered" in await inbox(world.clerk)
        await delivered(world, id="N-2")
        assert states(await sees(world.rep)) == ("closed", "received")


async def test_the_system_gives_a_back_order_up_when_its_days_are_over(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.clerk, "order.accept", FULL)
        await delivered(world, (ONE, 7))
        await remainders.say_over(world.store, world.registry, "O-1")
        assert (await sees(world.rep))["doc_state"] == "audited", "its days are not over"

        async def days_pass(records: Any) -> None:
            records.execute(
                "UPDATE sales_order SET lines = replace(lines, ?, ?) WHERE id = 'O-1'",
                day(7), day(-1),
            )  # fmt: skip

        await world.store.write(days_pass)
        await remainders.say_over(world.store, world.registry, "O-1")
        seen = await sees(world.rep)
        assert (states(seen), seen["lines"][0]["closed_reason"]) == (
            ("closed", "received"), "back_order_over",
        )  # fmt: skip


# Amendments


def amended(*lines: tuple[str, int], id: str = "A-1") -> dict[str, Any]:
    return {
        "amendment_id": id, "reason": "owner_asks",
        "lines": [{"line_id": of, "qty": qty} for of, qty in lines],
    }  # fmt: skip


def decided(state: str = "audited", id: str = "A-1") -> dict[str, Any]:
    return {"amendment_id": id, "state": state, "note": None}


async def test_before_its_audit_a_reps_change_stands_and_is_priced_anew(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order(lines=[line("SKU-01", 3, 5880)]))
        await says(world.rep, "order.amend", amended((ONE, 4)))
        seen = await sees(world.rep)
        assert (seen["doc_state"], seen["total_fen"], seen["flags"]) == (
            "submitted", 23_520, ["below_minimum"],
        )  # fmt: skip
        await says(world.rep, "order.amend", amended((ONE, 6), id="A-2"))
        seen = await sees(world.rep)
        assert (seen["total_fen"], seen["flags"], seen["lines"][0]["qty"]) == (35_280, [], 6)
        assert [(one["state"], one["lines"][0]["old_qty"]) for one in seen["amendments"]] == [
            ("made", 3), ("made", 4),
        ]  # fmt: skip
        await says(world.sup, "order.audit", {"note": None})
        assert "amendments" not in await sees(world.clerk), "none of his business"


async def test_a_change_is_priced_by_every_list_the_store_buys_by(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        dated = price_list_put(1, "2020-01-01", None, {"SKU-01": 5000})
        of_class = {"list_code": "PL-C2", "of_list": "PL-C", "customer_class": "C2"}
        await says(world.admin, "price_list.put", dated | of_class, "PL-C2-1")
        await work(town)  # the store is told its lists
        await says(world.rep, "order.submit", order(lines=[line("SKU-01", 3, 5000)]))
        await says(world.rep, "order.amend", amended((ONE, 7)))
        seen = await sees(world.rep)
        assert (seen["total_fen"], seen["lines"][0]["price_fen"]) == (35_000, 5000)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([("L-9", 1)], "order/lines-differ"),
        ([(ONE, 1), (ONE, 2)], "order/lines-differ"),
        ([(ONE, 0), (THREE, 0)], "order/empty"),
        ([(ONE, 10)], "value/out-of-range"),
    ],
)
async def test_an_amendment_that_says_nothing_is_refused(
    database: Database, lines: list[tuple[str, int]], code: str
) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        result = await world.rep.says("order.amend", "O-1", amended(*lines))
        assert (result["status"], result["code"]) == ("rejected", code)


async def test_who_decides_on_a_request_sees_what_the_order_would_come_to(
    database: Database,
) -> None:
    """Total and gifts, worked out anew when another request of the same order is let through."""
    async with a_town(database) as town:
        world = town.world
        await released(world, rules=[TEN])
        await world.rep.catch_up()
        lines = [line("SKU-01", 25, 5880), line("SKU-03", 4, 2500)]
        await says(world.rep, "order.submit", order(lines=lines, gifts=[gift(2)]))
        await says(world.rep, "order.amend", amended((ONE, 19)))
        await says(world.rep, "order.amend", amended((THREE, 6), id="A-2"))
        office = await town.sign_in("sup.cc")

        async def asked() -> dict[str, tuple[int, list[int]]]:
            (row,) = (await office.get("/office/v1/orders?asking=true")).json()["rows"]
            return {
                one["id"]: (to["total_fen"], [free["qty"] for free in to["gifts"]])
                for one in row["amendments"]
                if (to := one.get("becomes"))
            }

        few, more = 19 * 5880 + 4 * 2500, 25 * 5880 + 6 * 2500
        assert await asked() == {"A-1": (few, [1]), "A-2": (more, [2])}
        assert (await sees(world.rep))["amendments"][0]["becomes"]["total_fen"] == few
        await says(world.sup, "order.decide_amendment", decided())
        assert await asked() == {"A-2": (19 * 5880 + 6 * 2500, [1])}
        seen = await sees(world.rep)
        assert (seen["total_fen"], [free["qty"] for free in seen["gifts"]]) == (few, [1])


async def test_k2_afterwards_it_is_a_request_the_partner_sees_nothing_of(
    database: Database,
) -> None:
    """Based on the version before the audit: it becomes a request on the audited one."""
    async with a_town(database) as town:
        world = town.world
        await says(world.rep, "order.submit", order(lines=FEW))
        await world.rep.catch_up()
        world.rep.note(
            "order.amend", "O-1", amended((ONE, 20)), base={"version": 1, "state": "submitted"}
        )
        await says(world.sup, "order.audit", {"note": None})
        assert [one["status"] for one in await world.rep.push()] == ["applied"]
        his = await sees(world.clerk)
        assert (his["lines"][0]["qty"], "amendments" in his) == (1, False)
        again = await world.rep.says("order.amend", "O-1", amended((ONE, 20)))
        assert again["status"] == "duplicate"
        office = await town.sign_in("sup.cc")
        (row,) = (await office.get("/office/v1/orders?asking=true")).json()["rows"]
        assert (row["id"], row["amendments"][0]["lines"][0]["qty"]) == ("O-1", 20)
        no = await world.sup_nh.says("order.decide_amendment", "O-1", decided())
        assert no["code"] == "record/unknown"
        await says(world.sup, "order.decide_amendment", decided())
        his = await sees(world.clerk)
        assert (his["lines"][0]["qty"], his["total_fen"]) == (20, 117_600)
        assert his["amendments"][0]["lines"][0]["became"] == 20
        assert "order.amended" in await inbox(world.rep)
        assert (await office.get("/office/v1/orders?asking=true")).json()["rows"] == []
        twice = await world.sup.says("order.decide_amendment", "O-1", decided())
        other = await world.sup.says("order.decide_amendment", "O-1", decided("returned"))
        assert (twice["status"], other["status"]) == ("duplicate", "conflict")


async def test_an_amended_order_is_confirmed_anew_and_goes_on_no_note_before(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.clerk, "order.accept", FULL)
        await says(world.clerk, "order.amend", amended((ONE, 12), (THREE, 2)))
        await says(world.sup, "order.decide_amendment", decided())
        seen = await sees(world.clerk)
        assert (states(seen), seen["reaccept"]) == (("audited", "accepted"), True)
        assert [(one["qty"], one["accepted_qty"]) for one in seen["lines"]] == [(12, 10), (2, 2)]
        no = await world.clerk.says("note.make", "N-1", note(["O-1"], [("O-1", ONE, "SKU-01", 5)]))
        assert (no["status"], no["code"]) == ("conflict", "order/state")
        await says(world.clerk, "order.accept", accept((ONE, 12, None), (THREE, 2, None)))
        assert "reaccept" not in await sees(world.rep)
        await delivered(world)
        assert states(await sees(world.rep)) == ("closed", "received")


async def test_an_amendment_that_is_returned_changes_nothing(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.rep, "order.amend", amended((ONE, 3)))
        await says(world.sup, "order.decide_amendment", {**decided("returned"), "note": "已装车"})
        seen = await sees(world.rep)
        assert ([one["qty"] for one in seen["lines"]], seen["total_fen"]) == ([10, 4], 68_800)
        assert await inbox(world.rep) == ["order.amend_returned"]


async def test_scenario_2_k1_a_change_of_an_order_that_is_no_more_is_kept_and_refused(
    database: Database,
) -> None:
    """domain.md 6.10, 2: cancelled at 10:05, changed offline at 10:20, sent at 12:00."""
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await world.rep.catch_up()
        await says(world.sup, "order.cancel", {"reason": "duplicate"})
        world.rep.note(
            "order.amend", "O-1", amended((ONE, 6)), base={"version": 1, "state": "audited"}
        )
        (late,) = await world.rep.push()
        assert (late["status"], late["code"]) == ("conflict", "order/state")
        assert late["current"]["decided_by"] == "罗建明"
        item = (await world.rep.sees("inbox_item"))[late["inbox_id"]]
        assert (item["facts"]["reason"], item["facts"]["tried"]) == ("duplicate", "order.amend")
        seen = await sees(world.rep)
        assert (seen["doc_state"], seen["lines"][0]["qty"]) == ("cancelled", 10)
        (kept,) = seen["amendments"]
        assert (kept["state"], kept["lines"][0]["qty"]) == ("refused", 6)


async def test_scenario_3_k3_what_is_shipped_is_a_fact_and_gifts_are_reckoned_anew(
    database: Database,
) -> None:
    """domain.md 6.10, 3: 12 of 20 are shipped while the rep reduces to 10. 10 + 1."""
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        args = order(lines=[line("SKU-01", 20, 5880)], gifts=[gift(2)])
        await says(world.rep, "order.submit", args)
        assert (await sees(world.rep))["flags"] == []
        await says(world.clerk, "order.accept", accept((ONE, 20, None)))
        world.rep.note("order.amend", "O-1", amended((ONE, 10)))  # on the road, without a network
        await says(world.clerk, "note.make", note(["O-1"], [("O-1", ONE, "SKU-01", 12)]), "N-1")
        await says(world.driver, "note.load", {}, "N-1")
        await world.rep.push()
        await says(world.sup, "order.decide_amendment", decided())

        seen = await sees(world.rep)
        (only,) = seen["lines"]
        assert (only["qty"], only["accepted_qty"], only["closed_reason"]) == (12, 12, "amended")
        assert (seen["total_fen"], states(seen)) == (12 * 5880, ("audited", "shipped"))
        assert short(seen["gifts"]) == [(ONE, "SKU-01", 1, 1, 1, None)]
        assert "reaccept" not in seen, "nothing is left to confirm"
        assert seen["amendments"][0]["lines"][0]["became"] == 12
        told = [
            one["facts"]
            for one in (await world.rep.sees("inbox_item")).values()
            if one["kind"] == "order.amend_shipped"
        ]
        assert [(one["sku"], one["asked"], one["became"]) for one in told] == [("SKU-01", 10, 12)]

        await says(world.driver, "note.deliver", delivery((ONE, 11, "damaged")), "N-1")
        seen = await sees(world.rep)
        assert (states(seen), seen["lines"][0]["received_qty"]) == (("closed", "received"), 11)
        assert short(seen["gifts"]) == [(ONE, "SKU-01", 1, 1, 1, 1)]


async def test_the_ageing_list_has_what_nobody_answered_and_what_did_not_come(
    database: Database,
) -> None:
    """Four hours of the office's, not of the clock; a promised day that is over."""
    async with a_town(database) as town:
        world = town.world
        for id in ("O-1", "O-2", "O-3", "O-4"):
            await says(world.rep, "order.submit", order(no=f"CC01-{id}"), id)
        for id in ("O-3", "O-4"):
            await says(world.clerk, "order.accept", FULL, id)
        await town.sql(
            f"UPDATE sales_order SET audited_at = '{ago(days=5)}', submitted_at = '{ago(days=5)}'"
            " WHERE id = 'O-2'"
        )
        await town.sql(f"UPDATE sales_order SET promised_on = '{day(-1)}' WHERE id = 'O-4'")
        office, other = await town.sign_in("sup.cc"), await town.sign_in("sup.nh")
        rows = (await office.get("/office/v1/orders?late=true")).json()["rows"]
        assert [row["id"] for row in rows] == ["O-4", "O-2"]
        assert (await other.get("/office/v1/orders?late=true")).json()["rows"] == []
