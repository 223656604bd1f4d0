"""Return notes as the office lists them."""

from typing import Any

import msgspec

from backend.people.office import Reach, listed, place
from backend.shipments.views import told
from backend.store import instant
from backend.store.engine import Store


async def returns(store: Store, reach: Reach, state: str, after: str, limit: int) -> dict[str, Any]:
    """Of the stores in reach, the latest first."""
    tests = " AND t.state = :state" if state else ""
    if after:
        tests += " AND (t.asked_at, t.id) < (:at, :last)"
    async with store.reading() as read:
        rows = await read.all(
            "SELECT t.id, t.version, t.no, t.origin, t.state, t.store_id, t.store_code,"
            " t.store_name, t.customer_class, t.partner_id, p.name AS partner_name,"
            " t.delivery_note_no, t.driver_name, t.collect_on, t.lines, t.photo_ids, t.note,"
            " t.asked_by_name, t.asked_at, t.decided_by_name, t.decided_reason, t.collected_at,"
            " t.posted_at"
            " FROM return_note t JOIN store s ON s.id = t.store_id"
            " JOIN partner p ON p.id = t.partner_id"
            f" WHERE {reach.of_office(read, 't', 's')}{tests}"
            " ORDER BY t.asked_at DESC, t.id DESC LIMIT :many",
            reach.params(read, many=limit + 1, state=state, **place(after, "at", "last")),
        )
    for row in rows:
        row["photo_ids"] = msgspec.json.decode(row["photo_ids"])
        row["lines"] = [told(line) for line in msgspec.json.decode(row["lines"])]
    return listed(instant.now(), rows, limit, "asked_at", "id")
