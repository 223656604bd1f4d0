"""Visits through push and pull, on both engines: nothing captured in a shop is refused or lost."""

import pytest

from tests.engines import Database
from tests.town import a_town
from tests.world import (
    REP_CC02,
    a_world,
    ago,
    check_in,
    check_out,
    failed,
    fix,
    observation,
    stop,
    whole_visit,
)

pytestmark = pytest.mark.anyio


async def test_a_visit_reaches_its_store_with_everything_but_the_distance(
    database: Database,
) -> None:
    async with a_world(database) as world:
        rep = world.rep
        rep.note("visit.check_in", "V-1", check_in())
        rep.note("visit.check", "V-1", {"observations": [observation("SKU-01")]})
        rep.note("visit.check_out", "V-1", check_out(note="谢谢", next_promise="周五送货"))
        assert [one["status"] for one in await rep.push()] == ["applied"] * 3

        seen = (await rep.sees("visit"))["V-1"]

        assert (seen["state"], seen["fence_result"], seen["late"]) == ("completed", "inside", False)
        assert seen["observations"] == [observation("SKU-01")]
        assert (seen["note"], seen["next_promise"]) == ("谢谢", "周五送货")
        assert not {"distance_m", "lat_e7", "accuracy_m"} & seen.keys()


@pytest.mark.parametrize(
    ("position", "then"),
    [
        (fix(0), "inside"),
        (fix(100), "inside"),
        (fix(120, accuracy_m=50), "uncertain"),
        (fix(500), "outside"),
        (None, "no_position"),
    ],
)
async def test_the_servers_word_about_the_fence_counts_and_nobody_is_sent_away(
    database: Database, position: dict[str, int] | None, then: str
) -> None:
    async with a_world(database) as world:
        args = check_in(position=position, fence_result="inside", distance_m=0)
        result = await world.rep.says("visit.check_in", "V-1", args)
        assert result["status"] == "applied"
        assert (await world.rep.sees("visit"))["V-1"]["fence_result"] == then


async def test_a_store_never_granted_and_a_store_that_does_not_exist_get_the_same_answer(
    database: Database,
) -> None:
    async with a_world(database) as world:
        foreign = await world.rep.says("visit.check_in", "V-1", check_in("ST-4"))
        nowhere = await world.rep.says("visit.check_in", "V-2", check_in("ST-nowhere"))
        for result in (foreign, nowhere):
            assert (result["status"], result["code"]) == ("quarantined", "store/not-granted")
            assert "facts" not in result
        assert await world.rep_nh.sees("visit") == {}


async def test_what_follows_a_visit_that_was_set_aside_is_set_aside_too(database: Database) -> None:
    async with a_world(database) as world:
        rep = world.rep
        rep.note("visit.check_in", "V-1", check_in("ST-4"))
        rep.note("visit.check", "V-1", {"observations": [observation("SKU-01")]})
        rep.note("visit.check_out", "V-1", check_out())
        rep.note("visit.check_in", "V-2", check_in("ST-1"))
        results = await rep.push()
        assert [one.get("code") for one in results] == [
            "store/not-granted", "visit/not-open", "visit/not-open", None,
        ]  # fmt: skip
        assert [one["status"] for one in results] == ["quarantined"] * 3 + ["applied"]


async def test_saying_the_same_visit_again_is_a_duplicate_and_another_under_its_id_is_no_fact(
    database: Database,
) -> None:
    async with a_world(database) as world:
        rep = world.rep
        await rep.says("visit.check_in", "V-1", check_in())
        again = await rep.says("visit.check_in", "V-1", check_in())
        other = await rep.says("visit.check_in", "V-1", check_in("ST-2"))
        words = await rep.says("visit.check_in", "V-1", {**check_in(), "note": "other words"})
        assert again["status"] == "duplicate"
        for no in (other, words):
            assert (no["status"], no["code"]) == ("rejected", "fact/immutable")
        assert (await rep.sees("visit"))["V-1"]["store_id"] == "ST-1"


async def test_a_visit_is_advanced_by_its_author_only(database: Database) -> None:
    async with a_world(database) as world:
        await world.sup.says("store.assign", "as-joint", world.assign("ST-1", REP_CC02, "joint"))
        await world.rep.says("visit.check_in", "V-1", check_in())
        for kind, args in (
            ("visit.check", {"observations": [observation("SKU-01")]}),
            ("visit.check_out", check_out()),
            ("visit.check_in", check_in()),
            ("visit.fail", failed()),
        ):
            result = await world.rep2.says(kind, "V-1", args)
            assert (result["status"], result["code"]) == ("rejected", "visit/other-author"), kind
        assert (await world.rep2.sees("visit"))["V-1"]["state"] == "in_progress"


async def test_why_she_was_elsewhere_is_kept_of_a_visit_that_could_not_be(
    database: Database,
) -> None:
    async with a_town(database) as town:
        args = failed(exception_reason="wrong_master_point")
        assert (await town.world.rep.says("visit.fail", "V-1", args))["status"] == "applied"
        await town.world.rep.says("visit.fail", "V-2", failed())  # a phone from before
        rows = await town.rows("SELECT id, exception_reason FROM visit ORDER BY id")
        assert rows == [("V-1", "wrong_master_point"), ("V-2", None)]


async def test_a_visit_out_of_sight_is_as_unknown_as_one_that_nobody_began(
    database: Database,
) -> None:
    async with a_world(database) as world:
        await world.rep.says("visit.check_in", "V-1", check_in("ST-1"))
        await world.rep.says("visit.check_in", "V-2", check_in("ST-1"))
        await world.rep.says("visit.check_out", "V-2", check_out())
        for kind, args in (
            ("visit.check", {"observations": [observation("SKU-01")]}),
            ("visit.check_out", check_out()),
            ("visit.fail", failed("ST-1")),
        ):
            told = []
            for visit in ("V-1", "V-2", "V-nobodys"):
                result = await world.rep_nh.says(kind, visit, args)
                told.append((result["status"], result["code"], result.get("facts")))
            assert told[0][0] == "quarantined", kind
            assert told == [told[0]] * 3, kind
        taken = await world.rep_nh.says("visit.check_in", "V-1", check_in("ST-4"))
        assert (taken["status"], taken["code"]) == ("quarantined", "record/clash")


async def test_a_check_replaces_what_was_said_about_the_same_sku_and_place(
    database: Database,
) -> None:
    async with a_world(database) as world:
        rep = world.rep
        await rep.says("visit.check_in", "V-1", check_in())
        first = [observation("SKU-01"), observation("SKU-02", "oos_store", facings=0)]
        await rep.says("visit.check", "V-1", {"observations": first})
        later = [observation("SKU-02", facings=2), observation("SKU-01", location="cooler")]
        await rep.says("visit.check", "V-1", {"observations": later})
        same = await rep.says("visit.check", "V-1", {"observations": later})
        assert same["status"] == "duplicate"
        assert (await rep.sees("visit"))["V-1"]["observations"] == [first[0], *later]


async def test_what_the_shop_shows_to_the_street_is_kept_until_the_visit_ends(
    database: Database,
) -> None:
    async with a_world(database) as world:
        rep, seen = world.rep, {"sign": "clean", "light_box": "broken", "poster": "none"}
        await rep.says("visit.check_in", "V-1", check_in())
        assert "outside" not in (await rep.sees("visit"))["V-1"]
        await rep.says("visit.outside", "V-1", seen)
        again = await rep.says("visit.outside", "V-1", seen)
        assert again["status"] == "duplicate"
        better = {**seen, "light_box": "working"}
        assert (await rep.says("visit.outside", "V-1", better))["status"] == "applied"
        assert (await rep.sees("visit"))["V-1"]["outside"] == better
        await rep.says("visit.check_out", "V-1", check_out())
        late = await rep.says("visit.outside", "V-1", seen)
        assert (late["status"], late["code"]) == ("quarantined", "visit/closed")


async def test_what_was_looked_at_more_closely_is_kept_as_it_was_said(database: Database) -> None:
    async with a_world(database) as world:
        rep = world.rep
        await rep.says("visit.check_in", "V-1", check_in())
        batches = [{"produced_on": "2025-11-20", "units": 3}]
        closely = observation(
            "SKU-01", shelf_units=30, backroom_units=0, shelf_level=2, produced_on="2025-11-20",
            batches=batches, taken_off=3,
        )  # fmt: skip
        plain = observation("SKU-02")
        await rep.says("visit.check", "V-1", {"observations": [closely, plain]})
        assert (await rep.sees("visit"))["V-1"]["observations"] == [closely, plain]


async def test_a_closed_visit_stays_as_it_was_and_what_comes_after_is_kept(
    database: Database,
) -> None:
    async with a_world(database) as world:
        rep = world.rep
        await rep.says("visit.check_in", "V-1", check_in())
        await rep.says("visit.check_out", "V-1", check_out(stay_s=900))
        again = await rep.says("visit.check_out", "V-1", check_out(stay_s=900))
        other = await rep.says("visit.check_out", "V-1", check_out(stay_s=60))
        shelf = await rep.says("visit.check", "V-1", {"observations": [observation("SKU-01")]})
        assert again["status"] == "duplicate"
        for result in (other, shelf):
            assert (result["status"], result["code"]) == ("quarantined", "visit/closed")


async def test_the_remark_at_the_door_and_the_words_at_the_end_are_both_kept(
    database: Database,
) -> None:
    async with a_world(database) as world:
        rep = world.rep
        await rep.says("visit.check_in", "V-1", check_in(note="门口在修路"))
        await rep.says("visit.check_out", "V-1", check_out(note="陈列已补"))
        again = await rep.says("visit.check_out", "V-1", check_out(note="陈列已补"))
        assert again["status"] == "duplicate"
        await rep.says("visit.check_in", "V-2", check_in(note="门口在修路"))
        await rep.says("visit.fail", "V-2", failed())
        seen = await rep.sees("visit")
        assert seen["V-1"]["note"] == "门口在修路\n陈列已补"
        assert seen["V-2"]["note"] == "门口在修路"


async def test_a_failed_visit_opens_and_closes_in_one(database: Database) -> None:
    async with a_world(database) as world:
        rep = world.rep
        await rep.says("visit.fail", "V-1", failed(note="卷闸拉下"))
        await rep.says("visit.check_in", "V-2", check_in())
        await rep.says("visit.fail", "V-2", failed())
        seen = await rep.sees("visit")
        for id in ("V-1", "V-2"):
            assert seen[id]["state"] == "failed"
            assert seen[id]["fail_reason"] == "closed_today"
            assert seen[id]["checked_out_at"] is not None


async def test_a_whole_visit_may_be_said_by_its_rep_or_imported_but_not_by_another(
    database: Database,
) -> None:
    async with a_world(database) as world:
        own = await world.rep.says("visit.record", "V-1", whole_visit())
        other = await world.rep2.says("visit.record", "V-2", whole_visit("ST-3", rep="rep.cc01"))
        old = whole_visit("ST-4", "rep.nh01", started_at=ago(days=90), ended_at=ago(days=90))
        imported = await world.admin.says("visit.record", "V-3", old)
        assert own["status"] == imported["status"] == "applied"
        assert (other["status"], other["code"]) == ("rejected", "visit/other-author")
        assert (await world.rep_nh.sees("visit"))["V-3"]["late"] is False


async def test_a_visit_received_a_day_after_its_capture_is_late_not_lost(
    database: Database,
) -> None:
    async with a_world(database) as world:
        args = whole_visit(started_at=ago(hours=26), ended_at=ago(hours=25))
        assert (await world.rep.says("visit.record", "V-1", args))["status"] == "applied"
        assert (await world.rep.sees("visit"))["V-1"]["late"] is True


async def test_a_day_that_does_not_exist_is_set_aside(database: Database) -> None:
    async with a_world(database) as world:
        result = await world.rep.says("visit.check_in", "V-1", check_in(day="2026-02-31"))
        assert (result["status"], result["code"]) == ("quarantined", "value/out-of-range")


@pytest.mark.parametrize("made", ["0001-01-01T00:00:00+00:00", "0500-01-01T00:00:00+08:00"])
async def test_a_clock_of_long_ago_still_writes_an_instant(database: Database, made: str) -> None:
    """Four digits for the year: fewer would neither sort nor be read again."""
    async with a_world(database) as world:
        result = await world.rep.says("visit.check_in", "V-1", check_in(), made_at=made)
        assert result["status"] == "applied"
        at = (await world.rep.sees("visit"))["V-1"]["checked_in_at"]
        assert len(at) == 24
        assert at[:2] in ("00", "04")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30"])
async def test_a_day_without_business_waits_for_a_person(database: Database, day: str) -> None:
    async with a_world(database) as world:
        result = await world.rep.says("visit.check_in", "V-1", check_in(day=day))
        assert (result["status"], result["code"]) == ("quarantined", "value/out-of-range")
        assert (await world.rep.says("visit.check_in", "V-2", check_in()))["status"] == "applied"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_nobody_plans_for_a_day_at_the_edge_of_the_calendar(
    database: Database, day: str
) -> None:
    """Its end is past what a clock can say: refused by name, and no bug of ours."""
    async with a_world(database) as world:
        put = stop("ST-1", "rep.cc01", day=day)
        result = await world.sup.says("planned_visit.put", "PV-EDGE", put)
        assert (result["status"], result["code"]) == ("rejected", "value/out-of-range")
