"""The compliance report: of a period, by rep, office, branch or week.

Store-days and visits belong to the office whose store it was then, as in visits/completion.py; what
a store-day is to the plan is that module's word, whether it is valid is ours.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from backend.people.office import Reach
from backend.reviews.facts import seconds
from backend.reviews.numbers import (
    FORMULAS,
    Sums,
    day_times,
    in_order,
    monday_of,
    required,
    summed,
)
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.visits.completion import OUTCOME, PLANNED, STORE_DAYS

Row = dict[str, Any]
LONGEST_DAYS = 93
VALIDITIES = ("valid", "pending", "invalid")
BEST = {2: "valid_days", 1: "pending_days", 0: "invalid_days", None: "unjudged_days"}
JUDGED = (
    ", judged AS MATERIALIZED (SELECT store_id, day, max(CASE validity WHEN 'valid' THEN 2"
    " WHEN 'pending' THEN 1 ELSE 0 END) AS best FROM visit_verdict"
    " WHERE day >= :first AND day <= :last GROUP BY store_id, day)"
)


async def compliance(
    store: Store, reach: Reach, period: tuple[str, str], by: str, office: str
) -> Row:
    async with store.reading() as read:
        units = await _units(read)
        key = _key(by, units)
        groups: dict[str, Sums] = defaultdict(Sums)
        today = instant.day_of(instant.now(), store.zone)
        await _planned(read, reach, period, office, groups, key, today)
        await _visited(read, reach, period, office, groups, key)
        await _assigned(read, reach, period, office, groups, key, by)
        await _photos(read, reach, period, office, groups, key, store.zone)
        await _flags(read, reach, period, office, groups, key)
        names = await _names(read, by, list(groups), units)
    rows = [{"key": id, "name": names.get(id, id), **groups[id].told()} for id in groups]
    rows.sort(key=lambda row: (row["name"], row["key"]) if by == "week" else _worst_first(row))
    return {
        "as_of": instant.now(),
        "formulas": FORMULAS,
        "from": period[0],
        "to": period[1],
        "by": by,
        "total": summed(list(groups.values())).told(),
        "rows": rows,
    }


def _worst_first(row: Row) -> tuple[bool, int, str]:
    found = row["rates"]["M01"]["rate_1e4"]
    return found is None, found or 0, row["key"]


async def _units(read: Read) -> dict[str, Row]:
    rows = await read.all("SELECT id, name, level, parent_id FROM org_unit", {})
    return {row["id"]: row for row in rows}


def _key(by: str, units: dict[str, Row]) -> Callable[[Row], str]:
    """Which group a row with rep_id, org_unit_id and day belongs to."""
    if by == "rep":
        return lambda row: str(row["rep_id"])
    if by == "week":
        return lambda row: monday_of(row["day"])
    if by == "office":
        return lambda row: str(row["org_unit_id"])
    return lambda row: branch_of(str(row["org_unit_id"]), units)


def branch_of(unit_id: str, units: dict[str, Row]) -> str:
    """A unit above all branches is its own."""
    unit = units.get(unit_id)
    while unit and unit["level"] != "branch" and unit["parent_id"] in units:
        unit = units[unit["parent_id"]]
    return str(unit["id"]) if unit else unit_id


async def _names(read: Read, by: str, keys: list[str], units: dict[str, Row]) -> dict[str, str]:
    if by in ("office", "branch"):
        return {id: units[id]["name"] for id in keys if id in units}
    if by == "week":
        return {}
    rows = await read.rows(f"SELECT id, name FROM person WHERE id {read.IN}", read.ids(keys))
    return dict(rows)


def _asked(reach: Reach, read: Read, period: tuple[str, str], office: str) -> Row:
    return reach.params(read, first=period[0], last=period[1], office=office)


def _only(alias: str, office: str) -> str:
    return f" AND {alias}.org_unit_id = :office" if office else ""


async def _planned(
    read: Read, reach: Reach, period: tuple[str, str], office: str, groups: dict[str, Sums],
    key: Callable[[Row], str], today: str,
) -> None:  # fmt: skip
    """What today still lacks is neither done nor missed: it is in no number yet."""
    rows = await read.all(
        f"{STORE_DAYS}{JUDGED}, o AS MATERIALIZED (SELECT p.rep_id, p.org_unit_id, p.day, j.best,"
        f" {OUTCOME} AS outcome{PLANNED} LEFT JOIN judged j ON j.store_id = p.store_id"
        f" AND j.day = p.day WHERE {reach.of_office(read, 'p', 's')}"
        f" AND p.day >= :first AND p.day <= :last{_only('p', office)})"
        " SELECT rep_id, org_unit_id, day, outcome, best, count(*) AS n FROM o"
        " WHERE outcome <> 'uncounted' GROUP BY rep_id, org_unit_id, day, outcome, best",
        _asked(reach, read, period, office),
    )
    for row in rows:
        sums, n = groups[key(row)], int(row["n"])
        sums.counts["planned"] += n
        if row["outcome"] == "waived":
            sums.counts["waived"] += n
            continue
        done = row["outcome"] == "done"
        if not done and row["day"] >= today:
            sums.counts["open"] += n
            continue
        sums.counts["completed" if done else "missed"] += n
        if done:
            sums.counts[BEST[row["best"]]] += n
        sums.add("M01", n if done and row["best"] == 2 else 0, n)


async def _visited(
    read: Read, reach: Reach, period: tuple[str, str], office: str, groups: dict[str, Sums],
    key: Callable[[Row], str],
) -> None:  # fmt: skip
    rows = await read.all(
        "SELECT v.rep_id, v.org_unit_id, v.day, v.state, v.checked_in_at, v.checked_out_at, v.late,"
        " v.off_assignment, d.validity, d.counts, p.sequence, p.origin FROM visit v"
        " JOIN store s ON s.id = v.store_id LEFT JOIN visit_verdict d ON d.id = v.id"
        " LEFT JOIN planned_visit p ON p.id = v.planned_visit_id AND p.day = v.day"
        f" WHERE {reach.of_office(read, 'v', 's')} AND v.day >= :first AND v.day <= :last"
        f"{_only('v', office)} AND v.state <> 'in_progress' ORDER BY v.checked_in_at, v.id",
        _asked(reach, read, period, office),
    )
    for row in rows:
        sums = groups[key(row)]
        if row["state"] != "completed":
            sums.counts["failed"] += 1
            continue
        planned = row["origin"] == "planned"
        sums.counts["visits"] += 1
        sums.counts[row["validity"] or "unjudged"] += 1
        if not planned and not row["off_assignment"]:
            sums.counts["unplanned"] += 1
        if row["validity"] is not None:
            sums.add("M06", row["validity"] == "valid", 1)
        if row["validity"] == "valid" and row["counts"]:
            sums.add("M02", planned, 1)
        sums.add("M28", not row["late"], 1)
    for (group, *_), days in _by_day(rows, key).items():
        sums = groups[group]
        done = [row["sequence"] for row in days if row["origin"] == "planned"]
        sums.add("M03", in_order(done), len(done))
        spans = [
            (seconds(row["checked_in_at"]), seconds(row["checked_out_at"]))
            for row in days
            if row["checked_out_at"]
        ]
        for name, value in zip(("in_store_s", "travel_s", "span_s"), day_times(spans), strict=True):
            sums.counts[name] += value


def _by_day(
    rows: Iterable[Row], key: Callable[[Row], str]
) -> dict[tuple[str, str, str], list[Row]]:
    """Completed visits of each group, rep and day, in order."""
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["state"] == "completed":
            found[key(row), row["rep_id"], row["day"]].append(row)
    return found


async def _assigned(
    read: Read, reach: Reach, period: tuple[str, str], office: str, groups: dict[str, Sums],
    key: Callable[[Row], str], by: str,
) -> None:  # fmt: skip
    """M04 and M05, of the period as a whole; by week they would mean nothing."""
    if by == "week":
        return
    stores = await read.all(
        "SELECT DISTINCT a.rep_id, s.org_unit_id, s.id, s.tier FROM store_assignment a"
        f" JOIN store s ON s.id = a.store_id WHERE {reach.stores(read, 's')} AND s.active = TRUE"
        " AND a.kind = 'main' AND a.from_at < :until"
        f" AND (a.until_at IS NULL OR a.until_at > :since){_only('s', office)}",
        {
            **_asked(reach, read, period, office),
            "since": f"{period[0]}T00:00:00.000Z",
            "until": f"{period[1]}T24:00:00.000Z",
        },
    )
    visited = await read.rows(
        "SELECT store_id, count(DISTINCT day) FROM visit_verdict WHERE validity = 'valid'"
        " AND day >= ? AND day <= ? GROUP BY store_id",
        *period,
    )
    days_of = {str(id): int(n) for id, n in visited}
    span = (instant.a_day(period[1]) - instant.a_day(period[0])).days + 1
    seen: set[tuple[str, str]] = set()
    for row in stores:
        group = key({**row, "day": period[0]})
        if (group, row["id"]) in seen:
            continue
        seen.add((group, row["id"]))
        need, made = required(row["tier"], span), days_of.get(row["id"], 0)
        groups[group].add("M04", made > 0, 1)
        groups[group].add("M05", min(made, need), need)


async def _photos(
    read: Read, reach: Reach, period: tuple[str, str], office: str, groups: dict[str, Sums],
    key: Callable[[Row], str], zone: str,
) -> None:  # fmt: skip
    rows = await read.all(
        "SELECT f.author_id AS rep_id, s.org_unit_id, f.taken_at, f.review_state FROM photo f"
        f" JOIN store s ON s.id = f.store_id WHERE {reach.stores(read, 's')}"
        " AND f.review_state IN ('accepted', 'rejected')"
        f" AND f.taken_at >= :since AND f.taken_at < :until{_only('s', office)}",
        {
            **_asked(reach, read, period, office),
            "since": instant.shifted(instant.end_of_day(period[0], zone), hours=-24),
            "until": instant.end_of_day(period[1], zone),
        },
    )
    for row in rows:
        sums = groups[key({**row, "day": instant.day_of(row["taken_at"], zone)})]
        sums.add("M26", row["review_state"] == "accepted", 1)


async def _flags(
    read: Read, reach: Reach, period: tuple[str, str], office: str, groups: dict[str, Sums],
    key: Callable[[Row], str],
) -> None:  # fmt: skip
    rows = await read.all(
        "SELECT g.rep_id, g.org_unit_id, g.day, g.code, g.state, count(*) AS n FROM visit_flag g"
        f" WHERE {reach.of_office(read, 'g', 'g')} AND g.day >= :first AND g.day <= :last"
        f" AND g.state <> 'withdrawn' AND g.level <> 'admin'{_only('g', office)}"
        " GROUP BY g.rep_id, g.org_unit_id, g.day, g.code, g.state",
        _asked(reach, read, period, office),
    )
    for row in rows:
        sums = groups[key(row)]
        sums.flags[row["code"]] += int(row["n"])
        if row["state"] == "upheld":
            sums.upheld[row["code"]] += int(row["n"])
