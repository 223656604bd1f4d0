"""What the company's server holds, read past the app: its tables, on either engine, read-only."""

import asyncio
import fcntl
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import asyncpg
import pysqlite3

from tests.engines import Database
from tests.server_process import ROOT, ServerProcess
from tests.warm_server import WarmServer

WORLDS = "XUNDIAN_TEST_WORLDS"


class Company:
    """A server with the demo world in a database of its own, which may have no tables yet."""

    def __init__(
        self, database: Database, migrated: bool = True, masters_only: bool = False,
        root: Path = ROOT,
    ) -> None:  # fmt: skip
        self.database = database
        warm = WarmServer if root is ROOT else ServerProcess  # what is imported is of one tree
        self.server = warm(database.path.parent, database.url, root=root)
        if root is ROOT and not database.url:
            shutil.copytree(world(masters_only), self.server.folder, dirs_exist_ok=True)
            return
        if not migrated:
            self.server.run("backend.store.migrate")
        load_world(self.server, masters_only)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Read-only, and next to a running server."""
        if not self.database.url:
            connection = pysqlite3.connect(f"file:{self.database.path}?mode=ro", uri=True)
            try:
                return list(connection.execute(sql).fetchall())
            finally:
                connection.close()
        found: list[tuple[Any, ...]] = []
        # The browser's driver has an event loop on this thread already.
        thread = threading.Thread(target=lambda: found.extend(asyncio.run(self._ask(sql))))
        thread.start()
        thread.join()
        return found

    def one(self, sql: str) -> tuple[Any, ...]:
        (row,) = self.rows(sql)
        return row

    async def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        connection = await asyncpg.connect(self.database.url)
        try:
            async with connection.transaction(readonly=True):
                return [tuple(row) for row in await connection.fetch(sql)]
        finally:
            await connection.close()


def world(masters_only: bool) -> Path:
    """The demo world on SQLite, loaded once in a run of tests and copied from then on: loading it
    costs as much as many a journey."""
    folder = worlds() / ("masters" if masters_only else "whole")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        loaded = folder.with_suffix(".loaded")
        if not loaded.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            server = ServerProcess(folder)
            server.run("backend.store.migrate")
            load_world(server, masters_only)
            loaded.touch()
    return folder


@cache
def alone() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="xundian-worlds-")


def worlds() -> Path:
    """Where they lie: in a place that all processes of one run share (tests/conftest.py)."""
    return Path(os.environ.get(WORLDS) or alone().name)


def load_world(server: ServerProcess, masters_only: bool) -> None:
    server.run("seed_data.load", *(["--masters-only"] if masters_only else []))


@contextmanager
def running_on_sqlite(folder: Path) -> Iterator[Company]:
    """For a journey about something that does not depend on the engine."""
    company = Company(Database("sqlite", "", folder / "xundian.db"), migrated=False)
    company.server.start()
    yield company
    company.server.kill()


def quoted(ids: list[str]) -> str:
    """Ids of our own making, as a list in SQL."""
    return ", ".join(f"'{one}'" for one in ids)
