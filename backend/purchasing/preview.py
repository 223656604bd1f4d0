"""What a stock file would change, before anything is written. Reads only."""

from typing import Any

import msgspec

from backend.purchasing import file_rules as rules
from backend.purchasing.reading import table_of
from backend.store import instant
from backend.store.engine import Store


async def preview(store: Store, partner_id: str, data: bytes) -> dict[str, Any]:
    """Every row with what it comes to; or, where the file cannot be read at all, why."""
    told, table = await table_of(data, rules.WORDS, rules.lacking)
    if table is None:
        return told | {"gone": []}
    async with store.reading() as read:
        skus = await read.all("SELECT id, code, gtin, name, units_per_case FROM sku ORDER BY id")
        stocks = await read.all(
            "SELECT sku_id, lots FROM partner_stock WHERE partner_id = :partner",
            {"partner": partner_id},
        )
    today = instant.day_of(instant.now(), store.zone)
    held = {row["sku_id"]: msgspec.json.decode(row["lots"]) for row in stocks}
    said = rules.read_rows(*table, skus, today)
    found, gone = rules.compared(said, held)
    by_id = {sku["id"]: sku for sku in skus}
    return told | {
        "rows": [_row(row, by_id) for row in found],
        "gone": [{**lot, **_named(by_id[lot["sku_id"]])} for lot in gone],
    }


def _named(sku: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "sku_name": sku and sku["name"],
        "units_per_case": sku["units_per_case"] if sku else 1,
    }


def _row(row: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> dict[str, Any]:
    sku_id = row.get("sku_id")
    was = row["was"]
    return {
        "row": row["row"],
        "what": row["what"],
        "beside_fail": row["beside_fail"],
        "sku_id": sku_id,
        **_named(by_id[sku_id] if sku_id else None),
        "lot": row.get("lot", ""),
        "produced_on": row.get("produced_on"),
        "good": row.get("good", 0),
        "damaged": row.get("damaged", 0),
        "was": was and {"good": was["good"], "damaged": was["damaged"]},
        "in_cases": row.get("in_cases", False),
        "jump": row["jump"],
        "problems": row["problems"],
        "cells": row["cells"] if row["what"] in ("fail", "skip") else [],
    }
