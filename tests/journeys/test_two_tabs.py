"""Two tabs of one browser in the same visit: one check-in, one order, one leader that sends; what
one tab does the other shows, and when the leader is closed the other takes over."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Call, Rep

REP = "rep.cc01"
ARM = """() => { new BroadcastChannel("at-once").onmessage = () =>
  document.querySelector(".foot button.primary").click(); }"""
FIRE = """() => new BroadcastChannel("at-once").postMessage(1)"""
LOCKS = """() => navigator.locks.query().then(({ held, pending }) =>
  [held, pending].map((all) => all.filter((one) => one.name === "xsp-leader").length))"""
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """On SQLite: what two tabs do does not depend on the engine."""
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def test_two_tabs_at_check_in_make_one_visit(company: Company, browser: Browser) -> None:
    one = app.window(browser)
    app.sign_in(one, company.server.url, REP)
    first = Rep(one, Looked())
    store = first.stores(1)[0]
    first.stand_at(one.context, REP, store)
    two = one.context.new_page()
    call = both_arrive(company, one.context, [one, two], store)
    second = Rep(two, Looked())

    app.until("one tab leads, the other waits", lambda: two.evaluate(LOCKS) == [1, 1])
    first.shoot(call, "门头照")
    two.get_by_role("heading", name="照片（1）").wait_for()
    second.shoot(call, "货架照")
    one.get_by_role("heading", name="照片（2）").wait_for()
    second.check_shelf()
    both_hand_in(first, second, call)
    one.close()  # it has led from the start
    app.until("the other leads", lambda: two.evaluate(LOCKS) == [1, 0])
    second.answer_the_rest(call)
    third = two.context.new_page()
    third.goto(f"{company.server.url}/visits/{call.visit}/leave")
    third.get_by_text("必做的都做完了").wait_for()
    second.leave(call, answered=True)
    third.get_by_text("这次拜访已经结束").wait_for()
    two.get_by_text(re.compile("^全部送达")).wait_for(timeout=app.LONG_MS)
    each_once(company, two, call)
    two.context.close()


def both_arrive(company: Company, context: BrowserContext, tabs: list[Page], store: str) -> Call:
    """Both stand at the door; the buttons of both are tapped in the same instant."""
    for tab in tabs:
        tab.goto(f"{company.server.url}/checkin/{store}")
        tab.get_by_text(re.compile("^离门店 ")).wait_for()
        app.say_why(tab)
        tab.evaluate(ARM)
    finger = context.new_page()
    finger.goto(f"{company.server.url}/healthz")
    finger.evaluate(FIRE)
    for tab in tabs:
        tab.wait_for_url("**/visits/*")
    finger.close()
    said = [line for line in app.held(tabs[0], REP, "log") if line["kind"] == "visit.check_in"]
    assert [line["id"] for line in said] == [said[0]["id"]]
    for tab in tabs:
        assert tab.url.endswith(f"/visits/{said[0]['id']}")
        tab.get_by_text(re.compile(r"^必做 \d")).first.wait_for()
    return Call(store, visit=said[0]["id"])


def both_hand_in(first: Rep, second: Rep, call: Call) -> None:
    """The same order lies open in both tabs; it is handed in in one, and then in the other."""
    first.page.get_by_role("link", name=re.compile("^订单")).first.click()
    first.write_order()
    app.until("it is kept", lambda: bool(app.held(first.page, REP, "drafts")))
    second.page.get_by_role("link", name=re.compile("^订单")).first.click()
    for rep in (first, second):
        rep.page.get_by_role("button", name=re.compile("核对")).click()
        rep.page.get_by_role("heading", name="核对订单").wait_for()
        app.say_why_other(rep.page)
        rep.page.get_by_role("button", name="店主不在", exact=True).click()
    for rep in (first, second):
        rep.page.get_by_role("button", name="提交订单").click()
        words = app.said(rep.page, re.compile("订单 .* 已保存到手机"))
        rep.page.wait_for_url(f"**/visits/{call.visit}")
        call.orders.append(words.split(" ")[1])
    assert call.orders == [call.orders[0]] * 2


def each_once(company: Company, page: Page, call: Call) -> None:
    """One visit, one order, two pictures, each line heard once; nothing refused."""
    log = app.held(page, REP, "log")
    visits = f"SELECT id, state FROM visit WHERE store_id = '{call.store}' AND rep_id = '{REP}'"
    said = [line["id"] for line in log if line["kind"] == "visit.check_in"]
    mine = [row for row in company.rows(visits) if row[0] in said]
    assert mine == [(call.visit, "completed")]
    orders = company.rows(f"SELECT no FROM sales_order WHERE visit_id = '{call.visit}'")
    assert orders == [(call.orders[0],)]
    photos = f"SELECT count(*) FROM photo WHERE present AND visit_id = '{call.visit}'"
    app.until("both pictures are there", lambda: company.one(photos) == (2,))
    heard = company.rows(
        "SELECT op_id, status FROM sync_op WHERE replica_id ="
        f" (SELECT replica_id FROM sync_op WHERE row_id = '{call.visit}' LIMIT 1)"
    )
    assert sorted(heard) == sorted((line["op_id"], "applied") for line in log)
