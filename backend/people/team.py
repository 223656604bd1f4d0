"""The office's questions about people: reps, devices, and what was set aside."""

from typing import Any

import msgspec

from backend.identity import Role
from backend.people.office import Reach, listed, place
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read


async def reps(store: Store, reach: Reach) -> dict[str, Any]:
    """Everybody with a rep's post in reach now, in one page: an office has tens of them."""
    async with store.reading() as read:
        return {"as_of": instant.now(), "rows": await reps_of(read, reach), "next": None}


async def reps_of(read: Read, reach: Reach) -> list[dict[str, Any]]:
    return await read.all(
        "SELECT p.id AS rep_id, p.name, p.login, e.org_unit_id, u.name AS org_unit_name"
        " FROM employment e JOIN person p ON p.id = e.person_id"
        " JOIN org_unit u ON u.id = e.org_unit_id"
        f" WHERE e.role = 'field_rep' AND {reach.offices(read, 'e')} AND e.from_at <= :now"
        " AND (e.until_at IS NULL OR e.until_at > :now)"
        " AND (p.inactive_since IS NULL OR p.inactive_since > :now)"
        " ORDER BY e.org_unit_id, p.login",
        reach.params(read, now=instant.now()),
    )


async def people(store: Store, reach: Reach, after: str, limit: int) -> dict[str, Any]:
    """Who holds or held a post in reach, by login. Partners belong to no office: their people are
    shown to admins of a branch and above, who answer for them (posts.deals_with_partners)."""
    async with store.reading() as read:
        mine = reach.offices(read, "p")
        if reach.person.role is Role.ADMIN:
            at = await read.one(
                "SELECT level FROM org_unit WHERE id = :id", {"id": reach.person.org_unit_id or ""}
            )
            if at is not None and at["level"] != "rep_office":
                mine = f"({mine} OR p.partner_id IS NOT NULL)"
        rows = await read.all(
            "SELECT p.id, p.login, p.name, p.role, p.active, p.org_unit_id, p.partner_id,"
            " coalesce(u.name, t.name) AS unit_name FROM person p"
            " LEFT JOIN org_unit u ON u.id = p.org_unit_id"
            " LEFT JOIN partner t ON t.id = p.partner_id"
            f" WHERE {mine} AND p.login > :after ORDER BY p.login LIMIT :many",
            reach.params(read, after=after, many=limit + 1),
        )
    for row in rows:
        row["active"] = bool(row["active"])
    return listed(instant.now(), rows, limit, "login")


async def devices(store: Store, reach: Reach, after: str, limit: int) -> dict[str, Any]:
    """Devices of people in reach, last contact first. `confirmed_scopes`: how many scopes the
    device has said it holds; what lies unsent on it only the device knows."""
    at = place(after, "seen", "replica")
    older = " AND (r.last_seen_at, r.replica_id) < (:seen, :replica)" if after else ""
    async with store.reading() as read:
        rows = await read.all(
            "SELECT r.replica_id, r.user_id AS person_id, p.name AS person_name, p.role,"
            " p.org_unit_id, r.device_name, r.app, r.registered_at, r.last_seen_at, r.next_seq,"
            " r.acked_through, r.schema_version, r.lost_at, r.cursors"
            " FROM sync_replica r JOIN person p ON p.id = r.user_id"
            f" WHERE {reach.offices(read, 'p')}{older}"
            " ORDER BY r.last_seen_at DESC, r.replica_id DESC LIMIT :many",
            reach.params(read, many=limit + 1, **at),
        )
    for row in rows:
        cursors = row.pop("cursors")
        row["confirmed_scopes"] = len(msgspec.json.decode(cursors)) if cursors else 0
    return listed(instant.now(), rows, limit, "last_seen_at", "replica_id")


async def quarantine(store: Store, reach: Reach, after: str, limit: int) -> dict[str, Any]:
    """What people in reach captured and the server could not take: bytes and reason, newest first.

    Not for a specialist: whose customer it was is just what is not known.
    """
    at = place(after, "received", "op")
    older = " AND (o.received_at, o.op_id) < (:received, :op)" if after else ""
    if reach.person.role is Role.SPECIALIST:
        return {"as_of": instant.now(), "rows": [], "next": None}
    async with store.reading() as read:
        rows = await read.all(
            "SELECT o.op_id, o.kind, o.row_id, o.user_id AS person_id, p.name AS person_name,"
            " o.made_at, o.received_at, o.code, o.body"
            " FROM sync_op o JOIN person p ON p.id = o.user_id"
            f" WHERE o.status = 'quarantined' AND {reach.offices(read, 'p')}{older}"
            " ORDER BY o.received_at DESC, o.op_id DESC LIMIT :many",
            reach.params(read, many=limit + 1, **at),
        )
    for row in rows:
        row["body"] = msgspec.Raw(row["body"])  # as it was said, whatever it holds
    return listed(instant.now(), rows, limit, "received_at", "op_id")


async def last_heard(read: Read, user_ids: list[str]) -> dict[str, str]:
    """The last contact of any of their devices."""
    rows = await read.rows(
        f"SELECT user_id, max(last_seen_at) FROM sync_replica WHERE user_id {read.IN}"
        " AND last_seen_at <> '' GROUP BY user_id",
        read.ids(user_ids),
    )
    return dict(rows)
