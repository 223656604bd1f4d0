"""A rep's day around her visits: what yesterday left open, how today begins, waits and ends."""

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from backend.store import instant
from sync_protocol.generated.protocol import OPERATION_ENTITY
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep
from tests.phone import Phone
from tests.world import check_in, day

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
REP = "rep.cc01"
YESTERDAY = day(-1)
TEN = instant.shifted(instant.end_of_day(YESTERDAY, "Asia/Shanghai"), hours=-14)


@pytest.fixture
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """On SQLite: what the server makes of it is tested on both engines in tests/visits."""
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def forgets_to_leave(company: Company) -> str:
    """Yesterday at ten she came, and that is the last her phone said."""
    with Phone(company.server.url, REP, app.PASSWORD) as phone:
        phone.catch_up()
        stops = phone.records("planned_visit")
        stop = min(id for id, one in stops.items() if one["day"] == day())
        store, visit = stops[stop]["store_id"], f"V-{uuid.uuid4()}"
        for kind, id, args in (
            ("day.start", f"{phone.person_id}:{YESTERDAY}", {"day": YESTERDAY}),
            ("visit.check_in", visit, check_in(store, day=YESTERDAY, position=None,
                                               fence_result="no_position", distance_m=None)),
        ):  # fmt: skip
            phone.say(kind, OPERATION_ENTITY[kind], id, args, made_at=TEN)
        assert [one["status"] for one in phone.push()] == ["applied"] * 2
    return visit


def enter(company: Company, browser: Browser, locale: str = "zh-CN") -> Page:
    page = app.window(browser, locale=locale)
    page.goto(company.server.url)
    page.locator("input[autocomplete=username]").fill(REP)
    page.locator("#password").fill(app.PASSWORD)
    page.locator("form button.primary").click()
    page.locator("main .foot button").last.click(timeout=app.LONG_MS)  # the phone check
    page.locator("main .stops").wait_for(timeout=app.LONG_MS)
    app.kept_whole(page)
    return page


def test_what_yesterday_left_open_is_answered_in_the_morning(
    company: Company, browser: Browser
) -> None:
    visit = forgets_to_leave(company)
    page, looked = enter(company, browser), Looked()
    page.get_by_role("link", name=re.compile("^之前有")).click(timeout=app.LONG_MS)
    page.get_by_role("heading", name="补上没收尾的事").wait_for()
    when = page.get_by_label("实际几点离开？")
    expect(when).to_have_value("10:00")  # all that anybody knows
    looked.every_way(page, "没收尾的事")
    record = page.get_by_role("button", name="记录", exact=True)
    expect(record).to_be_disabled()
    when.fill("09:30")
    page.get_by_role("group", name="为什么没点离店？").get_by_role(
        "button", name="手机没电"
    ).click()
    expect(page.get_by_role("alert")).to_have_text(re.compile("要晚于到店时间 10:00"))
    when.fill("10:25")
    app.until("it is a draft", lambda: "10:25" in str(app.held(page, REP, "drafts")))
    page.reload()  # nothing of it was lost
    expect(page.get_by_label("实际几点离开？")).to_have_value("10:25")
    for stop in page.locator("section:has(h2:text('没有日结')) .wrap").all():
        stop.get_by_role("button", name="没时间").click()
    record.click()
    app.said(page, "已保存到手机，谢谢")
    expect(page.get_by_role("link", name=re.compile("^之前有"))).to_have_count(0)

    app.until("the company has her word", lambda: told(company, visit) is not None)
    assert re.search('"reason":"phone_dead"', told(company, visit) or "")
    app.go(page, f"/visits/{visit}")
    page.get_by_text(re.compile("本人说 10:25 离开：手机没电")).wait_for()
    assert looked.found == []
    page.context.close()


def told(company: Company, visit: str) -> str | None:
    (said,) = company.one(f"SELECT left_said FROM visit WHERE id = '{visit}'")
    return None if said is None else str(said)


def test_a_day_begins_waits_in_a_store_and_ends_with_reasons(
    company: Company, browser: Browser
) -> None:
    page, looked = enter(company, browser), Looked()
    start = page.get_by_role("button", name="开始今天", exact=True)
    looked.every_way(page, "今天，还没开始")
    page.context.set_offline(True)
    start.click()
    app.said(page, "已开始，时间已保存到手机")
    page.get_by_text(re.compile("^[0-9:]+ 开始今天")).wait_for()
    expect(start).to_have_count(0)

    page.locator("main a[href^='/checkin/']").first.click()
    app.say_why(page)
    page.get_by_role("button", name=re.compile("到店$")).click(timeout=app.LONG_MS)
    page.wait_for_url("**/visits/*")
    page.get_by_role("button", name="暂停拜访").click()
    looked.every_way(page, "暂停")
    page.get_by_role("dialog").get_by_role("button", name="店主在忙").click()
    running = page.get_by_role("status").filter(has_text="起暂停")
    expect(running).to_contain_text("店主在忙")
    looked.every_way(page, "拜访暂停中")
    page.reload()  # it runs on, whatever happens to the app
    page.locator(".foot").get_by_role("button", name="继续").click()
    page.get_by_role("button", name="暂停拜访").wait_for()

    app.go(page, "/day-end")
    looked.every_way(page, "日结，还没离店")
    expect(page.locator("main .foot button")).to_have_count(0)  # no ending past an open visit
    page.get_by_role("link", name=re.compile("^先去离店：")).click()
    page.get_by_role("button", name="货够", exact=True).click()
    Rep(page, Looked()).says_why_not()
    page.get_by_role("button", name="离店", exact=True).click()
    app.said(page, "已离店，记录已保存到手机")

    app.go(page, "/day-end")
    end = page.locator("main .foot button")
    expect(end).to_be_disabled()
    for stop in page.locator("section:has(h2:text('没有拜访')) .wrap").all():
        stop.get_by_role("button", name="没时间").click()
    expect(end).to_be_disabled()  # something is unsent, and she has not said why
    page.get_by_role("group", name="为什么还没送达？").get_by_role(
        "button", name="没有信号"
    ).click()
    looked.every_way(page, "日结")
    end.click()
    app.said(page, "日结已保存到手机")
    page.context.set_offline(False)
    sql = f"SELECT unsent_reason FROM day_summary WHERE id = '{REP}:{day()}'"
    app.until("the day is closed over there", lambda: company.rows(sql) == [("no_signal",)])
    begun = f"SELECT count(*) FROM day_start WHERE id = '{REP}:{day()}'"
    assert company.one(begun) == (1,)
    assert looked.found == []
    page.context.close()


def test_in_english_nothing_is_missing(company: Company, browser: Browser) -> None:
    forgets_to_leave(company)
    page, looked = enter(company, browser, "en"), Looked()
    looked.every_way(page, "Today", ("light",))
    app.go(page, "/forgotten")
    page.get_by_role("heading", name="Finish what was left open").wait_for()
    looked.every_way(page, "Left open")
    assert looked.found == []
    page.context.close()


def test_she_changes_the_order_by_thumb_by_keys_and_by_distance_without_a_network(
    company: Company, browser: Browser
) -> None:
    page, looked = enter(company, browser), Looked()
    page.context.set_offline(True)
    page.get_by_role("link", name="调整顺序").click()
    rows = page.get_by_role("list", name="今天的路线").get_by_role("listitem")
    rows.first.wait_for()
    looked.every_way(page, "调整顺序")

    def order() -> list[str]:
        return [re.sub(r"^\d+ ", "", name) for name in rows.locator(".strong").all_inner_texts()]

    first, second, third, *rest = order()
    page.get_by_role("button", name=f"{first} 往后移").press("Enter")
    expect(page.get_by_role("status").filter(has_text="移到第 2 位")).to_have_count(1)
    assert order() == [second, first, third, *rest]
    # By the handle, from the first place below the third.
    grip, goal = rows.nth(0).locator(".handle").bounding_box(), rows.nth(2).bounding_box()
    assert grip is not None
    assert goal is not None
    page.mouse.move(grip["x"] + 24, grip["y"] + 20)
    page.mouse.down()
    page.mouse.move(grip["x"] + 24, goal["y"] + goal["height"] / 2, steps=8)
    page.mouse.up()
    assert order() == [first, third, second, *rest]
    page.reload()  # kept, though not saved
    rows.first.wait_for()
    app.until("the order is as she left it", lambda: order() == [first, third, second, *rest])

    before = page.locator("header p").inner_text()
    page.get_by_role("button", name="按距离排（看收货时间）").click()
    assert sorted(order()) == sorted([first, second, third, *rest])
    assert order() != [first, third, second, *rest], before
    page.get_by_role("button", name=f"{order()[-1]} 往前移").click()
    hers = order()
    page.get_by_role("button", name="保存顺序").click()
    app.said(page, "顺序已保存到手机")
    names = page.locator("main .stops .name")
    expect(names.first).to_have_text(hers[0])
    page.context.set_offline(False)
    sql = f"SELECT stop_ids FROM stop_order WHERE id = '{REP}:{day()}'"
    app.until("the company has it", lambda: len(company.rows(sql)) == 1)
    page.reload()
    expect(names.first).to_have_text(hers[0], timeout=app.LONG_MS)
    assert looked.found == []
    page.context.close()


def test_a_number_leads_to_the_rows_it_is_made_of_with_what_waits_apart(
    company: Company, browser: Browser
) -> None:
    page, looked = enter(company, browser), Looked()
    app.tab(page, "我")
    page.get_by_role("link", name="全部数字和明细").click()
    rate = page.get_by_role("link", name=re.compile("^拜访完成率"))
    before = parts(rate.inner_text())
    looked.every_way(page, "我的数字")

    # A call of today that nobody else made, said without a network.
    app.tab(page, "今天")
    page.context.set_offline(True)
    page.locator("main a[href^='/checkin/']").first.click()
    app.say_why(page)
    page.get_by_role("button", name=re.compile("到店$")).click(timeout=app.LONG_MS)
    page.wait_for_url("**/visits/*")
    visit = page.url.rsplit("/", 1)[1]
    app.go(page, f"/visits/{visit}/leave")
    leave = page.get_by_role("button", name="离店", exact=True)
    page.get_by_text("上面还有没选的原因").wait_for()
    assert leave.is_disabled()
    page.get_by_role("button", name="货够", exact=True).click()
    Rep(page, Looked()).says_why_not()
    leave.click()
    app.said(page, "已离店，记录已保存到手机")

    app.go(page, "/numbers/7")
    expect(rate).to_contain_text("其中待送 1")
    done, planned = parts(rate.inner_text())
    assert (done, planned) == (before[0] + 1, before[1])
    rate.click()
    page.get_by_text(f"{done} ÷ {planned}").wait_for()
    rows = page.get_by_role("listitem")
    app.until("every row is there", lambda: grown(page, rows.count) == planned)
    assert rows.filter(has=page.get_by_text("算", exact=True)).count() == done
    waiting = rows.filter(has_text="已保存到手机")
    expect(waiting).to_have_count(1)
    looked.every_way(page, "一个数字的明细")
    waiting.get_by_role("link").click()
    page.wait_for_url(f"**/visits/{visit}")
    page.context.set_offline(False)
    assert looked.found == []
    page.context.close()


def parts(text: str) -> tuple[int, int]:
    found = re.search(r"(\d+) ÷ (\d+)", text)
    assert found is not None, text
    return int(found[1]), int(found[2])


def grown(page: Page, count: Callable[[], int]) -> int:
    """The list grows as its end comes near."""
    page.locator("main").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    return count()
