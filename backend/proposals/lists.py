"""What the office is shown of stores that reps found, beside the stores they may be, and of stores
that were merged."""

from math import cos, radians
from typing import Any

import msgspec

from backend.people.office import Reach, listed, place
from backend.proposals.similar import E7_PER_M, NEAR_M
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.visits.likeness import LIKE_BITS, whole
from backend.visits.rules import distance_m

Row = dict[str, Any]
PICTURE_SCORE = 90
MOST_NAMED = 60
PIECES = "l.piece_0, l.piece_1, l.piece_2, l.piece_3"


async def found(
    store: Store, reach: Reach, state: str, after: str, limit: int, id: str = ""
) -> Row:
    """Stores that reps found, in reach: those that wait, the oldest first, or those decided, the
    latest first; or one alone, whatever became of it."""
    wait = state == "pending"
    tests = " AND p.state = 'pending'" if wait else " AND p.state <> 'pending'"
    by, then, order = ("p.received_at", ">", "") if wait else ("p.decided_at", "<", " DESC")
    if after:
        tests += f" AND ({by}, p.id) {then} (:at, :at_id)"
    if id:
        tests = " AND p.id = :id"
    async with store.reading() as read:
        rows = await read.all(
            "SELECT p.id, p.version, p.rep_id, p.rep_name, p.found_at, p.received_at, p.photo_id,"
            " p.note, p.state, p.reason, p.decided_note, p.decided_by_name, p.decided_at,"
            " p.accuracy_m, p.unlike, p.similar, s.code, s.name, s.address, s.channel_type, s.tier,"
            " s.contact_name, s.phone, s.licence_no, s.lat_e7, s.lon_e7, s.radius_m,"
            " p.org_unit_id, s.customer_id, s.price_list_code,"
            " t.code AS into_code, t.name AS into_name,"
            " (SELECT count(*) FROM visit v WHERE v.store_id = p.id) AS visits,"
            " (SELECT count(*) FROM sales_order o WHERE o.store_id = p.id) AS orders"
            " FROM store_proposal p JOIN store s ON s.id = p.id"
            " LEFT JOIN store t ON t.id = s.merged_into"
            f" WHERE {reach.offices(read, 'p')}{tests}"
            f" ORDER BY {by}{order}, p.id{order} LIMIT :many",
            reach.params(read, many=limit + 1, id=id, **place(after, "at", "at_id")),
        )
        for row in rows:
            row["alike"] = await _alike(read, reach, row)
        names = await _to_name(read, reach)
    key = "received_at" if wait else "decided_at"
    return {**listed(instant.now(), rows, limit, key, "id"), **names}


async def _to_name(read: Read, reach: Reach) -> Row:
    """What an approval may point to."""

    async def used(id: str, name: str, least: int) -> list[Row]:
        return await read.all(
            f"SELECT {id} AS id, max({name}) AS name FROM store s"
            f" WHERE {reach.offices(read, 's')} AND {id} IS NOT NULL AND s.stage IS NULL"
            f" GROUP BY {id} HAVING count(*) >= :least ORDER BY count(*) DESC, {id} LIMIT :most",
            reach.params(read, least=least, most=MOST_NAMED),
        )

    named = (
        "coalesce((SELECT max(l.name) FROM price_list l WHERE l.list_code = s.price_list_code),"
        " s.price_list_code)"
    )
    return {
        "customers": await used("s.customer_id", "s.customer_name", 2),
        "partners": await used("s.partner_id", "s.partner_name", 1),
        "price_lists": await used("s.price_list_code", named, 1),
    }


async def _alike(read: Read, reach: Reach, row: Row) -> list[Row]:
    """The stores it may be, as they are now: as found when it came, and by the picture of its front
    since that is here."""
    denied = set(msgspec.json.decode(row.pop("unlike")))
    known = {one["store_id"]: one for one in msgspec.json.decode(row.pop("similar"))}
    for store_id in await _with_its_front(read, row):
        one = known.setdefault(store_id, {"store_id": store_id, "score": 0, "why": []})
        one["why"].append("picture")
        one["score"] = max(one["score"], PICTURE_SCORE)
    rows = await read.all(
        "SELECT s.id AS store_id, s.code, s.name, s.address, s.phone, s.licence_no, s.stage,"
        " s.lat_e7, s.lon_e7, (SELECT max(n.name) FROM store_assignment a JOIN person n"
        " ON n.id = a.rep_id WHERE a.store_id = s.id AND a.kind = 'main' AND a.until_at IS NULL)"
        " AS rep_name, (SELECT max(f.id) FROM photo f WHERE f.store_id = s.id"
        " AND f.type = 'storefront' AND f.present = TRUE) AS photo_id,"
        " (SELECT count(*) FROM visit v WHERE v.store_id = s.id) AS visits"
        f" FROM store s WHERE s.id {read.IN.replace('?', ':ids')} AND {reach.offices(read, 's')}",
        reach.params(read, ids=read.ids(sorted({*known, *denied}))),
    )
    told = []
    for one in rows:
        away = distance_m(row["lat_e7"], row["lon_e7"], one["lat_e7"], one["lon_e7"])
        like = known.get(one["store_id"], {"score": 0, "why": []})
        told.append({
            **one, "distance_m": away, "score": like["score"], "why": like["why"],
            "denied": one["store_id"] in denied,
        })  # fmt: skip
    return sorted(told, key=lambda one: (-one["score"], one["distance_m"], one["store_id"]))


async def _with_its_front(read: Read, row: Row) -> list[str]:
    """Stores within 500 m that have a picture of a front like hers (W28)."""
    looks = await read.rows(f"SELECT {PIECES} FROM photo_look l WHERE l.id = ?", row["photo_id"])
    hers = whole(tuple(looks[0])) if looks else None
    if hers is None:
        return []
    reach_lat = int(NEAR_M * E7_PER_M)
    reach_lon = int(reach_lat / max(0.01, cos(radians(row["lat_e7"] / 1e7))))
    others = await read.rows(
        f"SELECT s.id, {PIECES} FROM store s JOIN photo f ON f.store_id = s.id"
        " AND f.type = 'storefront' JOIN photo_look l ON l.id = f.id WHERE s.id <> ?"
        " AND s.merged_into IS NULL AND s.lat_e7 BETWEEN ? AND ? AND s.lon_e7 BETWEEN ? AND ?",
        row["id"], row["lat_e7"] - reach_lat, row["lat_e7"] + reach_lat,
        row["lon_e7"] - reach_lon, row["lon_e7"] + reach_lon,
    )  # fmt: skip
    alike = set()
    for store_id, *parts in others:
        theirs = whole(tuple(parts))
        if theirs is not None and (hers ^ theirs).bit_count() <= LIKE_BITS:
            alike.add(store_id)
    return sorted(alike)


async def merged(store: Store, reach: Reach, after: str, limit: int) -> Row:
    """Merged stores in reach, the latest first."""
    tests = " AND (m.at, m.id) < (:at, :at_id)" if after else ""
    async with store.reading() as read:
        rows = await read.all(
            "SELECT m.id, m.version, s.code, s.name, m.into_id, t.code AS into_code,"
            " t.name AS into_name, m.org_unit_id, m.state, m.note, m.by_name, m.at,"
            " m.undone_by_name, m.undone_at, m.undone_note,"
            " (SELECT count(*) FROM store_moved o WHERE o.store_id = m.id) AS moved"
            " FROM store_merging m JOIN store s ON s.id = m.id JOIN store t ON t.id = m.into_id"
            f" WHERE {reach.offices(read, 'm')}{tests}"
            " ORDER BY m.at DESC, m.id DESC LIMIT :many",
            reach.params(read, many=limit + 1, **place(after, "at", "at_id")),
        )
    return listed(instant.now(), rows, limit, "at", "id")
