"""What the office is shown of visits that are looked at again: the checks, how each was drawn, and
data accuracy M27 (domain.md 2.10) in parts.
"""

from typing import Any

import msgspec

from backend.coaching.rules import FORMULA
from backend.coaching.views import DONE
from backend.people.office import Reach, listed, place
from backend.reviews.numbers import rate
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
CHECK = (
    "c.id, c.visit_id, c.visited_at, c.day, c.rep_id, c.rep_name, c.checker_id, c.checker_name,"
    " c.store_id, c.store_code, c.store_name, c.drawn_at, c.until, c.state, c.checked_at,"
    " c.minutes_later, c.distance_m, c.exception_reason, c.items, c.photos, c.compared,"
    " c.within, c.note, c.answer, c.answered_at"
)
ORDER = {
    "open": ("until", ">", ""),
    "done": ("checked_at", "<", " DESC"),
    "lapsed": ("until", "<", " DESC"),
}


async def checks(store: Store, reach: Reach, state: str, after: str, limit: int) -> Row:
    """In reach: those that wait by their last day, else the latest first."""
    key, then, order = ORDER[state]
    by = f"c.{key}"
    tests = f" AND ({by}, c.id) {then} (:at, :at_id)" if after else ""
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {CHECK} FROM spot_check c WHERE {reach.stores(read, 'c')}"
            f" AND c.state = :state{tests} ORDER BY {by}{order}, c.id{order} LIMIT :many",
            reach.params(read, state=state, many=limit + 1, **place(after, "at", "at_id")),
        )
        names = await _names(read)
    for row in rows:
        items = msgspec.json.decode(row["items"]) if row["state"] == DONE else []
        row["items"] = [{**one, "sku_name": names.get(one["sku_id"], "")} for one in items]
        row["photos"] = msgspec.json.decode(row["photos"] or "[]")
    return listed(instant.now(), rows, limit, key, "id")


async def _names(read: Read) -> dict[str, str]:
    return dict(await read.rows("SELECT id, name FROM sku"))


async def draws(store: Store, reach: Reach, after: str, limit: int) -> Row:
    """The latest first; to a specialist too, for his stores are in them."""
    tests = " AND (d.day, d.id) < (:at, :at_id)" if after else ""
    async with store.reading() as read:
        rows = await read.all(
            "SELECT d.id, d.org_unit_id, d.day, d.seed, d.per_week, d.candidates, d.held, d.drawn,"
            f" d.drawn_at FROM spot_draw d WHERE {reach.offices(read, 'd')}{tests}"
            " ORDER BY d.day DESC, d.id DESC LIMIT :many",
            reach.params(read, many=limit + 1, **place(after, "at", "at_id")),
        )
    for row in rows:
        row |= {name: msgspec.json.decode(row[name]) for name in ("candidates", "held", "drawn")}
    return listed(instant.now(), rows, limit, "day", "id")


async def cards(store: Store, reach: Reach, after: str, limit: int) -> Row:
    """Every version, by code. Whose one is, is looked at here: it lies in a list; they are few."""
    async with store.reading() as read:
        rows = await read.all(
            "SELECT id, code, card_version, kind, steps, sku_ids, valid_from, valid_until, zh, en,"
            " org_unit_ids, saved_by_name, saved_at FROM field_card WHERE id > :after"
            " ORDER BY id LIMIT :many",
            {"after": after, "many": limit + 1},
        )
    page = listed(instant.now(), rows, limit, "id")
    for row in rows:
        row |= {
            name: row[name] and msgspec.json.decode(row[name])
            for name in ("steps", "sku_ids", "zh", "en", "org_unit_ids")
        }
    page["rows"] = [
        row for row in page["rows"] if not reach.person.unit_ids.isdisjoint(row.pop("org_unit_ids"))
    ]
    return page


async def accuracy(store: Store, reach: Reach, period: tuple[str, str], by: str) -> Row:
    """M27 of the visits of a period, the least accurate first; who was not looked at comes last."""
    key, name = ("c.rep_id", "max(c.rep_name)") if by == "rep" else ("c.org_unit_id", "max(u.name)")
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {key} AS key, {name} AS name, count(*) AS drawn,"
            " sum(CASE WHEN c.state = 'done' THEN 1 ELSE 0 END) AS done,"
            " sum(c.within) AS numerator, sum(c.compared) AS denominator"
            " FROM spot_check c LEFT JOIN org_unit u ON u.id = c.org_unit_id"
            f" WHERE {reach.stores(read, 'c')} AND c.day >= :first AND c.day <= :last"
            f" GROUP BY {key}",
            reach.params(read, first=period[0], last=period[1]),
        )
    told = [_parts(row) for row in rows]
    parts = ("drawn", "done", "numerator", "denominator")
    total = {"key": "", "name": "", **{one: sum(row[one] for row in told) for one in parts}}
    told.sort(key=lambda row: (row["rate_1e4"] is None, row["rate_1e4"] or 0, row["key"]))
    return {
        "as_of": instant.now(),
        "formula": FORMULA,
        "from": period[0],
        "to": period[1],
        "by": by,
        "total": _parts(total),
        "rows": told,
    }


def _parts(row: Row) -> Row:
    numbers = {one: int(row[one]) for one in ("drawn", "done", "numerator", "denominator")}
    return {**row, "name": row["name"] or row["key"], **numbers,
            **rate(numbers["numerator"], numbers["denominator"])}  # fmt: skip
