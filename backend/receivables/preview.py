"""What a file of receivables would change, before anything is written. Reads only."""

import asyncio
from typing import Any

from backend.purchasing.file_rules import MAX_ROWS, header_of
from backend.purchasing.sheets import NotRead, rows_of
from backend.receivables import file_rules as rules
from backend.receivables.lists import SUMS
from backend.store import instant
from backend.store.engine import Store


async def preview(store: Store, partner_id: str, data: bytes, as_of: str) -> dict[str, Any]:
    """Every row with what it comes to; or, where the file cannot be read at all, why. ``as_of``:
    the day of rows that say none; empty: today."""
    nothing: dict[str, Any] = {
        "encoding": None, "problem": None, "column": None, "header": [], "rows": [], "left": [],
    }  # fmt: skip
    try:
        encoding, rows = await asyncio.to_thread(rows_of, data)
    except NotRead as error:
        return nothing | {"problem": error.code}
    nothing["encoding"] = encoding
    header = header_of(rows, rules.WORDS)
    if header is None:
        return nothing | {"problem": "no_header"}
    first, columns = header
    nothing["header"] = rows[first]
    lacking = rules.lacking(columns)
    if lacking is not None:
        return nothing | {"problem": "no_column", "column": lacking}
    if len(rows) - first - 1 > MAX_ROWS:
        return nothing | {"problem": "too_many_rows"}
    async with store.reading() as read:
        held_rows = await read.all(
            f"SELECT store_id, MIN(store_name) AS store_name,{SUMS} FROM receivable"
            " WHERE partner_id = :partner GROUP BY store_id ORDER BY MIN(store_code)",
            {"partner": partner_id},
        )
        held = {row["store_id"]: row for row in held_rows}
        stores = await read.all(
            "SELECT id, code, name FROM store WHERE partner_id = :partner"
            f" OR id {read.IN.replace('?', ':known')} ORDER BY id",
            {"partner": partner_id, "known": read.ids(sorted(held))},
        )
    today = instant.day_of(instant.now(), store.zone)
    by_code = {str(one["code"]).upper(): one for one in stores}
    found = rules.read_rows(rows, first, columns, by_code, held, today, as_of or today)
    names = {one["id"]: one["name"] for one in stores}
    return nothing | {
        "rows": [_row(row, names, held) for row in found],
        "left": [
            {name: one[name] for name in ("store_id", "store_name", "open_fen", "as_of")}
            for one in rules.unnamed(found, held)
        ],
    }


def _row(row: dict[str, Any], names: dict[str, str], held: dict[str, Any]) -> dict[str, Any]:
    before = held.get(row["store_id"])
    return {
        **row,
        "store_name": names.get(row["store_id"]) if row["store_id"] else None,
        "before_fen": before["open_fen"] if before else None,
        "cells": row["cells"] if row["what"] in ("fail", "skip") else [],
    }
