"""The board of a day: each rep's stops, planned and done, with how complete the picture is.

One query per table, whatever the number of reps. `planned` and `done` are M01's denominator and
numerator of that day, so that the board and the report never disagree.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from backend.people.office import Reach
from backend.people.team import Heard, last_heard, reps_of
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.visits.completion import OUTCOME, PLANNED, STORE_DAYS
from backend.visits.compliance import PARTS, added

Row = dict[str, Any]
COUNTED = (
    "planned", "done", "waived", "unplanned", "failed", "productive", "orders", "value_fen",
)  # fmt: skip
UNPLANNED_SEQUENCE = 1000
RANK = {"completed": 0, "in_progress": 1, "abandoned": 2, "failed": 3}


async def board(store: Store, reach: Reach, day: str) -> Row:
    """Reps in reach, and whoever else works in stores in reach that day."""
    now = instant.now()
    async with store.reading() as read:
        team = await reps_of(read, reach)
        wholly = await _stops_of(read, team, day)
        plans = await _plans(read, reach, day)
        visits = await _visits(read, reach, day)
        orders = await _orders(read, reach, day)
        team += await _others(read, team, (*plans, *visits, *orders))
        heard = await last_heard(read, [rep["rep_id"] for rep in team])
    rows = board_rows(team, plans, visits, orders, heard, wholly)
    start = instant.shifted(instant.end_of_day(day, store.zone), hours=-24)
    return {
        "as_of": now,
        "day": day,
        "numbers": {name: sum(row[name] for row in rows) for name in COUNTED},
        "completeness": {
            "reps": len(rows),
            "heard_today": sum((row["last_heard_at"] or "") >= start for row in rows),
            "oldest_heard_at": min((contact.at for contact in heard.values()), default=None),
        },
        "reps": rows,
    }


async def _plans(read: Read, reach: Reach, day: str) -> list[Row]:
    return await read.all(
        f"{STORE_DAYS} SELECT p.id, p.rep_id, p.store_id, p.store_code, p.store_name, p.tier,"
        " p.sequence, p.state, p.origin, p.minutes, p.lat_e7, p.lon_e7,"
        f" {OUTCOME} AS outcome{PLANNED}"
        f" WHERE p.day = :first AND {reach.of_office(read, 'p', 's')} ORDER BY p.sequence, p.id",
        reach.params(read, first=day, last=day),
    )


async def _stops_of(read: Read, team: list[Row], day: str) -> dict[str, int]:
    """How many stops each rep of the team has that day, in whatever office. Only a number: where
    they are is the other office's matter."""
    rows = await read.all(
        f"SELECT rep_id, count(*) AS n FROM planned_visit WHERE rep_id {read.IN.replace('?', ':p')}"
        " AND day = :day GROUP BY rep_id",
        {"p": read.ids([rep["rep_id"] for rep in team]), "day": day},
    )
    return {row["rep_id"]: row["n"] for row in rows}


async def _visits(read: Read, reach: Reach, day: str) -> list[Row]:
    return await read.all(
        "SELECT v.id, v.rep_id, v.store_id, v.planned_visit_id, v.state, v.checked_in_at,"
        " v.checked_out_at, v.fence_result, v.off_assignment, s.code AS store_code,"
        " s.name AS store_name, s.tier, s.lat_e7, s.lon_e7"
        " FROM visit v JOIN store s ON s.id = v.store_id"
        f" WHERE v.day = :day AND {reach.of_office(read, 'v', 's')} ORDER BY v.checked_in_at, v.id",
        reach.params(read, day=day),
    )


async def _orders(read: Read, reach: Reach, day: str) -> list[Row]:
    return await read.all(
        "SELECT o.id, o.rep_id, o.visit_id, o.total_fen FROM sales_order o"
        f" WHERE o.day = :day AND {reach.stores(read, 'o')}"
        " AND o.doc_state NOT IN ('rejected', 'cancelled') ORDER BY o.submitted_at, o.id",
        reach.params(read, day=day),
    )


async def _others(read: Read, team: list[Row], work: Iterable[Row]) -> list[Row]:
    """Reps of other offices, or without a post by now, who have something to do here."""
    known = {rep["rep_id"] for rep in team}
    missing = sorted({row["rep_id"] for row in work} - known)
    if not missing:
        return []
    return await read.all(
        f"SELECT id AS rep_id, name, org_unit_id FROM person WHERE id {read.IN.replace('?', ':p')}"
        " ORDER BY id",
        {"p": read.ids(missing)},
    )


def board_rows(
    team: list[Row],
    plans: list[Row],
    visits: list[Row],
    orders: list[Row],
    heard: dict[str, Heard],
    wholly: dict[str, int],
) -> list[Row]:
    """Pure. Each rep's planned stops in order, then the visits nobody planned for him. Of a rep of
    this team, `elsewhere` is the number of his planned stops that are not shown here."""
    plans_of, orders_of = _by(plans, "rep_id"), _by(orders, "rep_id")
    visits_of, at_store = _by(visits, "rep_id"), _by(visits, "store_id")
    rows = []
    for rep in team:
        id = rep["rep_id"]
        bought, contact = _by(orders_of[id], "visit_id"), heard.get(id)
        found = [(plan, _visit_of(plan, at_store[plan["store_id"]])) for plan in plans_of[id]]
        taken = {visit["id"] for _, visit in found if visit}
        alone = [visit for visit in visits_of[id] if visit["id"] not in taken]
        stops = [_stop(plan, visit, id, bought) for plan, visit in found]
        stops += [_stop(None, visit, id, bought) for visit in alone]
        rows.append(
            {
                "rep_id": id,
                "name": rep["name"],
                "org_unit_id": rep["org_unit_id"],
                **_numbers(found, alone, orders_of[id], stops),
                "last_heard_at": contact.at if contact else None,
                "last_seen_kind": contact.kind if contact else None,
                "last_sent_at": contact.sent_at if contact else None,
                "elsewhere": max(0, wholly.get(id, 0) - len(found)),
                "stops": stops,
            }
        )
    return rows


def _by(rows: Iterable[Row], name: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found


def _visit_of(plan: Row, at_store: list[Row]) -> Row | None:
    """What became of the stop: a completed visit before all, his own before another rep's; another
    rep's counts only when completed."""
    mine = [v for v in at_store if v["rep_id"] == plan["rep_id"] or v["state"] == "completed"]
    return min(
        mine,
        key=lambda v: (
            v["state"] != "completed",
            v["rep_id"] != plan["rep_id"],
            v["planned_visit_id"] != plan["id"],
            RANK[v["state"]],
            v["checked_in_at"],
        ),
        default=None,
    )


def _numbers(
    found: list[tuple[Row, Row | None]], alone: list[Row], orders: list[Row], stops: list[Row]
) -> Row:
    due = added(PARTS[plan["outcome"]] for plan, _ in found)
    on_her_own = [v for plan, v in found if v and plan["origin"] != "planned"] + alone
    return {
        "planned": due.denominator,
        "done": due.numerator,
        "waived": due.waived,
        "unplanned": sum(
            visit["state"] == "completed" and not visit["off_assignment"] for visit in on_her_own
        ),
        "failed": sum(stop["state"] == "failed" for stop in stops),
        "productive": sum(bool(stop["order_ids"]) for stop in stops),
        "orders": len(orders),
        "value_fen": sum(order["total_fen"] for order in orders),
    }


def _stop(plan: Row | None, visit: Row | None, rep_id: str, bought: dict[Any, list[Row]]) -> Row:
    where = plan or visit or {}
    seen = visit or {}
    own = seen.get("rep_id") == rep_id
    return {
        "planned_visit_id": plan["id"] if plan else None,
        "origin": plan["origin"] if plan else None,
        "outcome": plan["outcome"] if plan else None,
        "visit_id": seen.get("id"),
        "visited_by": seen.get("rep_id"),
        "store_id": where["store_id"],
        "store_code": where["store_code"],
        "store_name": where["store_name"],
        "tier": where["tier"],
        "sequence": plan["sequence"] if plan else UNPLANNED_SEQUENCE,
        "state": seen.get("state") or where["state"],
        "checked_in_at": seen.get("checked_in_at"),
        "checked_out_at": seen.get("checked_out_at"),
        "fence_result": seen.get("fence_result"),
        "lat_e7": where["lat_e7"],
        "lon_e7": where["lon_e7"],
        "order_ids": [order["id"] for order in bought[seen["id"]]] if own else [],
        "minutes": plan["minutes"] if plan else 0,
    }
