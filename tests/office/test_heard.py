"""When somebody was heard of, and what that contact was: bringing work is more than asking."""

import json
from typing import Any

import pytest

from backend.sync.asking import table_digest
from tests import world as w
from tests.engines import Database
from tests.office.places import a_call, do
from tests.town import Caller, Town, a_town
from tests.world import Actor

pytestmark = pytest.mark.anyio


async def on_board(caller: Caller, rep: str) -> dict[str, Any]:
    answer = await caller.get(f"/office/v1/board?day={w.day()}")
    assert answer.status_code == 200, answer.text
    return next(row for row in answer.json()["reps"] if row["rep_id"] == rep)


async def device(caller: Caller, replica_id: str) -> dict[str, Any]:
    answer = await caller.get("/office/v1/devices")
    assert answer.status_code == 200, answer.text
    return next(row for row in answer.json()["rows"] if row["replica_id"] == replica_id)


async def pulls(town: Town, actor: Actor, *, quiet: bool = False, **more: Any) -> None:
    """Through the door, as a phone does; quiet: nothing moved since, so it sends no cursors."""
    caller = await town.sign_in(actor.person.login, actor.replica_id)
    body = actor.pull_body() | more
    if quiet:
        (kept,) = await town.rows(
            "SELECT cursors FROM sync_replica WHERE replica_id = ?", actor.replica_id
        )
        table = {scope: (e, p) for scope, (e, p) in json.loads(kept[0]).items()}
        del body["cursors"]
        body |= {"known": table_digest(table), "moved": []}
    answer = await caller.post("/sync/v1/pull", body)
    assert answer.status_code == 200, answer.text
    assert "need-cursors" not in answer.text


async def only_her_phone(town: Town) -> None:
    """Her other contacts lie long back."""
    await town.sql(
        "UPDATE sync_replica SET last_seen_at = '2026-01-01T00:00:00.000Z'"
        " WHERE user_id = 'rep.cc01' AND replica_id <> ?",
        town.world.rep.replica_id,
    )


async def test_the_board_says_whether_a_rep_brought_work_or_only_asked(database: Database) -> None:
    async with a_town(database) as town:
        rep = town.world.rep
        caller = await town.sign_in("sup.cc")
        await only_her_phone(town)
        assert (await on_board(caller, "rep.cc01"))["last_seen_kind"] == "sign_in"
        assert (await on_board(caller, "rep.cc01"))["last_sent_at"] is None
        await a_call(rep, "1", "ST-1", None)
        row = await on_board(caller, "rep.cc01")
        assert (row["last_seen_kind"], row["last_sent_at"]) == ("push", row["last_heard_at"])
        await pulls(town, rep)
        after = await on_board(caller, "rep.cc01")
        assert after["last_seen_kind"] == "pull"
        assert after["last_sent_at"] == row["last_sent_at"] < after["last_heard_at"]


async def test_who_was_never_heard_has_no_kind(database: Database) -> None:
    async with a_town(database) as town:
        await town.sql("UPDATE sync_replica SET last_seen_at = '' WHERE user_id = 'rep.cc02'")
        row = await on_board(await town.sign_in("sup.cc"), "rep.cc02")
        assert (row["last_heard_at"], row["last_seen_kind"], row["last_sent_at"]) == (None,) * 3


async def test_the_work_of_any_of_her_phones_counts(database: Database) -> None:
    """She asked last with another phone than the one that brought her work."""
    async with a_town(database) as town:
        rep = town.world.rep
        await a_call(rep, "1", "ST-1", None)
        other = await town.world.actor(rep.person)
        await pulls(town, other)
        row = await on_board(await town.sign_in("sup.cc"), "rep.cc01")
        assert row["last_seen_kind"] == "pull"
        assert row["last_sent_at"] is not None


async def test_a_device_shows_until_when_its_work_is_here(database: Database) -> None:
    async with a_town(database) as town:
        rep = town.world.rep
        caller = await town.sign_in("sup.cc")
        fresh = await device(caller, rep.replica_id)
        assert (fresh["work_until"], fresh["last_sent_at"], fresh["said_unsent"]) == (None,) * 3
        await a_call(rep, "1", "ST-1", None)
        sent = await device(caller, rep.replica_id)
        assert sent["last_seen_kind"] == "push"
        assert sent["last_sent_at"] == sent["last_seen_at"]
        assert sent["work_until"] <= sent["last_sent_at"]
        assert sent["pulled_at"] is None
        await pulls(town, rep)
        pulled = await device(caller, rep.replica_id)
        assert pulled["pulled_at"] == pulled["last_seen_at"]
        assert pulled["work_until"] == sent["work_until"]


async def test_what_she_said_was_unsent_at_the_end_of_her_day_is_shown(database: Database) -> None:
    async with a_town(database) as town:
        rep = town.world.rep
        for day, unsent in ((w.day(-1), 0), (w.day(), 7)):
            args = {"day": day, "unsent": unsent, "missed": [], "note": None}
            await do(rep, ("day.end", f"rep.cc01:{day}", args))
        row = await device(await town.sign_in("sup.cc"), rep.replica_id)
        assert row["said_unsent"] == 7
        assert row["said_unsent_at"].startswith(w.ago()[:10])


REPORT = {
    "unsent": 3, "oldest_unsent_at": "2026-11-25T01:12:00.000Z", "photos": 2,
    "photo_bytes": 600_000, "attention": 1, "storage_used": 320_000_000,
    "storage_quota": None, "persisted": True, "incidents": {"digest": 1, "lost": 0},
}  # fmt: skip


async def test_a_device_tells_what_waits_on_it(database: Database) -> None:
    async with a_town(database) as town:
        rep = town.world.rep
        caller = await town.sign_in("sup.cc")
        fresh = await device(caller, rep.replica_id)
        assert (fresh["report"], fresh["reported_at"]) == (None, None)
        await pulls(town, rep, report=REPORT)
        told = await device(caller, rep.replica_id)
        assert told["report"] == REPORT
        assert told["reported_at"] == told["last_seen_at"]
        await pulls(town, rep, quiet=True, report=REPORT | {"unsent": 0})
        quiet = await device(caller, rep.replica_id)
        assert quiet["report"]["unsent"] == 0
        await pulls(town, rep, quiet=True)
        assert (await device(caller, rep.replica_id))["report"] == quiet["report"]


@pytest.mark.parametrize(
    "report",
    [
        "well", [], {}, REPORT | {"unsent": -1}, REPORT | {"oldest_unsent_at": "yesterday"},
        REPORT | {"incidents": {"digest": "many"}}, REPORT | {"incidents": {"x" * 17_000: 1}},
    ],
    ids=["words", "list", "empty", "below-zero", "no-instant", "no-number", "too-long"],
)  # fmt: skip
async def test_an_odd_report_keeps_no_device_from_its_answer(
    database: Database, report: Any
) -> None:
    async with a_town(database) as town:
        rep = town.world.rep
        await pulls(town, rep, report=REPORT)
        await pulls(town, rep, report=report)
        told = await device(await town.sign_in("sup.cc"), rep.replica_id)
        assert told["report"] == REPORT


@pytest.mark.parametrize(("minutes", "heard"), [(4, False), (6, True)])
async def test_a_phone_that_has_nothing_new_is_still_heard(
    database: Database, minutes: int, heard: bool
) -> None:
    """A quiet pull writes no cursors; every five minutes it says that she is there."""
    async with a_town(database) as town:
        rep = town.world.rep
        await pulls(town, rep)
        before = w.ago(minutes=minutes)
        await town.sql(
            "UPDATE sync_replica SET last_seen_at = ? WHERE replica_id = ?", before, rep.replica_id
        )
        await pulls(town, rep, quiet=True)
        (seen,) = await town.rows(
            "SELECT last_seen_at FROM sync_replica WHERE replica_id = ?", rep.replica_id
        )
        assert (seen[0] > before) is heard
