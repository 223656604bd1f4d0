"""A C1 visit with every step that has fields: work on the shelf with a picture after it,
categories, other brands, a SKU nobody could check; the score the phone shows is the one the company
froze."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Call, Rep

LOGIN, SUPERVISOR = "rep.cc03", "sup.cc"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def whole(page: Page) -> bool:
    scopes = app.held(page, LOGIN, "scopes")
    return len(scopes) > 2 and all(scope["whole"] for scope in scopes)


def a_c1_store(page: Page) -> str:
    """One that was visited before and has a list."""
    rows = app.held(page, LOGIN, "rows")
    seen = {row["body"]["store_id"] for row in rows if row["entity"] == "visit"}
    for row in rows:
        if row["entity"] == "store" and row["body"]["customer_class"] == "C1" and row["id"] in seen:
            return str(row["id"])
    raise AssertionError("no such store")


def open_step(page: Page, name: str) -> None:
    page.get_by_role("link", name=re.compile(f"^{name}")).click()
    page.get_by_role("heading", name=name, exact=True, level=1).wait_for()


def save(page: Page) -> None:
    page.locator("main .foot .primary").click()
    page.get_by_text(re.compile(r"^必做 \d")).first.wait_for()


def check_shelf(rep: Rep, shots: Path) -> None:
    """All there but one nobody could look at; the second stands at the top with a wrong tag."""
    page = rep.page
    open_step(page, "货架检查")
    rows = page.locator("main li", has=page.locator(".have"))
    rows.first.wait_for()
    for n in range(1, rows.count()):
        rows.nth(n).get_by_role("button", name="有", exact=True).click()
    rows.nth(1).locator("button.sku").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("button", name="不符", exact=True).click()
    sheet.get_by_role("button", name="层位、库存、日期").click()
    sheet.get_by_role("group", name="在第几层").get_by_role("button").first.click()
    sheet.get_by_role("button", name="关闭").click()
    rows.first.locator("button.sku").click()
    sheet.get_by_role("button", name="未检查", exact=True).click()
    sheet.get_by_text("没检查的要说原因").wait_for()
    rep.looked.at(page, "没检查的原因")
    sheet.get_by_role("button", name="关闭").click()
    # Without a reason it is no answer: the sheet comes back and says so.
    page.get_by_role("button", name=re.compile("^保存")).click()
    sheet.get_by_role("button", name="货架在整改", exact=True).click()
    sheet.get_by_role("button", name="关闭").click()
    others = page.get_by_label(re.compile("^别家的排面："))
    others.first.fill("60")
    page.get_by_text(re.compile(r"^排面占比 \d+%")).first.wait_for()
    page.get_by_label("我们的第二陈列").fill("1")
    rep.looked.at(page, "品类排面")
    others.first.scroll_into_view_if_needed()
    page.screenshot(path=shots / "faces.png")
    save(page)


def work_on_shelf(rep: Rep, shots: Path) -> tuple[float, float]:
    """What the score says before the last answers and when all is done."""
    page = rep.page
    open_step(page, "生动化")
    figure = page.locator(".now .figure")
    figure.wait_for()
    before = float(figure.inner_text().split()[0])
    rep.looked.at(page, "生动化，开始")
    page.screenshot(path=shots / "work-before.png", full_page=True)
    page.get_by_role("group", name="干净").get_by_role("button", name="刚做好").click()
    page.get_by_role("button", name="本来都好").click()
    page.get_by_role("button", name="价签换好了").first.click()
    page.get_by_role("button", name="移到视平线").first.click()
    # The shelf was changed, so there must be a picture of it.
    assert page.get_by_role("button", name="保存", exact=True).is_disabled()
    page.get_by_role("button", name="拍整理后的主货架").click()
    app.photograph(page)
    page.locator(".evidence img").wait_for()
    page.get_by_role("button", name="怎么算的").click()
    rep.looked.every_way(page, "生动化")
    page.screenshot(path=shots / "work-after.png", full_page=True)
    after = float(figure.inner_text().split()[0])
    save(page)
    return before, after


def report_rival(rep: Rep, shots: Path) -> None:
    page = rep.page
    open_step(page, "竞品")
    page.get_by_role("textbox", name="品牌").fill("演示别家")
    page.get_by_role("button", name="降价", exact=True).click()
    page.get_by_role("textbox", name="看到的价格").fill("2.90")
    page.get_by_role("button", name="大", exact=True).click()
    page.get_by_role("button", name="拍一张（可不拍）").click()
    app.photograph(page)
    page.locator(".evidence img").wait_for()
    rep.looked.every_way(page, "竞品")
    page.screenshot(path=shots / "rival.png", full_page=True)
    save(page)


def offer(rep: Rep, shots: Path) -> None:
    """Two products with a talk track: one is thought over, one refused, which needs a reason."""
    page = rep.page
    page.get_by_role("link", name=re.compile("^推荐产品")).click()
    page.get_by_role("heading", name="推荐产品", exact=True, level=1).wait_for()
    first, second = (page.locator("main section.card").nth(n) for n in (0, 1))
    first.get_by_role("button", name="再想想", exact=True).click()
    first.get_by_role("button", name="没地方", exact=True).click()
    second.get_by_role("button", name="不要", exact=True).click()
    keep = page.locator("main .foot .primary")
    assert keep.is_disabled()
    second.get_by_text("拒绝要说原因").wait_for()
    second.get_by_role("button", name="嫌贵", exact=True).click()
    second.get_by_role("button", name="样品（瓶） 加一").click()
    rep.looked.every_way(page, "推荐产品")
    page.screenshot(path=shots / "offer.png", full_page=True)
    keep.click()
    app.said(page, "推荐结果已保存到手机")
    page.get_by_role("link", name="推荐产品（2）").wait_for()


def test_the_score_the_phone_shows_is_the_one_the_company_froze(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    page = app.window(browser)
    app.sign_in(page, company.server.url, LOGIN)
    rep = Rep(page, Looked())
    rep.stores(1)
    app.until("all is on the phone", lambda: whole(page))
    store = a_c1_store(page)
    rep.stand_at(page.context, LOGIN, store)
    app.go(page, f"/stores/{store}")
    page.get_by_role("link", name="到店", exact=True).click()
    app.say_why(page)
    page.get_by_role("button", name=re.compile("到店$")).click()
    page.wait_for_url("**/visits/*")
    visit = page.url.rsplit("/", 1)[1]
    page.get_by_text(re.compile(r"^必做 \d")).first.wait_for()
    page.screenshot(path=tmp_path / "visit.png", full_page=True)

    open_step(page, "打招呼与待办")
    rep.choose("店主", "一般")
    rep.looked.every_way(page, "打招呼与待办")
    page.screenshot(path=tmp_path / "greet.png", full_page=True)
    if page.get_by_role("button", name="没兑现", exact=True).count():
        rep.choose("没兑现")
    save(page)
    open_step(page, "户外检查")
    rep.choose("招牌干净", "灯箱坏了", "海报是新的")
    save(page)
    call = Call(store, visit=visit)
    rep.shoot(call, "门头照")
    rep.shoot(call, "货架照")
    check_shelf(rep, tmp_path)
    before, after = work_on_shelf(rep, tmp_path)
    assert after > before
    report_rival(rep, tmp_path)
    offer(rep, tmp_path)

    page.get_by_role("link", name="离店", exact=True).click()
    page.locator(".now .figure").wait_for()
    assert float(page.locator(".now .figure").inner_text().split()[0]) == after
    page.get_by_role("button", name="货够", exact=True).click()
    rep.says_why_not()
    rep.looked.every_way(page, "离店")
    page.screenshot(path=tmp_path / "leave.png", full_page=True)
    page.get_by_role("button", name="离店", exact=True).click()
    app.said(page, "已离店，记录已保存到手机")

    def frozen() -> bool:
        return company.one(f"SELECT count(*) FROM visit WHERE id = '{visit}' AND score <> ''") == (
            1,
        )

    app.until("the company has frozen it", frozen)
    app.go(page, f"/visits/{visit}")
    page.locator("main .figure").wait_for()
    app.until("the company's word is shown", lambda: page.get_by_text("手机算的").count() == 0)
    assert float(page.locator("main .figure").first.inner_text().split()[0]) == after
    page.screenshot(path=tmp_path / "done.png", full_page=True)
    rep.looked.every_way(page, "拜访，已完成")

    office_reads_it(company, browser, visit, after, rep.looked, tmp_path)
    assert rep.looked.found == []
    page.context.close()


def office_reads_it(
    company: Company, browser: Browser, visit: str, after: float, looked: Looked, shots: Path
) -> None:
    page = app.window(browser, app.DESK)
    app.sign_in(page, company.server.url, SUPERVISOR)
    app.go(page, f"/visit/{visit}")
    score = page.locator("section.score")
    score.wait_for()
    assert float(score.locator(".figure").inner_text().split()[0]) == after
    score.get_by_text("得分 = 100 ×").wait_for()
    page.get_by_role("slider", name="拖动对比前后").wait_for()
    page.get_by_text("演示别家").wait_for()
    app.until("its picture is there", lambda: page.locator("section.rivals img").count() == 1)
    looked.every_way(page, "拜访全貌")
    page.screenshot(path=shots / "office.png", full_page=True)
    page.context.close()
