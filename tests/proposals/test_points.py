"""The point of a store learnt from check-ins: proposed, never moved by itself; fences that fit; on
both engines (domain.md 4.11, 3.10)."""

from typing import Any

import pytest

from backend.proposals import marks
from backend.store import instant
from tests import world as w
from tests.engines import Database
from tests.proposals.found import change, decision
from tests.town import Town, a_town

pytestmark = pytest.mark.anyio
LIST = "/office/v1/store-changes"
HERE = f"{w.DOOR['lat_e7']},{w.DOOR['lon_e7']}"


async def been(
    town: Town, north_m: list[int], accuracy_m: int = 12, store: str = "ST-1", tag: str = "L"
) -> None:
    """A visit each on so many days, that far north of the point in the master data."""
    for n, north in enumerate(north_m):
        day = w.day(-n - 1)
        args = w.whole_visit(
            store, day=day, started_at=f"{day}T02:00:00.000Z", ended_at=f"{day}T02:20:00.000Z",
            position=w.fix(north, accuracy_m),
        )  # fmt: skip
        result = await town.world.admin.says("visit.record", f"{tag}-{n}", args)
        assert result["status"] == "applied", result


async def rows(town: Town, login: str = "sup.cc", **params: str) -> list[dict[str, Any]]:
    caller = await town.sign_in(login)
    found: list[dict[str, Any]] = (await caller.get(LIST, params=params)).json()["rows"]
    return found


async def test_a_wrong_point_is_proposed_and_moves_when_it_is_approved(database: Database) -> None:
    async with a_town(database) as town:
        await been(town, [398, 402, 400, 405, 395])
        await marks.look(town.store)
        (row,) = await rows(town)
        (item,) = row["items"]
        assert (row["origin"], row["by_name"], item["what"], item["now"]) == (
            "learnt", "", "point", HERE,
        )  # fmt: skip
        learnt = row["evidence"]
        assert (learnt["percent"], learnt["fixes"], learnt["days"], learnt["people"]) == (
            95,
            5,
            5,
            1,
        )
        assert {one["visit_id"] for one in learnt["seen"]} == {f"L-{n}" for n in range(5)}
        assert abs(learnt["lat_e7"] - w.DOOR["lat_e7"] - 400 * 90) < 5 * 90
        assert (learnt["from_day"], learnt["to_day"]) == (w.day(-5), w.day(-1))
        before = (await town.world.rep.sees("store"))["ST-1"]
        assert (before["lat_e7"], before["radius_m"]) == (w.DOOR["lat_e7"], 100)

        await marks.look(town.store)
        assert len(await rows(town)) == 1, "asked once"
        items = {"items": [decision("point", HERE)]}
        assert (await town.world.sup.says("store_change.decide", row["id"], items))[
            "status"
        ] == "applied"
        after = (await town.world.rep.sees("store"))["ST-1"]
        assert f"{after['lat_e7']},{after['lon_e7']}" == item["value"]
        assert [one["what"] for one in after["set"]] == ["point"]
        sup = await town.sign_in("sup.cc")
        (told,) = (await sup.get(LIST, params={"id": row["id"]})).json()["rows"]
        (left,) = told["items"]
        assert (left["was"], left["now"]) == (HERE, item["value"]), "what stood then, what stands"
        assert (left["by_name"], left["state"]) == ("罗建明", "approved")
        await marks.look(town.store)
        assert await rows(town) == []


async def test_what_was_refused_is_not_asked_again_for_the_same_place(database: Database) -> None:
    async with a_town(database) as town:
        await been(town, [398, 402, 400, 405])
        await marks.look(town.store)
        (row,) = await rows(town)
        back = {"items": [decision("point", HERE, "not_so")]}
        await town.world.sup.says("store_change.decide", row["id"], back)
        tomorrow = instant.shifted(instant.now(), days=1)
        town.store.clock = lambda: tomorrow
        await marks.look(town.store)
        assert await town.rows("SELECT state FROM store_change") == [("decided",)]
        await been(town, [90] * 9, tag="M")
        await marks.look(town.store)
        states = await town.rows("SELECT state FROM store_change ORDER BY received_at")
        assert states == [("decided",), ("pending",)], "another place is another question"
        assert (await town.world.rep.sees("store"))["ST-1"]["lat_e7"] == w.DOOR["lat_e7"]


async def test_while_it_waits_it_follows_and_when_nothing_is_wrong_it_is_dropped(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await been(town, [400, 401, 399])
        await marks.look(town.store)
        (first,) = await rows(town)
        await been(town, [410] * 9, tag="M")
        await marks.look(town.store)
        (then,) = await rows(town)
        assert then["id"] == first["id"]
        assert then["evidence"]["fixes"] >= 3
        assert then["items"][0]["value"] != first["items"][0]["value"]
        put = w.store_put("ST-1", "K010", "B-FS-CC", "P01", lat_e7=w.DOOR["lat_e7"] + 409 * 90)
        await town.world.admin.says("store.put", "ST-1", put)
        await marks.look(town.store)
        assert await rows(town) == []
        assert await rows(town, state="decided") != []


async def test_what_was_learnt_knows_what_was_approved_meanwhile(database: Database) -> None:
    """So replacing it is no conflict between two who did not know of each other."""
    async with a_town(database) as town:
        await been(town, [400, 401, 399])
        await marks.look(town.store)
        nearer = f"{w.fix(200)['lat_e7']},{w.fix()['lon_e7']}"
        said = change("ST-1", point=(HERE, nearer))
        await town.world.rep.says("store_change.propose", "CH-1", said)
        await town.world.sup.says(
            "store_change.decide", "CH-1", {"items": [decision("point", HERE)]}
        )
        await marks.look(town.store)
        (row,) = await rows(town)
        assert (row["origin"], row["items"][0]["saw"]) == ("learnt", nearer)
        assert row["items"][0]["stands"] == "fresh"
        items = {"items": [decision("point", nearer)]}
        await town.world.sup.says("store_change.decide", row["id"], items)
        assert await town.world.rep.sees("store_change") == {}


async def test_a_point_that_is_borne_out_is_not_asked_about(database: Database) -> None:
    async with a_town(database) as town:
        await been(town, [4, -6, 12, 900, 3])
        await marks.look(town.store)
        assert await rows(town) == []
        mark = (await town.world.rep.sees("store_mark"))["ST-1"]
        assert (mark["learnt"]["fixes"], mark["learnt"]["left_out"]) == (4, 1)
        assert "point_open" not in {one["code"] for one in mark["lacks"]}


async def test_a_fence_is_as_wide_as_its_data_ask_and_phone_and_server_agree(
    database: Database,
) -> None:
    """Fixes of 90 m: the fence of 100 m would call one in three of her visits outside."""
    async with a_town(database) as town:
        await been(town, [20, -20, 15, -15], accuracy_m=90)
        await marks.look(town.store)
        fence = (await town.world.rep.sees("store"))["ST-1"]["radius_m"]
        assert 150 < fence <= 300
        for n, (north, verdict) in enumerate(((fence - 5, "inside"), (fence + 5, "uncertain"))):
            args = w.check_in("ST-1", position=w.fix(north, 10))
            await town.world.rep.says("visit.check_in", f"F-{n}", args)
            await town.world.rep.says("visit.check_out", f"F-{n}", w.check_out())
            seen = (await town.world.rep.sees("visit"))[f"F-{n}"]
            assert seen["fence_result"] == verdict, north
        sup = await town.sign_in("sup.cc")
        assert (await sup.get("/office/v1/visits/F-0")).json()["store"]["radius_m"] == fence


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE visit_verdict SET review_state = 'rejected' WHERE store_id = 'ST-1'",
        "UPDATE visit SET accuracy_m = 400 WHERE store_id = 'ST-1'",
        "UPDATE visit SET age_s = 900 WHERE store_id = 'ST-1'",
        "UPDATE visit SET state = 'failed' WHERE store_id = 'ST-1'",
        "UPDATE visit_flag SET state = 'upheld', visit_id = 'L-0', code = 'G01'",
        "UPDATE visit_flag SET state = 'open', visit_id = 'L-0', code = 'G03'",
        "UPDATE visit_flag SET state = 'open', visit_id = NULL, code = 'G17'",
    ],
)
async def test_fixes_that_prove_nothing_are_left_out(database: Database, sql: str) -> None:
    async with a_town(database) as town:
        await been(town, [400, 401, 399])
        from backend.reviews.judge import judge

        for n in range(3):
            await judge(town.store, "rep.cc01", w.day(-n - 1))
        assert await town.rows("SELECT count(*) FROM visit_flag WHERE code = 'G01'") == [(3,)]
        await town.sql(sql)
        await marks.look(town.store)
        assert await rows(town) == []


async def test_an_open_question_about_the_fence_is_what_a_wrong_point_looks_like(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await been(town, [400, 401, 399])
        from backend.reviews.judge import judge

        for n in range(3):
            await judge(town.store, "rep.cc01", w.day(-n - 1))
        await marks.look(town.store)
        assert len(await rows(town)) == 1


async def test_an_accepted_fence_exception_asks_for_the_point_within_three_days(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await been(town, [400])
        said = await world.sup.says("store_change.suspect", "SU-1", {"visit_id": "L-0"})
        assert said["status"] == "applied"
        (row,) = await rows(town)
        assert (row["origin"], row["by_name"], row["due_on"], row["away_m"]) == (
            "fence", world.sup.person.name, w.day(3), 400,
        )  # fmt: skip
        assert not row["decides"], "she has said it herself"
        assert (await rows(town, "mgr.fs"))[0]["decides"]
        again = await world.sup.says("store_change.suspect", "SU-2", {"visit_id": "L-0"})
        assert (again["status"], again["code"]) == ("conflict", "record/state")
        items = {"items": [decision("point", HERE)]}
        own = await world.sup.says("store_change.decide", "SU-1", items)
        assert (own["status"], own["code"]) == ("rejected", "decision/own")
        assert (await world.mgr.says("store_change.decide", "SU-1", items))["status"] == "applied"
        after = (await world.rep.sees("store"))["ST-1"]
        assert after["lat_e7"] == w.fix(400)["lat_e7"]


async def test_what_is_asked_already_becomes_pressing(database: Database) -> None:
    async with a_town(database) as town:
        await been(town, [400, 401, 399])
        await marks.look(town.store)
        await town.world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", phone=("x", "0757-83350001"))
        )
        await town.world.sup.says("store_change.suspect", "SU-1", {"visit_id": "L-0"})
        first, second = await rows(town)
        assert (first["origin"], first["due_on"]) == ("learnt", w.day(3))
        assert second["id"] == "CH-1"


@pytest.mark.parametrize(("login", "visit"), [("sup_nh", "L-0"), ("spc", "L-0"), ("sup", "V-none")])
async def test_who_may_doubt_a_point(database: Database, login: str, visit: str) -> None:
    async with a_town(database) as town:
        await been(town, [400])
        actor = getattr(town.world, login)
        result = await actor.says("store_change.suspect", "SU-1", {"visit_id": visit})
        assert (result["status"], result["code"]) == ("rejected", "record/unknown")
