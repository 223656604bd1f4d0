"""Two reps find one kiosk, without a network; each works in it at once. The supervisor sees that
the two are one, merges them, and both visits are the kiosk's (scenario 5, K6); then parts them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep

FIRST, SECOND, SUPERVISOR = "rep.cc01", "rep.cc02", "sup.cc"
NAME = "演示阳光士多"
PLACE = {"latitude": 23.2612, "longitude": 113.2934, "accuracy": 14}
"""Nothing of the demo world is near."""
pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def ready(browser: Browser, company: Company, login: str) -> tuple[Rep, BrowserContext]:
    page = app.window(browser)
    app.sign_in(page, company.server.url, login)
    rep = Rep(page, Looked())
    rep.stores(1)
    app.kept_whole(page)
    page.context.set_geolocation(PLACE)
    return rep, page.context


def find(rep: Rep, login: str, name: str) -> str:
    """Fill the form in, one keystroke of it behind a start of the app; the store's id."""
    page = rep.page
    app.tab(page, "门店")
    page.get_by_role("link", name="新增门店").click()
    page.get_by_text(re.compile("^定位在")).wait_for()
    page.get_by_role("textbox", name="门店名称").fill(name)
    app.until("it is a draft", lambda: bool(app.held(page, login, "drafts")))
    page.reload()
    box = page.get_by_role("textbox", name="门店名称")
    app.until("her words are there", lambda: box.input_value() == name)
    page.get_by_role("combobox", name="门店类型").select_option("kiosk")
    page.get_by_role("textbox", name="地址").fill("演示路 9 号")
    page.get_by_role("textbox", name="电话").fill("0757-8123 4567")
    rep.looked.every_way(page, "新门店")
    # At the door a vaguer fix is worth more than the sharp one from across the street.
    page.context.set_geolocation({**PLACE, "accuracy": 31})
    page.get_by_role("button", name="重新定位").click()
    page.get_by_text(re.compile("^定位在 31 米")).wait_for()
    page.get_by_role("button", name="拍门头").click()
    app.photograph(page)
    add = page.get_by_role("button", name="新增门店")
    add.click()
    app.said(page, re.compile("^新门店已保存到手机"))
    page.wait_for_url("**/stores/*")
    return page.url.rsplit("/", 1)[1]


def visit(rep: Rep) -> str:
    page = rep.page
    page.get_by_text("新店等主任确认，现在就可以拜访").wait_for()
    rep.looked.every_way(page, "新门店，待确认")
    page.get_by_role("link", name="到店", exact=True).click()
    page.get_by_text(re.compile("^离门店 ")).wait_for()
    arrive = page.get_by_role("button", name=re.compile("到店$"))
    page.get_by_role("group", name="为什么来（计划外）").wait_for()
    expect(arrive).to_be_disabled()
    app.say_why(page)
    arrive.click()
    page.wait_for_url("**/visits/*")
    visit = page.url.rsplit("/", 1)[1]
    # Nobody has heard of the store: what it must stock is known, what it pays is not.
    page.get_by_role("link", name=re.compile("^货架检查")).filter(has_text="0 / 4").wait_for()
    page.get_by_role("link", name=re.compile("^订单")).click()
    page.get_by_text("主任确认这家新门店、定好价格表以后才能下单").wait_for()
    page.go_back()
    page.wait_for_url(f"**/visits/{visit}")
    return visit


def stores_of(company: Company, *visits: str) -> list[str]:
    named = ", ".join(f"'{id}'" for id in visits)
    return [store for (store,) in company.rows(
        f"SELECT store_id FROM visit WHERE id IN ({named}) ORDER BY id")]  # fmt: skip


def test_two_who_find_one_kiosk_offline_end_with_one_store(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    one, first = ready(browser, company, FIRST)
    two, second = ready(browser, company, SECOND)
    company.server.kill()
    hers, its = find(one, FIRST, NAME), find(two, SECOND, f"{NAME}店")
    one.page.screenshot(path=tmp_path / "pending.png", full_page=True)
    visits = sorted([visit(one), visit(two)])
    # She finds it by a part of its name, like every other.
    app.go(one.page, "/stores")
    one.page.get_by_role("searchbox").fill("阳光")
    one.page.locator(f"main a[href='/stores/{hers}']").wait_for()
    one.looked.at(one.page, "找新门店")
    app.go(one.page, "/new-store")
    one.page.get_by_text(re.compile("^定位在")).wait_for()
    one.page.get_by_role("textbox", name="门店名称").fill("阳光士多")
    one.page.get_by_text("是不是这些店").wait_for()
    one.page.screenshot(path=tmp_path / "again.png", full_page=True)
    one.looked.every_way(one.page, "新门店，已有相似")
    assert one.page.get_by_role("button", name="新增门店").is_disabled()
    one.page.get_by_role("button", name="不是", exact=True).click()
    one.page.get_by_text("您说不是").wait_for()

    company.server.start()
    for rep in (one, two):
        app.send_now(rep.page)
    assert sorted(stores_of(company, *visits)) == sorted([hers, its])

    office(company, browser, one.looked, tmp_path, hers, its, visits)
    for rep, context in ((one, first), (two, second)):
        assert rep.looked.found == []
        context.close()


def office(
    company: Company, browser: Browser, looked: Looked, shots: Path, hers: str, its: str,
    visits: list[str],
) -> None:  # fmt: skip
    page = app.window(browser, app.DESK)
    app.sign_in(page, company.server.url, SUPERVISOR)
    app.go(page, "/stores")
    page.get_by_role("link", name="新门店与合并").click()
    page.locator(f"main a[href='/new-stores/{hers}']").click()
    page.get_by_role("heading", name="可能是的门店（1）").wait_for()
    page.get_by_text("电话相同").wait_for()
    looked.every_way(page, "新门店，待确认")
    page.screenshot(path=shots / "office.png", full_page=True)
    page.get_by_role("button", name="确认为新门店").click()
    page.get_by_role("textbox", name="门店编号").fill("CC-0999")
    looked.every_way(page, "新门店，确认")
    page.screenshot(path=shots / "approve.png", full_page=True)
    page.get_by_role("button", name="取消").click()
    page.get_by_role("button", name="合并到别的店").click()
    page.locator("main section button.item").first.click()
    page.get_by_text(re.compile("^两店相距")).wait_for()
    looked.at(page, "新门店，合并到别的店")
    page.screenshot(path=shots / "merge-other.png", full_page=True)
    page.get_by_role("button", name="取消").click()
    page.get_by_role("searchbox").wait_for()
    page.get_by_role("button", name="取消").click()
    page.get_by_role("button", name="就是这家店").click()
    page.get_by_role("button", name="合并", exact=True).click()
    app.said(page, "已合并")
    app.until("both visits are there", lambda: stores_of(company, *visits) == [its, its])
    merged(company, page, looked, shots, hers, its, visits)
    page.context.close()


def merged(
    company: Company, page: Page, looked: Looked, shots: Path, hers: str, its: str,
    visits: list[str],
) -> None:  # fmt: skip
    app.go(page, "/new-stores")
    page.get_by_role("button", name="已合并", exact=True).click()
    page.get_by_text(re.compile("归过去 [1-9]")).wait_for()
    looked.every_way(page, "已合并的门店")
    page.screenshot(path=shots / "merged.png", full_page=True)
    page.get_by_role("button", name="撤销合并").click()
    page.get_by_role("button", name="撤销", exact=True).click()
    app.said(page, "已撤销合并")
    app.until("each has its own", lambda: set(stores_of(company, *visits)) == {hers, its})
