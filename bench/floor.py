"""Where the CPU of a push goes, and what no code of ours can save: `python -m bench.floor`.

The same 10,000 visits in hundreds as `bench --only server`, without HTTP, in one process:

- all of it: from the bytes of a push to the bytes of its answer, stored;
- SQLite alone: the very statements of that run with their values, on a copy of the database as it
  was before, and nothing else: no reading, no rule, no hash. A server in any language pays this;
- reading alone: the pushes' JSON decoded and each operation's digest computed.

CPU seconds of all threads, medians of five. Peers' figures: DECISIONS.md 24.
"""

import argparse
import asyncio
import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pysqlite3

from backend.parts import registry
from backend.people.access import by_session
from backend.store import sqlite
from backend.store.engine import open_store
from backend.sync.envelope import read_push
from backend.sync.push import push
from bench.server import PASSWORD, VISITS, fill
from sync_protocol.digest import operation_hash
from tests.phone import Phone
from tests.server_process import ServerProcess

EACH = 100
Statement = tuple[str, str, Any]
"""one or many; its SQL; its values, or those of each row."""


@dataclass
class World:
    """A seeded database, and somebody with 10,000 visits to say."""

    database: Path
    token: str
    bodies: list[bytes]


def prepared(folder: Path) -> World:
    server = ServerProcess(folder)
    server.run("backend.store.migrate")
    server.run("seed_data.load", "--masters-only")
    with server:
        phone = Phone(server.url, "rep.cc03", PASSWORD)
        phone.catch_up()
        fill(phone, VISITS)
        body, ops = phone.push_body(1), list(phone.log)
    bodies = [
        msgspec.json.encode({**body, "ops": ops[i : i + EACH]}) for i in range(0, VISITS, EACH)
    ]
    (database,) = folder.rglob("*.db")
    return World(database, phone.token, bodies)


async def pushed(world: World, database: Path) -> float:
    joined = registry()
    store = await open_store(views=joined.views, database_url="", path=database)
    try:
        device = await by_session(store, world.token)
        begun = time.process_time()
        for body in world.bodies:
            answer = msgspec.json.decode(await push(store, joined, device, body))
            statuses = {one["status"] for one in answer["results"]}
            assert statuses == {"applied"}, answer["results"][:1]
        return time.process_time() - begun
    finally:
        await store.close()


async def statements_of(world: World, database: Path) -> list[Statement]:
    """What the run says to SQLite, in its order."""
    said: list[Statement] = []

    class Listening(sqlite.SqliteTransaction):
        def __init__(self, connection: Any) -> None:
            super().__init__(connection)
            said.append(("begin", "", None))

        async def all(self, sql: str, *params: Any) -> list[Any]:
            said.append(("one", sql, params))
            return await super().all(sql, *params)

        async def many(self, sql: str, rows: Any) -> None:
            said.append(("many", sql, list(rows)))
            await super().many(sql, rows)

    real, sqlite.SqliteTransaction = sqlite.SqliteTransaction, Listening  # type: ignore[misc]
    try:
        await pushed(world, database)
    finally:
        sqlite.SqliteTransaction = real  # type: ignore[misc]
    return said


def replayed(said: list[Statement], database: Path) -> float:
    connection = sqlite.connect(database)
    begun = time.process_time()
    for what, sql, values in said:
        if what == "begin":
            if connection.in_transaction:
                connection.execute("COMMIT")
            connection.execute("BEGIN IMMEDIATE")
        elif what == "one":
            connection.execute(sql, values).fetchall()
        else:
            connection.executemany(sql, values)
    connection.execute("COMMIT")
    took = time.process_time() - begun
    connection.close()
    return took


def read_only(bodies: list[bytes]) -> float:
    begun = time.process_time()
    for body in bodies:
        envelope, _ = read_push(body)
        for op in envelope.ops:
            operation_hash(bytes(op))
    return time.process_time() - begun


def rows_of(said: list[Statement]) -> int:
    return sum(len(values) for what, _, values in said if what == "many")


def measured(rounds: int) -> tuple[dict[str, list[float]], int]:
    found: dict[str, list[float]] = {"all of it": [], "SQLite alone": [], "reading alone": []}
    with tempfile.TemporaryDirectory(prefix="xundian-floor-") as name:
        folder = Path(name)
        world = prepared(folder / "world")

        def fresh(number: int) -> Path:
            place = folder / f"{number}.db"
            # Its WAL was stowed when the server closed it.
            shutil.copy(world.database, place)
            return place

        said = asyncio.run(statements_of(world, fresh(0)))
        for number in range(rounds):
            found["all of it"].append(asyncio.run(pushed(world, fresh(2 * number + 1))))
            found["SQLite alone"].append(replayed(said, fresh(2 * number + 2)))
            found["reading alone"].append(read_only(world.bodies))
    return found, rows_of(said)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.floor")
    parser.add_argument("--rounds", type=int, default=5)
    found, rows = measured(parser.parse_args().rounds)
    print(
        f"{VISITS} visits in {VISITS // EACH} pushes, {rows} rows,"
        f" SQLite {pysqlite3.sqlite_version}"
    )
    for name, values in found.items():
        low, high = min(values), max(values)
        print(f"{name:16} {statistics.median(values):6.2f} s of CPU [{low:.2f}-{high:.2f}]")


if __name__ == "__main__":
    main()
