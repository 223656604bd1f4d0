"""Tickets as the office lists them."""

from typing import Any

import msgspec

from backend.people.office import Reach, listed, place
from backend.store import instant
from backend.store.engine import Store

STATES = {
    "open": "t.state IN ('new', 'assigned', 'in_progress', 'waiting')",
    "solved": "t.state IN ('solved', 'confirmed')",
    "closed": "t.state = 'closed'",
}
JSON = ("goods", "photo_ids", "words", "note")


async def tickets(
    store: Store, reach: Reach, state: str, after: str, limit: int, id: str = ""
) -> dict[str, Any]:
    """Tickets in reach: those open by when they should be solved, the others the latest first."""
    by, then, order = ("t.solve_by", ">", "") if state == "open" else ("t.opened_at", "<", " DESC")
    tests = STATES[state] + (f" AND ({by}, t.id) {then} (:at, :at_id)" if after else "")
    if id:
        tests = "t.id = :id"
    async with store.reading() as read:
        rows = await read.all(
            "SELECT t.id, t.version, t.store_id, t.store_code, t.store_name, t.org_unit_id,"
            " t.partner_id, p.name AS partner_name, t.type, t.text, t.goods, t.photo_ids,"
            " t.visit_id, t.note_id, t.note, t.opened_by_name, t.opened_at, t.state, t.holder,"
            " t.answer_by, t.solve_by, t.words, t.answered_at, t.solved_at, t.closed_at, t.reopened"
            " FROM ticket t JOIN store s ON s.id = t.store_id"
            " LEFT JOIN partner p ON p.id = t.partner_id"
            f" WHERE {reach.of_office(read, 't', 's')} AND {tests}"
            f" ORDER BY {by}{order}, t.id{order} LIMIT :many",
            reach.params(read, many=limit + 1, id=id, **place(after, "at", "at_id")),
        )
    for row in rows:
        row.update({name: msgspec.json.decode(row[name] or "null") for name in JSON})
    key = "solve_by" if state == "open" else "opened_at"
    return listed(instant.now(), rows, limit, key, "id")
