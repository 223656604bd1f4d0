"""From the rows of a file to operations, each with the rows it stands on. Pure.

A file is taken whole or not at all, so every row that cannot be meant is named, not the first only.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from backend.catalogue.rules import gtin_ok
from backend.exchange import file_kinds as kinds
from backend.purchasing import file_rules as stock_rules
from backend.store import instant
from sync_protocol.generated.protocol import OPERATION_ARGS

MAX_ROWS = stock_rules.MAX_ROWS
LINES_AT_ONCE = 150
"""Lines of one count: what an operation may be long, and how many records it may change."""
NEW_SKU = {
    "name_en": "", "brand": "", "flavour": "", "sort": 0, "hue": 0, "shape": "bottle",
    "split_sale": False, "active": True,
}  # fmt: skip
"""Of a new product, where the file does not say it."""
LIST_HEAD = (
    "name", "price_type", "min_order_fen", "of_list", "customer_class", "channel_type",
)  # fmt: skip
"""What a list keeps from one version to the next, unless the file says otherwise."""
PRICES_HEAD = ("name", "price_type", "valid_from", "valid_until", "min_order_fen")


Row = tuple[int, dict[str, Any], frozenset[str]]
"""Its number, what it says, and the columns of it that cannot be read."""


@dataclass(slots=True)
class Known:
    """What is there already, by the codes that other houses know."""

    skus: list[dict[str, Any]] = field(default_factory=list)
    held: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By code; of price lists by code and version, `P-CC 3`; and by code alone the last one."""


@dataclass(slots=True)
class Found:
    """What a file comes to. With problems nothing of it may happen."""

    said: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    rows_of: list[list[int]] = field(default_factory=list)
    """For each operation its rows, as a person counts them: the first is 1."""
    problems: list[dict[str, Any]] = field(default_factory=list)
    lines: int = 0
    kind: str = ""
    heads: dict[str, str] = field(default_factory=dict)
    """What the file itself calls each of its columns."""

    def wrong(self, row: int, name: str, reason: str, detail: str = "") -> None:
        allowed = kinds.allowed(self.kind, name) if name and reason in kinds.OF_VALUES else ""
        column = self.column(name)
        self.problems.append(
            {"row": row, "column": column, "reason": reason, "detail": detail, "allowed": allowed}
        )

    def column(self, name: str) -> str:
        """As the file calls it, or could."""
        if name in self.heads or not name:
            return self.heads.get(name, "")
        known = kinds.STOCK_WORDS if self.kind == "stock" else kinds.COLUMNS[self.kind]
        return kinds.called(self.kind, name) if name in known else name

    def say(
        self, rows: list[int], kind: str, id: str, args: dict[str, Any],
        bad: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        """If its shape is right; else the row is told every column that is not. ``bad``: columns it
        was told of already."""
        before = len(self.problems)
        for one in msgspec.structs.fields(OPERATION_ARGS[kind]):
            name = one.encode_name
            if name in bad:
                continue
            if name not in args:
                if one.required:
                    self.wrong(rows[0], name, "missing")
            elif not _fits(args[name], one.type):
                if name == "lines":
                    self.wrong(rows[0], "", "too_many_rows", str(len(args[name])))
                else:
                    self.wrong(rows[0], name, "bad_value", _told(name, args[name]))
            elif name == "gtin" and not gtin_ok(args[name]):
                self.wrong(rows[0], name, "check_digit", args[name])
        if bad or len(self.problems) > before:
            return
        self.said.append((kind, id, args))
        self.rows_of.append(rows)


def _fits(value: Any, type: Any) -> bool:
    try:
        msgspec.convert(value, type)
    except msgspec.ValidationError:
        return False
    return True


def _told(name: str, value: Any) -> str:
    """As it stood in the file, which has yuan."""
    if name.endswith("_fen") and isinstance(value, int):
        return f"{value // 100}.{value % 100:02d}"
    return str(value)[:60]


def read(
    kind: str, rows: Sequence[Sequence[str]], known: Known, name: str, zone: str, now: str
) -> Found:
    """``name``: of the system, which counted a partner's stock. Rows of nothing are passed over."""
    found = Found(kind=kind)
    if kind == "stock":
        _stock(found, rows, known, name, zone, now)
        return found
    header = kinds.header_of(kind, rows)
    if header is None:
        found.wrong(1, "", "no_header")
        return found
    first, columns = header
    found.heads = {name: rows[first][at].strip()[:60] for name, at in columns.items()}
    for column in kinds.NEEDED[kind]:
        if column not in columns:
            found.wrong(first + 1, column, "no_column")
    if len(rows) - first - 1 > MAX_ROWS:
        found.wrong(first + 1, "", "too_many_rows", str(MAX_ROWS))
    if found.problems:
        return found
    read_rows = []
    for number, cells in enumerate(rows[first + 1 :], first + 2):
        if not any(cell.strip() for cell in cells):
            continue
        said, problems = kinds.read_row(kind, cells, columns)
        for one in problems:
            found.wrong(number, one["column"], one["reason"], one["detail"])
        found.lines += 1
        read_rows.append((number, said, frozenset(one["column"] for one in problems)))
    MAKE[kind](found, read_rows, known)
    return found


def _products(found: Found, rows: list[Row], known: Known) -> None:
    for number, said, bad in _each_once(found, rows):
        held = known.held.get(said.get("code", ""))
        args = {**(held or NEW_SKU), **said}
        id = args.pop("id", None) or said.get("code", "")
        found.say([number], "sku.put", id, args, bad)


def _customers(found: Found, rows: list[Row], known: Known) -> None:
    for number, said, bad in _each_once(found, rows):
        args = {**known.held.get(said.get("code", ""), {}), **said}
        id = args.pop("id", None) or said.get("code", "")
        found.say([number], "customer.put", id, args, bad)


def _each_once(found: Found, rows: list[Row]) -> list[Row]:
    seen: set[str] = set()
    once = []
    for row in rows:
        number, said, _ = row
        code = said.get("code")
        if code in seen:
            found.wrong(number, "code", "twice", str(code))
            continue
        if code is not None:
            seen.add(code)
        once.append(row)
    return once


def _prices(found: Found, rows: list[Row], known: Known) -> None:
    """One version of a list for each code and version; its head is said by its first row."""
    names = stock_rules.known_by(known.skus)
    lists: dict[tuple[str | None, int | None], list[Row]] = {}
    for row in rows:
        said = row[1]
        lists.setdefault((said.get("list_code"), said.get("list_version")), []).append(row)
    for (code, version), group in lists.items():
        _, head, bad_head = group[0]
        named = code is not None and version is not None
        bad: frozenset[str] = frozenset()
        lines: dict[str, int] = {}
        for number, said, wrong in group:
            bad |= wrong
            for name in PRICES_HEAD if named else ():
                if name not in bad_head and said.get(name, head.get(name)) != head.get(name):
                    found.wrong(number, name, "differs", _told(name, said[name]))
            sku_id = stock_rules.sku_of(said["sku"], names) if "sku" in said else None
            if sku_id is None:
                if "sku" in said:
                    found.wrong(number, "sku", "unknown_sku", said["sku"])
            elif sku_id in lines and named:
                found.wrong(number, "sku", "twice", said["sku"])
            else:
                lines[sku_id] = said.get("case_price_fen", 0)
        if not named:
            continue
        held = known.held.get(f"{code} {version}")
        before = held or known.held.get(code or "") or {}
        args = {
            "valid_until": None, "min_order_fen": 0,
            **{name: before[name] for name in LIST_HEAD if before},
            **{name: held[name] for name in ("valid_from", "valid_until") if held},
            **{name: head[name] for name in PRICES_HEAD if name in head},
            "list_code": code, "list_version": version,
            "lines": [{"sku_id": id, "case_price_fen": fen} for id, fen in lines.items()],
        }  # fmt: skip
        id = held["id"] if held else f"{code}.{version}"
        found.say([number for number, _, _ in group], "price_list.put", id, args, bad)


def _stock(
    found: Found, rows: Sequence[Sequence[str]], known: Known, name: str, zone: str, now: str
) -> None:
    """As by hand (F91), but the file says itself when it was counted, and half of it is nothing."""
    header = stock_rules.header_of(rows)
    if header is None:
        found.wrong(1, "", "no_header")
        return
    first, columns = header
    heads = [stock_rules.bare(cell) for cell in rows[first]]
    times = [at for at, head in enumerate(heads) if head in kinds.COUNTED_AT]
    found.heads = {name: rows[first][at].strip()[:60] for name, at in columns.items()}
    if times:
        found.heads["counted_at"] = rows[first][times[0]].strip()[:60]
    lacking = stock_rules.lacking(columns) or (None if times else "counted_at")
    if lacking is not None:
        found.wrong(first + 1, lacking, "no_column")
        return
    if len(rows) - first - 1 > MAX_ROWS:
        found.wrong(first + 1, "", "too_many_rows", str(MAX_ROWS))
        return
    today = instant.day_of(now, zone)
    read_rows = [
        row
        for row in stock_rules.read_rows(rows, first, columns, known.skus, today)
        if not row["skipped"]
    ]
    found.lines = len(read_rows)
    for row in read_rows:
        for one in row["problems"]:
            detail = _cell(row["cells"], columns.get(one["column"]))
            found.wrong(row["row"], one["column"], one["reason"], detail)
    counted_at = _one_time(found, read_rows, times[0], zone)
    if not found.problems:
        _counts(found, read_rows, counted_at, name)


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip()[:60] if at is not None and at < len(cells) else ""


def _one_time(found: Found, rows: list[dict[str, Any]], at: int, zone: str) -> str:
    """When all of it was counted; each row says the same."""
    counted_at = ""
    for row in rows:
        text = _cell(row["cells"], at)
        said_at = time_of(text, zone)
        if said_at is None:
            found.wrong(row["row"], "counted_at", "bad_value" if text else "missing", text)
        elif counted_at and said_at != counted_at:
            found.wrong(row["row"], "counted_at", "differs", text)
        counted_at = counted_at or said_at or ""
    return counted_at


def _counts(found: Found, rows: list[dict[str, Any]], counted_at: str, name: str) -> None:
    by_sku: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_sku.setdefault(row["sku_id"], []).append(row)
    for group in _packed(list(by_sku.values())):
        lines = [
            {one: row[one] for one in ("sku_id", "lot", "produced_on", "good", "damaged")}
            for row in group
        ]
        args = {
            "counted_at": counted_at, "counter_name": name[:60], "witness_name": None,
            "from_file": True, "lines": lines, "absent": [],
        }  # fmt: skip
        # Its id is given where file and number are known.
        found.say([row["row"] for row in group], "stock.count", "count", args)


def _packed(groups: list[list[Any]]) -> list[list[Any]]:
    """All lots of a product in one count, and as many products in one as go."""
    packed: list[list[Any]] = []
    for group in groups:
        if packed and len(packed[-1]) + len(group) <= LINES_AT_ONCE:
            packed[-1] += group
        else:
            packed.append(list(group))
    return packed


def time_of(text: str, zone: str) -> str | None:
    """An instant, or the time on a clock here: 2026-11-28 18:00. A day alone is none."""
    plain = kinds.words_of(text).replace("/", "-")
    if len(plain) < 16:
        return None
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return None
    if not instant.FIRST_YEAR <= found.year <= instant.LAST_YEAR:
        return None
    return instant.text(found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone)))


MAKE: dict[str, Callable[[Found, list[Row], Known], None]] = {
    "products": _products,
    "prices": _prices,
    "customers": _customers,
}


def next_step(known: Mapping[int, Mapping[str, str]], number: int, digest: str) -> str:
    """What to do with a file of this number. ``known``: by number what each digest came to.

    take; settle: it was taken already; wait: one before it has not come; used: its number belongs
    to another file. A number whose file was refused may come again, corrected or as it was (what it
    lacked may be there now), until a later one has come.
    """
    if known.get(number, {}).get(digest) == "taken":
        return "settle"
    last = max(known, default=None)
    if last is None or number == last + 1:
        return "take"
    if number == last and "taken" not in known[last].values():
        return "take"
    return "wait" if number > last else "used"
