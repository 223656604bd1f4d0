"""Signing in and out, devices and passwords: what is not an operation, because it is no record.

Signing in works only online, so none of this goes through the log.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from backend.identity import SYSTEM, Person, Role
from backend.people import posts, tables
from backend.people.access import PUSH, SESSION, SESSION_DAYS, new_token
from backend.people.passwords import Passwords
from backend.people.reach import post_of
from backend.people.rules import password_ok
from backend.people.throttle import Throttle, keys_of
from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.problems import SyncProblem


@dataclass(frozen=True, slots=True)
class Gate:
    """What checks passwords in this process."""

    passwords: Passwords
    throttle: Throttle


@dataclass(frozen=True, slots=True)
class Installation:
    """A replica as it presents itself."""

    replica_id: str
    device_name: str
    app: str


async def sign_in(
    store: Store,
    gate: Gate,
    login: str,
    password: str,
    address: str,
    installation: Installation | None,
    device_id: str | None = None,
) -> tuple[str, str, str | None, Person]:
    """Session token, its expiry, push token, person. Raises auth/wrong, auth/throttled,
    auth/revoked or what `register` raises."""
    login = login.strip().lower()
    now = instant.now()
    async with store.reading() as read:
        account = await read.one(
            "SELECT p.id, w.argon2 FROM person p LEFT JOIN password w ON w.person_id = p.id"
            " WHERE p.login = :login",
            {"login": login},
        )
        own = None
        if account and installation:
            own = await read.one(
                "SELECT replica_id FROM sync_replica WHERE replica_id = :replica_id"
                " AND user_id = :user_id AND lost_at IS NULL",
                {"replica_id": installation.replica_id, "user_id": account["id"]},
            )
    keys = keys_of(login, address, own["replica_id"] if own else None)
    await _check(gate, keys, account["argon2"] if account else None, password)
    assert account is not None
    async with store.reading() as read:
        person = await post_of(read, account["id"], now)
    if person is None or person.role is None:
        raise SyncProblem("auth/revoked", 401, "This account holds no post any more.")
    token, hashed = new_token(SESSION)
    expires_at = instant.shifted(now, days=SESSION_DAYS)

    async def begin(records: Records) -> str | None:
        push_token = None
        if installation is not None:
            push_token = await _register(records, person.id, installation)
        records.execute(
            "INSERT INTO session (token_hash, person_id, replica_id, began_at, used_at, expires_at,"
            " device_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
            hashed,
            person.id,
            installation.replica_id if installation else None,
            now,
            now,
            expires_at,
            device_id,
        )
        if installation is not None:
            _on_phone(records, installation.replica_id, hashed)
        return push_token

    return token, expires_at, await store.write(begin), person


async def _check(gate: Gate, keys: tuple[str, ...], argon2: str | None, password: str) -> None:
    wait_s = gate.throttle.begin(keys)
    if wait_s:
        raise SyncProblem(
            "auth/throttled", 429, f"Try again in {wait_s} s.", retry_after_ms=wait_s * 1000
        )
    if not await gate.passwords.match(argon2, password):
        raise SyncProblem("auth/wrong", 401, "Login or password is wrong.")
    gate.throttle.succeeded(keys)


async def register(
    store: Store, person: Person, token_hash: bytes, installation: Installation
) -> str:
    """The session's replica from now on, and a token with which it can always push."""

    async def bind(records: Records) -> str:
        push_token = await _register(records, person.id, installation)
        records.execute(
            "UPDATE session SET replica_id = ? WHERE token_hash = ?",
            installation.replica_id,
            token_hash,
        )
        _on_phone(records, installation.replica_id, token_hash)
        return push_token

    push_token: str = await store.write(bind)
    return push_token


async def _register(records: Records, person_id: str, installation: Installation) -> str:
    """A replica belongs to one person for ever. Raises replica/foreign, or replica/forked when it
    was reported lost: what it still holds goes on under a new replica_id."""
    if installation.replica_id == SYSTEM.id:
        raise SyncProblem("replica/foreign", 409, "This replica is the server's own.")
    rows = await records.transaction.all(
        "SELECT user_id, lost_at FROM sync_replica WHERE replica_id = ?"
        f"{records.transaction.locks}",
        installation.replica_id,
    )
    if rows and rows[0][0] != person_id:
        raise SyncProblem("replica/foreign", 409, "This replica belongs to another person.")
    if rows and rows[0][1] is not None:
        raise SyncProblem("replica/forked", 409, "This device was reported lost; take a new id.")
    if rows:
        records.execute(
            "UPDATE sync_replica SET device_name = ?, app = ? WHERE replica_id = ?",
            installation.device_name,
            installation.app,
            installation.replica_id,
        )
    else:
        records.execute(
            "INSERT INTO sync_replica (replica_id, user_id, device_name, next_seq, acked_through,"
            " ops_digest_hi, ops_digest_lo, schema_version, app, registered_at, last_seen_at)"
            " VALUES (?, ?, ?, 1, 0, 0, 0, 1, ?, ?, ?)",
            installation.replica_id,
            person_id,
            installation.device_name,
            installation.app,
            records.now,
            records.now,
        )
    token, hashed = new_token(PUSH)
    records.execute(
        "INSERT INTO push_token (token_hash, replica_id, made_at) VALUES (?, ?, ?)",
        hashed,
        installation.replica_id,
        records.now,
    )
    return token


def _on_phone(records: Records, replica_id: str, token_hash: bytes) -> None:
    """The replica is on the phone its session was begun on, where that said so (G15)."""
    records.execute(
        "UPDATE sync_replica SET device_id = coalesce("
        "(SELECT device_id FROM session WHERE token_hash = ?), device_id) WHERE replica_id = ?",
        token_hash,
        replica_id,
    )


async def sign_out(store: Store, token_hash: bytes) -> None:
    """The session ends. The replica can still push."""

    async def end(records: Records) -> None:
        records.execute(
            "UPDATE session SET revoked_at = ? WHERE token_hash = ? AND revoked_at IS NULL",
            records.now,
            token_hash,
        )

    await store.write(end)


async def devices(store: Store, by: Person, person_id: str) -> list[dict[str, Any]]:
    """His replicas, last seen first. Somebody else's only for an admin who answers for him."""
    if person_id != by.id and not await _reached(store, by, [person_id]):
        raise SyncProblem("record/unknown", 404, "No such person.")
    async with store.reading() as read:
        return await read.all(
            "SELECT replica_id, device_name, app, registered_at, last_seen_at, next_seq, lost_at"
            " FROM sync_replica WHERE user_id = :person_id ORDER BY last_seen_at DESC, replica_id",
            {"person_id": person_id},
        )


async def lost(store: Store, by: Person, replica_id: str) -> None:
    """Nothing more is taken from this device and nothing shown to it, by nobody's token."""

    async def revoke(records: Records) -> None:
        rows = await records.transaction.all(
            "SELECT user_id FROM sync_replica WHERE replica_id = ?", replica_id
        )
        owner = rows[0][0] if rows else None
        if owner is None or not (owner == by.id or await _answers_for(records, by, owner)):
            raise SyncProblem("record/unknown", 404, "No such device.")
        records.execute(
            "UPDATE sync_replica SET lost_at = ? WHERE replica_id = ? AND lost_at IS NULL",
            records.now,
            replica_id,
        )
        records.execute(
            "UPDATE session SET revoked_at = ? WHERE replica_id = ? AND revoked_at IS NULL",
            records.now,
            replica_id,
        )

    await store.write(revoke)


async def change_password(
    store: Store, gate: Gate, by: Person, token_hash: bytes, old: str, new: str
) -> None:
    """Every other session of this person ends."""
    password_ok(new)
    async with store.reading() as read:
        held = await read.one(
            "SELECT argon2 FROM password WHERE person_id = :person_id", {"person_id": by.id}
        )
    await _check(gate, (f"login:old:{by.id}",), held["argon2"] if held else None, old)
    await _write_passwords(store, {by.id: await gate.passwords.hashed(new)}, keep=token_hash)


async def set_passwords(
    store: Store, gate: Gate, by: Person, logins: list[str], password: str
) -> int:
    """An admin's word for people he answers for: all of them, or none. Their sessions end."""
    password_ok(password)
    async with store.reading() as read:
        rows = await read.rows(
            f"SELECT login, id FROM person WHERE login {read.IN}", read.ids(logins)
        )
    found: dict[str, str] = dict(rows)
    reached = await _reached(store, by, found.values())
    ids = {login: person_id for login, person_id in found.items() if person_id in reached}
    unknown = sorted(set(logins) - ids.keys())
    if unknown:
        raise SyncProblem("record/unknown", 404, f"No such login: {', '.join(unknown[:10])}")
    hashed = {person_id: await gate.passwords.hashed(password) for person_id in ids.values()}
    await _write_passwords(store, hashed)
    return len(hashed)


async def _reached(store: Store, by: Person, person_ids: Iterable[str]) -> set[str]:
    """Those of them he answers for."""

    async def ask(records: Records) -> set[str]:
        return {one for one in person_ids if await _answers_for(records, by, one)}

    reached: set[str] = await store.write(ask)
    return reached


async def _answers_for(records: Records, by: Person, person_id: str) -> bool:
    if by.role is not Role.ADMIN or await records.see(tables.Person, person_id) is None:
        return False
    return await posts.administers(records, by, person_id)


async def _write_passwords(store: Store, argon2: dict[str, str], keep: bytes | None = None) -> None:
    async def write(records: Records) -> None:
        for person_id, hashed in sorted(argon2.items()):
            records.execute(
                "INSERT INTO password (person_id, argon2, changed_at) VALUES (?, ?, ?)"
                " ON CONFLICT (person_id) DO UPDATE"
                " SET argon2 = excluded.argon2, changed_at = excluded.changed_at",
                person_id,
                hashed,
                records.now,
            )
            records.execute(
                "UPDATE session SET revoked_at = ?"
                " WHERE person_id = ? AND revoked_at IS NULL AND token_hash <> ?",
                records.now,
                person_id,
                keep or b"",
            )

    await store.write(write)
