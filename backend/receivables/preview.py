"""What a file of receivables would change, before anything is written. Reads only."""

from typing import Any

from backend.purchasing.file_rules import day_of
from backend.purchasing.reading import table_of
from backend.receivables import file_rules as rules
from backend.receivables.lists import OF_A_STORE
from backend.store import instant
from backend.store.engine import Store


async def preview(store: Store, partner_id: str, data: bytes, as_of: str) -> dict[str, Any]:
    """Every row with what it comes to; or, where the file cannot be read at all, why. ``as_of``:
    the day of rows that say none; empty: today."""
    told, table = await table_of(data, rules.WORDS, rules.lacking)
    if table is None:
        return told | {"left": []}
    async with store.reading() as read:
        held_rows = await read.all(
            f"SELECT store_id, MIN(store_name) AS store_name,{OF_A_STORE} FROM receivable"
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
    day = day_of(as_of) if as_of else today
    found = rules.read_rows(*table, by_code, held, today, day)
    names = {one["id"]: one["name"] for one in stores}
    return told | {
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
