"""M01, visit completion: planned visits with a valid visit on their day, of those not waived.

Numerator and denominator are summed, rates never averaged; nothing planned gives no rate
(domain.md 2.10). Valid here is: completed, at the planned store, on the planned day.
"""

from typing import Any

from backend.people.office import Reach
from backend.people.team import last_heard
from backend.store import instant
from backend.store.read import Read

FORMULA = (
    "M01 = planned visits with a completed visit to the store on the planned day"
    " / (planned visits - waived)"
)
KEYS = {
    "branch": ("'all'", "'all'"),
    "office": ("p.org_unit_id", "coalesce(u.name, p.org_unit_id)"),
    "rep": ("p.rep_id", "coalesce(w.name, p.rep_id)"),
    "store": ("p.store_id", "p.store_name"),
    "day": ("p.day", "p.day"),
}
DONE = (
    "EXISTS (SELECT 1 FROM visit v WHERE v.store_id = p.store_id AND v.day = p.day"
    " AND v.state = 'completed')"
)
FROM = (
    " FROM planned_visit p JOIN store s ON s.id = p.store_id"
    " LEFT JOIN org_unit u ON u.id = p.org_unit_id LEFT JOIN person w ON w.id = p.rep_id"
)
ROWS = 500


def rate_1e4(numerator: int, denominator: int) -> int | None:
    """Four decimals as an integer, halves up; None when nothing was due."""
    if denominator == 0:
        return None
    return (numerator * 20_000 + denominator) // (2 * denominator)


async def completion(read: Read, reach: Reach, first: str, last: str, by: str) -> dict[str, Any]:
    """M01 by branch, office, rep, store or day, with its total and how complete the data are."""
    now = instant.now()
    key, name = KEYS[by]
    rows = await read.all(
        f"SELECT {key} AS key, {name} AS name,"
        f" sum(CASE WHEN p.state <> 'waived' AND {DONE} THEN 1 ELSE 0 END) AS numerator,"
        " sum(CASE WHEN p.state <> 'waived' THEN 1 ELSE 0 END) AS denominator,"
        " sum(CASE WHEN p.state = 'waived' THEN 1 ELSE 0 END) AS waived"
        f"{FROM} WHERE {reach.stores(read, 's')} AND p.day >= :first AND p.day <= :last"
        f" GROUP BY 1, 2 ORDER BY 1 LIMIT {ROWS}",
        reach.params(read, first=first, last=last),
    )
    for row in rows:
        row.update({part: int(row[part]) for part in ("numerator", "denominator", "waived")})
        row["rate_1e4"] = rate_1e4(row["numerator"], row["denominator"])
    if by != "day":
        rows.sort(key=lambda row: (row["rate_1e4"] is None, row["rate_1e4"] or 0, row["key"]))
    total = await read.one(
        f"SELECT sum(CASE WHEN p.state <> 'waived' AND {DONE} THEN 1 ELSE 0 END) AS numerator,"
        " sum(CASE WHEN p.state <> 'waived' THEN 1 ELSE 0 END) AS denominator,"
        " sum(CASE WHEN p.state = 'waived' THEN 1 ELSE 0 END) AS waived"
        f"{FROM} WHERE {reach.stores(read, 's')} AND p.day >= :first AND p.day <= :last",
        reach.params(read, first=first, last=last),
    )
    whole = {part: int((total or {}).get(part) or 0) for part in ("numerator", "denominator")}
    waived = int((total or {}).get("waived") or 0)
    return {
        "formula": FORMULA,
        "from": first,
        "to": last,
        "by": by,
        "as_of": now,
        "total": {**whole, "waived": waived, "rate_1e4": rate_1e4(**whole)},
        "completeness": await completeness(read, reach, first, last),
        "rows": rows,
    }


async def completeness(read: Read, reach: Reach, first: str, last: str) -> dict[str, Any]:
    """Which reps planned in this period have not been heard since its last day ended, or, while
    that day lasts, since it began."""
    reps = await read.all(
        "SELECT p.rep_id, w.name, max(p.day) AS last_day"
        f"{FROM} WHERE {reach.stores(read, 's')} AND p.day >= :first AND p.day <= :last"
        " GROUP BY p.rep_id, w.name ORDER BY p.rep_id",
        reach.params(read, first=first, last=last),
    )
    heard = await last_heard(read, [rep["rep_id"] for rep in reps])
    now = instant.now()
    unheard = []
    for rep in reps:
        end = instant.end_of_day(rep["last_day"], "Asia/Shanghai")
        since = end if end <= now else instant.shifted(end, hours=-24)
        at = heard.get(rep["rep_id"])
        if at is None or at < since:
            unheard.append({"rep_id": rep["rep_id"], "name": rep["name"], "last_heard_at": at})
    return {"planned": len(reps), "heard": len(reps) - len(unheard), "unheard_reps": unheard}


async def behind(
    read: Read, reach: Reach, first: str, last: str, which: str, rep_id: str, after: str, limit: int
) -> dict[str, Any]:
    """The planned visits behind the number, each with the visit that counts."""
    tests = {
        "numerator": f" AND p.state <> 'waived' AND {DONE}",
        "denominator": " AND p.state <> 'waived'",
        "missed": f" AND p.state <> 'waived' AND NOT {DONE}",
    }[which]
    if rep_id:
        tests += " AND p.rep_id = :rep_id"
    rows = await read.all(
        "SELECT p.id AS planned_visit_id, p.day, p.store_id, p.store_name, p.rep_id,"
        " w.name AS rep_name, p.state, v.id AS visit_id, v.checked_in_at,"
        " p.day || ' ' || p.id AS place"
        f"{FROM} LEFT JOIN visit v ON v.id = (SELECT min(c.id) FROM visit c"
        "  WHERE c.store_id = p.store_id AND c.day = p.day AND c.state = 'completed')"
        f" WHERE {reach.stores(read, 's')} AND p.day >= :first AND p.day <= :last{tests}"
        " AND p.day || ' ' || p.id > :after ORDER BY p.day || ' ' || p.id LIMIT :many",
        reach.params(read, first=first, last=last, rep_id=rep_id, after=after, many=limit + 1),
    )
    following = rows[limit - 1]["place"] if len(rows) > limit else None
    for row in rows:
        del row["place"]
    return {"as_of": instant.now(), "rows": rows[:limit], "next": following}
