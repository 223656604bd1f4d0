"""A store leaves a rep's hands while she stands in it: what she has begun can be ended (K5)."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from backend.store import instant
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep
from tests.phone import Phone

REP, SUPERVISOR = "rep.cc03", "sup.cc"
LEFT = "这家店已不在您名下，不能签到"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """On SQLite: what a phone keeps does not depend on the engine."""
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def test_an_open_visit_is_ended_in_a_store_that_is_hers_no_more(
    company: Company, browser: Browser
) -> None:
    looked = Looked()
    page = app.window(browser)
    app.sign_in(page, company.server.url, REP)
    rep = Rep(page, looked)
    store = rep.stores(1)[0]
    rep.stand_at(page.context, REP, store)
    call = rep.arrive(store)
    rep.shoot(call, "门头照")
    page.get_by_role("link", name=re.compile("^订单")).first.click()
    rep.write_order()

    given_away(company, store)
    app.until("the scope is gone", lambda: f"store:{store}" not in followed(page))
    page.reload()
    page.get_by_role("button", name=re.compile("核对")).wait_for()
    page.get_by_text(re.compile("^全部送达")).wait_for(timeout=app.LONG_MS)

    app.go(page, f"/checkin/{store}")
    page.get_by_text(LEFT).wait_for()
    looked.every_way(page, "签到，门店已移走")
    page.get_by_role("link", name="去处理没离店的拜访").click()
    page.wait_for_url(f"**/visits/{call.visit}")
    page.get_by_role("heading", name="照片（1）").wait_for()
    app.go(page, "/")
    page.get_by_role("link", name="继续拜访").click()
    page.wait_for_url(f"**/visits/{call.visit}")
    page.get_by_role("heading", name="照片（1）").wait_for()
    looked.every_way(page, "拜访，门店已移走")

    leave = f"/visits/{call.visit}/leave"
    app.go(page, leave)
    page.get_by_role("button", name="货够", exact=True).click()
    page.get_by_text("这张没提交的订单怎么办？").wait_for()
    assert page.get_by_role("button", name="离店", exact=True).is_disabled()
    looked.at(page, "离店，订单没提交")
    app.go(page, f"/visits/{call.visit}")
    page.get_by_role("link", name=re.compile("^订单")).first.click()
    rep.submit_order(call)
    app.go(page, leave)
    rep.says_why_not()
    page.get_by_role("button", name="离店", exact=True).click()
    app.said(page, "已离店")
    ended = f"SELECT state FROM visit WHERE id = '{call.visit}'"
    app.until("the company has it", lambda: company.rows(ended) == [("completed",)])
    app.go(page, f"/visits/{call.visit}")
    page.get_by_text("已完成", exact=True).wait_for()
    page.get_by_text(call.orders[0]).wait_for()
    app.go(page, f"/stores/{store}")
    page.get_by_text(re.compile("^这家店已不在您名下")).wait_for()
    looked.every_way(page, "门店，已移走")
    page.context.close()
    assert looked.found == []


def given_away(company: Company, store: str) -> None:
    """Her supervisor ends it, from another machine."""
    (assignment,) = company.one(
        f"SELECT id FROM store_assignment WHERE store_id = '{store}' AND rep_id = '{REP}'"
    )
    with Phone(company.server.url, SUPERVISOR, app.PASSWORD) as office:
        args = {"until_at": instant.now()}
        office.say("store.end_assignment", "store_assignment", assignment, args)
        (result,) = office.push()
        assert result["status"] == "applied", result


def followed(page: Page) -> set[str]:
    return {scope["scope"] for scope in app.held(page, REP, "scopes")}
