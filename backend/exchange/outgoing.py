"""Files for a system of another house: what changed since the last ones, by a cursor over the feed
(changes.py), numbered by kind.

First the bytes are safe on the disk under a name nobody reads, then number, digest and cursor are
committed together, then they get their name. So whenever we die, nothing is left out or told twice.
A server whose history is another one (a restored backup) begins from the beginning, and the name
says so: `-anew`.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.exchange import changes
from backend.exchange.folder import Folder, digest_of
from backend.exchange.sheets_out import KINDS, csv_of, skus_in
from backend.exchange.tables import text
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.session import Records

AT_ONCE = 1000
"""Changes in the files of one page."""
EVERY_S = 900
"""A file of each kind at most so often: a system that wants seconds is called."""


@dataclass(frozen=True, slots=True)
class Filed(changes.Reader):
    """One that files are exchanged with."""

    folder: str
    history: str
    cursor: dict[str, list[int]]
    expected: dict[str, str]
    late: dict[str, Any]
    next_out_at: str


async def finish(store: Store, folder: Folder, system_id: str) -> None:
    """Files that were committed and have no name yet."""
    async with store.reading() as read:
        rows = await read.rows(
            "SELECT id, name, sha256 FROM other_system_file"
            " WHERE system_id = ? AND state = 'writing' ORDER BY at, id",
            system_id,
        )
    for id, name, digest in rows:
        there = await asyncio.to_thread(folder.show, name, digest)
        await store.write(_shown(id, "written" if there else "lost"))


async def write_out(store: Store, folder: Folder, system: Filed) -> int:
    """Everything there is to tell now. Returns how many files that made."""
    made = 0
    anew = system.history != store.server_id
    cursor = {} if anew else dict(system.cursor)
    history = system.history
    while True:
        async with store.reading() as read:
            page = await changes.page(read, system, cursor, AT_ONCE)
            if page.anew:
                anew, cursor = True, {}
                page = await changes.page(read, system, cursor, AT_ONCE)
            files = await _files(read, folder, system, page, anew)
        for row, data in files:
            await asyncio.to_thread(folder.keep, row["name"], data)
        kept = await store.write(_committed(system, history, store.server_id, page, files))
        if not kept:  # an administrator wants all of it again: the next round begins anew
            return made
        await finish(store, folder, system.id)
        made += len(files)
        anew, cursor, history = False, page.cursor, store.server_id
        if not page.more:
            return made


async def _files(
    read: Read, folder: Folder, system: Filed, page: changes.Page, anew: bool
) -> list[tuple[dict[str, Any], bytes]]:
    """One of each kind that has something to tell; when it begins anew one of each kind, so that
    the other side forgets what is no more."""
    skus = {
        id: (code, gtin)
        for id, code, gtin in await read.rows(
            f"SELECT id, code, gtin FROM sku WHERE id {read.IN}",
            read.ids(sorted(skus_in(one for one in page.changes if one["entity"] in KINDS))),
        )
    }
    found = []
    for entity, kind in KINDS.items():
        if entity not in system.entities:
            continue
        told = [one for one in page.changes if one["entity"] == entity]
        if not told and not anew:
            continue
        data, lines = await asyncio.to_thread(csv_of, entity, told, skus)
        number = 1 + max(
            await _last(read, system.id, kind), await asyncio.to_thread(folder.highest, kind)
        )
        row = {
            "id": f"{system.id}:out:{kind}:{number}", "kind": kind, "number": number,
            "name": f"{kind}-{number:06d}{'-anew' if anew else ''}.csv", "size": len(data),
            "lines": lines, "sha256": digest_of(data),
        }  # fmt: skip
        found.append((row, data))
    return found


async def _last(read: Read, system_id: str, kind: str) -> int:
    rows = await read.rows(
        "SELECT max(number) FROM other_system_file"
        " WHERE system_id = ? AND direction = 'out' AND kind = ?",
        system_id, kind,
    )  # fmt: skip
    return int(rows[0][0] or 0)


def _committed(
    system: Filed, history: str, now_in: str, page: changes.Page,
    files: Sequence[tuple[Mapping[str, Any], bytes]],
) -> Any:  # fmt: skip
    async def write(records: Records) -> bool:
        locks = records.transaction.locks
        held = await records.transaction.all(
            f"SELECT history FROM other_system_folder WHERE system_id = ?{locks}", system.id
        )
        if not held or held[0][0] != history:
            return False
        for row, _ in files:
            insert(records, system.id, "out", row, "writing")
        records.execute(
            "UPDATE other_system_folder SET history = ?, cursor = ?, next_out_at = ?"
            " WHERE system_id = ?",
            now_in, text(page.cursor), instant.shifted(records.now, seconds=EVERY_S), system.id,
        )  # fmt: skip
        return True

    return write


def insert(
    records: Records, system_id: str, direction: str, row: Mapping[str, Any], state: str,
    problems: list[dict[str, Any]] | None = None,
) -> None:  # fmt: skip
    """One line of the list; the same file once more takes its place."""
    records.execute(
        "INSERT INTO other_system_file (id, system_id, direction, kind, number, name, size, lines,"
        " sha256, state, problems, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET state = excluded.state, problems = excluded.problems,"
        " lines = excluded.lines, at = excluded.at",
        row["id"], system_id, direction, row["kind"], row["number"], row["name"], row["size"],
        row["lines"], row["sha256"], state, text(problems or []), records.now,
    )  # fmt: skip


def _shown(id: str, state: str) -> Any:
    async def shown(records: Records) -> None:
        records.execute("UPDATE other_system_file SET state = ? WHERE id = ?", state, id)

    return shown
