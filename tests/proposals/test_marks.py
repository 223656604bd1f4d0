"""The quality mark of a store: what is not in order, item by item; on both engines (F14)."""

import random
from math import cos, pi, radians, sin
from types import SimpleNamespace
from typing import Any

import pytest

from backend.proposals import marks, quality
from tests import world as w
from tests.engines import Database
from tests.proposals.found import change, decision, kiosk, work
from tests.proposals.test_points import been
from tests.town import Town, a_town

LIST = "/office/v1/store-marks"
WHOLE = {
    "phone": "1", "licence_no": "2", "contact_name": "3", "address": "4", "receiving_window": "5",
    "tier": "P3",
}  # fmt: skip
GOOD = quality.Facts(
    fence_m=100, fixes=5, off_m=4, held=True, alike=0, front_on="2026-11-01", front_days=9,
    visited_on="2026-11-01", visited_days=9,
)  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "facts", "expected"),
    [
        ({}, {}, []),
        ({"phone": None}, {}, [("no_phone", None, None)]),
        ({"licence_no": " "}, {}, [("no_licence", None, None)]),
        ({"address": "", "contact_name": None, "receiving_window": None}, {},
         [("no_contact", None, None), ("no_address", None, None), ("no_window", None, None)]),
        ({}, {"front_on": None, "front_days": None}, [("no_front", None, None)]),
        ({}, {"front_days": 366}, [("no_front", None, "2026-11-01")]),
        ({}, {"fence_m": 301}, [("fence_coarse", 301, None)]),
        ({}, {"off_m": None, "held": False, "fixes": 2}, [("point_open", 2, None)]),
        ({}, {"off_m": 400, "held": False}, [("point_off", 400, None)]),
        ({}, {"alike": 2}, [("duplicate", 2, None)]),
        ({}, {"visited_days": 36}, [("not_visited", None, "2026-11-01")]),
        ({"tier": "P4"}, {"visited_days": 65}, []),
        ({"tier": "P4"}, {"visited_days": 66}, [("not_visited", None, "2026-11-01")]),
        ({}, {"visited_on": None, "visited_days": None}, [("not_visited", None, None)]),
    ],
)  # fmt: skip
def test_each_thing_is_named_with_what_it_rests_on(
    fields: dict[str, Any], facts: dict[str, Any], expected: list[tuple[str, Any, Any]]
) -> None:
    given = {name: getattr(GOOD, name) for name in quality.Facts.__slots__} | facts
    found = quality.lacks(SimpleNamespace(**{**WHOLE, **fields}), quality.Facts(**given))
    assert [(one["code"], one["n"], one["on"]) for one in found] == expected


def test_two_that_may_be_one_share_a_cell_wherever_they_are() -> None:
    rng = random.Random(14)
    nobody = {"phone": None, "licence_no": None}
    for _ in range(500):
        lat_e7, lon_e7 = rng.randint(-550_000_000, 550_000_000), rng.randint(-(10**9), 10**9)
        metre, angle = 1 / 0.0111195, rng.random() * 2 * pi
        east = 140 * sin(angle) * metre / cos(radians(lat_e7 / 1e7))
        one = {"lat_e7": lat_e7, "lon_e7": lon_e7, **nobody}
        other = {**one, "lat_e7": round(lat_e7 + 140 * cos(angle) * metre),
                 "lon_e7": round(lon_e7 + east)}  # fmt: skip
        assert marks._keys(one) & marks._keys(other)


def codes(mark: dict[str, Any]) -> set[str]:
    return {one["code"] for one in mark["lacks"]}


async def office(town: Town, login: str = "sup.cc", **params: str) -> dict[str, Any]:
    caller = await town.sign_in(login)
    found: dict[str, Any] = (await caller.get(LIST, params=params)).json()
    return found


@pytest.mark.anyio
async def test_rep_and_office_see_the_same_and_a_mended_thing_is_gone(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await been(town, [3, -4, 5])
        await marks.look(town.store)
        hers = (await world.rep.sees("store_mark"))["ST-1"]
        assert codes(hers) == {"no_licence", "no_front", "duplicate"}
        assert hers["asked"] == 10
        told = await office(town)
        row = next(one for one in told["rows"] if one["id"] == "ST-1")
        assert (row["missing"], codes(row)) == (3, codes(hers))
        assert (row["rep_name"], [one["id"] for one in row["alike"]]) == (
            "陈小一",
            ["ST-2", "ST-3"],
        )
        assert "alike" not in hers, "another store may be a colleague's"

        await world.rep.says("photo.attach", "PH-1", w.photo("ST-1", sha256="cd" * 32))
        await town.sql("UPDATE photo SET present = TRUE")
        await world.rep.says(
            "store_change.propose", "CH-1", change("ST-1", licence_no=(None, "92440604MA4X"))
        )
        await world.sup.says(
            "store_change.decide", "CH-1", {"items": [decision("licence_no", None)]}
        )
        await work(town)
        assert codes((await world.rep.sees("store_mark"))["ST-1"]) == {"duplicate"}
        assert (await world.rep.sees("store"))["ST-1"]["licence_no"] == "92440604MA4X"


@pytest.mark.anyio
async def test_the_list_is_sorted_filtered_paged_and_of_ones_reach(database: Database) -> None:
    async with a_town(database) as town:
        await been(town, [3, -4, 5])
        await marks.look(town.store)
        told = await office(town)
        assert [one["id"] for one in told["rows"]] == ["ST-2", "ST-3", "ST-1"]
        assert (told["stores"], told["counts"]["no_licence"], told["counts"]["point_open"]) == (
            3,
            3,
            2,
        )
        first = await office(town, limit="2")
        rest = await office(town, limit="2", after=first["next"])
        assert [one["id"] for one in first["rows"] + rest["rows"]] == ["ST-2", "ST-3", "ST-1"]
        visited = await office(town, lack="not_visited")
        assert {one["id"] for one in visited["rows"]} == {"ST-2", "ST-3"}
        (only,) = (await office(town, store_id="ST-1"))["rows"]
        assert only["id"] == "ST-1"
        both = {one["id"] for one in (await office(town, "spc.east"))["rows"]}
        assert both == {"ST-1", "ST-2", "ST-3", "ST-4"}
        assert [one["id"] for one in (await office(town, "sup.nh"))["rows"]] == ["ST-4"]
        assert await town.rows("SELECT count(*) FROM store_mark") == [(4,)]


@pytest.mark.anyio
async def test_a_second_look_moves_nothing(database: Database) -> None:
    async with a_town(database) as town:
        await been(town, [3, -4, 5])
        await town.world.rep.says("store.propose", "NS-1", kiosk())
        await marks.look(town.store)
        before = await town.rows(
            "SELECT scope_id, row_id, version, pos FROM sync_feed ORDER BY 1, 2"
        )
        await marks.look(town.store)
        after = await town.rows(
            "SELECT scope_id, row_id, version, pos FROM sync_feed ORDER BY 1, 2"
        )
        assert before == after


@pytest.mark.anyio
async def test_the_night_has_one_look_and_a_new_company_one_soon(database: Database) -> None:
    async with a_town(database) as town:
        jobs = "SELECT job_id FROM job WHERE kind = 'marks' ORDER BY job_id"
        for _ in range(2):
            await town.store.write(marks.plan)
        (night, first) = [id for (id,) in await town.rows(jobs)]
        assert first == "marks:first"
        assert night.startswith("marks:2")
        await marks.look(town.store)
        await town.sql("DELETE FROM job")
        await town.store.write(marks.plan)
        assert await town.rows(jobs) == [(night,)]
