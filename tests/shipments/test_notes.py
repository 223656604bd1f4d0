"""Delivery notes through push and pull, on both engines."""

from typing import Any

import pytest

from tests.engines import Database
from tests.server.test_following import work
from tests.town import Town, a_town
from tests.world import Actor, World, a_world, accept, ago, day, delivery, note, order

pytestmark = pytest.mark.anyio

ONE, THREE = "L-SKU-01-case", "L-SKU-03-case"
BOTH = [("O-1", ONE, "SKU-01", 10), ("O-1", THREE, "SKU-03", 4)]


async def accepted(world: World, id: str = "O-1", **more: Any) -> None:
    await world.rep.says("order.submit", id, order(**more))
    result = await world.clerk.says("order.accept", id, accept((ONE, 10, None), (THREE, 4, None)))
    assert result["status"] == "applied", result


async def noted(world: World, id: str = "N-1", lines: Any = BOTH, **more: Any) -> None:
    orders = sorted({line[0] for line in lines})
    result = await world.clerk.says("note.make", id, note(orders, lines, **more))
    assert result["status"] == "applied", result


async def states(world: World, id: str = "O-1") -> tuple[str, str]:
    seen = (await world.rep.sees("sales_order"))[id]
    return seen["doc_state"], seen["exec_state"]


async def inbox(actor: Actor) -> list[str]:
    return sorted(one["kind"] for one in (await actor.sees("inbox_item")).values())


async def test_a_note_reaches_its_driver_with_all_he_needs_and_the_order_closes_when_all_is_taken(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        seen = (await world.driver.sees("delivery_note"))["N-1"]
        assert (seen["address"], seen["contact_name"]) == ("佛山市禅城区演示路 1 号", "王老板")
        assert [one["sku_name"] for one in seen["lines"]] == ["力泉 SKU-01", "力泉 SKU-03"]
        assert seen["order_nos"] == ["CC01-0001"]
        assert world.driver.records("sales_order") == {}

        await world.driver.says("note.load", "N-1", {})
        assert await states(world) == ("audited", "shipped")
        world.driver.note("note.deliver", "N-1", delivery((ONE, 10, None), (THREE, 4, None)))
        assert [one["status"] for one in await world.driver.push()] == ["applied"]

        assert await states(world) == ("closed", "received")
        seen = (await world.rep.sees("delivery_note"))["N-1"]
        assert (seen["state"], seen["signer_name"]) == ("delivered_full", "王老板")
        assert "N-1" in await world.clerk.sees("delivery_note")
        assert await world.clerk2.sees("delivery_note") == {}


async def test_what_the_store_did_not_take_is_told_and_may_be_noted_again(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        await world.driver.says("note.load", "N-1", {})
        result = await world.driver.says(
            "note.deliver", "N-1", delivery((ONE, 7, "damaged"), (THREE, 4, None))
        )
        assert result["status"] == "applied"
        assert await states(world) == ("audited", "part_received")
        seen = (await world.rep.sees("sales_order"))["O-1"]["lines"]
        assert [(one["received_qty"], one["noted_qty"]) for one in seen] == [(7, 7), (4, 4)]
        assert await inbox(world.rep) == ["delivery.differs"]
        await noted(world, "N-2", [("O-1", ONE, "SKU-01", 3)], no="P01-D0002")
        await world.driver.says("note.load", "N-2", {})
        await world.driver.says("note.deliver", "N-2", delivery((ONE, 3, None)))
        assert await states(world) == ("closed", "received")


async def test_each_delivery_is_dated_for_the_next_suggestion(database: Database) -> None:
    """In base units, what was taken and no more (domain.md 4.8.1: delivered since the count)."""
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        await world.driver.says("note.load", "N-1", {})
        first = delivery((ONE, 7, "damaged"), (THREE, 0, "damaged"))
        await world.driver.says("note.deliver", "N-1", first)
        await noted(world, "N-2", [("O-1", ONE, "SKU-01", 3)], no="P01-D0002")
        await world.driver.says("note.load", "N-2", {})
        await world.driver.says("note.deliver", "N-2", delivery((ONE, 3, None)))
        seen = (await world.rep.sees("sales_order"))["O-1"]["deliveries"]
        case = (await world.rep.sees("sku"))["SKU-01"]["units_per_case"]
        assert [one["goods"] for one in seen] == [
            [{"sku_id": "SKU-01", "units": 7 * case}],
            [{"sku_id": "SKU-01", "units": 3 * case}],
        ]
        assert seen[0]["at"] < seen[1]["at"] <= ago()
        told = (await world.clerk.sees("sales_order"))["O-1"]
        assert "deliveries" not in told, "none of a partner's business"


@pytest.mark.parametrize("outcome", ["refused", "failed"])
async def test_a_delivery_that_came_back_leaves_the_order_as_accepted(
    database: Database, outcome: str
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        await world.driver.says("note.load", "N-1", {})
        silent = await world.driver.says("note.deliver", "N-1", delivery(outcome=outcome))
        assert (silent["status"], silent["code"]) == ("rejected", "delivery/reason-missing")
        await world.driver.says("note.deliver", "N-1", delivery(outcome=outcome, reason="closed"))
        assert (await world.clerk.sees("delivery_note"))["N-1"]["state"] == outcome
        assert await states(world) == ("audited", "accepted")
        await noted(world, "N-2", no="P01-D0002")


async def test_a_delivery_whose_loading_was_never_said_counts_all_the_same(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        await world.driver.says("note.deliver", "N-1", delivery((ONE, 10, None), (THREE, 4, None)))
        assert await states(world) == ("closed", "received")


async def test_what_was_refused_without_its_loading_said_is_on_no_road(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        await world.driver.says("note.deliver", "N-1", delivery(outcome="refused", reason="late"))
        assert await states(world) == ("audited", "accepted")
        await noted(world, "N-2", no="P01-D0002")
        await world.driver.says("note.load", "N-2", {})
        assert await states(world) == ("audited", "shipped")


async def test_no_more_is_noted_than_was_accepted_and_not_yet_noted(database: Database) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world, "N-1", [("O-1", ONE, "SKU-01", 6)])
        for lines in ([("O-1", ONE, "SKU-01", 5)], [("O-1", THREE, "SKU-03", 5)]):
            args = note(["O-1"], lines)
            result = await world.clerk.says("note.make", world.id("N"), args)
            assert (result["status"], result["code"]) == ("rejected", "delivery/over-accepted")
        await noted(world, "N-2", [("O-1", ONE, "SKU-01", 4)])
        await world.driver.says("note.load", "N-1", {})
        assert await states(world) == ("audited", "part_shipped")


async def test_several_orders_of_one_store_may_join_in_one_note(database: Database) -> None:
    async with a_world(database) as world:
        await accepted(world)
        lines = order()["lines"]
        renamed = [line | {"line_id": f"B-{line['line_id']}"} for line in lines]
        await world.rep.says("order.submit", "O-2", order(lines=renamed))
        await world.clerk.says(
            "order.accept", "O-2", accept((f"B-{ONE}", 10, None), (f"B-{THREE}", 4, None))
        )
        both = [("O-1", ONE, "SKU-01", 10), ("O-2", f"B-{ONE}", "SKU-01", 10)]
        await noted(world, lines=both)
        await world.driver.says("note.load", "N-1", {})
        taken = delivery((ONE, 10, None), (f"B-{ONE}", 2, "no_money"))
        await world.driver.says("note.deliver", "N-1", taken)
        assert await states(world, "O-1") == ("audited", "part_received")
        seen = (await world.rep.sees("sales_order"))["O-2"]["lines"]
        assert [one["received_qty"] for one in seen] == [2, None]


async def test_a_note_is_made_of_ones_own_accepted_orders_of_that_store(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await world.rep.says("order.submit", "O-9", order())
        args = note(["O-1"], BOTH)
        strange = [("O-1", "L-other", "SKU-02", 1)]
        open_lines = [("O-9", ONE, "SKU-01", 1)]
        for actor, said, status, code in (
            (world.clerk2, args | {"driver_id": "drv.p01a"}, "rejected", "delivery/driver-unknown"),
            (world.clerk, args | {"driver_id": "clk.p01"}, "rejected", "delivery/driver-unknown"),
            (world.clerk, args | {"order_ids": ["O-x"]}, "rejected", "record/unknown"),
            (world.clerk, args | {"store_id": "ST-2"}, "rejected", "value/out-of-range"),
            (world.clerk, args | {"deliver_on": day(-1)}, "rejected", "value/out-of-range"),
            (world.clerk, note(["O-1"], strange), "rejected", "record/unknown"),
            (world.clerk, note(["O-9"], open_lines), "conflict", "order/state"),
        ):
            result = await actor.says("note.make", world.id("N"), said)
            assert (result["status"], result.get("code")) == (status, code)
        first = await world.clerk.says("note.make", "N-1", args)
        again = await world.clerk.says("note.make", "N-1", args)
        other = await world.clerk.says("note.make", "N-1", args | {"deliver_on": day(1)})
        assert (first["status"], again["status"]) == ("applied", "applied")
        assert other["code"] == "record/exists"


async def test_a_store_takes_no_more_than_was_brought_and_says_why_it_took_less(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        rest = (THREE, 4, None)
        for said, code in (
            (delivery((ONE, 11, None), rest), "delivery/over-accepted"),
            (delivery((ONE, 9, None), rest), "delivery/reason-missing"),
            (delivery((ONE, 10, None)), "value/out-of-range"),
        ):
            result = await world.driver.says("note.deliver", "N-1", said)
            assert (result["status"], result["code"]) == ("rejected", code)
        assert (await world.driver.sees("delivery_note"))["N-1"]["state"] == "prepared"


async def test_a_second_proof_is_compared_and_kept_and_the_first_one_counts(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        first = delivery((ONE, 10, None), (THREE, 4, None))
        await world.driver.says("note.deliver", "N-1", first)
        again = await world.driver.says("note.deliver", "N-1", first)
        second = await world.driver.says(
            "note.deliver", "N-1", delivery((ONE, 8, "damaged"), (THREE, 4, None))
        )
        assert again["status"] == "duplicate"
        assert (second["status"], second["code"]) == ("conflict", "delivery/state")
        assert await inbox(world.clerk) == ["delivery.second_proof"]
        assert second["inbox_id"] in await world.driver.sees("inbox_item")
        assert await states(world) == ("closed", "received")
        async with world.store.reading() as read:
            row = await read.one("SELECT second_pods FROM delivery_note WHERE id = 'N-1'")
        assert row is not None
        assert '"accepted_qty":8' in row["second_pods"]


async def test_k4_a_cancelled_order_is_not_loaded_but_if_it_came_it_came(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        await world.driver.catch_up()
        await world.sup.says("order.cancel", "O-1", {"reason": "店关了"})
        load = await world.driver.says("note.load", "N-1", {})
        assert (load["status"], load["code"]) == ("conflict", "delivery/state")
        assert load["current"]["cancelled"] == ["CC01-0001"]
        assert await inbox(world.driver) == ["delivery.stopped"]
        came = await world.driver.says(
            "note.deliver", "N-1", delivery((ONE, 10, None), (THREE, 4, None))
        )
        assert came["status"] == "applied"
        assert await states(world) == ("cancelled", "received")
        assert "delivery.after_cancel" in await inbox(world.sup)


async def test_k4_an_order_on_the_road_is_cancelled_no_more(database: Database) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        await world.driver.says("note.load", "N-1", {})
        again = await world.driver.says("note.load", "N-1", {})
        late = await world.sup.says("order.cancel", "O-1", {"reason": "店关了"})
        assert again["status"] == "duplicate"
        assert (late["status"], late["code"]) == ("conflict", "order/state")
        assert late["current"]["exec_state"] == "shipped"


async def test_k4_what_is_on_the_road_is_wanted_back_and_the_driver_says_what_came_of_it(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await accepted(world)
        await noted(world)
        await world.driver.says("note.load", "N-1", {})
        for _ in range(2):
            await world.sup.says("order.cancel", "O-1", {"reason": "store_closed"})
        await work(town)
        for actor in (world.driver, world.clerk):
            seen = (await actor.sees("delivery_note"))["N-1"]
            recall = seen["recall"]
            assert (seen["state"], recall["by_name"], recall["reason"]) == (
                "in_transit", "罗建明", "store_closed",
            )  # fmt: skip
            assert "by_id" not in recall
            assert (await inbox(actor)).count("delivery.recalled") == 1, actor.person.login
        back = await world.driver.says(
            "note.deliver", "N-1", delivery(outcome="failed", reason="recalled")
        )
        assert back["status"] == "applied"
        assert await states(world) == ("audited", "accepted")
        assert "delivery.recall_back" in await inbox(world.sup)
        gone = await world.sup.says("order.cancel", "O-1", {"reason": "store_closed"})
        assert gone["status"] == "applied", "nothing of it is on the road any more"


async def test_a_loaded_order_is_wanted_back_on_purpose(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await accepted(world)
        await noted(world)
        asked = {"reason": "duplicate"}
        early = await world.sup.says("order.recall", "O-1", asked)
        assert (early["status"], early["code"]) == ("conflict", "order/state"), "cancel it instead"
        assert "order.recall_late" in await inbox(world.sup)
        await world.driver.says("note.load", "N-1", {})
        for actor in (world.rep, world.spc):
            refused = await actor.says("order.recall", "O-1", asked)
            assert refused["code"] == "role/not-allowed", actor.person.login
        for _ in range(2):
            assert (await world.sup.says("order.recall", "O-1", asked))["status"] == "applied"
        await work(town)
        seen = (await world.driver.sees("delivery_note"))["N-1"]["recall"]
        assert (seen["by_name"], seen["reason"]) == ("罗建明", "duplicate")
        for actor, kind in ((world.driver, "delivery.recalled"), (world.rep, "order.recalled")):
            assert (await inbox(actor)).count(kind) == 1, actor.person.login
        assert await recalled(town) == ("罗建明", "duplicate")
        met = (await world.sup.sees("conflict")).values()
        assert [one["rule"] for one in met] == ["decided"], "of the early one; nobody was late"
        await world.driver.says(
            "note.deliver", "N-1", delivery(outcome="failed", reason="recalled")
        )
        assert "delivery.recall_back" in await inbox(world.sup)
        assert await recalled(town) is None
        assert await states(world) == ("audited", "accepted")


async def test_of_a_c1_customer_the_specialist_wants_it_back(database: Database) -> None:
    async with a_world(database) as world:
        await accepted(world, store="ST-2")
        await noted(world, store_id="ST-2")
        await world.driver.says("note.load", "N-1", {})
        no = await world.sup.says("order.recall", "O-1", {"reason": "duplicate"})
        assert (no["status"], no["code"]) == ("rejected", "role/not-allowed")
        yes = await world.spc.says("order.recall", "O-1", {"reason": "duplicate"})
        assert yes["status"] == "applied"


async def test_k4_a_cancel_that_became_a_recall_says_so(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await accepted(world)
        await noted(world)
        await world.driver.says("note.load", "N-1", {})
        late = await world.sup.says("order.cancel", "O-1", {"reason": "store_closed"})
        assert (late["status"], late["current"]["recalled"]) == ("conflict", True)
        assert await recalled(town) == ("罗建明", "store_closed")
        told = await inbox(world.sup)
        assert "order.cancel_recalled" in told
        assert "order.conflict" not in told
        await world.driver.says("note.deliver", "N-1", delivery((ONE, 10, None), (THREE, 4, None)))
        over = await world.sup.says("order.cancel", "O-1", {"reason": "store_closed"})
        assert over["status"] == "conflict"
        assert "recalled" not in over["current"], "nothing is on the road"


async def recalled(town: Town) -> tuple[str, str] | None:
    """As the office reads it of the order."""
    row = (await (await town.sign_in("sup.cc")).get("/office/v1/orders/O-1")).json()["recall"]
    return row and (row["by_name"], row["reason"])


async def test_k4_a_driver_who_has_handed_it_over_has_handed_it_over(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await accepted(world)
        await noted(world)
        await world.driver.says("note.load", "N-1", {})
        world.driver.note("note.deliver", "N-1", delivery((ONE, 10, None), (THREE, 4, None)))
        await world.sup.says("order.cancel", "O-1", {"reason": "store_closed"})
        await work(town)
        assert [one["status"] for one in await world.driver.push()] == ["applied"]
        assert await states(world) == ("closed", "received")
        assert "delivery.recall_came" in await inbox(world.sup)
        again = {"order_no": "CC01-0001", "by_id": "sup.cc", "by_name": "x", "reason": "x"}
        for no, status in (("CC01-0001", "applied"), ("X-1", "conflict")):
            said = await world.system.says("note.recall", "N-1", again | {"order_no": no})
            assert said["status"] == status, "as was said before; of another order it is too late"


async def test_k4_of_two_orders_on_one_note_each_asker_learns_what_came_of_his(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await accepted(world)
        lines = order()["lines"]
        renamed = [line | {"line_id": f"B-{line['line_id']}"} for line in lines]
        await world.rep.says("order.submit", "O-2", order(lines=renamed, no="CC01-0002"))
        await world.clerk.says(
            "order.accept", "O-2", accept((f"B-{ONE}", 10, None), (f"B-{THREE}", 4, None))
        )
        both = [("O-1", ONE, "SKU-01", 10), ("O-2", f"B-{ONE}", "SKU-01", 10)]
        await noted(world, lines=both)
        await world.driver.says("note.load", "N-1", {})
        for id in ("O-1", "O-2"):
            await world.sup.says("order.cancel", id, {"reason": "store_closed"})
        await work(town)
        assert (await inbox(world.driver)).count("delivery.recalled") == 1, "it comes back whole"
        seen = (await world.driver.sees("delivery_note"))["N-1"]["recall"]
        assert seen.keys() == {"order_no", "by_name", "reason", "at"}
        # Of the one he had handed over a part when he was told.
        taken = delivery((ONE, 2, "refused"), (f"B-{ONE}", 0, "refused"))
        assert (await world.driver.says("note.deliver", "N-1", taken))["status"] == "applied"
        told = await inbox(world.sup)
        assert [told.count(f"delivery.recall_{one}") for one in ("came", "back")] == [1, 1]


async def test_a_driver_delivers_his_own_notes_only(database: Database) -> None:
    async with a_world(database) as world:
        await accepted(world)
        await noted(world)
        await world.sup.says("order.cancel", "O-1", {"reason": ago()})
        other = await world.driver.says("note.load", "N-9", {})
        assert (other["status"], other["code"]) == ("rejected", "record/unknown")
        clerk = await world.clerk.says("note.load", "N-1", {})
        assert clerk["code"] == "role/not-allowed"
