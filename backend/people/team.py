"""The office's questions about people: reps, devices, and what was set aside."""

from typing import Any

import msgspec

from backend.identity import Role
from backend.people.office import Reach, listed
from backend.store import instant
from backend.store.read import Read

LIMIT = 200


async def reps(read: Read, reach: Reach) -> dict[str, Any]:
    """Reps with a post in reach now."""
    now = instant.now()
    rows = await read.all(
        "SELECT p.id AS rep_id, p.name, p.login, e.org_unit_id, u.name AS org_unit_name"
        " FROM employment e JOIN person p ON p.id = e.person_id"
        " JOIN org_unit u ON u.id = e.org_unit_id"
        f" WHERE e.role = 'field_rep' AND {reach.offices(read, 'e')} AND e.from_at <= :now"
        " AND (e.until_at IS NULL OR e.until_at > :now) ORDER BY e.org_unit_id, p.login",
        reach.params(read, now=now),
    )
    return {"as_of": now, "rows": rows, "next": None}


async def devices(read: Read, reach: Reach) -> dict[str, Any]:
    """Devices of people in reach: last contact, how much was heard, versions."""
    rows = await read.all(
        "SELECT r.replica_id, r.user_id AS person_id, p.name AS person_name, r.device_name, r.app,"
        " r.last_seen_at, r.next_seq, r.acked_through, r.schema_version, r.lost_at"
        " FROM sync_replica r JOIN person p ON p.id = r.user_id"
        f" WHERE {reach.offices(read, 'p')} ORDER BY r.last_seen_at DESC LIMIT {LIMIT}",
        reach.params(read),
    )
    return {"as_of": instant.now(), "rows": rows, "next": None}


async def quarantine(read: Read, reach: Reach) -> dict[str, Any]:
    """What people in reach captured and the server could not take: bytes and reason."""
    if reach.person.role is Role.SPECIALIST:
        return {"as_of": instant.now(), "rows": [], "next": None}
    rows = await read.all(
        "SELECT o.op_id, o.kind, o.row_id, o.user_id AS person_id, p.name AS person_name,"
        " o.made_at, o.received_at, o.code, o.body"
        " FROM sync_op o JOIN person p ON p.id = o.user_id"
        f" WHERE o.status = 'quarantined' AND {reach.offices(read, 'p')}"
        f" ORDER BY o.received_at DESC LIMIT {LIMIT + 1}",
        reach.params(read),
    )
    for row in rows:
        row["body"] = msgspec.json.decode(row["body"])
    return listed(instant.now(), rows, LIMIT, "op_id")


async def last_heard(read: Read, user_ids: list[str]) -> dict[str, str]:
    """The last contact of any of their devices."""
    rows = await read.rows(
        f"SELECT user_id, max(last_seen_at) FROM sync_replica WHERE user_id {read.IN}"
        " AND last_seen_at <> '' GROUP BY user_id",
        read.ids(user_ids),
    )
    return dict(rows)
