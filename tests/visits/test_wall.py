"""The photo wall: whose photos, in which order, by which filters; and never without an end."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.store.session import Records
from backend.visits import wall
from backend.visits.tables import Photo
from tests import pictures
from tests import world as w
from tests.engines import Database
from tests.office.places import do, next_branch
from tests.server.test_pictures import hang_up
from tests.server.test_uploads import begin, send, sha256
from tests.town import Caller, Town, a_town
from tests.visits.test_looks import look_at_all
from tests.world import ago, check_in, photo, text

pytestmark = pytest.mark.anyio
WALL = "/office/v1/photos"


async def shown(caller: Caller, **asked: Any) -> list[dict[str, Any]]:
    """All pages of it."""
    rows: list[dict[str, Any]] = []
    after = ""
    for _ in range(100):
        answer = await caller.get(WALL, params={**asked, "after": after})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["rows"]) <= asked.get("limit", wall.PAGE)
        rows += page["rows"]
        if page["next"] is None:
            return rows
        after = page["next"]
    raise AssertionError("it never ends")


async def ids(caller: Caller, **asked: Any) -> list[str]:
    return [row["id"] for row in await shown(caller, **asked)]


async def test_a_photo_hangs_with_all_that_is_known_of_it(database: Database) -> None:
    async with a_town(database) as town:
        await town.world.rep.says("visit.check_in", "V-1", check_in())
        await hang_up(
            town, "PH-1", pictures.held(6), visit_id="V-1", type="main_shelf_before",
            position=w.fix(40, 15), capture_mode="file",
        )  # fmt: skip
        sup = await town.sign_in("sup.cc")
        (fresh,) = await shown(sup)
        assert (fresh["readable"], fresh["sharpness"]) == (None, None)
        await look_at_all(town)
        said = await town.world.sup.says(
            "photo.review", "PH-1", {"state": "rejected", "reason": "other", "note": "斜"}
        )
        assert said["status"] == "applied"
        (row,) = await shown(sup)
        assert row["review"].pop("at")
        assert row["review"] == {
            "state": "rejected", "reason": "other", "note": "斜", "by_name": "罗建明",
        }  # fmt: skip
        assert (row["store_code"], row["rep_name"], row["distance_m"], row["accuracy_m"]) == (
            "ST-1", "陈小一", 40, 15,
        )  # fmt: skip
        assert (row["readable"], row["present"], row["own"]) == (True, True, False)
        assert (row["capture_mode"], row["like"], row["pair"]) == ("file", None, None)
        assert row["version"] == fresh["version"] + 1


async def test_each_filter_leaves_what_it_says(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await hang_up(town, "PH-A", pictures.jpeg(seed=1), taken_at=ago(days=9))
        await hang_up(
            town, "PH-B", pictures.jpeg(seed=2), store="ST-2", taken_at=ago(days=5), type="cooler"
        )
        await hang_up(
            town, "PH-C", pictures.jpeg(seed=1), taken_at=ago(days=3), capture_mode="file"
        )
        await world.rep2.says(
            "photo.attach", "PH-D", photo("ST-3", taken_at=ago(days=1), sha256="ee" * 32)
        )
        await look_at_all(town)
        await do(
            world.sup,
            ("photo.review", "PH-A", {"state": "accepted", "reason": None, "note": None}),
            ("photo.review", "PH-B", {"state": "rejected", "reason": "dark", "note": None}),
        )
        sup = await town.sign_in("sup.cc")
        for asked, expected in (
            ({}, "DCBA"),
            ({"limit": 1}, "DCBA"),
            ({"q": "st-2"}, "B"),
            ({"q": "万邻汇 st-1"}, "CA"),
            ({"q": "nowhere"}, ""),
            ({"rep_id": "rep.cc02"}, "D"),
            ({"type": "cooler"}, "B"),
            ({"mode": "file"}, "C"),
            ({"review": "open"}, "C"),
            ({"review": "accepted"}, "A"),
            ({"review": "rejected"}, "B"),
            ({"alike": "true"}, "C"),
            ({"alike": "true", "from": w.day(-2)}, ""),
            ({"from": w.day(-5), "to": w.day(-3)}, "CB"),
            ({"from": w.day(-9), "to": w.day(-9)}, "A"),
            ({"office": "B-FS-CC"}, "DCBA"),
            ({"office": "B-FS-NH"}, ""),
            ({"id": "PH-B"}, "B"),
            ({"rep_id": "rep.cc01", "mode": "live", "review": "accepted"}, "A"),
        ):  # fmt: skip
            found = await ids(sup, **asked)
            assert found == [f"PH-{one}" for one in expected], asked


async def test_what_it_looks_like_is_named_only_to_whoever_reaches_it(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        data = pictures.jpeg()
        args = photo("ST-4", sha256=sha256(data), taken_at=ago(days=2))
        assert (await world.rep_nh.says("photo.attach", "PH-1", args))["status"] == "applied"
        other = await town.sign_in("rep.nh01")
        assert (await send(other, await begin(other, data), data)).status_code == 204
        await hang_up(town, "PH-2", data, taken_at=ago(days=1))
        await look_at_all(town)
        for login, named in (("mgr.fs", True), ("sup.cc", False)):
            caller = await town.sign_in(login)
            (row,) = await shown(caller, id="PH-2")
            like = row["like"]
            assert (like["distance"], like["same_bytes"], like["other_store"]) == (0, True, True)
            assert like["day"] == w.day(-2)
            expected = ("PH-1", "万邻汇ST-4店", "ST-4", "陈小三") if named else (None,) * 4
            told = (like["id"], like["store_name"], like["store_code"], like["rep_name"])
            assert told == expected, login
            if not named:
                assert "ST-4" not in (await caller.get(WALL)).text
        assert await ids(await town.sign_in("sup.nh")) == ["PH-1"]


async def test_before_and_after_of_a_visit_stand_beside_each_of_its_photos(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await town.world.rep.says("visit.check_in", "V-1", check_in())
        for n, kind in enumerate(("main_shelf_before", "storefront", "main_shelf_after")):
            sup = await town.sign_in("sup.cc")
            assert all(row["pair"] is None for row in await shown(sup))
            await hang_up(town, f"PH-{n}", pictures.jpeg(seed=n), visit_id="V-1", type=kind)
        pair = {"before_id": "PH-0", "after_id": "PH-2"}
        assert [row["pair"] for row in await shown(sup)] == [pair] * 3


async def many(town: Town, count: int, seed: int) -> list[tuple[str, str, str, str]]:
    """Photos of three reps at five stores: (taken_at, id, store, author), written as they lie."""
    rng = random.Random(seed)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    made = [
        (text(start + timedelta(minutes=rng.randrange(200))), f"PH-{i:04}",
         rng.choice(("ST-1", "ST-2", "ST-3", "ST-4", "ST-9")),
         rng.choice(("rep.cc01", "rep.cc02", "rep.nh01")))
        for i in range(count)
    ]  # fmt: skip
    blank = dict.fromkeys(Photo.model_fields, None)

    async def put(records: Records) -> None:
        for at, id, store, author in made:
            values = {
                **blank, "version": 0, "id": id, "store_id": store, "type": "cooler",
                "sha256": f"{id:>064}", "bytes": 1, "mime": "image/jpeg", "width": 1, "height": 1,
                "taken_at": at, "capture_mode": "live", "sequence": 0, "author_id": author,
                "received_at": at, "present": True, "aged_version": 0,
            }  # fmt: skip
            records.add(Photo.of(**values))

    await town.store.write(put)
    return made


UNITS = {"ST-1": "CC", "ST-2": "CC", "ST-3": "CC", "ST-4": "NH", "ST-9": "SD"}
REACH = {"sup.cc": "CC", "sup.nh": "NH", "sup.sd": "SD", "mgr.fs": "CC NH", "mgr.sd": "SD"}


@pytest.mark.parametrize("seed", range(2))
async def test_page_by_page_everybody_sees_each_photo_in_reach_once_and_no_other(
    database: Database, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many share an instant, and what is looked through at a time is less than a page."""
    async with a_town(database) as town:
        await next_branch(town)
        await town.sql("DELETE FROM photo")
        made = await many(town, 200, seed)
        rng = random.Random(seed)
        for looks in ((3, 5), (400,)):
            monkeypatch.setattr(wall, "LOOKS", looks)
            for login, units in REACH.items():
                caller = await town.sign_in(login)
                for rep in ("", "rep.cc02"):
                    expected = [
                        id
                        for at, id, store, author in sorted(made, reverse=True)
                        if UNITS[store] in units.split() and rep in ("", author)
                    ]
                    asked = {"limit": rng.randrange(20, 60), "rep_id": rep}
                    assert await ids(caller, **asked) == expected, (login, looks)


async def test_a_rare_thing_is_looked_for_a_part_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_town(database) as town:
        await town.sql("DELETE FROM photo")
        await many(town, 120, 1)
        await town.sql("UPDATE photo SET type = 'posm' WHERE id = 'PH-0007'")
        await town.sql("UPDATE photo SET taken_at = '2025-01-01T00:00:00.000Z', store_id = 'ST-1'"
                       " WHERE id = 'PH-0007'")  # fmt: skip
        monkeypatch.setattr(wall, "LOOKS", (10, 20))
        nh = await town.sign_in("mgr.fs")
        page = (await nh.get(WALL, params={"office": "B-FS-NH"})).json()
        assert page["next"] is not None
        assert page["back_to"] > "2026-01-01"
        assert await ids(nh, type="posm") == ["PH-0007"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")
@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ("", "photo_by_time"),
        (" AND p.author_id = 'a'", "photo_of_author (author_id=? AND (taken_at,id)<"),
        (" AND p.review_state = 'rejected'", "photo_reviewed (review_state=? AND (taken_at,id)<"),
        ("alike", "photo_look_alike (alike=? AND (taken_at,id)<"),
    ],
)
async def test_an_index_drives_and_nothing_is_sorted(
    database: Database, asked: str, index: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_town(database) as town, town.store.reading() as read:
        plans: list[str] = []
        ask = type(read).all

        async def explained(self: Any, sql: Any, params: Any = None) -> Any:
            rows = await ask(self, f"EXPLAIN QUERY PLAN {sql}", params)
            plans.extend(row["detail"] for row in rows)
            return []

        monkeypatch.setattr(type(read), "all", explained)
        alike = asked == "alike"
        await wall._keys(read, alike, "" if alike else asked, {"at": "x", "id": "y"}, 10)
        assert any(index in plan for plan in plans), plans
        assert not any("TEMP B-TREE" in plan for plan in plans), plans
