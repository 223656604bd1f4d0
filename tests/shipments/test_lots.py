"""Delivery notes made up of lots: fit to go out, kept as said, and off the stock by name."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.orders.test_promoted import LINE, TEN, ordered
from tests.promotions.plans import released
from tests.shipments.test_notes import ONE, THREE, accepted
from tests.town import Town, a_town
from tests.world import World, a_world, day, delivery, note

pytestmark = pytest.mark.anyio

LIFE = 270
"""Days; of every SKU in the test's town. Its stores are of C1 and C2 customers."""


def lot(name: str, qty: int, age: int = 30) -> dict[str, Any]:
    return {"lot": name, "produced_on": day(-age), "qty": qty}


def said(*lots: dict[str, Any], **more: Any) -> dict[str, Any]:
    args = note(["O-1"], [("O-1", ONE, "SKU-01", 10), ("O-1", THREE, "SKU-03", 4)])
    args["lines"][0] |= {"lots": list(lots), **more}
    return args


async def lots(world: World, by: Any) -> Any:
    return (await by.sees("delivery_note"))["N-1"]["lines"][0].get("lots")


async def test_a_line_made_up_of_lots_is_seen_by_all_who_handle_it(database: Database) -> None:
    async with a_world(database) as world:
        await accepted(world)
        args = said(lot("A1", 6, 40), lot("B1", 4))
        assert (await world.clerk.says("note.make", "N-1", args))["status"] == "applied"
        for by in (world.clerk, world.driver, world.rep):
            assert await lots(world, by) == args["lines"][0]["lots"]
        seen = (await world.driver.sees("delivery_note"))["N-1"]["lines"]
        assert "lots" not in seen[1], "nobody said them"
        assert (await world.clerk.says("note.make", "N-1", args))["status"] == "applied"
        other = await world.clerk.says("note.make", "N-1", said(lot("A1", 10)))
        assert other["code"] == "record/exists"
        world.driver.note("note.deliver", "N-1", delivery((ONE, 7, "too_old"), (THREE, 4, None)))
        assert [one["status"] for one in await world.driver.push()] == ["applied"]
        assert await lots(world, world.clerk) == args["lines"][0]["lots"]


async def test_lots_are_the_whole_line_and_fit_to_go_out(database: Database) -> None:
    """R-SH-2: a third of its life at most on the day it is delivered, unless he says why not; and
    nothing that is near its end then."""
    async with a_world(database) as world:
        await accepted(world)
        third = LIFE // 3
        why: dict[str, Any] = {"older_reason": "店主同意"}
        for args, field in (
            (said(lot("A1", 6), lot("B1", 3)), "lots"),
            (said(lot("A1", 11)), "lots"),
            (said(lot("A1", 10, third + 1)), "produced_on"),
            ({**said(lot("A1", 10, third)), "deliver_on": day(1)}, "produced_on"),
            (said(lot("A1", 10, LIFE - 20), **why), "produced_on"),
            (said(lot("A1", 10, LIFE + 1), **why), "produced_on"),
            (said(lot("A1", 10, -1), **why), "produced_on"),
            (said(lot("A1", 10) | {"produced_on": "2026-02-30"}), "produced_on"),
        ):
            result = await world.clerk.says("note.make", world.id("N"), args)
            assert (result["status"], result["code"]) == ("rejected", "value/out-of-range"), args
            assert result["facts"]["field"] == field, args
        first = await world.clerk.says("note.make", "N-1", said(lot("A1", 10, third + 1), **why))
        assert first["status"] == "applied"
        seen = (await world.clerk.sees("delivery_note"))["N-1"]["lines"][0]
        assert seen["older_reason"] == "店主同意"


async def test_other_stores_take_older_goods_without_a_word(database: Database) -> None:
    async with a_town(database) as town:
        await accepted(town.world)
        await town.sql("UPDATE store SET customer_class = 'D' WHERE id = 'ST-1'")
        result = await town.world.clerk.says("note.make", "N-1", said(lot("A1", 10, LIFE // 3 + 1)))
        assert result["status"] == "applied"


async def test_how_young_goods_come_the_customers_terms_say(database: Database) -> None:
    """F19: those in force on the order's day with the partner who brings it, whatever the class."""
    async with a_town(database) as town:
        world = town.world
        for id, partner, more in (
            ("TT-1", "P01", {"freshness_per_mille": 500}),
            ("TT-2", "P03", {"freshness_per_mille": 100}),
            ("TT-3", "P01", {"freshness_per_mille": 200, "valid_from": day(9), "terms_version": 2}),
        ):
            terms = w.trade_terms("K010", partner, prices={"SKU-01": 5880}, **more)
            for by, kind, args in (
                (world.sup, "trade_terms.save", terms),
                (world.sup, "trade_terms.submit", {}),
                (world.mgr, "trade_terms.approve", {"exception": "x"}),
            ):
                done = await by.says(kind, id, args)
                assert done["status"] == "applied", (kind, done)
        await accepted(world)
        seen = (await world.clerk.sees("sales_order"))["O-1"]
        assert seen["freshness_per_mille"] == 500
        assert "freshness_per_mille" not in (await world.rep.sees("sales_order"))["O-1"]
        half = LIFE // 2
        old = await world.clerk.says("note.make", "N-0", said(lot("A1", 10, half + 1)))
        assert (old["code"], old["facts"]["fits"]) == ("value/out-of-range", "old")
        why = said(lot("A1", 10, half + 1), older_reason="店主同意")
        assert (await world.clerk.says("note.make", "N-1", why))["status"] == "applied"
        refused = delivery(outcome="refused", reason="no_money")
        assert (await world.driver.says("note.deliver", "N-1", refused))["status"] == "applied"
        fits = said(lot("A1", 10, half))
        assert (await world.clerk.says("note.make", "N-2", fits))["status"] == "applied"


async def in_stock(town: Town) -> list[tuple[str, int]]:
    answer = await (await town.sign_in("sup.cc")).get("/office/v1/partner-stock")
    return [(one["lot"], one["good"]) for one in answer.json()["rows"][0]["lots"]]


async def test_the_stock_loses_the_lots_that_were_named_and_gets_them_back(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await accepted(world)
        old = w.counted(("SKU-01", "OLD", 240, 0))["lines"][0] | {"produced_on": day(-60)}
        lines = [old, w.counted(("SKU-01", "NEW", 480, 0))["lines"][0]]
        counted = w.counted(lines=lines)
        assert (await world.clerk.says("stock.count", "C-1", counted))["status"] == "applied"
        args = said(lot("OLD", 2, 60), lot("NEW", 8))
        assert (await world.clerk.says("note.make", "N-1", args))["status"] == "applied"
        assert await in_stock(town) == [("OLD", 240), ("NEW", 480)]
        await world.driver.says("note.load", "N-1", {})
        assert await in_stock(town) == [("OLD", 240 - 48), ("NEW", 480 - 192)]
        await world.driver.says(
            "note.deliver", "N-1", delivery((ONE, 7, "damaged"), (THREE, 4, None))
        )
        assert await in_stock(town) == [("OLD", 240 - 48), ("NEW", 480 - 120)]


def free(*lots: dict[str, Any], **more: Any) -> dict[str, Any]:
    args = note(["O-1"], [("O-1", LINE, "SKU-01", 25)])
    return args | {"gift_lots": [{"order_id": "O-1", "line_id": "g1", "lots": list(lots), **more}]}


async def test_gifts_are_of_lots_as_far_as_these_go_and_fit_like_all_else(
    database: Database,
) -> None:
    """Two of a 10+1 go along; the device may have reckoned with more or fewer."""
    async with a_world(database) as world:
        await released(world, rules=[TEN])
        await ordered(world)
        accepted = await world.clerk.says("order.accept", "O-1", w.accept((LINE, 25, None)))
        assert accepted["status"] == "applied"
        third = LIFE // 3
        for one in (lot("A1", 2, third + 1), lot("A1", 2, LIFE - 20)):
            result = await world.clerk.says("note.make", world.id("N"), free(one))
            assert (result["code"], result["facts"]["field"]) == (
                "value/out-of-range", "produced_on",
            ), one  # fmt: skip
        why = {"older_reason": "店主同意"}
        for n, (args, kept) in enumerate((
            (free(lot("A1", 1, 40)), None),
            (free(lot("A1", 1, 40), lot("B1", 5)), [lot("A1", 1, 40), lot("B1", 1)]),
            (free(lot("A1", 2, third + 1), **why), [lot("A1", 2, third + 1)]),
        )):  # fmt: skip
            id = f"N-{n}"
            assert (await world.clerk.says("note.make", id, args))["status"] == "applied", args
            (gift,) = (await world.driver.sees("delivery_note"))[id]["gifts"]
            assert gift.get("lots") == kept, args
            assert gift.get("older_reason") == (why["older_reason"] if n == 2 else None)
            refused = delivery(outcome="refused", reason="no_money")
            assert (await world.driver.says("note.deliver", id, refused))["status"] == "applied"
