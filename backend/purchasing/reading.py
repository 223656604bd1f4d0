"""Reading a file that a partner sends, as far as every such file is read alike."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from backend.purchasing import file_rules as rules
from backend.purchasing.sheets import NotRead, rows_of


class Table(NamedTuple):
    """Rows as they stand, which of them is the header, and which column is what."""

    rows: Sequence[rules.Cells]
    header: int
    columns: Mapping[str, int]


async def table_of(
    data: bytes,
    words: Mapping[str, Sequence[str]],
    lacking: Callable[[Mapping[str, int]], str | None],
) -> tuple[dict[str, Any], Table | None]:
    """What answers.ReadFile says of it, without rows; and the table, None if it cannot be read."""
    told: dict[str, Any] = {
        "encoding": None, "problem": None, "column": None, "header": [], "rows": [],
    }  # fmt: skip
    try:
        encoding, rows = await asyncio.to_thread(rows_of, data)
    except NotRead as error:
        return told | {"problem": error.code}, None
    told["encoding"] = encoding
    header = rules.header_of(rows, words)
    if header is None:
        return told | {"problem": "no_header"}, None
    first, columns = header
    told["header"] = rows[first]
    lacks = lacking(columns)
    if lacks is not None:
        return told | {"problem": "no_column", "column": lacks}, None
    if len(rows) - first - 1 > rules.MAX_ROWS:
        return told | {"problem": "too_many_rows"}, None
    return told, Table(rows, first, columns)
