"""Goods that go back (F76): refused at the door, or asked for in the store; into the stock by lot,
and off what the order's lines come to."""

from dataclasses import replace
from typing import Any

import pytest

from backend.identity import Person, Role
from backend.shipments.tables import return_id
from tests import world as w
from tests.engines import Database
from tests.orders.test_promoted import LINE, TEN, gift
from tests.promotions.plans import released, said
from tests.shipments.test_notes import ONE, THREE, accepted, noted
from tests.town import Town, a_town
from tests.world import Actor, World, a_world, back, day, delivery, note, order

pytestmark = pytest.mark.anyio

CASE = 24


async def brought(world: World, taken: dict[str, Any], **more: Any) -> None:
    await accepted(world)
    await noted(world, **more)
    await said(world.driver, ("note.load", "N-1", {}), ("note.deliver", "N-1", taken))


def linked(*lines: tuple[str, str, int, str], **more: Any) -> dict[str, Any]:
    """Of delivery note N-1; lines: (line of the note, sku, quantity, reason)."""
    args = back("ST-1", *((sku, qty, why) for _, sku, qty, why in lines), **more)
    for line, (of, *_) in zip(args["lines"], lines, strict=True):
        line["note_line_id"] = of
    return {**args, "delivery_note_id": "N-1"}


async def seen(actor: Actor, id: str = "RT-1") -> dict[str, Any] | None:
    return (await actor.sees("return_note")).get(id)


APPROVED = {"outcome": "approved", "reason": None}
WHOLE = delivery((ONE, 10, None), (THREE, 4, None))


async def test_goods_are_asked_for_approved_collected_and_back_in_the_stock(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await brought(world, WHOLE)
        await said(
            world.clerk,
            ("stock.count", "C-1", w.counted(("SKU-01", "A1", 100, 0), counted_at=w.ago())),
        )
        args = linked((ONE, "SKU-01", 3, "damaged"), (THREE, "SKU-03", 1, "expired"))
        args["lines"][0] |= {"lot": "A1", "produced_on": day(-30)}
        await said(world.rep, ("return.request", "RT-1", args))
        assert await seen(world.clerk) is None, "the partner sees nothing before it is approved"
        (told,) = [
            one
            for one in (await world.sup.sees("inbox_item")).values()
            if one["kind"] == "return.requested"
        ]
        assert (told["record_id"], told["facts"]) == (
            "RT-1", {"no": args["no"], "store_name": "万邻汇ST-1店", "by_name": "陈小一"},
        )  # fmt: skip
        for another in (world.sup_nh, world.spc, world.mgr, world.clerk):
            kinds = [one["kind"] for one in (await another.sees("inbox_item")).values()]
            assert "return.requested" not in kinds, another.person.login
        listed = (await (await town.sign_in("sup.cc")).get("/office/v1/returns")).json()["rows"]
        assert [(one["id"], one["state"]) for one in listed] == [("RT-1", "requested")]

        await said(world.sup, ("return.decide", "RT-1", APPROVED))
        assert [one["kind"] for one in (await world.rep.sees("inbox_item")).values()] == [
            "return.approved"
        ]
        await said(
            world.clerk, ("return.plan", "RT-1", {"driver_id": "drv.p01a", "collect_on": day()})
        )
        his = await seen(world.driver)
        assert his is not None
        assert (his["store_name"], his["collect_on"]) == ("万邻汇ST-1店", day())
        there = {"lines": [{"line_id": "1", "qty": 2}, {"line_id": "2", "qty": 1}], "note": None}
        await said(world.driver, ("return.collect", "RT-1", there))
        for actor in (world.rep, world.clerk):
            lines = (await actor.sees("sales_order"))["O-1"]["lines"]
            assert [one.get("returned_qty") for one in lines] == [2, 1]
            assert [one["received_qty"] for one in lines] == [10, 4]
        assert await stock(town) == [("A1", 100)], "on the truck, not in the warehouse"
        posted = {
            "lines": [
                {"line_id": "1", "good": 1, "scrapped": 1},
                {"line_id": "2", "good": 0, "scrapped": 1},
            ]
        }
        await said(world.clerk, ("return.post", "RT-1", posted))
        assert await stock(town) == [("A1", 100 + CASE)]
        done = await seen(world.rep)
        assert done is not None
        assert done["state"] == "posted"
        assert [(one["qty"], one["collected_qty"], one["good"]) for one in done["lines"]] == [
            (3, 2, 1), (1, 1, 0),
        ]  # fmt: skip

        office = await town.sign_in("sup.cc")
        days = f"from={day(-1)}&to={day()}"
        rows = (await office.get(f"/office/v1/order-statistics?{days}")).json()["rows"]
        assert [one["units"]["returned"] for one in rows] == [2 * CASE, CASE]
        assert rows[0]["fen"]["returned"] == 2 * 5880


async def stock(town: Town, login: str = "sup.cc", sku: str = "SKU-01") -> list[tuple[str, int]]:
    rows = (await (await town.sign_in(login)).get("/office/v1/partner-stock")).json()["rows"]
    (row,) = [one for one in rows if one["sku_id"] == sku]
    return [(one["lot"], one["good"]) for one in row["lots"]]


async def test_nothing_goes_back_that_the_store_does_not_have(database: Database) -> None:
    """Taken at the door, less what has gone back or waits; what was rejected is asked anew."""
    async with a_world(database) as world:
        await brought(world, delivery((ONE, 7, "damaged"), (THREE, 4, None)))
        await said(world.rep, ("return.request", "RT-1", linked((ONE, "SKU-01", 5, "wrong"))))
        twice = linked((ONE, "SKU-01", 2, "wrong"), (ONE, "SKU-01", 1, "damaged"))
        for id, args, code in (
            ("RT-2", linked((ONE, "SKU-01", 3, "wrong")), "value/out-of-range"),
            ("RT-2", twice, "value/out-of-range"),
            ("RT-2", linked(("X", "SKU-01", 1, "wrong")), "record/unknown"),
            ("RT-2", linked((ONE, "SKU-03", 1, "wrong")), "record/unknown"),
            ("RT-2", back("ST-1", ("SKU-X", 1, "wrong")), "record/unknown"),
            ("RT-2", back("ST-3"), "store/not-granted"),
            ("RT-2", back(delivery_note_id="N-9"), "record/unknown"),
            ("RT-1", linked((ONE, "SKU-01", 4, "wrong")), "record/clash"),
        ):
            result = await world.rep.says("return.request", id, args)
            assert (result["status"], result["code"]) == ("quarantined", code), args
        again = await world.rep.says("return.request", "RT-1", linked((ONE, "SKU-01", 5, "wrong")))
        assert again["status"] == "duplicate"
        silent = await world.sup.says(
            "return.decide", "RT-1", {"outcome": "rejected", "reason": None}
        )
        assert (silent["status"], silent["code"]) == ("rejected", "value/out-of-range")
        await said(world.sup, ("return.decide", "RT-1", {"outcome": "rejected", "reason": "能卖"}))
        assert await seen(world.clerk) is None
        (told,) = [
            one for one in (await world.rep.sees("inbox_item")).values()
            if one["kind"] == "return.rejected"
        ]  # fmt: skip
        assert told["facts"]["reason"] == "能卖"
        await said(world.rep, ("return.request", "RT-2", linked((ONE, "SKU-01", 7, "wrong"))))


async def test_the_same_line_on_two_notes_may_go_back_of_both(database: Database) -> None:
    async with a_world(database) as world:
        await accepted(world)
        for n, qty in (("N-1", 6), ("N-2", 4)):
            await noted(world, n, [("O-1", ONE, "SKU-01", qty)])
            await said(world.driver, ("note.deliver", n, delivery((ONE, qty, None))))
        first = linked((ONE, "SKU-01", 6, "wrong"))
        second = {**linked((ONE, "SKU-01", 4, "wrong")), "delivery_note_id": "N-2"}
        await said(world.rep, ("return.request", "RT-1", first), ("return.request", "RT-2", second))


async def test_each_step_has_its_state_its_people_and_its_sums(database: Database) -> None:
    async with a_world(database) as world:
        await brought(world, WHOLE)
        await said(world.rep, ("return.request", "RT-1", linked((ONE, "SKU-01", 3, "wrong"))))
        plan = {"driver_id": "drv.p01a", "collect_on": day()}
        there = {"lines": [{"line_id": "1", "qty": 3}], "note": None}
        posted = {"lines": [{"line_id": "1", "good": 3, "scrapped": 0}]}
        for by, kind, args, code in (
            (world.clerk, "return.plan", plan, "record/unknown"),
            (world.spc, "return.decide", APPROVED, "role/not-allowed"),
            (world.sup_nh, "return.decide", APPROVED, "record/unknown"),
        ):
            assert (await by.says(kind, "RT-1", args))["code"] == code, kind
        await said(world.sup, ("return.decide", "RT-1", APPROVED))
        more = {"lines": [{"line_id": "1", "qty": 4}], "note": None}
        other = {"lines": [{"line_id": "9", "qty": 1}], "note": None}
        for by, kind, args, status, code in (
            (world.sup, "return.decide", APPROVED, "duplicate", "record/state"),
            (world.driver, "return.collect", there, "rejected", "record/unknown"),
            (world.clerk2, "return.collect", there, "rejected", "record/unknown"),
            (world.clerk, "return.post", posted, "conflict", "record/state"),
            (world.clerk, "return.plan", {**plan, "driver_id": "clk.p01"}, "rejected",
             "delivery/driver-unknown"),
            (world.clerk, "return.plan", {**plan, "collect_on": day(-1)}, "rejected",
             "value/out-of-range"),
            (world.clerk, "return.collect", more, "rejected", "value/out-of-range"),
            (world.clerk, "return.collect", other, "rejected", "value/out-of-range"),
        ):  # fmt: skip
            result = await by.says(kind, "RT-1", args)
            assert (result["status"], result["code"]) == (status, code), (kind, args)
        await said(world.clerk, ("return.plan", "RT-1", plan))
        await said(world.driver, ("return.collect", "RT-1", there))
        again = await world.driver.says("return.collect", "RT-1", there)
        assert again["status"] == "duplicate", "once, whoever says it again"
        lines = (await world.rep.sees("sales_order"))["O-1"]["lines"]
        assert lines[0]["returned_qty"] == 3
        for good, scrapped in ((3, 1), (2, 0), (0, 4)):
            args = {"lines": [{"line_id": "1", "good": good, "scrapped": scrapped}]}
            result = await world.clerk.says("return.post", "RT-1", args)
            assert (result["status"], result["code"]) == ("rejected", "value/out-of-range")
        await said(world.clerk, ("return.post", "RT-1", posted))


async def test_what_was_returned_is_invoiced_no_more(database: Database) -> None:
    async with a_world(database) as world:
        await brought(world, WHOLE)
        await said(world.rep, ("return.request", "RT-1", linked((ONE, "SKU-01", 3, "wrong"))))
        await said(world.sup, ("return.decide", "RT-1", APPROVED))
        there = {"lines": [{"line_id": "1", "qty": 3}], "note": None}
        await said(world.clerk, ("return.collect", "RT-1", there))
        invoice = {"invoice_id": "I-1", "no": "1", "invoiced_on": day(),
                   "lines": [{"line_id": ONE, "qty": 8}]}  # fmt: skip
        result = await world.clerk.says("order.invoice", "O-1", invoice)
        assert (result["status"], result["facts"]["most"]) == ("rejected", 7)


async def test_what_a_store_takes_whole_leaves_nothing_to_go_back(database: Database) -> None:
    async with a_world(database) as world:
        await brought(world, WHOLE)
        assert await world.clerk.sees("return_note") == {}


# Scenario 11 of domain.md 6.10, with its people.

SD = frozenset({"B-FS-SD"})
SUP = Person("sup.sd", "sup.sd", "欧阳健", Role.OFFICE_SUPERVISOR, "B-FS-SD", unit_ids=SD)
REP = Person("rep.sd01", "rep.sd01", "卢嘉豪", Role.FIELD_REP, "B-FS-SD")
DRIVER = Person("drv.p03a", "drv.p03a", "何炳坤", Role.PARTNER_DRIVER, partner_id="P03")


async def shunde(world: World) -> tuple[Actor, Actor]:
    """Rep and driver of K005, an office that the small town lacks."""
    people: list[tuple[str, str, dict[str, Any]]] = []
    for one in (SUP, REP, DRIVER):
        people.append(("person.put", one.id, w.person_put(one)))
        people.append(("employment.put", f"post-{one.id}", w.employment_put(one)))
    admin, world.spc, world.mgr = [
        await world.actor(replace(one, unit_ids=w.ALL_UNITS | SD))
        for one in (w.ADMIN, w.SPC, w.MGR)
    ]
    await said(
        admin,
        ("org_unit.put", "B-FS-SD", w.unit_put("B-FS-SD", "rep_office", "B-FS")),
        *people,
        ("customer.put", "K005", {"code": "K005", "name": "顺城百货", "customer_class": "C2"}),
        ("store.put", "K005-1", w.store_put("K005-1", "K005", "B-FS-SD", "P03")),
    )
    sup = await world.actor(SUP)
    await said(sup, ("store.assign", "as-K005-1", world.assign("K005-1", REP)))
    return await world.actor(REP), await world.actor(DRIVER)


async def test_scenario_11_a_refused_delivery_comes_back_with_its_gifts(
    database: Database,
) -> None:
    """Return note, stock back by lot, gifts and fill rate right; then it is brought again."""
    async with a_town(database) as town:
        world = town.world
        rep, driver = await shunde(world)
        clerk = world.clerk2
        await released(world, rules=[TEN])
        args = order("K005-1", lines=[w.line("SKU-01", 25, 5880)], gifts=[gift(2)])
        await said(rep, ("order.submit", "O-1", args))
        assert (await rep.sees("sales_order"))["O-1"]["flags"] == []
        await said(clerk, ("order.accept", "O-1", w.accept((LINE, 25, None))))
        old = w.counted(("SKU-01", "OLD", 10 * CASE, 0))["lines"][0] | {"produced_on": day(-60)}
        new = w.counted(("SKU-01", "NEW", 40 * CASE, 0))["lines"]
        await said(clerk, ("stock.count", "C-1", w.counted(lines=[old, *new])))
        full = [("OLD", 10 * CASE), ("NEW", 40 * CASE)]

        made = note(["O-1"], [("O-1", LINE, "SKU-01", 25)], store_id="K005-1")
        made |= {"driver_id": DRIVER.id}
        made["lines"][0]["lots"] = [
            {"lot": "OLD", "produced_on": day(-60), "qty": 10},
            {"lot": "NEW", "produced_on": day(-30), "qty": 15},
        ]
        free = {"lot": "NEW", "produced_on": day(-30), "qty": 2}
        made["gift_lots"] = [{"order_id": "O-1", "line_id": "g1", "lots": [free]}]
        await said(clerk, ("note.make", "N-1", made))
        await said(driver, ("note.load", "N-1", {}))
        assert await stock(town, "mgr.fs") == [("NEW", 23 * CASE)]
        refusal = delivery(outcome="refused", reason="no_money")
        await said(driver, ("note.deliver", "N-1", refusal))

        for actor in (rep, driver, clerk):
            found = await seen(actor, return_id("N-1"))
            assert found is not None, actor.person.login
            assert (found["no"], found["state"], found["origin"]) == (
                "R-P01-D0001", "collected", "delivery",
            )  # fmt: skip
            assert [(one["lot"], one["qty"], one["gift"]) for one in found["lines"]] == [
                ("OLD", 10, False), ("NEW", 15, False), ("NEW", 2, True),
            ]  # fmt: skip
            assert found["lines"][0]["reason"] == "no_money"
        assert await seen(world.clerk, return_id("N-1")) is None, "another partner's"
        assert await stock(town, "mgr.fs") == full
        await sums(town, rep, received=0, gifts=(0, 0), filled=0)

        lines = [
            {"line_id": "1", "good": 10, "scrapped": 0},
            {"line_id": "2", "good": 12, "scrapped": 3},
            {"line_id": "3", "good": 1, "scrapped": 1},
        ]
        await said(clerk, ("return.post", return_id("N-1"), {"lines": lines}))
        assert await stock(town, "mgr.fs") == [("OLD", 10 * CASE), ("NEW", 36 * CASE)]

        await said(clerk, ("note.make", "N-2", {**made, "no": "P03-D0002"}))
        await said(
            driver, ("note.load", "N-2", {}), ("note.deliver", "N-2", delivery((LINE, 25, None)))
        )
        assert await seen(clerk, return_id("N-2")) is None
        assert await stock(town, "mgr.fs") == [("NEW", 19 * CASE)]
        await sums(town, rep, received=25, gifts=(2, 2), filled=1000)


async def sums(
    town: Town, rep: Actor, *, received: int, gifts: tuple[int, int], filled: int
) -> None:
    """Of the one order; ``gifts`` on notes and received; ``filled`` out of 1000 ordered."""
    seen = (await rep.sees("sales_order"))["O-1"]
    line = seen["lines"][0]
    assert (line["noted_qty"], line["received_qty"]) == (received, received)
    assert "returned_qty" not in line, "the store never had it"
    (free,) = seen["gifts"]
    assert (free["noted_qty"], free["received_qty"]) == gifts
    days = f"from={day(-1)}&to={day()}"
    caller = await town.sign_in("clk.p03")
    (row,) = (await caller.get(f"/partner/v1/order-statistics?{days}")).json()["rows"]
    units = row["units"]
    assert units["received"] * 1000 // units["ordered"] == filled
    assert (units["shipped"], units["outbound"], units["returned"]) == (
        received * CASE, received * CASE, 0,
    )  # fmt: skip
