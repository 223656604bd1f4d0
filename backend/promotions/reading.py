"""Promotions as queries read them: rows with their lists unfolded."""

from typing import Any

import msgspec

from backend.store.read import Read

Row = dict[str, Any]
COLUMNS = (
    "p.id, p.version, p.plan_id, p.plan_version, p.name, p.purpose, p.type, p.mechanism,"
    " p.starts_on, p.ends_on, p.classes, p.channels, p.tiers, p.store_ids, p.sku_ids, p.stackable,"
    " p.rules, p.priority,"
    " p.items, p.price_fen, p.posm, p.agreement, p.place, p.size, p.fee_fen, p.fee_pay,"
    " p.budget_fen, p.expected_base, p.expected_uplift_pct, p.control, p.state, p.org_unit_id,"
    " p.org_unit_ids, p.author_ids, p.saved_by_name, p.saved_at, p.submitted_at,"
    " p.decided_by_name, p.decided_at, p.returned_for, p.budget_no, p.released_at, p.stops_at,"
    " p.stop_reason, p.stopped_by_name"
)
LISTS = (
    "classes", "channels", "tiers", "store_ids", "sku_ids", "rules", "items", "posm",
    "org_unit_ids", "author_ids",
)  # fmt: skip
PARTS = ("agreement", "declined", "set_up", "checks", "taken_down", "flags")


def plan(row: Row) -> Row:
    found = {**row, **{name: msgspec.json.decode(row[name]) for name in LISTS}}
    return found | {name: bool(row[name]) for name in ("stackable", "agreement")}


def execution(row: Row) -> Row:
    unfolded = {name: row[name] and msgspec.json.decode(row[name]) for name in PARTS}
    return {**row, **unfolded}


async def released(read: Read) -> list[Row]:
    """All plans that phones have or had."""
    rows = await read.all(
        f"SELECT {COLUMNS} FROM promotion p WHERE p.state IN ('released', 'stopped', 'ended')"
        " ORDER BY p.id",
        {},
    )
    return [plan(row) for row in rows]


async def in_store(read: Read, store_id: str) -> list[Row]:
    """How far each is in one store."""
    rows = await read.all(
        "SELECT promotion_id, store_id, state, agreement, declined, set_up, checks, taken_down,"
        " flags FROM promotion_execution WHERE store_id = :id ORDER BY promotion_id",
        {"id": store_id},
    )
    return [execution(row) for row in rows]
