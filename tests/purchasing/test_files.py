"""A partner's stock as a file: every encoding, every row answered for, nothing written unsaid."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from backend.purchasing import file_rules as rules
from backend.purchasing.sheets import NotRead, rows_of
from tests import world as w
from tests.engines import Database
from tests.purchasing.test_counts import said, stock, units
from tests.town import Caller, Town, a_town
from tests.world import counted

pytestmark = pytest.mark.anyio

DOOR = "/partner/v1/stock-file"
DAY = w.day(-30)
HEAD = "商品编码,批号,生产日期,箱数,零散,破损,备注"
RARE = f"{HEAD}\nSKU-01,䶮一,{DAY},2,3,1,𠮷\n"  # no GBK for these
PLAIN = f"{HEAD}\nSKU-01,A1,{DAY},2,3,1,好\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (PLAIN, "utf-8", "UTF-8"), (PLAIN, "utf-8-sig", "UTF-8 BOM"), (PLAIN, "gbk", "GBK"),
        (RARE, "gb18030", "GB18030"), (RARE, "utf-16", "UTF-16"), (RARE, "utf-8", "UTF-8"),
        (PLAIN.replace(",", "\t"), "gbk", "GBK"), (PLAIN.replace(",", ";"), "utf-8", "UTF-8"),
    ],
)  # fmt: skip
def test_every_encoding_and_separator_comes_out_as_the_same_cells(
    text: str, codec: str, name: str
) -> None:
    found, rows = rows_of(text.encode(codec))
    assert found == name
    assert rows[0] == HEAD.split(",")
    assert rows[1] == text.replace("\t", ",").replace(";", ",").splitlines()[1].split(",")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b" \r\n", "empty"), (b"\x89PNG\r\n\x1a\n\x00\x00\xff", "encoding"),
        (b"\xff\xfea", "encoding"), (b"a," * 1_100_000, "too_large"),
        (b'"' + b"x" * 200_000 + b'"', "broken"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_says_why(data: bytes, code: str) -> None:
    with pytest.raises(NotRead) as caught:
        rows_of(data)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-25", "2026-11-25"), ("2026/1/5", "2026-01-05"), ("20261125", "2026-11-25"),
        ("2026年11月5日", "2026-11-05"), ("2026.11.25", "2026-11-25"),
        ("２０２６-11-25", "2026-11-25"), ("2026-11-25 00:00:00", "2026-11-25"),
        ("2026-02-30", None), ("11/25/2026", None), ("25", None), ("", None),
    ],
)  # fmt: skip
def test_days_as_people_write_them(text: str, day: str | None) -> None:
    assert rules.day_of(text) == day


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("", 0), (" 7 ", 7), ("1,200", 1200), ("１２", 12), ("3.0", 3), ("0", 0),
        ("3.5", None), ("-1", None), ("1,20", None), ("十", None), ("99999999", None),
    ],
)  # fmt: skip
def test_whole_numbers_and_nothing_else(text: str, number: int | None) -> None:
    assert rules.number_of(text) == number


SKUS: list[dict[str, Any]] = [
    {"id": "u-1", "code": "SKU-01", "gtin": "6901234567892", "units_per_case": 24},
    {"id": "u-2", "code": "SKU-02", "gtin": "2990001000025", "units_per_case": 12},
]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("SKU-01", "u-1"), ("sku-02", "u-2"), ("u-1", "u-1"), ("6901234567892", "u-1"),
        ("6901234567892.0", "u-1"), ("'6901234567892", "u-1"), ("16901234567899", "u-1"),
        ("16901234567898", None), ("96901234567895", None), ("6901234567893", None), ("", None),
    ],
)  # fmt: skip
def test_a_sku_is_known_by_code_gtin_and_its_cases_code(text: str, id: str | None) -> None:
    assert rules.sku_of(text, rules.known_by(SKUS)) == id


def scratched(data: bytes) -> bytes:
    """The first packed byte is of no kind there is: no unpacker can go on from there."""
    names = int.from_bytes(data[26:28], "little") + int.from_bytes(data[28:30], "little")
    return data[: 30 + names] + b"\x07" + data[31 + names :]


def book(*rows: list[Any]) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.create_sheet("other").append(["nothing"])
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


def test_a_workbooks_first_sheet_is_read_as_what_is_seen() -> None:
    data = book(
        ["启泰贸易"],
        HEAD.split(","),
        [6901234567892, "A1", datetime(2026, 11, 1), 2, 3.0, None, True],  # noqa: DTZ001  no zone in a cell
        ["SKU-02", 12.5, date(2026, 11, 2), "1", None, None, "=1+1"],
    )
    name, rows = rows_of(data)
    assert (name, rows[1]) == ("XLSX", HEAD.split(","))
    assert rows[2] == ["6901234567892", "A1", "2026-11-01", "2", "3", "", "True"]
    assert rows[3] == ["SKU-02", "12.5", "2026-11-02", "1", "", "", "=1+1"]


def reckoned(data: bytes, cell: str, result: bytes) -> bytes:
    """As a spreadsheet saves it: what the formula in that cell came to stands beside it."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head, found, rest = text.partition(b'<c r="%s"' % cell.encode())
                assert found
                whole, end, rest = rest.partition(b"</c>")
                formula = whole[whole.index(b"<f>") : whole.index(b"</f>") + 4]
                text = head + found + result.replace(b"<f/>", formula) + end + rest
            new.writestr(name, text)
    return into.getvalue()


def test_a_formula_is_what_it_came_to_and_without_a_result_it_is_no_empty_cell() -> None:
    data = book(["SKU-01", "=A1", "=10+9", '=IF(1,"")', "=1/0"])
    assert rows_of(data)[1] == [["SKU-01", "=A1", "=10+9", '=IF(1,"")', "=1/0"]]
    data = reckoned(data, "C1", b"><f/><v>19</v>")
    data = reckoned(data, "D1", b' t="str"><f/><v></v>')
    data = reckoned(data, "E1", b' t="e"><f/><v>#DIV/0!</v>')
    assert rows_of(data)[1] == [["SKU-01", "=A1", "19", "", "#DIV/0!"]]


def zipped(**parts: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return into.getvalue()


def lied(data: bytes) -> bytes:
    """The bomb says that it is small."""
    size = (40 * 1024 * 1024).to_bytes(4, "little")
    assert data.count(size) == 2
    return data.replace(size, (1000).to_bytes(4, "little"))


BOMB = zipped(**{"xl/worksheets/sheet1.xml": b"0" * (40 * 1024 * 1024)})


def defining(data: bytes) -> bytes:
    """A sound workbook whose sheet defines an entity, far behind its begin."""
    with zipfile.ZipFile(io.BytesIO(data)) as sound:
        parts = {name: sound.read(name) for name in sound.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    doctype = b"<!--" + b" " * 9000 + b'--><!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet'
    parts[sheet] = parts[sheet].replace(b"<worksheet", doctype, 1)
    return zipped(**parts)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB, "too_large"), (lied(BOMB), "broken"),
        (zipped(**{f"{n}.xml": b"" for n in range(201)}), "too_large"),
        (defining(book(["a"])), "broken"),
        (zipped(**{"photo.txt": b"no book"}), "broken"), (b"PK\x03\x04" + b"x" * 90, "broken"),
        (book(["a"])[:-200], "broken"), (scratched(book(["a"])), "broken"),
    ],
    ids=["bomb", "lying bomb", "parts", "entities", "no book", "no zip", "cut off", "scratched"],
)  # fmt: skip
def test_a_workbook_that_is_none_is_not_unpacked(data: bytes, code: str) -> None:
    with pytest.raises(NotRead) as caught:
        rows_of(data)
    assert caught.value.code == code


def read(*lines: str, head: str = HEAD) -> list[dict[str, Any]]:
    cells = [line.split(",") for line in (head, *lines)]
    found = rules.header_of(cells)
    assert found is not None
    return rules.read_rows(cells, *found, SKUS, "2026-11-25")


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("SKU-99,A,2026-11-01,1,,,", "sku", "unknown_sku"),
        ("SKU-01,A,,1,,,", "produced_on", "no_date"),
        ("SKU-01,A,2026-13-01,1,,,", "produced_on", "bad_date"),
        ("SKU-01,A,2026-11-26,1,,,", "produced_on", "future_date"),
        ("SKU-01,A,2026-11-01,1.5,,,", "cases", "bad_number"),
        ("SKU-01,A,2026-11-01,,-1,,", "loose", "bad_number"),
        ("SKU-01,A,2026-11-01,1,,x,", "damaged", "bad_number"),
        ("SKU-01,A,2026-11-01,999999,,,", "cases", "bad_number"),
        ("SKU-01,A,2026-11-01,,,,", "good", "no_quantity"),
        ("SKU-01,A,2026-11-01,=10+9,0,,", "cases", "formula"),
        ("SKU-01,A,2026-11-01,1,#REF!,,", "loose", "formula"),
        ('SKU-01,="B"&1,2026-11-01,1,,,', "lot", "formula"),
        ("=VLOOKUP(B2),A,2026-11-01,1,,,", "sku", "formula"),
        ("SKU-01,A,=TODAY(),1,,,", "produced_on", "formula"),
        ("SKU-01," + "A" * 25 + ",2026-11-01,1,,,", "lot", "long_lot"),
    ],
)
def test_a_bad_row_says_its_column_and_its_reason(line: str, column: str, reason: str) -> None:
    good, bad = read("SKU-02,B,2026-11-01,1,,,", line)
    assert (good["problems"], bad["row"]) == ([], 3)
    assert bad["problems"] == [{"column": column, "reason": reason}]


def test_titles_totals_and_empty_rows_are_no_goods_and_the_same_lot_twice_is_a_mistake() -> None:
    cells = [
        ["启泰贸易 库存表"], [], ["No", *HEAD.split(",")], ["1", "SKU-01", "a", "20261101", "2"],
        [""], ["合计", "合计", "", "", "2"], ["2", "SKU-01", "A", "2026-11-01", "3"],
    ]  # fmt: skip
    found = rules.header_of(cells)
    assert found is not None
    rows = rules.read_rows(cells, *found, SKUS, "2026-11-25")
    assert [(row["row"], row["skipped"]) for row in rows] == [
        (4, False), (5, True), (6, True), (7, False),
    ]  # fmt: skip
    assert (rows[0]["lot"], rows[0]["good"], rows[0]["problems"]) == ("A", 48, [])
    assert rows[3]["problems"] == [{"column": "lot", "reason": "twice"}]


def test_english_headers_and_quantities_in_bottles() -> None:
    (row,) = read(
        "6901234567892,A1,2026-11-01,50,2", head="GTIN,Lot No.,Production date,Qty,Damaged"
    )
    assert (row["sku_id"], row["good"], row["damaged"]) == ("u-1", 50, 2)
    assert rules.header_of([["a", "b"], ["数量", "c"]]) is None
    for head, column in (("编码,数量", "produced_on"), ("生产日期,数量", "sku")):
        assert rules.lacking(rules.columns_of(head.split(","))) == column
    assert rules.lacking(rules.columns_of(["编码", "生产日期", "破损"])) == "good"


def test_beside_the_last_count_and_of_a_broken_sku_nothing() -> None:
    def lot(name: str, good: int) -> dict[str, Any]:
        return {"lot": name, "produced_on": "2026-11-01", "good": good, "damaged": 0}

    held = {"u-1": [lot("A", 24), lot("B", 24), lot("C", 24), lot("E", 0)], "u-2": [lot("A", 12)]}
    rows, gone = rules.compared(
        read(
            "SKU-01,A,2026-11-01,1,,,", "SKU-01,B,2026-11-01,2,,,", "SKU-01,D,2026-11-01,1,,,",
            "SKU-02,A,2026-11-01,1,,,", "SKU-02,X,2026-99-01,1,,,", ",,,,,,",
        ),
        held,
    )  # fmt: skip
    assert [row["what"] for row in rows] == ["same", "change", "add", "skip", "fail", "skip"]
    assert [row["beside_fail"] for row in rows[3:]] == [True, True, False]
    assert gone == [{"sku_id": "u-1", **lot("C", 24)}]


def test_text_that_a_program_wrote_as_a_formula_is_that_text() -> None:
    (row,) = read('="6901234567892",="007",2026-11-01,2,,,=1+1')
    assert (row["sku_id"], row["lot"], row["problems"]) == ("u-1", "007", [])


@pytest.mark.parametrize(
    ("line", "jump"),
    [
        ("SKU-01,A,2026-11-01,30,,,", False),  # ten times the 72 there were
        ("SKU-01,A,2026-11-01,30,1,,", True),
        ("SKU-01,N,2026-11-01,30,,1,", True),
        ("SKU-02,N,2026-11-01,99999,,,", True),
        ("SKU-02,N,2026-11-01,10,,,", False),  # never there: beside the most of any
        ("SKU-01,B,2026-11-01,1,,,", False),
    ],
)
def test_ten_times_what_was_there_is_pointed_out(line: str, jump: bool) -> None:
    def lot(name: str, good: int) -> dict[str, Any]:
        return {"lot": name, "produced_on": "2026-11-01", "good": good, "damaged": 0}

    held = {"u-1": [lot("A", 24), lot("B", 48)]}
    ((row,), _) = rules.compared(read(line), held)
    assert row["jump"] is jump
    assert row["was"] == {"A": lot("A", 24), "B": lot("B", 48)}.get(row["lot"])
    assert rules.compared(read(line), {})[0][0]["jump"] is False


async def sent(caller: Caller, text: str, codec: str = "gbk") -> dict[str, Any]:
    answer = await caller("POST", DOOR, content=text.encode(codec))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_preview_writes_nothing_and_what_he_confirms_is_the_count(
    database: Database,
) -> None:
    async with a_town(database) as town:
        world = town.world
        await said(world.clerk, "C-1")
        await said(world.clerk2, "C-2", ("SKU-01", "THEIRS", 24, 0))
        caller = await town.sign_in("clk.p01")
        text = f"{HEAD}\nSKU-01,N1,{DAY},2,3,1,\nSKU-02,B1,{DAY},10,,,\nSKU-03,X,没有,1,,,\n"
        before = await everything(town)
        found = await sent(caller, text)
        assert await everything(town) == before
        assert (found["encoding"], found["problem"]) == ("GBK", None)
        assert [row["what"] for row in found["rows"]] == ["add", "same", "fail"]
        assert found["rows"][2]["problems"] == [{"column": "produced_on", "reason": "bad_date"}]
        assert found["rows"][2]["cells"][2] == "没有"
        new, same, failed = found["rows"]
        assert (new["was"], new["in_cases"], new["units_per_case"]) == (None, True, 24)
        assert (same["jump"], failed["units_per_case"]) == (False, 24)
        assert [(lot["lot"], lot["sku_name"]) for lot in found["gone"]] == [("A1", "力泉 SKU-01")]
        names = ("sku_id", "lot", "produced_on", "good", "damaged")
        lines = [{name: row[name] for name in names} for row in found["rows"][:2]]
        more = counted(lines=lines, from_file=True)
        assert (await world.clerk.says("stock.count", "C-3", more))["status"] == "applied"
        assert units(await stock(world.clerk)) == [("N1", 51, 1)]
        for text, problem, column in (
            ("x,y\n1,2\n", "no_header", None),
            ("编码,数量\nSKU-01,2\n", "no_column", "produced_on"),
            (f"{HEAD}\n" + "SKU-01,,,,,,\n" * 2001, "too_many_rows", None),
            (" ", "empty", None),
        ):
            found = await sent(caller, text)
            assert (found["problem"], found["column"], found["rows"]) == (problem, column, [])
        large = await caller("POST", DOOR, content=b"a," * 1_100_000)
        assert large.status_code == 413


async def everything(town: Town) -> list[Any]:
    async with town.store.reading() as read:
        return [
            await read.rows("SELECT id, version FROM partner_stock ORDER BY id"),
            await read.rows("SELECT id FROM stock_count ORDER BY id"),
            await read.rows("SELECT scope_id, head FROM sync_scope ORDER BY scope_id"),
        ]


async def test_nobody_but_a_partners_clerk_may_ask(database: Database) -> None:
    async with a_town(database) as town:
        for person in w.CAST:
            caller = await town.sign_in(person.login)
            answer = await caller("POST", DOOR, content=PLAIN.encode())
            assert answer.status_code == (200 if person.login in ("clk.p01", "clk.p03") else 404)
        assert (await town.client.post(DOOR, content=PLAIN.encode())).status_code == 401
        push_only = await caller("POST", DOOR, content=b"x", token=caller.push_token)
        assert push_only.status_code == 401
