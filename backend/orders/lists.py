"""Visits in full and orders, as the office reads them. Fields are listed, never excluded."""

from typing import Any

import msgspec

from backend.people.office import Reach, listed, unknown
from backend.store import instant
from backend.store.read import Read

LIMIT = 200
VISIT = (
    "v.id, v.store_id, v.rep_id, v.rep_name, v.planned_visit_id, v.unplanned_reason, v.day,"
    " v.state, v.checked_in_at, v.checked_out_at, v.lat_e7, v.lon_e7, v.accuracy_m, v.distance_m,"
    " v.fence_result, v.exception_reason, v.stay_s, v.observations, v.fail_reason,"
    " v.no_order_reason, v.note, v.next_promise, v.received_at, v.late, v.off_assignment"
)
STORE = (
    "id, code, name, address, customer_id, customer_name, customer_class, org_unit_id,"
    " channel_type, tier, lat_e7, lon_e7, radius_m, contact_name, phone, receiving_window,"
    " partner_id, partner_name, active"
)
ORDER = (
    "o.id, o.version, o.no, o.store_id, o.store_code, o.store_name, o.customer_class, o.rep_id,"
    " o.rep_name, o.visit_id, o.partner_id, o.partner_name, o.day, o.doc_state, o.exec_state,"
    " o.lines, o.total_fen, o.list_total_fen, o.wanted_on, o.promised_on, o.note, o.partner_note,"
    " o.reason, o.flags, o.submitted_at, o.received_at, o.audited_at, o.accepted_at, o.signed,"
    " o.unsigned_reason"
)


async def visit_in_full(read: Read, reach: Reach, visit_id: str) -> dict[str, Any]:
    """One visit with store, photos, orders and observations by name. 404 out of reach."""
    row = await read.one(
        f"SELECT {VISIT} FROM visit v JOIN store s ON s.id = v.store_id"
        f" WHERE v.id = :id AND {reach.stores(read, 's')}",
        reach.params(read, id=visit_id),
    )
    if row is None:
        raise unknown()
    store = await read.one(f"SELECT {STORE} FROM store WHERE id = :id", {"id": row["store_id"]})
    photos = await read.all(
        "SELECT id, type, taken_at, present, capture_mode, width, height FROM photo"
        " WHERE visit_id = :id ORDER BY taken_at, id",
        {"id": visit_id},
    )
    for photo in photos:
        photo["present"] = bool(photo["present"])
    orders = await read.all(
        f"SELECT {ORDER} FROM sales_order o WHERE o.visit_id = :id ORDER BY o.submitted_at",
        {"id": visit_id},
    )
    seen = msgspec.json.decode(row.pop("observations"))
    names: dict[str, str] = dict(
        await read.rows(
            f"SELECT id, name FROM sku WHERE id {read.IN}",
            read.ids([one["sku_id"] for one in seen]),
        )
    )
    lat, lon, accuracy = row.pop("lat_e7"), row.pop("lon_e7"), row.pop("accuracy_m")
    position = None if lat is None else {"lat_e7": lat, "lon_e7": lon, "accuracy_m": accuracy}
    return {
        **row,
        "as_of": instant.now(),
        "late": bool(row["late"]),
        "off_assignment": bool(row["off_assignment"]),
        "position": position,
        "store": store,
        "rep": {"id": row["rep_id"], "name": row["rep_name"]},
        "photos": photos,
        "orders": [_order(order) for order in orders],
        "observations": [
            {**one, "sku_name": names.get(one["sku_id"], one["sku_id"])} for one in seen
        ],
    }


async def visits(read: Read, reach: Reach, **equal: str) -> dict[str, Any]:
    """The latest visits in reach, by day, rep, store or state."""
    tests = "".join(f" AND v.{name} = :{name}" for name, value in equal.items() if value)
    rows = await read.all(
        "SELECT v.id, v.day, v.store_id, s.code AS store_code, s.name AS store_name, v.rep_id,"
        " v.rep_name, v.state, v.checked_in_at, v.checked_out_at, v.fence_result, v.late,"
        " v.received_at FROM visit v JOIN store s ON s.id = v.store_id"
        f" WHERE {reach.stores(read, 's')}{tests}"
        f" ORDER BY v.checked_in_at DESC, v.id LIMIT {LIMIT + 1}",
        reach.params(read, **equal),
    )
    for row in rows:
        row["late"] = bool(row["late"])
    return listed(instant.now(), rows, LIMIT)


async def orders(read: Read, reach: Reach, state: str, day: str) -> dict[str, Any]:
    """The latest orders in reach, by document state and day."""
    tests = " AND o.doc_state = :state" if state else ""
    tests += " AND o.day = :day" if day else ""
    rows = await read.all(
        f"SELECT {ORDER} FROM sales_order o WHERE {reach.stores(read, 'o')}{tests}"
        f" ORDER BY o.submitted_at DESC, o.id LIMIT {LIMIT + 1}",
        reach.params(read, state=state, day=day),
    )
    return listed(instant.now(), [_order(row) for row in rows], LIMIT)


async def order(read: Read, reach: Reach, order_id: str) -> dict[str, Any]:
    """One order. 404 out of reach."""
    row = await read.one(
        f"SELECT {ORDER} FROM sales_order o WHERE o.id = :id AND {reach.stores(read, 'o')}",
        reach.params(read, id=order_id),
    )
    if row is None:
        raise unknown()
    return _order(row)


def _order(row: dict[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "lines": msgspec.json.decode(row["lines"]),
        "flags": msgspec.json.decode(row["flags"]),
        "signed": bool(row["signed"]),
    }
