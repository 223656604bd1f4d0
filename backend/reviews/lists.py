"""What the office is shown of visits to look at: the list with why each is on it, one visit with
all its evidence, flags that belong to a day, and the thresholds.
"""

from typing import Any

import msgspec

from backend.identity import Person, Role
from backend.people.office import Reach, listed, place, unknown
from backend.reviews.gather import versions
from backend.reviews.thresholds import DEFAULTS, NAMES
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
VERDICT = (
    "d.id, d.version, d.store_id, d.org_unit_id, d.rep_id, d.day, d.checked_in_at, d.validity,"
    " d.counts, d.rules, d.why, d.listed, d.rules_version, d.review_state, d.review_reason,"
    " d.review_note, d.reviewed_by, d.reviewed_by_name, d.reviewed_role, d.reviewed_at,"
    " d.appeal_state, d.appeal_text, d.appealed_at, d.appeal_note, d.appeal_by_name,"
    " d.appeal_decided_at, s.code AS store_code, s.name AS store_name, s.customer_class,"
    " p.name AS rep_name"
)
FROM = (
    " FROM visit_verdict d JOIN store s ON s.id = d.store_id LEFT JOIN person p ON p.id = d.rep_id"
)
FLAG = (
    "id, version, code, level, visit_id, store_id, store_name, rep_id, rep_name, day, evidence,"
    " state, raised_at, hers_until, answer, answered_at, decided_by_name, decided_at, decided_note"
)
STATES = {
    "": "",
    "open": " AND d.listed = TRUE",
    "appeal": " AND d.appeal_state = 'open'",
    "decided": " AND d.review_state IS NOT NULL",
}
MENTIONS = ("visits", "from_visit", "visit_id", "last_id")
"""Where evidence names other visits."""


def _mine(person: Person) -> str:
    """C1 goes to the specialist, the rest to the supervisor; what was appealed to whoever may
    settle it (`_may_settle`), and to nobody else."""
    settles = "d.appeal_state = 'open' AND d.reviewed_by <> :me"
    if person.role is Role.OPS_MANAGER:
        return f" AND {settles}"
    first = "(d.appeal_state IS NULL OR d.appeal_state <> 'open')"
    if person.role is Role.SPECIALIST:
        settles += f" AND d.reviewed_role = '{Role.OFFICE_SUPERVISOR}'"
        return f" AND ((s.customer_class = 'C1' AND {first}) OR ({settles}))"
    return f" AND s.customer_class <> 'C1' AND {first}"


async def reviews(store: Store, reach: Reach, asked: dict[str, str], after: str, limit: int) -> Row:
    """The latest first. ``asked``: state, which (mine, all), flag, office, rep_id."""
    tests = STATES[asked["state"]]
    if asked["which"] == "mine":
        tests += _mine(reach.person)
    if asked["flag"]:
        tests += (
            " AND EXISTS (SELECT 1 FROM visit_flag g WHERE g.visit_id = d.id AND g.code = :flag"
            " AND g.state <> 'withdrawn')"
        )
    if asked["office"]:
        tests += " AND s.org_unit_id = :office"
    if asked["rep_id"]:
        tests += " AND d.rep_id = :rep_id"
    if after:
        tests += " AND (d.day, d.checked_in_at, d.id) < (:at_day, :at, :at_id)"
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {VERDICT}{FROM} WHERE {reach.stores(read, 's')}{tests}"
            " ORDER BY d.day DESC, d.checked_in_at DESC, d.id DESC LIMIT :many",
            reach.params(
                read,
                many=limit + 1,
                me=reach.person.id,
                **asked,
                **place(after, "at_day", "at", "at_id"),
            ),
        )
        found = await _flags_of(read, [row["id"] for row in rows])
    now = instant.now()
    told = [_verdict(row, found.get(row["id"], []), reach.person, now) for row in rows]
    return listed(now, told, limit, "day", "checked_in_at", "id")


async def review(store: Store, reach: Reach, visit_id: str) -> Row:
    """One visit with its flags, its photos, and what its evidence names. 404 out of reach."""
    async with store.reading() as read:
        row = await read.one(
            f"SELECT {VERDICT}, v.checked_out_at, v.state, v.received_at, v.exception_reason,"
            " v.note, v.fence_result, v.no_order_reason, v.skips"
            f"{FROM} JOIN visit v ON v.id = d.id"
            f" WHERE d.id = :id AND {reach.stores(read, 's')}",
            reach.params(read, id=visit_id),
        )
        if row is None:
            raise unknown()
        flags = (await _flags_of(read, [visit_id])).get(visit_id, [])
        photos = await read.all(
            "SELECT id, type, taken_at, present, capture_mode, review_state, review_reason"
            " FROM photo WHERE visit_id = :id AND store_id = :store"
            " ORDER BY taken_at, sequence, id",
            {"id": visit_id, "store": row["store_id"]},
        )
        named = await _named(read, reach, row, flags)
    now = instant.now()
    seen = {
        name: row.pop(name)
        for name in (
            "checked_out_at", "state", "received_at", "exception_reason", "note", "fence_result",
            "no_order_reason",
        )
    }  # fmt: skip
    seen["skips"] = msgspec.json.decode(row.pop("skips"))
    return {
        "as_of": now,
        **_verdict(row, flags, reach.person, now),
        "visit": seen,
        "photos": [{**one, "present": bool(one["present"])} for one in photos],
        "named": named,
    }


async def _flags_of(read: Read, visit_ids: list[str]) -> dict[str, list[Row]]:
    rows = await read.all(
        f"SELECT {FLAG} FROM visit_flag WHERE visit_id {read.IN.replace('?', ':ids')}"
        " ORDER BY code",
        {"ids": read.ids(visit_ids)},
    )
    found: dict[str, list[Row]] = {}
    for row in rows:
        row["evidence"] = msgspec.json.decode(row["evidence"])
        found.setdefault(row["visit_id"], []).append(row)
    return found


async def _named(read: Read, reach: Reach, row: Row, flags: list[Row]) -> dict[str, Row]:
    """By id: the other visits the evidence speaks of, as far as they are in reach."""
    ids = {one["visit_id"] for one in msgspec.json.decode(row["rules"]) if one.get("visit_id")}
    for flag in flags:
        for name in MENTIONS:
            value = flag["evidence"].get(name)
            ids.update([value] if isinstance(value, str) else value or [])
    rows = await read.all(
        "SELECT v.id, v.day, v.checked_in_at, v.checked_out_at, s.name AS store_name FROM visit v"
        f" JOIN store s ON s.id = v.store_id WHERE v.id {read.IN.replace('?', ':ids')}"
        f" AND {reach.stores(read, 's')}",
        reach.params(read, ids=read.ids(sorted(ids))),
    )
    return {one.pop("id"): one for one in rows}


def _verdict(row: Row, flags: list[Row], person: Person, now: str) -> Row:
    """With what the asker may do about it, and from when on."""
    told = {name: value for name, value in row.items() if not name.startswith(("review", "appeal"))}
    told |= {
        "counts": bool(row["counts"]),
        "listed": bool(row["listed"]),
        "rules": msgspec.json.decode(row["rules"]),
        "why": msgspec.json.decode(row["why"])
        + (["appeal"] if row["appeal_state"] == "open" else []),
        "review": None,
        "appeal": None,
        "flags": [{**one, "ripe": _ripe(one, now)} for one in flags],
        "hers_until": max(
            (one["hers_until"] for one in flags if not _ripe(one, now)),
            default=None,
        ),
        "may_review": _may_review(row, person),
        "may_settle": _may_settle(row, person),
    }
    if row["review_state"] is not None:
        told["review"] = {
            "state": row["review_state"], "reason": row["review_reason"],
            "note": row["review_note"], "by_name": row["reviewed_by_name"],
            "at": row["reviewed_at"],
        }  # fmt: skip
    if row["appeal_state"] is not None:
        told["appeal"] = {
            "state": row["appeal_state"], "text": row["appeal_text"], "at": row["appealed_at"],
            "note": row["appeal_note"], "by_name": row["appeal_by_name"],
            "decided_at": row["appeal_decided_at"],
        }  # fmt: skip
    return told


def _ripe(flag: Row, now: str) -> bool:
    return flag["answered_at"] is not None or bool(flag["hers_until"] <= now)


def _may_review(row: Row, person: Person) -> bool:
    """As commands.reviews; within reach it is already."""
    if row["rep_id"] == person.id or row["appeal_state"] is not None:
        return False
    if person.role is Role.OPS_MANAGER:
        return True
    return (person.role is Role.SPECIALIST) == bool(row["customer_class"] == "C1")


def _may_settle(row: Row, person: Person) -> bool:
    if row["appeal_state"] != "open" or row["reviewed_by"] == person.id:
        return False
    if person.role is Role.SPECIALIST:
        return bool(row["reviewed_role"] == str(Role.OFFICE_SUPERVISOR))
    return person.role is Role.OPS_MANAGER


async def day_flags(store: Store, reach: Reach, after: str, limit: int) -> Row:
    """Flags of a day and no single visit, the latest first: for supervisor and manager those of
    their reps, for the administrator suspected errors of the map."""
    admin = reach.person.role is Role.ADMIN
    tests = " AND g.level = 'admin'" if admin else " AND g.level <> 'admin'"
    if after:
        tests += " AND (g.day, g.id) < (:at_day, :at_id)"
    columns = ", ".join(f"g.{name}" for name in FLAG.split(", "))
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {columns} FROM visit_flag g WHERE g.visit_id IS NULL"
            f" AND g.state <> 'withdrawn' AND {reach.offices(read, 'g')}{tests}"
            " ORDER BY g.day DESC, g.id DESC LIMIT :many",
            reach.params(read, many=limit + 1, **place(after, "at_day", "at_id")),
        )
        for row in rows:
            row["evidence"] = msgspec.json.decode(row["evidence"])
        ids = sorted({id for row in rows for id in row["evidence"].get("stores", ()) if admin})
        names = await read.rows(f"SELECT id, name FROM store WHERE id {read.IN}", read.ids(ids))
    now = instant.now()
    called: dict[str, str] = dict(names)
    for row in rows:
        row["ripe"] = _ripe(row, now)
        row["stores"] = [
            {"id": id, "name": called.get(id, id)} for id in row["evidence"].get("stores", ())
        ] if admin else []  # fmt: skip
    return listed(now, rows, limit, "day", "id")


async def thresholds(store: Store, reach: Reach) -> Row:
    """Every threshold with its default, and the versions that hold in an office in reach."""
    async with store.reading() as read:
        found = await versions(read)
        people = await read.rows("SELECT number, saved_by_name, saved_at FROM review_rules")
    by = {number: (name, at) for number, name, at in people}
    return {
        "as_of": instant.now(),
        "defaults": {name: getattr(DEFAULTS, name) for name in NAMES},
        "rows": [
            {
                "number": one.number,
                "valid_from": one.valid_from,
                "settings": dict(one.values),
                "saved_by_name": by[one.number][0],
                "saved_at": by[one.number][1],
            }
            for one in reversed(found)
            if set(one.org_unit_ids) & set(reach.units)
        ],
        "next_number": max((one.number for one in found), default=0) + 1,
    }
