"""What has changed since a cursor, for a system of another house.

The lines are those of the sync feed (protocol.md 3.3): positions are given under a lock at the end
of each transaction, so nothing can slip in behind a cursor. One line per record, newest state only:
who reads seldom sees the last state, not every one between.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from backend.customers.prices import codes_in
from backend.people.reach import read_units_under
from backend.store.read import Read
from backend.sync.problems import SyncProblem

ENTITIES = ("sales_order", "delivery_note", "sku", "price_list", "must_stock_list", "partner",
            "stock_count", "stock_receipt")  # fmt: skip
SAME = {"partner": "past", "past": "partner"}
"""A record that has left the partner's devices is as it was: it lies in the other of the two."""
TOGETHER = frozenset({"sales_order", "delivery_note"})
Cursor = Mapping[str, Sequence[int]]
"""By scope: epoch and position, both of the last line that was read."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A system of another house: what it may see."""

    id: str
    name: str
    org_unit_id: str
    partner_id: str | None
    entities: list[str]


@dataclass(frozen=True, slots=True)
class Page:
    """Some changes in the order they happened in each scope, and where the next begins."""

    changes: list[dict[str, Any]]
    cursor: dict[str, list[int]]
    more: bool
    anew: list[str]
    """Scopes that begin anew: what was known of them may be of another history."""


class Token(msgspec.Struct, frozen=True):
    """A cursor as the other side keeps it, and of which history of the server it is."""

    of: str
    at: dict[str, tuple[int, int]]


def token_of(cursor: Cursor, history: str) -> str:
    """Opaque, a name in a URL. ``history``: the server's name."""
    at = {scope: (epoch, pos) for scope, (epoch, pos) in sorted(cursor.items())}
    raw = msgspec.json.encode(Token(history, at))
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def cursor_of(token: str, history: str) -> dict[str, list[int]]:
    """Raises 400 for what no answer of ours ever said. Positions of another history are none of
    this one's, though a scope made anew since the backup may bear their epoch."""
    if not token:
        return {}
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        found = msgspec.json.decode(raw, type=Token)
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise SyncProblem("bad-request", 400, "`after` is what `next` said, or nothing.") from error
    same = found.of == history
    return {scope: [epoch if same else -1, pos] for scope, (epoch, pos) in found.at.items()}


async def scopes_of(read: Read, system: Reader) -> list[str]:
    """A partner's own; the company's: of every partner that serves a store below its unit. With
    the products, and the prices of those stores."""
    if system.partner_id is not None:
        where, of = "partner_id = ?", system.partner_id
    else:
        where = f"org_unit_id {read.IN}"
        of = read.ids(sorted(await read_units_under(read, system.org_unit_id)))
    rows = await read.rows(
        f"SELECT DISTINCT partner_id, price_list_code, price_list_codes FROM store WHERE {where}",
        of,
    )
    shared = await read.rows("SELECT scope_id FROM sync_scope WHERE scope_id LIKE 'org:%'")
    return sorted(
        {scope for (scope,) in shared}
        | {
            f"{kind}:{one}"
            for one in (system.partner_id, *(row[0] for row in rows))
            for kind in SAME
            if one
        }
        | {f"prices:{code}" for row in rows for code in codes_in(row[1:])}
    )


async def page(read: Read, system: Reader, cursor: Cursor, limit: int) -> Page:
    """At most so many changes after the cursor, of the entities this system may see."""
    scopes = await scopes_of(read, system)
    heads = {
        scope: (head, epoch)
        for scope, head, epoch in await read.rows(
            f"SELECT scope_id, head, epoch FROM sync_scope WHERE scope_id {read.IN}",
            read.ids(scopes),
        )
    }
    units = await read_units_under(read, system.org_unit_id)
    told: dict[str, list[int]] = {}
    changes: list[dict[str, Any]] = []
    anew = []
    more = False
    for scope in scopes:
        if scope not in heads:
            continue
        head, epoch = heads[scope]
        was_epoch, pos = cursor.get(scope, (epoch, 0))
        if was_epoch != epoch or pos > head:
            anew.append(scope)
            pos = 0
        room = limit - len(changes)
        if room <= 0:
            told[scope] = [epoch, pos]
            more = more or pos < head
            continue
        lines = await read.rows(
            "SELECT pos, entity, row_id, version, kind, body FROM sync_feed"
            " WHERE scope_id = ? AND pos > ? ORDER BY pos LIMIT ?",
            scope, pos, room + 1,
        )  # fmt: skip
        more = more or len(lines) > room
        kept = lines[:room]
        changes += await _shown(read, system, units, scope, kept)
        told[scope] = [epoch, kept[-1][0] if len(lines) > room else head]
    return Page(changes, told, more, anew)


async def _shown(
    read: Read, system: Reader, units: frozenset[str], scope: str, lines: Sequence[Any]
) -> list[dict[str, Any]]:
    moved = await _moved(read, scope, lines)
    found = [
        {
            "entity": entity,
            "id": row_id,
            "version": version,
            "kind": "put" if kind == "put" else "gone",
            "body": msgspec.json.decode(body) if kind == "put" and body else None,
        }
        for _, entity, row_id, version, kind, body in lines
        if entity in system.entities and (kind == "put" or (entity, row_id) not in moved)
    ]
    stores = {one["body"]["store_id"] for one in found if one["body"] and one["entity"] in TOGETHER}
    if not stores:
        return found
    rows = await read.rows(
        f"SELECT id, org_unit_id FROM store WHERE id {read.IN}", read.ids(sorted(stores))
    )
    # A partner may deliver for two branches; the system of one sees nothing of the other.
    here = {store_id for store_id, unit in rows if unit in units or system.partner_id}
    return [
        one
        for one in found
        if one["entity"] not in TOGETHER or not one["body"] or one["body"]["store_id"] in here
    ]


async def _moved(read: Read, scope: str, lines: Sequence[Any]) -> set[tuple[str, str]]:
    """Of the records that left this scope, those that are in its other half: they are not gone."""
    kind, _, partner_id = scope.partition(":")
    left = sorted({row_id for _, _, row_id, _, what, _ in lines if what == "leave"})
    if kind not in SAME or not left:
        return set()
    rows = await read.rows(
        "SELECT entity, row_id FROM sync_feed WHERE scope_id = ? AND kind = 'put'"
        f" AND row_id {read.IN}",
        f"{SAME[kind]}:{partner_id}",
        read.ids(left),
    )
    return {(entity, row_id) for entity, row_id in rows}
