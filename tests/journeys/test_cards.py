"""A specialist writes the next version of a standard; a rep finds it in the step that needs it,
without a network."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked

AUTHOR, REP = "spc.east", "rep.cc01"
PHONE = {"width": 390, "height": 844}
POINT = "冰柜门口第一格留给力泉"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def written(page: Page, company: Company, looked: Looked, shots: Path) -> None:
    """The next version, a start of the app in the middle of it."""
    app.sign_in(page, company.server.url, AUTHOR)
    app.go(page, "/cards")
    page.get_by_role("button", name=re.compile("^主货架")).click()
    page.get_by_role("heading", name="标准", exact=True).wait_for()
    looked.every_way(page, "话术和标准，办公室")
    page.screenshot(path=shots / "office.png", full_page=True)
    page.get_by_role("link", name="写下一版").click()
    points = page.get_by_role("textbox", name="标准，一行一条").first
    points.fill(f"{points.input_value()}\n{POINT}")
    app.until("it is a draft", lambda: POINT in str(app.held(page, AUTHOR, "drafts")))
    page.reload()
    app.until("his words are there", lambda: POINT in points.input_value())
    looked.every_way(page, "写下一版")
    page.screenshot(path=shots / "editor.png", full_page=True)
    page.get_by_role("button", name="发布这一版").click()
    app.said(page, "已保存，等待发送")
    app.until("it is heard", lambda: company.rows(
        "SELECT 1 FROM field_card WHERE id = 'CARD-SHELF.2'") != [])  # fmt: skip


def test_a_standard_is_at_hand_in_its_step_without_a_network(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    looked = Looked()
    desk = app.window(browser, app.DESK)
    written(desk, company, looked, tmp_path)
    desk.context.close()
    page = app.window(browser, PHONE)
    app.sign_in(page, company.server.url, REP)
    app.kept_whole(page)
    app.until("the new version is on her phone", lambda: any(
        row["entity"] == "field_card" and row["id"] == "CARD-SHELF.2"
        for row in app.held(page, REP, "rows")))  # fmt: skip
    # The whole of it is small.
    cards = [row["body"] for row in app.held(page, REP, "rows") if row["entity"] == "field_card"]
    assert len(str(cards)) < 40_000
    app.tab(page, "门店")
    page.locator("main a[href^='/stores/S']").first.click()
    page.get_by_role("link", name="到店", exact=True).click()
    company.server.kill()
    app.say_why(page)
    page.get_by_role("button", name=re.compile("到店$")).click()
    page.wait_for_url("**/visits/*")
    visit = page.url.rsplit("/", 1)[1]
    for step in ("shelf", "merchandise", "promotion", "order"):
        app.go(page, f"/visits/{visit}/{step}")
        page.get_by_role("link", name=re.compile("^话术和标准（[1-9]）$")).wait_for()
    app.go(page, f"/visits/{visit}/merchandise")
    page.get_by_role("link", name=re.compile("^话术和标准（")).click()
    page.get_by_role("heading", name="这一步用得上").wait_for()
    looked.every_way(page, "话术和标准，这一步")
    page.screenshot(path=tmp_path / "step.png", full_page=True)
    page.get_by_role("link", name=re.compile("^主货架")).click()
    page.get_by_text(POINT).wait_for()
    page.get_by_text(re.compile("^第 2 版")).wait_for()
    looked.every_way(page, "标准")
    page.screenshot(path=tmp_path / "standard.png", full_page=True)
    page.go_back()
    page.go_back()
    page.wait_for_url(f"**/visits/{visit}/merchandise")
    page.evaluate("() => localStorage.setItem('xundian.locale', 'en')")
    page.goto(company.server.url + "/card/CARD-SPORTS")
    page.get_by_role("heading", name="Three benefits for the owner").wait_for()
    looked.every_way(page, "talk track")
    page.screenshot(path=tmp_path / "talk-en.png", full_page=True)
    page.context.close()
    company.server.start()
    assert looked.found == []
