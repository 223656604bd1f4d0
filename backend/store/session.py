"""One write transaction: facts in, records changed, everything else follows at its end.

Commands only ever see `Records`. Changes are buffered, undone if the operation is refused, and
written in bulk by `announce.flush` when the group ends: domain rows, feed lines, scopes, jobs.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from backend.store import instant
from backend.store.driver import Transaction
from backend.store.record import Record, shape_of
from backend.store.tables import Job

R = TypeVar("R", bound=Record)
Key = tuple[type[Record], str]


@dataclass(slots=True)
class Touched:
    """A record changed in this group, and the operations that changed it."""

    record: Record
    added: bool
    removed: bool = False
    units: list[int] = field(default_factory=list)


class Records:
    """The records as one group of writers sees them."""

    def __init__(
        self, transaction: Transaction, now: str | None = None, zone: str = "Asia/Shanghai"
    ) -> None:
        self.transaction = transaction
        self.now = now or instant.now()
        self.zone = zone
        """Where business days begin and end."""
        self.touched: dict[Key, Touched] = {}
        self.jobs: list[Job] = []
        self.unit = 0
        """Number of the operation at work. What it touches is shown together or not at all."""
        self.rows: list[tuple[str, tuple[Any, ...]]] = []
        """Statements of the spine itself, executed as written at the group's end."""
        self._cache: dict[Key, Record | None] = {}
        self._locked: set[Key] = set()
        self._found: dict[tuple[type[Record], tuple[tuple[str, Any], ...]], list[str]] = {}
        self._journal: list[tuple[str, Key, Any]] = []
        self._touched_ids: dict[type[Record], dict[str, None]] = {}
        self.memo: dict[Any, Any] = {}
        """What commands worked out from a table's records, by table, to have it once per group.
        Forgotten when such a record changes and when an operation is undone."""

    # Reading

    async def see(self, table: type[R], id: str) -> R | None:
        """A record, to decide by."""
        if (table, id) in self._cache:  # fetched ahead, nearly always
            return self._cache[table, id]  # type: ignore[return-value]
        return (await self.see_many(table, (id,))).get(id)

    async def get(self, table: type[R], id: str) -> R | None:
        """A record, to change it: on PostgreSQL its row is locked until the group ends."""
        if not self.transaction.locks:
            return await self.see(table, id)
        return (await self.get_many(table, (id,))).get(id)

    async def see_many(self, table: type[R], ids: Iterable[str]) -> dict[str, R]:
        return await self._load(table, ids, lock=False)

    async def get_many(self, table: type[R], ids: Iterable[str]) -> dict[str, R]:
        return await self._load(table, ids, lock=bool(self.transaction.locks))

    async def _load(self, table: type[R], ids: Iterable[str], *, lock: bool) -> dict[str, R]:
        wanted = list(ids)
        known = self._locked if lock else self._cache
        missing = sorted({id for id in wanted if (table, id) not in known})
        if missing:
            shape = shape_of(table)
            rows = await self.transaction.all(
                f'SELECT {shape.list} FROM "{shape.name}" WHERE id {self.transaction.IN}'
                f" ORDER BY id{self.transaction.locks if lock else ''}",
                self.transaction.ids(missing),
            )
            for id in missing:
                self._cache.setdefault((table, id), None)
                if lock:
                    self._locked.add((table, id))
            for row in rows:
                record = shape.read(row)
                if (table, record.id) not in self.touched:
                    self._cache[table, record.id] = record
        found: dict[str, R] = {}
        for id in wanted:
            held = self._cache.get((table, id))
            if held is not None:
                found[id] = held  # type: ignore[assignment]
        return found

    async def find(self, table: type[R], **equal: Any) -> list[R]:
        """Records by equality of columns, this group's own changes included."""
        query = (table, tuple(sorted(equal.items())))
        ids = self._found.get(query)
        if ids is None:
            shape = shape_of(table)
            tests = [f'"{name}" IS NULL' if v is None else f'"{name}" = ?' for name, v in query[1]]
            rows = await self.transaction.all(
                f'SELECT {shape.list} FROM "{shape.name}" WHERE {" AND ".join(tests)} ORDER BY id',
                *(value for _, value in query[1] if value is not None),
            )
            ids = self._found[query] = []
            for row in rows:
                record = shape.read(row)
                ids.append(record.id)
                key = (table, record.id)
                if self._cache.get(key) is None and key not in self.touched:
                    self._cache[key] = record
        candidates = dict.fromkeys(ids)
        candidates.update(self._touched_ids.get(table, {}))
        return [
            held  # type: ignore[misc]
            for id in candidates
            if (held := self._cache.get((table, id))) is not None
            and all(held.__dict__[name] == value for name, value in equal.items())
        ]

    def changed(self, table: type[R]) -> list[R]:
        """The records of a table that this group has changed and not written yet."""
        return [
            touched.record  # type: ignore[misc]
            for (kind, _), touched in self.touched.items()
            if kind is table and not touched.removed
        ]

    # Writing

    def add(self, record: Record) -> None:
        """A new record. Its id must be free: look first."""
        key = (type(record), record.id)
        if self._cache.get(key) is not None:
            raise ValueError(f"{key} exists")
        before = self.touched.get(key)
        self._journal.append(("add", key, before))
        again = before is not None and not before.added  # its row is still there, removed just now
        record.__dict__["version"] = before.record.version + 1 if before and again else 1
        self._cache[key] = record
        units = [*before.units, self.unit] if before else [self.unit]
        self.touched[key] = Touched(record, added=not again, units=units)
        self._touched_ids.setdefault(key[0], {})[key[1]] = None
        self.memo.pop(key[0], None)

    def change(self, record: Record, **fields: Any) -> None:
        """Give fields new values; the version counts one up per operation."""
        key = (type(record), record.id)
        if self._cache.get(key) is not record:
            raise ValueError(f"{key} was read again since; change what `get` returned last")
        held = record.__dict__
        unknown = fields.keys() - held.keys()
        if unknown:
            raise TypeError(f"{type(record).__name__} has no {sorted(unknown)}")
        touched = self._touch(key, record)
        before = {name: held[name] for name in (*fields, "version")}
        self._journal.append(("change", key, before))
        if touched.units[-1:] != [self.unit]:
            touched.units.append(self.unit)
            held["version"] += 1
        held.update(fields)

    def remove(self, record: Record) -> None:
        """The record is gone; a tombstone stays in the feed of every scope that showed it."""
        key = (type(record), record.id)
        self.change(record)
        self.touched[key].removed = True
        self._journal.append(("remove", key, record))
        self._cache[key] = None

    def _touch(self, key: Key, record: Record) -> Touched:
        touched = self.touched.get(key)
        if touched is None:
            touched = self.touched[key] = Touched(record, added=False)
            self._touched_ids.setdefault(key[0], {})[key[1]] = None
            self.memo.pop(key[0], None)
            self._journal.append(("touch", key, None))
        else:
            self._journal.append(("units", key, list(touched.units)))
        return touched

    def job(self, kind: str, *, due_at: str | None = None, **payload: Any) -> None:
        """Work for the worker, in the same transaction."""
        job = Job(
            job_id=str(uuid.uuid4()),
            kind=kind,
            payload=payload,
            due_at=due_at or self.now,
            created_at=self.now,
        )
        self.jobs.append(job)
        self._journal.append(("job", (Record, ""), None))

    def execute(self, sql: str, *params: Any) -> None:
        """A statement of the spine's own tables, run when the group ends. Never for records."""
        self.rows.append((sql, params))
        self._journal.append(("row", (Record, ""), None))

    # Units

    def next_unit(self) -> int:
        """The next operation begins. Returns the mark to undo to."""
        self.unit += 1
        return len(self._journal)

    def mark(self) -> int:
        return len(self._journal)

    def undo(self, mark: int) -> None:
        """Everything since the mark never happened."""
        self.memo.clear()
        while len(self._journal) > mark:
            what, key, before = self._journal.pop()
            if what == "change":
                self.touched[key].record.__dict__.update(before)
            elif what == "units":
                self.touched[key].units[:] = before
            elif what == "touch":
                del self.touched[key]
            elif what == "add":
                self._cache[key] = None
                if before is None:
                    del self.touched[key]
                else:
                    self.touched[key] = before
            elif what == "remove":
                self.touched[key].removed = False
                self._cache[key] = before
            elif what == "job":
                self.jobs.pop()
            else:
                self.rows.pop()
