"""What the columns of files that come in are called, and how a cell is read. Pure.

Headers may be of either language, as with a partner's stock file (purchasing/file_rules.py). An
empty cell says nothing: what is there stays.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from backend.purchasing import file_rules
from backend.purchasing.file_rules import bare, day_of, number_of
from sync_protocol.generated.protocol import OPERATION_ARGS, PriceLine

Cells = Sequence[str]
YES, NO = ("1", "y", "yes", "true", "是"), ("0", "n", "no", "false", "否")
COMPANY, PARTNER = ("products", "prices", "customers"), ("stock",)
"""Whose system may send which."""


def words_of(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def whole(text: str) -> int:
    found = number_of(text)
    if found is None:
        raise ValueError(text)
    return found


def day(text: str) -> str:
    found = day_of(text)
    if found is None:
        raise ValueError(text)
    return found


def yes(text: str) -> bool:
    plain = words_of(text).lower()
    if plain not in YES + NO:
        raise ValueError(text)
    return plain in YES


def fen(text: str) -> int:
    """Yuan with at most two decimals, never through a float."""
    found = re.fullmatch(r"(\d{1,9})(?:\.(\d{1,2}))?", words_of(text).replace(",", ""))
    if found is None:
        raise ValueError(text)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def code(text: str) -> str:
    """A number to a spreadsheet, a code to everybody else."""
    plain = words_of(text).lstrip("'")
    return plain.removesuffix(".0") if re.fullmatch(r"\d+\.0", plain) else plain


Reads = Callable[[str], Any]
COLUMNS: dict[str, dict[str, tuple[Reads, tuple[str, ...]]]] = {
    "products": {
        "code": (code, ("商品编码", "编码", "货号", "code", "sku", "skucode", "itemcode")),
        "gtin": (code, ("条码", "商品条码", "69码", "gtin", "ean", "barcode")),
        "name": (words_of, ("名称", "商品名称", "品名", "name")),
        "name_en": (words_of, ("英文名称", "nameen", "englishname")),
        "brand": (words_of, ("品牌", "brand")),
        "flavour": (words_of, ("口味", "flavour", "flavor")),
        "pack": (words_of, ("规格", "包装", "pack")),
        "category": (words_of, ("品类", "分类", "category")),
        "units_per_case": (whole, ("箱装数", "每箱数量", "箱规", "unitspercase")),
        "shelf_life_days": (whole, ("保质期", "保质期天数", "shelflifedays", "shelflife")),
        "split_sale": (yes, ("可拆零", "拆零", "splitsale")),
        "active": (yes, ("在售", "启用", "active")),
        "sort": (whole, ("排序", "sort")),
        "case_gtin": (code, ("箱码", "casegtin", "casecode")),
        "cases_per_layer": (whole, ("每层箱数", "casesperlayer")),
        "layers_per_pallet": (whole, ("每托层数", "layersperpallet")),
        "valid_from": (day, ("上市日期", "生效日期", "validfrom")),
        "valid_until": (day, ("退市日期", "失效日期", "validuntil")),
    },
    "prices": {
        "list_code": (code, ("价目表", "价目表编码", "listcode", "pricelist")),
        "list_version": (whole, ("版本", "版本号", "version", "listversion")),
        "name": (words_of, ("价目表名称", "名称", "name", "listname")),
        "price_type": (words_of, ("价格类型", "pricetype")),
        "valid_from": (day, ("生效日期", "validfrom")),
        "valid_until": (day, ("失效日期", "validuntil")),
        "min_order_fen": (fen, ("起订金额", "minorder")),
        "sku": (code, file_rules.WORDS["sku"]),
        "case_price_fen": (fen, ("箱价", "每箱价", "单价", "caseprice", "price")),
    },
    "customers": {
        "code": (code, ("客户编码", "编码", "code", "customercode")),
        "name": (words_of, ("客户名称", "名称", "name")),
        "customer_class": (words_of, ("客户类别", "类别", "class", "customerclass")),
    },
    "stock": {},
}  # fmt: skip
NEEDED: dict[str, tuple[str, ...]] = {
    "products": ("code",),
    "prices": ("list_code", "list_version", "sku", "case_price_fen"),
    "customers": ("code",),
}
"""Columns without which no row says anything. What a new record lacks, its row is told."""
OF_VALUES = frozenset(
    {"missing", "bad_value", "check_digit", "unknown_sku", "no_date", "bad_date", "future_date",
     "bad_number", "long_lot", "no_quantity"}
)  # fmt: skip
"""Reasons that lie in what stands in a cell: beside them is told what may."""
SAYS = {"products": "sku.put", "prices": "price_list.put", "customers": "customer.put"}
"""The operation that rows become."""
STOCK = {
    "sku": "sku", "lot": "text:0:24", "produced_on": "day", "good": "count", "cases": "count",
    "loose": "count", "damaged": "count", "counted_at": "instant",
}  # fmt: skip
"""What may stand in the cells of a count (`allowed`)."""
NEW: dict[str, tuple[str, ...]] = {
    "products": ("gtin", "name", "pack", "category", "units_per_case", "shelf_life_days"),
    "prices": ("name", "price_type", "valid_from"),
    "customers": ("name", "customer_class"),
}
"""What a record that is not there yet has to say besides."""
COUNTED_AT = ("盘点时间", "盘点日期", "countedat", "counttime")


def called(kind: str, name: str) -> str:
    """A column that the file does not have, as it may be called in both languages."""
    words = COLUMNS[kind][name][1] if kind != "stock" else STOCK_WORDS[name]
    return f"{words[0]} / {next(word for word in words if word.isascii())}"


@cache
def allowed(kind: str, name: str) -> str:
    """What may stand in a cell: a word, and its limits behind colons, for file_words and screens.

    whole:1:1000 and text:1:80 least and most; one_of:C1:C2; count, day, yes, yuan, code, gtin, sku,
    instant.
    """
    if kind == "stock":
        return STOCK.get(name, "")
    if name == "sku":
        return "sku"
    reads = COLUMNS[kind][name][0]
    for known, word in ((day, "day"), (yes, "yes"), (fen, "yuan")):
        if reads is known:
            return word
    shape = _shape(PriceLine if name == "case_price_fen" else OPERATION_ARGS[SAYS[kind]], name)
    if "enum" in shape:
        return ":".join(["one_of", *shape["enum"]])
    if reads is whole:
        return f"whole:{shape['minimum']}:{shape['maximum']}"
    if "gtin" in name:
        return name
    if "pattern" in shape:
        return f"code:{shape.get('minLength', 0)}:{shape['maxLength']}"
    return f"text:{shape.get('minLength', 0)}:{shape['maxLength']}"


def _shape(of: type, name: str) -> dict[str, Any]:
    """The schema of one field, of what may be missing that which is there."""
    _, parts = msgspec.json.schema_components([of])
    shape: dict[str, Any] = parts[of.__name__]["properties"][name]
    while "anyOf" in shape or "$ref" in shape:
        shape = next((one for one in shape.get("anyOf", []) if one != {"type": "null"}), shape)
        shape = parts[shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    return shape


STOCK_WORDS = {**file_rules.WORDS, "counted_at": COUNTED_AT}


def needed(kind: str, name: str) -> str:
    """always; new: of a record that is not there yet; one_of: one of these; no."""
    if kind == "stock":
        always = name in ("sku", "produced_on", "counted_at")
        return "always" if always else "one_of" if name in ("good", "cases", "loose") else "no"
    if name in NEEDED[kind]:
        return "always"
    return "new" if name in NEW[kind] else "no"


def columns_of(kind: str, cells: Cells) -> dict[str, int]:
    """Which column is what; of two alike the first."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        plain = bare(cell)
        for name, (_, words) in COLUMNS[kind].items():
            if plain in words:
                found.setdefault(name, place)
    return found


def header_of(kind: str, rows: Sequence[Cells]) -> tuple[int, dict[str, int]] | None:
    """The row among the first that names most columns, at least one."""
    first = rows[: file_rules.HEADER_WITHIN]
    heads = [(columns_of(kind, cells), at) for at, cells in enumerate(first)]
    columns, at = max(heads, key=lambda one: (len(one[0]), -one[1]), default=({}, 0))
    return (at, columns) if columns else None


def read_row(
    kind: str, cells: Cells, columns: Mapping[str, int]
) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """What the row says, and the columns that cannot be read."""
    said: dict[str, Any] = {}
    problems = []
    for name, at in columns.items():
        text = cells[at] if at < len(cells) else ""
        if not text.strip():
            continue
        try:
            said[name] = COLUMNS[kind][name][0](text)
        except ValueError:
            problems.append({"column": name, "reason": "bad_value", "detail": text.strip()[:60]})
    for name in NEEDED[kind]:
        if name not in said and not any(one["column"] == name for one in problems):
            problems.append({"column": name, "reason": "missing", "detail": ""})
    return said, problems
