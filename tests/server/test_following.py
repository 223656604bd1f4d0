"""What follows from a change, but not in its own operation: the worker says it, one by one."""

from typing import Any

import pytest

from backend.jobs import Worker
from tests import world as w
from tests.engines import Database
from tests.office.places import do
from tests.town import Town, a_town
from tests.world import Actor, World, accept, delivery, note, order

pytestmark = pytest.mark.anyio

ONE, THREE = "L-SKU-01-case", "L-SKU-03-case"
BOTH = [("O-1", ONE, "SKU-01", 10), ("O-1", THREE, "SKU-03", 4)]


async def work(town: Town) -> None:
    """Whatever is due, until nothing is; nothing may have failed."""
    worker = Worker(town.store, town.parts.registry, town.parts.pictures, town.parts.unfinished)
    while await worker.work_once():
        pass
    assert await town.rows("SELECT kind, problem FROM job WHERE problem IS NOT NULL") == []


async def twice(town: Town, kind: str, **payload: Any) -> None:
    """The same job once more: a worker may die after the deed and before saying so."""

    async def put(records: Any) -> None:
        records.job(kind, **payload)

    await town.store.write(put)
    await work(town)


async def many_stores(world: World, count: int) -> None:
    for n in range(count):
        id = f"SX-{n:03d}"
        world.admin.note("store.put", id, w.store_put(id, "K001", "B-FS-CC", "P01"))
    assert {one["status"] for one in await world.admin.push()} == {"applied"}


NAMES = "SELECT DISTINCT partner_name FROM store WHERE partner_id = 'P01'"
CLASSES = "SELECT DISTINCT customer_name, customer_class FROM store WHERE customer_id = 'K001'"


async def test_a_partner_of_very_many_stores_gets_another_name(database: Database) -> None:
    async with a_town(database) as town:
        await many_stores(town.world, 410)
        renamed = {"code": "P01", "name": "启泰", "phone": None, "active": True}
        await do(town.world.admin, ("partner.put", "P01", renamed))
        await work(town)
        assert await town.rows(NAMES) == [("启泰",)]
        versions = "SELECT sum(version) FROM store"
        before = await town.rows(versions)
        await twice(town, "stores_follow", column="partner_id", owner_id="P01")
        assert await town.rows(versions) == before


async def test_a_customer_of_very_many_stores_gets_another_name_and_class(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await many_stores(town.world, 410)
        changed = {"code": "K001", "name": "万家", "customer_class": "C2"}
        await do(town.world.admin, ("customer.put", "K001", changed))
        await work(town)
        assert await town.rows(CLASSES) == [("万家", "C2")]


async def to_nanhai(town: Town, **more: Any) -> None:
    put = w.store_put("ST-1", "K010", "B-FS-NH", "P01", **more)
    await do(town.world.admin, ("store.put", "ST-1", put))
    await work(town)


async def offices(town: Town, table: str) -> dict[str, str]:
    return dict(await town.rows(f"SELECT id, org_unit_id FROM {table}"))  # type: ignore[arg-type]


async def test_what_is_still_open_goes_with_its_store_to_another_office(
    database: Database,
) -> None:
    """Who answers for the store decides; what is past counts for the office it was done in."""
    async with a_town(database) as town:
        world = town.world
        await do(
            world.sup,
            ("planned_visit.put", "PV-1", w.stop("ST-1", day=w.day(1))),
            ("planned_visit.put", "PV-W", w.stop("ST-1", sequence=2)),
            ("planned_visit.waive", "PV-W", {"reason": "台风"}),
            ("planned_visit.put", "PV-D", w.stop("ST-1", sequence=3)),
            ("planned_visit.put", "PV-2", w.stop("ST-2")),
            ("task.assign", "TA-1", w.task("ST-1", "rep.cc01")),
            ("task.assign", "TA-D", w.task("ST-1", "rep.cc01")),
        )
        await do(world.admin, ("planned_visit.put", "PV-P", w.stop("ST-1", day=w.day(-2))))
        await do(
            world.rep,
            ("task.complete", "TA-D", {"answer": "好", "photo_ids": [], "visit_id": None}),
            ("visit.check_in", "V-1", w.check_in("ST-1", planned_visit_id="PV-D")),
            ("visit.check_out", "V-1", w.check_out()),
        )
        await to_nanhai(town)
        for id in ("PV-P", "PV-W", "PV-D"):  # even if somebody says so
            await do(world.system, ("planned_visit.follow", id, {}))
        await do(world.system, ("task.follow", "TA-D", {}))
        cc, nh = "B-FS-CC", "B-FS-NH"
        assert await offices(town, "planned_visit") == {
            "PV-1": nh, "PV-W": cc, "PV-D": cc, "PV-2": cc, "PV-P": cc,
        }  # fmt: skip
        assert await offices(town, "task") == {"TA-1": nh, "TA-D": cc}
        assert await offices(town, "visit") == {"V-1": cc}
        refused = await world.sup.says("planned_visit.waive", "PV-1", {"reason": "x"})
        assert (refused["status"], refused["code"]) == ("rejected", "record/unknown")
        await do(world.sup_nh, ("planned_visit.waive", "PV-1", {"reason": "修路"}))
        await do(world.sup_nh, ("task.withdraw", "TA-1", {"note": "不用了"}))


async def test_a_store_that_bears_another_name_bears_it_at_its_open_stops(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await do(world.sup, ("planned_visit.put", "PV-1", w.stop("ST-1")))
        await do(world.sup, ("task.assign", "TA-1", w.task("ST-1", "rep.cc01")))
        renamed = w.store_put("ST-1", "K010", "B-FS-CC", "P01", name="新店")
        await do(world.admin, ("store.put", "ST-1", renamed))
        await work(town)
        assert (await world.rep.sees("planned_visit"))["PV-1"]["store_name"] == "新店"
        assert (await world.rep.sees("task"))["TA-1"]["store_name"] == "新店"
        again = "SELECT version FROM planned_visit WHERE id = 'PV-1'"
        before = await town.rows(again)
        await twice(town, "store_changed", store_id="ST-1")
        assert await town.rows(again) == before


async def accepted(world: World, id: str, **more: Any) -> None:
    await world.rep.says("order.submit", id, order(no=f"NO-{id}", **more))
    result = await world.clerk.says("order.accept", id, accept((ONE, 10, None), (THREE, 4, None)))
    assert result["status"] == "applied", result


async def kinds(actor: Actor) -> list[str]:
    return sorted(one["kind"] for one in (await actor.sees("inbox_item")).values())


async def test_a_prepared_note_of_a_cancelled_order_is_void_and_sets_free_what_it_held(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await accepted(world, "O-1")
        await accepted(world, "O-2")
        lines = [("O-1", ONE, "SKU-01", 10), ("O-2", "L2", "SKU-01", 6)]
        shared = note(["O-1", "O-2"], lines)
        await do(world.clerk, ("note.make", "N-1", shared))
        await do(world.sup, ("order.cancel", "O-1", {"reason": "店关了"}))
        await work(town)
        assert (await world.driver.sees("delivery_note"))["N-1"]["state"] == "void"
        assert (await world.clerk.sees("delivery_note"))["N-1"]["state"] == "void"
        assert "delivery.void" in await kinds(world.clerk)
        assert await kinds(world.driver) == ["delivery.void"]
        refused = await world.driver.says("note.load", "N-1", {})
        assert (refused["status"], refused["code"]) == ("conflict", "delivery/state")
        whole = note(["O-2"], [("O-2", ONE, "SKU-01", 10)], no="P01-D0002")
        await do(world.clerk, ("note.make", "N-2", whole))
        await twice(town, "order_cancelled", order_id="O-1")
        seen = (await world.rep.sees("sales_order"))["O-2"]["lines"]
        assert [one["noted_qty"] for one in seen] == [10, 0]


async def test_a_driver_who_did_not_know_brought_it_all_the_same(database: Database) -> None:
    """What was handed over is a fact, whatever became of the note meanwhile."""
    async with a_town(database) as town:
        world = town.world
        await accepted(world, "O-1")
        await do(world.clerk, ("note.make", "N-1", note(["O-1"], BOTH)))
        await world.driver.catch_up()
        world.driver.note("note.load", "N-1", {})
        world.driver.note("note.deliver", "N-1", delivery((ONE, 10, None), (THREE, 4, None)))
        await do(world.sup, ("order.cancel", "O-1", {"reason": "店关了"}))
        await work(town)
        loaded, brought = await world.driver.push()
        assert (loaded["status"], brought["status"]) == ("conflict", "applied")
        seen = (await world.rep.sees("sales_order"))["O-1"]
        assert (seen["doc_state"], seen["exec_state"]) == ("cancelled", "received")
        assert [one["noted_qty"] for one in seen["lines"]] == [10, 4]
        assert (await world.rep.sees("delivery_note"))["N-1"]["state"] == "delivered_full"
        assert "delivery.after_cancel" in await kinds(world.sup)


async def test_a_note_that_left_before_is_not_made_void(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await accepted(world, "O-1")
        await do(world.clerk, ("note.make", "N-1", note(["O-1"], BOTH)))
        await do(world.driver, ("note.load", "N-1", {}))
        late = await world.system.says("note.void", "N-1", {})
        assert (late["status"], late["code"]) == ("conflict", "delivery/state")
        assert (await world.clerk.sees("delivery_note"))["N-1"]["state"] == "in_transit"
