"""A partner's warehouse is counted where there is no network (F91): what was typed survives a start
of the app, the count is the stock at once, and the company has it when the network is back."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked

CLERK, CLERK_3 = "clk.p01", "clk.p03"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def test_a_count_without_a_network(company: Company, browser: Browser, tmp_path: Path) -> None:
    looked, page = Looked(), app.window(browser)
    app.sign_in(page, company.server.url, CLERK)
    app.kept_whole(page)
    page.get_by_role("navigation", name="要做的事").wait_for()
    looked.every_way(page, "合作伙伴，要做的事")
    app.go(page, "/stock")
    page.locator("main li.card").first.wait_for()
    looked.every_way(page, "库存")
    page.context.set_offline(True)
    page.get_by_role("link", name="盘点").click()
    cards = page.locator("main [data-sku]")
    cards.first.wait_for()
    first, second = (str(cards.nth(n).get_attribute("data-sku")) for n in (0, 1))
    cards.nth(0).get_by_role("button", name="开始盘").click()
    page.get_by_role("button", name=re.compile("^提交盘点")).click()
    page.get_by_text("有商品开始盘了还没盘完").wait_for()
    cards.nth(0).get_by_role("textbox", name=re.compile("整箱$")).first.fill("41")
    cards.nth(1).get_by_role("button", name="没有货").click()
    looked.every_way(page, "盘点")
    page.screenshot(path=tmp_path / "count.png", full_page=True)
    app.until("it is a draft", lambda: "41" in json.dumps(app.held(page, CLERK, "drafts")))
    page.reload()
    page.get_by_text("已盘 2 / ").wait_for()
    page.get_by_role("button", name="提交盘点（2 种）").click()
    app.said(page, "2 种商品的盘点已保存到这台设备")
    row = page.locator("main li.card").first
    row.get_by_text("41 箱", exact=True).first.wait_for()
    looked.every_way(page, "库存，盘点待送")
    page.screenshot(path=tmp_path / "stock.png", full_page=True)
    assert counts(company) == []

    page.context.set_offline(False)
    app.send_now(page)
    app.until("the company has it", lambda: counts(company) != [])
    ((lines, absent),) = counts(company)
    units = company.one(f"SELECT units_per_case FROM sku WHERE id = '{first}'")[0]
    (line,) = json.loads(lines)
    assert (line["sku_id"], line["good"], json.loads(absent)) == (first, 41 * units, [second])
    assert looked.found == []
    page.context.close()


def counts(company: Company) -> list[tuple[str, str]]:
    """Made today by hand, not by the demo's history."""
    return company.rows(
        "SELECT lines, absent FROM stock_count WHERE counter_name NOT LIKE '演示仓管%'"
        " AND partner_id = 'P01'"
    )


def test_a_file_of_his_own_software(company: Company, browser: Browser, tmp_path: Path) -> None:
    """In GBK, with a mistake in it: looked at, and the rest of it confirmed."""
    looked, page = Looked(), app.window(browser, app.DESK)
    app.sign_in(page, company.server.url, CLERK_3)
    app.kept_whole(page)
    app.go(page, "/stock")
    page.get_by_role("link", name="上传文件").click()
    one, two, three = (row[0] for row in company.rows("SELECT code FROM sku ORDER BY sort LIMIT 3"))
    (lot, *_rest) = json.loads(
        company.one(
            f"SELECT lots FROM partner_stock WHERE partner_id = 'P03' AND sku_id = '{two}'"
        )[0]
    )
    file = tmp_path / "库存.csv"
    file.write_text(
        "联丰饮料 库存表\n商品编码,批号,生产日期,数量,破损\n"
        f"{one},N1,2026/6/1,240,\n{two},{lot['lot']},{lot['produced_on']},7,\n"
        f"{three},X,下个月,5,\n合计,,,252,\n",
        encoding="gbk",
    )
    page.locator("main input[type=file]").set_input_files(file)
    page.get_by_text("共 4 行，编码 GBK，还没有写入").wait_for()
    page.get_by_text("生产日期：不是日期").wait_for()
    looked.every_way(page, "库存文件")
    page.screenshot(path=tmp_path / "file.png", full_page=True)
    assert files(company) == []
    with page.expect_download() as waited:
        page.get_by_role("button", name="下载错误文件").click()
    errors = Path(waited.value.path()).read_text("utf-8-sig").splitlines()
    assert errors[1] == f"5,生产日期：不是日期,{three},X,下个月,5,"
    page.get_by_role("button", name="确认写入 2 行").click()
    app.said(page, "2 行库存已保存到这台设备")
    app.until("the company has it", lambda: files(company) != [])
    ((lines,),) = files(company)
    assert [(one["lot"], one["good"]) for one in json.loads(lines)] == [
        ("N1", 240),
        (lot["lot"], 7),
    ]
    assert looked.found == []
    page.context.close()


def files(company: Company) -> list[tuple[str]]:
    return company.rows("SELECT lines FROM stock_count WHERE from_file AND partner_id = 'P03'")
