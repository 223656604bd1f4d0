"""M01 is told in three places: the report, the board, and the rep's own day summary. They agree,
for planned stops, for what a rep added, for two reps at one store, and for visits off assignment.
"""

import random
from typing import Any

import pytest

from backend.visits.compliance import PARTS, Call, Stop, added, outcomes
from tests import world as w
from tests.engines import Database
from tests.office.places import do
from tests.town import Caller, Town, a_town

pytestmark = pytest.mark.anyio

TODAY = f"from={w.day()}&to={w.day()}"
ENDED = ("completed", "completed", "failed")
REPS = ("rep.cc01", "rep.cc02")


async def asked(caller: Caller, path: str) -> dict[str, Any]:
    answer = await caller.get(f"/office/v1/{path}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def told(town: Town) -> dict[str, dict[str, tuple[int, int]]]:
    """(done, planned) of each rep by each of the three."""
    for rep in (town.world.rep, town.world.rep2):
        args = {"day": w.day(), "unsent": 0, "missed": [], "note": None}
        await do(rep, ("day.end", f"{rep.person_id}:{w.day()}", args))
    caller = await town.sign_in("sup.cc")
    board = (await asked(caller, f"board?day={w.day()}"))["reps"]
    report = {
        row["key"]: row for row in (await asked(caller, f"completion?{TODAY}&by=rep"))["rows"]
    }
    nothing = {"numerator": 0, "denominator": 0}
    ended = {
        rep: (visited, planned)
        for rep, visited, planned in await town.rows(
            "SELECT rep_id, visited, planned FROM day_summary"
        )
    }
    return {
        "board": {row["rep_id"]: (row["done"], row["planned"]) for row in board},
        "report": {
            rep: (report.get(rep, nothing)["numerator"], report.get(rep, nothing)["denominator"])
            for rep in REPS
        },
        "day": ended,
    }


async def a_visit(town: Town, rep: str, store: str, id: str, **more: Any) -> None:
    actor = town.world.rep if rep == "rep.cc01" else town.world.rep2
    await do(
        actor,
        ("visit.check_in", id, w.check_in(store, **more)),
        ("visit.check_out", id, w.check_out()),
    )


async def test_a_stop_she_added_is_in_none_of_the_three(database: Database) -> None:
    async with a_town(database) as town:
        await do(town.world.sup, ("planned_visit.put", "PV-1", w.stop("ST-1", "rep.cc01")))
        own = {"store_id": "ST-2", "day": w.day(), "sequence": 9, "reason": "on_the_way"}
        await do(town.world.rep, ("planned_visit.add", "PV-2", own))
        await a_visit(town, "rep.cc01", "ST-2", "V-2", planned_visit_id="PV-2")
        for where, rows in (await told(town)).items():
            assert rows["rep.cc01"] == (0, 1), where
        await a_visit(town, "rep.cc01", "ST-1", "V-1", planned_visit_id="PV-1")
        for where, rows in (await told(town)).items():
            assert rows["rep.cc01"] == (1, 1), where


async def test_two_reps_planned_at_one_store_are_one_store_day(database: Database) -> None:
    async with a_town(database) as town:
        await do(
            town.world.sup,
            ("planned_visit.put", "PV-1", w.stop("ST-1", "rep.cc01")),
            ("planned_visit.put", "PV-2", w.stop("ST-1", "rep.cc02")),
        )
        for where, rows in (await told(town)).items():
            assert (rows["rep.cc01"], rows["rep.cc02"]) == ((0, 1), (0, 0)), where
        await a_visit(town, "rep.cc02", "ST-1", "V-2", planned_visit_id="PV-2")
        for where, rows in (await told(town)).items():
            assert (rows["rep.cc01"], rows["rep.cc02"]) == ((0, 0), (1, 1)), where
        caller = await town.sign_in("sup.cc")
        behind = await asked(caller, f"completion/visits?{TODAY}")
        assert [row["planned_visit_id"] for row in behind["rows"]] == ["PV-2"]


async def test_a_visit_off_assignment_is_out_both_ways(database: Database) -> None:
    """K5: the old rep's later visit is no one's done stop, and the new rep need not go again."""
    async with a_town(database) as town:
        await do(
            town.world.sup,
            ("planned_visit.put", "PV-1", w.stop("ST-1", "rep.cc02")),
            ("store.end_assignment", "as-ST-1", {"until_at": w.ago(hours=1)}),
        )
        await a_visit(town, "rep.cc01", "ST-1", "V-1")
        assert await town.rows("SELECT off_assignment FROM visit") in ([(1,)], [(True,)])
        for where, rows in (await told(town)).items():
            assert (rows["rep.cc01"], rows["rep.cc02"]) == ((0, 0), (0, 0)), where
        caller = await town.sign_in("sup.cc")
        total = (await asked(caller, f"completion?{TODAY}"))["total"]
        assert (total["denominator"], total["waived"]) == (0, 1)
        assert (await asked(caller, f"board?day={w.day()}"))["numbers"]["unplanned"] == 0
        waived = await asked(caller, f"completion/visits?{TODAY}&which=waived")
        assert [row["planned_visit_id"] for row in waived["rows"]] == ["PV-1"]


async def test_the_report_says_what_the_rule_says_in_any_town(database: Database) -> None:
    """The rule is written twice, for a day in Python and for a year in SQL. Sixty store-days of
    every kind, put in place directly, are judged alike by both."""
    draw = random.Random(7)
    async with a_town(database) as town:
        expected = {}
        for n in range(60):
            day = f"2026-{n // 28 + 1:02d}-{n % 28 + 1:02d}"
            states, origins = ("planned", "waived", "planned"), ("planned", "planned", "rep_added")
            stops = [
                Stop(f"P-{n:02d}-{i}", draw.choice(REPS), draw.choice(states), draw.choice(origins))
                for i in range(draw.randint(1, 4))
            ]
            calls = [
                Call(draw.choice((*REPS, "rep.nh01")), draw.choice(ENDED), draw.random() < 0.4)
                for _ in range(draw.randint(0, 2))
            ]
            await put(town, day, stops, calls)
            expected[day] = added(PARTS[what] for what in outcomes(stops, calls).values())
        caller = await town.sign_in("sup.cc")
        rows = (await asked(caller, "completion?from=2026-01-01&to=2026-03-31&by=day"))["rows"]
        found = {row["key"]: (row["numerator"], row["denominator"], row["waived"]) for row in rows}
        kinds = {(one.numerator, one.denominator, one.waived) for one in expected.values()}
        assert {(1, 1, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0), (1, 1, 1)} <= kinds
        for day, parts in expected.items():
            assert found.get(day, (0, 0, 0)) == (
                parts.numerator, parts.denominator, parts.waived
            ), day  # fmt: skip


async def put(town: Town, day: str, stops: list[Stop], calls: list[Call]) -> None:
    """Rows as they would lie there. Only the columns the number looks at matter."""
    store = {"store_id": "ST-1", "org_unit_id": "B-FS-CC", "day": day}
    for stop in stops:
        row = {
            **store, "id": stop.id, "version": 1, "store_code": "ST-1", "store_name": "店",
            "rep_id": stop.rep_id, "sequence": 1, "reason": "cycle", "minutes": 1, "tier": "P3",
            "state": stop.state, "origin": stop.origin, "lat_e7": 1, "lon_e7": 1,
        }  # fmt: skip
        await insert(town, "planned_visit", row)
    for i, call in enumerate(calls):
        row = {
            **store, "id": f"V-{day}-{i}", "version": 1, "rep_id": call.rep_id, "rep_name": "n",
            "state": call.state, "checked_in_at": f"{day}T02:00:00.000Z",
            "fence_result": "inside", "observations": "[]", "late": False,
            "received_at": f"{day}T02:00:00.000Z", "off_assignment": call.off_assignment,
        }  # fmt: skip
        await insert(town, "visit", row)


async def insert(town: Town, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    await town.sql(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", *row.values())
