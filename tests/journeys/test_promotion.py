"""A promotion from its plan to its check: the specialist writes it, the manager decides, the rep has
the owner sign, sets it up and checks it in the visit, without a network; what failed is a task."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep

REP = "rep.cc01"
PAID = "PR03"
PICTURES = os.environ.get("XUNDIAN_PICTURES", "")
pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def look(page: Page, name: str) -> None:
    """For whoever wants to see it."""
    if PICTURES:
        page.wait_for_timeout(300)
        page.screenshot(path=str(Path(PICTURES, f"{name}.png")), full_page=True)


def whole(page: Page) -> bool:
    scopes = app.held(page, REP, "scopes")
    return len(scopes) > 2 and all(scope["whole"] for scope in scopes)


def store_in_state(page: Page, stands: bool) -> str:
    """One of hers that carries the paid display; where it stands already, or nothing was said."""
    rows = app.held(page, REP, "rows")
    begun = {row["body"]["store_id"] for row in rows if row["id"].startswith(f"{PAID}:")}
    stores = sorted(row["id"] for row in rows if row["entity"] == "store")
    return next(store for store in stores if (store in begun) == stands)


def shot(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    app.photograph(page)


def sign_and_set_up(page: Page, looked: Looked) -> None:
    page.get_by_role("heading", name="协议", exact=True).wait_for()
    app.sign(page)
    page.get_by_role("textbox", name="签名人姓名").fill("演示店主")
    looked.at(page, "促销协议")
    look(page, "agree")
    page.get_by_role("button", name="签好了", exact=True).click()
    app.said(page, "协议已保存到手机")
    page.get_by_role("heading", name="布置", exact=True).wait_for()
    shot(page, "拍布置前")
    shot(page, "拍布置后")
    looked.at(page, "促销布置")
    look(page, "set_up")
    page.get_by_role("button", name="布置好了", exact=True).click()
    app.said(page, "布置已保存到手机")


def check(page: Page, wrong: str) -> None:
    """Everything right but one; the price as agreed."""
    card = page.locator("section.card", has=page.get_by_role("heading", name="演示端架陈列"))
    card.wait_for()
    shot(page, "拍现在的样子")
    for name in ("活动看得见", "货够三天", "陈列照约定", "物料在"):
        answers = card.get_by_role("group", name=name, exact=True)
        answers.get_by_role(
            "button", name="不合格" if name == wrong else "合格", exact=True
        ).click()
    if wrong:
        why = card.get_by_role("group", name=re.compile(f"^{wrong}："))
        why.get_by_role("button").first.click()
    card.get_by_role("textbox").fill("4.5")


def rest_cannot(page: Page) -> None:
    """Every other promotion of the store: its material has not come."""
    for card in page.locator(
        "section.card", has=page.get_by_role("group", name="现在做不了")
    ).all():
        card.get_by_role("button", name="物料没到", exact=True).click()


def test_from_the_signature_to_the_repair(browser: Browser, company: Company) -> None:
    context = browser.new_context(**app.person_at(app.PHONE))
    page = context.new_page()
    try:
        visit_it(page, context, company)
    finally:
        context.close()


def visit_it(page: Page, context: BrowserContext, company: Company) -> None:
    looked = Looked()
    app.sign_in(page, company.server.url, REP)
    app.kept_whole(page)
    app.until("all of hers is here", lambda: whole(page))
    rep = Rep(page, looked)
    store = store_in_state(page, stands=False)
    rep.stand_at(context, REP, store)
    company.server.kill()

    call = rep.arrive(store)
    page.get_by_role("link", name=re.compile("^促销与设备")).click()
    page.get_by_role("link", name="请店主签协议").first.wait_for()
    looked.at(page, "促销与设备")
    look(page, "s6-before")
    card = page.locator("section.card", has=page.get_by_role("heading", name="演示端架陈列"))
    card.get_by_role("link", name="请店主签协议").click()
    sign_and_set_up(page, looked)
    page.get_by_role("link", name="去检查").click()
    check(page, "陈列照约定")
    rest_cannot(page)
    page.get_by_role("textbox", name="冰柜编号").fill("BG-0001")
    page.get_by_role("button", name="加一台").click()
    for name in ("在店里", "能用", "够冷", "干净"):
        page.get_by_role("group", name=f"BG-0001 {name}").get_by_role(
            "button", name="是", exact=True
        ).click()
    looked.at(page, "促销检查")
    look(page, "s6-after")
    page.get_by_role("button", name="保存", exact=True).click()
    app.said(page, "促销与设备已保存到手机")
    row = page.get_by_role("link", name=re.compile("^促销与设备"))
    row.get_by_text(re.compile("促销合格 0/1.*冰柜 1 台")).wait_for()
    app.go(page, f"/promotions/{PAID}/{store}")
    page.get_by_text("检查不合格").wait_for()
    looked.at(page, "店里的促销")
    look(page, "promotion")

    company.server.start()
    app.until("the company has the check", lambda: bool(company.rows(
        f"SELECT 1 FROM promotion_execution WHERE id = '{PAID}:{store}' AND state = 'failing'"
    )))  # fmt: skip
    (source,) = company.one(
        f"SELECT source FROM task WHERE store_id = '{store}' AND source IS NOT NULL"
    )
    assert '"failed":["display"]' in source
    app.until("she has the task", lambda: any(
        row["entity"] == "task" and "source" in row["body"] for row in app.held(page, REP, "rows")
    ))  # fmt: skip
    assert not looked.found, looked.found
    assert call.store == store
