"""The simulated server on PostgreSQL: the product's own writer and snapshots, on the event loop.

One database for a process, emptied between two worlds. The world is the same one; what a crash
keeps and a restore brings back is PostgreSQL's.
"""

from typing import Any

from backend.store.engine import Store
from backend.store.postgres import Postgres, numbered
from backend.store.unit import Group
from tests.engines import Database
from tests.simulator.domain import REGISTRY
from tests.simulator.photo_server import loop, wait
from tests.simulator.server import PHOTOS, SPINE, Crash, Server, customers
from tests.simulator.world import World
from tests.sync.world import Note

TABLES = [name for name in (*SPINE, *PHOTOS, "test_note") if name != "store"]
"""All that a world writes."""


class DyingGroup(Group):
    """The process ends before the commit."""

    async def run(self, units: list[Any]) -> list[Any]:
        await super().run(units)
        raise Crash


class PostgresStore(Store):
    """The product's. `die` and `spared` are as in SimStore."""

    def __init__(self) -> None:
        super().__init__(REGISTRY.views, "Asia/Shanghai")
        self.die: str | None = None
        self.spared = 0
        self.dies: str | None = None
        self.seen: dict[Any, list[Any]] = {}
        """What the judge has read since the last write."""

    async def write(self, work: Any) -> Any:
        self.seen.clear()
        self.dies = None if self.spared else self.die
        self.spared = max(0, self.spared - 1)
        dies_after = self.dies == "after"
        try:
            outcome = await super().write(work)
        except Exception:
            if dies_after:
                raise Crash from None
            raise
        if dies_after:
            raise Crash
        return outcome

    def _group(self, transaction: Any) -> Group:
        kind = DyingGroup if self.dies == "before" else Group
        return kind(transaction, self.views, self._moved, self.zone, self.clock())


class PostgresServer(Server):
    """Server and operator over the process's one database."""

    def open(self) -> PostgresStore:
        made = _store()
        made.clock = self.clock
        self._all("TRUNCATE {0}", made)
        return made

    def run(self, work: Any) -> Any:
        return wait(_awaited(work))

    def close(self) -> None:
        """The next world opens it again."""

    def backup(self) -> None:
        self.backup_copy = True
        self._all("TRUNCATE backup.{0}", self.store)
        self._all("INSERT INTO backup.{0} SELECT * FROM {0}", self.store)

    def put_back(self) -> None:
        self._all("TRUNCATE {0}", self.store)
        self._all("INSERT INTO {0} SELECT * FROM backup.{0}", self.store)

    def _all(self, sql: str, store: PostgresStore) -> None:
        store.seen.clear()
        wait(store.postgres.pool.execute("; ".join(sql.format(table) for table in TABLES)))

    def execute(self, sql: str, *params: Any) -> None:
        self.store.seen.clear()
        wait(self.store.postgres.pool.execute(numbered(sql), *params))

    def rows(self, sql: str, *params: Any) -> list[Any]:
        """The judge looks at each step, and most steps write nothing."""
        known = self.store.seen.get((sql, params))
        if known is None:
            rows = wait(self.store.postgres.pool.fetch(numbered(sql), *params))
            known = self.store.seen[sql, params] = [tuple(row) for row in rows]
        return known


class PostgresWorld(World):
    server_kind = PostgresServer


OPENED: list[PostgresStore] = []


def use(database: Database) -> None:
    """This process's worlds live there from now on."""

    async def opened() -> PostgresStore:
        store = PostgresStore()
        store.postgres = Postgres(database.url, store._group)
        await store.postgres.open()
        await database.create(Note.metadata)
        pool: Any = store.postgres.pool
        await pool.execute("CREATE SCHEMA backup")
        for table in TABLES:
            await pool.execute(f"CREATE TABLE backup.{table} (LIKE public.{table})")
        for customer in customers(bool):
            marks = ", ".join("?" * len(customer))
            sql = f"INSERT INTO store ({', '.join(customer)}) VALUES ({marks})"
            await pool.execute(numbered(sql), *customer.values())
        return store

    OPENED.append(loop().run_until_complete(opened()))


def leave() -> None:
    wait(OPENED.pop().close())


def _store() -> PostgresStore:
    return OPENED[-1]


async def _awaited(work: Any) -> Any:
    return await work
