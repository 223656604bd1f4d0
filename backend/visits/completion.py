"""Visit completion before review: the number, what it is made of, and how complete the data are.

Numbers belong to the office whose store it was when it was planned, so that no later move of a
store rewrites a month.
"""

from collections import defaultdict
from typing import Any

from backend.people.office import Reach, listed, place
from backend.people.team import last_heard
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.visits.compliance import FORMULA, Parts, added

KEYS = {
    "branch": ("p.org_unit_id", "coalesce(u.name, p.org_unit_id)"),
    "office": ("p.org_unit_id", "coalesce(u.name, p.org_unit_id)"),
    "rep": ("p.rep_id", "coalesce(w.name, p.rep_id)"),
    "store": ("p.store_id", "p.store_name"),
    "day": ("p.day", "p.day"),
}
DUE = "origin = 'planned' AND state <> 'waived'"
STORE_DAYS = (
    "WITH called AS MATERIALIZED (SELECT store_id, day,"
    " max(CASE WHEN off_assignment THEN 0 ELSE 1 END) AS counts FROM visit"
    " WHERE state = 'completed' AND day >= :first AND day <= :last GROUP BY store_id, day),"
    " shared AS MATERIALIZED (SELECT store_id, day FROM planned_visit"
    f" WHERE {DUE} AND day >= :first AND day <= :last"
    " GROUP BY store_id, day HAVING count(*) > 1)"
)
"""Goes before a SELECT from PLANNED: where somebody called, and where several reps were sent. Both
are read once for all days asked about, which needs no index of its own."""
PLANNED = (
    " FROM planned_visit p JOIN store s ON s.id = p.store_id"
    " LEFT JOIN called c ON c.store_id = p.store_id AND c.day = p.day"
    " LEFT JOIN shared h ON h.store_id = p.store_id AND h.day = p.day"
    " LEFT JOIN org_unit u ON u.id = p.org_unit_id LEFT JOIN person w ON w.id = p.rep_id"
)
NOT_THERE = (
    "CASE WHEN EXISTS (SELECT 1 FROM visit v WHERE v.store_id = {0}.store_id AND v.day = {0}.day"
    " AND v.rep_id = {0}.rep_id AND v.state = 'completed' AND NOT v.off_assignment)"
    " THEN 0 ELSE 1 END"
)
ANOTHER_STANDS = (
    "EXISTS (SELECT 1 FROM planned_visit q WHERE q.store_id = p.store_id AND q.day = p.day"
    " AND q.id <> p.id AND q.origin = 'planned' AND q.state <> 'waived'"
    f" AND ({NOT_THERE.format('q')}, q.id) < ({NOT_THERE.format('p')}, p.id))"
)
OUTCOME = (
    "CASE WHEN p.origin <> 'planned' THEN 'uncounted'"
    " WHEN p.state = 'waived' OR c.counts = 0 THEN 'waived'"
    f" WHEN h.day IS NOT NULL AND {ANOTHER_STANDS} THEN 'uncounted'"
    " WHEN c.counts = 1 THEN 'done' ELSE 'missed' END"
)
"""Twin of compliance.outcomes: what a stop p is to M01. Nothing here depends on who asks."""
WHICH = {
    "denominator": "'done', 'missed'",
    "numerator": "'done'",
    "missed": "'missed'",
    "waived": "'waived'",
}


def _when(read: Read, reach: Reach, office: str = "") -> str:
    only = " AND p.org_unit_id = :office" if office else ""
    return f" WHERE {reach.of_office(read, 'p', 's')} AND p.day >= :first AND p.day <= :last{only}"


async def completion(
    store: Store,
    reach: Reach,
    period: tuple[str, str],
    by: str,
    office: str,
    after: str,
    limit: int,
) -> dict[str, Any]:
    """By branch, office, rep or store, worst first, or by day; `total` is of all of them.
    ``office``: of the stops of this office only, whoever they were planned for."""
    async with store.reading() as read:
        rows = await _parts(read, reach, period, by, office)
        complete = await _completeness(read, reach, period, office, store.zone)
    if by != "day":
        rows.sort(key=lambda row: _worst_first(row[2]))
    at = [key for key, _, _ in rows].index(after) + 1 if after in {r[0] for r in rows} else 0
    page = [{"key": key, "name": name, **parts.told()} for key, name, parts in rows[at:]]
    return {
        "formula": FORMULA,
        "from": period[0],
        "to": period[1],
        "by": by,
        "as_of": instant.now(),
        "total": added(parts for _, _, parts in rows).told(),
        "completeness": complete,
        "rows": page[:limit],
        "next": page[limit - 1]["key"] if len(page) > limit else None,
    }


def _worst_first(parts: Parts) -> tuple[bool, int, int]:
    """Without a rate last; of equal rates first where more was missed."""
    rate = parts.rate_1e4
    return rate is None, rate or 0, parts.numerator - parts.denominator


async def _parts(
    read: Read, reach: Reach, period: tuple[str, str], by: str, office: str
) -> list[tuple[str, str, Parts]]:
    key, name = KEYS[by]
    rows = await read.all(
        f"{STORE_DAYS}, o AS MATERIALIZED (SELECT {key} AS key, {name} AS name,"
        f" {OUTCOME} AS outcome{PLANNED}{_when(read, reach, office)})"
        " SELECT o.key, max(o.name) AS name,"
        " sum(CASE WHEN o.outcome = 'done' THEN 1 ELSE 0 END) AS done,"
        " sum(CASE WHEN o.outcome IN ('done', 'missed') THEN 1 ELSE 0 END) AS due,"
        " sum(CASE WHEN o.outcome = 'waived' THEN 1 ELSE 0 END) AS waived"
        " FROM o WHERE o.outcome <> 'uncounted' GROUP BY o.key ORDER BY o.key",
        reach.params(read, first=period[0], last=period[1], office=office),
    )
    found = [
        (row["key"], row["name"], Parts(int(row["done"]), int(row["due"]), int(row["waived"])))
        for row in rows
    ]
    return await _by_branch(read, found) if by == "branch" else found


async def _by_branch(
    read: Read, offices: list[tuple[str, str, Parts]]
) -> list[tuple[str, str, Parts]]:
    """Offices' parts added up in the branch above each; a unit above all branches is its own."""
    units = {row["id"]: row for row in await read.all(
        "SELECT id, name, level, parent_id FROM org_unit"
    )}  # fmt: skip
    total: dict[str, Parts] = defaultdict(Parts)
    for office_id, _, parts in offices:
        unit = units.get(office_id)
        while unit and unit["level"] != "branch" and unit["parent_id"] in units:
            unit = units[unit["parent_id"]]
        total[unit["id"] if unit else office_id] += parts
    return [(id, units[id]["name"] if id in units else id, total[id]) for id in sorted(total)]


async def _completeness(
    read: Read, reach: Reach, period: tuple[str, str], office: str, zone: str
) -> dict[str, Any]:
    """Of the reps planned until today: who has not been heard since the last of these days ended
    or, while it lasts, since it began."""
    now = instant.now()
    today = instant.day_of(now, zone)
    rows = await read.all(
        "SELECT p.rep_id, w.name, max(p.day) AS last_day FROM planned_visit p"
        " JOIN store s ON s.id = p.store_id LEFT JOIN person w ON w.id = p.rep_id"
        f"{_when(read, reach, office)} AND p.origin = 'planned' AND p.state <> 'waived'"
        " GROUP BY p.rep_id, w.name ORDER BY p.rep_id",
        reach.params(read, first=period[0], last=min(period[1], today), office=office),
    )
    heard = await last_heard(read, [row["rep_id"] for row in rows])
    unheard = []
    for row in rows:
        end = instant.end_of_day(row["last_day"], zone)
        since = end if end <= now else instant.shifted(end, hours=-24)
        contact = heard.get(row["rep_id"])
        at = contact.at if contact else None
        if at is None or at < since:
            unheard.append({"rep_id": row["rep_id"], "name": row["name"], "last_heard_at": at})
    return {
        "planned": len(rows),
        "heard": len(rows) - len(unheard),
        "oldest_heard_at": min((contact.at for contact in heard.values()), default=None),
        "unheard_reps": unheard,
    }  # fmt: skip


async def behind(
    store: Store,
    reach: Reach,
    period: tuple[str, str],
    which: str,
    only: dict[str, str],
    after: str,
    limit: int,
) -> dict[str, Any]:
    """The planned visits behind the number, each with the visit that counts: the day's first."""
    tests = f" AND {OUTCOME} IN ({WHICH[which]})" + "".join(
        f" AND p.{name} = :{name}" for name in only if only[name]
    )
    if after:
        tests += " AND (p.day, p.id) > (:at_day, :at_id)"
    async with store.reading() as read:
        rows = await read.all(
            f"{STORE_DAYS} SELECT p.id AS planned_visit_id, p.day, p.store_id, p.store_code,"
            " p.store_name, p.org_unit_id, p.rep_id, w.name AS rep_name, p.state, p.note"
            f"{PLANNED}{_when(read, reach)}{tests} ORDER BY p.day, p.id LIMIT :many",
            reach.params(
                read, first=period[0], last=period[1], many=limit + 1, **only,
                **place(after, "at_day", "at_id"),
            ),
        )  # fmt: skip
        counting = await _counting(read, rows)
    for row in rows:
        visit = counting.get((row["store_id"], row["day"]), {})
        row["visit_id"] = visit.get("id")
        row["checked_in_at"] = visit.get("checked_in_at")
        row["visited_by"] = visit.get("rep_name")
    page = listed(instant.now(), rows, limit, "day", "planned_visit_id")
    return {"formula": FORMULA, "from": period[0], "to": period[1], **page}


async def _counting(
    read: Read, rows: list[dict[str, Any]]
) -> dict[tuple[str, str], dict[str, Any]]:
    """The first completed visit of each store and day that counts."""
    if not rows:
        return {}
    visits = await read.all(
        "SELECT id, store_id, day, checked_in_at, rep_name FROM visit WHERE state = 'completed'"
        f" AND NOT off_assignment AND store_id {read.IN.replace('?', ':stores')}"
        " AND day >= :first AND day <= :last"
        " ORDER BY checked_in_at DESC, id DESC",
        {
            "stores": read.ids(sorted({row["store_id"] for row in rows})),
            "first": rows[0]["day"],
            "last": rows[-1]["day"],
        },
    )
    return {(visit["store_id"], visit["day"]): visit for visit in visits}
