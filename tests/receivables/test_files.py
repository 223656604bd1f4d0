"""What stores owe as a file: money to the fen, every row answered for, nothing written unsaid."""

from typing import Any

import pytest

from backend.purchasing.file_rules import header_of
from backend.receivables import file_rules as rules
from tests import world as w
from tests.engines import Database
from tests.receivables.test_receivables import OURS, said, seen_by
from tests.town import Caller, Town, a_town
from tests.world import owes

pytestmark = pytest.mark.anyio

DOOR = "/partner/v1/receivables-file"
HEAD = "门店编码,信用额度,应收余额,逾期,截止日期,备注"


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("3200", 320_000), ("3,200.50", 320_050), ("￥3200.5元", 320_050), ("¥ 0.07", 7),
        ("", 0), ("0", 0), ("１２.３", 1230), ("3200.0999999999999", 320_010),
        ("0.30000000000000004", 30), ("1234.565", None), ("-1", None), ("(500)", None),
        ("1e5", None), ("32,00", None), ("两千", None), ("99999999999999", None), (".5", None),
    ],
)  # fmt: skip
def test_an_amount_is_whole_fen_or_none(text: str, fen: int | None) -> None:
    assert rules.fen_of(text) == fen


STORES = {"S01": {"id": "ST-1"}, "S02": {"id": "ST-2"}, "1003": {"id": "ST-3"}}
HELD: dict[str, dict[str, Any]] = {
    "ST-1": {"limit_fen": 500_000, "open_fen": 320_000, "overdue_fen": 0, "as_of": "2026-11-20"},
    "ST-3": {"limit_fen": None, "open_fen": 100, "overdue_fen": 0, "as_of": "2026-11-20"},
}


def read(*lines: str, head: str = HEAD) -> list[dict[str, Any]]:
    cells = [line.split(",") for line in (head, *lines)]
    found = header_of(cells, rules.WORDS)
    assert found is not None
    return rules.read_rows(cells, *found, STORES, HELD, "2026-11-25", "2026-11-24")


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("S99,,1,,,", "store", "unknown_store"),
        ("S02,x,1,,,", "limit", "bad_amount"),
        ("S02,(500),1,,,", "limit", "bad_amount"),
        ("S02,,一,,,", "open", "bad_amount"),
        ("S02,,,,,", "open", "no_amount"),
        ("S02,,1,1.001,,", "overdue", "bad_amount"),
        ("S02,,1,1.01,,", "overdue", "over_open"),
        ("S02,,=10+9,,,", "open", "formula"),
        ("S02,#N/A,1,,,", "limit", "formula"),
        ("=A1,,1,,,", "store", "formula"),
        ("S02,,1,,2026-11-31,", "as_of", "bad_date"),
        ("S02,,1,,2026-11-26,", "as_of", "future_date"),
        ("S01,,1,,2026-11-19,", "as_of", "older"),
    ],
)
def test_a_bad_row_says_its_column_and_its_reason(line: str, column: str, reason: str) -> None:
    good, bad = read("1003.0,,1,,,", line)
    assert (good["what"], good["store_id"], bad["row"], bad["what"]) == (
        "change",
        "ST-3",
        3,
        "fail",
    )
    assert bad["problems"] == [{"column": column, "reason": reason}]


def test_what_each_row_comes_to() -> None:
    rows = read(
        "s01,5000,3200,0,2026/11/20,", "S02,无,12.5,1,,", "合计,,3212.5,,,", ",,,,,", "S02,,1,,,",
    )  # fmt: skip
    assert [row["what"] for row in rows] == ["same", "add", "skip", "skip", "fail"]
    assert rows[4]["problems"] == [{"column": "store", "reason": "twice"}]
    names = ("limit_fen", "open_fen", "overdue_fen", "as_of")
    assert [rows[1][name] for name in names] == [None, 1250, 100, "2026-11-24"]
    assert [one["open_fen"] for one in rules.unnamed(rows, HELD)] == [100]


def test_without_a_column_of_limits_each_store_keeps_its_own_and_an_empty_cell_takes_it_away() -> (
    None
):
    (kept,) = read("S01,1", head="Store code,Open amount")
    (zero,) = read("S01,0,1", head="store,limit,balance")
    (none,) = read("S01,,1", head="store,limit,balance")
    assert [row["limit_fen"] for row in (kept, zero, none)] == [500_000, 0, None]
    assert rules.lacking({"store": 0, "limit": 1}) == "open"
    assert rules.lacking({"open": 0, "limit": 1}) == "store"


async def sent(caller: Caller, text: str, codec: str = "gbk", day: str = "") -> dict[str, Any]:
    answer = await caller("POST", f"{DOOR}?as_of={day}", content=text.encode(codec))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("codec", "name"), [("gbk", "GBK"), ("gb18030", "GB18030"), ("utf-8", "UTF-8")]
)
async def test_the_preview_writes_nothing_and_what_he_confirms_stands(
    database: Database, codec: str, name: str
) -> None:
    async with a_town(database) as town:
        clerk = town.world.clerk
        await said(clerk, owes(), owes("ST-3", 100))
        caller = await town.sign_in("clk.p01")
        rare = "𠮷" if codec != "gbk" else "好"
        first = f"ST-1,5000,1234.56,34.56,{w.day()},{rare}"
        text = f"{HEAD}\n{first}\nST-2,,7,,,\nST-4,,1,,,\nST-1,,x,,,\n"
        before = await everything(town)
        found = await sent(caller, text, codec, w.day(-1))
        assert await everything(town) == before
        assert (found["encoding"], found["problem"]) == (name, None)
        assert [row["what"] for row in found["rows"]] == ["change", "add", "fail", "fail"]
        # A store of another partner's is no store to him, not even by its name.
        assert found["rows"][2]["problems"] == [{"column": "store", "reason": "unknown_store"}]
        assert (found["rows"][2]["store_name"], found["rows"][0]["before_fen"]) == (None, 320_000)
        assert [one["store_id"] for one in found["left"]] == ["ST-3"]
        names = ("store_id", "limit_fen", "open_fen", "overdue_fen", "as_of")
        lines = [{one: row[one] for one in names} for row in found["rows"][:2]]
        assert lines[1]["as_of"] == w.day(-1)
        assert (await said(clerk, *lines, id="R-2"))[0] == "applied"
        held = await seen_by(clerk)
        assert (held[OURS]["open_fen"], held[OURS]["overdue_fen"]) == (123_456, 3_456)
        assert len(held) == 3
        for text, problem, column in (
            ("x,y\n1,2\n", "no_header", None),
            ("门店编码,信用额度\nST-1,2\n", "no_column", "open"),
            (f"{HEAD}\n" + "ST-1,,1,,,\n" * 2001, "too_many_rows", None),
            (" ", "empty", None),
        ):
            found = await sent(caller, text)
            assert (found["problem"], found["column"], found["rows"]) == (problem, column, [])
        assert (await caller("POST", f"{DOOR}?as_of=x", content=b"a")).status_code == 400
        (row,) = (await sent(caller, "store,balance\nST-1,1\n", day="2026-02-30"))["rows"]
        assert (row["what"], row["problems"][0]["reason"]) == ("fail", "bad_date")


async def everything(town: Town) -> list[Any]:
    async with town.store.reading() as reading:
        return [
            await reading.rows("SELECT id, version FROM receivable ORDER BY id"),
            await reading.rows("SELECT scope_id, head FROM sync_scope ORDER BY scope_id"),
        ]


async def test_nobody_but_a_partners_clerk_may_ask(database: Database) -> None:
    async with a_town(database) as town:
        for person in w.CAST:
            caller = await town.sign_in(person.login)
            answer = await caller("POST", DOOR, content=HEAD.encode())
            assert answer.status_code == (200 if person.login in ("clk.p01", "clk.p03") else 404)
        assert (await town.client.post(DOOR, content=HEAD.encode())).status_code == 401
