"""A rep says, without a network, what of her store is otherwise; her supervisor decides field by
field; of two who change one field the later approval counts, and the other is shown why (K7)."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests import world as w
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep
from tests.phone import Phone

ME, OTHER, SUPERVISOR = "rep.cc02", "rep.cc03", "sup.cc"
TODAY = "date('now', '+8 hours')"
MINE, THEIRS = "0757-8123 4567", "0757-8765 4321"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def a_store_of(company: Company) -> tuple[str, str | None, int, int]:
    """One of hers that her supervisor decides about."""
    id, phone, lat_e7, lon_e7 = company.rows(
        "SELECT s.id, s.phone, s.lat_e7, s.lon_e7 FROM store s JOIN store_assignment a"
        f" ON a.store_id = s.id WHERE a.rep_id = '{ME}' AND a.until_at IS NULL"
        " AND s.customer_class <> 'C1' ORDER BY s.id LIMIT 1"
    )[0]
    return id, phone, lat_e7, lon_e7


def covered_too(company: Company, store: str) -> None:
    with Phone(company.server.url, SUPERVISOR, app.PASSWORD) as phone:
        args = {"store_id": store, "rep_id": OTHER, "kind": "cover",
                "from_at": "2026-01-01T00:00:00.000Z", "until_at": None}  # fmt: skip
        phone.say("store.assign", "store_assignment", "both-serve-it", args)
        assert [one["status"] for one in phone.push()] == ["applied"]


def the_other_says(company: Company, store: str, saw: str | None) -> None:
    with Phone(company.server.url, OTHER, app.PASSWORD) as phone:
        changes = [{"what": "phone", "saw": saw, "value": THEIRS}]
        args = {"store_id": store, "changes": changes, "position": None, "photo_id": None,
                "note": None}  # fmt: skip
        phone.say("store_change.propose", "store_change", "the-other-says", args)
        assert [one["status"] for one in phone.push()] == ["applied"]


def says(rep: Rep, store: str, shots: Path) -> None:
    """A telephone, a name, and where she stands, with a picture; the app starts in between."""
    page = rep.page
    app.go(page, f"/stores/{store}")
    page.get_by_role("link", name="资料不对？提出更改").click()
    box = page.get_by_role("textbox", name="电话")
    send = page.get_by_role("button", name="提交更改")
    box.wait_for()
    assert send.is_disabled()
    box.fill(MINE)
    app.until("it is a draft", lambda: bool(app.held(page, ME, "drafts")))
    page.reload()
    app.until("her words are there", lambda: box.input_value() == MINE)
    name = page.get_by_role("textbox", name="门店名称")
    name.fill(f"{name.input_value()}（新）")
    page.get_by_role("button", name="我就在门口").click()
    page.get_by_text(re.compile("^离现在的位置")).wait_for()
    page.get_by_role("button", name="拍门头").click()
    app.photograph(page)
    page.get_by_role("textbox", name="备注").fill("招牌和电话都换了")
    page.get_by_text("电话 · 门店名称 · 门店位置").wait_for()
    rep.looked.every_way(page, "更改门店资料")
    page.screenshot(path=shots / "form.png", full_page=True)
    send.click()
    app.said(page, re.compile("^更改已保存到手机"))
    page.get_by_role("heading", name="您提出的资料变更").wait_for()
    page.get_by_text(MINE).wait_for()
    rep.looked.every_way(page, "门店，更改等确认")
    page.screenshot(path=shots / "pending.png", full_page=True)
    # What was said leaves no form behind: another change would bear its id, and be refused.
    page.get_by_role("link", name="资料不对？提出更改").click()
    box.wait_for()
    assert box.input_value() != MINE
    assert send.is_disabled()


def decides(page: Page, looked: Looked, shots: Path, hers: str) -> None:
    app.go(page, "/inbox")
    page.locator(f"main a[href='/store-changes/{hers}']").click()
    page.get_by_text("招牌和电话都换了").wait_for()
    page.get_by_text("请先对至少一项选确认或退回").wait_for()
    page.get_by_text(re.compile("^还有人也改这一项")).wait_for()
    fields = page.locator("[data-field]")
    for what, choice in (("phone", "确认"), ("point", "确认"), ("name", "退回")):
        fields.and_(page.locator(f"[data-field={what}]")).get_by_role("button", name=choice).click()
    page.get_by_text("请先选原因").wait_for()
    page.get_by_role("button", name="请附照片或证明").click()
    looked.every_way(page, "门店资料变更，决定")
    page.screenshot(path=shots / "office.png", full_page=True)
    page.get_by_role("button", name="提交决定（3 项）").click()
    app.said(page, "决定已保存")
    # No more among those that wait, it is still what its address says.
    app.go(page, f"/store-changes/{hers}")
    page.locator("main .chip", has_text="已处理").first.wait_for()
    page.get_by_text("招牌和电话都换了").wait_for()
    page.screenshot(path=shots / "decided.png", full_page=True)


def approves_the_other(page: Page, looked: Looked, shots: Path) -> None:
    app.go(page, "/store-changes")
    page.locator("main a[href='/store-changes/the-other-says']").click()
    page.get_by_text(re.compile("^提出之后，这一项已被改过")).wait_for()
    looked.every_way(page, "门店资料变更，已被改过")
    page.screenshot(path=shots / "clash.png", full_page=True)
    page.get_by_role("button", name="确认", exact=True).click()
    page.get_by_role("button", name="提交决定（1 项）").click()
    app.said(page, "决定已保存")


def checked_in_elsewhere(company: Company, store: str, lat_e7: int, lon_e7: int) -> None:
    """Four visits of former days, 400 m north of where the map has the store."""
    with Phone(company.server.url, "adm.hq", app.PASSWORD) as phone:
        for n in range(4):
            day = (datetime.now(UTC) - timedelta(days=20 + n)).date().isoformat()
            position = {"lat_e7": lat_e7 + (400 + n) * 90, "lon_e7": lon_e7, "accuracy_m": 9,
                        "age_s": 2}  # fmt: skip
            args = {
                "store_id": store, "rep_id": ME, "planned_visit_id": None, "day": day,
                "started_at": f"{day}T02:00:00.000Z", "ended_at": f"{day}T02:30:00.000Z",
                "position": position, "distance_m": 400, "fence_result": "outside",
                "outcome": "completed", "fail_reason": None, "observations": [], "note": None,
            }  # fmt: skip
            phone.say("visit.record", "visit", f"elsewhere-{n}", args)
        assert {one["status"] for one in phone.push()} == {"applied"}


def moves_the_point(company: Company, page: Page, looked: Looked, shots: Path, store: str) -> None:
    """The worker has looked at the store again, for something of it was decided."""
    learnt = f"SELECT id FROM store_change WHERE store_id = '{store}' AND origin = 'learnt'"
    app.until("the worker has learnt it", lambda: bool(company.rows(learnt)))
    app.go(page, "/stores")
    page.get_by_role("link", name="门店资料变更").click()
    page.locator(f"main a[href='/store-changes/{company.one(learnt)[0]}']").click()
    page.get_by_role("img", name=re.compile("^门店位置移动 ")).wait_for()
    page.get_by_text(re.compile("有 95% 的把握在")).wait_for()
    looked.every_way(page, "门店资料变更，位置")
    page.get_by_role("img", name=re.compile("^门店位置移动 ")).screenshot(path=shots / "point.png")
    page.get_by_role("button", name="确认", exact=True).click()
    page.get_by_role("button", name="提交决定（1 项）").click()
    app.said(page, "决定已保存")


def what_is_missing(page: Page, looked: Looked, shots: Path, store: str) -> None:
    app.go(page, "/stores")
    page.get_by_role("link", name="门店资料质量").click()
    page.get_by_role("combobox", name="只看").select_option("no_licence")
    page.get_by_role("button", name=re.compile("没有执照号")).first.click()
    page.get_by_text("派任务给业代：到店问清，在她的门店页提出更改").wait_for()
    looked.every_way(page, "门店资料质量")
    page.screenshot(path=shots / "marks.png", full_page=True)
    page.get_by_role("link", name="打开门店").click()
    page.get_by_role("heading", name=re.compile("^资料完好 ")).wait_for()
    looked.every_way(page, "门店，资料质量")
    page.screenshot(path=shots / "office-store.png", full_page=True)


def test_two_change_one_telephone_and_the_loser_is_shown_why(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    store, phone, lat_e7, lon_e7 = a_store_of(company)
    covered_too(company, store)
    page = app.window(browser)
    app.sign_in(page, company.server.url, ME)
    rep = Rep(page, Looked())
    rep.stores(1)
    app.kept_whole(page)
    there = {"latitude": (lat_e7 + 3600) / 1e7, "longitude": lon_e7 / 1e7, "accuracy": 9}
    page.context.set_geolocation(there)
    company.server.kill()
    says(rep, store, tmp_path)
    company.server.start()
    checked_in_elsewhere(company, store, lat_e7, lon_e7)
    app.send_now(page)
    the_other_says(company, store, phone)

    hers = company.one(f"SELECT id FROM store_change WHERE rep_id = '{ME}'")[0]
    desk = app.window(browser, app.DESK)
    app.sign_in(desk, company.server.url, SUPERVISOR)
    decides(desk, rep.looked, tmp_path, hers)

    def now() -> tuple[object, ...]:
        return company.one(f"SELECT phone, lat_e7 FROM store WHERE id = '{store}'")

    app.until("hers is so", lambda: now() == (MINE, lat_e7 + 3600))
    approves_the_other(desk, rep.looked, tmp_path)
    app.until("the later is so", lambda: now()[0] == THEIRS)
    moves_the_point(company, desk, rep.looked, tmp_path, store)
    app.until("it is where she stood", lambda: int(str(now()[1])) > lat_e7 + 35_000)
    what_is_missing(desk, rep.looked, tmp_path, store)
    desk.context.close()

    app.go(page, f"/stores/{store}")
    rule = page.get_by_text("后确认的为准")
    rule.wait_for()
    page.get_by_text("请附照片或证明").wait_for()
    card = page.get_by_role("article", name="电话")
    assert MINE in card.inner_text()
    assert THEIRS in card.inner_text()
    rep.looked.every_way(page, "门店，两个人改了同一项")
    page.screenshot(path=tmp_path / "lost.png", full_page=True)
    page.get_by_role("button", name=re.compile("^资料完好 ")).click()
    # Half under the foot, the next entry would count as too small to be hit.
    page.get_by_text("没有营业执照号").evaluate("item => item.scrollIntoView({ block: 'start' })")
    rep.looked.every_way(page, "门店，资料质量")
    page.screenshot(path=tmp_path / "her-mark.png", full_page=True)
    card.get_by_role("button", name="按现在的资料再提一次").click()
    app.said(page, re.compile("^更改已保存到手机"))
    app.until(
        "she asks on what is there now",
        lambda: company.rows(
            f"SELECT count(*) FROM store_change WHERE rep_id = '{ME}' AND state = 'pending'"
        ) == [(1,)],
    )  # fmt: skip
    assert rep.looked.found == []
    page.context.close()


def test_a_fence_exception_accepted_as_a_wrong_point_asks_for_the_point(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    store, _, lat_e7, lon_e7 = company.rows(
        "SELECT s.id, s.phone, s.lat_e7, s.lon_e7 FROM store s JOIN store_assignment a"
        f" ON a.store_id = s.id WHERE a.rep_id = '{OTHER}' AND a.until_at IS NULL"
        " AND s.customer_class <> 'C1' AND NOT EXISTS (SELECT 1 FROM store_change c"
        " WHERE c.store_id = s.id) ORDER BY s.id DESC LIMIT 1"
    )[0]
    with Phone(company.server.url, OTHER, app.PASSWORD) as phone:
        position = {"lat_e7": lat_e7 + 400 * 90, "lon_e7": lon_e7, "accuracy_m": 9, "age_s": 2}
        args = w.whole_visit(store, OTHER, position=position, observations=[])
        phone.say("visit.record", "visit", "off-the-map", args)
        assert [one["status"] for one in phone.push()] == ["applied"]
    flag = "SELECT id FROM visit_flag WHERE visit_id = 'off-the-map' AND code = 'G01'"
    app.until("she is asked", lambda: bool(company.rows(flag)))
    page, looked = app.window(browser, app.DESK), Looked()
    app.sign_in(page, company.server.url, SUPERVISOR)
    app.go(page, "/reviews/off-the-map")
    button = page.get_by_role("button", name="地图位置不对：通过，并修正门店位置")
    button.wait_for()
    looked.every_way(page, "复核，位置不对")
    page.screenshot(path=tmp_path / "review.png")
    button.click()
    app.said(page, "已通过，三天内修正门店位置")
    asked = f"SELECT origin, due_on IS NOT NULL FROM store_change WHERE store_id = '{store}'"
    app.until("the point is asked for", lambda: company.rows(asked) == [("fence", 1)])
    app.go(page, "/store-changes")
    page.get_by_text(re.compile("前决定$")).wait_for()
    looked.every_way(page, "门店资料变更，限期")
    page.screenshot(path=tmp_path / "due.png")
    assert looked.found == []
    page.context.close()


def test_a_store_that_has_closed_is_reported_where_she_stands_and_leaves_the_plan(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    store, stops = company.rows(
        "SELECT p.store_id, count(*) FROM planned_visit p JOIN store s ON s.id = p.store_id"
        f" WHERE p.rep_id = '{ME}' AND p.state = 'planned' AND s.customer_class <> 'C1'"
        f" AND s.active AND p.day > {TODAY} GROUP BY p.store_id"
        " ORDER BY p.store_id LIMIT 1"
    )[0]
    assert stops > 0
    page = app.window(browser)
    app.sign_in(page, company.server.url, ME)
    rep = Rep(page, Looked())
    rep.stores(1)
    app.kept_whole(page)
    company.server.kill()
    app.go(page, f"/fail/{store}")
    page.get_by_role("button", name="店已关").click()
    page.get_by_text("批准后不再排进路线").wait_for()
    page.get_by_role("button", name="拍门头照").click()
    app.photograph(page)
    app.say_where(page)
    rep.looked.every_way(page, "店已关")
    page.get_by_role("button", name="记录", exact=True).click()
    page.wait_for_url("**/change?closed")
    closed = page.get_by_role("button", name="这家店不开了")
    app.until("it is filled in", lambda: closed.get_attribute("aria-pressed") == "true")
    page.screenshot(path=tmp_path / "closed.png", full_page=True)
    page.get_by_role("button", name="提交更改").click()
    app.said(page, re.compile("^更改已保存到手机"))
    company.server.start()
    app.send_now(page)
    page.context.close()
    ((asked, items),) = company.rows(
        f"SELECT id, items FROM store_change WHERE store_id = '{store}' AND state = 'pending'"
        " AND items LIKE '%\"active\"%'"
    )
    assert '"active"' in items
    desk = app.window(browser, app.DESK)
    app.sign_in(desk, company.server.url, SUPERVISOR)
    app.go(desk, f"/store-changes/{asked}")
    desk.get_by_role("button", name="确认", exact=True).click()
    desk.get_by_role("button", name="提交决定（1 项）").click()
    app.until(
        "nobody is sent there any more",
        lambda: company.rows(
            f"SELECT count(*) FROM planned_visit WHERE store_id = '{store}' AND state = 'planned'"
            f" AND day > {TODAY}"
        ) == [(0,)],
    )  # fmt: skip
    desk.context.close()
    assert rep.looked.found == []
