"""The folder of a system, as an administrator agrees it with the other house."""

from typing import Any

from backend.exchange import file_kinds, late
from backend.exchange.systems import administers, own
from backend.exchange.tables import plain, text
from backend.identity import Person
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.problems import SyncProblem

PROBLEMS = 20
"""Of a refused file that are shown; all lie beside it."""


async def agree(
    store: Store, by: Person, possible: bool, system_id: str, *, folder: str | None,
    expected: dict[str, str], anew: bool,
) -> None:  # fmt: skip
    """Raises 400, 404, and 409 for the folder of another system. What is expected for the first
    time, or at another hour, counts from its next hour on."""

    async def write(records: Records) -> None:
        held = await own(records, by, system_id)
        if held["revoked_at"] is not None:
            raise SyncProblem("record/unknown", 404, "This system's key has ended.")
        if folder is None:
            records.execute("DELETE FROM other_system_folder WHERE system_id = ?", system_id)
            return
        if not possible:
            raise SyncProblem("files/no-place", 400, "XUNDIAN_FILES is not set.")
        allowed = file_kinds.PARTNER if held["partner_id"] else file_kinds.COMPANY
        if set(expected) - set(allowed):
            raise SyncProblem("bad-request", 400, f"Expected are {', '.join(allowed)}.")
        rows = await records.transaction.all(
            "SELECT system_id, folder, expected, late FROM other_system_folder"
            " WHERE system_id = ? OR folder = ?",
            system_id, folder,
        )  # fmt: skip
        if any(row[0] != system_id for row in rows):
            raise SyncProblem("record/clash", 409, "Another system has this folder.")
        before = plain(rows[0][2]) if rows else {}
        new = {kind: at for kind, at in expected.items() if before.get(kind) != at}
        kept = {k: v for k, v in (plain(rows[0][3]) if rows else {}).items() if k in expected}
        said = kept | late.from_now_on(new, records.now, records.zone)
        if not rows:
            records.execute(
                "INSERT INTO other_system_folder (system_id, folder, history, cursor, expected,"
                " late, waiting, next_at, next_out_at) VALUES (?, ?, ?, '{}', ?, ?, '[]', ?, ?)",
                system_id, folder, store.server_id, text(expected), text(said), records.now,
                records.now,
            )  # fmt: skip
            return
        records.execute(
            "UPDATE other_system_folder SET folder = ?, expected = ?, late = ?, next_at = ?"
            " WHERE system_id = ?",
            folder, text(expected), text(said), records.now, system_id,
        )  # fmt: skip
        if anew or folder != rows[0][1]:  # a folder nothing has been written to yet
            records.execute(
                "UPDATE other_system_folder SET history = '', next_out_at = ? WHERE system_id = ?",
                records.now, system_id,
            )  # fmt: skip

    await store.write(write)


async def files(store: Store, by: Person, system_id: str, limit: int) -> dict[str, Any]:
    """Of his units; of others there are none."""
    units = administers(by)
    async with store.reading() as read:
        of = f"s.id = :id AND s.org_unit_id {read.IN.replace('?', ':units')}"
        params = {"id": system_id, "units": read.ids(units), "limit": limit}
        rows = await read.all(
            "SELECT f.direction, f.kind, f.number, f.name, f.size, f.lines, f.sha256, f.state,"
            " f.at, f.problems FROM other_system_file f JOIN other_system s ON s.id = f.system_id"
            f" WHERE {of} ORDER BY f.at DESC, f.id DESC LIMIT :limit",
            params,
        )
        waiting = await read.all(
            "SELECT f.waiting FROM other_system_folder f JOIN other_system s ON s.id = f.system_id"
            f" WHERE {of}",
            {"id": system_id, "units": read.ids(units)},
        )
    return {
        "rows": [{**row, "problems": plain(row["problems"])[:PROBLEMS]} for row in rows],
        "waiting": plain(waiting[0]["waiting"]) if waiting else [],
    }
