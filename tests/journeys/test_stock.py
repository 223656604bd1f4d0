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

CLERK = "clk.p01"
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
