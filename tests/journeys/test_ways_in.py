"""Ways into a screen that are not the usual one: an office screen first opened without a network,
an order opened by its address in a tab of its own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep
from tests.journeys.road import Road
from tests.server_process import free_port

REP, OTHER, SUPERVISOR = "rep.cc01", "rep.cc02", "sup.cc"
NOTHING_YET = "这里还没有加载过内容；网络恢复后会自动加载。"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """On SQLite: where a screen leads does not depend on the engine."""
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def test_an_office_screen_first_opened_without_a_network_says_so(
    company: Company, browser: Browser
) -> None:
    looked = Looked()
    road = Road(free_port(), company.server.url)
    road.open()
    try:
        page = app.window(browser)
        app.sign_in(page, road.url, SUPERVISOR)
        page.get_by_role("region", name="今天的数字").wait_for(timeout=app.LONG_MS)
        app.kept_whole(page)
        road.close()

        app.tab(page, "任务")
        page.get_by_role("alert").filter(has_text=NOTHING_YET).wait_for()
        assert page.get_by_text("上次的内容").count() == 0
        looked.every_way(page, "任务，没有网络")
        page.get_by_role("button", name="再试一次").click()
        app.tab(page, "看板")
        page.get_by_text(re.compile(r"显示的是上次的内容，截至 \d\d:\d\d")).wait_for()
        assert page.get_by_text(NOTHING_YET).count() == 0

        app.tab(page, "任务")
        page.get_by_role("alert").filter(has_text=NOTHING_YET).wait_for()
        road.open()  # and nobody touches the screen: the browser never knew that it was offline
        page.get_by_role("alert").wait_for(state="detached", timeout=app.LONG_MS)
        page.get_by_role("button", name=re.compile(r"^待办 \d")).wait_for()
        page.context.close()
    finally:
        road.close()
    assert looked.found == []


def test_an_order_handed_in_from_a_tab_of_its_own_leads_to_its_visit(
    company: Company, browser: Browser
) -> None:
    page = app.window(browser)
    app.sign_in(page, company.server.url, REP)
    rep = Rep(page, Looked())
    store = rep.stores(1)[0]
    rep.stand_at(page.context, REP, store)
    call = rep.arrive(store)

    # A tab that was somewhere else before: what lies behind the order is not the app's.
    page = rep.page = page.context.new_page()
    page.goto("about:blank")
    page.goto(f"{company.server.url}/visits/{call.visit}/order")
    rep.write_order()
    counts_what_it_shows(page)
    page.get_by_role("button", name=re.compile("核对")).click()
    page.get_by_role("heading", name="核对订单").wait_for()
    page.reload()  # as a thumb that pulls too far down does
    page.get_by_role("heading", name="核对订单").wait_for()
    page.go_back()
    rep.submit_order(call)
    page.get_by_role("heading", name=f"照片（{call.photos}）").wait_for()
    page.get_by_text(call.orders[0]).wait_for()
    page.context.close()


def counts_what_it_shows(page: Page) -> None:
    """Typed on a full-width keyboard, or more than can be, which is refused with a word: once she
    has left it the field reads what is kept."""
    field = page.get_by_role("list", name="商品").get_by_role("textbox").first
    for typed, kept in (("１２３４５６", "4"), ("１２", "12")):
        field.fill(typed)
        field.blur()
        assert field.input_value() == kept


def test_back_closes_the_viewfinder_and_stays_in_the_visit(
    company: Company, browser: Browser
) -> None:
    page = app.window(browser)
    app.sign_in(page, company.server.url, OTHER)
    rep = Rep(page, Looked())
    store = rep.stores(1)[0]
    rep.stand_at(page.context, OTHER, store)
    call = rep.arrive(store)
    visit = page.url
    before = page.evaluate("history.length")
    page.get_by_role("button", name="拍门头照").click()
    page.get_by_role("dialog").wait_for()

    page.evaluate("history.back()")

    page.get_by_role("dialog").wait_for(state="detached")
    assert page.url == visit
    rep.shoot(call, "门头照")
    page.evaluate("history.back()")
    page.wait_for_url(lambda url: url != visit)
    assert page.evaluate("history.length") <= before
    page.context.close()
