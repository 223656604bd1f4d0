"""How a rep ended her day (F62) reaches who she works for, and nobody else."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.office.places import do
from tests.promotions.plans import released
from tests.reviews.town import DAY, a_visit, at, judged
from tests.tickets.test_tickets import complaint
from tests.town import Caller, Town, a_town

pytestmark = pytest.mark.anyio


async def told(caller: Caller, day: str) -> dict[str, dict[str, Any]]:
    answer = await caller.get(f"/office/v1/day-summaries?day={day}")
    assert answer.status_code == 200, answer.text
    return {row["rep_id"]: row for row in answer.json()["rows"]}


async def ends(town: Town, day: str, **more: Any) -> None:
    args = {"day": day, "unsent": 0, "missed": [], "note": None, **more}
    await do(town.world.rep, ("day.end", f"rep.cc01:{day}", args))


async def test_her_words_reach_her_supervisor_and_no_other(database: Database) -> None:
    async with a_town(database) as town:
        sup = town.world.sup
        await do(sup, ("planned_visit.put", "PV-1", w.stop("ST-1", "rep.cc01")))
        nanhai = ("planned_visit.put", "PV-NH", w.stop("ST-4", "rep.nh01"))
        await do(town.world.sup_nh, nanhai)
        caller = await town.sign_in("sup.cc")
        assert await told(caller, w.day()) == {}, "who has not ended her day has said nothing"
        missed = [{"planned_visit_id": id, "reason": "no_time"} for id in ("PV-1", "PV-NH")]
        await ends(town, w.day(), missed=missed, note="明天看新品", unsent=2,
                   unsent_reason="no_signal")  # fmt: skip
        row = (await told(caller, w.day()))["rep.cc01"]
        assert (row["note"], row["unsent"], row["unsent_reason"]) == ("明天看新品", 2, "no_signal")
        assert (row["planned"], row["visited"], row["auto_closed"]) == (1, 0, False)
        here, elsewhere = row["missed"]
        assert (here["store_code"], here["reason"]) == ("ST-1", "no_time")
        assert (elsewhere["store_name"], elsewhere["reason"]) == (None, "no_time")
        assert await told(caller, w.day(-1)) == {}
        assert list(await told(await town.sign_in("mgr.fs"), w.day())) == ["rep.cc01"]
        for login in ("sup.nh", "spc.east"):
            assert await told(await town.sign_in(login), w.day()) == {}, login


async def test_the_days_numbers_are_counted_when_they_are_asked(database: Database) -> None:
    async with a_town(database) as town:
        world, rep = town.world, town.world.rep
        await a_visit(world, "V-1")
        await judged(world)
        await ends(town, DAY)
        caller = await town.sign_in("sup.cc")
        row = (await told(caller, DAY))["rep.cc01"]
        assert (row["valid"], row["productive"], row["placed"], row["rivals"]) == (1, 0, 0, 0)

        # Another visit of that day comes late: two products ordered of three offered, what another
        # brand does, an order, a promotion set up; two tickets, one of them of today.
        await released(world)
        pitches = [
            w.pitch(sku_id="SKU-01", result="ordered", objection=None),
            w.pitch(sku_id="SKU-02", result="ordered", objection=None),
            w.pitch(sku_id="SKU-03"),
        ]
        late = (
            ("visit.check_in", "V-2", w.check_in("ST-1", day=DAY)),
            ("visit.pitch", "V-2", {"pitches": pitches}),
            ("visit.competitor", "V-2", {"seen": [w.rival()]}),
            ("order.submit", "O-1", w.order(visit_id="V-2", day=DAY)),
            ("promotion.set_up", "PR-1:ST-1", w.set_up(visit_id="V-2")),
            ("ticket.open", "TK-1", complaint()),
        )
        for n, (kind, id, args) in enumerate(late):
            rep.note(kind, id, args, made_at=at(120 + n))
        rep.note("ticket.open", "TK-2", complaint())
        assert {one["status"] for one in await rep.push()} == {"applied"}
        await judged(world)
        row = (await told(caller, DAY))["rep.cc01"]
        found = {name: row[name] for name in (
            "valid", "productive", "placed", "set_up", "rivals", "tickets_opened", "tickets_closed",
        )}  # fmt: skip
        assert found == {
            "valid": 1, "productive": 1, "placed": 2, "set_up": 1, "rivals": 1,
            "tickets_opened": 1, "tickets_closed": 0,
        }  # fmt: skip
        await ends(town, w.day())
        today = (await told(caller, w.day()))["rep.cc01"]
        assert (today["tickets_opened"], today["placed"], today["set_up"]) == (1, 0, 0)


async def test_a_ticket_counts_as_closed_on_the_day_it_was(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        world.rep.note("ticket.open", "TK-1", complaint(), made_at=at(10))
        assert {one["status"] for one in await world.rep.push()} == {"applied"}
        await do(
            world.sup,
            ("ticket.answer", "TK-1", {"state": "solved", "note": "好了"}),
        )
        await do(world.rep, ("ticket.confirm", "TK-1", {"solved": True, "note": None}))
        await do(world.sup, ("ticket.close", "TK-1", {"note": None}))
        for day in (DAY, w.day()):
            await ends(town, day)
        caller = await town.sign_in("sup.cc")
        numbers = [
            (row["tickets_opened"], row["tickets_closed"])
            for row in [(await told(caller, day))["rep.cc01"] for day in (DAY, w.day())]
        ]
        assert numbers == [(1, 0), (0, 1)]
