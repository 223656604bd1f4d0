"""The photo wall in a real browser: reviewed by keys, without a network, and heard by the rep."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from seed_data import pictures
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.pictures_of import REP, Camera
from tests.world import ago

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
SUPERVISOR = "sup.cc"


@pytest.fixture
def camera(company: Company) -> Iterator[Camera]:
    with Camera(company.server.url) as camera:
        yield camera


@pytest.fixture
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """On SQLite: whose pictures hang there is tested on both engines in tests/visits."""
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def at_the_wall(company: Company, browser: Browser, viewport: dict[str, int]) -> Page:
    page = app.window(browser, viewport)
    app.sign_in(page, company.server.url, SUPERVISOR)
    app.go(page, "/photos")
    page.locator(".tile img").first.wait_for(timeout=app.LONG_MS)
    return page


def decided(company: Company, id: str) -> tuple[str | None, str | None]:
    sql = f"SELECT review_state, review_reason FROM photo WHERE id = '{id}'"
    state, reason = company.one(sql)
    return state, reason


def looks_at(page: Page, id: str) -> None:
    """The picture in the large view is this one."""
    page.locator("dialog .stage img").wait_for()
    rows = page.locator(".tile").evaluate_all("all => all.map((one) => one.dataset.photo)")
    expect(page.locator("dialog [role=status]").first).to_have_text(
        re.compile(f"第 {rows.index(id) + 1} 张")
    )


def test_a_supervisor_reviews_by_keys_and_the_rep_reads_why(
    company: Company, camera: Camera, browser: Browser
) -> None:
    visit = camera.visits[-1]
    taken = [
        camera.take(pictures.shelf(910 + n), visit, taken_at=ago(minutes=9 - n)) for n in range(3)
    ][::-1]
    page = at_the_wall(company, browser, app.DESK)
    page.locator(f"[data-photo='{taken[0]}']").focus()
    page.keyboard.press("Enter")
    looks_at(page, taken[0])
    page.keyboard.press("j")
    looks_at(page, taken[1])
    page.keyboard.press("k")
    looks_at(page, taken[0])
    page.keyboard.press("a")
    looks_at(page, taken[1])
    page.keyboard.press("r")
    page.get_by_role("group", name="为什么不合格？").wait_for()
    page.keyboard.press("Escape")  # thought better of it: back to the picture
    page.get_by_role("group", name="为什么不合格？").wait_for(state="detached")
    page.keyboard.press("r")
    page.get_by_label("补充说明").press_sequentially(
        "13 米外拍的"
    )  # digits in a note are no reasons
    page.get_by_role("button", name="没拍全").click()
    looks_at(page, taken[2])
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    assert page.evaluate("document.activeElement.dataset.photo") == taken[2]
    page.keyboard.press("r")
    page.keyboard.press("2")
    page.keyboard.press("Escape")

    app.until("all is heard", lambda: decided(company, taken[2])[0] is not None)
    assert [decided(company, id) for id in taken] == [
        ("accepted", None), ("rejected", "not_whole"), ("rejected", "dark"),
    ]  # fmt: skip
    expect(page.locator(f"[data-photo='{taken[1]}']")).to_contain_text("不合格")

    phone = app.window(browser)
    app.sign_in(phone, company.server.url, REP)
    app.go(phone, "/inbox")
    message = phone.get_by_text(re.compile("照片不合格：没拍全：13 米外拍的"))
    message.wait_for(timeout=app.LONG_MS)
    message.click()
    phone.wait_for_url(re.compile(f"/visits/{visit[0]}"))
    phone.get_by_text("不合格：没拍全：13 米外拍的", exact=True).wait_for()
    app.go(phone, f"/stores/{visit[1]}")
    phone.get_by_role("heading", name="不合格的照片").wait_for()
    phone.context.close()
    page.context.close()


def test_the_shelf_before_and_after_is_compared_by_finger_and_by_keys(
    company: Company, camera: Camera, browser: Browser
) -> None:
    _, after = camera.shelf_before_and_after(camera.visits[-1])
    page = at_the_wall(company, browser, app.PHONE)
    page.locator(f"[data-photo='{after}']").click()
    page.get_by_role("button", name="前后对比").click()
    line = page.get_by_role("slider", name="拖动对比前后")
    for alt in ("前", "后"):
        page.get_by_role("img", name=alt, exact=True).wait_for()
    box = line.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.2, y, steps=5)
    page.mouse.up()
    assert 10 < int(line.input_value()) < 30
    before = int(line.input_value())
    line.press("ArrowRight")
    assert int(line.input_value()) == before + 1
    looked = page.locator("dialog [role=status]").first.inner_text()
    line.press("ArrowRight")  # moves the line and not to the next picture
    assert page.locator("dialog [role=status]").first.inner_text() == looked
    page.context.close()


def test_without_a_network_the_wall_stays_and_a_decision_waits_for_it(
    company: Company, camera: Camera, browser: Browser
) -> None:
    id = camera.take(pictures.shelf(930), camera.visits[-1])
    page = at_the_wall(company, browser, app.DESK)
    page.locator(f"[data-photo='{id}'] img").wait_for()
    page.context.set_offline(True)
    page.locator(f"[data-photo='{id}']").focus()
    page.keyboard.press("a")
    expect(page.locator(f"[data-photo='{id}']")).to_contain_text("合格")
    page.get_by_role("button", name="只看疑似重复").click()
    page.get_by_role("alert").get_by_text("暂时看不到", exact=True).wait_for()
    assert decided(company, id) == (None, None)
    page.context.set_offline(False)
    app.until("it is heard", lambda: decided(company, id) == ("accepted", None))
    page.get_by_text("没有这样的照片").wait_for(timeout=app.LONG_MS)
    page.context.close()


def test_a_picture_used_again_is_a_question_with_the_earlier_one_beside_it(
    company: Company, camera: Camera, browser: Browser
) -> None:
    first, second = camera.visits[-2], camera.visits[-1]
    assert first[1] != second[1]
    camera.take(pictures.shelf(940), first, taken_at=ago(days=3))
    again = camera.take(pictures.shelf(940), second, taken_at=ago(hours=1))
    marked = "SELECT count(*) FROM photo_look WHERE alike"
    app.until("it is compared", lambda: company.one(marked) == (1,))
    page = at_the_wall(company, browser, app.DESK)
    page.get_by_role("button", name="只看疑似重复").click()
    expect(page.locator(".tile")).to_have_count(1)
    page.locator(f"[data-photo='{again}']").click()
    page.get_by_text("与之前的一张照片完全相同").wait_for()
    page.get_by_role("img", name="之前的那张照片").wait_for()
    page.context.close()
