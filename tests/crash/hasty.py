"""A server with the bug the crash runs are for: it answers pushes before it commits."""

import time
from typing import Any

from litestar import Litestar

from backend.app import create_app as honest
from backend.store import sqlite

WINDOW_S = 0.1
"""A slow disk's commit, so that a few kills meet it."""


class HastyWriter(sqlite.Writer):
    """Group commit as it would be if only the happy path were looked at. Signing in is honest: a
    phone would speak before its session is there, and be refused."""

    def _write(self, connection: Any, batch: list[sqlite.Waiting]) -> None:
        if any(unit.turn is None for unit, _, _ in batch):
            super()._write(connection, batch)
            return
        connection.execute("BEGIN IMMEDIATE")
        group = self.group(sqlite.SqliteTransaction(connection))
        outcomes = sqlite.drive(group.run([unit for unit, _, _ in batch]))
        for (_, future, loop), outcome in zip(batch, outcomes, strict=True):
            loop.call_soon_threadsafe(sqlite._resolve, future, outcome)
        time.sleep(WINDOW_S)
        connection.execute("COMMIT")
        group.committed()


def create_app() -> Litestar:
    sqlite.Writer = HastyWriter  # type: ignore[misc]
    return honest()
