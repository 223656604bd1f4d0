"""Something is wrong in a store. An expired can keeps a rep in the visit until it is off the shelf
and photographed, and becomes the partner's ticket by itself (domain.md 6.10, 14); a broken cooler
she reports herself, the office hands it on, the partner answers, she confirms, it is closed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Call, Rep

REP, SUPERVISOR = "rep.cc01", "sup.cc"
CLERK = "SELECT login FROM person WHERE role = 'partner_clerk' AND partner_id = '{0}'"
TICKET = "SELECT id, type, state, holder FROM ticket WHERE store_id = '{0}' AND type = '{1}'"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def test_from_the_expired_can_and_the_cold_complaint_to_their_ends(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    rep = Rep(app.window(browser), Looked())
    page = rep.page
    app.sign_in(page, company.server.url, REP)
    store = rep.stores(1)[0]
    (partner,) = company.one(f"SELECT partner_id FROM store WHERE id = '{store}'")
    (clerk,) = company.rows(CLERK.format(partner))[0]
    app.kept_whole(page)
    page.context.set_offline(True)
    rep.stand_at(page.context, REP, store)
    call = rep.arrive(store)
    rep.shoot(call, "门头照")
    rep.shoot(call, "货架照")
    expired(rep, tmp_path)
    report(rep, store, tmp_path)
    leave(rep, call, tmp_path)
    page.context.set_offline(False)
    app.send_now(page)
    app.until("the partner has the can", lambda: tickets(company, store, "near_expiry") != [])
    ((_, _, *where),) = tickets(company, store, "near_expiry")
    assert where == ["assigned", "partner"]

    app.until("the cooler is heard of", lambda: tickets(company, store, "cooler") != [])
    ((id, *_),) = tickets(company, store, "cooler")
    office = app.window(browser, app.DESK)
    app.sign_in(office, company.server.url, SUPERVISOR)
    app.go(office, f"/tickets/{id}")
    word = office.get_by_role("textbox", name=re.compile("^说明"))
    word.fill("请安排维修")
    app.until("it is a draft", lambda: bool(app.held(office, SUPERVISOR, "drafts")))
    office.reload()
    app.until("his words are there", lambda: word.input_value() == "请安排维修")
    rep.looked.every_way(office, "办公室工单")
    office.screenshot(path=tmp_path / "office.png", full_page=True)
    office.get_by_role("button", name="转给合作伙伴", exact=True).click()
    app.said(office, "已保存，发送后生效")
    desk = app.window(browser, app.DESK)
    app.sign_in(desk, company.server.url, clerk)
    answered(desk, rep.looked, id, tmp_path)
    app.until("it is solved", lambda: state(company, id) == "solved")
    app.go(page, f"/tickets/{id}")
    page.get_by_role("button", name="确认解决了").click()
    app.said(page, "已保存，发送后生效")
    app.until("it is confirmed", lambda: state(company, id) == "confirmed")
    app.go(office, "/tickets")
    office.get_by_role("button", name="已解决", exact=True).click()
    office.get_by_role("button", name="关闭", exact=True).first.click()
    app.until("it is closed", lambda: state(company, id) == "closed")
    assert rep.looked.found == []
    for one in (page, office, desk):
        one.context.close()


def expired(rep: Rep, shots: Path) -> None:
    """All is there; the first SKU has been there since two years ago."""
    page = rep.page
    page.get_by_role("link", name=re.compile("^货架检查")).click()
    rows = page.locator("main li", has=page.locator(".have"))
    rows.first.wait_for()
    for n in range(rows.count()):
        rows.nth(n).get_by_role("button", name="有", exact=True).click()
    produced(page, "2024-01-02")
    rep.write_owed()
    page.get_by_role("button", name=re.compile("^保存")).click()
    page.wait_for_url("**/visits/*")


def produced(page: Page, day: str) -> None:
    page.locator("main li", has=page.locator(".have")).first.locator("button.sku").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="层位、库存、日期").click()
    sheet.get_by_label("最早的生产日期").fill(day)
    sheet.get_by_text("下架了几瓶？还要拍一张过期照片，才能离店").wait_for()
    sheet.get_by_role("button", name="关闭").click()


def report(rep: Rep, store: str, shots: Path) -> None:
    """Without a network; a keystroke of it lies behind a start of the app."""
    page = rep.page
    app.go(page, f"/new-ticket/{store}")
    page.get_by_role("button", name="冰柜故障").click()
    page.get_by_role("textbox", name="说清楚一点").fill("两天不制冷了")
    app.until("it is a draft", lambda: "两天不制冷了" in str(app.held(page, REP, "drafts")))
    page.reload()
    box = page.get_by_role("textbox", name="说清楚一点")
    app.until("her words are there", lambda: box.input_value() == "两天不制冷了")
    page.get_by_role("button", name="拍一张（可不拍）").click()
    app.photograph(page)
    rep.looked.every_way(page, "反馈问题")
    page.screenshot(path=shots / "report.png", full_page=True)
    page.get_by_role("button", name="提交工单").click()
    app.said(page, "工单已保存到手机")
    page.get_by_role("heading", name="这家店的工单").wait_for()
    rep.looked.every_way(page, "门店，有工单")
    page.locator("main a[href^='/tickets/']").first.click()
    page.get_by_text("两天不制冷了").wait_for()
    rep.looked.every_way(page, "工单")
    page.screenshot(path=shots / "ticket.png", full_page=True)


def leave(rep: Rep, call: Call, shots: Path) -> None:
    """The way out is shut until the can is off the shelf and photographed."""
    page = rep.page
    app.go(page, f"/visits/{call.visit}")
    rep.answer_the_rest(call)
    if call.task:
        rep.skip_the_task()
    app.go(page, f"/visits/{call.visit}/leave")
    page.get_by_role("button", name="货够", exact=True).click()
    page.get_by_role("alert").get_by_text(re.compile("下架并拍照以后才能离店")).wait_for()
    out = page.get_by_role("button", name="离店", exact=True)
    assert out.is_disabled()
    page.screenshot(path=shots / "shut.png", full_page=True)
    page.get_by_role("link", name="去写下架数量").click()
    sheet = page.get_by_role("dialog")  # of that SKU, at once
    sheet.get_by_role("button", name="下架的瓶数 加一").click()
    sheet.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name=re.compile("^保存")).click()
    page.wait_for_url("**/leave")
    page.get_by_role("button", name="拍过期照片").click()
    app.photograph(page)
    page.get_by_text("必做的都做完了").wait_for()
    app.until("the way is open", lambda: out.is_enabled())
    out.click()
    app.said(page, "已离店，记录已保存到手机")


def answered(desk: Page, looked: Looked, id: str, shots: Path) -> None:
    app.go(desk, "/tickets")
    desk.locator(f"main a[href='/tickets/{id}']").click()
    picture = desk.locator("main img").first
    app.until("the picture is seen", lambda: bool(picture.evaluate("it => it.naturalWidth")))
    desk.get_by_role("button", name="已解决，待确认", exact=True).click()
    desk.get_by_role("textbox", name="说明").fill("换了压缩机")
    looked.every_way(desk, "合作伙伴的工单")
    desk.screenshot(path=shots / "desk.png", full_page=True)
    desk.get_by_role("button", name="答复", exact=True).click()
    app.said(desk, "已保存，发送后生效")


def tickets(company: Company, store: str, kind: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in company.rows(TICKET.format(store, kind))]


def state(company: Company, id: str) -> str:
    return str(company.one(f"SELECT state FROM ticket WHERE id = '{id}'")[0])
