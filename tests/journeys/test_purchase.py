"""A partner orders from the company by the proposal and says what came: clerk, supervisor, desk."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked

CLERK, SUPERVISOR, DESK = "clk.p01", "sup.cc", "desk.fs"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def state(company: Company, id: str) -> str:
    return str(company.one(f"SELECT state FROM purchase_order WHERE id = '{id}'")[0])


def entered(company: Company, browser: Browser, login: str, path: str, size: object = None) -> Page:
    page = app.window(browser, size)  # type: ignore[arg-type]
    app.sign_in(page, company.server.url, login)
    app.go(page, path)
    return page


def test_from_the_proposal_to_the_claim(company: Company, browser: Browser) -> None:
    looked = Looked()

    clerk = entered(company, browser, CLERK, "/stock/buy")
    card = clerk.locator("main [data-sku]").first
    goods = card.locator(".strong").first.inner_text().strip()
    card.get_by_text("怎么算的").click()
    more = card.get_by_role("textbox", name=re.compile("^订货箱数"))
    more.fill("99")
    clerk.get_by_role("button", name=re.compile("^提交进货单")).click()
    clerk.get_by_text("请写原因").wait_for()
    clerk.get_by_role("textbox", name=re.compile("30% 以上，为什么")).fill("周末活动")
    looked.at(clerk, "order")
    clerk.get_by_role("button", name=re.compile("^提交进货单")).click()
    app.said(clerk, "进货单已保存到这台设备")
    clerk.locator("main a.item").first.wait_for()
    app.until("the company has it", lambda: bool(company.rows(MINE)))
    ((id, lines),) = company.rows(MINE)
    assert any(line["cases"] == 99 for line in json.loads(lines))

    office = entered(company, browser, SUPERVISOR, "/purchases", app.DESK)
    one = office.locator(f"[data-purchase='{id}']")
    one.get_by_text("和建议相差 30% 以上").wait_for()
    one.get_by_role("button", name="复核").click()
    office.get_by_role("button", name="通过，交订单员").click()
    office.get_by_text("请写一句为什么").wait_for()
    office.get_by_role("textbox", name=re.compile("^说明")).fill("活动属实")
    looked.at(office, "reviewing")
    office.get_by_role("button", name="通过，交订单员").click()
    app.until("reviewed", lambda: state(company, id) == "reviewed")

    desk = entered(company, browser, DESK, "/", app.DESK)
    one = desk.locator(f"[data-purchase='{id}']")
    one.get_by_role("button", name="审核").click()
    desk.get_by_label("账上可用").fill("1")
    desk.get_by_text(re.compile("^还差")).wait_for()
    looked.at(desk, "auditing")
    desk.get_by_label("账上可用").fill("1000000")
    desk.get_by_role("button", name="审核通过").click()
    one.get_by_role("button", name="分配").click()
    desk.get_by_role("textbox", name=re.compile(f"^分配箱数：{goods}")).first.fill("90")
    looked.at(desk, "allocating")
    desk.get_by_role("button", name="确认分配").click()
    one.get_by_role("button", name="发货").click()
    for day in desk.locator("dialog fieldset input[type=date]").all():
        day.fill("2026-06-01")
    desk.get_by_label("公司送货单号").fill("LQ-77")
    looked.at(desk, "sending")
    desk.get_by_role("button", name="已发货").click()
    app.until("sent", lambda: state(company, id) == "in_transit")

    app.send_now(clerk)
    app.go(clerk, f"/stock/purchases/{id}")
    clerk.get_by_text("LQ-77").first.wait_for()
    clerk.get_by_role("link", name="收公司的货").click()
    cases = clerk.get_by_role("textbox", name=re.compile(f"^{goods}.*整箱$")).first
    app.until("as it was sent", lambda: cases.input_value() == "90")
    cases.fill("88")
    looked.at(clerk, "receiving")
    clerk.get_by_role("button", name=re.compile("^提交收货")).click()
    clerk.get_by_role("button", name="差异索赔").click()
    looked.at(clerk, "claiming")
    clerk.get_by_role("button", name=re.compile("^索赔 ")).click()
    app.until("claimed", lambda: state(company, id) == "diff_claimed")

    one.get_by_role("button", name="结算").click()
    looked.at(desk, "settling")
    desk.get_by_role("dialog").get_by_role("button", name="结算").click()
    app.until("closed", lambda: state(company, id) == "closed")
    assert looked.found == []


MINE = "SELECT id, lines FROM purchase_order WHERE partner_id = 'P01' AND reason = '周末活动'"
