"""A standard visit to a P3 store under a practised thumb: nine must-stock SKUs, three pictures, an
order. Counted are taps as the browser hears them, check-in to check-out; not what is typed.
Five of the nine SKUs are entered anew; the others, as last time, take a tap each."""

import re
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from backend.store import instant
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep

REP = "rep.cc03"
MOST = 60
"""Issue 4: at most."""
ANEW, LISTED, PHOTOS = 5, 9, 3
SAMPLE = 3
"""Production dates owed at a P3 store (domain.md 4.3, S4)."""
COUNT = """() => {
  window.taps = 0;
  // A stroke on the pad ends in a click as well; those a page makes for itself are nobody's.
  const count = (event) => { window.taps += event.isTrusted && event.detail > 0; };
  addEventListener("click", count, true);
  window.cameras = 0;
  const devices = navigator.mediaDevices, ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = (wish) => { window.cameras += 1; return ask(wish); };
  window.watches = new Set();
  const place = navigator.geolocation;
  const [watch, clear] = [place.watchPosition.bind(place), place.clearWatch.bind(place)];
  place.watchPosition = (...all) => { const id = watch(...all); watches.add(id); return id; };
  place.clearWatch = (id) => { watches.delete(id); clear(id); };
}"""
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def whole(page: Page) -> bool:
    scopes = app.held(page, REP, "scopes")
    return len(scopes) > 2 and all(scope["whole"] for scope in scopes)


def delivered(page: Page) -> bool:
    return all(line["state"] != "waiting" for line in app.held(page, REP, "log"))


def a_standard_store(page: Page, classes: str) -> str:
    """Of tier P3, with nine SKUs on its list, visited before; of that class of customer."""
    rows = app.held(page, REP, "rows")
    lists = {row["id"]: row["body"] for row in rows if row["entity"] == "must_stock_list"}
    seen = {row["body"]["store_id"] for row in rows if row["entity"] == "visit"}
    for row in rows:
        body = row["body"]
        if row["entity"] != "store" or body["customer_class"] != classes:
            continue
        if body["tier"] == "P3" and row["id"] in seen:
            listed = lists.get(body["must_stock_list_id"])
            if listed and len(listed["sku_ids"]) == LISTED:
                return str(row["id"])
    raise AssertionError("no such store")


def shoot(page: Page, kind: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{kind}")).first.click()
    app.photograph(page)


def check_shelf(page: Page, dated: bool) -> None:
    page.get_by_role("link", name=re.compile("^货架检查")).click()
    rows = page.locator("main li", has=page.locator(".have"))
    rows.nth(LISTED - 1).wait_for()
    assert rows.count() == LISTED
    for n in range(LISTED):
        same = rows.nth(n).locator(".same")
        if n >= ANEW and same.count():
            same.click()
        else:
            rows.nth(n).get_by_role("button", name="有" if n else "无", exact=True).click()
    if dated:
        write_dates(page)
    page.get_by_role("button", name=re.compile("^保存")).click()
    page.wait_for_url("**/visits/*")


def write_dates(page: Page) -> None:
    """A sample of three, each by a tap into the field and its digits, and on to the next."""
    page.get_by_role("button", name=f"缺 {SAMPLE} 个生产日期").click()
    sheet = page.get_by_role("dialog")
    for n in range(SAMPLE):
        sheet.get_by_label("最早的生产日期").click()
        sheet.get_by_label("最早的生产日期").fill(instant.now()[:10])
        on = "下一个" if n < SAMPLE - 1 else "好了"
        sheet.get_by_role("button", name=on, exact=True).click()
    sheet.wait_for(state="detached")


def tap(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def answer_steps(page: Page) -> None:
    """What the template of the store asks for besides; two taps of work on the shelf."""
    for name, choices in (
        ("户外检查", ("招牌干净", "灯箱亮着", "海报是新的")),
        ("打招呼与待办", ("店主", "热情")),
        ("生动化", ("本来都好",)),
        ("促销与设备", ()),
        ("竞品", ()),
    ):
        page.get_by_text(re.compile(r"^必做 \d")).first.wait_for()
        row = page.get_by_role("link", name=re.compile(f"^{name}"))
        if row.count() == 0:
            continue
        row.click()
        page.get_by_role("heading", name=name, exact=True, level=1).wait_for()
        page.locator("main .choice, main .field").first.wait_for()
        tap(page, *choices)
        for group in page.get_by_role("group", name="现在做不了").all():
            group.get_by_role("button", name="物料没到", exact=True).click()
        kept = page.get_by_role("button", name="兑现了", exact=True)
        if kept.count():
            kept.click()
        page.locator("main .foot .primary").click()
        page.wait_for_url(re.compile(r"/visits/[^/]+$"))


def write_order(page: Page, visit: str) -> None:
    """Two SKUs, two cases each; quantities by the keypad."""
    page.get_by_role("link", name=re.compile("^订单")).first.click()
    page.get_by_role("button", name=re.compile("核对")).wait_for()
    more = page.get_by_role("button", name=re.compile("加一$"))
    for row in (0, 2):
        for _ in range(2):
            more.nth(row).click()
    page.get_by_role("button", name=re.compile("核对")).click()
    app.say_why_other(page)
    app.sign(page)
    page.get_by_role("textbox", name="签名人姓名").click()
    page.keyboard.type("演示店长")
    page.get_by_role("button", name="提交订单").click()
    page.wait_for_url(f"**/visits/{visit}")


@pytest.mark.parametrize(("kind", "dated"), [("C1", True), ("C2", False)])
def test_a_standard_visit_takes_few_taps(
    company: Company, browser: Browser, kind: str, dated: bool
) -> None:
    """With the dates the shelf owes, or with a reason why they are not there."""
    page = app.window(browser)
    app.sign_in(page, company.server.url, REP)
    rep = Rep(page, Looked())
    rep.stores(1)
    app.until("all is on the phone", lambda: whole(page))
    store = a_standard_store(page, kind)
    rep.stand_at(page.context, REP, store)
    app.go(page, f"/stores/{store}")
    arrive = page.get_by_role("link", name="到店", exact=True)
    arrive.wait_for()
    page.evaluate(COUNT)

    arrive.click()
    app.say_why(page)
    page.get_by_role("button", name=re.compile("到店$")).click()
    page.wait_for_url("**/visits/*")
    visit = page.url.rsplit("/", 1)[1]
    for picture in ("门头照", "货架照", "第二陈列"):
        shoot(page, picture)
    check_shelf(page, dated)
    answer_steps(page)
    write_order(page, visit)
    page.get_by_role("link", name="离店", exact=True).click()
    if not dated:
        assert page.get_by_role("button", name="离店", exact=True).is_disabled()
        rep.says_why_not()
    page.get_by_role("button", name="离店", exact=True).click()
    app.said(page, "已离店，记录已保存到手机")

    taps = page.evaluate("window.taps")
    how = "three dates" if dated else "a reason for no dates"
    sys.stdout.write(f"{taps} taps from check-in to check-out, {kind}, {how}\n")
    assert 20 < taps <= MOST
    assert page.evaluate("window.cameras") == 1, "one stream a visit"
    app.until("nobody asks for the position any more", lambda: page.evaluate("watches.size") == 0)
    # Or her next phone would find her in this store still.
    app.until("all is delivered", lambda: delivered(page))
    page.context.close()
