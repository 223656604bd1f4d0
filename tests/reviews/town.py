"""Visits of yesterday morning in the town of tests/world.py: no test depends on the hour."""

from datetime import datetime, timedelta
from typing import Any

from backend.reviews.judge import judge
from tests import world as w
from tests.visits.test_photos import upload
from tests.world import Actor, World

DAY = w.day(-1)


def at(minute: float) -> str:
    """Yesterday at 09:00 in Shanghai plus so many minutes."""
    start = datetime.fromisoformat(f"{DAY}T01:00:00+00:00")
    return w.text(start + timedelta(minutes=minute))


async def a_visit(
    world: World, id: str, store: str = "ST-1", begin: float = 0, stay: float = 20,
    by: Actor | None = None, sha: str | None = None, early: str | None = None,
    skipped: str = "wrap_up", **more: Any,
) -> None:  # fmt: skip
    """Check-in with a photo of the door and of the shelf, the shelf, no order, check-out."""
    rep = by or world.rep
    where = more.pop("where", w.fix(len(id) % 7, 10 + int(begin) % 13))
    pictures = more.pop("pictures", ("storefront", "main_shelf_before"))
    rep.note("visit.check_in", id, w.check_in(store, day=DAY, position=where, **more),
             made_at=at(begin))  # fmt: skip
    for n, kind in enumerate(pictures):
        hashed = sha or f"{abs(hash((id, kind))):064x}"[:64]
        await upload_once(world, rep.person.id, hashed)
        args = w.photo(store, visit_id=id, type=kind, sha256=hashed, taken_at=at(begin + 1 + n))
        rep.note("photo.attach", f"F-{id}-{n}", args, made_at=at(begin + 1 + n))
    seen = [w.observation("SKU-01"), w.observation("SKU-02"), w.observation("SKU-03")]
    rep.note("visit.check", id, {"observations": seen}, made_at=at(begin + min(8, stay / 2)))
    if early is not None:
        skip = {"step": skipped, "reason": early}
        rep.note("visit.skip", id, skip, made_at=at(begin + stay))
    out = {"position": where and {**where, "accuracy_m": where["accuracy_m"] + 3}}
    leaving = w.check_out(stay_s=int(stay * 60), no_order_reason="enough_stock", **out)
    rep.note("visit.check_out", id, leaving, made_at=at(begin + stay))
    results = await rep.push()
    bad = [one for one in results if one["status"] != "applied"]
    assert not bad, bad


async def upload_once(world: World, user_id: str, sha256: str) -> None:
    async with world.store.reading() as read:
        here = await read.rows("SELECT 1 FROM sync_blob WHERE sha256 = ?", sha256)
    if not here:
        await upload(world, user_id, sha256)


async def judged(world: World, rep: str = "rep.cc01", day: str = DAY) -> None:
    await judge(world.store, rep, day)


async def row(world: World, table: str, id: str) -> dict[str, Any]:
    async with world.store.reading() as read:
        found = await read.one(f"SELECT * FROM {table} WHERE id = :id", {"id": id})
    assert found is not None, id
    return found


async def flags_of(world: World, state: str = "open") -> dict[str, str]:
    """Id to level of every flag in that state."""
    async with world.store.reading() as read:
        rows = await read.rows("SELECT id, level FROM visit_flag WHERE state = ?", state)
    return dict(rows)


async def ripen(world: World) -> None:
    """She has had her time."""

    async def past(records: Any) -> None:
        records.execute("UPDATE visit_flag SET hers_until = ?", w.ago(minutes=1))

    await world.store.write(past)


__all__ = ["DAY", "a_visit", "at", "flags_of", "judged", "ripen", "row"]
