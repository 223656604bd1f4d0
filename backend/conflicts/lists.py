"""What the office is shown of conflicts."""

from typing import Any

import msgspec

from backend.people.office import Reach, listed, place
from backend.store import instant
from backend.store.engine import Store


async def conflicts(
    store: Store, reach: Reach, state: str, after: str, limit: int, id: str = ""
) -> dict[str, Any]:
    """Conflicts in reach, the latest first: those open, or those somebody has settled."""
    tests = "c.closed_at IS NULL" if state == "open" else "c.closed_at IS NOT NULL"
    if id:
        tests = "c.id = :id"
    if after:
        tests += " AND (c.made_at, c.id) < (:at, :at_id)"
    async with store.reading() as read:
        rows = await read.all(
            "SELECT c.id, c.version, c.rule, c.stands, c.kind, c.entity, c.record_id, c.subject,"
            " c.store_id, s.code AS store_code, s.name AS store_name, c.mine_id, c.mine_name,"
            " c.mine_at, c.theirs_name, c.theirs_at, c.base, c.mine, c.theirs, c.made_at,"
            " c.closed_at, c.closed_by_name, c.closed_note"
            " FROM conflict c LEFT JOIN store s ON s.id = c.store_id"
            f" WHERE {reach.of_office(read, 'c', 's')} AND {tests}"
            " ORDER BY c.made_at DESC, c.id DESC LIMIT :many",
            reach.params(read, many=limit + 1, id=id, **place(after, "at", "at_id")),
        )
    for row in rows:
        for side in ("base", "mine", "theirs"):
            row[side] = msgspec.json.decode(row[side])
    return listed(instant.now(), rows, limit, "made_at", "id")
