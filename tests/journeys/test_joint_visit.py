"""A supervisor goes along with a rep: her stores are on his phone, he notes what he sees without a
network, she reads it in her visit, and what they agreed on is her task."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked

SUPERVISOR, REP = "sup.cc", "rep.cc01"
PHONE = {"width": 390, "height": 844}
POINT = "先说利润再报价"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def planned(page: Page, company: Company, looked: Looked, shots: Path) -> None:
    """With whom and when; then her stores are on his phone."""
    (name,) = company.one(f"SELECT name FROM person WHERE id = '{REP}'")
    app.tab(page, "我")
    page.get_by_role("link", name=re.compile("^抽查和协访")).click()
    page.get_by_role("link", name="计划协访").click()
    page.get_by_role("button", name=name).click()
    page.get_by_role("button", name="今天", exact=True).click()
    looked.every_way(page, "计划协访")
    page.screenshot(path=shots / "plan.png", full_page=True)
    page.get_by_role("button", name="计划这天协访").click()
    app.said(page, "协访已保存到手机")
    app.go(page, "/joint/new")
    page.get_by_role("button", name=name).click()
    page.get_by_text("这天和她的协访已经计划过了").wait_for()
    app.go(page, "/coaching")
    looked.every_way(page, "抽查和协访")
    page.screenshot(path=shots / "days.png", full_page=True)
    page.locator("main a[href^='/joint/']:not([href$='/new'])").click()
    page.locator("main ul.list > li").nth(1).wait_for()
    looked.every_way(page, "协访，门店")
    page.screenshot(path=shots / "stores.png", full_page=True)


def noted(page: Page, looked: Looked, shots: Path, store: str) -> None:
    """In the store, without a network, a start of the app in the middle of it."""
    page.locator(f"main a[href$='/{store}']").click()
    page.get_by_role("heading", name="推销").wait_for()
    page.get_by_role("button", name="2 不稳").nth(4).click()
    page.get_by_role("textbox", name=re.compile("^不稳")).fill("没说店主的利润")
    page.get_by_role("button", name="4 好").nth(3).click()
    page.get_by_role("button", name="加一件").click()
    page.get_by_role("textbox", name="第 1 件", exact=True).fill(POINT)
    app.until("it is a draft", lambda: any(
        "agreed" in str(one["value"]) and POINT in str(one["value"])
        for one in app.held(page, SUPERVISOR, "drafts")))  # fmt: skip
    page.reload()
    again = page.get_by_role("textbox", name="第 1 件", exact=True)
    app.until("his words are there", lambda: again.input_value() == POINT)
    looked.every_way(page, "协访，记录")
    page.screenshot(path=shots / "form.png", full_page=True)
    page.get_by_role("button", name="保存协访记录（2/6）").click()
    app.said(page, "协访记录已保存到手机")
    page.locator("main li").filter(has_text="已记").wait_for()


def test_somebody_goes_along_and_her_visit_stays_hers(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    looked = Looked()
    page = app.window(browser, PHONE)
    app.sign_in(page, company.server.url, SUPERVISOR)
    app.kept_whole(page)
    planned(page, company, looked, tmp_path)
    store = (page.locator("main ul.list > li a").first.get_attribute("href") or "").rsplit("/", 1)[
        1
    ]
    company.server.kill()
    noted(page, looked, tmp_path, store)
    company.server.start()
    app.send_now(page)
    (found,) = company.rows("SELECT rep_id, store_id, points, scored FROM joint_visit")
    assert found == (REP, store, 6, 2)
    visit = hers(company, browser, looked, tmp_path, store)
    app.go(page, f"/visit/{visit}")
    page.get_by_text("没说店主的利润").wait_for()
    looked.every_way(page, "拜访，有协访")
    app.go(page, "/accuracy")
    page.get_by_text("1 天计划，1 天做了，记了 1 次拜访").wait_for()
    looked.every_way(page, "数据准确率和协访天数")
    page.evaluate("() => localStorage.setItem('xundian.locale', 'en')")
    page.goto(company.server.url + "/coaching")
    page.get_by_role("link", name="Plan a day along").wait_for()
    looked.every_way(page, "checks and coaching")
    page.screenshot(path=tmp_path / "days-en.png", full_page=True)
    page.context.close()
    assert looked.found == []


def hers(company: Company, browser: Browser, looked: Looked, shots: Path, store: str) -> str:
    """Her notes, in her list and in her visit of that day; her task."""
    page = app.window(browser, PHONE)
    app.sign_in(page, company.server.url, REP)
    app.kept_whole(page)
    app.tab(page, "我")
    page.get_by_role("link", name="抽查和协访", exact=True).click()
    page.locator("main a[href^='/joint/']").wait_for()
    page.get_by_text(re.compile("今天和您一起跑店")).wait_for()
    looked.every_way(page, "她的抽查和协访")
    company.server.kill()
    page.locator("main a[href^='/joint/']").click()
    page.get_by_text("没说店主的利润").wait_for()
    page.get_by_text(re.compile(POINT)).wait_for()
    looked.every_way(page, "她的协访")
    page.screenshot(path=shots / "hers.png", full_page=True)
    page.get_by_role("link", name="看任务").click()
    page.get_by_text(POINT).wait_for()
    # In a visit of hers to that store today it stands, too.
    app.go(page, f"/fail/{store}")
    page.get_by_role("button", name="今天关门").click()
    page.get_by_role("button", name=re.compile("拍门头照")).click()
    app.photograph(page)
    app.say_where(page)
    page.get_by_role("button", name="记录", exact=True).click()
    app.said(page, "已记录，保存到手机")
    (visit,) = [str(one["id"]) for one in app.held(page, REP, "log") if one["kind"] == "visit.fail"]
    app.go(page, f"/visits/{visit}")
    page.get_by_text("没说店主的利润").wait_for()
    looked.every_way(page, "她的拜访，有协访")
    page.screenshot(path=shots / "visit.png", full_page=True)
    company.server.start()
    app.send_now(page)
    page.context.close()
    return visit
