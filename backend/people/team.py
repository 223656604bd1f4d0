"""The office's questions about people: reps, devices, and what was set aside."""

from dataclasses import dataclass
from typing import Any

import msgspec

from backend.identity import Role
from backend.people.office import Reach, listed, place
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

LAST_OP = " LEFT JOIN sync_op o ON o.replica_id = r.replica_id AND o.local_seq = r.next_seq - 1"


async def reps(store: Store, reach: Reach, after: str, limit: int) -> dict[str, Any]:
    """Everybody with a rep's post in reach now, by office and login."""
    at = place(after, "unit", "login")
    async with store.reading() as read:
        rows = await reps_of(read, reach, at if after else {}, limit + 1)
    return listed(instant.now(), rows, limit, "org_unit_id", "login")


async def reps_of(
    read: Read, reach: Reach, after: dict[str, str] | None = None, many: int | None = None
) -> list[dict[str, Any]]:
    behind = " AND (e.org_unit_id, p.login) > (:unit, :login)" if after else ""
    return await read.all(
        "SELECT p.id AS rep_id, p.name, p.login, e.org_unit_id, u.name AS org_unit_name"
        " FROM employment e JOIN person p ON p.id = e.person_id"
        " JOIN org_unit u ON u.id = e.org_unit_id"
        f" WHERE e.role = 'field_rep' AND {reach.offices(read, 'e')} AND e.from_at <= :now"
        " AND (e.until_at IS NULL OR e.until_at > :now)"
        f" AND (p.inactive_since IS NULL OR p.inactive_since > :now){behind}"
        f" ORDER BY e.org_unit_id, p.login{' LIMIT :many' if many else ''}",
        reach.params(read, now=instant.now(), many=many, **(after or {})),
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
    """Devices of people in reach, last contact first.

    What lies unsent on a device only the device knows: `report` is what it said with a pull, as of
    `reported_at` (DeviceReport of sync_protocol). What the company knows by itself: when work last
    came from it and when that was captured (`work_until`: whatever it holds unsent is newer), what
    its holder last said was unsent at the end of a day, and of when what it shows is (`pulled_at`,
    if its last contact was a pull). `confirmed_scopes`: how many scopes it has said it holds.
    """
    at = place(after, "seen", "replica")
    older = " AND (r.last_seen_at, r.replica_id) < (:seen, :replica)" if after else ""
    async with store.reading() as read:
        rows = await read.all(
            "SELECT r.replica_id, r.user_id AS person_id, p.name AS person_name, p.role,"
            " p.org_unit_id, r.device_name, r.app, r.registered_at, r.last_seen_at, r.next_seq,"
            " r.acked_through, r.schema_version, r.lost_at, r.cursors, r.report, r.reported_at,"
            " o.received_at AS last_sent_at, o.made_at AS work_until"
            f" FROM sync_replica r JOIN person p ON p.id = r.user_id{LAST_OP}"
            f" WHERE {reach.offices(read, 'p')}{older}"
            " ORDER BY r.last_seen_at DESC, r.replica_id DESC LIMIT :many",
            reach.params(read, many=limit + 1, **at),
        )
        ended = await _days_ended(read, {row["person_id"] for row in rows})
    for row in rows:
        row["said_unsent"], row["said_unsent_at"] = ended.get(row["person_id"], (None, None))
        cursors, report = row.pop("cursors"), row["report"]
        row["report"] = msgspec.json.decode(report) if report else None
        row["confirmed_scopes"] = len(msgspec.json.decode(cursors)) if cursors else 0
        seen, sent, began = row["last_seen_at"], row["last_sent_at"], row["registered_at"]
        row["last_seen_kind"] = seen_kind(seen, sent, began)
        row["pulled_at"] = seen if row["last_seen_kind"] == "pull" else None
    return listed(instant.now(), rows, limit, "last_seen_at", "replica_id")


async def _days_ended(read: Read, people: set[str]) -> dict[str, tuple[int, str]]:
    """What was unsent when they last ended a day, and when that was. Asked once for a page: beside
    each device it would be looked for among all days its holder ever ended."""
    rows = await read.rows(
        "SELECT d.rep_id, d.unsent, d.ended_at FROM day_summary d JOIN"
        f" (SELECT rep_id, max(day) AS day FROM day_summary WHERE rep_id {read.IN}"
        " GROUP BY rep_id) l ON l.rep_id = d.rep_id AND l.day = d.day",
        read.ids(sorted(people)),
    )
    return {rep_id: (unsent, ended_at) for rep_id, unsent, ended_at in rows}


async def quarantine(store: Store, reach: Reach, after: str, limit: int) -> dict[str, Any]:
    """What people in reach captured and the server could not take, and why; newest first.

    Who decides goes by the author's post when it was heard or, when that had ended, by his last
    one before: nothing disappears with a post (protocol.md, decision 6; K10). What a partner's
    people brought is for the managers of the offices whose stores he serves. Not for a specialist:
    whose customer it was is just what is not known.
    """
    at = place(after, "received", "op")
    older = " AND (o.received_at, o.op_id) < (:received, :op)" if after else ""
    if reach.person.role is Role.SPECIALIST:
        return {"as_of": instant.now(), "rows": [], "next": None}
    async with store.reading() as read:
        partners = (
            " OR e.partner_id IN (SELECT s.partner_id FROM store s"
            f" WHERE {reach.offices(read, 's')})"
            if reach.person.role is Role.OPS_MANAGER
            else ""
        )
        rows = await read.all(
            "SELECT o.op_id, o.kind, o.row_id, o.user_id AS person_id, p.name AS person_name,"
            " o.made_at, o.received_at, o.code, o.body"
            " FROM sync_op o JOIN person p ON p.id = o.user_id"
            " WHERE o.status = 'quarantined' AND EXISTS (SELECT 1 FROM employment e"
            " WHERE e.person_id = o.user_id AND e.from_at <= o.received_at"
            " AND NOT EXISTS (SELECT 1 FROM employment n WHERE n.person_id = e.person_id"
            " AND n.from_at <= o.received_at AND n.from_at > e.from_at)"
            f" AND ({reach.offices(read, 'e')}{partners})){older}"
            " ORDER BY o.received_at DESC, o.op_id DESC LIMIT :many",
            reach.params(read, many=limit + 1, **at),
        )
    for row in rows:
        row["body"] = msgspec.Raw(row["body"])  # as it was said, whatever it holds
    return listed(instant.now(), rows, limit, "received_at", "op_id")


@dataclass(frozen=True, slots=True)
class Heard:
    """The last contact of any of somebody's devices, and when any of them last brought work."""

    at: str
    kind: str
    sent_at: str | None


async def last_heard(read: Read, user_ids: list[str]) -> dict[str, Heard]:
    rows = await read.rows(
        "SELECT r.user_id, r.last_seen_at, o.received_at, r.registered_at"
        f" FROM sync_replica r{LAST_OP} WHERE r.user_id {read.IN} AND r.last_seen_at <> ''"
        " ORDER BY r.user_id, r.last_seen_at",
        read.ids(user_ids),
    )
    heard: dict[str, Heard] = {}
    for user_id, seen, sent, began in rows:
        before = heard.get(user_id)
        sent_at = max(filter(None, (sent, before.sent_at if before else None)), default=None)
        heard[user_id] = Heard(seen, seen_kind(seen, sent, began), sent_at)
    return heard


def seen_kind(seen_at: str, sent_at: str | None, registered_at: str) -> str:
    """What a device's last contact was: push (it brought work), sign_in, or pull (it only asked).
    A push and a registration write their own moment as the last contact; nothing else does."""
    if sent_at is not None and sent_at == seen_at:
        return "push"
    return "sign_in" if registered_at == seen_at else "pull"
