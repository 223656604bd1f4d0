"""Every office question: who is answered, and with what. Wrong role, wrong office, wrong branch and
no token get nothing."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.office.places import a_day, do
from tests.town import Caller, a_town

pytestmark = pytest.mark.anyio

LISTS = {
    f"/office/v1/board?day={w.day()}": ("PV-1", "PV-NH", "PV-SD"),
    "/office/v1/visits": ("V-CC", "V-NH", "V-SD"),
    "/office/v1/stores": ("ST-1", "ST-4", "ST-9"),
    "/office/v1/reps": ("rep.cc01", "rep.nh01", "rep.sd01"),
    "/office/v1/tasks": ("TA-CC", "TA-NH", "TA-SD"),
    "/office/v1/orders": ("OR-CC", "OR-NH", "OR-SD"),
    "/office/v1/photos": ("PH-CC", "PH-NH", "PH-SD"),
    "/office/v1/devices": ("rep.cc01", "rep.nh01", "rep.sd01"),
    f"/office/v1/completion?from={w.day()}&to={w.day()}&by=rep": (
        "rep.cc01", "rep.nh01", "rep.sd01",
    ),
    f"/office/v1/completion/visits?from={w.day()}&to={w.day()}": ("PV-1", "PV-NH", "PV-SD"),
}  # fmt: skip
SINGLE = {
    "/office/v1/visits/": ("V-CC", "V-NH", "V-SD"),
    "/office/v1/orders/": ("OR-CC", "OR-NH", "OR-SD"),
}
SEES = {
    "sup.cc": (True, False, False),
    "sup.nh": (False, True, False),
    "spc.east": (True, True, False),
    "mgr.fs": (True, True, False),
    "sup.sd": (False, False, True),
    "mgr.sd": (False, False, True),
}
NOTHING = ("rep.cc01", "clk.p01", "drv.p01a")


def holds(text: str, id: str) -> bool:
    return f'"{id}"' in text


async def test_everybody_is_answered_with_what_he_reaches(database: Database) -> None:
    async with a_town(database, after=a_day) as town:
        for login, seen in SEES.items():
            caller = await town.sign_in(login)
            for path, ids in LISTS.items():
                answer = await caller.get(path)
                assert answer.status_code == 200, (login, path, answer.text)
                found = tuple(holds(answer.text, id) for id in ids)
                assert found == seen, (login, path)
            for path, ids in SINGLE.items():
                codes = [(await caller.get(path + id)).status_code for id in ids]
                assert codes == [200 if one else 404 for one in seen], (login, path)


async def test_other_roles_and_strangers_are_told_nothing(database: Database) -> None:
    async with a_town(database, after=a_day) as town:
        paths = [*LISTS, *(path + ids[0] for path, ids in SINGLE.items()), "/office/v1/quarantine"]
        for path in paths:
            assert (await town.client.get(path)).status_code == 401, path
        for login in NOTHING:
            caller = await town.sign_in(login)
            for path in paths:
                answer = await caller.get(path)
                assert (answer.status_code, answer.json()["code"]) == (404, "record/unknown"), path
                assert (await caller.get(path, token=caller.push_token)).status_code == 401
        admin = await town.sign_in("adm.hq")
        for path in paths:
            expected = 200 if path.endswith("devices") else 404
            assert (await admin.get(path)).status_code == expected, path


async def test_out_of_reach_reads_like_not_there(database: Database) -> None:
    async with a_town(database, after=a_day) as town:
        caller = await town.sign_in("sup.cc")
        for path, (_, foreign, _) in SINGLE.items():
            there, nowhere = await caller.get(path + foreign), await caller.get(path + "NONE")
            plain = [{**a.json(), "server_time": ""} for a in (there, nowhere)]
            assert plain[0] == plain[1]


async def test_a_specialist_sees_only_customers_of_his_classes(database: Database) -> None:
    async with a_town(database) as town:
        world = town.world
        await do(
            world.admin,
            ("customer.put", "K040", {"code": "K040", "name": "小", "customer_class": "D"}),
            ("store.put", "ST-8", w.store_put("ST-8", "K040", "B-FS-CC", "P01")),
        )
        await do(world.sup, ("store.assign", "as-ST-8", world.assign("ST-8", w.REP_CC01)))
        await do(
            world.sup,
            ("planned_visit.put", "PV-8", w.stop("ST-8", "rep.cc01")),
            ("task.assign", "TA-8", w.task("ST-8", "rep.cc01")),
        )
        await do(
            world.rep,
            ("visit.check_in", "V-8", w.check_in("ST-8")),
            ("order.submit", "OR-8", w.order("ST-8")),
        )
        small = {"PV-8", "TA-8", "V-8", "OR-8", "ST-8"}
        for login, expected in (("mgr.fs", small), ("spc.east", set())):
            caller = await town.sign_in(login)
            texts = [(await caller.get(path)).text for path in LISTS]
            assert {id for id in small if any(holds(text, id) for text in texts)} == expected
            codes = {(await caller.get("/office/v1/visits/V-8")).status_code,
                     (await caller.get("/office/v1/orders/OR-8")).status_code}  # fmt: skip
            assert codes == ({200} if expected else {404})


async def test_what_was_set_aside_waits_for_the_supervisor_of_its_author(
    database: Database,
) -> None:
    async with a_town(database, after=a_day) as town:
        said = await town.world.rep.says("visit.check_in", "V-STRANGE", w.check_in("ST-4"))
        assert said["status"] == "quarantined"
        seen = {}
        for login in SEES:
            rows = (await (await town.sign_in(login)).get("/office/v1/quarantine")).json()["rows"]
            seen[login] = [row["body"]["id"] for row in rows]
        assert seen == {
            "sup.cc": ["V-STRANGE"], "mgr.fs": ["V-STRANGE"], "sup.nh": [], "spc.east": [],
            "sup.sd": [], "mgr.sd": [],
        }  # fmt: skip


async def test_what_was_set_aside_outlives_its_authors_post_and_a_partners_reaches_a_manager(
    database: Database,
) -> None:
    async with a_town(database, after=a_day) as town:
        world = town.world
        said = await world.rep.says("visit.check_in", "V-STRANGE", w.check_in("ST-4"))
        assert said["status"] == "quarantined"
        lost = w.photo(delivery_note_id="DN-NONE", type="delivery")
        assert (await world.driver.says("photo.attach", "PH-LOST", lost))["status"] == "quarantined"
        async with world.store.reading() as read:
            ((begin,),) = await read.rows(
                "SELECT from_at FROM employment WHERE id = 'post-rep.cc01'"
            )
        post = {**w.employment_put(w.REP_CC01), "from_at": begin}
        end = {**post, "until_at": w.ago(seconds=0)}
        ended = await world.admin.says("employment.put", "post-rep.cc01", end)
        assert ended["status"] == "applied", ended
        seen = {}
        for login in SEES:
            rows = (await (await town.sign_in(login)).get("/office/v1/quarantine")).json()["rows"]
            seen[login] = {row["body"]["id"] for row in rows}
        hers = {"V-STRANGE"}
        assert seen == {
            "sup.cc": hers,
            "mgr.fs": hers | {"PH-LOST"},
            "sup.nh": set(),
            "spc.east": set(),
            "sup.sd": set(),
            "mgr.sd": set(),
        }


NONSENSE = (
    "board", "board?day=today", "board?day=2026-13-45", "board?day=2026-02-30",
    "board?day=0001-01-01", "board?day=9999-12-31", "completion?from=9999-12-31&to=9999-12-31",
    "completion?from=2026-11-25&to=2026-11-01", "completion?from=2020-01-01&to=2026-11-25",
    "completion?from=2026-11-01&to=2026-11-25&by=moon", "visits?after=x", "orders?after=x",
    "orders?state=lost", "visits?limit=0", "visits?limit=100000", "tasks?after=1%7C2",
    "devices?after=x", "completion/visits?from=2026-11-01&to=2026-11-25&after=x",
    "photos?after=x", "photos?limit=61", "photos?review=lost", "photos?from=2026-02-30",
    "photos?mode=x", "photos?q=%00", "photos?q=" + "x" * 100, "stores?q=" + "x" * 100,
    "visits/%00", "visits?rep_id=%00", "stores?q=%00",
)  # fmt: skip


async def test_nonsense_is_a_problem_and_never_a_500(database: Database) -> None:
    async with a_town(database) as town:
        caller: Caller = await town.sign_in("mgr.fs")
        for path in NONSENSE:
            answer = await caller.get(f"/office/v1/{path}")
            told: dict[str, Any] = answer.json()
            assert answer.status_code in (200, 400, 404) if "%00" in path else (400,), path
            assert answer.status_code < 500, (path, told)
