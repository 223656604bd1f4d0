"""What became of orders: the partner enters an invoice, and the office counts it; the file holds
what the screen shows; a filter kept under a name is there again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def total(page: Page) -> list[str]:
    return [cell.strip() for cell in page.locator("main tr.total td.number").all_inner_texts()]


def test_statistics_of_partner_and_office(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    looked, page = Looked(), app.window(browser)
    id, no = company.one(
        "SELECT id, no FROM sales_order WHERE partner_id = 'P01' AND exec_state = 'received'"
        " ORDER BY day DESC, no LIMIT 1"
    )
    app.sign_in(page, company.server.url, "clk.p01")
    app.go(page, f"/orders/{id}")
    page.get_by_role("button", name="登记开票").click()
    looked.every_way(page, "登记开票")
    page.screenshot(path=tmp_path / "invoice.png")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="发票号").fill("FP-0001")
    dialog.get_by_role("button", name="登记开票").click()
    page.get_by_text("发票 FP-0001").wait_for()
    page.get_by_text("已开票", exact=True).wait_for()
    looked.every_way(page, "开票与收款")
    page.screenshot(path=tmp_path / "money.png", full_page=True)
    page.context.close()

    page = app.window(browser, app.DESK)
    app.sign_in(page, company.server.url, "mgr.fs")
    app.go(page, "/orders")
    page.get_by_role("link", name="执行统计").click()
    page.get_by_role("button", name="近 30 天").click()
    page.get_by_role("button", name="按订单").click()
    page.get_by_role("button", name="金额", exact=True).click()
    page.locator("main th a").first.wait_for()
    page.screenshot(path=tmp_path / "office.png", full_page=True)
    page.get_by_role("button", name="保存此筛选").click()
    page.get_by_role("dialog").get_by_role("textbox", name="名称").fill("三十天金额")
    page.get_by_role("dialog").get_by_role("button", name="保存此筛选").click()
    app.said(page, "已保存“三十天金额”")
    shown = total(page)
    page.reload()
    page.get_by_role("button", name="三十天金额", exact=True).click()
    app.until("the filter counts as it did", lambda: total(page) == shown)
    with page.expect_download() as coming:
        page.get_by_role("button", name="XLSX").click()
    file = tmp_path / "sums.xlsx"
    coming.value.save_as(file)
    rows = [list(row) for row in load_workbook(file).active.iter_rows(values_only=True)]
    assert rows[0][:2] == ["订单", "日期"]
    assert rows[0][11:] == ["订货", "确认", "发货", "开票", "出库", "收货", "退货", "收款"]
    assert [f"¥{value:,.2f}" for value in rows[-1][11:]] == shown
    (mine,) = [row for row in rows if row[0] == no]
    assert mine[14] == mine[11] > 0, "invoiced whole"
    page.get_by_role("link", name=str(rows[1][0]), exact=True).click()
    page.wait_for_url(re.compile("/orders/"))
    page.locator("main li.card").filter(has_text=str(rows[1][0])).wait_for()
    looked.every_way(page, "一张订单")
    page.screenshot(path=tmp_path / "order.png", full_page=True)
    assert looked.found == []
    page.context.close()
