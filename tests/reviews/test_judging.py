"""A rep's day is looked at whenever something of it arrives: verdicts, flags, and their end."""

from typing import Any

import msgspec
import pytest

from backend.jobs import Worker, _done, _take
from backend.reviews.rules import by_rule
from tests import world as w
from tests.engines import Database
from tests.reviews.town import DAY, a_visit, at, flags_of, judged, row
from tests.town import a_town
from tests.visits.test_photo_review import bad, inbox
from tests.world import World, a_world, fix

pytestmark = pytest.mark.anyio


async def verdict(world: World, id: str) -> tuple[str, bool, dict[str, Any]]:
    found = await row(world, "visit_verdict", id)
    answers = msgspec.json.decode(found["rules"])
    return found["validity"], bool(found["counts"]), {one["rule"]: one["ok"] for one in answers}


async def test_an_honest_visit_is_valid_and_nobody_is_told(database: Database) -> None:
    async with a_world(database) as world:
        await a_visit(world, "V-1")
        await judged(world)
        validity, counts, answers = await verdict(world, "V-1")
        assert (validity, counts, set(answers.values())) == ("valid", True, {True})
        assert await flags_of(world) == {}
        assert await world.rep.sees("visit_verdict") == {}
        assert await inbox(world.rep) == []


async def test_a_visit_too_short_is_invalid_only_once_her_time_for_a_word_is_over(
    database: Database,
) -> None:
    """V-1 says nothing, V-2 said why at leaving, V-3 answers the flag: late, and it is heard."""
    async with a_town(database) as town:
        world = town.world
        # That she skipped another step says nothing of why she left.
        await a_visit(world, "V-1", stay=1, early="store_closed", skipped="competitor")
        await a_visit(world, "V-2", "ST-2", begin=60, stay=1, early="store_closed")
        await a_visit(world, "V-3", begin=120, stay=1)
        await judged(world)

        async def are() -> dict[str, str]:
            said = {id: await verdict(world, id) for id in ("V-1", "V-2", "V-3")}
            assert [answers["V3"] for _, _, answers in said.values()] == [False] * 3
            return {id: validity for id, (validity, _, _) in said.items()}

        assert await are() == {"V-1": "pending", "V-2": "pending", "V-3": "pending"}
        ((_, until, state),) = await town.rows(
            "SELECT job_id, due_at, state FROM job WHERE kind = 'judge_later'"
        )
        hers = (await world.rep.sees("visit_flag"))["V-1:G05"]
        assert (until, state) == (hers["hers_until"], "waiting")
        # A day has passed: the worker looks by itself, and asks for no further look.
        past = w.ago(minutes=1)
        await town.sql("UPDATE visit_flag SET hers_until = ?", past)
        await town.sql("DELETE FROM job WHERE kind <> 'judge_later'")
        await town.sql("UPDATE job SET due_at = ?", past)
        worker = Worker(town.store, town.parts.registry, town.parts.pictures, town.parts.unfinished)
        while await worker.work_once():
            pass
        assert await are() == {"V-1": "invalid", "V-2": "pending", "V-3": "invalid"}
        assert await town.rows("SELECT job_id FROM job WHERE kind = 'judge_later'") == []
        # Her word is looked at by itself, too.
        await world.rep.says("flag.answer", "V-3:G05", {"text": "the owner sent me away"})
        await town.sql("UPDATE job SET due_at = ?", past)
        while await worker.work_once():
            pass
        assert await are() == {"V-1": "invalid", "V-2": "pending", "V-3": "pending"}


async def test_two_reps_on_one_phone_are_both_asked_whoever_is_looked_at_first(
    database: Database,
) -> None:
    """By the phone's own name for itself. A phone that has none, or another day, asks nothing."""
    async with a_town(database) as town:
        world = town.world
        await a_visit(world, "V-1")
        await judged(world)
        await a_visit(world, "V-2", "ST-3", begin=60, by=world.rep2)
        await judged(world, "rep.cc02")
        assert await flags_of(world) == {}
        await town.sql("UPDATE sync_replica SET device_id = 'PH-1' WHERE user_id LIKE 'rep.cc%'")
        await town.sql("DELETE FROM job")
        await judged(world, "rep.cc02")
        assert set(await flags_of(world)) == {f"G15:rep.cc02:{DAY}:shared"}
        (hers,) = (await world.rep2.sees("visit_flag")).values()
        assert hers["evidence"]["names"] == [world.rep.person.name]
        assert hers["evidence"]["at"] == at(0)
        assert await town.rows("SELECT job_id FROM job WHERE kind = 'judge'") == [
            (f"judge:rep.cc01:{DAY}",)
        ]
        await judged(world)
        both = {f"G15:{rep}:{DAY}:shared" for rep in ("rep.cc01", "rep.cc02")}
        assert set(await flags_of(world)) == both


async def test_a_visit_from_afar_waits_and_she_is_the_first_to_hear(database: Database) -> None:
    async with a_world(database) as world:
        await a_visit(world, "V-1", where=fix(340))
        await judged(world)
        assert (await verdict(world, "V-1"))[0] == "pending"
        assert await flags_of(world) == {"V-1:G01": "red"}
        hers = (await world.rep.sees("visit_flag"))["V-1:G01"]
        assert (hers["evidence"]["radius_m"], hers["state"]) == (100, "open")
        assert hers["evidence"]["distance_m"] > 330
        assert [one["rule"] for one in (await world.rep.sees("visit_verdict"))["V-1"]["rules"]] == [
            "V1", "V7",
        ]  # fmt: skip
        ((kind, facts, entity, id),) = await inbox(world.rep)
        assert (kind, facts["reason"], entity, id) == (
            "flag.raised", "G01", "visit_flag", "V-1:G01",
        )  # fmt: skip
        for other in (world.rep2, world.sup, world.clerk):
            assert await other.sees("visit_flag") == {}


async def test_looking_again_moves_nothing(database: Database) -> None:
    async with a_world(database) as world:
        await a_visit(world, "V-1", where=fix(340))
        await judged(world)
        before = await everything(world)
        await judged(world)
        assert await everything(world) == before
        assert len(await inbox(world.rep)) == 1


async def everything(world: World) -> list[Any]:
    async with world.store.reading() as read:
        return [
            list(await read.rows(f"SELECT * FROM {table} ORDER BY 1, 2"))
            for table in ("visit_verdict", "visit_flag", "sync_feed", "inbox_item")
        ]


async def test_a_flag_goes_when_its_ground_does(database: Database) -> None:
    """The admin corrects the point of the store; the visit is measured anew by no one, so here the
    overlapping visit before is the one whose end arrives late."""
    async with a_world(database) as world:
        world.rep.note("visit.check_in", "V-0", w.check_in("ST-2", day=DAY, position=fix(3, 17)),
                       made_at=at(0))  # fmt: skip
        await a_visit(world, "V-1", begin=30)
        await judged(world)
        assert await flags_of(world) == {"V-1:G06": "red"}
        leaving = w.check_out(stay_s=1200, no_order_reason="price", position=fix(4, 9))
        await world.rep.says("visit.check_out", "V-0", leaving, made_at=at(20))
        await judged(world)
        assert "V-1:G06" not in await flags_of(world)
        assert await flags_of(world, "withdrawn") == {"V-1:G06": "red"}
        assert (await verdict(world, "V-1"))[0] == "valid"
        assert (await world.rep.sees("visit_flag"))["V-1:G06"]["state"] == "withdrawn"


async def test_bytes_that_are_awaited_make_a_visit_wait_and_nobody_look(database: Database) -> None:
    async with a_world(database) as world:
        await a_visit(world, "V-1", pictures=("storefront",))
        shelf = w.photo("ST-1", visit_id="V-1", type="main_shelf_before", taken_at=at(3))
        await world.rep.says("photo.attach", "F-late", shelf)
        await judged(world)
        assert (await verdict(world, "V-1"))[0] == "pending"
        why = set(msgspec.json.decode((await row(world, "visit_verdict", "V-1"))["why"]))
        assert not why & {"pending", "flagged"}
        await world.system.says("photo.arrive", "F-late", {"sha256": "ab" * 32})
        await judged(world)
        assert (await verdict(world, "V-1"))[0] == "valid"


async def test_steps_and_pictures_are_two_things(database: Database) -> None:
    """A missing picture makes it wait (V5); what was not done makes it invalid (V4)."""
    async with a_world(database) as world:
        await a_visit(world, "V-1", pictures=("storefront",))
        await judged(world)
        validity, _, answers = await verdict(world, "V-1")
        assert (validity, answers["V4"], answers["V5"]) == ("pending", True, False)
        lacking = by_rule(
            msgspec.json.decode((await row(world, "visit_verdict", "V-1"))["rules"]), "V5"
        )["lacking"]
        assert lacking == {"main_shelf_before": 1}

        world.rep.note("visit.check_in", "V-2", w.check_in("ST-2", day=DAY, position=fix(4, 21)),
                       made_at=at(40))  # fmt: skip
        out = w.check_out(stay_s=1200, position=fix(4, 22))
        await world.rep.says("visit.check_out", "V-2", out, made_at=at(60))
        await judged(world)
        validity, _, answers = await verdict(world, "V-2")
        assert (validity, answers["V4"]) == ("invalid", False)


async def asked_again(world: World) -> set[str]:
    """Whose days are to be looked at; from now on nobody's."""
    async with world.store.reading() as read:
        rows = await read.rows("SELECT job_id FROM job WHERE kind = 'judge'")

    async def forget(records: Any) -> None:
        records.execute("DELETE FROM job WHERE kind = 'judge'")

    await world.store.write(forget)
    return {str(row[0]).split(":")[1] for row in rows}


async def test_the_second_visit_of_a_day_is_kept_and_does_not_count(database: Database) -> None:
    async with a_world(database) as world:
        await world.sup.says("store.assign", "as-b", world.assign("ST-1", w.REP_CC02, "cover"))
        await a_visit(world, "V-2", begin=120, by=world.rep2)
        await judged(world, "rep.cc02")
        assert (await verdict(world, "V-2"))[:2] == ("valid", True)
        await a_visit(world, "V-1", begin=0)
        await asked_again(world)
        await judged(world)
        assert await asked_again(world) == {"rep.cc02"}
        await judged(world, "rep.cc02")
        assert (await verdict(world, "V-1"))[:2] == ("valid", True)
        assert (await verdict(world, "V-2"))[:2] == ("valid", False)
        assert (await world.rep2.sees("visit_verdict"))["V-2"]["counts"] is False


async def test_a_decision_on_the_first_visit_says_whether_the_second_counts(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await world.sup.says("store.assign", "as-b", world.assign("ST-1", w.REP_CC02, "cover"))
        await a_visit(world, "V-1", begin=0, where=fix(340, 9))
        await a_visit(world, "V-2", begin=120, by=world.rep2)
        for rep in ("rep.cc01", "rep.cc02"):
            await judged(world, rep)
        assert (await verdict(world, "V-2"))[:2] == ("valid", True)
        await asked_again(world)
        yes = {"state": "accepted", "reason": None, "note": None, "upheld": []}
        await world.sup.says("visit.review", "V-1", yes)
        assert await asked_again(world) == {"rep.cc01", "rep.cc02"}
        await judged(world, "rep.cc02")
        assert (await verdict(world, "V-2"))[:2] == ("valid", False)


async def test_a_visit_said_in_one_is_not_asked_how_it_went(database: Database) -> None:
    async with a_world(database) as world:
        whole = w.whole_visit(day=DAY, started_at=at(0), ended_at=at(20), position=fix(2, 8))
        await world.rep.says("visit.record", "V-1", whole)
        await judged(world)
        validity, _, answers = await verdict(world, "V-1")
        assert (validity, answers["V4"], answers["V5"]) == ("valid", None, None)


async def test_a_rejected_photo_may_be_a_flag_and_one_accepted_ends_it(database: Database) -> None:
    async with a_world(database) as world:
        await a_visit(world, "V-1")
        await world.sup.says("photo.review", "F-V-1-0", bad("screen_or_print"))
        await judged(world)
        assert await flags_of(world) == {"V-1:G10": "review"}
        good = {"state": "accepted", "reason": None, "note": None}
        await world.sup.says("photo.review", "F-V-1-0", good)
        await judged(world)
        assert await flags_of(world) == {}


async def test_a_look_alike_is_joined_in_and_a_colleagues_picture_is_not_shown(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await a_visit(world, "V-9", "ST-3", begin=0, by=world.rep2)
        await a_visit(world, "V-1", begin=60)
        await look(world, "F-V-1-0", "F-V-9-0")
        await judged(world)
        assert await flags_of(world) == {"V-1:G09": "red"}
        ((photo),) = (await world.rep.sees("visit_flag"))["V-1:G09"]["evidence"]["photos"]
        assert (photo["photo_id"], photo["like_day"], photo["other_store"]) == (
            "F-V-1-0", DAY, True,
        )  # fmt: skip
        assert not {"like_id", "like_store"} & set(photo)
        kept = msgspec.json.decode((await row(world, "visit_flag", "V-1:G09"))["evidence"])
        assert kept["photos"][0]["like_id"] == "F-V-9-0"


async def look(world: World, photo_id: str, like_id: str) -> None:
    """As visits/looks.py leaves it."""

    async def mark(records: Any) -> None:
        records.execute(
            "INSERT INTO photo_look (id, version, store_id, day, taken_at, sha256, readable, alike,"
            " like_id, like_at, like_distance) VALUES (?, 1, 'ST-1', ?, ?, 'x', TRUE, TRUE, ?, ?,"
            " 2)", photo_id, DAY, at(0), like_id, at(0),
        )  # fmt: skip

    await world.store.write(mark)


async def test_facts_of_a_day_are_one_job_and_none_is_lost(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await a_visit(world, "V-1", where=fix(340))
        jobs = "SELECT job_id, state FROM job WHERE kind = 'judge'"
        assert await town.rows(jobs) == [(f"judge:rep.cc01:{DAY}", "waiting")]
        await town.sql("DELETE FROM job WHERE kind <> 'judge'")
        await town.sql("UPDATE job SET due_at = ?", w.ago(seconds=1))
        # A worker has taken it and is at it when something more arrives.
        ((job_id, *_),) = await town.store.write(_take)
        await world.sup.says("photo.review", "F-V-1-0", bad("wrong_store"))
        await town.store.write(_done(job_id))
        assert await town.rows(jobs) == [(f"judge:rep.cc01:{DAY}", "waiting")]
        await town.sql("UPDATE job SET due_at = ?", w.ago(seconds=1))
        worker = Worker(town.store, town.parts.registry, town.parts.pictures, town.parts.unfinished)
        while await worker.work_once():
            pass
        assert await town.rows("SELECT kind, problem FROM job") == []
        assert set(await flags_of(world)) == {"V-1:G01", "V-1:G11"}


async def test_a_shifted_day_goes_to_the_admin_and_to_nobody_else(database: Database) -> None:
    async with a_world(database) as world:
        for n in range(5, 10):
            await world.admin.says(
                "store.put", f"ST-{n}",
                w.store_put(f"ST-{n}", "K010", "B-FS-CC", "P01", lat_e7=w.DOOR["lat_e7"] + n * 9000,
                            source_datum="wgs84"),
            )  # fmt: skip
            await world.sup.says("store.assign", f"as-{n}", world.assign(f"ST-{n}", w.REP_CC01))
            stands = {**fix(n * 100 - 300, 10 + n), "lon_e7": w.DOOR["lon_e7"] + 2000 + n}
            await a_visit(world, f"V-{n}", f"ST-{n}", begin=n * 40, where=stands)
        await judged(world)
        assert await flags_of(world) == {f"G17:rep.cc01:{DAY}": "admin"}
        assert await world.rep.sees("visit_flag") == {}
        assert await inbox(world.rep) == []
        validity, _, answers = await verdict(world, "V-5")
        assert (validity, answers["V1"], answers["V7"]) == ("pending", False, True)
        id = f"G17:rep.cc01:{DAY}"
        said = await world.admin.says("flag.decide", id, {"state": "dismissed", "note": None})
        assert said["status"] == "applied", said
        await judged(world)
        assert "V-5:G01" in await flags_of(world)
