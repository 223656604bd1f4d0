"""Proving agreement when a digest says there is none (protocol.md 3.10).

A device that disagrees about a scope asks for 256 partial sums, compares, and asks for the rows of
the partial sums that differ. Every such question is an incident and is logged with both sides'
lists. `disagreements` is the server's question to itself: do the feed and the records agree?
"""

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Controller, Request, post
from litestar.di import NamedDependency

from backend.identity import Device
from backend.store import instant
from backend.store.announce import joined
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.record import shape_of
from backend.store.view import View, scope_kind
from backend.sync.bodies import plain_body
from backend.sync.problems import SyncProblem
from backend.sync.pull import granted_scopes
from sync_protocol.digest import MODULUS, canonical, hexadecimal, row_hash
from sync_protocol.message import Message

FANOUT = 256
PAGE = 2000
log = logging.getLogger("xundian.audit")


class AuditRequest(Message, frozen=True, kw_only=True):
    """Without `buckets`: the partial sums. With them: the rows in these, each [entity, id,
    version, hash]; `mine` is what the device holds there."""

    replica_id: str
    scope: str
    epoch: int
    pos: int
    buckets: tuple[int, ...] | None = None
    mine: tuple[tuple[str, str, int, str], ...] = ()


_request = msgspec.json.Decoder(AuditRequest)


def bucket_of(row_id: str) -> int:
    """First byte of SHA-256 of the id."""
    return hashlib.sha256(row_id.encode()).digest()[0]


async def audit(store: Store, device: Device, request: AuditRequest) -> dict[str, Any]:
    """Raises SyncProblem scope/unknown for a scope that is not the device's."""
    async with store.reading() as read:
        granted = await granted_scopes(read, device.person.id, instant.now())
        if request.scope not in granted:
            raise SyncProblem("scope/unknown", 404, "There is no such scope.")
        heads = await read.rows(
            "SELECT epoch, head, n, digest_hi, digest_lo FROM sync_scope WHERE scope_id = ?",
            request.scope,
        )
        lines = await read.rows(
            "SELECT entity, row_id, version, row_hash FROM sync_feed"
            " WHERE scope_id = ? AND kind = 'put' ORDER BY entity, row_id",
            request.scope,
        )
    epoch, head, n, high, low = heads[0] if heads else (1, 0, 0, 0, 0)
    answer: dict[str, Any] = {
        "scope": request.scope, "epoch": epoch, "pos": head, "n": n,
        "digest": hexadecimal(joined(high, low)),
    }  # fmt: skip
    if request.buckets is None:
        sums = [0] * FANOUT
        for _, row_id, _, hashed in lines:
            sums[bucket_of(row_id)] += int.from_bytes(hashed, "big")
        return {**answer, "sums": [hexadecimal(total % MODULUS) for total in sums]}
    asked = set(request.buckets)
    answer["rows"] = [
        [entity, row_id, version, hashed.hex()]
        for entity, row_id, version, hashed in lines
        if bucket_of(row_id) in asked
    ]
    _note(device, request, answer["rows"])
    return answer


def _note(device: Device, request: AuditRequest, rows: list[list[Any]]) -> None:
    here = {tuple(row) for row in rows}
    there = set(request.mine)
    log.error(
        "replica %s disagrees about %s at %d: %s only here, %s only there",
        device.replica_id,
        request.scope,
        request.pos,
        sorted(here - there)[:50],
        sorted(there - here)[:50],
    )


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A scope whose feed does not show what the records are."""

    scope: str
    counted: int
    kept: int
    lines: int


async def disagreements(read: Read, views: Iterable[View[Any]]) -> list[Disagreement]:
    """Count and digest of every scope anew from the records, against the feed's lines and the
    scopes' own counters. Must be empty: whatever it finds was written past the feed."""
    counted: dict[str, list[int]] = {}
    for view in views:
        await _count(read, view, counted)
    lines: dict[str, list[int]] = {}
    for scope, hashed in await read.rows(
        "SELECT scope_id, row_hash FROM sync_feed WHERE kind = 'put'"
    ):
        _add(lines, scope, int.from_bytes(hashed, "big"))
    kept = {
        scope: [n, joined(high, low)]
        for scope, n, high, low in await read.rows(
            "SELECT scope_id, n, digest_hi, digest_lo FROM sync_scope"
        )
    }
    nothing = [0, 0]
    return [
        Disagreement(
            scope,
            counted.get(scope, nothing)[0],
            kept.get(scope, nothing)[0],
            lines.get(scope, nothing)[0],
        )
        for scope in sorted(counted.keys() | kept.keys() | lines.keys())
        if not (
            counted.get(scope, nothing) == kept.get(scope, nothing) == lines.get(scope, nothing)
        )
    ]


async def _count(read: Read, view: View[Any], counted: dict[str, list[int]]) -> None:
    shape = shape_of(view.table)
    after = ""
    while True:
        rows = await read.rows(
            f'SELECT {shape.list} FROM "{shape.name}" WHERE id > ? ORDER BY id LIMIT ?', after, PAGE
        )
        for row in rows:
            record = shape.read(tuple(row))
            for scope in dict.fromkeys(view.scopes(record)):
                body = canonical(view.shown[scope_kind(scope)](record))
                _add(counted, scope, row_hash(view.entity, record.id, record.version, body))
            after = record.id
        if len(rows) < PAGE:
            return


def _add(sums: dict[str, list[int]], scope: str, hashed: int) -> None:
    entry = sums.setdefault(scope, [0, 0])
    entry[0] += 1
    entry[1] = (entry[1] + hashed) % MODULUS


class AuditController(Controller):
    """One door, knocked at when something is wrong."""

    path = "/sync/v1"
    tags = ("sync",)

    @post("/audit", status_code=200)
    async def audit(
        self,
        request: Request[Any, Any, Any],
        device: NamedDependency[Device],
        store: NamedDependency[Store],
    ) -> dict[str, Any]:
        """Partial sums of a scope, or the rows behind those that differ."""
        try:
            asked = _request.decode(await plain_body(request))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SyncProblem("bad-request", 400, f"This cannot be read: {error}") from error
        return await audit(store, device, asked)
