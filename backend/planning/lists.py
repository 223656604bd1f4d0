"""Tasks as the office lists them."""

from typing import Any

import msgspec

from backend.people.office import Reach, listed
from backend.store import instant
from backend.store.read import Read

LIMIT = 200


async def tasks(read: Read, reach: Reach, state: str) -> dict[str, Any]:
    """The newest tasks in reach; a specialist's are those of his customers' stores."""
    only = " AND t.state = :state" if state else ""
    rows = await read.all(
        "SELECT t.id, t.version, t.store_id, t.store_code, t.store_name, t.rep_id,"
        " p.name AS rep_name, t.title, t.text, t.due_on, t.priority, t.evidence, t.state,"
        " t.answer, t.photo_ids, t.assigned_by_name, t.assigned_at, t.answered_at"
        " FROM task t JOIN store s ON s.id = t.store_id LEFT JOIN person p ON p.id = t.rep_id"
        f" WHERE {reach.stores(read, 's')}{only}"
        f" ORDER BY CASE t.state WHEN 'assigned' THEN 0 ELSE 1 END, t.due_on, t.id"
        f" LIMIT {LIMIT + 1}",
        reach.params(read, state=state),
    )
    for row in rows:
        row["photo_ids"] = msgspec.json.decode(row["photo_ids"])
    return listed(instant.now(), rows, LIMIT)
