"""What the office is shown of changes of known stores: old and new side by side, field by field."""

from typing import Any

import msgspec

from backend.customers import fields, rules
from backend.customers.tables import Store as StoreRecord
from backend.people.office import Reach, listed, place
from backend.proposals.tables import StoreChange
from backend.reviews.commands import reviews
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.record import shape_of
from backend.visits.rules import distance_m

Row = dict[str, Any]
PRESSING = "CASE WHEN c.due_on IS NULL THEN '9' ELSE '' END || c.received_at"
"""What has a day by which somebody should have decided, before all others; each by its age."""


async def changes(
    store: Store, reach: Reach, state: str, after: str, limit: int, id: str = ""
) -> Row:
    """Those that wait, the most pressing first, or those decided, the latest first; or one alone,
    whatever became of it."""
    wait = state == "pending"
    by, then, order = (PRESSING, ">", "") if wait else ("c.decided_at", "<", " DESC")
    tests = f" AND c.state = '{'pending' if wait else 'decided'}'"
    if after:
        tests += f" AND ({by}, c.id) {then} (:at, :at_id)"
    if id:
        by, tests = PRESSING, " AND c.id = :id"
    async with store.reading() as read:
        found = await read.all(
            f"SELECT c.id, c.store_id, {by} AS place FROM store_change c"
            " JOIN store s ON s.id = c.store_id"
            f" WHERE {reach.stores(read, 's')}{tests}"
            f" ORDER BY {by}{order}, c.id{order} LIMIT :many",
            reach.params(read, many=limit + 1, id=id, **place(after, "at", "at_id")),
        )
        held = await _whole(read, StoreChange, [row["id"] for row in found])
        stores = await _whole(read, StoreRecord, sorted({row["store_id"] for row in found}))
        others = await _waiting(read, sorted(stores))
        fronts = await _fronts(read, sorted(stores))
    page = listed(instant.now(), found, limit, "place", "id")
    page["rows"] = [
        _told(held[row["id"]], stores[row["store_id"]], others, fronts, reach)
        for row in page["rows"]
    ]
    return page


async def _whole(read: Read, table: type[Any], ids: list[str]) -> dict[str, Any]:
    shape = shape_of(table)
    rows = await read.rows(
        f'SELECT {shape.list} FROM "{shape.name}" WHERE id {read.IN}', read.ids(ids)
    )
    return {one.id: one for one in map(shape.read, rows)}


async def _waiting(read: Read, store_ids: list[str]) -> dict[tuple[str, str], list[Row]]:
    """By store and field: whose word waits, and what it is."""
    rows = await read.all(
        "SELECT id, store_id, by_name, items FROM store_change WHERE state = 'pending'"
        f" AND store_id {read.IN.replace('?', ':ids')} ORDER BY received_at, id",
        {"ids": read.ids(store_ids)},
    )
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        for item in msgspec.json.decode(row["items"]):
            if item["state"] == "open":
                found.setdefault((row["store_id"], item["what"]), []).append({**item, **row})
    return found


async def _fronts(read: Read, store_ids: list[str]) -> dict[str, list[str]]:
    """Pictures of the front, the latest first."""
    rows = await read.all(
        "SELECT id, store_id FROM photo WHERE type = 'storefront' AND present = TRUE"
        f" AND store_id {read.IN.replace('?', ':ids')} ORDER BY taken_at DESC, id DESC",
        {"ids": read.ids(store_ids)},
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["store_id"], []).append(row["id"])
    return found


def _told(
    held: StoreChange,
    store: StoreRecord,
    others: dict[tuple[str, str], list[Row]],
    fronts: dict[str, list[str]],
    reach: Reach,
) -> Row:
    away = None
    if held.lat_e7 is not None and held.lon_e7 is not None:
        away = distance_m(held.lat_e7, held.lon_e7, *_stood(held, store))
    front = next((id for id in fronts.get(store.id, []) if id != held.photo_id), None)
    return {
        "id": held.id,
        "version": held.version,
        "store_id": store.id,
        "store_code": store.code,
        "store_name": store.name,
        "customer_class": store.customer_class,
        "org_unit_id": store.org_unit_id,
        "origin": held.origin,
        "by_name": held.by_name,
        "said_at": held.said_at,
        "received_at": held.received_at,
        "due_on": held.due_on,
        "items": [_field(held, item, store, others) for item in held.items],
        "lat_e7": held.lat_e7,
        "lon_e7": held.lon_e7,
        "accuracy_m": held.accuracy_m,
        "away_m": away,
        "photo_id": held.photo_id,
        "front_id": front,
        "note": held.note,
        "evidence": held.evidence,
        "state": held.state,
        "decides": reviews(reach.person, store) and held.by_id != reach.person.id,
        "store_lat_e7": store.lat_e7,
        "store_lon_e7": store.lon_e7,
        "radius_m": rules.fence_m(store.radius_m, store.fence_least_m),
    }


def was_of(item: Row) -> str | None:
    """What stood there when it was decided. Decisions of old did not keep it: there it is what
    whoever said it saw."""
    seen: str | None = item.get("was", item["saw"])
    return seen


def _stood(held: StoreChange, store: StoreRecord) -> tuple[int, int]:
    """The store's point when it was said or decided: a decision may have moved it since."""
    for item in held.items:
        was = was_of(item)
        if item["what"] == fields.POINT and item["state"] != "open" and was:
            at = fields.read(fields.POINT, was)
            return at["lat_e7"], at["lon_e7"]
    return store.lat_e7, store.lon_e7


def _field(
    held: StoreChange, item: Row, store: StoreRecord, others: dict[tuple[str, str], list[Row]]
) -> Row:
    what = item["what"]
    now = fields.said_of(store, what)
    mark = store.sets.get(what, {})
    return {
        **{name: value for name, value in item.items() if name != "theirs"},
        "was": was_of(item),
        "now": now,
        "set_by_name": mark.get("by_name"),
        "set_at": mark.get("at"),
        "stands": rules.stands(item["saw"], item["value"], now),
        "also": [
            one["by_name"]
            for one in others.get((store.id, what), [])
            if one["id"] != held.id and one["value"] != item["value"]
        ],
    }
