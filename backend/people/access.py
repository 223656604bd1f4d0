"""Whose token is this, and what may it do? Every door asks one of three questions.

`device`: a session that may read. `person`: the same, as the person. `pushing_device`: a session or
a push-only token; it is answered long after reading has ended, because nothing captured in a shop
may be lost (protocol.md, decision 6).
"""

import hashlib
import secrets
from dataclasses import replace
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency

from backend.identity import Device, Person
from backend.people.reach import WITH_SUBTREE, in_post, read_units_under
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.session import Records
from backend.sync.problems import SyncProblem

SESSION, PUSH = "xs_", "xp_"
KEY = "xk_"
"""Of a system of another house (backend/exchange): it opens none of the doors here."""
SESSION_DAYS = 30
WHO = (
    " p.id, p.login, p.name, p.inactive_since,"
    " e.role, e.org_unit_id, e.partner_id, e.from_at, e.until_at"
)
POSTS = " LEFT JOIN employment e ON e.person_id = p.id"


def new_token(kind: str) -> tuple[str, bytes]:
    """A token of 256 bits, and its hash, which is all that we keep."""
    token = kind + secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def token_of(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token.startswith((SESSION, PUSH, KEY)) or len(token) > 100:
        raise SyncProblem("auth/required", 401, "Sign in first.")
    return token


async def device(request: Request[Any, Any, Any], store: NamedDependency[Store]) -> Device:
    """A session that may read."""
    token = token_of(request)
    if token.startswith(PUSH):
        raise SyncProblem("auth/required", 401, "This token can only push. Sign in to read.")
    found = await by_session(store, token)
    if not found.may_read:
        raise SyncProblem("auth/revoked", 401, "This account holds no post any more.")
    return found


async def pushing_device(request: Request[Any, Any, Any], store: NamedDependency[Store]) -> Device:
    """Whoever may bring what was captured."""
    token = token_of(request)
    if token.startswith(PUSH):
        return await by_push_token(store, token)
    return await by_session(store, token)


async def person(device: NamedDependency[Device]) -> Person:
    return device.person


async def by_session(store: Store, token: str) -> Device:
    now, hashed = instant.now(), token_hash(token)
    async with store.reading() as read:
        rows = await read.rows(
            f"SELECT s.replica_id, s.expires_at, s.revoked_at, s.used_at, r.lost_at,{WHO}"
            " FROM session s JOIN person p ON p.id = s.person_id"
            f" LEFT JOIN sync_replica r ON r.replica_id = s.replica_id{POSTS}"
            " WHERE s.token_hash = ? ORDER BY e.from_at",
            hashed,
        )
        if not rows:
            raise SyncProblem("auth/required", 401, "Sign in first.")
        replica_id, expires_at, revoked_at, used_at, lost_at = rows[0][:5]
        if revoked_at is not None or lost_at is not None:
            raise SyncProblem("auth/revoked", 401, "This session was ended.")
        if expires_at <= now:
            raise SyncProblem("auth/expired", 401, "This session has expired. Sign in again.")
        someone = await _person(read, [row[5:] for row in rows], now)
    if used_at < instant.shifted(now, hours=-1):
        await store.write(_slide(hashed, now))
    return Device(replica_id or "", someone, may_read=someone.role is not None)


async def by_push_token(store: Store, token: str) -> Device:
    async with store.reading() as read:
        rows = await read.rows(
            f"SELECT r.replica_id, r.lost_at,{WHO} FROM push_token t"
            " JOIN sync_replica r ON r.replica_id = t.replica_id"
            f" JOIN person p ON p.id = r.user_id{POSTS}"
            " WHERE t.token_hash = ? ORDER BY e.from_at",
            token_hash(token),
        )
        if not rows:
            raise SyncProblem("auth/required", 401, "This token is not known.")
        replica_id, lost_at = rows[0][:2]
        if lost_at is not None:
            raise SyncProblem("auth/revoked", 401, "This device was reported lost.")
        someone = await _person(read, [row[2:] for row in rows], instant.now())
    return Device(replica_id, someone, may_read=False)


async def _person(read: Read, rows: list[tuple[Any, ...]], now: str) -> Person:
    id, login, name, inactive_since = rows[0][:4]
    posts = [row[4:] for row in rows if row[4] is not None]
    someone = in_post(id, login, name, posts, inactive_since, now)
    if someone.role in WITH_SUBTREE and someone.org_unit_id is not None:
        return replace(someone, unit_ids=await read_units_under(read, someone.org_unit_id))
    return someone


def _slide(hashed: bytes, now: str) -> Any:
    async def slide(records: Records) -> None:
        records.execute(
            "UPDATE session SET used_at = ?, expires_at = ? WHERE token_hash = ?",
            now,
            instant.shifted(now, days=SESSION_DAYS),
            hashed,
        )

    return slide
