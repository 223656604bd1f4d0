"""A supervisor looks again at what a rep had said of a shelf, without a network and without seeing
it; then both read the same comparison, she answers, and M27 counts it."""

import asyncio
import json
import re
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from backend.coaching.draw import draw
from backend.coaching.rules import LAST_WEEKDAY
from backend.reviews.tables import ReviewRules
from backend.store.engine import open_store
from backend.store.session import Records
from tests import world as w
from tests.engines import Database
from tests.journeys import app
from tests.journeys.company import Company
from tests.journeys.look import Looked

SUPERVISOR = "sup.cc"
PHONE = {"width": 390, "height": 844}
pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder = tmp_path_factory.mktemp("company")
    company = Company(Database("sqlite", "", folder / "xundian.db"), migrated=False)
    drawn_this_morning(company)  # before its worker can
    company.server.start()
    yield company
    company.server.kill()


def drawn_this_morning(company: Company) -> None:
    """What the worker does before dawn, with several a rep, whatever the hour and the day of the
    week it is now. In a thread: the browser's driver has an event loop on this one."""

    async def many(records: Records) -> None:
        records.add(
            ReviewRules.of(
                id="journey", number=1, valid_from="2020-01-01", org_unit_ids=["B-FS-CC"],
                settings={"spot_weekly": 12, "spot_days": 4}, saved_by="mgr.fs",
                saved_by_name="梁国辉", saved_at="2020-01-01T00:00:00.000Z",
            )
        )  # fmt: skip

    async def all_of_it() -> None:
        store = await open_store(views=w.registry().views, path=company.database.path)
        today = w.day()
        sunday = date.fromisoformat(today).weekday() > LAST_WEEKDAY
        day = (date.fromisoformat(today) - timedelta(days=1)).isoformat() if sunday else today
        try:
            await store.write(many)
            assert await draw(store, day, "journey") > 0
        finally:
            await store.close()

    worker = threading.Thread(target=lambda: asyncio.run(all_of_it()))
    worker.start()
    worker.join()


def one_to_check(page: Page, looked: Looked, shots: Path) -> str:
    """Without a network: the list in the order of the way, the store, what he finds there."""
    app.tab(page, "我")
    page.get_by_role("link", name=re.compile("^抽查和协访")).click()
    page.get_by_role("heading", name=re.compile("^要去 [0-9]+ 家")).wait_for()
    looked.every_way(page, "抽查")
    page.screenshot(path=shots / "list.png", full_page=True)
    page.locator("main ol a[href^='/coaching/']").first.click()
    page.get_by_role("button", name=re.compile("开始抽查$")).wait_for()
    page.get_by_text(re.compile("离门店|在店内|店外|不确定|· [0-9]")).first.wait_for()
    looked.every_way(page, "抽查，到店")
    page.screenshot(path=shots / "arrive.png", full_page=True)
    app.say_where(page)
    page.get_by_role("button", name=re.compile("开始抽查$")).click()
    rows = page.locator("main ul.list > li")
    rows.first.wait_for()
    for i in range(rows.count()):
        rows.nth(i).locator(".have").click()
        page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    app.until("it is a draft", lambda: bool(app.held(page, SUPERVISOR, "drafts")))
    page.reload()
    page.locator("main li.answered").first.wait_for()
    assert page.locator("main li:not(.answered)").count() == 0
    rows.first.locator(".sku").click()
    page.get_by_role("textbox", name="货架上（瓶）").fill("7")
    faces = page.get_by_role("textbox", name="排面")
    assert faces.input_value() == "", "a facing nobody counted"
    faces.fill("2")
    page.screenshot(path=shots / "sheet.png")
    page.get_by_role("dialog").get_by_role("button", name="关闭").click()
    for what in ("门头", "货架"):
        page.get_by_role("button", name=what, exact=True).click()
        app.photograph(page)
    looked.every_way(page, "抽查，货架")
    page.screenshot(path=shots / "grid.png", full_page=True)
    id = page.url.rsplit("/", 1)[1]
    page.get_by_role("button", name=re.compile("^保存抽查")).click()
    page.get_by_text("已保存，等公司比对").wait_for()
    looked.every_way(page, "抽查，已保存")
    return id


def pictured(company: Company, page: Page, id: str) -> None:
    """His pictures stand in the comparison, are at the company, and off his phone's back."""
    sql = f"SELECT id FROM photo WHERE spot_check_id = '{id}' AND present"
    app.until("both pictures are there", lambda: len(company.rows(sql)) == 2)
    app.until("their bytes are let go", lambda: not app.held(page, SUPERVISOR, "bytes"))
    for what in ("门头", "货架"):
        page.get_by_role("img", name=f"{what} 抽查", exact=True).wait_for()
    ((photos,),) = company.rows(f"SELECT photos FROM spot_check WHERE id = '{id}'")
    hers = [one["said"] for one in json.loads(photos) if "said" in one]
    names = "', '".join(hers)
    took = company.rows(f"SELECT present FROM photo WHERE id IN ('{names}')")
    shown = page.get_by_role("img", name=re.compile("业代$"))
    app.until("hers beside them", lambda: shown.count() == sum(bool(one) for (one,) in took))


def settles(company: Company, page: Page, looked: Looked, shots: Path, id: str) -> None:
    """He takes her word for one difference, and the number follows."""
    number = f"SELECT within, compared FROM spot_check WHERE id = '{id}'"
    ((within, compared),) = company.rows(number)
    assert within < compared, "nothing differs"
    card = page.get_by_role("group", name="业代的说明能解释哪几项？")
    card.get_by_role("button").first.click()
    looked.every_way(page, "抽查，接受说明")
    page.screenshot(path=shots / "settle.png", full_page=True)
    page.get_by_role("button", name="接受说明（1 项）").click()
    app.said(page, "已保存到手机")
    app.until("it counts no more", lambda: company.rows(number) == [(within, compared - 1)])
    page.get_by_text("说明已被接受，这项不算。").wait_for()


def test_a_shelf_is_looked_at_again_blind_and_both_read_the_same(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    looked = Looked()
    page = app.window(browser, PHONE)
    app.sign_in(page, company.server.url, SUPERVISOR)
    app.kept_whole(page)
    page.get_by_role("link", name=re.compile("^要抽查 [0-9]+ 家店")).wait_for()
    held = [row["body"] for row in app.held(page, SUPERVISOR, "rows")
            if row["entity"] == "spot_check"]  # fmt: skip
    assert held
    assert not any("items" in one or "observations" in one for one in held)
    # Nor does the company's own page of that visit show it to him before.
    app.go(page, f"/visit/{held[0]['visit_id']}")
    page.get_by_text("这次拜访抽给您复查").wait_for()
    looked.every_way(page, "拜访，要抽查")
    company.server.kill()
    id = one_to_check(page, looked, tmp_path)
    company.server.start()
    app.send_now(page)
    ((seen,),) = company.rows(f"SELECT observations FROM spot_check WHERE id = '{id}'")
    counted = sorted(one["facings"] for one in json.loads(seen))
    assert counted[-1] == 2
    assert not any(counted[:-1]), "a facing nobody counted"
    app.go(page, f"/coaching/{id}")
    page.get_by_text(re.compile("项在范围内")).first.wait_for()
    pictured(company, page, id)
    looked.every_way(page, "抽查，结果")
    page.screenshot(path=tmp_path / "result.png", full_page=True)
    rep, store = company.one(f"SELECT rep_id, store_name FROM spot_check WHERE id = '{id}'")
    answered(company, browser, looked, tmp_path, rep, id)
    page.get_by_text("她知道：下午卖掉一箱", exact=False).wait_for()
    settles(company, page, looked, tmp_path, id)
    app.go(page, "/accuracy")
    page.get_by_role("heading", name="抽查结果").wait_for()
    page.get_by_role("button", name=re.compile(re.escape(store))).click()
    page.get_by_text(re.compile("下午卖掉一箱")).wait_for()
    looked.every_way(page, "数据准确率")
    page.screenshot(path=tmp_path / "accuracy.png", full_page=True)
    page.evaluate("() => localStorage.setItem('xundian.locale', 'en')")
    page.reload()
    page.get_by_role("heading", name="Results").wait_for()
    page.screenshot(path=tmp_path / "accuracy-en.png", full_page=True)
    app.go(page, f"/coaching/{id}")
    page.get_by_text(re.compile("of [0-9]+ within")).first.wait_for()
    looked.every_way(page, "spot check, result")
    page.screenshot(path=tmp_path / "result-en.png", full_page=True)
    page.context.close()
    assert looked.found == []


def answered(
    company: Company, browser: Browser, looked: Looked, shots: Path, login: str, id: str
) -> None:  # fmt: skip
    """She reads it, without a network from then on, and says what she knows; her number has it."""
    page = app.window(browser, PHONE)
    app.sign_in(page, company.server.url, login)
    app.kept_whole(page)
    app.tab(page, "我")
    page.get_by_role("link", name="抽查和协访", exact=True).click()
    page.locator(f"main a[href='/coaching/{id}']").wait_for()
    looked.every_way(page, "她的抽查结果")
    page.screenshot(path=shots / "mine.png", full_page=True)
    company.server.kill()
    page.locator(f"main a[href='/coaching/{id}']").click()
    page.get_by_role("textbox", name=re.compile("^您的说明")).fill("她知道：下午卖掉一箱")
    looked.every_way(page, "她的说明")
    page.screenshot(path=shots / "answer.png", full_page=True)
    page.get_by_role("button", name="保存说明").click()
    app.said(page, "说明已保存到手机")
    page.get_by_text("待送", exact=True).wait_for()
    app.go(page, "/numbers/28/M27")
    page.locator(f"main a[href='/coaching/{id}']").wait_for()
    looked.every_way(page, "她的数据准确率")
    page.screenshot(path=shots / "m27.png", full_page=True)
    company.server.start()
    app.send_now(page)
    page.context.close()
