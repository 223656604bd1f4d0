"""At twice the text on a small phone nothing of Today is cut off; and of her own devices the one in
her hand is marked, and not lost by a slip of the thumb."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite

PICTURES = os.environ.get("XUNDIAN_PICTURES", "")
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
CUT = """() => {
  const right = document.querySelector('.head').getBoundingClientRect().right;
  return [...document.querySelectorAll('.head .numbers dd, .head .numbers dt')]
    .filter((one) => { const at = document.createRange(); at.selectNodeContents(one);
      const box = at.getBoundingClientRect(); return box.right > right + 1 || box.left < 0; })
    .map((one) => one.textContent.trim());
}"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def look(page: Page, name: str) -> None:
    """For whoever wants to see it."""
    if PICTURES:
        page.wait_for_timeout(300)
        page.screenshot(path=str(Path(PICTURES, f"{name}.png")))


def test_nothing_of_today_is_cut_off_and_this_phone_is_marked(
    browser: Browser, company: Company
) -> None:
    page = app.window(browser)
    page.set_viewport_size({"width": 360, "height": 740})
    app.sign_in(page, company.server.url, "rep.cc01")
    app.kept_whole(page)
    page.locator(".head .money").wait_for()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    page.locator(".head .money").evaluate("one => { one.textContent = '¥1,234,567.80' }")
    look(page, "today-large")
    assert page.evaluate(CUT) == []

    app.go(page, "/devices")
    own = page.get_by_role("listitem").filter(has_text="这台手机")
    own.wait_for()
    look(page, "devices")
    expect(own.get_by_role("button")).to_have_count(0)
    page.get_by_text("要挂失的是这台手机？").click()
    page.get_by_role("button", name="挂失这台手机").click()
    page.get_by_text("这就是您手里这台").wait_for()
    look(page, "devices-sure")
    page.context.close()
