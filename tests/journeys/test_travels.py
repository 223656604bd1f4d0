"""What one person sends reaches the next and comes back: a supervisor's task and its answer; an
order, the partner's short confirmation, the delivery note, the driver's proof made offline."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.engines import Database
from tests.journeys import app
from tests.journeys.company import Company
from tests.journeys.look import Looked
from tests.journeys.rep import Rep
from tests.journeys.road import Road
from tests.server_process import free_port

REP, SUPERVISOR, CLERK, DRIVER = "rep.cc01", "sup.cc", "clk.p01", "drv.p01a"
TITLE = "把新品摆到收银台旁：" + "W" * 60
"""As somebody types it who leaves no blank: it must push nothing off the screen."""
pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """On SQLite: the day of test_rep_day.py is lived on PostgreSQL."""
    company = Company(Database("sqlite", "", tmp_path / "xundian.db"), migrated=False)
    yield company
    company.server.kill()


@contextmanager
def town(company: Company) -> Iterator[Browser]:
    """A running server, and one browser in which everybody has a window of their own."""
    company.server.start()
    with app.playing() as playwright:
        browser = app.windows(playwright)
        try:
            yield browser
        finally:
            browser.close()


def stores_of_partner(page: Page, partner: str) -> list[dict[str, Any]]:
    """Stores the rep holds that this partner serves."""
    app.until("stores are here", lambda: len(stores_on(page)) >= 10)
    return [store for store in stores_on(page) if store["partner_id"] == partner]


def stores_on(page: Page) -> list[dict[str, Any]]:
    rows = app.held(page, REP, "rows")
    return [row["body"] | {"id": row["id"]} for row in rows if row["entity"] == "store"]


def test_a_task_reaches_the_rep_and_her_answer_comes_back(company: Company) -> None:
    looked = Looked()
    with town(company) as browser:
        rep = app.window(browser)
        app.sign_in(rep, company.server.url, REP)
        store = stores_of_partner(rep, "P01")[0]

        office = app.window(browser, app.DESK)
        app.sign_in(office, company.server.url, SUPERVISOR)
        office.get_by_role("heading", name=re.compile("看板|业代")).first.wait_for()
        looked.at(office, "看板")
        app.tab(office, "任务")
        office.get_by_role("link", name="派任务").click()
        office.get_by_role("searchbox", name="查找门店").fill(store["code"])
        looked.at(office, "选门店")
        office.get_by_role("button", name=re.compile(store["code"])).click()
        office.get_by_role("textbox", name="做什么").fill(TITLE)
        office.get_by_role("textbox", name="说明").fill("摆好后说一声摆了几排。")
        office.get_by_role("button", name="文字", exact=True).click()
        looked.at(office, "派任务")
        office.get_by_role("button", name="发送", exact=True).click()
        app.said(office, "任务已发往")

        app.tab(rep, "任务")
        link = rep.get_by_role("link", name=re.compile(TITLE))
        link.wait_for(timeout=120_000)
        looked.at(rep, "业代任务")
        looked.every_way(rep, "业代任务", ())
        app.go(rep, "/inbox")
        rep.get_by_role("heading", name="消息", exact=True).wait_for()
        rep.get_by_text(re.compile(TITLE)).wait_for(timeout=120_000)
        looked.at(rep, "消息")
        looked.every_way(rep, "消息", ())
        app.tab(rep, "任务")
        link.click()
        rep.get_by_text("摆好后说一声摆了几排。").wait_for()
        rep.get_by_role("textbox", name="回答").fill("摆了两排，店主同意。")
        looked.at(rep, "一个任务")
        rep.get_by_role("button", name="完成", exact=True).click()
        app.said(rep, "回答已保存到手机")

        app.tab(office, "任务")
        office.get_by_role("button", name=re.compile("^已回复")).click()
        answer = office.get_by_text("摆了两排，店主同意。")

        def came_back() -> bool:
            office.get_by_role("button", name="刷新").click()
            return answer.count() > 0

        app.until("her answer is on his screen", came_back, 120)
        looked.at(office, "任务已回复")
        assert company.rows(f"SELECT state, answer FROM task WHERE title = '{TITLE}'") == [
            ("done", "摆了两排，店主同意。")
        ]
    assert looked.found == []


def test_an_order_is_cut_short_loaded_and_proved_offline(company: Company) -> None:
    looked = Looked()
    road = Road(free_port(), company.server.url)
    road.open()
    try:
        with town(company) as browser:
            rep, store, no = ordered(browser, company, looked)
            clerk = app.window(browser, app.DESK)
            app.sign_in(clerk, company.server.url, CLERK)
            confirmed_short(clerk, no, looked)
            rep.get_by_text(re.compile(r"能送 3 箱.*缺货")).wait_for(timeout=120_000)
            looked.at(rep, "订单少送")
            note_made(clerk, store["name"], looked)
            driver = app.window(browser)
            app.sign_in(driver, road.url, DRIVER)
            # The store may be due another delivery today: this one is known by its number.
            made = f"SELECT no FROM delivery_note WHERE order_nos LIKE '%{no}%'"
            ((note_no,),) = company.rows(made)
            delivered_offline(driver, road, store["name"], str(note_no), looked)
            note = "SELECT n.state, n.signer_name FROM delivery_note n JOIN photo p"
            proof = (
                f"{note} ON p.delivery_note_id = n.id WHERE n.no = '{note_no}'"
                " AND p.type = 'signature' AND p.present AND n.signer_name = '演示收货人'"
            )
            app.until("the proof is with the company", lambda: len(company.rows(proof)) == 1, 120)
            assert company.rows(proof) == [("delivered_full", "演示收货人")]
            rep.get_by_text("实收 3 箱").wait_for(timeout=120_000)
            clerk.get_by_role("button", name=re.compile("^全部")).click()
            shown = clerk.get_by_role("link", name=re.compile(store["name"]))
            shown.filter(has_text="全数送到").first.wait_for(timeout=120_000)
            looked.at(clerk, "送货单")
        for first, again in road.answers:
            assert first["results"] == again["results"]
    finally:
        road.close()
    assert looked.found == []


def ordered(browser: Browser, company: Company, looked: Looked) -> tuple[Page, dict[str, Any], str]:
    """The rep writes an order; she stays on its page to see what becomes of it."""
    page = app.window(browser)
    app.sign_in(page, company.server.url, REP)
    store = stores_of_partner(page, "P01")[0]
    rep = Rep(page, looked)
    context: BrowserContext = page.context
    rep.stand_at(context, REP, store["id"])
    call = rep.arrive(store["id"])
    rep.order(call)
    page.get_by_role("link", name="离店", exact=True).click()
    rep.says_why_not()
    page.get_by_role("button", name="离店", exact=True).click()
    app.said(page, "已离店")
    app.go(page, f"/stores/{store['id']}")
    page.get_by_role("link", name=re.compile(call.orders[0])).click()
    page.get_by_role("heading", name=call.orders[0]).wait_for()
    return page, store, call.orders[0]


def confirmed_short(clerk: Page, no: str, looked: Looked) -> None:
    order = clerk.get_by_role("link", name=re.compile(no))
    order.first.wait_for(timeout=120_000)
    looked.at(clerk, "文员订单")
    order.first.click()
    clerk.get_by_role("heading", level=1).wait_for()
    clerk.get_by_role("button", name=re.compile("减一$")).first.click()
    clerk.get_by_role("combobox", name=re.compile("^少送原因")).select_option(label="缺货")
    looked.at(clerk, "确认订单")
    clerk.get_by_role("button", name="按可送数量确认").click()
    app.said(clerk, "已按可送数量确认")


def note_made(clerk: Page, store: str, looked: Looked, driver: str = DRIVER) -> None:
    app.tab(clerk, "送货单")
    # Orders that wait have such a link each; this one is for all of them.
    clerk.locator("header").get_by_role("link", name="开送货单").click()
    box = clerk.get_by_role("checkbox", name=re.compile(store))
    box.wait_for(timeout=120_000)
    box.check()
    clerk.get_by_role("combobox", name="司机").select_option(value=driver)
    clerk.get_by_label("送货日期").fill(clerk.evaluate(TODAY))
    looked.at(clerk, "开送货单")
    clerk.get_by_role("button", name="开 1 张送货单").click()
    app.said(clerk, "已开 1 张送货单")


def delivered_offline(driver: Page, road: Road, store: str, no: str, looked: Looked) -> None:
    card = driver.get_by_role("listitem").filter(has_text=no)
    card.get_by_role("link", name="装车").wait_for(timeout=120_000)
    looked.at(driver, "今日送货")
    app.kept_whole(driver)
    road.close()
    app.load_truck(driver, card)
    card.get_by_role("link", name="交货", exact=True).click()
    driver.get_by_role("textbox", name="签名人姓名").fill("演示收货人")
    app.sign(driver)
    looked.at(driver, "交货")
    driver.get_by_role("button", name="完成交货").click()
    app.said(driver, f"{store} 已记录")
    card.get_by_text("全数送到").wait_for()
    road.open()


TODAY = "() => new Date().toLocaleDateString('sv-SE')"
