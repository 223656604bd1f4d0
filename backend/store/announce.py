"""The end of a group: write what changed, and announce it in every scope that shows it.

There is no other way to write a record, so nothing changes unannounced. Positions are given here,
last, under the scopes' row locks (protocol.md 3.3), one row per (scope, record), newest state only.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from backend.store.driver import Row, Transaction
from backend.store.record import Record, seen, shape_of
from backend.store.session import Key, Records, Touched
from backend.store.tables import Job
from backend.store.view import Beside, View, scope_kind
from sync_protocol.digest import MODULUS, canonical, row_hash

Views = Mapping[type[Record], View[Any]]
PUT, DEL, LEAVE = "put", "del", "leave"
HALF = 1 << 64


@dataclass(slots=True)
class Line:
    """A line of the feed as it is to be written."""

    scope: str
    entity: str
    row_id: str
    kind: str
    version: int
    units: list[int]
    hash: int = 0
    body: bytes | None = None
    exists: bool = False
    pos: int = 0
    last_pos: int = 0


@dataclass(slots=True)
class Scope:
    """A scope's counters while its row is locked."""

    head: int
    epoch: int
    n: int
    digest: int


@dataclass(slots=True)
class Announced:
    """Where each operation's effects lie, and which scopes moved."""

    at: dict[int, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    versions: dict[tuple[int, Key], int] = field(default_factory=dict)
    heads: dict[str, int] = field(default_factory=dict)


async def flush(records: Records, views: Views) -> Announced:
    """Write the records a group changed, and its jobs. Raises Clash when a key is taken."""
    transaction = records.transaction
    await _write_records(records, transaction)
    await _write_beside(records, views, transaction)
    announced = await _write_feed(records, views, transaction)
    if records.jobs:
        shape = shape_of(Job)
        marks = ", ".join("?" * len(shape.columns))
        sql = f'INSERT INTO "{shape.name}" ({shape.list}) VALUES ({marks})'
        await transaction.many(sql, [shape.write(job) for job in records.jobs])
    return announced


async def flush_rows(records: Records) -> None:
    """Write what the spine keeps of its own: operations heard, replicas, tokens."""
    for sql, rows in _together(records.rows):
        await records.transaction.many(sql, rows)


def _together(
    statements: list[tuple[str, tuple[Any, ...]]],
) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """Equal statements as one, in the order of their first appearance."""
    by_sql: dict[str, list[tuple[Any, ...]]] = {}
    for sql, params in statements:
        by_sql.setdefault(sql, []).append(params)
    return list(by_sql.items())


async def _write_records(records: Records, transaction: Transaction) -> None:
    by_table: dict[type[Record], list[Touched]] = defaultdict(list)
    for (table, _), touched in records.touched.items():
        by_table[table].append(touched)
    for table, all_touched in sorted(by_table.items(), key=lambda item: shape_of(item[0]).name):
        shape = shape_of(table)
        all_touched.sort(key=lambda touched: touched.record.id)
        added = [shape.write(t.record) for t in all_touched if t.added and not t.removed]
        changed = [
            (*shape.write(t.record), t.record.id)
            for t in all_touched
            if not t.added and not t.removed
        ]
        removed = [(t.record.id,) for t in all_touched if t.removed and not t.added]
        # Names come from our own tables, values are parameters.
        if added:
            marks = ", ".join("?" * len(shape.columns))
            await transaction.many(
                f'INSERT INTO "{shape.name}" ({shape.list}) VALUES ({marks})',
                added,
            )
        if changed:
            sets = ", ".join(f'"{name}" = ?' for name in shape.columns)
            await transaction.many(f'UPDATE "{shape.name}" SET {sets} WHERE id = ?', changed)
        if removed:
            await transaction.many(f'DELETE FROM "{shape.name}" WHERE id = ?', removed)


async def _write_beside(records: Records, views: Views, transaction: Transaction) -> None:
    """Rows that follow from what changed, in place of those that followed before."""
    for table, view in views.items():
        touched = [t for (kind, _), t in records.touched.items() if kind is table]
        for beside in view.beside if touched else ():
            await _write_rows(beside, touched, transaction)


async def _write_rows(
    beside: Beside[Any], touched: list[Touched], transaction: Transaction
) -> None:
    columns = [column.name for column in beside.table.__table__.columns]  # type: ignore[attr-defined]
    name = beside.table.__tablename__
    old = sorted((t.record.id,) for t in touched if not t.added)
    rows = [
        tuple(row[column] for column in columns)
        for t in touched
        if not t.removed
        for row in beside.rows(seen(t.record))
    ]
    if old:
        await transaction.many(f'DELETE FROM "{name}" WHERE "{beside.key}" = ?', old)
    if rows:
        listed = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        sql = f'INSERT INTO "{name}" ({listed}) VALUES ({marks})'
        await transaction.many(sql, sorted(rows, key=lambda row: row[:2]))


async def _write_feed(records: Records, views: Views, transaction: Transaction) -> Announced:
    announced = Announced()
    shown = [(key, t) for key, t in records.touched.items() if key[0] in views]
    if not shown:
        return announced
    old = await _old_lines(shown, views, transaction)
    lines: list[Line] = []
    minus: dict[str, list[int]] = defaultdict(list)
    for key, touched in shown:
        view = views[key[0]]
        before = old.get((view.entity, key[1]), {})
        for line in _lines_of(touched, view, before):
            lines.append(line)
            kind, hashed = before.get(line.scope, ("", 0))
            if kind == PUT:
                minus[line.scope].append(hashed)
        for unit in touched.units:
            announced.versions[unit, key] = touched.record.version
    scopes = await _lock_scopes(sorted({line.scope for line in lines}), transaction)
    _give_positions(lines, scopes, minus)
    await _write_lines(lines, scopes, transaction)
    _tell_units(lines, scopes, announced)
    return announced


async def _old_lines(
    shown: list[tuple[Key, Touched]], views: Views, transaction: Transaction
) -> dict[tuple[str, str], dict[str, tuple[str, int]]]:
    """(entity, id) -> scope -> (kind, hash) of the lines that stand now. A record that is new
    in this group has none, and is not asked for."""
    asked: dict[str, list[str]] = defaultdict(list)
    for key, touched in shown:
        if not touched.added:
            asked[views[key[0]].entity].append(key[1])
    old: dict[tuple[str, str], dict[str, tuple[str, int]]] = defaultdict(dict)
    for entity, ids in asked.items():
        rows = await transaction.all(
            "SELECT row_id, scope_id, kind, row_hash FROM sync_feed"
            f" WHERE entity = ? AND row_id {transaction.IN}",
            entity,
            transaction.ids(ids),
        )
        for row_id, scope, kind, hashed in rows:
            old[entity, row_id][scope] = (kind, int.from_bytes(hashed or b"", "big"))
    return old


def _lines_of(touched: Touched, view: View[Any], before: dict[str, tuple[str, int]]) -> list[Line]:
    """The record's lines: one per scope that shows it now, and one per scope that does no more."""
    record, entity, units = touched.record, view.entity, touched.units
    lines: list[Line] = []
    bodies: dict[str, tuple[bytes, int]] = {}
    columns = seen(record)
    scopes = () if touched.removed else dict.fromkeys(view.scopes(columns))
    for scope in scopes:
        kind = scope_kind(scope)
        if kind not in bodies:
            body = canonical(view.shown[kind](columns))
            bodies[kind] = (body, row_hash(entity, record.id, record.version, body))
        body, hashed = bodies[kind]
        exists = scope in before
        lines.append(
            Line(scope, entity, record.id, PUT, record.version, units, hashed, body, exists)
        )
    for scope, (kind, _) in before.items():
        if kind == PUT and scope not in scopes:
            gone = DEL if touched.removed else LEAVE
            lines.append(Line(scope, entity, record.id, gone, record.version, units, exists=True))
    return lines


async def _lock_scopes(names: list[str], transaction: Transaction) -> dict[str, Scope]:
    """The scopes' rows, made where missing, locked in one order for everybody."""
    await transaction.many(
        "INSERT INTO sync_scope (scope_id, head, floor, epoch, n, digest_hi, digest_lo)"
        " VALUES (?, 0, 0, 1, 0, 0, 0) ON CONFLICT DO NOTHING",
        [(name,) for name in names],
    )
    rows = await transaction.all(
        "SELECT scope_id, head, epoch, n, digest_hi, digest_lo FROM sync_scope"
        f" WHERE scope_id {transaction.IN} ORDER BY scope_id{transaction.locks}",
        transaction.ids(names),
    )
    return {
        name: Scope(head, epoch, n, joined(high, low)) for name, head, epoch, n, high, low in rows
    }


def _give_positions(
    lines: list[Line], scopes: dict[str, Scope], minus: dict[str, list[int]]
) -> None:
    """Positions in the order of operations; operations that touched the same record are one whole
    and share their last position."""
    whole = _components([line.units for line in lines])
    lines.sort(key=lambda line: whole[line.units[0]])
    for line in lines:
        scope = scopes[line.scope]
        scope.head += 1
        line.pos = scope.head
        if line.kind == PUT:
            scope.n += 1
            scope.digest += line.hash
    last: dict[tuple[str, int], int] = {}
    for line in reversed(lines):
        line.last_pos = last.setdefault((line.scope, whole[line.units[0]]), line.pos)
    for name, hashes in minus.items():
        scopes[name].n -= len(hashes)
        scopes[name].digest -= sum(hashes)


def _components(groups: list[list[int]]) -> dict[int, int]:
    """Operation -> the smallest operation it is connected with through records."""
    parent: dict[int, int] = {}

    def root(unit: int) -> int:
        while parent.setdefault(unit, unit) != unit:
            parent[unit] = unit = parent[parent[unit]]
        return unit

    for units in groups:
        first = root(units[0])
        for unit in units[1:]:
            other = root(unit)
            low, high = min(first, other), max(first, other)
            parent[high] = low
            first = low
    return {unit: root(unit) for unit in list(parent)}


async def _write_lines(
    lines: list[Line], scopes: dict[str, Scope], transaction: Transaction
) -> None:
    new: list[Row] = []
    moved: list[Row] = []
    for line in lines:
        hashed = line.hash.to_bytes(16, "big") if line.kind == PUT else None
        values = (line.pos, line.kind, line.version, line.last_pos, hashed, line.body)
        (moved if line.exists else new).append((*values, line.scope, line.entity, line.row_id))
    if new:
        await transaction.many(
            "INSERT INTO sync_feed"
            " (pos, kind, version, last_pos, row_hash, body, scope_id, entity, row_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            # A record that was removed once and is made again finds its own tombstone.
            " ON CONFLICT (scope_id, entity, row_id) DO UPDATE SET pos = excluded.pos,"
            " kind = excluded.kind, version = excluded.version, last_pos = excluded.last_pos,"
            " row_hash = excluded.row_hash, body = excluded.body",
            new,
        )
    if moved:
        await transaction.many(
            "UPDATE sync_feed SET pos = ?, kind = ?, version = ?, last_pos = ?, row_hash = ?,"
            " body = ? WHERE scope_id = ? AND entity = ? AND row_id = ?",
            moved,
        )
    await transaction.many(
        "UPDATE sync_scope SET head = ?, n = ?, digest_hi = ?, digest_lo = ? WHERE scope_id = ?",
        [(s.head, s.n, *halves(s.digest), name) for name, s in sorted(scopes.items())],
    )


def _tell_units(lines: list[Line], scopes: dict[str, Scope], announced: Announced) -> None:
    last: dict[tuple[int, str], int] = {}
    for line in lines:
        for unit in line.units:
            last[unit, line.scope] = line.pos
    for (unit, scope), pos in last.items():
        announced.at[unit].append({"scope": scope, "epoch": scopes[scope].epoch, "pos": pos})
    announced.heads = {name: scope.head for name, scope in scopes.items()}


def halves(total: int) -> tuple[int, int]:
    """A digest mod 2^128 as two signed 64-bit integers, which both engines store."""
    high, low = divmod(total % MODULUS, HALF)
    return _signed(high), _signed(low)


def joined(high: int, low: int) -> int:
    """The digest again."""
    return (high % HALF) * HALF + low % HALF


def _signed(value: int) -> int:
    return value - HALF if value >= HALF // 2 else value


def body_of(line: bytes) -> Any:
    """A stored body as builtins."""
    return msgspec.json.decode(line)
