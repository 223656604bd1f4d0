"""The ends of a day as reps said them (F62 of domain.md 3.6), for those they are meant for.

What she said, and what stood in her numbers then, is her record's; the rest is counted when it is
asked, so that what her phone brought later is in it.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from backend.identity import Role
from backend.people.office import Reach
from backend.people.team import reps_of
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
COUNTED = (
    "valid", "productive", "placed", "set_up", "tickets_opened", "tickets_closed", "rivals",
)  # fmt: skip


async def summaries(store: Store, reach: Reach, day: str) -> Row:
    """Of every rep with a post in reach who ended that day, or whose day ended without her, by
    office and login. Not for a specialist: a day goes to the supervisor and who stands above him.
    """
    rows: list[Row] = []
    async with store.reading() as read:
        team = [] if reach.person.role is Role.SPECIALIST else await reps_of(read, reach)
        ids = [one["rep_id"] for one in team]
        said = {
            row["rep_id"]: row
            for row in await read.all(
                "SELECT rep_id, ended_at, planned, visited, orders, value_fen, unsent,"
                " unsent_reason, missed, note, auto_closed FROM day_summary"
                f" WHERE day = :day AND rep_id {_in(read)}",
                {"day": day, "p": read.ids(ids)},
            )
        }
        counts = await _counts(read, reach, day, sorted(said), store.zone)
        for row in said.values():
            row["missed"] = msgspec.json.decode(row["missed"])
        stops = await _stops(
            read, reach, [one["planned_visit_id"] for row in said.values() for one in row["missed"]]
        )
    for one in team:
        if one["rep_id"] not in said:
            continue
        row = said[one["rep_id"]]
        missed = [
            {**stops.get(stop["planned_visit_id"], NOWHERE), "reason": stop["reason"]}
            for stop in row["missed"]
        ]
        whole = {"name": one["name"], **row, "auto_closed": bool(row["auto_closed"])}
        numbers = {name: counts[name][row["rep_id"]] for name in COUNTED}
        rows.append({**whole, "missed": missed, **numbers})
    return {"as_of": instant.now(), "day": day, "rows": rows}


SUMS = {
    "valid": "SELECT rep_id, count(*) AS n FROM visit_verdict WHERE day = :day AND {rep}"
    " AND validity = 'valid' GROUP BY rep_id",
    "productive": "SELECT rep_id, count(DISTINCT visit_id) AS n FROM sales_order"
    " WHERE day = :day AND {rep} AND doc_state NOT IN ('rejected', 'cancelled') GROUP BY rep_id",
}
NOWHERE = {"store_code": None, "store_name": None}
"""A stop in an office out of reach: that there was one, and why, but not where."""


def _in(read: Read) -> str:
    return read.IN.replace("?", ":p")


async def _stops(read: Read, reach: Reach, ids: Iterable[str]) -> dict[str, Row]:
    rows = await read.all(
        "SELECT p.id, s.code AS store_code, s.name AS store_name FROM planned_visit p"
        f" JOIN store s ON s.id = p.store_id WHERE p.id {_in(read)} AND {reach.stores(read, 's')}",
        reach.params(read, p=read.ids(sorted(set(ids)))),
    )
    return {row.pop("id"): row for row in rows}


async def _counts(
    read: Read, reach: Reach, day: str, reps: list[str], zone: str
) -> dict[str, Counter[str]]:
    """Each by rep. `productive`: visits with an order that stands. `placed`: products the owner
    ordered when she offered them (S8). `set_up`: promotions, at her visits of the day. Tickets are
    those she opened; closed are those of them that ended on this day. `rivals`: what she saw of
    other brands (S7)."""
    end = instant.end_of_day(day, zone)
    asked = reach.params(
        read, p=read.ids(reps), day=day, end=end, start=instant.shifted(end, hours=-24)
    )
    counts: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}
    for name, sql in SUMS.items():
        for row in await read.all(sql.format(rep=f"rep_id {_in(read)}"), asked):
            counts[name][row["rep_id"]] = row["n"]
    visits = await read.all(
        f"SELECT id, rep_id, pitches, rivals FROM visit WHERE day = :day AND rep_id {_in(read)}",
        asked,
    )
    for visit in visits:
        pitches = msgspec.json.decode(visit["pitches"] or "[]")
        won = {one["sku_id"] for one in pitches if one["result"] == "ordered"}
        counts["placed"][visit["rep_id"]] += len(won)
        counts["rivals"][visit["rep_id"]] += len(msgspec.json.decode(visit["rivals"] or "[]"))
    hers = {visit["id"]: visit["rep_id"] for visit in visits}
    made = await read.rows(
        "SELECT DISTINCT e.id, e.set_up FROM promotion_execution e JOIN visit v"
        f" ON v.store_id = e.store_id WHERE v.id {read.IN} AND e.set_up IS NOT NULL",
        read.ids(sorted(hers)),
    )
    for _, set_up in made:
        if rep_id := hers.get((msgspec.json.decode(set_up) or {}).get("visit_id")):
            counts["set_up"][rep_id] += 1
    for ticket in await read.all(
        "SELECT t.opened_by, t.opened_at, t.closed_at FROM ticket t"
        f" WHERE {reach.offices(read, 't')} AND t.opened_by {_in(read)}"
        " AND t.opened_at < :end AND (t.opened_at >= :start OR t.closed_at >= :start)",
        asked,
    ):
        counts["tickets_opened"][ticket["opened_by"]] += ticket["opened_at"] >= asked["start"]
        ended = ticket["closed_at"] or ""
        counts["tickets_closed"][ticket["opened_by"]] += asked["start"] <= ended < end
    return counts
