"""Every few seconds, each system's folder: what goes out, what came in, what is late."""

import asyncio
import logging
from pathlib import Path
from typing import Any

from backend.exchange import incoming, late, outgoing
from backend.exchange.folder import Folder
from backend.exchange.outgoing import Filed
from backend.exchange.tables import plain, text
from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.registry import Registry

log = logging.getLogger("xundian.exchange")
LEASE_S = 300
QUIET_S = 10
AGAIN_S = 60
"""After a folder could not be used."""
NAMES = ("id", "name", "org_unit_id", "partner_id", "entities")
OF_FOLDER = ("folder", "history", "cursor", "expected", "late", "next_out_at")
AS_JSON = ("entities", "cursor", "expected", "late")


async def round_of(store: Store, registry: Registry, home: Path) -> int:
    """All whose turn it is. Returns how many files that moved."""
    moved = 0
    for system in await store.write(_take):
        problem, waiting, pause_s = None, list[dict[str, Any]](), QUIET_S
        try:
            done, waiting = await _one(store, registry, home, system)
            moved += done
        except OSError as error:
            # The disk's word without its paths: where things lie is nobody's business.
            problem, pause_s = f"{type(error).__name__} {error.errno or ''}".strip(), AGAIN_S
            log.error("the folder of %s (%s): %s", system.name, system.id, error)
        except Exception:  # a mistake of ours about one system must not stop the others' files
            log.exception("the files of %s (%s)", system.name, system.id)
            problem, pause_s = "internal", AGAIN_S
        await store.write(_done(system.id, problem, waiting, pause_s))
    return moved


async def _one(
    store: Store, registry: Registry, home: Path, system: Filed
) -> tuple[int, list[dict[str, Any]]]:
    try:
        folder = await asyncio.to_thread(Folder, home, system.folder)
        try:
            await outgoing.finish(store, folder, system.id)
            made = 0
            if system.next_out_at <= store.clock():
                made = await outgoing.write_out(store, folder, system)
            taken = await incoming.take_in(store, registry, folder, system)
        finally:
            folder.close()
    finally:
        await late.look(store, system)  # a folder that cannot be reached is late, too
    return made + taken.files, taken.waiting


async def _take(records: Records) -> list[Filed]:
    """Ours for a while: two workers never look into one folder at once."""
    skip = " FOR UPDATE OF f SKIP LOCKED" if records.transaction.locks else ""
    columns = ", ".join([f"s.{name}" for name in NAMES] + [f"f.{name}" for name in OF_FOLDER])
    rows = await records.transaction.all(
        f"SELECT {columns} FROM other_system_folder f JOIN other_system s ON s.id = f.system_id"
        f" WHERE s.revoked_at IS NULL AND f.next_at <= ? ORDER BY f.next_at LIMIT 20{skip}",
        records.now,
    )
    until = instant.shifted(records.now, seconds=LEASE_S)
    for row in rows:
        records.execute(
            "UPDATE other_system_folder SET next_at = ? WHERE system_id = ?", until, row[0]
        )
    return [_filed(row) for row in rows]


def _filed(row: Any) -> Filed:
    found = dict(zip((*NAMES, *OF_FOLDER), row, strict=True))
    return Filed(**{k: plain(v) if k in AS_JSON else v for k, v in found.items()})


def _done(system_id: str, problem: str | None, waiting: list[dict[str, Any]], pause_s: int) -> Any:
    async def done(records: Records) -> None:
        records.execute(
            "UPDATE other_system_folder SET next_at = ?, problem = ?, waiting = ?"
            " WHERE system_id = ?",
            instant.shifted(records.now, seconds=pause_s), problem, text(waiting), system_id,
        )  # fmt: skip

    return done
