"""Changes as rows of a CSV file (RFC 4180, UTF-8 without a mark, CRLF): one row per line of a
record, with the record's own columns repeated. Pure.

A record that is gone is one row: `gone`, its id, its version. Numbers are whole; money is in fen.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

KINDS = {
    "sales_order": "orders",
    "delivery_note": "notes",
    "stock_count": "counts",
    "stock_receipt": "receipts",
}
"""What a file is called by what it tells."""

FIRST = ("change", "id", "version")
SKU = ("sku_id", "sku_code", "gtin")
OF_RECORD: dict[str, tuple[str, ...]] = {
    "sales_order": (
        "no", "day", "doc_state", "exec_state", "store_id", "store_code", "store_name",
        "partner_id", "partner_name", "rep_name", "submitted_at", "audited_at", "accepted_at",
        "wanted_on", "promised_on", "total_fen", "note", "reason",
    ),
    "delivery_note": (
        "no", "state", "store_id", "store_code", "store_name", "partner_id", "driver_name",
        "deliver_on", "loaded_at", "delivered_at", "signer_name", "reason", "note",
    ),
    "stock_count": (
        "partner_id", "counted_at", "counter_name", "witness_name", "said_by_name", "from_file",
    ),
    "stock_receipt": ("partner_id", "came_at", "receiver_name", "paper_no", "said_by_name"),
}  # fmt: skip
OF_LINE: dict[str, tuple[str, ...]] = {
    "sales_order": (
        "line", "line_id", "gift_of_line", *SKU, "item", "qty", "uom", "qty_base", "price_fen",
        "amount_fen", "accepted_qty", "received_qty", "short_reason", "closed_reason",
    ),
    "delivery_note": (
        "line", "line_id", "order_id", "order_line_id", "gift_of_line", *SKU, "name", "qty",
        "uom", "accepted_qty", "line_reason",
    ),
    "stock_count": (*SKU, "lot", "produced_on", "good", "damaged"),
    "stock_receipt": (*SKU, "lot", "produced_on", "good", "damaged"),
}  # fmt: skip
"""line: goods, or gift."""


def columns_of(entity: str) -> tuple[str, ...]:
    return (*FIRST, *OF_RECORD[entity], *OF_LINE[entity])


def csv_of(
    entity: str, changes: Sequence[Mapping[str, Any]], skus: Mapping[str, tuple[str, str]]
) -> tuple[bytes, int]:
    """The file, and how many rows are below its header. ``skus``: code and GTIN by id."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    columns = columns_of(entity)
    writer.writerow(columns)
    lines = 0
    for row in _rows(entity, changes, skus):
        writer.writerow([_cell(row.get(name)) for name in columns])
        lines += 1
    return out.getvalue().encode(), lines


def skus_in(changes: Iterable[Mapping[str, Any]]) -> set[str]:
    """Every product that is named anywhere."""
    return {
        sku_id
        for one in changes
        if one["body"]
        for line in _lines(one["entity"], one["body"])
        if (sku_id := line.get("sku_id"))
    }


def _rows(
    entity: str, changes: Sequence[Mapping[str, Any]], skus: Mapping[str, tuple[str, str]]
) -> Iterable[dict[str, Any]]:
    for one in changes:
        first = {"change": one["kind"], "id": one["id"], "version": one["version"]}
        body = one["body"]
        if not body:
            yield first
            continue
        first |= {name: body.get(name) for name in OF_RECORD[entity]}
        for line in _lines(entity, body) or [{}]:
            code, gtin = skus.get(line.get("sku_id") or "", (None, None))
            yield first | line | {"sku_code": code, "gtin": gtin}


def _lines(entity: str, body: Mapping[str, Any]) -> list[dict[str, Any]]:
    if entity == "stock_count":
        none = [{"sku_id": sku_id, "good": 0, "damaged": 0} for sku_id in body["absent"]]
        return [*_of(body["lines"], entity), *none]
    if entity == "stock_receipt":
        return _of(body["lines"], entity)
    goods = [{**line, "line": "goods"} for line in body["lines"]]
    gifts = [{**line, "line": "gift"} for line in body.get("gifts") or ()]
    found = [*goods, *gifts]
    if entity == "delivery_note":
        # Its own reason is the note's; a gift bears its name as `name`.
        found = [
            {"name": line.get("sku_name"), **line, "line_reason": line.get("reason")}
            for line in found
        ]
    return _of(found, entity)


def _of(lines: Iterable[Mapping[str, Any]], entity: str) -> list[dict[str, Any]]:
    """Only what is a line's: a name it shares with the record must not take that one's place."""
    return [{name: line.get(name) for name in OF_LINE[entity]} for line in lines]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
