"""Ten cases and one free, from the order on the shelf to the goods in the store: the rep orders
without a network and sees what comes with it and why, the owner reads it before he signs, the
company reckons the same to the fen, and the gift follows what the partner can ship and what the
store takes at the door."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep
from tests.journeys.test_travels import CLERK, DRIVER, note_made

PICTURES = os.environ.get("XUNDIAN_PICTURES", "")
REP = "rep.cc03"
"""Her stores are small: the promotion is for such."""
SKU, PLAN, CASE_FEN = "SKU-02", "演示十送一", 4350
pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with running_on_sqlite(tmp_path) as company:
        yield company


def look(page: Page, name: str) -> None:
    """For whoever wants to see it."""
    if PICTURES:
        page.wait_for_timeout(300)
        page.screenshot(path=str(Path(PICTURES, f"{name}.png")), full_page=True)


def test_ten_and_one_from_the_shelf_to_the_store(company: Company) -> None:
    looked = Looked()
    with app.playing() as playwright:
        browser = app.windows(playwright)
        page = app.window(browser)
        app.sign_in(page, company.server.url, REP)
        store, no, called = ordered_offline(page, looked)
        made = the_order(company, no)
        # 25 cases at the list's price, two free: nobody pays for them.
        assert made["flags"] == []
        assert made["doc_state"] == "audited"
        assert [(one["qty"], one["amount_fen"]) for one in made["lines"]] == [(25, 25 * CASE_FEN)]
        assert made["total_fen"] == made["due_total_fen"] == 25 * CASE_FEN
        assert [(one["sku_id"], one["qty"]) for one in made["gifts"]] == [(SKU, 2)]

        # By telephone: audited like any other, of no visit, and nobody was there to sign.
        assert the_order(company, called)["doc_state"] == "audited"
        told = "SELECT visit_id, unsigned_reason FROM sales_order"
        assert company.one(f"{told} WHERE no = '{called}'") == (None, "phone_order")

        clerk = app.window(browser, app.DESK)
        app.sign_in(clerk, company.server.url, CLERK)
        confirmed_for_18(clerk, no, looked)
        app.until("the gift follows", lambda: goes(company, no) == [(2, 1)])
        app.go(page, f"/stores/{store['id']}")
        page.get_by_role("link", name=re.compile(no)).click()
        page.get_by_text("+1 箱 赠品").wait_for(timeout=120_000)
        looked.at(page, "订单赠品减少")
        look(page, "rep-order-short")

        note_made(clerk, store["name"], looked)
        clerk.get_by_role("link", name=re.compile(store["name"])).first.click()
        clerk.get_by_text("赠品", exact=True).first.wait_for(timeout=120_000)
        looked.at(clerk, "送货单赠品")
        look(clerk, "note")
        driver = app.window(browser)
        app.sign_in(driver, company.server.url, DRIVER)
        took_nine(driver, no, company, looked)
        app.until("it did at the door", lambda: got(company, no) == [(1, 0)], 120)
        browser.close()
    assert looked.found == []


def her_store(page: Page, which: int = 0) -> dict[str, Any]:
    def small() -> list[dict[str, Any]]:
        rows = app.held(page, REP, "rows")
        stores = [row["body"] | {"id": row["id"]} for row in rows if row["entity"] == "store"]
        return [one for one in stores if one["customer_class"] == "D" and one["tier"] == "P3"]

    app.until("her stores are here", lambda: len(small()) > 0)
    return small()[which]


def by_telephone(page: Page, looked: Looked) -> str:
    """The owner rings: an order without a visit, from where the store is."""
    store = her_store(page, 1)["id"]
    app.go(page, f"/stores/{store}")
    page.get_by_role("link", name="电话订单", exact=True).click()
    page.get_by_role("button", name=re.compile("^全部")).click()
    row = page.get_by_role("listitem").filter(has_text="力泉 电解质 橙蜜").filter(has_text="560")
    row.get_by_role("textbox").fill("9")
    look(page, "call")
    looked.every_way(page, "电话订单")
    page.get_by_role("button", name=re.compile("核对")).click()
    page.get_by_text(re.compile("^电话里订的")).wait_for()
    assert page.get_by_label("请在这里签名").count() == 0
    look(page, "call-check")
    looked.every_way(page, "核对电话订单")
    page.get_by_role("button", name="提交订单").click()
    no = app.said(page, re.compile("订单 .* 已保存到手机")).split(" ")[1]
    page.wait_for_url(f"**/stores/{store}")
    page.get_by_role("link", name=re.compile(no)).wait_for()
    look(page, "call-done")
    return no


def ordered_offline(page: Page, looked: Looked) -> tuple[dict[str, Any], str, str]:
    app.until("the plan is here", lambda: PLAN in str(app.held(page, REP, "rows")))
    store = her_store(page)
    rep = Rep(page, looked)
    rep.stand_at(page.context, REP, store["id"])
    app.kept_whole(page)
    page.context.set_offline(True)
    called = by_telephone(page, looked)
    app.go(page, "/stores")
    call = rep.arrive(store["id"])
    page.get_by_role("link", name=re.compile("^订单")).first.click()
    page.get_by_role("button", name=re.compile("^全部")).click()
    row = page.get_by_role("listitem").filter(has_text="力泉 电解质 橙蜜").filter(has_text="560")
    field = row.get_by_role("textbox")
    field.fill("8")
    page.get_by_text("再加 2 箱，送 1 箱，值 ¥43.50").wait_for()
    looked.at(page, "订单下一档")
    look(page, "form-hint")
    field.fill("25")
    row.get_by_text("+2 箱 赠品").wait_for()
    page.get_by_text("送货值 ¥87.00").wait_for()
    look(page, "form")
    row.get_by_role("button", name=re.compile("价格明细")).click()
    why = page.get_by_role("dialog")
    why.get_by_text(PLAN).wait_for()
    why.get_by_text("25 箱，送 2 箱").wait_for()
    looked.at(page, "订单价格原因")
    look(page, "why")
    why.get_by_role("button", name="关闭").click()
    page.get_by_role("button", name=re.compile("核对")).click()
    page.get_by_role("heading", name="核对订单").wait_for()
    page.get_by_text("+2 箱 赠品").first.wait_for()
    look(page, "check")
    app.say_why_other(page)
    app.sign(page)
    page.get_by_role("textbox", name="签名人姓名").fill("演示店长")
    looked.at(page, "核对赠品")
    page.get_by_role("button", name="提交订单").click()
    no = app.said(page, re.compile("订单 .* 已保存到手机")).split(" ")[1]
    page.wait_for_url(f"**/visits/{call.visit}")
    page.context.set_offline(False)
    return store, no, called


def the_order(company: Company, no: str) -> dict[str, Any]:
    names = ("doc_state", "total_fen", "due_total_fen", "flags", "lines", "gifts")
    asked = f"SELECT {', '.join(names)} FROM sales_order WHERE no = '{no}'"
    app.until("the order is with the company", lambda: len(company.rows(asked)) == 1, 120)
    found = dict(zip(names, company.one(asked), strict=True))
    return found | {name: json.loads(found[name]) for name in names[3:]}


def confirmed_for_18(clerk: Page, no: str, looked: Looked) -> None:
    order = clerk.get_by_role("link", name=re.compile(no))
    order.first.wait_for(timeout=120_000)
    order.first.click()
    clerk.get_by_text(re.compile(r"\+2 箱 力泉 电解质 橙蜜.* 赠品")).wait_for()
    clerk.get_by_role("textbox", name=re.compile("^可送")).fill("18")
    clerk.get_by_role("combobox", name=re.compile("^少送原因")).select_option(label="缺货")
    clerk.get_by_text(re.compile(r"\+1 箱 力泉 电解质 橙蜜.* 赠品")).wait_for()
    looked.at(clerk, "确认赠品")
    look(clerk, "confirm")
    clerk.get_by_role("button", name="按可送数量确认").click()
    app.said(clerk, "已按可送数量确认")


def goes(company: Company, no: str) -> list[tuple[int, int]]:
    return [(one["qty"], one["accepted_qty"]) for one in the_order(company, no)["gifts"]]


def took_nine(driver: Page, no: str, company: Company, looked: Looked) -> None:
    """Without a network: his note is all he has."""
    ((note_no,),) = company.rows(f"SELECT no FROM delivery_note WHERE order_nos LIKE '%{no}%'")
    card = driver.get_by_role("listitem").filter(has_text=str(note_no))
    card.get_by_role("link", name="装车").wait_for(timeout=120_000)
    app.kept_whole(driver)
    driver.context.set_offline(True)
    app.load_truck(driver, card)
    card.get_by_role("link", name="交货", exact=True).click()
    driver.get_by_text(re.compile(r"\+1 箱 力泉 电解质 橙蜜.* 赠品")).wait_for()
    driver.get_by_role("textbox", name=re.compile("^实收")).fill("9")
    driver.get_by_text("带回 1").wait_for()
    look(driver, "deliver")
    driver.get_by_role("button", name="破损", exact=True).click()
    driver.get_by_role("textbox", name="签名人姓名").fill("演示收货人")
    app.sign(driver)
    looked.at(driver, "交货赠品")
    driver.get_by_role("button", name="完成交货").click()
    app.said(driver, "已记录")
    driver.context.set_offline(False)


def got(company: Company, no: str) -> list[tuple[int, int]]:
    asked = f"SELECT gifts FROM delivery_note WHERE order_nos LIKE '%{no}%'"
    return [(one["qty"], one["accepted_qty"]) for one in json.loads(company.one(asked)[0])]
