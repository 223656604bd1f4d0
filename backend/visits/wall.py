"""The photo wall: photos in reach, the latest first, a page at a time.

Half a million photos, a reach that follows where each store is now, and filters of which some find
one photo in a thousand: no index serves all of it. So one index drives (the author's, the store's,
the decision's, that of look-alikes, or time), and its photos are looked through from the latest on,
some hundred at a time, until a page is full or enough was looked at. What a page costs is bounded;
a rare thing may take several short ones, and each says how far back it has looked.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from backend.customers.lists import named_like
from backend.people.office import Reach, place
from backend.people.rules import reaches
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.visits import rules

Row = dict[str, Any]
PAGE = 60
LOOKS = (400, 800, 1600, 3200, 3200, 3200, 3200)
"""How many photos are looked through in each turn: few for what is common, 15,600 at most."""
STORES_MOST = 100
LATEST = "~"
"""Behind every instant."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the wall shall show. An empty string asks for all."""

    days: tuple[str, str]
    office: str
    query: str
    review: str
    alike: bool
    type: str
    mode: str
    equal: dict[str, str]
    """id and author_id: an index leads to each."""


async def wall(store: Store, reach: Reach, asked: Asked, after: str, limit: int) -> Row:
    at = place(after, "at", "id")
    rows: list[Row] = []
    more = True
    async with store.reading() as read:
        tests, params = await _tests(read, reach, asked, store.zone)
        for many in LOOKS:
            keys = await _keys(read, asked.alike, tests, {**params, **at}, many)
            rows += await _in_reach(read, reach, asked, keys)
            more = len(keys) == many or len(rows) > limit
            if keys:
                at = {"at": keys[-1]["taken_at"], "id": keys[-1]["id"]}
            if not more or len(rows) >= limit:
                break
        if len(rows) > limit:
            rows = rows[:limit]
            at = {"at": rows[-1]["taken_at"], "id": rows[-1]["id"]}
        pairs = await _pairs(read, rows)
    return {
        "as_of": instant.now(),
        "rows": [_told(row, reach, pairs, store.zone) for row in rows],
        "next": f"{at['at']}|{at['id']}" if more else None,
        "back_to": at["at"] or None,
    }


async def _tests(read: Read, reach: Reach, asked: Asked, zone: str) -> tuple[str, Row]:
    """What a photo's own row must fulfil, as SQL about `p`, and its parameters."""
    tests = [f"p.{name} = :{name}_is" for name, value in asked.equal.items() if value]
    params: Row = {f"{name}_is": value for name, value in asked.equal.items()}
    time = "l" if asked.alike else "p"
    first, last = asked.days
    if first:
        tests.append(f"{time}.taken_at >= :since")
        params["since"] = instant.shifted(instant.end_of_day(first, zone), hours=-24)
    if last:
        tests.append(f"{time}.taken_at < :until")
        params["until"] = instant.end_of_day(last, zone)
    if asked.review == "open":
        tests.append("p.review_state IS NULL AND p.present")
        if asked.type != "signature":
            tests.append("p.type <> 'signature'")  # nothing in it to be accepted or rejected
    elif asked.review:
        tests.append("p.review_state = :review")
        params["review"] = asked.review
    if asked.query.strip():
        tests.append(f"p.store_id {read.IN.replace('?', ':stores')}")
        params["stores"] = read.ids(await _stores(read, reach, asked.query))
    return "".join(f" AND {test}" for test in tests), params


async def _stores(read: Read, reach: Reach, query: str) -> list[str]:
    words, params = named_like(query)
    rows = await read.all(
        f"SELECT s.id FROM store s WHERE {reach.stores(read, 's')}{words}"
        " ORDER BY s.id LIMIT :many",
        reach.params(read, many=STORES_MOST, **params),
    )
    return [row["id"] for row in rows]


async def _keys(read: Read, alike: bool, tests: str, params: Row, many: int) -> list[Row]:
    """The next photos that may belong on the wall, whoever's they are. Look-alikes have an index
    of their own, in the same order."""
    source, order = "photo p", "p"
    if alike:
        source, order = "photo_look l JOIN photo p ON p.id = l.id", "l"
        tests = f" AND l.alike = TRUE{tests}"
    return await read.all(
        f"SELECT {order}.taken_at, {order}.id FROM {source}"
        f" WHERE ({order}.taken_at, {order}.id) < (:at, :id){tests}"
        f" ORDER BY {order}.taken_at DESC, {order}.id DESC LIMIT :look",
        {**params, "at": params["at"] or LATEST, "look": many},
    )


async def _in_reach(read: Read, reach: Reach, asked: Asked, keys: list[Row]) -> list[Row]:
    if not keys:
        return []
    # What no index leads to is asked of the photos at hand alone, or one page might read them all.
    more = " AND s.org_unit_id = :office" if asked.office else ""
    more += " AND p.type = :type" if asked.type else ""
    more += " AND p.capture_mode = :mode" if asked.mode else ""
    return await read.all(
        "SELECT p.id, p.version, p.type, p.visit_id, p.store_id, s.code AS store_code,"
        " s.name AS store_name, s.org_unit_id, p.author_id, a.name AS rep_name, p.taken_at,"
        " p.received_at, p.present, p.capture_mode, p.width, p.height, p.lat_e7, p.lon_e7,"
        " p.accuracy_m, s.lat_e7 AS store_lat_e7, s.lon_e7 AS store_lon_e7, p.review_state,"
        " p.review_reason, p.review_note, p.reviewed_by_name, p.reviewed_at, l.readable,"
        " p.look, p.kept_reason, p.chain_n, p.chained, l.sharpness, l.brightness,"
        " l.like_id, l.like_at, l.like_distance, k.sha256 = p.sha256 AS like_same,"
        " k.store_id AS like_store_id, ks.name AS like_store_name,"
        " ks.code AS like_store_code, ks.org_unit_id AS like_unit, ks.customer_class AS like_class,"
        " ka.name AS like_rep_name"
        " FROM photo p JOIN store s ON s.id = p.store_id LEFT JOIN person a ON a.id = p.author_id"
        " LEFT JOIN photo_look l ON l.id = p.id LEFT JOIN photo k ON k.id = l.like_id"
        " LEFT JOIN store ks ON ks.id = k.store_id LEFT JOIN person ka ON ka.id = k.author_id"
        f" WHERE p.id {read.IN.replace('?', ':keys')} AND {reach.stores(read, 's')}{more}"
        " ORDER BY p.taken_at DESC, p.id DESC",
        reach.params(
            read,
            keys=read.ids([key["id"] for key in keys]),
            office=asked.office,
            type=asked.type,
            mode=asked.mode,
        ),
    )


async def _pairs(read: Read, rows: Iterable[Row]) -> dict[str, Row]:
    """By visit: the first picture of its main shelf before, and the last after. A photo's visit is
    in the photo's store, so whoever reaches the one reaches all."""
    found = await read.all(
        "SELECT id, visit_id, type FROM photo WHERE present"
        f" AND visit_id {read.IN.replace('?', ':visits')}"
        " AND type IN ('main_shelf_before', 'main_shelf_after') ORDER BY taken_at, id",
        {"visits": read.ids(sorted({row["visit_id"] for row in rows if row["visit_id"]}))},
    )
    sides: dict[str, Row] = {}
    for row in found:
        side = sides.setdefault(row["visit_id"], {})
        if row["type"] == "main_shelf_before":
            side.setdefault("before_id", row["id"])
        else:
            side["after_id"] = row["id"]
    return {visit: side for visit, side in sides.items() if len(side) == 2}


PLAIN = (
    "id", "version", "type", "visit_id", "store_id", "store_code", "store_name", "org_unit_id",
    "rep_name", "taken_at", "received_at", "capture_mode", "width", "height", "accuracy_m",
    "sharpness", "brightness", "look", "kept_reason", "chain_n",
)  # fmt: skip


def _told(row: Row, reach: Reach, pairs: dict[str, Row], zone: str) -> Row:
    where = None
    if row["lat_e7"] is not None and row["lon_e7"] is not None:
        where = rules.distance_m(
            row["lat_e7"], row["lon_e7"], row["store_lat_e7"], row["store_lon_e7"]
        )
    return {
        **{name: row[name] for name in PLAIN},
        "rep_id": row["author_id"],
        "present": bool(row["present"]),
        "distance_m": where,
        "readable": None if row["readable"] is None else bool(row["readable"]),
        "chained": None if row["chained"] is None else bool(row["chained"]),
        "own": row["author_id"] == reach.person.id,
        "review": _review(row),
        "like": _like(row, reach, zone) if row["like_id"] else None,
        "pair": pairs.get(row["visit_id"]),
    }


def _review(row: Row) -> Row | None:
    if row["review_state"] is None:
        return None
    return {
        "state": row["review_state"],
        "reason": row["review_reason"],
        "note": row["review_note"],
        "by_name": row["reviewed_by_name"],
        "at": row["reviewed_at"],
    }


def _like(row: Row, reach: Reach, zone: str) -> Row:
    """What it looks like may hang in another office: then that there is such a one is all."""
    person = reach.person
    seen = row["like_unit"] is not None and reaches(
        person.role, person.unit_ids, row["like_unit"], row["like_class"]
    )
    return {
        "id": row["like_id"] if seen else None,
        "store_name": row["like_store_name"] if seen else None,
        "store_code": row["like_store_code"] if seen else None,
        "rep_name": row["like_rep_name"] if seen else None,
        "day": instant.day_of(row["like_at"], zone),
        "distance": row["like_distance"],
        "same_bytes": bool(row["like_same"]),
        "other_store": row["like_store_id"] != row["store_id"],
    }
