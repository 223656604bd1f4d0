"""What a device does not know yet, as a stream of frames with marks (protocol.md 3.6).

Stored bodies are spliced in as they are. Each batch of scopes is read in one snapshot together
with head, count and digest, so a scope's final mark says exactly what the device must hold then.
"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from backend.identity import Device
from backend.store import instant
from backend.store.announce import joined
from backend.store.driver import Row
from backend.store.engine import Store
from backend.store.read import Read
from backend.sync.asking import PullRequest, cursor_table
from backend.sync.envelope import PROTOCOL, SHAPES
from backend.sync.problems import SyncProblem
from sync_protocol.digest import hexadecimal

MARK_FRAMES = 500
MARK_BYTES = 256 * 1024
BATCH_LINES = 1001
"""Read at once; of a large scope the last one only shows whether an operation ends before it."""
BATCH_SCOPES = 200
LINE = "f.scope_id, f.kind, f.entity, f.row_id, f.version, f.pos, f.last_pos, f.body"


@dataclass(slots=True)
class Wanted:
    """A scope to be sent, from where to where."""

    scope: str
    cursor: int
    head: int
    epoch: int
    n: int
    digest: str
    reset: bool
    floor: int = 0


_MARK = b'{"t":"mark","scope":%b,"epoch":%d,"pos":%d,"more":true}\n'
_text = msgspec.json.Encoder().encode


async def granted_scopes(read: Read, user_id: str, at: str) -> list[str]:
    """Scopes this user may pull at this moment; `user:` first."""
    rows = await read.rows(
        "SELECT DISTINCT scope FROM scope_grant WHERE user_id = ? AND from_at <= ?"
        " AND (until_at IS NULL OR until_at > ?)",
        user_id,
        at,
        at,
    )
    own = f"user:{user_id}"
    return [own, *sorted(scope for (scope,) in rows if scope != own)]


async def pull(store: Store, device: Device, request: PullRequest) -> AsyncIterator[bytes]:
    """The answer in chunks; every chunk ends with a mark or is the last."""
    if not device.may_read:
        raise SyncProblem("auth/expired", 401, "This token can only push.")
    if request.replica_id != device.replica_id:
        raise SyncProblem("replica/foreign", 409, "This session belongs to another replica.")
    now = instant.now()
    async with store.reading() as read:
        granted = await granted_scopes(read, device.person.id, now)
        rows = await read.rows(
            "SELECT next_seq, cursors FROM sync_replica WHERE replica_id = ? AND user_id = ?",
            device.replica_id,
            device.person.id,
        )
        if not rows:
            raise SyncProblem("replica/unknown", 409, "Register this replica first.")
        next_seq, remembered = rows[0]
        table = cursor_table(request, remembered)
        hello = {
            "t": "hello", "server_id": store.server_id, "server_time": now,
            "next_seq": next_seq, "schema": SHAPES, "protocol": PROTOCOL,
        }  # fmt: skip
        if table is None:
            return _only(hello, {"t": "need-cursors"})
        if request.server_id not in (None, store.server_id):
            # Positions of another history: a scope made anew since the backup may bear their epoch.
            table = {scope: (-1 if pos else 0, pos) for scope, (_, pos) in table.items()}
        may = set(granted)
        gone = [scope for scope in table if scope not in may]
        order = [scope for scope in granted if scope in table]
        wanted = await _wanted(read, order, table)
    return _stream(store, request, hello, gone, wanted)


async def _wanted(read: Read, order: list[str], table: dict[str, tuple[int, int]]) -> list[Wanted]:
    """Of the granted scopes the device follows, those that moved, in the order to send them."""
    rows = await read.rows(
        "SELECT scope_id, head, floor, epoch, n, digest_hi, digest_lo FROM sync_scope"
        f" WHERE scope_id {read.IN}",
        read.ids(order),
    )
    heads = {row[0]: row[1:] for row in rows}
    wanted: list[Wanted] = []
    for scope in order:
        epoch_there, pos = table[scope]
        if scope not in heads:
            if pos:
                wanted.append(Wanted(scope, 0, 0, 1, 0, hexadecimal(0), reset=True))
            elif epoch_there == 0:
                wanted.append(Wanted(scope, 0, 0, 1, 0, hexadecimal(0), reset=False))
            continue
        head, floor, epoch, n, high, low = heads[scope]
        reset = bool(pos) and (epoch_there != epoch or pos < floor or pos > head)
        if pos == head and epoch_there == epoch:
            continue
        cursor = 0 if reset or not pos else pos
        digest = hexadecimal(joined(high, low))
        wanted.append(Wanted(scope, cursor, head, epoch, n, digest, reset, floor))
    return wanted


async def _only(*frames: dict[str, Any]) -> AsyncIterator[bytes]:
    end = {"t": "end", "frames": len(frames), "more": False}
    yield b"".join(_text(frame) + b"\n" for frame in (*frames, end))


async def _stream(
    store: Store,
    request: PullRequest,
    hello: dict[str, Any],
    gone: list[str],
    wanted: list[Wanted],
) -> AsyncIterator[bytes]:
    frames = 1 + len(gone)
    head = _text(hello) + b"\n"
    head += b"".join(_text({"t": "gone", "scope": scope}) + b"\n" for scope in gone)
    yield head
    sent, more = len(head), False
    for batch in _batches(wanted):
        if sent >= request.max_bytes:
            more = True
            break
        if len(batch) == 1 and batch[0].head - batch[0].cursor > BATCH_LINES:
            at = batch[0].cursor
            while True:
                chunk, count, at, whole = await _page_of_large(store, batch[0], at)
                sent, frames = sent + len(chunk), frames + count
                yield chunk
                # A cursor below the floor begins anew: an answer that ended there would never end.
                if whole or (sent >= request.max_bytes and at >= batch[0].floor):
                    break
            more = more or not whole
        else:
            chunk, count = await _batch(store, batch)
            sent, frames = sent + len(chunk), frames + count
            yield chunk
    yield _text({"t": "end", "frames": frames, "more": more}) + b"\n"


def _batches(wanted: list[Wanted]) -> Iterator[list[Wanted]]:
    """Scopes to read at once: few lines each together, a large one alone."""
    batch: list[Wanted] = []
    lines = 0
    for scope in wanted:
        size = scope.head - scope.cursor
        if batch and (lines + size > BATCH_LINES or len(batch) >= BATCH_SCOPES):
            yield batch
            batch, lines = [], 0
        batch.append(scope)
        lines += size
    if batch:
        yield batch


async def _batch(store: Store, batch: list[Wanted]) -> tuple[bytes, int]:
    """Frames of several scopes to their heads, all in one snapshot."""
    names = [scope.scope for scope in batch]
    async with store.reading() as read:
        now = {w.scope: w for w in await _again(read, batch)}
        lines: dict[str, list[Row]] = {name: [] for name in names}
        if read.IN.startswith("="):
            sql = (
                f"SELECT {LINE} FROM unnest(?::text[], ?::bigint[]) AS c(scope_id, pos)"
                " JOIN sync_feed f ON f.scope_id = c.scope_id AND f.pos > c.pos"
                " ORDER BY f.scope_id, f.pos"
            )
            params: tuple[Any, ...] = (names, [now[name].cursor for name in names])
        else:
            sql = (
                f"SELECT {LINE} FROM json_each(?) AS c JOIN sync_feed f"
                " ON f.scope_id = c.value ->> 0 AND f.pos > c.value ->> 1"
                " ORDER BY c.key, f.pos"
            )
            params = (_text([[name, now[name].cursor] for name in names]).decode(),)
        for row in await read.rows(sql, *params):
            lines[row[0]].append(row)
    out: list[bytes] = []
    for name in names:
        _scope_frames(now[name], lines[name], out, whole=True)
    return b"".join(out), len(out)


async def _again(read: Read, batch: list[Wanted]) -> list[Wanted]:
    """The same scopes as they stand in this snapshot."""
    table = {w.scope: (w.epoch, w.cursor) for w in batch}
    fresh = {w.scope: w for w in await _wanted(read, [w.scope for w in batch], table)}
    result = []
    for old in batch:
        new = fresh.get(old.scope)
        if new is None:
            result.append(old)
        else:
            new.reset = new.reset or old.reset
            result.append(new)
    return result


async def _page_of_large(store: Store, scope: Wanted, at: int) -> tuple[bytes, int, int, bool]:
    """One page of a scope with many lines. Returns bytes, frames, new position, whether done."""
    async with store.reading() as read:
        (now,) = await _again(read, [scope])
        if now.floor > scope.floor:  # tombstones were forgotten between two pages: from the start
            scope.floor, scope.reset, scope.cursor, at = now.floor, True, 0, 0
        limit, whole, good = BATCH_LINES, False, 0
        while not whole and not good:  # an operation larger than a page is still not split
            rows = await read.rows(
                f"SELECT {LINE} FROM sync_feed f"
                " WHERE f.scope_id = ? AND f.pos > ? AND f.pos <= ? ORDER BY f.pos LIMIT ?",
                scope.scope,
                at,
                now.head,
                limit,
            )
            whole = len(rows) < limit
            good = 0 if whole else _whole_through(rows)
            limit *= 2
    if not whole:
        rows = rows[:good]
    first = at == scope.cursor
    now.cursor, now.reset = at, scope.reset and first
    out: list[bytes] = []
    _scope_frames(now, rows, out, whole=whole)
    return b"".join(out), len(out), (now.head if whole else rows[-1][5]), whole


def _whole_through(rows: list[Row]) -> int:
    """How many of the rows can be shown without splitting an operation; 0 when none."""
    reach, good = 0, 0
    for i, row in enumerate(rows[:-1]):
        reach = max(reach, row[6])
        if reach < rows[i + 1][5]:
            good = i + 1
    return good


def _scope_frames(scope: Wanted, rows: list[Row], out: list[bytes], *, whole: bool) -> None:
    """Frames of one scope, with marks often enough that a slow link always makes progress."""
    name = _text(scope.scope)
    if scope.reset:
        out.append(b'{"t":"reset","scope":%b,"epoch":%d}\n' % (name, scope.epoch))
    size = count = reach = 0
    starting = scope.cursor == 0
    for i, (_, kind, entity, row_id, version, pos, last_pos, body) in enumerate(rows):
        reach = max(reach, last_pos)
        if kind == "put":
            out.append(
                b'{"t":"put","e":"%b","id":"%b","v":%d,"p":%d,"b":%b}\n'
                % (entity.encode(), row_id.encode(), version, pos, body)
            )
            size += len(body)
            count += 1
        elif not starting:
            out.append(
                b'{"t":"%b","e":"%b","id":"%b","v":%d,"p":%d}\n'
                % (kind.encode(), entity.encode(), row_id.encode(), version, pos)
            )
            count += 1
        if (
            (count >= MARK_FRAMES or size >= MARK_BYTES)
            and i + 1 < len(rows)
            and reach < rows[i + 1][5]
        ):
            out.append(_MARK % (name, scope.epoch, pos))
            size = count = 0
    if whole:
        out.append(
            b'{"t":"mark","scope":%b,"epoch":%d,"pos":%d,"n":%d,"digest":"%b","more":false}\n'
            % (name, scope.epoch, scope.head, scope.n, scope.digest.encode())
        )
    elif rows:
        out.append(_MARK % (name, scope.epoch, rows[-1][5]))
