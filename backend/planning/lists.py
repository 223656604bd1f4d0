"""Tasks as the office lists them."""

from collections import defaultdict
from typing import Any

import msgspec

from backend.people.office import Reach, listed, place
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

OPEN_FIRST = "CASE t.state WHEN 'assigned' THEN '0' ELSE '1' END"


async def tasks(store: Store, reach: Reach, state: str, after: str, limit: int) -> dict[str, Any]:
    """Tasks of offices in reach, open ones first, by due day; a specialist's are those for stores
    of his customers."""
    only = " AND t.state = :state" if state else ""
    if after:
        only += f" AND ({OPEN_FIRST}, t.due_on, t.id) > (:turn, :due, :id)"
    async with store.reading() as read:
        rows = await read.all(
            "SELECT t.id, t.version, t.store_id, t.store_code, t.store_name, t.rep_id,"
            " p.name AS rep_name, t.title, t.text, t.due_on, t.priority, t.evidence, t.state,"
            " t.answer, t.photo_ids, t.visit_id, t.assigned_by_name, t.assigned_at, t.answered_at,"
            f" t.withdrawn_at, t.withdraw_note, {OPEN_FIRST} AS turn"
            " FROM task t JOIN store s ON s.id = t.store_id LEFT JOIN person p ON p.id = t.rep_id"
            f" WHERE {reach.of_office(read, 't', 's')}{only}"
            f" ORDER BY {OPEN_FIRST}, t.due_on, t.id LIMIT :many",
            reach.params(read, state=state, many=limit + 1, **place(after, "turn", "due", "id")),
        )
        taken = await _photos_for(read, rows)
    page = listed(instant.now(), rows, limit, "turn", "due_on", "id")
    for row in page["rows"]:
        del row["turn"]
        named = msgspec.json.decode(row["photo_ids"])
        row["photo_ids"] = list(dict.fromkeys([*named, *taken[row["id"]]]))
    return page


async def _photos_for(read: Read, tasks: list[dict[str, Any]]) -> dict[str, list[str]]:
    """What each task's rep photographed for it in its store; an answer of "not possible" names no
    photos of its own."""
    rows = await read.all(
        "SELECT id, task_id, store_id, author_id FROM photo WHERE task_id IS NOT NULL"
        f" AND store_id {read.IN.replace('?', ':stores')} ORDER BY taken_at, id",
        {"stores": read.ids(sorted({task["store_id"] for task in tasks}))},
    )
    whose = {(task["id"], task["store_id"], task["rep_id"]) for task in tasks}
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if (row["task_id"], row["store_id"], row["author_id"]) in whose:
            found[row["task_id"]].append(row["id"])
    return found
