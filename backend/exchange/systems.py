"""Other systems as an administrator keeps them: a key to read, an address to be called."""

import uuid
from collections.abc import Awaitable, Callable
from typing import Any

from backend.exchange import changes
from backend.exchange.signing import new_secret
from backend.exchange.tables import plain, text
from backend.exchange.where import why_not
from backend.identity import Person, Role
from backend.people.access import KEY, new_token, token_hash
from backend.people.office import unknown
from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.problems import SyncProblem

SHOWN = (
    "id, name, org_unit_id, partner_id, entities, made_by, made_at, revoked_at, read_at, url,"
    " state, tries, failing_since, next_at"
)
READ_EVERY_S = 60
"""How exactly the time of the last question is kept: writing it each time would cost more than
answering."""


def administers(by: Person) -> tuple[str, ...]:
    """The units whose systems are his; 404 for everybody but an admin."""
    if by.role is not Role.ADMIN:
        raise unknown()
    return tuple(sorted(by.unit_ids))


async def listed(store: Store, by: Person) -> list[dict[str, Any]]:
    """Those of his units, newest first; without key and secret, which nobody is shown again."""
    units = administers(by)
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT s.{SHOWN.replace(', ', ', s.')}, p.name AS partner_name, f.folder, f.expected,"
            " f.late, f.waiting, f.problem AS folder_problem FROM other_system s"
            " LEFT JOIN partner p ON p.id = s.partner_id"
            " LEFT JOIN other_system_folder f ON f.system_id = s.id"
            f" WHERE s.org_unit_id {read.IN.replace('?', ':units')} ORDER BY s.made_at DESC, s.id",
            {"units": read.ids(units)},
        )
    return [
        {
            **row, "entities": plain(row["entities"]), "expected": plain(row["expected"] or "{}"),
            "waiting": [one["name"] for one in plain(row["waiting"] or "[]")],
            "late": [k for k, one in plain(row.pop("late") or "{}").items() if not one["came"]],
        }
        for row in rows
    ]  # fmt: skip


async def partners(store: Store, by: Person) -> list[dict[str, Any]]:
    """Who serves a store of his units: whose system it may be."""
    units = administers(by)
    async with store.reading() as read:
        return await read.all(
            "SELECT DISTINCT p.id, p.name FROM partner p JOIN store s ON s.partner_id = p.id"
            f" WHERE s.org_unit_id {read.IN.replace('?', ':units')} ORDER BY p.name, p.id",
            {"units": read.ids(units)},
        )


async def make(
    store: Store, by: Person, hosts: frozenset[str], *, name: str, partner_id: str | None,
    entities: list[str], url: str | None,
) -> dict[str, str | None]:  # fmt: skip
    """Its id, and the key and the secret, which are shown this once. Raises 400, 404."""
    units = administers(by)
    wrong = sorted(set(entities) - set(changes.ENTITIES))
    if wrong or not entities:
        raise SyncProblem("bad-request", 400, f"Of {', '.join(changes.ENTITIES)}, at least one.")
    _check(url, hosts)
    key, hashed = new_token(KEY)
    secret = new_secret() if url else None
    system_id = uuid.uuid4().hex

    async def write(records: Records) -> None:
        if partner_id is not None:
            served = await records.transaction.all(
                f"SELECT 1 FROM store WHERE partner_id = ? AND org_unit_id {records.transaction.IN}"
                " LIMIT 1",
                partner_id, records.transaction.ids(units),
            )  # fmt: skip
            if not served:
                raise SyncProblem("record/unknown", 404, "No such partner.")
        records.execute(
            "INSERT INTO other_system (id, name, org_unit_id, partner_id, entities, key_hash,"
            " made_by, made_at, url, secret, state, cursor, tries, next_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'on', '{}', 0, ?)",
            system_id, name, by.org_unit_id, partner_id, text(sorted(set(entities))), hashed,
            by.id, records.now, url, secret, records.now,
        )  # fmt: skip

    await store.write(write)
    return {"id": system_id, "key": key, "secret": secret}


async def change(store: Store, by: Person, hosts: frozenset[str], system_id: str, do: str) -> None:
    """on, off, revoke: calls go on or stop; the key ends for good."""

    async def write(records: Records) -> None:
        held = await own(records, by, system_id)
        if held["revoked_at"] is not None:
            raise SyncProblem("record/unknown", 404, "This system's key has ended.")
        if do == "revoke":
            records.execute(
                "UPDATE other_system SET revoked_at = ?, state = 'off' WHERE id = ?",
                records.now, system_id,
            )  # fmt: skip
            records.execute("DELETE FROM other_system_folder WHERE system_id = ?", system_id)
            return
        if do == "on":
            _check(held["url"], hosts)
        records.execute(
            "UPDATE other_system SET state = ?, tries = 0, failing_since = NULL, next_at = ?"
            " WHERE id = ?",
            do, records.now, system_id,
        )  # fmt: skip

    await store.write(write)


async def replay(store: Store, by: Person, system_id: str, call_id: str | None) -> None:
    """One call again, under its own id; without one, everything from the beginning."""

    async def write(records: Records) -> None:
        held = await own(records, by, system_id)
        if held["revoked_at"] is not None or held["url"] is None:
            raise SyncProblem("record/unknown", 404, "This system is not called.")
        if call_id is None:
            records.execute(
                "DELETE FROM other_system_call WHERE system_id = ? AND state = 'waiting'", system_id
            )
            records.execute(
                "UPDATE other_system SET cursor = '{}', next_at = ? WHERE id = ?",
                records.now, system_id,
            )  # fmt: skip
            return
        calls = await records.transaction.all(
            "SELECT state FROM other_system_call WHERE id = ? AND system_id = ?",
            call_id, system_id,
        )  # fmt: skip
        if not calls:
            raise SyncProblem("record/unknown", 404, "No such call.")
        if calls[0][0] != "waiting":
            records.execute(
                "UPDATE other_system_call SET state = 'waiting', replayed = ? WHERE id = ?",
                True, call_id,
            )  # fmt: skip
        records.execute("UPDATE other_system SET next_at = ? WHERE id = ?", records.now, system_id)

    await store.write(write)


async def calls(store: Store, by: Person, system_id: str, limit: int) -> list[dict[str, Any]]:
    """What was told of late, newest first."""
    units = administers(by)
    async with store.reading() as read:
        rows = await read.all(
            "SELECT c.id, c.made_at, c.changes, c.replayed, c.state, c.tries, c.tried_at, c.status,"
            " c.problem, c.took_ms FROM other_system_call c"
            " JOIN other_system s ON s.id = c.system_id"
            f" WHERE s.id = :id AND s.org_unit_id {read.IN.replace('?', ':units')}"
            " ORDER BY c.made_at DESC, c.id LIMIT :limit",
            {"id": system_id, "units": read.ids(units), "limit": limit},
        )
    return [{**row, "replayed": bool(row["replayed"])} for row in rows]


async def own(records: Records, by: Person, system_id: str) -> dict[str, Any]:
    """Of his units, or there is none."""
    units = administers(by)
    rows = await records.transaction.all(
        "SELECT url, revoked_at, partner_id FROM other_system WHERE id = ?"
        f" AND org_unit_id {records.transaction.IN}",
        system_id, records.transaction.ids(units),
    )  # fmt: skip
    if not rows:
        raise SyncProblem("record/unknown", 404, "No such system.")
    return {"url": rows[0][0], "revoked_at": rows[0][1], "partner_id": rows[0][2]}


async def by_key(store: Store, token: str) -> changes.Reader:
    """Whose key it is. Raises 401."""
    async with store.reading() as read:
        rows = await read.rows(
            "SELECT id, name, org_unit_id, partner_id, entities, read_at FROM other_system"
            " WHERE key_hash = ? AND revoked_at IS NULL",
            token_hash(token),
        )
    if not rows:
        raise SyncProblem("auth/required", 401, "This key is not known.")
    id, name, unit, partner_id, entities, read_at = rows[0]
    now = instant.now()
    if read_at is None or read_at < instant.shifted(now, seconds=-READ_EVERY_S):
        await store.write(_asked(id, now))
    return changes.Reader(id, name, unit, partner_id, plain(entities))


def _asked(system_id: str, now: str) -> Callable[[Records], Awaitable[None]]:
    async def asked(records: Records) -> None:
        records.execute("UPDATE other_system SET read_at = ? WHERE id = ?", now, system_id)

    return asked


def _check(url: str | None, hosts: frozenset[str]) -> None:
    problem = None if url is None else why_not(url, hosts)
    if problem is not None:
        raise SyncProblem(problem, 400, "This address cannot be called.")
