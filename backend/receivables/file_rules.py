"""Reading a file of what stores owe: what each row says, in whole fen. Pure.

As with stock files nothing is guessed: a row that cannot be read fails with its column and reason.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from backend.purchasing.file_rules import TOTALS, bare, day_of, formulas, said_by

MAX_FEN = 1_000_000_000_000
WORDS: dict[str, tuple[str, ...]] = {
    "store": (
        "门店编码", "门店编号", "客户编码", "客户编号", "店码", "编码", "编号", "store",
        "storecode", "storeno", "customercode", "code",
    ),
    "limit": ("信用额度", "授信额度", "额度", "赊销额度", "limit", "creditlimit", "credit"),
    "open": (
        "应收", "应收款", "应收金额", "应收余额", "欠款", "欠款金额", "余额", "未收", "未收金额",
        "open", "openamount", "balance", "receivable", "outstanding",
    ),
    "overdue": (
        "逾期", "逾期金额", "超期", "超期金额", "过期", "overdue", "pastdue", "overdueamount",
    ),
    "as_of": ("截止日期", "截至", "截至日期", "日期", "asof", "date", "day"),
}  # fmt: skip
"""Headers as people write them, in both languages, without blanks and signs."""
NEEDED = ("store", "open")
NO_LIMIT = ("", "-", "无", "不限", "没有", "none", "no")
AMOUNT = re.compile(r"[¥￥]?(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?元?")
NOISE = Decimal("0.0001")
"""A spreadsheet's sum may miss its fen by so little; more is no amount of money."""


def fen_of(text: str) -> int | None:
    """Whole fen of 3200, 3,200.50, ￥3200.5元; 0 for an empty cell; None: none, or less than
    nothing, or parts of a fen."""
    plain = unicodedata.normalize("NFKC", text).strip().replace(" ", "")
    if not plain:
        return 0
    found = AMOUNT.fullmatch(plain)
    if found is None:
        return None
    try:
        fen = Decimal(found[1].replace(",", "") + (found[2] or "")) * 100
        whole = fen.to_integral_value(ROUND_HALF_UP)
    except InvalidOperation:
        return None
    return int(whole) if abs(fen - whole) <= NOISE and whole <= MAX_FEN else None


def lacking(columns: Mapping[str, int]) -> str | None:
    """The first column without which nothing can be said."""
    return next((name for name in NEEDED if name not in columns), None)


def read_rows(
    rows: Sequence[Sequence[str]], first: int, columns: Mapping[str, int],
    stores: Mapping[str, Mapping[str, Any]], held: Mapping[str, Mapping[str, Any]],
    today: str, as_of: str | None,
) -> list[dict[str, Any]]:  # fmt: skip
    """Each row below the header: its number in the file (the first is 1), what it says, what it
    comes to, and its ``problems``. ``stores`` by upper-case code, ``held`` by store id. ``as_of``:
    the day of rows that say none; None: it is no day, and they fail. Without a column of limits
    each store keeps its limit.

    what: add, change, same; fail for a row that cannot be read; skip for an empty row or a total.
    reasons: formula, unknown_store, bad_amount, no_amount, over_open, bad_date, future_date, older,
    twice.
    """
    read: list[dict[str, Any]] = []
    seen: set[str] = set()
    for number, cells in enumerate(rows[first + 1 :], first + 2):
        said = said_by(cells, columns)
        row: dict[str, Any] = {"row": number, "cells": list(cells)}
        if not any(said.values()) or bare(said["store"]) in TOTALS:
            read.append(row | NOTHING | {"what": "skip"})
            continue
        row |= _one(said, stores, held, today, as_of)
        row["problems"] = formulas(said, row["problems"])
        store_id = row["store_id"]
        if store_id in seen:
            row["problems"].append({"column": "store", "reason": "twice"})
        if store_id:
            seen.add(store_id)
        read.append(row | {"what": _what(row, held)})
    return read


NOTHING: dict[str, Any] = {
    "store_id": None, "limit_fen": None, "open_fen": 0, "overdue_fen": 0, "as_of": None,
    "problems": [],
}  # fmt: skip


def _one(
    said: Mapping[str, str], stores: Mapping[str, Mapping[str, Any]],
    held: Mapping[str, Mapping[str, Any]], today: str, as_of: str | None,
) -> dict[str, Any]:  # fmt: skip
    code = unicodedata.normalize("NFKC", said["store"]).strip().strip("'").upper()
    if re.fullmatch(r"\d+\.0", code):  # a number to a spreadsheet
        code = code[:-2]
    store = stores.get(code)
    store_id = store["id"] if store else None
    before = held.get(store_id) if store_id else None
    wrong = [] if store else [("store", "unknown_store")]
    if "limit" in said:
        no_limit = unicodedata.normalize("NFKC", said["limit"]).lower() in NO_LIMIT
        limit = None if no_limit else fen_of(said["limit"])
        wrong += [("limit", "bad_amount")] if limit is None and not no_limit else []
    else:
        limit = before["limit_fen"] if before else None
    amounts = {name: fen_of(said.get(name, "")) for name in ("open", "overdue")}
    wrong += _amounts_wrong(amounts, said["open"])
    day = day_of(said["as_of"]) if said.get("as_of") else as_of
    wrong += _day_wrong(day, today, before)
    return {
        "store_id": store_id, "limit_fen": limit, "open_fen": amounts["open"] or 0,
        "overdue_fen": amounts["overdue"] or 0, "as_of": day,
        "problems": [{"column": column, "reason": reason} for column, reason in wrong],
    }  # fmt: skip


def _amounts_wrong(amounts: Mapping[str, int | None], said: str) -> list[tuple[str, str]]:
    wrong = [(name, "bad_amount") for name, fen in amounts.items() if fen is None]
    if not said:
        wrong.append(("open", "no_amount"))
    elif not wrong and (amounts["overdue"] or 0) > (amounts["open"] or 0):
        wrong.append(("overdue", "over_open"))
    return wrong


def _day_wrong(
    day: str | None, today: str, before: Mapping[str, Any] | None
) -> list[tuple[str, str]]:
    if day is None:
        return [("as_of", "bad_date")]
    if day > today:
        return [("as_of", "future_date")]
    return [("as_of", "older")] if before and before["as_of"] > day else []


def _what(row: Mapping[str, Any], held: Mapping[str, Mapping[str, Any]]) -> str:
    if row["problems"]:
        return "fail"
    before = held.get(row["store_id"])
    if before is None:
        return "add"
    names = ("limit_fen", "open_fen", "overdue_fen", "as_of")
    return "same" if all(before[name] == row[name] for name in names) else "change"


def unnamed(
    read: Sequence[Mapping[str, Any]], held: Mapping[str, Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Stores that owe by what he said last and that the file does not name: they keep it."""
    named = {row["store_id"] for row in read}
    return [one for id, one in held.items() if id not in named and one["open_fen"]]
