"""Is this phone fit for the field: looked at once, at the first sign-in, and when it got worse."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
REP = "rep.cc01"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def a_window(browser: Browser, locale: str = "zh-CN", **more: object) -> Page:
    """On a phone that was never asked anything, unless it says otherwise."""
    options = app.person_at(app.PHONE) | {"locale": locale} | more
    if "permissions" not in more:
        del options["permissions"]
    return browser.new_context(**options).new_page()


def enter(page: Page, url: str) -> None:
    page.goto(url)
    page.locator("input[autocomplete=username]").fill(REP)
    page.locator("#password").fill(app.PASSWORD)
    page.locator("form button.primary").click()
    page.wait_for_url("**/ready", timeout=app.LONG_MS)


def line(page: Page, name: str) -> str:
    """The word at the end of one line."""
    row = page.get_by_role("listitem").filter(has_text=name)
    return row.locator(".chip").inner_text()


def test_a_new_phone_is_checked_once_and_again_when_something_got_worse(
    company: Company, browser: Browser
) -> None:
    page, looked = a_window(browser), Looked()
    enter(page, company.server.url)
    page.get_by_role("heading", name="手机检查").wait_for()
    expect(page.get_by_role("listitem").filter(has_text="定位")).to_contain_text("要允许")
    looked.every_way(page, "手机检查")
    # Playwright has no way to tap the system's question: it is answered in advance.
    page.context.grant_permissions(["geolocation", "camera"])
    page.get_by_role("button", name="逐项允许").click()
    go_on = page.get_by_role("button", name="开始工作", exact=True)
    go_on.wait_for()
    assert line(page, "定位") == line(page, "相机") == line(page, "时间") == "没问题"
    go_on.click()
    page.locator("main .stops").wait_for(timeout=app.LONG_MS)
    expect(page.locator("a[href='/ready']")).to_have_count(0)

    page.context.clear_permissions()
    page.reload()
    note = page.locator("main a[href='/ready']")
    expect(note).to_contain_text("手机情况变了：定位", timeout=app.LONG_MS)
    app.tab(page, "我")
    page.get_by_role("link", name="手机检查").click()
    expect(page.get_by_role("listitem").filter(has_text="定位")).to_contain_text("要允许")
    page.get_by_role("button", name="以后再说，先开始工作").click()
    page.locator("main .stops").wait_for()
    expect(page.locator("main a[href='/ready']")).to_have_count(0)  # she knows
    assert looked.found == []
    page.context.close()


def test_an_iphone_that_would_lose_her_work_begins_no_visit(
    company: Company, browser: Browser
) -> None:
    page, looked = a_window(browser, user_agent=IPHONE), Looked()
    page.add_init_script("Object.defineProperty(navigator, 'standalone', { value: false })")
    enter(page, company.server.url)
    expect(page.get_by_role("status").first).to_contain_text("还不能开始拜访")
    expect(page.get_by_text("选“添加到主屏幕”，再点“添加”")).to_be_visible()
    assert line(page, "装到桌面") == "必须"
    looked.every_way(page, "手机检查（iPhone）")
    app.tab(page, "今天")  # she reads her plan, and where she taps to begin she is told why not
    page.locator("main a[href^='/checkin/']").first.click(timeout=app.LONG_MS)
    expect(page.get_by_role("status").first).to_contain_text("还不能开始拜访")
    assert page.get_by_role("button", name="到店").count() == 0
    assert looked.found == []
    page.context.close()


def test_an_installed_iphone_is_let_in(company: Company, browser: Browser) -> None:
    page = a_window(browser, user_agent=IPHONE, permissions=["geolocation", "camera"])
    page.add_init_script("Object.defineProperty(navigator, 'standalone', { value: true })")
    enter(page, company.server.url)
    expect(page.get_by_role("listitem").filter(has_text="装到桌面")).to_contain_text("没问题")
    app.tab(page, "今天")
    page.locator("main a[href^='/checkin/']").first.click(timeout=app.LONG_MS)
    page.get_by_role("heading", name="到店签到").wait_for()
    page.context.close()


def test_in_english_nothing_is_missing(company: Company, browser: Browser) -> None:
    page, looked = a_window(browser, "en"), Looked()
    enter(page, company.server.url)
    page.get_by_role("heading", name="Phone check").wait_for()
    looked.every_way(page, "Phone check")
    assert looked.found == []
    page.context.close()
