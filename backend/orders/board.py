"""The board of today: each rep's stops, planned and done, with how complete the picture is.

One query per table, whatever the number of reps.
"""

from collections import defaultdict
from typing import Any

from backend.people.office import Reach
from backend.people.team import last_heard, reps
from backend.store import instant
from backend.store.read import Read

STOP = (
    "planned_visit_id", "visit_id", "store_id", "store_code", "store_name", "tier", "sequence",
    "state", "checked_in_at", "checked_out_at", "fence_result", "lat_e7", "lon_e7", "order_ids",
    "minutes",
)  # fmt: skip
DEAD = ("rejected", "cancelled")


async def board(read: Read, reach: Reach, day: str, zone: str) -> dict[str, Any]:
    """Reps in reach with their day."""
    now = instant.now()
    team = (await reps(read, reach))["rows"]
    ids = [rep["rep_id"] for rep in team]
    isin = read.IN.replace("?", ":reps")
    params = {"day": day, "reps": read.ids(ids)}
    plans = await read.all(
        "SELECT id, rep_id, store_id, store_code, store_name, tier, sequence, state, minutes,"
        f" lat_e7, lon_e7 FROM planned_visit WHERE day = :day AND rep_id {isin}"
        " ORDER BY rep_id, sequence, id",
        params,
    )
    visits = await read.all(
        "SELECT v.id, v.rep_id, v.store_id, v.planned_visit_id, v.state, v.checked_in_at,"
        " v.checked_out_at, v.fence_result, s.code, s.name, s.tier, s.lat_e7, s.lon_e7"
        f" FROM visit v JOIN store s ON s.id = v.store_id WHERE v.day = :day AND v.rep_id {isin}"
        " ORDER BY v.checked_in_at",
        params,
    )
    orders = await read.all(
        "SELECT id, rep_id, visit_id, doc_state, total_fen FROM sales_order"
        f" WHERE day = :day AND rep_id {isin}",
        params,
    )
    heard = await last_heard(read, ids)
    start = instant.shifted(instant.end_of_day(day, zone), hours=-24)
    rows = [_rep(rep, plans, visits, orders, heard) for rep in team]
    counted = ("planned", "done", "failed", "productive", "orders", "value_fen")
    return {
        "as_of": now,
        "day": day,
        "numbers": {name: sum(row[name] for row in rows) for name in counted},
        "completeness": {
            "reps": len(ids),
            "heard_today": sum(1 for id in ids if heard.get(id, "") >= start),
            "oldest_heard_at": min((heard[id] for id in ids if id in heard), default=None),
        },
        "reps": rows,
    }


def _rep(
    rep: dict[str, Any],
    plans: list[dict[str, Any]],
    visits: list[dict[str, Any]],
    orders: list[dict[str, Any]],
    heard: dict[str, str],
) -> dict[str, Any]:
    """One rep's row: planned stops in order, then visits nobody planned."""
    rep_id = rep["rep_id"]
    his = [visit for visit in visits if visit["rep_id"] == rep_id]
    taken: set[str] = set()
    bought: dict[str | None, list[dict[str, Any]]] = defaultdict(list)
    for order in orders:
        if order["rep_id"] == rep_id and order["doc_state"] not in DEAD:
            bought[order["visit_id"]].append(order)
    stops = []
    for plan in (plan for plan in plans if plan["rep_id"] == rep_id):
        visit = next((v for v in his if v["planned_visit_id"] == plan["id"]), None) or next(
            (v for v in his if v["store_id"] == plan["store_id"] and v["id"] not in taken), None
        )
        if visit:
            taken.add(visit["id"])
        stops.append(_stop(plan, visit, bought))
    stops += [_stop(None, visit, bought) for visit in his if visit["id"] not in taken]
    due = [stop for stop in stops if stop["planned_visit_id"] and stop["state"] != "waived"]
    value = [order["total_fen"] for some in bought.values() for order in some]
    return {
        "rep_id": rep_id,
        "name": rep["name"],
        "org_unit_id": rep["org_unit_id"],
        "planned": len(due),
        "done": sum(1 for stop in due if stop["state"] == "completed"),
        "failed": sum(1 for stop in stops if stop["state"] == "failed"),
        "productive": sum(1 for stop in stops if stop["order_ids"]),
        "orders": len(value),
        "value_fen": sum(value),
        "last_heard_at": heard.get(rep_id),
        "stops": stops,
    }


def _stop(
    plan: dict[str, Any] | None,
    visit: dict[str, Any] | None,
    bought: dict[str | None, list[dict[str, Any]]],
) -> dict[str, Any]:
    where = plan or {
        "store_id": visit["store_id"], "store_code": visit["code"], "store_name": visit["name"],
        "tier": visit["tier"], "lat_e7": visit["lat_e7"], "lon_e7": visit["lon_e7"],
        "sequence": 1000, "minutes": 0,
    } if visit else plan  # fmt: skip
    assert where is not None
    seen = visit or {}
    values = {
        **{name: where.get(name) for name in STOP},
        "planned_visit_id": plan["id"] if plan else None,
        "visit_id": seen.get("id"),
        "state": seen.get("state") or (plan["state"] if plan else "planned"),
        "checked_in_at": seen.get("checked_in_at"),
        "checked_out_at": seen.get("checked_out_at"),
        "fence_result": seen.get("fence_result"),
        "order_ids": [order["id"] for order in bought.get(seen.get("id"), [])] if visit else [],
    }
    return {name: values[name] for name in STOP}
