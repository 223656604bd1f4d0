"""Files exchanged with systems of other houses: whole, once, in order, never outside a folder."""

import csv
import hashlib
import io
import json
import os
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.exchange import file_kinds, file_rules, filing, late
from backend.exchange.file_words import ALLOWED, REASONS, errors_csv
from backend.exchange.folder import Folder
from backend.exchange.incoming import whole_file
from backend.store import instant
from tests import world as w
from tests.engines import Database
from tests.exchange.test_exchange import orders
from tests.office.places import do
from tests.town import Caller, Town, a_town

pytestmark = pytest.mark.anyio
TOLD = ["sales_order", "delivery_note", "stock_count", "stock_receipt"]
ZONE = "Asia/Shanghai"


class Exchange:
    """A town, and one system's folder."""

    def __init__(self, town: Town, home: Path) -> None:
        self.town, self.home = town, home
        self.admin: Caller
        self.id = ""

    async def agreed(self, partner_id: str | None = None, **more: Any) -> "Exchange":
        self.admin = await self.town.sign_in("adm.hq")
        told = more.pop("entities", TOLD)
        body = {"name": "ERP", "entities": told, "partner_id": partner_id}
        self.id = (await self.admin.post("/exchange/v1/systems", body)).json()["id"]
        assert (await self.agree(**more)).status_code == 204
        await self.round()
        return self

    async def agree(self, **more: Any) -> Any:
        path = f"/exchange/v1/systems/{self.id}/folder"
        return await self.admin.post(path, {"folder": "erp", "expected": {}, **more})

    async def round(self) -> int:
        """Its turn has come: instead of waiting for a quarter of an hour."""
        past = "2020-01-01T00:00:00.000Z"
        await self.town.sql(
            "UPDATE other_system_folder SET next_at = ?, next_out_at = ?", past, past
        )
        return await filing.round_of(self.town.store, self.town.parts.registry, self.home)

    def put(self, name: str, text: str | bytes, digest: str | None = None) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        (self.home / "erp" / "in" / name).write_bytes(data)
        said = digest or hashlib.sha256(data).hexdigest()
        (self.home / "erp" / "in" / f"{name}.sha256").write_text(f"{said}  {name}\n")

    def names(self, place: str) -> list[str]:
        return sorted(os.listdir(self.home / "erp" / place))

    def rows(self, name: str, place: str = "out") -> list[dict[str, str]]:
        text = (self.home / "erp" / place / name).read_text("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    async def listed(self) -> dict[str, Any]:
        answer = await self.admin.get(f"/exchange/v1/systems/{self.id}/files")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def states(self) -> dict[str, str]:
        return {one["name"]: one["state"] for one in (await self.listed())["rows"]}

    async def told(self) -> list[tuple[str, dict[str, Any]]]:
        rows = await self.town.rows(
            "SELECT kind, facts FROM inbox_item WHERE user_id = 'adm.hq' AND kind LIKE 'file.%'"
            " ORDER BY made_at, kind"
        )
        return [(kind, json.loads(facts)) for kind, facts in rows]


@pytest.fixture
async def exchange(database: Database) -> AsyncIterator[Exchange]:
    home = database.path.parent / "files"
    home.mkdir()
    async with a_town(database, files=home) as town:
        yield Exchange(town, home)


# Out


async def test_orders_go_out_once_each_with_its_digest(exchange: Exchange) -> None:
    await orders(exchange.town)
    await exchange.agreed()
    assert exchange.names("out") == ["orders-000001.csv", "orders-000001.csv.sha256"]
    found = exchange.rows("orders-000001.csv")
    assert {row["id"] for row in found} == {"OR-CC", "OR-NH"}
    (line,) = [row for row in found if row["id"] == "OR-CC"][:1]
    assert line["change"] == "put"
    assert line["doc_state"] == "audited"
    assert line["sku_code"] == line["sku_id"]
    assert line["gtin"].startswith("299000")
    data = (exchange.home / "erp" / "out" / "orders-000001.csv").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == len(found) + 1
    digest = (exchange.home / "erp" / "out" / "orders-000001.csv.sha256").read_text().split()
    assert digest == [hashlib.sha256(data).hexdigest(), "orders-000001.csv"]

    assert await exchange.round() == 0
    await do(exchange.town.world.sup, ("order.cancel", "OR-CC", {"reason": "店主不要了"}))
    assert await exchange.round() == 1
    later = exchange.rows("orders-000002.csv")
    assert {(row["id"], row["doc_state"]) for row in later} == {("OR-CC", "cancelled")}
    rows = (await exchange.listed())["rows"]
    assert [(one["name"], one["state"], one["lines"]) for one in rows] == [
        ("orders-000002.csv", "written", len(later)), ("orders-000001.csv", "written", len(found)),
    ]  # fmt: skip


async def test_counts_and_receipts_go_out_by_lot(exchange: Exchange) -> None:
    clerk = await exchange.town.world.actor(w.CLERK)
    counted = w.counted(("SKU-01", "A1", 10, 2), absent=["SKU-02"])
    await do(
        clerk,
        ("stock.count", "CO-1", counted),
        ("stock.receive", "RC-1", w.came(("SKU-01", "B2", 5, 0))),
    )
    await exchange.agreed(partner_id="P01")
    found = exchange.rows("counts-000001.csv")
    assert [(row["sku_code"], row["lot"], row["good"], row["damaged"]) for row in found] == [
        ("SKU-01", "A1", "10", "2"), ("SKU-02", "", "0", "0"),
    ]  # fmt: skip
    (row,) = exchange.rows("receipts-000001.csv")
    assert (row["sku_code"], row["lot"], row["good"]) == ("SKU-01", "B2", "5")


async def test_whoever_dies_between_leaves_nothing_out_and_tells_nothing_twice(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    await orders(exchange.town)
    await exchange.agreed(folder="other", entities=["sales_order"])

    def dies(*_: Any) -> bool:
        raise OSError("the power is gone")

    for step in ("keep", "show"):
        await exchange.agree(anew=True)
        before = exchange.names("out") if (exchange.home / "erp").exists() else []
        with monkeypatch.context() as broken:
            broken.setattr(Folder, step, dies)
            await exchange.round()
        seen = [one for one in exchange.names("out") if not one.startswith(".")]
        assert seen == before
        await exchange.round()
        new = set(exchange.names("out")) - set(before)
        assert len(new) == 2
        assert not any(one.startswith(".") for one in new)
        (name,) = [one for one in new if one.endswith(".csv")]
        assert {row["id"] for row in exchange.rows(name) if row["id"]} == {"OR-CC", "OR-NH"}
        assert await exchange.round() == 0


async def test_what_is_gone_before_it_has_its_name_is_said_to_be_lost(
    exchange: Exchange,
) -> None:
    """And what has its name already, without its digest, is not."""
    await orders(exchange.town)
    await exchange.agreed(entities=["sales_order"])
    await exchange.town.sql("UPDATE other_system_file SET state = 'writing'")
    out = exchange.home / "erp" / "out"
    (out / "orders-000001.csv.sha256").unlink()
    await exchange.round()
    assert await exchange.states() == {"orders-000001.csv": "written"}
    assert "orders-000001.csv.sha256" in exchange.names("out")
    await exchange.town.sql("UPDATE other_system_file SET state = 'writing'")
    (out / "orders-000001.csv").unlink()
    await exchange.round()
    assert await exchange.states() == {"orders-000001.csv": "lost"}


async def test_another_history_begins_anew_and_says_so(exchange: Exchange) -> None:
    await orders(exchange.town)
    await exchange.agreed()
    exchange.town.store.server_id = "another"
    assert await exchange.round() == 4  # of each kind, so that the other side forgets what is gone
    assert {row["id"] for row in exchange.rows("orders-000002-anew.csv")} == {"OR-CC", "OR-NH"}
    assert exchange.rows("counts-000001-anew.csv") == []
    assert await exchange.round() == 0


async def test_a_number_that_lies_there_is_not_written_over(exchange: Exchange) -> None:
    """Of before a backup, which the list does not know."""
    await orders(exchange.town)
    await exchange.agreed()
    out = exchange.home / "erp" / "out"
    (out / "orders-000007.csv").write_text("theirs")
    await do(exchange.town.world.sup, ("order.cancel", "OR-CC", {"reason": "x"}))
    await exchange.round()
    assert (out / "orders-000007.csv").read_text() == "theirs"
    assert "orders-000008.csv" in exchange.names("out")


# In

PRICES = (
    "价目表,版本,生效日期,商品编码,箱价\n"
    "PL-C,{version},{day},SKU-01,{price}\nPL-C,{version},,SKU-02,45\n"
)


def prices(version: int, price: str = "59.5") -> str:
    return PRICES.format(version=version, day=w.day(version - 9), price=price)


async def price(exchange: Exchange, version: int) -> list[Any]:
    rows = await exchange.town.rows(
        "SELECT id, name, lines FROM price_list WHERE list_code = 'PL-C' AND list_version = ?",
        version,
    )
    return [list(row) for row in rows]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
async def test_prices_are_taken_whole_said_by_the_system(exchange: Exchange, codec: str) -> None:
    await exchange.agreed()
    exchange.put("prices-000041.csv", prices(10).encode(codec))
    assert await exchange.round() == 1
    ((id, name, lines),) = await price(exchange, 10)
    assert (id, name) == ("PL-C.10", "C 店价")
    assert '"case_price_fen":5950' in lines
    assert '"case_price_fen":4500' in lines
    assert exchange.names("in") == []
    assert exchange.names("done") == ["prices-000041.csv", "prices-000041.csv.sha256"]
    said = await exchange.town.rows(
        "SELECT kind, status FROM sync_op WHERE user_id = ?", exchange.id
    )
    assert said == [("price_list.put", "applied")]


async def test_a_file_is_taken_once_and_in_order(exchange: Exchange) -> None:
    await exchange.agreed()
    exchange.put("prices-000001.csv", prices(10))
    exchange.put("prices-000003.csv", prices(12))
    await exchange.round()
    assert [bool(await price(exchange, n)) for n in (10, 12)] == [True, False]
    assert (await exchange.listed())["waiting"] == [
        {"name": "prices-000003.csv", "why": "gap", "number": 2}
    ]
    exchange.put("prices-000001.csv", prices(10))  # once more the same
    exchange.put("prices-000002.csv", prices(11))
    await exchange.round()
    assert [bool(await price(exchange, n)) for n in (11, 12)] == [True, True]
    assert (await exchange.listed())["waiting"] == []
    exchange.put("prices-000002.csv", prices(13))  # another under a number that was used
    await exchange.round()
    assert await price(exchange, 13) == []
    assert [row["reason"] for row in exchange.rows("prices-000002.csv.errors.csv", "failed")] == [
        REASONS["number_used"][1]
    ]
    assert (
        len(await exchange.town.rows("SELECT 1 FROM sync_op WHERE user_id = ?", exchange.id)) == 3
    )


PRODUCTS = (
    "编码,条码,名称,规格,品类,箱装数,保质期\n"
    "SKU-90,2990001000049,柠檬茶,PET 500 ml,tea,15,270\n"
    "SKU-91,{gtin},乌龙茶,PET 500 ml,tea,{units},270\n"
)


async def test_one_bad_row_refuses_all_of_it_and_says_which(exchange: Exchange) -> None:
    await exchange.agreed()
    few = ("整数，1 到 1000", "a whole number from 1 to 1000")
    digits = ("13 位数字，最后一位是校验码", "13 digits, the last of them the check digit")
    for number, (gtin, units_, column, reason, value, allowed) in enumerate(
        [
            ("2990001000057", "15", "条码", "check_digit", "2990001000057", digits),
            ("2990001000056", "十五", "箱装数", "bad_value", "十五", few),
            ("2990001000056", "", "箱装数", "missing", "", few),
            ("2990001000056", "0", "箱装数", "bad_value", "0", few),
        ],
        1,
    ):
        name = f"products-{number}.csv"
        exchange.put(name, PRODUCTS.format(gtin=gtin, units=units_))
        await exchange.round()
        assert await exchange.town.rows("SELECT id FROM sku WHERE id LIKE 'SKU-9%'") == []
        (wrong,) = exchange.rows(f"{name}.errors.csv", "failed")
        assert (wrong["row"], wrong["column"], wrong["value"]) == ("3", column, value)
        assert (wrong["原因"], wrong["reason"]) == REASONS[reason]
        assert (wrong["允许"], wrong["allowed"]) == allowed
        assert (await exchange.listed())["rows"][0]["problems"][0]["row"] == 3
    assert exchange.names("in") == []
    assert len(exchange.names("failed")) == 12
    assert [kind for kind, _ in await exchange.told()] == ["file.refused"] * 4
    # A number whose file was refused may come again, corrected.
    exchange.put("products-4.csv", PRODUCTS.format(gtin="2990001000056", units=15))
    await exchange.round()
    rows = await exchange.town.rows("SELECT id, name FROM sku WHERE id LIKE 'SKU-9%' ORDER BY id")
    assert rows == [("SKU-90", "柠檬茶"), ("SKU-91", "乌龙茶")]


async def test_all_reasons_of_a_file_are_told_at_once(exchange: Exchange) -> None:
    """Each cell, what a row lacks, and what the rules find in rows that can be read."""
    await exchange.agreed()
    exchange.put(
        "products-1.csv",
        "code,Barcode,name,pack,units,units per case,shelf life\n"
        "SKU-91,abc,,PET 500 ml,,0,0\n"
        "SKU-92,2990001000049,柠檬茶,PET 500 ml,,15,270\n",
    )
    await exchange.round()
    wrong = exchange.rows("products-1.csv.errors.csv", "failed")
    assert [(one["row"], one["column"], one["reason"]) for one in wrong] == [
        ("2", "Barcode", REASONS["bad_value"][1]),
        ("2", "name", REASONS["missing"][1]),
        ("2", "品类 / category", REASONS["missing"][1]),
        ("2", "units per case", REASONS["bad_value"][1]),
        ("2", "shelf life", REASONS["bad_value"][1]),
        ("3", "品类 / category", REASONS["missing"][1]),
    ]
    text = "客户编码,名称,类别\nK077,远来客,C9\nK010,{name},D\n"
    exchange.put("customers-1.csv", text.format(name="好" * 81))
    await exchange.round()
    wrong = exchange.rows("customers-1.csv.errors.csv", "failed")
    assert [(one["row"], one["column"], one["value"][:2]) for one in wrong] == [
        ("2", "类别", "C9"), ("3", "名称", "好好"),
    ]  # fmt: skip
    assert wrong[0]["allowed"] == "one of C1, C2, D, UNCLASSIFIED"

    used = f"价目表,版本,生效日期,商品编码,箱价\nPL-C,9,{w.day(0)},SKU-01,1.00\n"
    exchange.put("prices-1.csv", f"{used}PL-X,1,{w.day(1)},SKU-77,58.805\n")
    await exchange.round()
    wrong = exchange.rows("prices-1.csv.errors.csv", "failed")
    assert {(one["row"], one["column"], one["value"], one["reason"]) for one in wrong} >= {
        ("3", "箱价", "58.805", REASONS["bad_value"][1]),
        ("3", "商品编码", "SKU-77", REASONS["unknown_sku"][1]),
        ("3", "价格类型 / pricetype", "", REASONS["missing"][1]),
        ("2", "", "", REASONS["fact/immutable"][1]),
    }
    assert await exchange.town.rows("SELECT id FROM sku WHERE id LIKE 'SKU-9%'") == []


async def test_what_was_refused_is_taken_when_what_it_lacked_is_there(exchange: Exchange) -> None:
    await exchange.agreed()
    text = f"价目表,版本,生效日期,商品编码,箱价\nPL-C,10,{w.day(1)},SKU-90,40.05\n"
    exchange.put("prices-1.csv", text)
    await exchange.round()
    (wrong,) = exchange.rows("prices-1.csv.errors.csv", "failed")
    assert (wrong["row"], wrong["value"], wrong["reason"]) == (
        "2", "SKU-90", REASONS["unknown_sku"][1],
    )  # fmt: skip
    exchange.put("products-1.csv", PRODUCTS.format(gtin="2990001000056", units=15))
    await exchange.round()
    exchange.put("prices-1.csv", text)
    await exchange.round()
    ((_, _, lines),) = await price(exchange, 10)
    assert '"case_price_fen":4005' in lines
    assert (await exchange.states())["prices-1.csv"] == "taken"


async def test_an_empty_cell_leaves_what_is_there(exchange: Exchange) -> None:
    await exchange.agreed()
    exchange.put("products-1.csv", "code,name,units_per_case\nSKU-01,新名字,\n")
    await exchange.round()
    rows = await exchange.town.rows(
        "SELECT name, units_per_case, gtin FROM sku WHERE id = 'SKU-01'"
    )
    assert rows == [("新名字", 24, "2990001000018")]


async def test_customers_by_their_code(exchange: Exchange) -> None:
    await exchange.agreed()
    exchange.put("customers-1.csv", "编码,名称,类别\nK010,新店家,\nK077,远来客,D\n")
    await exchange.round()
    rows = await exchange.town.rows("SELECT id, name, customer_class FROM customer ORDER BY id")
    assert rows == [("K001", "演示K001", "C1"), ("K010", "新店家", "C2"), ("K077", "远来客", "D")]


async def test_a_partners_stock_of_his_own(exchange: Exchange) -> None:
    await exchange.agreed(partner_id="P01")
    at = (datetime.now(ZoneInfo(ZONE)) - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
    rows = "".join(f"SKU-01,䶮{i},{w.day(-30)},2,3,1,{at}\n" for i in range(200))
    text = f"商品编码,批号,生产日期,箱数,零散,破损,盘点时间\n{rows}SKU-02,B,{w.day(-9)},1,,,{at}\n"
    exchange.put("stock-1.csv", text.encode("gb18030"))
    exchange.put("prices-1.csv", prices(10))
    await exchange.round()
    found = await exchange.town.rows("SELECT sku_id, partner_id FROM partner_stock ORDER BY sku_id")
    assert found == [("SKU-01", "P01"), ("SKU-02", "P01")]
    assert await price(exchange, 10) == []  # what the company asks is none of a partner's business
    assert await exchange.states() == {"stock-1.csv": "taken", "prices-1.csv": "refused"}


async def test_what_is_not_whole_waits_or_is_refused(exchange: Exchange) -> None:
    await exchange.agreed()
    exchange.put("prices-1.csv", prices(10), digest="0" * 64)
    (exchange.home / "erp" / "in" / "products-1.csv").write_text("half of")
    await exchange.round()
    assert await price(exchange, 10) == []
    listed = await exchange.listed()
    assert listed["waiting"] == [
        {"name": "products-1.csv", "why": "no_checksum_yet", "number": None}
    ]
    (one,) = listed["rows"]
    assert one["problems"] == [whole_file("checksum")]
    exchange.put("prices-1.csv", prices(10))
    await exchange.round()
    assert len(await price(exchange, 10)) == 1


async def test_nothing_outside_the_folder_is_read_or_written(exchange: Exchange) -> None:
    await exchange.agreed()
    secret = exchange.home.parent / "secret.csv"
    secret.write_text(prices(10))
    folder = exchange.home / "erp"
    (folder / "in" / "prices-1.csv").symlink_to(secret)
    (folder / "in" / "prices-1.csv.sha256").write_text(
        hashlib.sha256(secret.read_bytes()).hexdigest()
    )
    os.mkfifo(folder / "in" / "products-1.csv")
    (folder / "in" / "products-1.csv.sha256").write_text("0" * 64)
    exchange.put("customers-1.csv", b"x" * (3 << 20))
    (folder / "in" / "..prices-1.csv").write_text("x")
    victim = exchange.home.parent / "victim"
    victim.write_text("untouched")
    (folder / "out" / ".orders-000001.csv.part").symlink_to(victim)
    (folder / "failed" / ".customers-1.csv.errors.csv.new").symlink_to(victim)
    await orders(exchange.town)
    await exchange.round()
    assert victim.read_text() == "untouched"
    assert await price(exchange, 10) == []
    assert {row["id"] for row in exchange.rows("orders-000001.csv")} == {"OR-CC", "OR-NH"}
    assert {one["why"] for one in (await exchange.listed())["waiting"]} == {"unreadable"}
    (wrong,) = exchange.rows("customers-1.csv.errors.csv", "failed")
    assert wrong["reason"] == REASONS["too_large"][1]

    outside = exchange.home.parent / "outside"
    outside.mkdir()
    (exchange.home / "linked").symlink_to(outside)
    assert (await exchange.agree(folder="linked")).status_code == 204
    await exchange.round()
    assert os.listdir(outside) == []
    (row,) = (await exchange.admin.get("/exchange/v1/systems")).json()["rows"]
    assert row["folder_problem"]
    assert str(exchange.home) not in row["folder_problem"]


# Late

FRIDAY = next(w.day(-n) for n in range(1, 8) if date.fromisoformat(w.day(-n)).weekday() == 4)
SATURDAY, THURSDAY = ((date.fromisoformat(FRIDAY) + timedelta(days=n)).isoformat() for n in (1, -1))


def at(hour: str, day: str = FRIDAY) -> str:
    return instant.text(datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=ZoneInfo(ZONE)))


async def test_it_is_told_once_that_a_file_is_late_and_once_that_it_came(
    exchange: Exchange,
) -> None:
    await exchange.agreed()
    clock = at("08:00")
    exchange.town.store.clock = lambda: clock
    expected = {"prices": "09:00", "products": "18:00"}
    assert (await exchange.agree(expected=expected)).status_code == 204
    assert await exchange.told() == []
    for clock in (at("08:59"), at("09:00"), at("11:00")):  # noqa: B007  the clock reads it
        await exchange.round()
    assert await exchange.told() == [
        ("file.late", {"system": "ERP", "file": "prices", "until": "09:00"})
    ]
    (row,) = (await exchange.admin.get("/exchange/v1/systems")).json()["rows"]
    assert row["late"] == ["prices"]
    exchange.put("prices-1.csv", "价目表,版本,商品编码,箱价\n")
    clock = at("11:30")
    for _ in range(2):
        await exchange.round()
    assert [kind for kind, _ in await exchange.told()] == ["file.late", "file.came"]
    (row,) = (await exchange.admin.get("/exchange/v1/systems")).json()["rows"]
    assert row["late"] == []
    for clock in (at("18:00"), at("23:00", SATURDAY)):  # noqa: B007  then nothing is due
        await exchange.round()
        assert [facts["file"] for _, facts in await exchange.told()] == [
            "prices", "prices", "products",
        ]  # fmt: skip


def test_what_is_overdue() -> None:
    expected = {"prices": "09:00"}
    assert late.overdue(expected, {}, at("08:59"), ZONE) == []
    assert late.overdue(expected, {}, at("09:00"), ZONE) == ["prices"]
    assert late.overdue(expected, {"prices": at("00:01")}, at("09:00"), ZONE) == []
    assert late.overdue(expected, {"prices": at("23:59", THURSDAY)}, at("09:00"), ZONE) == [
        "prices"
    ]
    assert late.overdue(expected, {}, at("12:00", SATURDAY), ZONE) == []
    assert late.from_now_on(expected, at("08:00"), ZONE) == {}
    assert late.from_now_on(expected, at("10:00"), ZONE)["prices"]["came"] is True


@pytest.mark.parametrize(
    ("known", "number", "step"),
    [
        ({}, 41, "take"), ({41: {"a": "taken"}}, 42, "take"), ({41: {"a": "taken"}}, 43, "wait"),
        ({41: {"a": "taken"}}, 41, "used"), ({41: {"a": "refused"}}, 41, "take"),
        ({41: {"b": "refused"}}, 41, "take"), ({41: {"b": "taken"}}, 41, "settle"),
        ({41: {"a": "refused"}, 42: {"c": "taken"}}, 41, "used"), ({41: {"a": "taken"}}, 7, "used"),
        ({41: {"a": "taken", "c": "refused"}}, 41, "used"),
    ],
)  # fmt: skip
def test_each_number_once_and_in_order(known: Any, number: int, step: str) -> None:
    assert file_rules.next_step(known, number, "b") == step


EVENING = "2026-11-27T10:00:00.000Z"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-11-27 18:00", EVENING), ("2026/11/27 18:00:00", EVENING),
        ("2026-11-27T10:00:00Z", EVENING), ("2026-11-27", None), ("昨天", None), ("", None),
        ("0001-01-01 00:00", None), ("2026-11-27 25:00", None),
    ],
)  # fmt: skip
def test_when_it_was_counted(text: str, found: str | None) -> None:
    assert file_rules.time_of(text, ZONE) == found


def test_what_stands_in_an_error_file_is_no_formula() -> None:
    problem = {"row": 2, "column": "sku", "reason": "unknown_sku", "detail": "=cmd()"}
    assert b"'=cmd()" in errors_csv([problem])


def test_the_page_says_the_same_reasons() -> None:
    words = Path(__file__).parents[2] / "pwa/src/ui/words"
    zh = (words / "exchange.zh-CN.ts").read_text()
    en = (words / "exchange.en.ts").read_text()
    for code, (in_zh, in_en) in REASONS.items():
        assert f'"filereason.{code}": "{in_zh}"' in zh
        assert f'"filereason.{code}":' in en, code
        assert f"{in_en[0].upper()}{in_en[1:]}" in en, code
    told = {
        file_kinds.allowed(kind, name).partition(":")[0]
        for kind, columns in file_kinds.COLUMNS.items()
        for name in columns or file_kinds.STOCK
    }
    assert told == set(ALLOWED)
    for code in told:
        assert f'"fileallowed.{code}":' in zh, code
        assert f'"fileallowed.{code}":' in en, code


# Who may


async def test_only_an_administrator_of_its_units_keeps_the_folder(exchange: Exchange) -> None:
    await exchange.agreed()
    path = f"/exchange/v1/systems/{exchange.id}"
    for login in ("rep.cc01", "sup.cc", "mgr.fs", "desk.fs", "clk.p01", "drv.p01a"):
        caller = await exchange.town.sign_in(login)
        assert (await caller.get(f"{path}/files")).status_code == 404
        assert (await caller.post(f"{path}/folder", {"folder": None})).status_code == 404
    await exchange.town.sql("UPDATE other_system SET org_unit_id = 'B-XX'")
    assert (await exchange.admin.get(f"{path}/files")).json()["rows"] == []
    assert (await exchange.agree()).status_code == 404


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"folder": "../erp"}, 400), ({"folder": "/etc"}, 400), ({"folder": "a" * 41}, 400),
        ({"expected": {"prices": "24:00"}}, 400), ({"expected": {"stock": "09:00"}}, 400),
        ({"folder": "erp"}, 409),
    ],
)  # fmt: skip
async def test_what_cannot_be_agreed(exchange: Exchange, given: Any, status: int) -> None:
    await exchange.agreed()
    first = exchange.id
    other = await exchange.agreed(folder="other")
    assert other.id != first
    answer = await exchange.agree(**{"folder": "other", **given})
    assert answer.status_code == status, answer.text


async def test_without_a_place_there_are_no_files(database: Database) -> None:
    async with a_town(database) as town:
        exchange = Exchange(town, Path("/nowhere"))
        exchange.admin = await town.sign_in("adm.hq")
        body = {"name": "ERP", "entities": TOLD}
        exchange.id = (await exchange.admin.post("/exchange/v1/systems", body)).json()["id"]
        answer = await exchange.agree()
        assert (answer.status_code, answer.json()["code"]) == (400, "files/no-place")
        listed = (await exchange.admin.get("/exchange/v1/systems")).json()
        assert (listed["files"], listed["rows"][0]["folder"]) == (False, None)


async def test_the_end_of_its_key_is_the_end_of_its_files(exchange: Exchange) -> None:
    await exchange.agreed()
    await exchange.admin.post(f"/exchange/v1/systems/{exchange.id}", {"do": "revoke"})
    exchange.put("prices-1.csv", prices(10))
    assert await exchange.round() == 0
    assert await price(exchange, 10) == []
