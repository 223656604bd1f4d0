"""She does a task without a network, which her supervisor withdraws meanwhile (K8): both words
stand, she sees them side by side, and the office settles it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep

REP, SUPERVISOR = "rep.cc01", "sup.cc"
ANSWER = "已经摆好了"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def test_both_words_stand_and_are_seen_side_by_side(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    (id, title, store), *_ = company.rows(
        f"SELECT id, title, store_name FROM task WHERE rep_id = '{REP}' AND state = 'assigned'"
        " AND evidence <> 'photo' ORDER BY id"
    )
    rep = Rep(app.window(browser), Looked())
    page = rep.page
    app.sign_in(page, company.server.url, REP)
    rep.stores(1)
    app.kept_whole(page)
    page.context.set_offline(True)
    app.go(page, f"/tasks/{id}")
    page.get_by_role("textbox").fill(ANSWER)
    page.get_by_role("button", name="完成", exact=True).click()
    app.said(page, re.compile("已保存到手机"))

    office = app.window(browser, app.DESK)
    app.sign_in(office, company.server.url, SUPERVISOR)
    withdraw(office, title, store)
    app.until("it is withdrawn", lambda: state(company, id) == "withdrawn")
    page.context.set_offline(False)
    app.send_now(page)
    app.until("both stand", lambda: state(company, id) == "done_after_withdrawal")

    app.go(page, "/inbox")
    page.get_by_role("link", name=re.compile("撤回前您已做完")).click()
    seen(page, rep.looked, "冲突", tmp_path / "rep.png")
    assert page.get_by_text(ANSWER).count() == 1
    app.go(office, "/conflicts")
    seen(office, rep.looked, "冲突收件箱", tmp_path / "office.png")
    office.get_by_role("button", name="标为已处理…").last.click()
    office.get_by_role("textbox", name=re.compile("^怎么处理的")).fill("当面说过了")
    office.get_by_role("button", name="保存", exact=True).last.click()
    app.said(office, re.compile("^已记为处理"))
    page.get_by_text(re.compile("当面说过了")).wait_for()
    assert rep.looked.found == []
    office.context.close()
    page.context.close()


def withdraw(office: Page, title: str, store: str) -> None:
    app.go(office, "/tasks")
    row = office.locator("main li", has_text=title).filter(has_text=store)
    row.get_by_role("button", name="撤回").click()
    sheet = office.get_by_role("dialog")
    sheet.get_by_role("textbox").fill("店主改主意")
    sheet.get_by_role("button", name="撤回").click()
    app.said(office, re.compile("^已撤回"))


def seen(page: Page, looked: Looked, name: str, file: Path) -> None:
    page.get_by_role("columnheader", name="原来").wait_for()
    page.get_by_text("店主改主意").wait_for()
    looked.every_way(page, name)
    page.screenshot(path=file, full_page=True)


def state(company: Company, id: str) -> str:
    ((now,),) = company.rows(f"SELECT state FROM task WHERE id = '{id}'")
    return str(now)
