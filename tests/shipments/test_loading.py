"""Notes counted onto the truck, taken off it, taken back, and given to somebody else."""

from typing import Any

import pytest

from backend.identity import Person, Role
from backend.shipments import rules
from tests.engines import Database
from tests.pricing.test_trade_terms import agreed
from tests.shipments.test_lots import lot
from tests.shipments.test_notes import BOTH, ONE, THREE, accepted, inbox, noted, states
from tests.town import a_town
from tests.world import (
    Actor,
    World,
    a_world,
    day,
    delivery,
    employment_put,
    note,
    order,
    person_put,
)

pytestmark = pytest.mark.anyio

SECOND = Person("drv.p01b", "drv.p01b", "司机二", Role.PARTNER_DRIVER, partner_id="P01")


def loaded(*lines: tuple[str, int, str | None], **more: Any) -> dict[str, Any]:
    return {
        "lines": [{"line_id": id, "qty": qty, "reason": why} for id, qty, why in lines], **more
    }  # fmt: skip


async def second_driver(world: World) -> Actor:
    world.admin.note("person.put", SECOND.id, person_put(SECOND))
    world.admin.note("employment.put", f"post-{SECOND.id}", employment_put(SECOND))
    assert {one["status"] for one in await world.admin.push()} == {"applied"}
    return await world.actor(SECOND)


async def seen(by: Actor, id: str = "N-1") -> dict[str, Any]:
    found: dict[str, Any] = (await by.sees("delivery_note"))[id]
    return found


async def open_of(world: World) -> dict[str, int]:
    """Of each line, what may be noted."""
    lines = (await world.clerk.sees("sales_order"))["O-1"]["lines"]
    return {one["line_id"]: one["accepted_qty"] - one["noted_qty"] for one in lines}


async def to(driver: str, on: str, **more: Any) -> dict[str, Any]:
    return {"driver_id": driver, "deliver_on": on, **more}


async def applied(actor: Actor, kind: str, args: dict[str, Any], id: str = "N-1") -> None:
    result = await actor.says(kind, id, args)
    assert result["status"] == "applied", (kind, result)


async def test_what_is_counted_short_stays_in_the_warehouse_and_may_be_noted_again(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        args = note(["O-1"], BOTH, vehicle="粤E12345")
        args["lines"][0]["lots"] = [lot("A1", 6, 40), lot("B1", 4)]
        await applied(world.clerk, "note.make", args)
        short = loaded((ONE, 7, "damaged"), (THREE, 0, "not_found"))
        await applied(world.driver, "note.load", short)
        note_now = await seen(world.clerk)
        one, three = note_now["lines"]
        assert (one["qty"], one["noted_qty"], one["load_reason"]) == (7, 10, "damaged")
        assert [(o["lot"], o["qty"]) for o in one["lots"]] == [("A1", 6), ("B1", 1)]
        assert one["amount_fen"] == 7 * one["price_fen"]
        assert (three["qty"], three["noted_qty"]) == (0, 4)
        assert (note_now["state"], note_now["vehicle"]) == ("in_transit", "粤E12345")
        assert await open_of(world) == {ONE: 3, THREE: 4}
        assert await states(world) == ("audited", "part_shipped")
        assert await inbox(world.clerk) == ["delivery.loaded_short"]
        await noted(world, "N-2", [("O-1", ONE, "SKU-01", 3), ("O-1", THREE, "SKU-03", 4)],
                    no="P01-D0002")  # fmt: skip
        took = delivery((ONE, 7, None), (THREE, 0, None))
        await applied(world.driver, "note.deliver", took)
        assert (await seen(world.clerk))["state"] == "delivered_full"
        await applied(world.driver, "note.load", loaded((ONE, 3, None), (THREE, 4, None)), "N-2")
        await applied(world.driver, "note.deliver", delivery((ONE, 3, None), (THREE, 4, None)),
                      "N-2")  # fmt: skip
        assert await states(world) == ("closed", "received")


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([(ONE, 10, None)], "lines"),
        ([(ONE, 11, None), (THREE, 4, None)], "qty"),
        ([(ONE, 9, None), (THREE, 4, None)], "qty"),
        ([(ONE, 0, "not_found"), (THREE, 0, "not_found")], "qty"),
    ],
)
async def test_a_count_names_every_line_no_more_than_the_note_and_why_it_is_less(
    database: Database, lines: list[tuple[str, int, str | None]], field: str
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        result = await world.driver.says("note.load", "N-1", loaded(*lines))
        assert (result["code"], result["facts"]["field"]) == ("value/out-of-range", field)
        assert (await seen(world.driver))["state"] == "prepared"
        assert await states(world) == ("audited", "accepted")


async def test_loading_is_taken_back_until_the_trip_has_reached_a_door(database: Database) -> None:
    async with a_world(database) as world:
        await accepted(world)
        args = note(["O-1"], [BOTH[0]])
        args["lines"][0]["lots"] = [lot("A1", 6, 40), lot("B1", 4)]
        await applied(world.clerk, "note.make", args)
        await noted(world, "N-2", [BOTH[1]], no="P01-D0002")
        before = await seen(world.driver)
        await applied(world.driver, "note.load", loaded((ONE, 5, "damaged")))
        await applied(world.driver, "note.unload", {})
        after = await seen(world.driver)
        assert after["lines"] == before["lines"], "as before, its lots and its amount with it"
        assert (after["state"], after["loaded_at"]) == ("prepared", None)
        assert await open_of(world) == {ONE: 0, THREE: 0}
        assert await states(world) == ("audited", "accepted")
        assert (await world.driver.says("note.unload", "N-1", {}))["status"] == "duplicate"
        await applied(world.driver, "note.load", loaded((ONE, 10, None)))
        await applied(world.driver, "note.load", {}, "N-2")
        await applied(world.driver, "note.deliver", delivery((THREE, 4, None)), "N-2")
        late = await world.driver.says("note.unload", "N-1", {})
        assert (late["status"], late["code"]) == ("conflict", "delivery/state")
        assert "delivery.not_unloaded" in await inbox(world.driver)
        assert (await seen(world.driver))["state"] == "in_transit"


async def test_what_was_noted_again_meanwhile_does_not_come_back_with_the_undo(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        await applied(world.driver, "note.load", loaded((ONE, 7, "damaged"), (THREE, 4, None)))
        await noted(world, "N-2", [("O-1", ONE, "SKU-01", 3)], no="P01-D0002")
        await applied(world.driver, "note.unload", {})
        one = (await seen(world.driver))["lines"][0]
        assert (one["qty"], one.get("noted_qty")) == (7, None)
        assert await open_of(world) == {ONE: 0, THREE: 0}
        more = await world.driver.says(
            "note.load", "N-1", loaded((ONE, 10, None), (THREE, 4, None))
        )
        assert more["code"] == "value/out-of-range"


async def test_a_note_taken_back_leaves_its_orders_open(database: Database) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        await applied(world.clerk, "note.cancel", {"reason": "wrong_store"})
        now = await seen(world.driver)
        assert (now["state"], now["taken_back"]["by_name"]) == ("void", "文员一")
        assert await inbox(world.driver) == ["delivery.taken_back"]
        assert await open_of(world) == {ONE: 10, THREE: 4}
        await applied(world.clerk, "note.cancel", {"reason": "wrong_store"})
        assert await open_of(world) == {ONE: 10, THREE: 4}, "said twice it counts once"
        await noted(world, "N-2", no="P01-D0002")
        late = await world.driver.says("note.load", "N-1", {})
        assert (late["status"], late["code"]) == ("conflict", "delivery/state")
        assert await inbox(world.driver) == ["delivery.taken_back"] * 2


async def test_what_the_driver_has_loaded_meanwhile_stands(database: Database) -> None:
    """His word comes late: the note was taken back, and its goods are on no other yet."""
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        world.driver.note("note.load", "N-1", loaded((ONE, 9, "damaged"), (THREE, 4, None)))
        await applied(world.clerk, "note.cancel", {"reason": "wrong_store"})
        assert [one["status"] for one in await world.driver.push()] == ["applied"]
        now = await seen(world.clerk)
        assert now["state"] == "in_transit"
        assert "taken_back" not in now
        assert await open_of(world) == {ONE: 1, THREE: 0}
        assert "delivery.loaded_already" in await inbox(world.clerk)
        late = await world.clerk.says("note.cancel", "N-1", {"reason": "wrong_store"})
        assert (late["status"], late["code"]) == ("conflict", "delivery/state")
        assert "delivery.not_changed" in await inbox(world.clerk)


async def test_a_note_goes_with_another_driver_on_another_day(database: Database) -> None:
    async with a_world(database) as world:
        other = await second_driver(world)
        await accepted(world)
        await noted(world)
        assert "N-1" in await world.driver.sees("delivery_note")
        args = await to(SECOND.id, day(1), vehicle="粤E99999")
        await applied(world.clerk, "note.assign", args)
        assert await world.driver.sees("delivery_note") == {}, "it left his trip"
        now = await seen(other)
        assert (now["driver_name"], now["deliver_on"]) == ("司机二", day(1))
        assert now["vehicle"] == "粤E99999"
        assert await inbox(world.driver) == ["delivery.given_away"]
        await applied(other, "note.load", {})
        late = await world.clerk.says("note.assign", "N-1", await to("drv.p01a", day()))
        assert (late["status"], late["code"]) == ("conflict", "delivery/state")


async def test_whoever_had_loaded_it_before_it_was_given_away_has_it(database: Database) -> None:
    async with a_world(database) as world:
        other = await second_driver(world)
        await accepted(world)
        await noted(world)
        await world.driver.sees("delivery_note")
        world.driver.note("note.load", "N-1", {})
        await applied(world.clerk, "note.assign", await to(SECOND.id, day(1)))
        assert "N-1" in await other.sees("delivery_note")
        assert [one["status"] for one in await world.driver.push()] == ["applied"]
        assert await other.sees("delivery_note") == {}
        now = await seen(world.driver)
        assert (now["driver_id"], now["deliver_on"]) == ("drv.p01a", day())
        assert await inbox(other) == ["delivery.loaded_already"]
        assert "delivery.loaded_already" in await inbox(world.clerk)
        no = await other.says("note.load", "N-1", {})
        assert no["status"] == "conflict"
        await applied(world.driver, "note.deliver", delivery((ONE, 10, None), (THREE, 4, None)))
        assert await states(world) == ("closed", "received")


async def test_a_note_is_given_to_the_partners_own_drivers_for_a_day_to_come(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        args = note(["O-1"], [BOTH[0]])
        third = day(1 - 270 // 3)
        args["lines"][0]["lots"] = [{"lot": "A1", "produced_on": third, "qty": 10}]
        await applied(world.clerk, "note.make", args)
        foreign = await world.clerk.says("note.assign", "N-1", await to("rep.cc01", day(1)))
        assert foreign["code"] == "delivery/driver-unknown"
        gone = await world.clerk.says("note.assign", "N-1", await to("drv.p01a", day(-1)))
        assert (gone["code"], gone["facts"]["field"]) == ("value/out-of-range", "deliver_on")
        await applied(world.clerk, "note.assign", await to("drv.p01a", day(1)))
        old = await world.clerk.says("note.assign", "N-1", await to("drv.p01a", day(2)))
        assert (old["code"], old["facts"]["field"]) == ("value/out-of-range", "produced_on")
        for kind, said in (
            ("note.cancel", {"reason": "x"}), ("note.print", {}),
            ("note.assign", await to("drv.p01a", day(2))),
        ):  # fmt: skip
            no = await world.clerk2.says(kind, "N-1", said)
            assert no["code"] in ("record/unknown", "delivery/driver-unknown")


async def test_the_paper_says_what_it_costs_what_is_collected_and_how_often_it_was_printed(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        paid = {"payment_id": "Y-1", "paid_on": day(), "amount_fen": 10_000, "note": None}
        await applied(world.clerk, "order.pay", paid, "O-1")
        await noted(world)
        total = order()["total_fen"]
        for by in (world.clerk, world.driver):
            now = await seen(by)
            assert sum(line["amount_fen"] for line in now["lines"]) == total
            assert now["collect_fen"] == total - 10_000
            assert "prints" not in now
        store = await seen(world.rep)
        assert "collect_fen" not in store, "what is paid is between the partner and the store"
        assert store["lines"][0]["price_fen"] == 5880
        for n in (1, 2):
            await applied(world.clerk, "note.print", {})
            assert (await seen(world.clerk))["prints"] == n
        await applied(world.driver, "note.deliver", delivery((ONE, 5, "late"), (THREE, 4, None)))
        less = 5 * (await seen(world.clerk))["lines"][0]["price_fen"]
        assert (await seen(world.driver))["collect_fen"] == total - 10_000 - less


async def test_a_store_with_days_to_pay_pays_nothing_at_the_door(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await agreed(town, "TT-1", prices={"SKU-01": 5880})
        await accepted(world)
        await noted(world)
        now = await seen(world.driver)
        assert (now["collect_fen"], now["payment_days"]) == (0, 30)


def test_what_stays_behind_is_the_last_to_expire() -> None:
    lots = [{"lot": "A", "produced_on": "2026-10-01", "qty": 2},
            {"lot": "B", "produced_on": "2026-11-01", "qty": 3}]  # fmt: skip
    line = {"line_id": "1", "qty": 5, "amount_fen": 999, "lots": lots}
    (now,) = rules.counted([line], [{"line_id": "1", "qty": 1, "reason": "damaged"}])
    assert now["lots"] == [{"lot": "A", "produced_on": "2026-10-01", "qty": 1}]
    assert now["amount_fen"] == 200
    assert rules.as_noted(now) == line
