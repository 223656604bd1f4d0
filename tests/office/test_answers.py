"""What the office is told: the board and M01 agree, every number leads to what lies behind it, and
long lists come whole in pages."""

from typing import Any

import pytest

from tests import world as w
from tests.engines import Database
from tests.office.places import a_day, do
from tests.town import Caller, Town, a_town

pytestmark = pytest.mark.anyio

TODAY = f"from={w.day()}&to={w.day()}"


async def asked(caller: Caller, path: str) -> dict[str, Any]:
    answer = await caller.get(f"/office/v1/{path}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_board_of_a_day(database: Database) -> None:
    async with a_town(database, after=a_day) as town:
        board = await asked(await town.sign_in("sup.cc"), f"board?day={w.day()}")
        total = w.order()["total_fen"]
        assert board["numbers"] == {
            "planned": 3, "done": 1, "waived": 1, "unplanned": 0, "failed": 2, "productive": 1,
            "orders": 1, "value_fen": total,
        }  # fmt: skip
        assert board["completeness"]["reps"] == 2
        first = next(rep for rep in board["reps"] if rep["rep_id"] == "rep.cc01")
        states = {stop["planned_visit_id"]: stop["state"] for stop in first["stops"]}
        assert states == {"PV-1": "completed", "PV-2": "failed", "PV-OWN": "failed"}
        done = first["stops"][0]
        assert (done["visit_id"], done["order_ids"]) == ("V-CC", ["OR-CC"])
        assert (done["store_code"], done["fence_result"]) == ("ST-1", "inside")


@pytest.mark.parametrize("path", ["board", "visits", "orders"])
async def test_a_day_the_calendar_does_not_have_is_said_to_be_none(
    database: Database, path: str
) -> None:
    async with a_town(database) as town:
        answer = await (await town.sign_in("sup.cc")).get(f"/office/v1/{path}?day=2026-13-45")
        assert (answer.status_code, answer.json()["code"]) == (400, "value/out-of-range")


async def test_a_board_says_how_many_stops_of_its_own_reps_it_does_not_show(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await do(town.world.sup, ("planned_visit.put", "PV-1", w.stop("ST-1", "rep.cc01")))
        await do(town.world.admin, ("planned_visit.put", "PV-2", w.stop("ST-4", "rep.cc01")))
        told = {}
        for login in ("sup.cc", "sup.nh", "mgr.fs"):
            board = await asked(await town.sign_in(login), f"board?day={w.day()}")
            told[login] = [
                (len(rep["stops"]), rep["elsewhere"])
                for rep in board["reps"]
                if rep["rep_id"] == "rep.cc01"
            ]
        assert told == {"sup.cc": [(1, 1)], "sup.nh": [(1, 0)], "mgr.fs": [(2, 0)]}


async def test_the_pictures_of_a_task_that_was_not_possible_are_shown(database: Database) -> None:
    async with a_town(database) as town:
        rep, other = town.world.rep, town.world.rep2
        await do(town.world.sup, ("task.assign", "TA-1", w.task("ST-1", "rep.cc01")))
        await do(rep, ("photo.attach", "F-1", w.photo(type="task", task_id="TA-1")))
        await do(rep, ("task.cannot", "TA-1", {"reason": "老板不同意，见照片"}))
        await do(other, ("photo.attach", "F-2", w.photo("ST-3", type="task", task_id="TA-1")))
        rows = (await asked(await town.sign_in("sup.cc"), "tasks"))["rows"]
        assert [row["photo_ids"] for row in rows if row["id"] == "TA-1"] == [["F-1"]]


async def test_a_stop_another_rep_did_is_done(database: Database) -> None:
    """M01 asks whether the store was visited; the board must not say otherwise."""
    async with a_town(database) as town:
        await do(town.world.sup, ("planned_visit.put", "PV-1", w.stop("ST-1", "rep.cc02")))
        await do(
            town.world.rep,
            ("visit.check_in", "V-1", w.check_in("ST-1")),
            ("visit.check_out", "V-1", w.check_out()),
        )
        caller = await town.sign_in("sup.cc")
        board = await asked(caller, f"board?day={w.day()}")
        total = (await asked(caller, f"completion?{TODAY}"))["total"]
        assert (board["numbers"]["done"], board["numbers"]["planned"]) == (1, 1)
        assert (total["numerator"], total["denominator"]) == (1, 1)
        assert board["numbers"]["unplanned"] == 1


async def test_the_board_and_m01_say_the_same(database: Database) -> None:
    async with a_town(database, after=a_day) as town:
        for login in ("sup.cc", "sup.nh", "mgr.fs", "spc.east", "mgr.sd"):
            caller = await town.sign_in(login)
            numbers = (await asked(caller, f"board?day={w.day()}"))["numbers"]
            total = (await asked(caller, f"completion?{TODAY}"))["total"]
            for ours, theirs in (("done", "numerator"), ("planned", "denominator"),
                                 ("waived", "waived")):  # fmt: skip
                assert numbers[ours] == total[theirs], (login, ours)


async def test_m01_at_every_level_adds_up_to_its_total(database: Database) -> None:
    async with a_town(database, after=a_day) as town:
        caller = await town.sign_in("mgr.fs")
        for by in ("branch", "office", "rep", "store", "day"):
            told = await asked(caller, f"completion?from={w.day(-3)}&to={w.day(3)}&by={by}")
            assert told["total"] == {
                "numerator": 2,
                "denominator": 5,
                "rate_1e4": 4000,
                "waived": 1,
            }, by
            for part in ("numerator", "denominator", "waived"):
                assert sum(row[part] for row in told["rows"]) == told["total"][part], (by, part)
            assert told["formula"].startswith("before review: ")
        branch = await asked(caller, f"completion?{TODAY}&by=branch")
        assert [row["key"] for row in branch["rows"]] == ["B-FS"]


async def test_m01_of_one_office_is_that_office_whole(database: Database) -> None:
    """Its reps, its days, and of how many of its reps the company has heard."""
    async with a_town(database, after=a_day) as town:
        await do(
            town.world.sup,
            ("planned_visit.put", "PV-9", w.stop("ST-2", "rep.cc02", day=w.day(2))),
        )
        caller = await town.sign_in("mgr.fs")
        days = f"from={w.day(-3)}&to={w.day(3)}"
        of_all = {row["key"]: row for row in (await asked(caller, f"completion?{days}"))["rows"]}
        for office, reps in (("B-FS-CC", 2), ("B-FS-NH", 1)):
            for by in ("office", "rep", "store", "day"):
                told = await asked(caller, f"completion?{days}&by={by}&office={office}")
                parts = {name: told["total"][name] for name in ("numerator", "denominator")}
                assert parts == {name: of_all[office][name] for name in parts}, (office, by)
                assert told["completeness"]["planned"] == reps
        foreign = await asked(await town.sign_in("sup.cc"), f"completion?{days}&office=B-FS-NH")
        assert (foreign["rows"], foreign["completeness"]["planned"]) == ([], 0)


async def test_every_number_leads_to_the_visits_behind_it(database: Database) -> None:
    async with a_town(database, after=a_day) as town:
        caller = await town.sign_in("mgr.fs")
        total = (await asked(caller, f"completion?{TODAY}"))["total"]
        behind = {
            which: (await asked(caller, f"completion/visits?{TODAY}&which={which}"))["rows"]
            for which in ("numerator", "denominator", "missed", "waived")
        }
        ids = {which: {row["planned_visit_id"] for row in rows} for which, rows in behind.items()}
        assert ids == {
            "numerator": {"PV-1", "PV-NH"},
            "denominator": {"PV-1", "PV-2", "PV-3", "PV-NH"},
            "missed": {"PV-2", "PV-3"},
            "waived": {"PV-5"},
        }
        assert len(ids["numerator"]) == total["numerator"]
        assert len(ids["denominator"]) == total["denominator"]
        assert {row["visit_id"] for row in behind["numerator"]} == {"V-CC", "V-NH"}
        only = await asked(caller, f"completion/visits?{TODAY}&office=B-FS-NH")
        assert [row["planned_visit_id"] for row in only["rows"]] == ["PV-NH"]


async def test_who_has_not_been_heard_is_named(database: Database) -> None:
    async with a_town(database, after=a_day) as town:
        await town.sql(
            "UPDATE sync_replica SET last_seen_at = '2026-01-01T00:00:00.000Z'"
            " WHERE user_id = 'rep.cc02'"
        )
        caller = await town.sign_in("sup.cc")
        complete = (await asked(caller, f"completion?{TODAY}"))["completeness"]
        assert (complete["planned"], complete["heard"]) == (2, 1)
        assert [one["rep_id"] for one in complete["unheard_reps"]] == ["rep.cc02"]
        board = (await asked(caller, f"board?day={w.day()}"))["completeness"]
        assert (board["reps"], board["heard_today"]) == (2, 1)
        assert board["oldest_heard_at"] == "2026-01-01T00:00:00.000Z"


async def test_one_visit_in_full(database: Database) -> None:
    async with a_town(database, after=a_day) as town:
        full = await asked(await town.sign_in("sup.cc"), "visits/V-CC")
        assert full["store"]["contact_name"] == "王老板"
        assert full["position"] == {
            name: w.fix()[name] for name in ("lat_e7", "lon_e7", "accuracy_m")
        }
        assert full["distance_m"] == 0
        assert full["rep"] == {"id": "rep.cc01", "name": "陈小一"}
        assert [(one["sku_id"], one["sku_name"]) for one in full["observations"]] == [
            ("SKU-01", "力泉 SKU-01")
        ]
        assert [(photo["id"], photo["present"]) for photo in full["photos"]] == [("PH-CC", False)]
        assert [order["id"] for order in full["orders"]] == ["OR-CC"]
        assert full["orders"][0]["lines"][0]["list_price_fen"] == 5880
        assert (full["late"], full["off_assignment"]) == (False, False)


async def whole(town: Town, caller: Caller, path: str, key: str, size: int) -> list[str]:
    found: list[str] = []
    after = ""
    while True:
        sign = "&" if "?" in path else "?"
        page = await asked(caller, f"{path}{sign}limit={size}&after={after}")
        rows = [row[key] for row in page["rows"]]
        assert len(rows) <= size
        assert not set(rows) & set(found), f"{path} repeats rows behind {after}"
        found += rows
        if page["next"] is None:
            return found
        assert rows, f"{path} goes on without rows behind {after}"
        after = page["next"].replace("|", "%7C").replace("+", "%2B")


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("visits", "id"), ("orders", "id"), ("tasks", "id"), ("stores", "id"),
        ("devices", "replica_id"), ("reps", "rep_id"), ("people", "id"),
        (f"completion?from={w.day(-1)}&to={w.day(1)}&by=store", "key"),
        (f"completion/visits?from={w.day(-1)}&to={w.day(1)}", "planned_visit_id"),
    ],
)  # fmt: skip
async def test_pages_together_hold_every_row_once(database: Database, path: str, key: str) -> None:
    async with a_town(database, after=a_day) as town:
        caller = await town.sign_in("mgr.fs")
        at_once = [row[key] for row in (await asked(caller, path))["rows"]]
        assert len(at_once) >= 3 or path in ("orders", "tasks")
        assert len(set(at_once)) == len(at_once)
        for size in (1, 2):
            assert await whole(town, caller, path, key, size) == at_once


@pytest.mark.parametrize(
    ("query", "found"),
    [("万邻汇 ST-1", ["ST-1"]), ("wanlinhui", ["ST-1", "ST-2", "ST-3"]), ("wlh st-2", ["ST-2"]),
     ("ST-3", ["ST-3"]), ("%", []), ("_", []), ("ST-4", [])],
)  # fmt: skip
async def test_stores_are_found_by_chinese_pinyin_initials_and_code(
    database: Database, query: str, found: list[str]
) -> None:
    async with a_town(database) as town:
        caller = await town.sign_in("sup.cc")
        answer = await caller.get("/office/v1/stores", params={"q": query})
        assert [row["id"] for row in answer.json()["rows"]] == found
