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
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}
AS_TEXT = re.compile(r'="([^"]*)"')
"""As some programs write a long number into CSV, so that a spreadsheet leaves it alone."""
JUMP = 10
"""So many times as much as there was is rather a slip of the pen, or cases taken for bottles."""
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


def said_by(cells: Cells, columns: Mapping[str, int]) -> dict[str, str]:
    """What a row says, by column; "" where it has no such cell."""
    said = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
    as_text = {name: AS_TEXT.fullmatch(text) for name, text in said.items()}
    return {name: found[1] if (found := as_text[name]) else text for name, text in said.items()}


def formulas(said: Mapping[str, str], problems: list[dict[str, str]]) -> list[dict[str, str]]:
    """The problems of a row, where a formula without a result, or with an error for one, is called
    so, whatever else was found wrong with its text."""
    names = [name for name, text in said.items() if text.startswith("=") or text in ERRORS]
    others = [one for one in problems if one["column"] not in names]
    return [{"column": name, "reason": "formula"} for name in names] + others


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

    reasons: formula, unknown_sku, no_date, bad_date, future_date, bad_number, long_lot, twice,
    no_quantity.
    """
    known, by_id = known_by(skus), {sku["id"]: sku for sku in skus}
    read: list[dict[str, Any]] = []
    seen: set[tuple[str, str, str]] = set()
    for number, cells in enumerate(rows[first + 1 :], first + 2):
        said = said_by(cells, columns)
        row: dict[str, Any] = {"row": number, "cells": list(cells), "skipped": False}
        if not any(said.values()) or bare(said["sku"]) in TOTALS:
            read.append(row | {"skipped": True, "problems": []})
            continue
        row |= _one(said, by_id, known, today)
        row["problems"] = formulas(said, row["problems"])
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
        "damaged": numbers["damaged"] or 0, "in_cases": "cases" in said, "problems": problems,
    }  # fmt: skip


def compared(
    read: Sequence[dict[str, Any]], held: Mapping[str, Sequence[Mapping[str, Any]]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What each row comes to beside the last counts, and the lots the file does not name any more.

    what: add, change, same; fail for a row that cannot be read; skip for one that says nothing, and
    for each row of a SKU of which another row fails: half a SKU would lose its other half.
    was: the lot as it was counted last. jump: more than JUMP times as much of the SKU as was
    counted last or, of a SKU that was never there, as there was of any.
    """
    before = {sku_id: _units(lots) for sku_id, lots in held.items()}
    broken = {row["sku_id"] for row in read if row["problems"] and row.get("sku_id")}
    result = []
    for row in read:
        if row["problems"]:
            what = "fail"
        elif row["skipped"] or row["sku_id"] in broken:
            what = "skip"
        else:
            what = _what(row, held.get(row["sku_id"], ()))
        beside: dict[str, Any] = {
            "was": None,
            "jump": False,
            "beside_fail": row.get("sku_id") in broken,
        }
        if what in ("add", "change"):
            most = before.get(row["sku_id"]) or max(before.values(), default=0)
            beside["was"] = _lot_of(row, held.get(row["sku_id"], ()))
            beside["jump"] = 0 < JUMP * most < row["good"] + row["damaged"]
        result.append({**row, "what": what, **beside})
    named = {row["sku_id"] for row in result if row["what"] in ("add", "change", "same")}
    there = {(row["sku_id"], row["lot"], row["produced_on"]) for row in read if not row["skipped"]}
    gone = [
        {"sku_id": sku_id, **lot}
        for sku_id in sorted(named)
        for lot in held.get(sku_id, ())
        if (sku_id, lot["lot"], lot["produced_on"]) not in there
    ]
    return result, gone


def _units(lots: Sequence[Mapping[str, Any]]) -> int:
    return sum(lot["good"] + lot["damaged"] for lot in lots)


def _lot_of(row: Mapping[str, Any], lots: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    key = (row["lot"], row["produced_on"])
    return next((lot for lot in lots if (lot["lot"], lot["produced_on"]) == key), None)


def _what(row: Mapping[str, Any], lots: Sequence[Mapping[str, Any]]) -> str:
    lot = _lot_of(row, lots)
    if lot is None:
        return "add"
    return "same" if (lot["good"], lot["damaged"]) == (row["good"], row["damaged"]) else "change"
