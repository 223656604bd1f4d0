"""What a stock file would change, before anything is written. Reads only."""

import asyncio
from typing import Any

import msgspec

from backend.purchasing import file_rules as rules
from backend.purchasing.sheets import NotRead, rows_of
from backend.store import instant
from backend.store.engine import Store


async def preview(store: Store, partner_id: str, data: bytes) -> dict[str, Any]:
    """Every row with what it comes to; or, where the file cannot be read at all, why."""
    nothing: dict[str, Any] = {
        "encoding": None, "problem": None, "column": None, "header": [], "rows": [], "gone": [],
    }  # fmt: skip
    try:
        encoding, rows = await asyncio.to_thread(rows_of, data)
    except NotRead as error:
        return nothing | {"problem": error.code}
    nothing["encoding"] = encoding
    header = rules.header_of(rows)
    if header is None:
        return nothing | {"problem": "no_header"}
    first, columns = header
    nothing["header"] = rows[first]
    lacking = rules.lacking(columns)
    if lacking is not None:
        return nothing | {"problem": "no_column", "column": lacking}
    if len(rows) - first - 1 > rules.MAX_ROWS:
        return nothing | {"problem": "too_many_rows"}
    async with store.reading() as read:
        skus = await read.all("SELECT id, code, gtin, name, units_per_case FROM sku ORDER BY id")
        stocks = await read.all(
            "SELECT sku_id, lots FROM partner_stock WHERE partner_id = :partner",
            {"partner": partner_id},
        )
    today = instant.day_of(instant.now(), store.zone)
    held = {row["sku_id"]: msgspec.json.decode(row["lots"]) for row in stocks}
    said = rules.read_rows(rows, first, columns, skus, today)
    found, gone = rules.compared(said, held)
    names = {sku["id"]: sku["name"] for sku in skus}
    return nothing | {
        "rows": [_row(row, names) for row in found],
        "gone": [{**lot, "sku_name": names[lot["sku_id"]]} for lot in gone],
    }


def _row(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    sku_id = row.get("sku_id")
    return {
        "row": row["row"],
        "what": row["what"],
        "beside_fail": row["beside_fail"],
        "sku_id": sku_id,
        "sku_name": names.get(sku_id) if sku_id else None,
        "lot": row.get("lot", ""),
        "produced_on": row.get("produced_on"),
        "good": row.get("good", 0),
        "damaged": row.get("damaged", 0),
        "problems": row["problems"],
        "cells": row["cells"] if row["what"] in ("fail", "skip") else [],
    }
