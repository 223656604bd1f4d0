"""A Wednesday's visits in the town of tests/world.py, and the draw of the day after: the calendar
of the day on which the tests run changes nothing."""

from datetime import date, datetime, timedelta
from typing import Any

from backend.coaching.draw import draw
from backend.reviews.tables import ReviewRules
from backend.store.session import Records
from tests import world as w
from tests.world import Actor, World

WEDNESDAY, THURSDAY = 2, 3
EVERY_VISIT = 99
SEED = "a seed of these tests"


def last(weekday: int) -> date:
    """A week ago at least: nothing of it is in the future."""
    week = date.fromisoformat(w.day(-7))
    return week - timedelta(days=(week.weekday() - weekday) % 7)


DAY = last(WEDNESDAY).isoformat()
NEXT = (last(WEDNESDAY) + timedelta(days=1)).isoformat()


def at(minute: float, day: str = DAY) -> str:
    """09:00 in Shanghai of that day plus so many minutes."""
    return w.text(datetime.fromisoformat(f"{day}T01:00:00+00:00") + timedelta(minutes=minute))


async def a_visit(
    world: World, id: str, store: str = "ST-1", begin: float = 0, by: Actor | None = None,
    day: str = DAY, seen: list[dict[str, Any]] | None = None,
) -> None:  # fmt: skip
    """In, the shelf, out: twenty minutes."""
    rep = by or world.rep
    shelf = [w.observation("SKU-01")] if seen is None else seen
    rep.note("visit.check_in", id, w.check_in(store, day=day), made_at=at(begin, day))
    if shelf:
        rep.note("visit.check", id, {"observations": shelf}, made_at=at(begin + 10, day))
    out = w.check_out(stay_s=1200, no_order_reason="enough_stock")
    rep.note("visit.check_out", id, out, made_at=at(begin + 20, day))
    bad = [one for one in await rep.push() if one["status"] != "applied"]
    assert not bad, bad


async def every_visit(world: World) -> None:
    """The manager had wanted all of them looked at again. No manager can say so of days that are
    over: it is written as if he had said it then."""

    async def keep(records: Records) -> None:
        records.add(
            ReviewRules.of(
                id="rules-1", number=1, valid_from=DAY, org_unit_ids=["B-FS-CC", "B-FS-NH"],
                settings={"spot_weekly": EVERY_VISIT}, saved_by="mgr.fs", saved_by_name="梁国辉",
                saved_at=at(0),
            )
        )  # fmt: skip

    await world.store.write(keep)


async def drawn(world: World, day: str = NEXT) -> int:
    return await draw(world.store, day, SEED)


def found(*observations: dict[str, Any], minute: float = 60, day: str = DAY,
          **more: Any) -> dict[str, Any]:  # fmt: skip
    """What who looked again says, an hour after nine."""
    return {
        "arrived_at": at(minute, day), "position": w.fix(5), "note": None,
        "observations": list(observations) or [w.observation("SKU-01")], **more,
    }  # fmt: skip
