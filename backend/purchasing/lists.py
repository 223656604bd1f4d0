"""Partners' stock as the office lists it: of the partners that supply a store in its reach."""

from typing import Any

import msgspec

from backend.people.office import Reach, listed, place
from backend.purchasing.stock_rules import (
    LOOK_DAYS,
    MEAN_DAYS,
    first_left,
    lasting,
    lots_moved,
    moved,
    put_back,
    stock_now,
)
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read


async def stocks(
    store: Store, reach: Reach, partner: str, after: str, limit: int
) -> dict[str, Any]:
    """By the codes of partner and SKU."""
    now = instant.now()
    tests = " AND p.id = :partner" if partner else ""
    if after:
        tests += " AND (p.code, s.code, k.id) > (:code, :sku, :last)"
    async with store.reading() as read:
        rows = await read.all(
            "SELECT k.id, k.partner_id, p.code, p.name AS partner_name, k.sku_id, s.code AS sku,"
            " s.name AS sku_name, s.units_per_case, s.shelf_life_days, k.counted_at, k.lots"
            " FROM partner_stock k JOIN partner p ON p.id = k.partner_id"
            " JOIN sku s ON s.id = k.sku_id WHERE EXISTS"
            f" (SELECT 1 FROM store t WHERE t.partner_id = p.id AND {reach.stores(read, 't')})"
            f"{tests} ORDER BY p.code, s.code, k.id LIMIT :many",
            reach.params(
                read, many=limit + 1, partner=partner, **place(after, "code", "sku", "last")
            ),
        )
        page = listed(now, rows, limit, "code", "sku", "id")
        notes = await _notes(read, page["rows"], now)
        came = await _receipts(read, page["rows"])
        back = await _returns(read, page["rows"])
    page["rows"] = [
        _row(row, (notes[of], came[of], back[of]), now, store.zone)
        for row in page["rows"]
        for of in [row["partner_id"]]
    ]
    return page


async def _notes(read: Read, rows: list[dict[str, Any]], now: str) -> dict[str, list[Any]]:
    """By partner, those on which something left or came back since it matters."""
    found: dict[str, list[Any]] = {}
    for partner_id in {row["partner_id"] for row in rows}:
        counted = [row["counted_at"] for row in rows if row["partner_id"] == partner_id]
        since = min([instant.shifted(now, days=-LOOK_DAYS), *counted])
        found[partner_id] = await read.all(
            "SELECT loaded_at, delivered_at, lines, gifts FROM delivery_note"
            " WHERE partner_id = :partner AND (loaded_at > :since OR delivered_at > :since)",
            {"partner": partner_id, "since": since},
        )
        for note in found[partner_id]:
            for name in ("lines", "gifts"):
                note[name] = msgspec.json.decode(note[name])
    return found


async def _receipts(read: Read, rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """By partner, those since the oldest of these counts."""
    found: dict[str, list[Any]] = {}
    for partner_id in {row["partner_id"] for row in rows}:
        counted = [row["counted_at"] for row in rows if row["partner_id"] == partner_id]
        found[partner_id] = await read.all(
            "SELECT came_at, lines FROM stock_receipt WHERE partner_id = :partner"
            " AND came_at > :since ORDER BY came_at, id",
            {"partner": partner_id, "since": min(counted)},
        )
        for receipt in found[partner_id]:
            receipt["lines"] = msgspec.json.decode(receipt["lines"])
    return found


async def _returns(read: Read, rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """By partner, those posted since the oldest of these counts."""
    found: dict[str, list[Any]] = {}
    for partner_id in {row["partner_id"] for row in rows}:
        counted = [row["counted_at"] for row in rows if row["partner_id"] == partner_id]
        found[partner_id] = await read.all(
            "SELECT origin, posted_at, lines FROM return_note WHERE partner_id = :partner"
            " AND posted_at > :since ORDER BY posted_at, id",
            {"partner": partner_id, "since": min(counted)},
        )
        for one in found[partner_id]:
            one["lines"] = msgspec.json.decode(one["lines"])
    return found


def _row(
    row: dict[str, Any], moves: tuple[list[Any], list[Any], list[Any]], now: str, zone: str
) -> dict[str, Any]:
    """``moves`` of its partner: delivery notes, receipts, return notes."""
    notes, came, returns = moves
    sku_id = row["sku_id"]
    units = {sku_id: row["units_per_case"]}
    out = moved(notes, units, row["counted_at"], now).get(sku_id, 0)
    month = moved(notes, units, instant.shifted(now, days=-MEAN_DAYS), now).get(sku_id, 0)
    today = instant.day_of(now, zone)
    lots = msgspec.json.decode(row["lots"])
    received = [
        line
        for receipt in came
        if receipt["came_at"] > row["counted_at"]
        for line in receipt["lines"]
        if line["sku_id"] == sku_id
    ]
    back = put_back(returns, units, row["counted_at"], now).get(sku_id, [])
    named = [*lots_moved(notes, units, row["counted_at"], now).get(sku_id, []), *back]
    out += sum(one["units"] for one in back)
    there = stock_now(lots, received, out, row["shelf_life_days"], today, named)
    told = ("partner_id", "partner_name", "sku_id", "sku_name", "units_per_case", "counted_at")
    last = lasting(there["saleable"], month, first_left(notes, now), now)
    return {**{name: row[name] for name in told}, **there, "gone": max(0, month), **last}
