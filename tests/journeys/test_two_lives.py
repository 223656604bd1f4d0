"""Orders that are changed on both sides (domain.md 6.10, 2 and 3): of one that the supervisor
cancels meanwhile her change is kept, to be ordered anew. Of another she asks for less without a
network while the partner makes the note; the supervisor audits it, and what is on the note stays. A
third is held by the partner and let go by the office."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked

PICTURES = os.environ.get("XUNDIAN_PICTURES", "")
CLERK, SUPERVISOR = "clk.p01", "sup.cc"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
OPEN = (
    "SELECT id, no, rep_id, store_name FROM sales_order WHERE doc_state = 'audited' AND"
    " exec_state = 'none' AND partner_id = 'P01' AND customer_class <> 'C1'"
    " ORDER BY no DESC LIMIT 12"
)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with running_on_sqlite(tmp_path) as company:
        yield company


def look(page: Page, name: str) -> None:
    """For whoever wants to see it."""
    if PICTURES:
        page.wait_for_timeout(300)
        page.screenshot(path=str(Path(PICTURES, f"{name}.png")), full_page=True)


def test_an_order_is_changed_on_the_road_and_another_is_held(company: Company) -> None:
    looked = Looked()
    found = company.rows(OPEN)
    order, no, rep_id, store = found[0]
    gone, gone_no = next(one[:2] for one in found[1:] if one[2] == rep_id)
    other, other_no = next(one[:2] for one in found[1:] if one[0] != gone)
    with sync_playwright() as playwright:
        browser = app.windows(playwright)
        clerk = app.window(browser, app.DESK)
        app.sign_in(clerk, company.server.url, CLERK)
        app.go(clerk, f"/orders/{order}")
        clerk.get_by_role("button", name="全数确认").click()
        app.said(clerk, "已全数确认")
        held_by_the_partner(clerk, str(other), looked)

        rep = app.window(browser)
        app.sign_in(rep, company.server.url, str(rep_id))
        app.until("confirmed", lambda: state(company, order) == ("audited", "accepted"))
        app.go(rep, f"/orders/{order}")
        rep.get_by_role("button", name="改数量", exact=True).wait_for(timeout=120_000)
        app.kept_whole(rep)
        rep.context.set_offline(True)
        asks_for_less(rep, looked)
        app.go(rep, f"/orders/{gone}")
        asks_for_less(rep, looked)
        desk = app.window(browser, app.DESK)
        app.sign_in(desk, company.server.url, SUPERVISOR)
        app.go(desk, "/orders")
        cancelled(desk, str(gone_no), looked)
        app.until("cancelled", lambda: state(company, gone) == ("cancelled", "none"), 120)
        noted(clerk, str(store))
        app.until("it is on a note", lambda: lines(company, order)[0]["noted_qty"] > 0)
        rep.context.set_offline(False)
        app.until("asked", lambda: asking(company, order) == 1, 120)

        desk.get_by_role("button", name="改单申请", exact=True).click()
        card = desk.get_by_role("listitem").filter(has_text=str(no)).first
        card.get_by_role("button", name="同意改单").wait_for()
        looked.at(desk, "改单申请")
        look(desk, "office-asked")
        card.get_by_role("button", name="同意改单").click()
        app.until("audited", lambda: asking(company, order) == 0, 120)
        first, *_ = lines(company, order)
        assert first["qty"] == first["noted_qty"], "what is on a note is a fact"
        assert first["closed_reason"] == "amended"

        desk.get_by_role("button", name="已挂起", exact=True).click()
        card = desk.get_by_role("listitem").filter(has_text=str(other_no)).first
        look(desk, "office-held")
        card.get_by_role("button", name="解除挂起").click()
        app.until("let go", lambda: state(company, other) == ("audited", "none"), 120)
        desk.get_by_role("button", name="已审核", exact=True).click()
        desk.get_by_role("button", name=re.compile("^看 .* 种商品")).nth(1).click()
        desk.get_by_role("button", name="取消审核").first.wait_for()
        look(desk, "office-audited")
        app.go(rep, f"/orders/{order}")
        rep.get_by_text("改单记录").click()
        rep.get_by_text("按已上送货单的").wait_for(timeout=120_000)
        looked.at(rep, "改单记录")
        look(rep, "rep-amended")
        app.go(rep, f"/orders/{gone}")
        rep.get_by_role("button", name="照我改的重新下单").wait_for(timeout=120_000)
        looked.at(rep, "改单未生效")
        look(rep, "rep-refused")
        browser.close()
    assert looked.found == []


def held_by_the_partner(clerk: Page, order: str, looked: Looked) -> None:
    app.go(clerk, f"/orders/{order}")
    clerk.get_by_role("button", name="挂起", exact=True).click()
    sheet = clerk.get_by_role("dialog")
    sheet.get_by_role("button", name="账款", exact=True).click()
    looked.at(clerk, "挂起")
    look(clerk, "clerk-hold")
    sheet.get_by_role("button", name="挂起", exact=True).click()
    app.said(clerk, re.compile("^已记下"))
    clerk.get_by_text("自动解除").wait_for()
    look(clerk, "clerk-held")


def asks_for_less(rep: Page, looked: Looked) -> None:
    look(rep, "rep-order")
    rep.get_by_role("button", name="改数量", exact=True).click()
    sheet = rep.get_by_role("dialog")
    sheet.get_by_role("textbox").first.fill("1")
    sheet.get_by_role("button", name="放不下", exact=True).click()
    looked.at(rep, "改数量")
    look(rep, "rep-amend")
    sheet.get_by_role("button", name="改数量", exact=True).click()
    app.said(rep, re.compile("^已记下"))
    rep.get_by_text("申请改数量").wait_for()
    look(rep, "rep-asked")


def cancelled(desk: Page, no: str, looked: Looked) -> None:
    desk.get_by_role("button", name="已审核", exact=True).click()
    card = desk.get_by_role("listitem").filter(has_text=no).first
    card.get_by_role("button", name=re.compile("^看 .* 种商品")).click()
    card.get_by_role("button", name="取消订单").click()
    sheet = desk.get_by_role("dialog")
    sheet.get_by_role("button", name="重复下单", exact=True).click()
    looked.at(desk, "取消订单")
    sheet.get_by_role("button", name="取消订单", exact=True).click()
    app.said(desk, re.compile("^已记下"))


def noted(clerk: Page, store: str) -> None:
    app.go(clerk, "/notes/new")
    clerk.get_by_role("checkbox", name=re.compile(re.escape(store))).first.check()
    clerk.get_by_role("button", name="开 1 张送货单").click()
    app.said(clerk, "已开 1 张送货单")


def state(company: Company, order: object) -> tuple[object, ...]:
    return company.one(f"SELECT doc_state, exec_state FROM sales_order WHERE id = '{order}'")


def asking(company: Company, order: object) -> object:
    return company.one(f"SELECT asking FROM sales_order WHERE id = '{order}'")[0]


def lines(company: Company, order: object) -> list[dict[str, object]]:
    found = company.one(f"SELECT lines FROM sales_order WHERE id = '{order}'")[0]
    made: list[dict[str, object]] = json.loads(str(found))
    return made
