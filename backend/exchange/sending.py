"""Our calls to other systems: what changed, in order, until it is taken.

One call at a time for each system, with a cursor that goes on only when the other side said 2xx.
So nothing is left out and nothing overtakes; a call may come twice (we may die behind the answer),
with the same webhook-id. A system that does not answer waits longer and longer, and after five days
somebody has to look. Replayed calls stand beside that: they move no cursor.
"""

import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from backend.exchange import changes
from backend.exchange.signing import headers
from backend.exchange.tables import OtherSystemCall, plain, text
from backend.exchange.where import why_not
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.session import Records

log = logging.getLogger("xundian.exchange")
AT_ONCE = 200
"""Changes in one call."""
LEASE_S = 60
TIMEOUT_S = 15.0
QUIET_S = 2
PAUSES_S = (10, 60, 300, 1800, 7200, 21600, 43200)
"""After each failed try; then always the last."""
GIVEN_UP_S = 5 * 86400
LONGEST_WAIT_S = 3600
"""Of what the other side may ask for by Retry-After."""
KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Called(changes.Reader):
    """One that wants to be told, and how far that has come."""

    url: str
    secret: str
    cursor: dict[str, list[int]]
    tries: int
    failing_since: str | None


async def round_of(store: Store, client: httpx.AsyncClient, hosts: frozenset[str]) -> int:
    """One call to each system that has something waiting. Returns how many were made."""
    made = 0
    for system in await store.write(_take):
        made += await _tell(store, client, hosts, system)
    return made


async def _take(records: Records) -> list[Called]:
    """Systems whose time it is, ours for a while: two workers never call one at once."""
    skip = " FOR UPDATE SKIP LOCKED" if records.transaction.locks else ""
    rows = await records.transaction.all(
        "UPDATE other_system SET next_at = ? WHERE id IN (SELECT id FROM other_system"
        " WHERE state = 'on' AND url IS NOT NULL AND revoked_at IS NULL AND next_at <= ?"
        f" ORDER BY next_at LIMIT 20{skip}) RETURNING {COLUMNS}",
        instant.shifted(records.now, seconds=LEASE_S),
        records.now,
    )
    return [_system(row) for row in rows]


async def _tell(
    store: Store, client: httpx.AsyncClient, hosts: frozenset[str], system: Called
) -> int:
    async with store.reading() as read:
        waiting = await _waiting(read, system.id)
        fresh = waiting is None
        if waiting is None:
            found = await changes.page(read, system, system.cursor, AT_ONCE)
            at = instant.now()
            waiting = OtherSystemCall(
                id=uuid.uuid4().hex, system_id=system.id, made_at=at, to_cursor=found.cursor,
                from_cursor=dict(system.cursor), changes=len(found.changes), state="waiting",
            )  # fmt: skip
        else:
            found = await changes.page(read, system, waiting.from_cursor, AT_ONCE)
            # What changed again meanwhile has moved on in the feed: it tells what is true now.
            waiting.to_cursor, waiting.changes = found.cursor, len(found.changes)
    if fresh and not found.changes:
        await store.write(_nothing(system, found.cursor))
        return 0
    problem = why_not(system.url, hosts)
    status, wait_s, began = None, None, time.monotonic()
    if problem is None:
        status, problem, wait_s = await _call(client, system, waiting, found, store.server_id)
    waiting.took_ms = round(1000 * (time.monotonic() - began))
    waiting.status, waiting.problem = status, problem
    waiting.tried_at, waiting.tries = instant.now(), waiting.tries + 1
    await store.write(_answered(system, waiting, found.more, wait_s))
    return 1


async def _call(
    client: httpx.AsyncClient, system: Called, call: OtherSystemCall, found: changes.Page,
    history: str,
) -> tuple[int | None, str | None, int | None]:  # fmt: skip
    """The status, what went wrong, and how long the other side asks us to wait."""
    body = msgspec.json.encode(
        {
            "type": "changes", "timestamp": call.made_at, "system": system.id,
            "after": changes.token_of(call.from_cursor, history),
            "next": changes.token_of(found.cursor, history),
            "more": found.more, "replayed": call.replayed, "anew": found.anew,
            "changes": found.changes,
        }
    )  # fmt: skip
    sent = {"content-type": "application/json", "user-agent": "xundian-webhook"}
    sent |= headers(system.secret, call.id, int(time.time()), body)
    try:
        async with client.stream(
            "POST", system.url, content=body, headers=sent,
            timeout=TIMEOUT_S, follow_redirects=False,
        ) as answer:  # fmt: skip
            status = answer.status_code  # its body is nobody's business, and may have no end
            asked = answer.headers.get("retry-after", "")
    except (httpx.HTTPError, OSError) as error:
        return None, f"{type(error).__name__}: {error}"[:300], None
    if 200 <= status < 300:
        return status, None, None
    wait_s = min(int(asked), LONGEST_WAIT_S) if asked.isascii() and asked.isdigit() else None
    return status, "hook/gone" if status == 410 else f"HTTP {status}", wait_s


def _nothing(system: Called, cursor: Mapping[str, Any]) -> Callable[[Records], Any]:
    """Nothing for it: what is none of its business is passed over."""

    async def passed(records: Records) -> None:
        records.execute(
            "UPDATE other_system SET cursor = CASE cursor WHEN ? THEN ? ELSE cursor END,"
            " next_at = ? WHERE id = ?",
            text(system.cursor), text(cursor),
            instant.shifted(records.now, seconds=QUIET_S), system.id,
        )  # fmt: skip

    return passed


def _answered(
    system: Called, call: OtherSystemCall, more: bool, wait_s: int | None
) -> Callable[[Records], Any]:
    """Whether it was taken, and when it is its turn again."""

    async def answered(records: Records) -> None:
        if call.problem is None:
            call.state = "sent"
            cursor = dict(system.cursor) if call.replayed else call.to_cursor
            state, tries, since = "on", 0, None
            next_at = records.now if more else instant.shifted(records.now, seconds=QUIET_S)
        else:
            cursor, tries = dict(system.cursor), system.tries + 1
            since = system.failing_since or records.now
            over = since <= instant.shifted(records.now, seconds=-GIVEN_UP_S)
            state = "failing" if over or call.problem == "hook/gone" else "on"
            call.state = "given_up" if call.replayed and state == "failing" else "waiting"
            pause_s = wait_s or PAUSES_S[min(tries, len(PAUSES_S)) - 1]
            next_at = instant.shifted(records.now, seconds=pause_s)
            if state == "failing":
                log.error("%s (%s) is called no more: %s", system.name, system.id, call.problem)
        records.execute(
            # Somebody may have set it back to the beginning, or off, while we were calling.
            "UPDATE other_system SET cursor = CASE cursor WHEN ? THEN ? ELSE cursor END,"
            " state = CASE state WHEN 'on' THEN ? ELSE state END,"
            " tries = ?, failing_since = ?, next_at = ? WHERE id = ?",
            text(system.cursor), text(cursor), state, tries, since, next_at, system.id,
        )  # fmt: skip
        records.execute(
            "INSERT INTO other_system_call (id, system_id, made_at, from_cursor, to_cursor,"
            " changes, replayed, state, tries, tried_at, status, problem, took_ms)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
            " to_cursor = excluded.to_cursor, changes = excluded.changes, state = excluded.state,"
            " tries = excluded.tries, tried_at = excluded.tried_at, status = excluded.status,"
            " problem = excluded.problem, took_ms = excluded.took_ms",
            call.id, call.system_id, call.made_at, text(call.from_cursor), text(call.to_cursor),
            call.changes, call.replayed, call.state, call.tries, call.tried_at, call.status,
            call.problem, call.took_ms,
        )  # fmt: skip

    return answered


async def forget_old(records: Records) -> None:
    """Of calls that were taken, a month is kept."""
    records.execute(
        "DELETE FROM other_system_call WHERE state <> 'waiting' AND made_at < ?",
        instant.shifted(records.now, days=-KEPT_DAYS),
    )


NAMES = (
    "id", "name", "org_unit_id", "partner_id", "entities", "url", "secret", "cursor", "tries",
    "failing_since",
)  # fmt: skip
COLUMNS = ", ".join(NAMES)
CALL = (
    "id", "system_id", "made_at", "from_cursor", "to_cursor", "changes", "replayed", "state",
    "tries",
)  # fmt: skip


async def _waiting(read: Read, system_id: str) -> OtherSystemCall | None:
    """The one that is not taken yet; a replayed one first, as somebody waits for it."""
    rows = await read.rows(
        f"SELECT {', '.join(CALL)} FROM other_system_call"
        " WHERE system_id = ? AND state = 'waiting' ORDER BY replayed DESC, made_at LIMIT 1",
        system_id,
    )
    if not rows:
        return None
    found = dict(zip(CALL, rows[0], strict=True))
    for name in ("from_cursor", "to_cursor"):
        found[name] = plain(found[name])
    return OtherSystemCall(**{**found, "replayed": bool(found["replayed"])})


def _system(row: Sequence[Any]) -> Called:
    found = dict(zip(NAMES, row, strict=True))
    return Called(
        **{**found, "entities": plain(found["entities"]), "cursor": plain(found["cursor"])}
    )
