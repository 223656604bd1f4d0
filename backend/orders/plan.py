"""What a visit consisted of, under the template it was begun under, and what was done of it.

The same rule as on the phone, over what the company holds: a step answered after she had left does
not count, nor does what was changed at the store since.
"""

from collections import Counter
from typing import Any

import msgspec

from backend.promotions import reading
from backend.promotions import rules as promotions
from backend.store import instant
from backend.store.read import Read
from backend.visits import template_rules
from backend.visits.shelf_rules import shelf_answered

Row = dict[str, Any]


async def template_of(read: Read, visit: Row) -> Row | None:
    """The version it was begun under. One that was never published is as good as none."""
    found = await read.one(
        "SELECT id, code, template_version, name, strict_order, steps FROM visit_template"
        " WHERE id = :id AND state IN ('published', 'retired')",
        {"id": visit["template_id"] or ""},
    )
    return None if found is None else {**found, "steps": msgspec.json.decode(found["steps"])}


async def plan_of(
    read: Read, visit: Row, template: Row | None, photos: list[Row], seen: list[Row], orders: int
) -> Row:
    """Steps with what is required, done and skipped, and the counter."""
    tasks = await _tasks(read, visit)
    taken = Counter(photo["type"] for photo in photos)
    work = {
        "check_in": True,
        "outside": visit["outside"] is not None,
        "greet": visit["greet"] is not None,
        "store_check": await _shelf_checked(read, visit["store_id"], seen),
        "merchandise": template_rules.merchandised(visit["merchandise"], taken),
        "promotion": visit["promotion"] is not None,
        "competitor": visit["rivals"] is not None,
        "sell_in": all(answered for answered in tasks),
        "order": orders > 0 or bool(visit["no_order_reason"]),
    }
    return template_rules.plan(
        template["steps"] if template else template_rules.BUILT_IN,
        bool(template and template["strict_order"]),
        work,
        taken,
        {
            "tasks": ["sell_in"] if tasks else [],
            "due": ["promotion"] if await _promotions_due(read, visit) else [],
        },
        [one["step"] for one in visit["skips"]],
    )


async def _shelf_checked(read: Read, store_id: str, seen: list[Row]) -> bool:
    """Every SKU that must be looked for is answered; without a list, every active one."""
    listed = await read.one(
        "SELECT l.sku_ids FROM store s JOIN must_stock_list l ON l.id = s.must_stock_list_id"
        " WHERE s.id = :id",
        {"id": store_id},
    )
    if listed is not None:
        wanted = set(msgspec.json.decode(listed["sku_ids"]))
    else:
        wanted = {row["id"] for row in await read.all("SELECT id FROM sku WHERE active", {})}
    return bool(shelf_answered(wanted, seen)["complete"])


async def _promotions_due(read: Read, visit: Row) -> bool:
    """Whether anything was due here when she came in; what was said of it was."""
    if visit["promotion"] is not None:
        return True
    store = await read.one(
        "SELECT id, org_unit_id, customer_class, channel_type, tier FROM store WHERE id = :id",
        {"id": visit["store_id"]},
    )
    if store is None:
        return False
    plans, known = await reading.released(read), await reading.in_store(read, store["id"])
    at = visit["checked_in_at"]
    return bool(promotions.due_here(plans, known, store, visit["day"], at))


async def _tasks(read: Read, visit: Row) -> list[bool]:
    """Of each task there was for her here while she was in the store: was it answered then? What
    follows from a check is a matter of that check's step."""
    until = visit["checked_out_at"] or instant.now()
    rows = await read.all(
        "SELECT answered_at FROM task WHERE store_id = :store_id AND rep_id = :rep_id"
        " AND state <> 'withdrawn' AND assigned_at <= :until AND source IS NULL"
        " AND (answered_at IS NULL OR answered_at >= :since)",
        {
            "store_id": visit["store_id"],
            "rep_id": visit["rep_id"],
            "until": until,
            "since": visit["checked_in_at"],
        },
    )
    return [row["answered_at"] is not None and row["answered_at"] <= until for row in rows]
