"""What is old leaves a partner's devices by the nightly pass, stays findable, and comes back when
something happens to it."""

import asyncio
from typing import Any

import msgspec
import pytest

from backend.ageing import passing
from backend.ageing.passing import go_on
from backend.store.session import Records
from backend.sync.audit import disagreements
from tests import world as w
from tests.engines import Database
from tests.exchange.test_exchange import everything, made, read
from tests.promotions.plans import said
from tests.shipments.test_notes import ONE, THREE, accepted, noted
from tests.shipments.test_returns import APPROVED, WHOLE, brought, linked
from tests.town import Town, a_town
from tests.world import Actor, World, order, photo

pytestmark = pytest.mark.anyio

LATER = -100
"""As if it were a hundred days later: everything here is of today."""
KINDS = ("sales_order", "delivery_note", "photo")


async def night(town: Town, days: int = LATER, **more: Any) -> int:
    return await go_on(town.store, days, "", asyncio.Event(), **more)


async def held(actor: Actor) -> set[str]:
    """Ids on his device. Catching up compares counts and digests."""
    await actor.catch_up()
    return {id for kind in KINDS for id in actor.records(kind)}


async def proved(world: World) -> None:
    await brought(world, w.delivery((ONE, 10, None), (THREE, 4, None), photo_ids=["PH-1"]))
    args = photo(visit_id=None, delivery_note_id="N-1", type="delivery")
    await said(world.driver, ("photo.attach", "PH-1", args))


async def test_what_is_over_and_old_leaves_his_devices_and_nobody_elses(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await proved(world)
        await world.rep.says("order.submit", "O-2", order(no="CC01-0002"))
        everything_his = {"O-1", "N-1", "PH-1", "O-2"}
        assert await held(world.clerk) == everything_his
        assert await night(town) == 0, "its picture is still to come"
        arrived = {"sha256": photo()["sha256"]}
        await said(world.system, ("photo.arrive", "PH-1", arrived))
        assert await night(town, days=90) == 0, "it is of today"
        assert await night(town) == 2
        assert await held(world.clerk) == {"O-2"}, "what is not over stays"
        assert await held(world.clerk2) == set()
        assert await held(world.rep) == everything_his
        anew = await world.actor(world.clerk.person)
        assert await held(anew) == {"O-2"}
        assert await night(town) == 0, "once is enough"
        async with town.store.reading() as read_now:
            assert await disagreements(read_now, world.registry.view_of.values()) == []


async def test_whatever_happens_to_it_brings_it_back_until_the_next_night(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await brought(world, WHOLE)
        held_before = await held(world.clerk)
        assert await night(town) == 2
        assert await held(world.clerk) == set()
        # Written on his phone before he heard that it left: it counts, and he sees it.
        paid = {"payment_id": "P-1", "paid_on": w.day(), "amount_fen": 100, "note": None}
        await said(world.clerk, ("order.pay", "O-1", paid))
        assert await held(world.clerk) == held_before - {"N-1"}
        assert await night(town) == 0, "it is paid in part"
        await said(world.clerk, ("order.void", "O-1", {"entry_id": "P-1", "reason": "记错"}))
        assert await night(town) == 1
        assert await held(world.clerk) == set()


async def test_what_something_waits_for_stays(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await brought(world, WHOLE)
        args = linked((ONE, "SKU-01", 3, "damaged"))
        await said(world.rep, ("return.request", "RT-1", args))
        assert await night(town) == 0, "goods are asked back"
        await said(
            world.sup,
            ("return.decide", "RT-1", {**APPROVED, "outcome": "rejected", "reason": "不收"}),
        )
        await said(world.clerk, ("stock.count", "C-1", w.counted(counted_at=w.ago(days=1))))
        assert await night(town) == 0, "the stock since the count follows from it"
        await said(world.clerk, ("stock.count", "C-2", w.counted(counted_at=w.ago())))
        assert await night(town) == 0, "and what was sold between the two"
        await said(world.clerk, ("stock.count", "C-3", w.counted(counted_at=w.ago())))
        assert await night(town) == 2


async def test_a_pass_that_ends_anywhere_goes_on_from_there(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_town(database) as town:
        world = town.world
        for n in range(1, 6):
            line = [(f"O-{n}", ONE, "SKU-01", 10), (f"O-{n}", THREE, "SKU-03", 4)]
            await accepted(world, f"O-{n}", no=f"CC01-{n}")
            await noted(world, f"N-{n}", line, no=f"D-{n}")
            await said(world.driver, ("note.load", f"N-{n}", {}), ("note.deliver", f"N-{n}", WHOLE))
        monkeypatch.setattr(passing, "MANY", 2)
        written = 0
        write = town.store.write

        class Died(Exception):
            pass

        async def dies(work: Any) -> Any:
            nonlocal written
            if written == 1:
                raise Died
            written += 1
            return await write(work)

        monkeypatch.setattr(town.store, "write", dies)
        with pytest.raises(Died):
            await night(town)
        monkeypatch.setattr(town.store, "write", write)
        assert await held(world.clerk) == {f"{kind}-{n}" for kind in "ON" for n in (3, 4, 5)}
        both = await asyncio.gather(night(town), night(town))
        assert sum(both) == 6, "two workers take each once"
        assert await held(world.clerk) == set()
        versions = await town.rows("SELECT DISTINCT version - aged_version FROM sales_order")
        assert versions == [(0,)]

        async def again(records: Records) -> None:
            await passing.plan(records)

        await town.store.write(again)
        await town.store.write(again)
        jobs = await town.rows("SELECT payload FROM job WHERE kind = 'leave_partner'")
        assert jobs == [("{}",), ("{}",)], "one a night, tomorrow's too"


async def test_a_long_pass_asks_for_its_rest(database: Database) -> None:
    async with a_town(database) as town:
        await brought(town.world, WHOLE)
        assert await night(town, piece_s=-1.0) == 2
        (rest,) = await town.rows("SELECT payload FROM job WHERE kind = 'leave_partner'")
        assert msgspec.json.decode(rest[0]) == {"after": "ST-1"}


async def test_he_finds_it_online_and_nobody_else_does(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await proved(world)
        await said(world.system, ("photo.arrive", "PH-1", {"sha256": photo()["sha256"]}))
        await accepted(world, "O-2", no="CC01-0002")
        seen = (await world.clerk.sees("sales_order"))["O-1"]
        note = (await world.clerk.sees("delivery_note"))["N-1"]
        await night(town)
        clerk = await town.sign_in("clk.p01")
        page = (await clerk.get("/partner/v1/past-orders")).json()
        assert ([one["id"] for one in page["rows"]], page["days"]) == (["O-1"], 90)
        for q, many in (("0001", 1), ("ST-1店", 1), ("%", 0), ("0002", 0)):
            rows = (await clerk.get("/partner/v1/past-orders", params={"q": q})).json()["rows"]
            assert len(rows) == many, q
        past = (await clerk.get("/partner/v1/past-orders/O-1")).json()
        assert past["order"] == seen
        assert [(n["id"], n["note"]) for n in past["notes"]] == [("N-1", note)]
        told = (await clerk.get("/partner/v1/past-notes/N-1")).json()
        assert (told["note"], [one["id"] for one in told["photos"]]) == (note, ["PH-1"])
        still_there = await clerk.get("/partner/v1/past-orders/O-2")
        assert still_there.json()["order"]["no"] == "CC01-0002"
        for login in ("clk.p03", "drv.p01a", "rep.cc01", "sup.cc", "adm.hq"):
            caller = await town.sign_in(login)
            for path in ("past-orders/O-1", "past-notes/N-1"):
                assert (await caller.get(f"/partner/v1/{path}")).status_code == 404, login
            answer = await caller.get("/partner/v1/past-orders")
            mine = answer.json().get("rows") if answer.status_code == 200 else None
            assert mine == ([] if login == "clk.p03" else None), login


async def test_pages_of_what_left_miss_none(database: Database) -> None:
    async with a_town(database) as town:
        for n in range(1, 4):
            await town.world.rep.says("order.submit", f"O-{n}", order(no=f"CC01-{n}"))
            await said(town.world.sup, ("order.cancel", f"O-{n}", {"reason": "不要了"}))
        assert await night(town) == 3
        clerk = await town.sign_in("clk.p01")
        ids, after = [], ""
        for _ in range(3):
            asked = {"limit": 1, "after": after}
            page = (await clerk.get("/partner/v1/past-orders", params=asked)).json()
            ids += [one["id"] for one in page["rows"]]
            after = page["next"] or ""
        assert (ids, after) == (["O-3", "O-2", "O-1"], "")


async def test_other_systems_read_on_and_are_told_of_nothing_gone(database: Database) -> None:
    async with a_town(database) as town:
        await brought(town.world, WHOLE)
        _, system = await made(town, partner_id="P01", entities=["sales_order", "delivery_note"])
        before, after = await everything(town, system["key"])
        assert {one["id"] for one in before} == {"O-1", "N-1"}
        await night(town)
        page = await read(town, system["key"], after=after)
        assert [(one["id"], one["kind"]) for one in page["changes"]] == [
            ("O-1", "put"),
            ("N-1", "put"),
        ]
        assert page["anew"] == []
        bodies = {one["id"]: one["body"] for one in before}
        assert {one["id"]: one["body"] for one in page["changes"]} == bodies
        anew, _ = await everything(town, system["key"])
        assert sorted((one["id"], one["kind"]) for one in anew) == [("N-1", "put"), ("O-1", "put")]


async def test_the_daily_count_still_knows_that_he_had_it(database: Database) -> None:
    async with a_town(database) as town:
        await brought(town.world, WHOLE)
        await night(town)
        sup = await town.sign_in("sup.cc")
        (row,) = (await sup.get(f"/office/v1/order-count?day={w.day()}")).json()["rows"]
        assert (row["due"], row["shown"]) == (1, 1)
