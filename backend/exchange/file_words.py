"""Why a file or a row of it was refused, in words of both languages: what lies beside it."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

COLUMNS = ("row", "column", "value", "原因", "reason", "允许", "allowed")
MOST = 1000
"""Problems kept and told of one file."""
REASONS = {
    "no_checksum": ("旁边的 .sha256 里没有校验值", "the .sha256 beside it holds no digest"),
    "checksum": (
        "内容与 .sha256 不符，可能没有传完",
        "the content is not what the .sha256 says; it may be cut off",
    ),
    "too_large": ("文件太大", "the file is too large"),
    "empty": ("文件是空的", "the file is empty"),
    "encoding": ("不是 UTF-8、GBK 或 GB18030 的文字", "no text in UTF-8, GBK or GB18030"),
    "broken": ("文件已损坏", "the file is damaged"),
    "kind": ("这个系统不能送这种文件", "this system may not send files of this kind"),
    "number_used": ("这个编号已经用过，请用下一个编号", "this number was used; take the next one"),
    "no_header": ("找不到表头", "there is no header"),
    "no_column": ("缺少这一列", "this column is not there"),
    "too_many_rows": ("行数太多", "too many rows"),
    "missing": ("没有填", "nothing is said"),
    "bad_value": ("看不懂或不在允许的范围", "cannot be read, or is not allowed"),
    "check_digit": ("校验码不对", "the check digit is wrong"),
    "twice": ("文件里出现了两次", "stands in the file twice"),
    "differs": ("与前面的行不一致", "differs from the rows before"),
    "unknown_sku": ("没有这个商品", "there is no such product"),
    "no_date": ("没有生产日期", "no production date"),
    "bad_date": ("日期看不懂", "the date cannot be read"),
    "future_date": ("日期在将来", "the date is in the future"),
    "bad_number": ("数量看不懂", "the number cannot be read"),
    "long_lot": ("批号太长", "the lot's name is too long"),
    "no_quantity": ("没有数量", "no quantity"),
    "value/out-of-range": ("不在允许的范围", "is not allowed"),
    "record/clash": ("已被别的记录占用", "is taken by another record"),
    "record/unknown": ("没有这条记录", "there is no such record"),
    "sku/unknown": ("没有这个商品", "there is no such product"),
    "price/unknown": ("没有这个价目表", "there is no such price list"),
    "fact/immutable": (
        "已经用过，不能再改；请用新的版本",
        "was used and cannot change; send a new version",
    ),
    "op/too-large": ("一次太多，请分成几个文件", "too much at once; send several files"),
}
ALLOWED = {
    "whole": ("整数，{0} 到 {1}", "a whole number from {0} to {1}"),
    "count": ("整数，0 起", "a whole number, 0 or more"),
    "yuan": ("元，最多两位小数，如 58.80", "yuan with two decimals at most, as in 58.80"),
    "day": ("日期，如 2026-11-28", "a day, as in 2026-11-28"),
    "yes": ("1、0、是、否", "1, 0, yes or no"),
    "one_of": ("其中之一：{all}", "one of {all}"),
    "text": ("{0} 到 {1} 个字", "{0} to {1} characters"),
    "code": ("字母、数字和 . _ -，{0} 到 {1} 位", "letters, digits and . _ -, {0} to {1} of them"),
    "gtin": ("13 位数字，最后一位是校验码", "13 digits, the last of them the check digit"),
    "case_gtin": (
        "13 或 14 位数字，最后一位是校验码",
        "13 or 14 digits, the last of them the check digit",
    ),
    "sku": ("已有商品的编码或条码", "the code or barcode of a product that is there"),
    "instant": ("日期和时间，如 2026-11-28 18:00", "day and time, as in 2026-11-28 18:00"),
}
"""What may stand in a cell (`file_kinds.allowed`)."""


def allowed(text: str) -> tuple[str, str]:
    word, *limits = text.split(":")
    zh, en = ALLOWED.get(word, ("", ""))
    return zh.format(*limits, all="、".join(limits)), en.format(*limits, all=", ".join(limits))


def errors_csv(problems: Sequence[Mapping[str, Any]]) -> bytes:
    """Row (the first is 1; 0: the file), column as the file calls it, what stood there, the reason
    and what may stand there. With a mark, for people open it with a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for one in problems[:MOST]:
        zh, en = REASONS.get(one["reason"], (one["reason"],) * 2)
        cells = (harmless(one["column"]), harmless(one["detail"]), zh, en)
        writer.writerow((one["row"], *cells, *allowed(one.get("allowed", ""))))
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """What came from outside is no formula here."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
