"""What a device asks in a pull, and what it says of itself and confirms by the way: kept, so that a
quiet pull need not repeat it (decision 14)."""

import logging
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta

from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.envelope import READABLE
from backend.sync.problems import SyncProblem
from sync_protocol.digest import MODULUS, cursor_hash, hexadecimal
from sync_protocol.generated import protocol
from sync_protocol.message import Message

SCOPES_PER_PULL = 1000
PAGE_BYTES = 1024 * 1024
REPORT_BYTES = 16_384
HEARD_EVERY_S = 300
ORDERS_KEPT_DAYS = 90

Cursor = tuple[str, int, int]


class PullRequest(Message, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """The body of a pull. What a newer app adds to it is no reason not to answer."""

    protocol: int
    schema: int
    replica_id: str
    server_id: str | None = None
    max_bytes: Annotated[int, Meta(ge=4096, le=8 * PAGE_BYTES)] = PAGE_BYTES
    cursors: tuple[Cursor, ...] | None = None
    known: str | None = None
    moved: tuple[Cursor, ...] = ()
    report: msgspec.Raw = msgspec.Raw(b"null")
    """Read by itself: a device that says something odd of itself must still be answered."""


log = logging.getLogger("xundian.pull")
_request = msgspec.json.Decoder(PullRequest)
_device_report = msgspec.json.Decoder(protocol.DeviceReport)
_text = msgspec.json.Encoder().encode


def read_request(body: bytes) -> PullRequest:
    """Raises SyncProblem bad-request, upgrade-required or too-large."""
    try:
        request = _request.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SyncProblem("bad-request", 400, f"This pull cannot be read: {error}") from error
    if request.protocol not in READABLE:
        readable = sorted(READABLE)
        detail = f"Pulls are answered in protocol {', '.join(map(str, readable))}."
        raise SyncProblem("upgrade-required", 426, detail, readable=readable)
    if len(request.cursors or request.moved) > SCOPES_PER_PULL:
        raise SyncProblem("too-large", 413, f"At most {SCOPES_PER_PULL} scopes a pull.")
    return request


def cursor_table(request: PullRequest, remembered: str | None) -> dict[str, tuple[int, int]] | None:
    """The device's cursors: all it sent, or the remembered ones with those that moved; None when
    the two sides do not remember the same."""
    if request.cursors is not None:
        return {scope: (epoch, pos) for scope, epoch, pos in request.cursors}
    kept: dict[str, list[int]] = msgspec.json.decode(remembered) if remembered else {}
    if request.known != table_digest({scope: (e, p) for scope, (e, p) in kept.items()}):
        return None
    table = {scope: (epoch, pos) for scope, (epoch, pos) in kept.items()}
    table.update({scope: (epoch, pos) for scope, epoch, pos in request.moved})
    return table


def table_digest(table: dict[str, tuple[int, int]]) -> str:
    """Digest of a cursor table: the sum over its entries."""
    total = sum(cursor_hash(scope, epoch, pos) for scope, (epoch, pos) in table.items())
    return hexadecimal(total % MODULUS)


async def remember(store: Store, replica_id: str, request: PullRequest) -> None:
    """Keep what the device says of itself, and what it confirmed, so that a quiet pull need not
    repeat it (decision 14)."""
    report = _report(request)
    if request.cursors is None and not request.moved and report is None:
        await _heard_again(store, replica_id)
        return

    async def keep(records: Records) -> None:
        if report is not None:
            _keep_orders(records, replica_id, report)
            records.execute(
                "UPDATE sync_replica SET report = ?, reported_at = ? WHERE replica_id = ?",
                _text(msgspec.structs.replace(report, orders=UNSET)).decode(),
                records.now,
                replica_id,
            )
        rows = await records.transaction.all(
            f"SELECT cursors FROM sync_replica WHERE replica_id = ?{records.transaction.locks}",
            replica_id,
        )
        if not rows:
            return
        kept = msgspec.json.decode(rows[0][0]) if rows[0][0] and request.cursors is None else {}
        kept.update({scope: [e, p] for scope, e, p in (request.cursors or request.moved)})
        records.execute(
            "UPDATE sync_replica SET cursors = ?, last_seen_at = ? WHERE replica_id = ?",
            _text(kept).decode(),
            records.now,
            replica_id,
        )

    await store.write(keep)


def _keep_orders(records: Records, replica_id: str, report: protocol.DeviceReport) -> None:
    """By day, for longer than the device itself remembers; what it said last stands."""
    if report.orders is UNSET:
        return
    for one in report.orders:
        records.execute(
            "INSERT INTO device_orders (replica_id, day, user_id, sent, waiting, aside, told_at)"
            " SELECT replica_id, ?, user_id, ?, ?, ?, ? FROM sync_replica WHERE replica_id = ?"
            " ON CONFLICT (replica_id, day) DO UPDATE SET"
            " sent = excluded.sent, waiting = excluded.waiting, aside = excluded.aside,"
            " told_at = excluded.told_at",
            one.day,
            *(_text(nos).decode() for nos in (one.sent, one.waiting, one.aside)),
            records.now,
            replica_id,
        )
    records.execute(
        "DELETE FROM device_orders WHERE replica_id = ? AND day < ?",
        replica_id,
        instant.day_of(instant.shifted(records.now, days=-ORDERS_KEPT_DAYS), records.zone),
    )


def _report(request: PullRequest) -> protocol.DeviceReport | None:
    said = bytes(request.report)
    if said == b"null" or len(said) > REPORT_BYTES:
        return None
    try:
        return _device_report.decode(said)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        log.warning("a device's report of itself cannot be read: %s", error)
        return None


async def _heard_again(store: Store, replica_id: str) -> None:
    """A quiet pull writes nothing, but for the last contact when that grows old: whoever is there
    and has nothing to say must not look as if she were gone."""
    now = instant.now()
    since = instant.shifted(now, seconds=-HEARD_EVERY_S)
    async with store.reading() as read:
        rows = await read.rows(
            "SELECT last_seen_at FROM sync_replica WHERE replica_id = ?", replica_id
        )
    if not rows or rows[0][0] > since:
        return

    async def note(records: Records) -> None:
        records.execute(
            "UPDATE sync_replica SET last_seen_at = ? WHERE replica_id = ? AND last_seen_at <= ?",
            now,
            replica_id,
            since,
        )

    await store.write(note)
