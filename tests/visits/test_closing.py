"""Visits nobody left and days nobody ended, in a time the test sets: who closes them, who wins."""

from typing import Any

import pytest

from backend.jobs import Worker
from backend.orders.forgotten import plan, say_forgotten
from backend.store import instant
from tests import world as w
from tests.engines import Database
from tests.town import Town, a_town
from tests.world import Actor, World, a_world

pytestmark = pytest.mark.anyio
DAY, NEXT = w.day(-2), w.day(-1)


def at(clock: str, day: str = DAY) -> str:
    """That hour in Foshan."""
    hour, minute = clock.split(":")
    back = instant.shifted(instant.end_of_day(day, "Asia/Shanghai"), hours=-24)
    return instant.shifted(back, hours=int(hour), minutes=int(minute))


class Clock:
    """The company's time."""

    def __init__(self) -> None:
        self.now = at("08:00")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(instant, "now", lambda: clock.now)
    return clock


async def told(actor: Actor, clock: Clock, at_: str, kind: str, id: str, args: Any) -> str:
    """Said then, and heard at once."""
    clock.now = max(clock.now, at_)
    result = await actor.says(kind, id, args, made_at=at_)
    return str(result["status"])


async def night(world: World, clock: Clock, day: str = DAY) -> int:
    clock.now = max(clock.now, at("23:59", day))
    return await say_forgotten(world.store, world.registry, day)


async def begun(world: World, clock: Clock, id: str = "V-1", store: str = "ST-1") -> None:
    args = w.check_in(store, day=DAY)
    assert await told(world.rep, clock, at("10:00"), "visit.check_in", id, args) == "applied"


async def visit(actor: Actor, id: str = "V-1") -> dict[str, Any]:
    return (await actor.sees("visit"))[id]


async def test_a_visit_nobody_left_ends_with_its_day_where_its_last_sign_was(
    database: Database, clock: Clock
) -> None:
    async with a_world(database) as world:
        await begun(world, clock)
        rep = world.rep
        await told(rep, clock, at("10:05"), "photo.attach", "P-1",
                   w.photo(visit_id="V-1", taken_at=at("10:05")))  # fmt: skip
        await told(rep, clock, at("10:20"), "order.submit", "O-1",
                   w.order(visit_id="V-1", day=DAY))  # fmt: skip
        clock.now = at("23:58")
        assert await say_forgotten(world.store, world.registry, DAY) > 0  # too early: nothing comes
        assert (await visit(rep))["state"] == "in_progress"
        assert await rep.sees("day_summary") == {}

        await night(world, clock)
        seen = await visit(rep)
        assert (seen["state"], seen["checked_out_at"]) == ("abandoned", at("10:20"))
        summary = (await rep.sees("day_summary"))[f"rep.cc01:{DAY}"]
        assert summary["auto_closed"] is True
        assert (summary["ended_at"], summary["orders"]) == (at("10:20"), 1)


async def test_the_night_may_come_twice(database: Database, clock: Clock) -> None:
    async with a_world(database) as world:
        await begun(world, clock)
        assert await night(world, clock) == 2
        before = await visit(world.rep), await world.rep.sees("day_summary")
        assert await night(world, clock) == 0
        clock.now = at("23:59", NEXT)
        assert await say_forgotten(world.store, world.registry, NEXT) == 0
        # Even a worker that had read before the other one said it.
        for kind, id, args in (
            ("visit.abandon", "V-1", {"left_at": at("11:00")}),
            ("day.close", f"rep.cc01:{DAY}", {"day": DAY, "ended_at": at("11:00")}),
        ):
            await world.system.says(kind, id, args)
        assert (await visit(world.rep), await world.rep.sees("day_summary")) == before


async def test_a_check_out_from_before_the_end_of_the_day_wins_however_late_it_comes(
    database: Database, clock: Clock
) -> None:
    async with a_world(database) as world:
        await begun(world, clock)
        rep = world.rep
        checked = {"observations": [w.observation("SKU-01")]}
        rep.note("visit.check", "V-1", checked, made_at=at("10:30"))
        rep.note("visit.check_out", "V-1", w.check_out(note="好"), made_at=at("10:40"))
        rep.note("day.end", f"rep.cc01:{DAY}", {"day": DAY, "unsent": 2, "missed": [], "note": "x"},
                 made_at=at("18:00"))  # fmt: skip
        await night(world, clock)
        clock.now = at("09:00", NEXT)
        assert [one["status"] for one in await rep.push()] == ["applied"] * 3
        seen = await visit(rep)
        assert (seen["state"], seen["checked_out_at"]) == ("completed", at("10:40"))
        assert len(seen["observations"]) == 1
        summary = (await rep.sees("day_summary"))[f"rep.cc01:{DAY}"]
        assert "auto_closed" not in summary
        assert (summary["ended_at"], summary["note"]) == (at("18:00"), "x")


async def test_a_step_that_comes_late_moves_the_end_and_one_of_the_next_day_is_set_aside(
    database: Database, clock: Clock
) -> None:
    async with a_world(database) as world:
        await begun(world, clock)
        await night(world, clock)
        rep, late = world.rep, {"observations": [w.observation("SKU-01")]}
        clock.now = at("08:00", NEXT)
        result = await rep.says("visit.check", "V-1", late, made_at=at("11:11"))
        assert result["status"] == "applied"
        seen = await visit(rep)
        assert (seen["state"], seen["checked_out_at"]) == ("abandoned", at("11:11"))
        more = {"observations": [w.observation("SKU-02")]}
        result = await rep.says("visit.check", "V-1", more, made_at=at("08:00", NEXT))
        assert (result["status"], result["code"]) == ("quarantined", "visit/closed")


async def test_she_answers_the_next_morning_and_may_correct_herself(
    database: Database, clock: Clock
) -> None:
    async with a_world(database) as world:
        await begun(world, clock)
        await night(world, clock)
        rep, morning = world.rep, at("08:10", NEXT)
        answer = {"left_at": at("10:45"), "reason": "forgot", "note": None}
        assert await told(rep, clock, morning, "visit.left", "V-1", answer) == "applied"
        assert await told(rep, clock, morning, "visit.left", "V-1", answer) == "duplicate"
        other = {**answer, "reason": "phone_dead"}
        assert await told(rep, clock, morning, "visit.left", "V-1", other) == "applied"
        seen = await visit(rep)
        assert seen["state"] == "abandoned"
        assert seen["left_said"] == {**other, "said_at": morning}
        for wrong in (at("09:59"), at("00:01", NEXT)):
            said = {**answer, "left_at": wrong}
            assert await told(rep, clock, morning, "visit.left", "V-1", said) == "quarantined"
        # Nobody else answers for her.
        assert await told(world.rep2, clock, morning, "visit.left", "V-1", answer) != "applied"
        ended = {"day": DAY, "unsent": 0, "missed": [], "note": "忘了"}
        await told(rep, clock, morning, "day.end", f"rep.cc01:{DAY}", ended)
        summary = (await rep.sees("day_summary"))[f"rep.cc01:{DAY}"]
        assert summary["auto_closed"] is True
        assert (summary["ended_at"], summary["note"]) == (at("10:00"), "忘了")


async def test_an_app_from_before_leaves_the_next_day_and_its_words_are_kept(
    database: Database, clock: Clock
) -> None:
    async with a_world(database) as world:
        await begun(world, clock)
        await night(world, clock)
        args = w.check_out(note="昨天忘了", no_order_reason="enough_stock", stay_s=80_000)
        morning = at("08:10", NEXT)
        assert await told(world.rep, clock, morning, "visit.check_out", "V-1", args) == "applied"
        assert await told(world.rep, clock, morning, "visit.check_out", "V-1", args) == "duplicate"
        seen = await visit(world.rep)
        assert (seen["state"], seen["checked_out_at"]) == ("abandoned", at("10:00"))
        assert (seen["note"], seen["no_order_reason"]) == ("昨天忘了", "enough_stock")


async def test_what_arrives_after_its_day_is_closed_soon_by_the_worker_itself(
    database: Database, clock: Clock
) -> None:
    async with a_town(database) as town:
        clock.now = at("09:00", NEXT)
        args = w.check_in("ST-1", day=DAY)
        await town.world.rep.says("visit.check_in", "V-1", args, made_at=at("10:00"))
        worker = a_worker(town)
        while await worker.work_once():
            pass
        assert (await visit(town.world.rep))["state"] == "in_progress"  # the rest may still come
        clock.now = at("09:06", NEXT)
        while await worker.work_once():
            pass
        assert (await visit(town.world.rep))["state"] == "abandoned"


async def test_each_day_has_one_job_at_a_minute_to_midnight_whoever_plans_it(
    database: Database, clock: Clock
) -> None:
    async with a_town(database) as town:
        await town.sql("DELETE FROM job")
        await begun(town.world, clock)
        for _ in range(3):
            await town.store.write(plan)
        due = await town.rows("SELECT due_at FROM job WHERE kind = 'day_over' ORDER BY due_at")
        assert due[-1] == (at("23:59"),)
        assert len(due) == 2
        worker = a_worker(town)
        for now, state in ((at("23:58"), "in_progress"), (at("23:59"), "abandoned")):
            clock.now = now
            while await worker.work_once():
                pass
            assert (await visit(town.world.rep))["state"] == state


async def test_a_day_she_ended_and_a_day_of_nobody_stay_as_they_are(
    database: Database, clock: Clock
) -> None:
    async with a_world(database) as world:
        await begun(world, clock)
        rep = world.rep
        await told(rep, clock, at("11:00"), "visit.check_out", "V-1", w.check_out())
        ended = {"day": DAY, "unsent": 0, "missed": [], "note": None}
        await told(rep, clock, at("17:00"), "day.end", f"rep.cc01:{DAY}", ended)
        before = await rep.sees("day_summary")
        assert await night(world, clock) == 0
        assert await rep.sees("day_summary") == before
        assert await world.rep2.sees("day_summary") == {}


async def test_pauses_are_kept_in_order_and_end_with_the_visit(
    database: Database, clock: Clock
) -> None:
    async with a_world(database) as world:
        await begun(world, clock)
        rep = world.rep
        waits = {"reason": "owner_busy"}
        assert await told(rep, clock, at("10:05"), "visit.pause", "V-1", waits) == "applied"
        assert await told(rep, clock, at("10:06"), "visit.pause", "V-1", waits) == "duplicate"
        assert await told(rep, clock, at("10:15"), "visit.resume", "V-1", {}) == "applied"
        assert await told(rep, clock, at("10:16"), "visit.resume", "V-1", {}) == "duplicate"
        assert await told(rep, clock, at("10:20"), "visit.pause", "V-1", waits) == "applied"
        assert await told(world.rep2, clock, at("10:21"), "visit.resume", "V-1", {}) != "applied"
        await told(rep, clock, at("10:30"), "visit.check_out", "V-1", w.check_out())
        assert (await visit(rep))["pauses"] == [
            {**waits, "from_at": at("10:05"), "until_at": at("10:15")},
            {**waits, "from_at": at("10:20"), "until_at": at("10:30")},
        ]
        late = await told(rep, clock, at("10:31"), "visit.pause", "V-1", waits)
        assert late == "quarantined"


def a_worker(town: Town) -> Worker:
    return Worker(town.store, town.parts.registry, town.parts.pictures, town.parts.unfinished)
