"""The facts of a rep's day, read from the tables in one snapshot."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from backend.customers.rules import fence_m
from backend.orders.plan import plan_of, template_of
from backend.reviews.facts import Call, Day, Fix, Point, Said, Shot
from backend.reviews.thresholds import Thresholds, Version, in_force
from backend.store import instant
from backend.store.read import Read
from backend.store.record import shape_of
from backend.visits.rules import paused_s
from backend.visits.tables import Visit
from backend.visits.trace import replicas

Row = dict[str, Any]
STORE = (
    "id, name, org_unit_id, customer_class, channel_type, tier, lat_e7, lon_e7, radius_m,"
    " fence_least_m"
)
PHOTO = (
    "SELECT p.id, p.visit_id, p.type, p.taken_at, p.capture_mode, p.present, p.review_state,"
    " p.review_reason, l.alike, l.like_id, l.like_at, l.like_distance, k.store_id AS like_store,"
    " k.author_id AS like_author, k.sha256 = p.sha256 AS same_bytes, ks.name AS like_store_name"
    " FROM photo p LEFT JOIN photo_look l ON l.id = p.id LEFT JOIN photo k ON k.id = l.like_id"
    " LEFT JOIN store ks ON ks.id = k.store_id"
)
NOTHING_CAME_OF_IT = "('rejected', 'cancelled')"


@dataclass(frozen=True, slots=True)
class Gathered:
    """A day, and what verdicts need besides."""

    day: Day
    rep_name: str
    org_unit_id: str
    rules_version: int
    thresholds: Thresholds
    store_names: dict[str, str]
    first_c1: set[str] = field(default_factory=set)
    """Visits that are the first of all to a C1 store."""
    new_rep: bool = False


async def gather(read: Read, rep_id: str, day: str, zone: str) -> Gathered | None:
    """None: she made no visit that day."""
    visits = await _visits(read, "rep_id = ? AND day = ? ORDER BY checked_in_at, id", rep_id, day)
    person = await read.one("SELECT name, org_unit_id FROM person WHERE id = :id", {"id": rep_id})
    if not visits or person is None:
        return None
    office = person["org_unit_id"] or visits[0]["org_unit_id"]
    number, t = in_force(await versions(read), office, day)
    stores = {
        row["id"]: row
        for row in await read.all(
            f"SELECT {STORE} FROM store WHERE id {read.IN.replace('?', ':ids')}",
            {"ids": read.ids(sorted({visit["store_id"] for visit in visits}))},
        )
    }
    shots = await _shots(read, visits, rep_id, zone)
    ordered = await _ordered(read, visits)
    calls = []
    for visit in visits:
        store = stores[visit["store_id"]]
        calls.append(
            await _call(read, visit, store, shots[visit["id"]], ordered[visit["id"]], zone)
        )
    orders, ordered_fen, refused_fen = await _money(read, rep_id, day, t)
    return Gathered(
        day=Day(
            rep_id, day, calls, await _before(read, rep_id, day, t), orders, ordered_fen,
            refused_fen, await _shared(read, rep_id, day, calls),
        ),
        rep_name=person["name"],
        org_unit_id=office,
        rules_version=number,
        thresholds=t,
        store_names={id: store["name"] for id, store in stores.items()},
        first_c1=await _first_c1(read, calls),
        new_rep=await _is_new(read, rep_id, day, t, zone),
    )  # fmt: skip


async def versions(read: Read) -> list[Version]:
    """Every version of the thresholds anybody set: a handful."""
    rows = await read.all(
        "SELECT number, valid_from, org_unit_ids, settings FROM review_rules ORDER BY number", {}
    )
    return [
        Version(
            row["number"],
            row["valid_from"],
            tuple(msgspec.json.decode(row["org_unit_ids"])),
            msgspec.json.decode(row["settings"]),
        )
        for row in rows
    ]


async def _visits(read: Read, where: str, *params: Any) -> list[Row]:
    """Whole rows, decoded: what a step adds to a visit is here the day it is added."""
    shape = shape_of(Visit)
    rows = await read.rows(f"SELECT {shape.list} FROM visit WHERE {where}", *params)
    return [dict(shape.read(row).__dict__) for row in rows]


async def _shots(
    read: Read, visits: list[Row], rep_id: str, zone: str
) -> dict[str, list[tuple[Row, Shot]]]:
    rows = await read.all(
        f"{PHOTO} WHERE p.visit_id {read.IN.replace('?', ':ids')}"
        " ORDER BY p.taken_at, p.sequence, p.id",
        {"ids": read.ids([visit["id"] for visit in visits])},
    )
    store_of = {visit["id"]: visit["store_id"] for visit in visits}
    found: dict[str, list[tuple[Row, Shot]]] = defaultdict(list)
    for row in rows:
        like = None
        if row["alike"] and row["like_id"]:
            like = {
                "like_id": row["like_id"],
                "like_day": instant.day_of(row["like_at"], zone),
                "like_distance": row["like_distance"],
                "like_store": row["like_store_name"],
                "same_bytes": bool(row["same_bytes"]),
                "other_store": row["like_store"] != store_of[row["visit_id"]],
                "like_own": row["like_author"] == rep_id,
            }
        shot = Shot(
            row["id"], row["type"], row["taken_at"], row["capture_mode"], bool(row["present"]),
            row["review_state"], row["review_reason"], like,
        )  # fmt: skip
        found[row["visit_id"]].append((row, shot))
    return found


async def _ordered(read: Read, visits: list[Row]) -> dict[str, list[str]]:
    rows = await read.all(
        "SELECT visit_id, submitted_at FROM sales_order WHERE visit_id"
        f" {read.IN.replace('?', ':ids')} ORDER BY submitted_at",
        {"ids": read.ids([visit["id"] for visit in visits])},
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        found[row["visit_id"]].append(row["submitted_at"])
    return found


async def _call(
    read: Read, visit: Row, store: Row, shots: list[tuple[Row, Shot]], ordered: list[str], zone: str
) -> Call:
    last = await _last(read, visit)
    undone, lacking = await _plan(read, visit, [row for row, _ in shots], len(ordered))
    local = instant.moment(visit["checked_in_at"]).astimezone(ZoneInfo(zone))
    said = [
        Said(one[0], one[1], one[2], replica, one[4])
        for one, replica in zip(visit["trace"], replicas(visit["trace"]), strict=True)
    ]
    return Call(
        id=visit["id"],
        store_id=store["id"],
        org_unit_id=visit["org_unit_id"],
        tier=store["tier"],
        customer_class=store["customer_class"],
        channel_type=store["channel_type"],
        store_point=Point(store["lat_e7"], store["lon_e7"]),
        radius_m=fence_m(store["radius_m"], store["fence_least_m"]),
        state=visit["state"],
        began_at=visit["checked_in_at"],
        ended_at=visit["checked_out_at"],
        began_min=local.hour * 60 + local.minute,
        at=_point(visit["lat_e7"], visit["lon_e7"]),
        accuracy_m=visit["accuracy_m"],
        age_s=visit["age_s"],
        distance_m=visit["distance_m"],
        out=_point(visit["out_lat_e7"], visit["out_lon_e7"]),
        out_accuracy_m=visit["out_accuracy_m"],
        stay_s=visit["stay_s"],
        early=next((one["reason"] for one in visit["skips"] if one["step"] == "wrap_up"), None),
        paused_s=paused_s(visit["pauses"], visit["checked_out_at"] or visit["checked_in_at"]),
        whole=visit["stay_s"] is None and visit["state"] == "completed",
        undone=undone,
        lacking=lacking,
        observations=visit["observations"],
        last=last["observations"] if last else None,
        last_id=last["id"] if last else None,
        sold=await _sold(read, visit, last) if last else 0,
        said=said,
        shots=[shot for _, shot in shots],
        ordered_at=ordered,
    )


def _point(lat_e7: int | None, lon_e7: int | None) -> Point | None:
    return None if lat_e7 is None or lon_e7 is None else Point(lat_e7, lon_e7)


async def _last(read: Read, visit: Row) -> Row | None:
    """The completed visit before, whoever made it."""
    rows = await _visits(
        read,
        "store_id = ? AND day <= ? AND state = 'completed' AND (checked_in_at, id) < (?, ?)"
        " ORDER BY day DESC, checked_in_at DESC, id DESC LIMIT 1",
        visit["store_id"], visit["day"], visit["checked_in_at"], visit["id"],
    )  # fmt: skip
    return rows[0] if rows else None


async def _sold(read: Read, visit: Row, last: Row) -> int:
    row = await read.one(
        "SELECT count(*) AS n FROM sales_order WHERE store_id = :store AND day >= :day"
        f" AND submitted_at >= :since AND submitted_at < :until"
        f" AND doc_state NOT IN {NOTHING_CAME_OF_IT}",
        {
            "store": visit["store_id"],
            "day": last["day"],
            "since": last["checked_in_at"],
            "until": visit["checked_in_at"],
        },
    )
    return int(row["n"]) if row else 0


async def _plan(
    read: Read, visit: Row, photos: list[Row], orders: int
) -> tuple[list[str], dict[str, int]]:
    """Required steps whose work is not done, and blocking pictures that are missing."""
    if visit["state"] != "completed":
        return [], {}
    template = await template_of(read, visit)

    async def required(pictures: list[Row]) -> list[Row]:
        plan = await plan_of(read, visit, template, pictures, visit["observations"], orders)
        return [one for one in plan["steps"] if one["required"] and not one["skipped"]]

    steps = await required(photos)
    lacking: Counter[str] = Counter()
    for step in steps:
        for photo in step["photos"]:
            lacking[photo["type"]] += max(0, photo["count"] - photo["taken"])
    lacking = +lacking
    if not lacking:
        return [one["step"] for one in steps if not one["done"]], {}
    # With all the pictures it lacks, what would still not be done?
    given = [{"type": kind} for kind, n in lacking.items() for _ in range(n)]
    steps = await required([*photos, *given])
    return [one["step"] for one in steps if not one["done"]], dict(lacking)


async def _before(read: Read, rep_id: str, day: str, t: Thresholds) -> list[Fix]:
    """Her last fixes before this day, the latest last."""
    rows = await read.all(
        "SELECT id, store_id, org_unit_id, checked_in_at, checked_out_at, lat_e7, lon_e7,"
        " accuracy_m, out_lat_e7, out_lon_e7, out_accuracy_m FROM visit"
        " WHERE rep_id = :rep AND day < :day ORDER BY day DESC, checked_in_at DESC LIMIT :many",
        {"rep": rep_id, "day": day, "many": t.frozen_fixes},
    )
    found = []
    for row in reversed(rows):
        for at, which in (("checked_in_at", ""), ("checked_out_at", "out_")):
            point = _point(row[f"{which}lat_e7"], row[f"{which}lon_e7"])
            if point is not None and row[at] is not None:
                accuracy = row[f"{which}accuracy_m"] or 0
                found.append(
                    Fix(row[at], point, accuracy, row["id"], row["store_id"], row["org_unit_id"])
                )
    return found[-t.frozen_fixes :]


async def _shared(read: Read, rep_id: str, day: str, calls: list[Call]) -> list[dict[str, str]]:
    """Other reps with visits of that day on a phone of hers, each with his first word there."""
    said = sorted({one.replica_id for call in calls for one in call.said})
    rows = await read.all(
        "SELECT o.replica_id, o.user_id, p.name FROM sync_replica r"
        " JOIN sync_replica o ON o.device_id = r.device_id AND o.user_id <> r.user_id"
        f" JOIN person p ON p.id = o.user_id WHERE r.replica_id {read.IN.replace('?', ':ids')}"
        " ORDER BY o.user_id, o.replica_id",
        {"ids": read.ids(said)},
    )
    others: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        others[row["user_id"], row["name"]].add(row["replica_id"])
    found = []
    for (other, name), theirs in others.items():
        at = [
            one[1]
            for visit in await _visits(read, "rep_id = ? AND day = ?", other, day)
            for one, replica in zip(visit["trace"], replicas(visit["trace"]), strict=True)
            if replica in theirs
        ]
        if at:
            found.append({"rep_id": other, "name": name, "at": min(at)})
    return found


async def _money(read: Read, rep_id: str, day: str, t: Thresholds) -> tuple[int, int, int]:
    """Her orders of the days that end with this one: how many, their value, and what was refused
    or cancelled of it."""
    row = await read.one(
        "SELECT count(*) AS n, coalesce(sum(total_fen), 0) AS fen,"
        f" coalesce(sum(CASE WHEN doc_state IN {NOTHING_CAME_OF_IT} THEN total_fen ELSE 0 END), 0)"
        " AS refused FROM sales_order WHERE rep_id = :rep AND day > :since AND day <= :day",
        {"rep": rep_id, "day": day, "since": _days_before(day, t.padded_days)},
    )
    return (int(row["n"]), int(row["fen"]), int(row["refused"])) if row else (0, 0, 0)


def _days_before(day: str, days: int) -> str:
    return instant.shifted(f"{day}T12:00:00.000Z", days=-days)[:10]


async def _first_c1(read: Read, calls: list[Call]) -> set[str]:
    found = set()
    for call in calls:
        if call.customer_class == "C1" and call.state == "completed":
            earlier = await read.one(
                "SELECT 1 AS found FROM visit WHERE store_id = :store AND state = 'completed'"
                " AND (checked_in_at, id) < (:at, :id) LIMIT 1",
                {"store": call.store_id, "at": call.began_at, "id": call.id},
            )
            if earlier is None:
                found.add(call.id)
    return found


async def _is_new(read: Read, rep_id: str, day: str, t: Thresholds, zone: str) -> bool:
    """In the first days of her first post as a rep."""
    row = await read.one(
        "SELECT min(from_at) AS began FROM employment WHERE person_id = :id AND role = 'field_rep'",
        {"id": rep_id},
    )
    if row is None or row["began"] is None:
        return False
    return _days_before(day, t.new_days) < instant.day_of(row["began"], zone)
