"""What the office is shown of visits somebody went along to, and how many days he did."""

from typing import Any

import msgspec

from backend.people.office import Reach, listed, place
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
JOINT = (
    "j.id, j.coach_name, j.rep_id, j.rep_name, j.store_id, j.store_name, j.day, j.began_at,"
    " j.said_at, j.distance_m, j.points, j.scored, j.items, j.agreed, j.note,"
    " (SELECT max(v.id) FROM visit v WHERE v.store_id = j.store_id AND v.day = j.day"
    " AND v.rep_id = j.rep_id) AS visit_id"
)


async def visits(store: Store, reach: Reach, visit_id: str, after: str, limit: int) -> Row:
    """In reach, the latest first; or those of one visit: of its rep, store and day."""
    tests = " AND (j.said_at, j.id) < (:at, :at_id)" if after else ""
    if visit_id:
        tests += (
            " AND EXISTS (SELECT 1 FROM visit v WHERE v.id = :visit_id AND v.store_id = j.store_id"
            " AND v.day = j.day AND v.rep_id = j.rep_id)"
        )
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {JOINT} FROM joint_visit j WHERE {reach.stores(read, 'j')}{tests}"
            " ORDER BY j.said_at DESC, j.id DESC LIMIT :many",
            reach.params(read, visit_id=visit_id, many=limit + 1, **place(after, "at", "at_id")),
        )
        for row in rows:
            row["items"] = msgspec.json.decode(row["items"])
            row["agreed"] = await _agreed(read, msgspec.json.decode(row["agreed"]))
    return listed(instant.now(), rows, limit, "said_at", "id")


async def _agreed(read: Read, agreed: list[Row]) -> list[Row]:
    found = await read.rows(
        f"SELECT id, state FROM task WHERE id {read.IN}",
        read.ids([one["task_id"] for one in agreed]),
    )
    states: dict[str, str] = {id: state for id, state in found}
    return [{**one, "state": states.get(one["task_id"])} for one in agreed]


async def counts(store: Store, reach: Reach, period: tuple[str, str]) -> Row:
    """Days done / planned (domain.md 2.4), by who went along, in reach by the rep's office."""
    params = {"first": period[0], "last": period[1]}
    async with store.reading() as read:
        rows = await read.all(
            "SELECT d.coach_id, max(d.coach_name) AS coach_name, count(*) AS planned,"
            " sum(CASE WHEN n.visits > 0 THEN 1 ELSE 0 END) AS done,"
            " sum(coalesce(n.visits, 0)) AS visits, sum(coalesce(n.points, 0)) AS points,"
            " sum(coalesce(n.scored, 0)) AS scored FROM joint_day d LEFT JOIN"
            " (SELECT joint_day_id, count(*) AS visits, sum(points) AS points,"
            " sum(scored) AS scored FROM joint_visit GROUP BY joint_day_id) AS n"
            f" ON n.joint_day_id = d.id WHERE {reach.offices(read, 'd')}"
            " AND (d.state = 'planned' OR n.visits > 0) AND d.day >= :first AND d.day <= :last"
            " GROUP BY d.coach_id ORDER BY d.coach_id",
            reach.params(read, **params),
        )
    numbers = ("planned", "done", "visits", "points", "scored")
    return {
        "as_of": instant.now(),
        "from": period[0],
        "to": period[1],
        "rows": [{**row, **{one: int(row[one]) for one in numbers}} for row in rows],
    }
