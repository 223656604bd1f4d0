"""Reading a stock file: which column is what, and what each row says. Pure.

A file is rows of text, whatever it was before (sheets.py). Nothing is guessed where it matters: a
row that cannot be read fails with its column and reason, and of its SKU nothing is written.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

MAX_ROWS = 2000
MAX_UNITS = 9_999_999
HEADER_WITHIN = 10
"""Exports often begin with a title; the header is looked for in so many rows."""

WORDS: dict[str, tuple[str, ...]] = {
    "sku": (
        "商品编码", "产品编码", "商品代码", "编码", "货号", "条码", "商品条码", "69码", "箱码",
        "sku", "skucode", "code", "itemcode", "gtin", "ean", "barcode", "casecode",
    ),
    "lot": ("批号", "批次", "生产批号", "批次号", "lot", "lotno", "batch", "batchno"),
    "produced_on": (
        "生产日期", "生产日", "producedon", "productiondate", "manufactured", "mfgdate", "mfg",
    ),
    "good": ("数量", "良品", "良品数量", "可用数量", "库存数量", "good", "qty", "units"),
    "cases": ("箱数", "整箱", "箱", "cases", "case", "ctn"),
    "loose": ("零散", "散瓶", "瓶数", "瓶", "loose", "bottles"),
    "damaged": ("破损", "残次", "破损数量", "不良品", "damaged", "bad"),
}  # fmt: skip
"""Headers as people write them, in both languages, without blanks and signs."""
NEEDED = ("sku", "produced_on")
TOTALS = ("合计", "总计", "小计", "total", "sum")
DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?: 00:00:00)?")
Cells = Sequence[str]


def bare(text: str) -> str:
    """A header without what people put around it: 生产日期(批)* is 生产日期."""
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = re.sub(r"[（(].*?[)）]", "", plain)
    return re.sub(r"[\s_*:：.\-/]", "", plain)


def columns_of(cells: Cells, words: Mapping[str, Sequence[str]] = WORDS) -> dict[str, int]:
    """Which column is what; of two alike the first."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        for name, spellings in words.items():
            if bare(cell) in spellings:
                found.setdefault(name, place)
    return found


def header_of(
    rows: Sequence[Cells], words: Mapping[str, Sequence[str]] = WORDS
) -> tuple[int, dict[str, int]] | None:
    """The row that names most columns, at least two, among the first; None: there is none."""
    best: tuple[int, dict[str, int]] | None = None
    for number, cells in enumerate(rows[:HEADER_WITHIN]):
        found = columns_of(cells, words)
        if len(found) >= 2 and (best is None or len(found) > len(best[1])):
            best = number, found
    return best


def lacking(columns: Mapping[str, int]) -> str | None:
    """The first column without which nothing can be said."""
    for name in NEEDED:
        if name not in columns:
            return name
    return None if {"good", "cases", "loose"} & columns.keys() else "good"


def gtin_of_case(code: str) -> str | None:
    """The unit's first twelve digits in a GTIN-14: indicator 1 to 8, and a right check digit."""
    if len(code) != 14 or not (code.isascii() and code.isdigit()) or code[0] not in "12345678":
        return None
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(code[:13]))
    return code[1:13] if (10 - total % 10) % 10 == int(code[13]) else None


def known_by(skus: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """SKU ids by everything they are called: id, code, GTIN, and the twelve digits in a case's."""
    found: dict[str, str] = {}
    for sku in skus:
        for name in (sku["id"], sku["code"], sku["gtin"], f"case {sku['gtin'][:12]}"):
            found.setdefault(str(name).upper(), sku["id"])
    return found


def sku_of(text: str, known: Mapping[str, str]) -> str | None:
    code = unicodedata.normalize("NFKC", text).strip().strip("'").upper()
    if re.fullmatch(r"\d+\.0", code):  # a number to a spreadsheet
        code = code[:-2]
    inner = gtin_of_case(code)
    return known.get(code) or (known.get(f"CASE {inner}") if inner else None)


def day_of(text: str) -> str | None:
    """2026-11-25, 2026/11/25, 20261125, 2026年11月25日; None: no such day."""
    found = DATE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def number_of(text: str) -> int | None:
    """A whole number, 0 for an empty cell; None: none, or less than nothing, or too much."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return 0
    if not re.fullmatch(r"(\d+|\d{1,3}(,\d{3})+)(\.0+)?", plain):
        return None
    found = int(plain.partition(".")[0].replace(",", ""))
    return found if found <= MAX_UNITS else None


def read_rows(
    rows: Sequence[Cells], first: int, columns: Mapping[str, int],
    skus: Sequence[Mapping[str, Any]], today: str,
) -> list[dict[str, Any]]:  # fmt: skip
    """Each row below the header: its number in the file (the first is 1), what it says, and its
    ``problems``, each a column and a reason. Empty rows and totals are ``skipped``.

    reasons: unknown_sku, no_date, bad_date, future_date, bad_number, long_lot, twice, no_quantity.
    """
    known, by_id = known_by(skus), {sku["id"]: sku for sku in skus}
    read: list[dict[str, Any]] = []
    seen: set[tuple[str, str, str]] = set()
    for number, cells in enumerate(rows[first + 1 :], first + 2):
        said = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
        row: dict[str, Any] = {"row": number, "cells": list(cells), "skipped": False}
        if not any(said.values()) or bare(said["sku"]) in TOTALS:
            read.append(row | {"skipped": True, "problems": []})
            continue
        row |= _one(said, by_id, known, today)
        key = (row["sku_id"], row["lot"], row["produced_on"])
        if not row["problems"] and key in seen:
            row["problems"] = [{"column": "lot", "reason": "twice"}]
        seen.add(key)
        read.append(row)
    return read


def _one(
    said: Mapping[str, str], by_id: Mapping[str, Any], known: Mapping[str, str], today: str
) -> dict[str, Any]:
    problems: list[dict[str, str]] = []

    def wrong(column: str, reason: str) -> None:
        problems.append({"column": column, "reason": reason})

    sku_id = sku_of(said["sku"], known)
    if sku_id is None:
        wrong("sku", "unknown_sku")
    produced_on = day_of(said["produced_on"])
    if produced_on is None:
        wrong("produced_on", "bad_date" if said["produced_on"] else "no_date")
    elif produced_on > today:
        wrong("produced_on", "future_date")
    lot = unicodedata.normalize("NFKC", said.get("lot", "")).strip().upper()
    if len(lot) > 24:
        wrong("lot", "long_lot")
    numbers = {
        name: number_of(said.get(name, "")) for name in ("good", "cases", "loose", "damaged")
    }
    for name, found in numbers.items():
        if found is None:
            wrong(name, "bad_number")
    if not any(said.get(name) for name in numbers):
        wrong("good", "no_quantity")
    per = by_id[sku_id]["units_per_case"] if sku_id else 1
    good = (numbers["good"] or 0) + (numbers["cases"] or 0) * per + (numbers["loose"] or 0)
    if good > MAX_UNITS:
        wrong("cases", "bad_number")
    return {
        "sku_id": sku_id, "lot": lot, "produced_on": produced_on, "good": good,
        "damaged": numbers["damaged"] or 0, "problems": problems,
    }  # fmt: skip


def compared(
    read: Sequence[dict[str, Any]], held: Mapping[str, Sequence[Mapping[str, Any]]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What each row comes to beside the last counts, and the lots the file does not name any more.

    what: add, change, same; fail for a row that cannot be read; skip for one that says nothing, and
    for each row of a SKU of which another row fails: half a SKU would lose its other half.
    """
    broken = {row["sku_id"] for row in read if row["problems"] and row.get("sku_id")}
    result = []
    for row in read:
        if row["problems"]:
            what = "fail"
        elif row["skipped"] or row["sku_id"] in broken:
            what = "skip"
        else:
            what = _what(row, held.get(row["sku_id"], ()))
        result.append({**row, "what": what, "beside_fail": row.get("sku_id") in broken})
    named = {row["sku_id"] for row in result if row["what"] in ("add", "change", "same")}
    there = {(row["sku_id"], row["lot"], row["produced_on"]) for row in read if not row["skipped"]}
    gone = [
        {"sku_id": sku_id, **lot}
        for sku_id in sorted(named)
        for lot in held.get(sku_id, ())
        if (lot["good"] or lot["damaged"]) and (sku_id, lot["lot"], lot["produced_on"]) not in there
    ]
    return result, gone


def _what(row: Mapping[str, Any], lots: Sequence[Mapping[str, Any]]) -> str:
    for lot in lots:
        if (lot["lot"], lot["produced_on"]) == (row["lot"], row["produced_on"]):
            same = (lot["good"], lot["damaged"]) == (row["good"], row["damaged"])
            return "same" if same else "change"
    return "add"
