"""Why a file or a row of it was refused, in words of both languages: what lies beside it."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

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


def errors_csv(problems: Sequence[Mapping[str, Any]]) -> bytes:
    """Row (the first is 1; 0: the file), column, what stood there, and the reason. With a mark, for
    people open it with a spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("row", "column", "value", "原因", "reason"))
    for one in problems[:MOST]:
        zh, en = REASONS.get(one["reason"], (one["reason"],) * 2)
        writer.writerow((one["row"], one["column"], harmless(one["detail"]), zh, en))
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """What came from outside is no formula here."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
