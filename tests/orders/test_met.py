"""Where people's words about an order met (domain.md 3.0.7), as the office's inbox and the author's
phone show it: the rule, how many of what by each, and settled once somebody decided on it."""

from typing import Any

import pytest

from tests.engines import Database
from tests.orders.test_promoted import TEN, gift
from tests.orders.test_two_lives import FEW, FULL, ONE, THREE, amended, decided, inbox, says, sees
from tests.promotions.plans import released, said
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
    store_put,
)

pytestmark = pytest.mark.anyio

LIST = "/office/v1/conflicts"
Met = dict[str, Any]


async def met(actor: Actor) -> Met:
    """The only one on his device."""
    (one,) = (await actor.sees("conflict")).values()
    return one


def sides(one: Met) -> tuple[Any, ...]:
    return one["base"], one["mine"], one["theirs"]


async def test_k1_the_office_sees_what_she_wanted_and_who_had_cancelled_it(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await says(world.rep, "order.submit", order())
        await world.rep.catch_up()
        await says(world.sup, "order.cancel", {"reason": "duplicate"})
        world.rep.note(
            "order.amend", "O-1", amended((ONE, 6)), base={"version": 1, "state": "audited"}
        )
        await world.rep.push()
        one = await met(world.rep)
        assert (one["rule"], one["stands"], one["kind"]) == ("K1", "theirs", "order.amend")
        assert (one["theirs_name"], one["subject"].split()[1]) == ("罗建明", "万邻汇ST-1店")
        assert sides(one) == (
            {"qty:case:SKU-01": 10},
            {"qty:case:SKU-01": 6, "reason": "owner_asks"},
            {"state": "cancelled", "reason": "duplicate"},
        )
        (row,) = (await (await town.sign_in("sup.cc")).get(LIST)).json()["rows"]
        assert (row["rule"], row["record_id"], row["store_code"]) == ("K1", "O-1", "ST-1")
        assert (row["mine"], row["theirs"]) == (one["mine"], one["theirs"])
        for login in ("sup.nh", "clk.p01"):
            answer = await (await town.sign_in(login)).get(LIST)
            assert answer.status_code == 404 or answer.json()["rows"] == [], login


async def test_k2_waits_in_the_inbox_until_the_request_is_decided(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order(lines=FEW))
        await world.rep.catch_up()
        world.rep.note(
            "order.amend", "O-1", amended((ONE, 20)), base={"version": 1, "state": "submitted"}
        )
        await says(world.sup, "order.audit", {"note": None})
        await world.rep.push()
        one = await met(world.rep)
        assert (one["rule"], one["theirs_name"], one["closed_at"]) == ("K2", "罗建明", None)
        assert sides(one) == (
            {"qty:case:SKU-01": 1},
            {"qty:case:SKU-01": 20, "reason": "owner_asks"},
            {"state": "audited"},
        )
        await says(world.sup, "order.decide_amendment", decided("returned"))
        assert (await met(world.rep))["closed_by_name"] == "罗建明"
        await world.rep.says(
            "order.amend", "O-1", amended((ONE, 9), id="A-2"),
            base={"version": 3, "state": "audited"},
        )  # fmt: skip
        assert len(await world.rep.sees("conflict")) == 1, "she knew that it was audited"


async def test_k3_both_sides_and_what_it_became_with_its_gifts(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        await says(
            world.rep, "order.submit", order(lines=[line("SKU-01", 20, 5880)], gifts=[gift(2)])
        )
        await says(world.clerk, "order.accept", accept((ONE, 20, None)))
        world.rep.note("order.amend", "O-1", amended((ONE, 10)))
        await says(world.clerk, "note.make", note(["O-1"], [("O-1", ONE, "SKU-01", 12)]), "N-1")
        await says(world.driver, "note.load", {}, "N-1")
        await world.rep.push()
        assert await world.rep.sees("conflict") == {}, "nothing is decided yet"
        await says(world.sup, "order.decide_amendment", decided())
        one = await met(world.rep)
        assert (one["rule"], one["stands"]) == ("K3", "theirs")
        assert one["theirs_name"] == (await sees(world.rep))["partner_name"]
        assert sides(one) == (
            {"qty:case:SKU-01": 20, "gift:case:SKU-01": 2},
            {"qty:case:SKU-01": 10, "reason": "owner_asks"},
            {"qty:case:SKU-01": 12, "gift:case:SKU-01": 1},
        )
        told = await inbox(world.rep)
        assert ("order.amend_shipped" in told, "conflict.K3" in told) == (True, False), "once"


async def test_an_amendment_that_leaves_what_is_on_notes_meets_nobody(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.clerk, "order.accept", FULL)
        await says(world.clerk, "note.make", note(["O-1"], [("O-1", ONE, "SKU-01", 5)]), "N-1")
        await says(world.rep, "order.amend", amended((ONE, 5), (THREE, 0)))
        await says(world.sup, "order.decide_amendment", decided())
        assert await world.rep.sees("conflict") == {}


async def test_k4_what_is_on_the_road_stands_beside_the_wish_to_cancel(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.clerk, "order.accept", FULL)
        await says(world.clerk, "note.make", note(["O-1"], [("O-1", ONE, "SKU-01", 10)]), "N-1")
        await says(world.driver, "note.load", {}, "N-1")
        late = await world.sup.says("order.cancel", "O-1", {"reason": "store_closed"})
        assert late["status"] == "conflict"
        one = await met(world.sup)
        assert (one["rule"], one["stands"], one["closed_at"]) == ("K4", "theirs", None)
        assert one["mine"] == {"state": "cancelled", "reason": "store_closed"}
        assert one["theirs"] == {
            "exec_state": "part_shipped", "qty:case:SKU-01": 10, "qty:case:SKU-03": 0,
        }  # fmt: skip


async def test_what_was_delivered_and_is_on_no_road_is_no_k4(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.clerk, "order.accept", FULL)
        await says(world.clerk, "note.make", note(["O-1"], [("O-1", ONE, "SKU-01", 10)]), "N-1")
        await says(world.driver, "note.load", {}, "N-1")
        await says(world.driver, "note.deliver", delivery((ONE, 10, None)), "N-1")
        assert (await sees(world.rep))["exec_state"] == "part_received"
        late = await world.sup.says("order.cancel", "O-1", {"reason": "store_closed"})
        assert late["status"] == "conflict"
        assert (await met(world.sup))["rule"] == "decided", "nobody is told to bring back anything"


async def test_a_cancellation_of_what_is_cancelled_is_no_k4(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        await says(world.sup, "order.cancel", {"reason": "duplicate"})
        await world.sup.says("order.cancel", "O-1", {"reason": "store_closed"})
        assert (await met(world.sup))["rule"] == "decided"


async def test_k9_gifts_of_a_stopped_promotion_wait_for_the_supervisor(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        await world.rep.catch_up()
        stop = {"stops_at": ago(minutes=5), "reason": "缺货"}
        await said(world.mgr, ("promotion.stop", "PR-1", stop))
        args = order(lines=[line("SKU-01", 25, 5880)], gifts=[gift(2)])
        late = {**args, "pack_at": ago(days=3, minutes=1)}
        await says(world.rep, "order.submit", late)
        assert "gift_diff" in (await sees(world.rep))["flags"]
        one = await met(world.rep)
        assert (one["rule"], one["closed_at"]) == ("K9", None)
        assert (one["mine"]["gift:case:SKU-01"], one["theirs"]["gift:case:SKU-01"]) == (2, 0)
        assert one["theirs_name"] == world.mgr.person.name
        await said(world.sup, ("order.audit", "O-1", {"note": None, "gifts": "reckoned"}))
        assert (await met(world.rep))["closed_by_name"] == "罗建明"


async def test_gifts_that_differ_for_another_reason_are_no_k9(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        args = order(lines=[line("SKU-01", 25, 5880)], gifts=[gift(1)])
        await says(world.rep, "order.submit", args)
        assert (await sees(world.rep))["flags"] == ["gift_diff"]
        assert await world.rep.sees("conflict") == {}


async def test_a_stopped_promotion_that_still_held_for_her_is_no_k9(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        await world.rep.catch_up()
        stop = {"stops_at": ago(minutes=5), "reason": "缺货"}
        await said(world.mgr, ("promotion.stop", "PR-1", stop))
        args = order(lines=[line("SKU-01", 25, 5880)], gifts=[gift(1)])
        await says(world.rep, "order.submit", args | {"pack_at": ago(hours=1)})
        seen = await sees(world.rep)
        assert seen["flags"] == ["gift_diff"], "two were due to her, she said one"
        assert await world.rep.sees("conflict") == {}


async def test_k11_of_two_devices_the_first_counts_and_the_other_is_kept(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order(lines=FEW))
        tablet = await world.actor(world.rep.person)
        base = {"version": 1, "state": "submitted"}
        await tablet.catch_up()
        first = await tablet.says("order.amend", "O-1", amended((ONE, 3), id="A-1"), base=base)
        world.rep.note("order.amend", "O-1", amended((ONE, 4), id="A-2"), base=base)
        (second,) = await world.rep.push()
        assert (first["status"], second["status"]) == ("applied", "conflict")
        seen = await sees(world.rep)
        assert seen["lines"][0]["qty"] == 3, "never merged, never added up"
        assert [one["state"] for one in seen["amendments"]] == ["made", "refused"]
        assert not {"replica_id", "on_version", "by_role"} & seen["amendments"][0].keys()
        one = await met(world.rep)
        assert (one["rule"], one["mine_name"], one["theirs_name"]) == ("K11", "陈小一", "陈小一")
        assert sides(one) == (
            {"qty:case:SKU-01": 1}, {"qty:case:SKU-01": 4}, {"qty:case:SKU-01": 3},
        )  # fmt: skip

        # She picks hers: knowing of the other by now, she says it again.
        base = {"version": seen["version"], "state": "submitted"} if "version" in seen else None
        more = {"base": base} if base else {}
        again = await world.rep.says("order.amend", "O-1", amended((ONE, 4), id="A-3"), **more)
        assert (again["status"], (await sees(world.rep))["lines"][0]["qty"]) == ("applied", 4)


async def test_of_two_confirmations_the_card_says_what_each_lets_go_and_for_when(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order())
        phone = await world.actor(world.clerk.person)
        await phone.catch_up()
        base = {"version": 1, "state": "audited"}
        short = accept((ONE, 1, "out_of_stock"), (THREE, 4, None), promised_on=day(2), note="缺货")
        await says(world.clerk, "order.accept", short)
        late = await phone.says("order.accept", "O-1", FULL, base=base)
        assert late["status"] == "conflict"
        one = await met(world.clerk)
        assert (one["rule"], one["stands"], one["theirs_name"]) == (
            "decided", "theirs", world.clerk.person.name,
        )  # fmt: skip
        assert sides(one) == (
            {"qty:case:SKU-01": 10, "qty:case:SKU-03": 4},
            {"qty:case:SKU-01": 10, "qty:case:SKU-03": 4, "promised_on": day(1), "note": None},
            {
                "qty:case:SKU-01": 1, "qty:case:SKU-03": 4, "promised_on": day(2), "note": "缺货",
                "by_id": world.clerk.person.id,
            },
        )  # fmt: skip


async def test_from_one_device_a_second_change_is_no_conflict(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order(lines=FEW))
        base = {"version": 1, "state": "submitted"}
        world.rep.note("order.amend", "O-1", amended((ONE, 3), id="A-1"), base=base)
        world.rep.note("order.amend", "O-1", amended((ONE, 4), id="A-2"), base=base)
        assert [one["status"] for one in await world.rep.push()] == ["applied", "applied"]


async def closed(world: World) -> None:
    put = store_put("ST-1", "K010", "B-FS-CC", "P01") | {"active": False}
    await world.admin.says("store.put", "ST-1", put)


@pytest.mark.parametrize("ends", ["order.release", "order.cancel"])
async def test_k14_an_order_of_a_closed_store_waits_until_somebody_decides(
    database: Database, ends: str
) -> None:
    async with a_world(database) as world:
        await closed(world)
        await says(world.rep, "order.submit", order())
        one = await met(world.rep)
        assert (one["rule"], one["closed_at"]) == ("K14", None)
        assert (one["base"], one["theirs"]) == ({"active": "yes"}, {"active": "no"})
        assert one["mine"] == {"qty:case:SKU-01": 10, "qty:case:SKU-03": 4}
        why = {"note": "还营业"} if ends == "order.release" else {"reason": "store_closed"}
        await says(world.sup, ends, why)
        assert (await met(world.rep))["closed_by_name"] == "罗建明"


async def test_an_order_let_go_is_still_to_be_decided_for_its_gifts(database: Database) -> None:
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        await world.rep.catch_up()
        await closed(world)
        stop = {"stops_at": ago(minutes=5), "reason": "缺货"}
        await said(world.mgr, ("promotion.stop", "PR-1", stop))
        args = order(lines=[line("SKU-01", 25, 5880)], gifts=[gift(2)])
        await says(world.rep, "order.submit", args | {"pack_at": ago(days=3, minutes=1)})
        assert await open_rules(world.rep) == ["K14", "K9"]
        await says(world.sup, "order.release", {"note": "还营业"})
        assert await open_rules(world.rep) == ["K9"]
        await says(world.sup, "order.reject", {"reason": "duplicate"})
        assert await open_rules(world.rep) == []


async def test_a_request_of_an_order_that_is_cancelled_waits_no_more(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order(lines=FEW))
        await world.rep.catch_up()
        world.rep.note(
            "order.amend", "O-1", amended((ONE, 20)), base={"version": 1, "state": "submitted"}
        )
        await says(world.sup, "order.audit", {"note": None})
        await world.rep.push()
        assert await open_rules(world.rep) == ["K2"]
        await says(world.sup, "order.cancel", {"reason": "duplicate"})
        assert await open_rules(world.rep) == []


async def open_rules(actor: Actor) -> list[str]:
    seen = (await actor.sees("conflict")).values()
    return sorted(one["rule"] for one in seen if one["closed_at"] is None)


async def test_k15_she_is_told_that_another_partner_supplies_it(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order(lines=FEW))
        before = (await sees(world.rep))["partner_name"]
        await world.admin.says("store.put", "ST-1", store_put("ST-1", "K010", "B-FS-CC", "P03"))
        await says(world.sup, "order.audit", {"note": "可以"})
        one = await met(world.rep)
        after = (await sees(world.rep))["partner_name"]
        assert before != after
        assert (one["rule"], sides(one)) == (
            "K15", ({}, {"partner_name": before}, {"partner_name": after}),
        )  # fmt: skip
        assert "conflict.K15" in await inbox(world.rep)


async def test_nobody_is_told_of_an_order_that_stays_where_it_is(database: Database) -> None:
    async with a_world(database) as world:
        await says(world.rep, "order.submit", order(lines=FEW))
        await says(world.sup, "order.audit", {"note": None})
        assert await world.rep.sees("conflict") == {}
