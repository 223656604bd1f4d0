"""Stores whose records need mending, as the office is shown them."""

from collections import Counter
from typing import Any

import msgspec

from backend.customers import rules
from backend.people.office import Reach, listed, place
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
FROM = (
    " FROM store_mark m JOIN store s ON s.id = m.id"
    " WHERE s.active = TRUE AND s.merged_into IS NULL AND "
)


async def marks(
    store: Store, reach: Reach, lack: str, store_id: str, after: str, limit: int
) -> Row:
    """Those that lack most first, of equals by name. `lack`: only those; `store_id`: only it."""
    tests, more = "", {}
    if lack:
        # A code holds no quotes: none of another's can begin with it.
        tests, more = " AND m.lacks LIKE :lack", {"lack": f'%"code":"{lack}"%'}
    if store_id:
        tests, more = f"{tests} AND m.id = :store_id", {**more, "store_id": store_id}
    elif not lack:
        tests += " AND m.missing > 0"
    where = after and " AND (-m.missing, s.name, m.id) > (:missing, :name, :id)"
    now = instant.now()
    async with store.reading() as read:
        rows = await read.all(
            "SELECT m.id, s.code AS store_code, s.name AS store_name, s.tier, s.customer_class,"
            " s.org_unit_id, s.lat_e7, s.lon_e7, s.radius_m, s.fence_least_m, m.asked, m.missing,"
            " m.lacks, m.alike, m.learnt, -m.missing AS sorted, p.name AS rep_name"
            f"{FROM.replace(' WHERE', JOINED)}{reach.stores(read, 's')}{tests}{where}"
            " ORDER BY -m.missing, s.name, m.id LIMIT :many",
            reach.params(read, many=limit + 1, now=now, **more, **_after(after)),
        )
        page = listed(now, rows, limit, "sorted", "store_name", "id")
        names = await _names(read, reach, page["rows"])
        counts, stores = await _counts(read, reach)
    page["rows"] = [_told(row, names) for row in page["rows"]]
    return {**page, "counts": counts, "stores": stores}


JOINED = (
    " LEFT JOIN store_assignment a ON a.store_id = s.id AND a.kind = 'main' AND a.from_at <= :now"
    " AND (a.until_at IS NULL OR a.until_at > :now) LEFT JOIN person p ON p.id = a.rep_id WHERE"
)


def _after(after: str) -> Row:
    if not after:
        return {}
    at = place(after, "missing", "name", "id")
    return {**at, "missing": int(at["missing"])}


def _told(row: Row, names: dict[str, str]) -> Row:
    alike = msgspec.json.decode(row["alike"])
    shown = {
        **row,
        "lacks": msgspec.json.decode(row["lacks"]),
        "learnt": msgspec.json.decode(row["learnt"] or "null"),
        "alike": [{"id": id, "name": names[id]} for id in alike if id in names],
        "radius_m": rules.fence_m(row["radius_m"], row["fence_least_m"]),
    }
    del shown["sorted"], shown["fence_least_m"]
    return shown


async def _names(read: Read, reach: Reach, rows: list[Row]) -> dict[str, str]:
    """Of the stores they may be, those in reach."""
    ids = sorted({id for row in rows for id in msgspec.json.decode(row["alike"])})
    found = await read.all(
        f"SELECT s.id, s.name FROM store s WHERE {reach.stores(read, 's')}"
        f" AND s.id {read.IN.replace('?', ':ids')}",
        reach.params(read, ids=read.ids(ids)),
    )
    return {row["id"]: row["name"] for row in found}


async def _counts(read: Read, reach: Reach) -> tuple[dict[str, int], int]:
    """How many stores lack each thing, of how many."""
    rows = await read.all(f"SELECT m.lacks{FROM}{reach.stores(read, 's')}", reach.params(read))
    found = Counter(one["code"] for row in rows for one in msgspec.json.decode(row["lacks"]))
    return dict(sorted(found.items())), len(rows)
