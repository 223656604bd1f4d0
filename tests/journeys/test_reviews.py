"""A storefront seen before (domain.md 6.10, 13): she is asked first and answers without a network,
the reviewer reads her word and rejects, she appeals, the manager decides."""

import os
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from seed_data import pictures
from sync_protocol.generated.protocol import OPERATION_ENTITY
from tests import world as w
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.pictures_of import Camera
from tests.phone import Phone
from tests.world import ago

pytestmark = [pytest.mark.journey, pytest.mark.timeout(420)]
REP = "rep.cc02"
WORDS = "隔壁店同一个招牌，昨天也拍过"
PICTURES = os.environ.get("XUNDIAN_PICTURES", "")


@pytest.fixture
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def a_visit(camera: Camera, store: str, began: float, picture: bytes) -> str:
    """A finished visit, as a phone says it; its pictures belong to it."""
    visit = f"V-{uuid.uuid4()}"
    where = camera.records("store")[store]
    fix = {"lat_e7": where["lat_e7"], "lon_e7": where["lon_e7"], "accuracy_m": 9, "age_s": 2}

    def say(kind: str, args: dict[str, Any], at: str) -> None:
        camera.say(kind, OPERATION_ENTITY[kind], visit, args, made_at=at)
        (result,) = camera.push()
        assert result["status"] == "applied", result

    say("visit.check_in", w.check_in(store, position=fix), ago(minutes=began))
    camera.take(picture, (visit, store), type="storefront", taken_at=ago(minutes=began - 1))
    camera.take(
        pictures.shelf(7400 + int(began)), (visit, store), type="main_shelf_before",
        taken_at=ago(minutes=began - 2),
    )  # fmt: skip
    listed = camera.records("must_stock_list")[where["must_stock_list_id"]]["sku_ids"]
    seen = [w.observation(sku, shelf_units=12) for sku in listed]
    say("visit.check", {"observations": seen}, ago(minutes=began - 5))
    out = w.check_out(position=fix, stay_s=900, no_order_reason="enough_stock")
    say("visit.check_out", out, ago(minutes=began - 15))
    return visit


def answer_the_others(company: Company, visit: str) -> None:
    """At night a visit is asked about for its hour as well, and what is asked is answered first."""
    sql = f"SELECT id FROM visit_flag WHERE visit_id = '{visit}' AND answer IS NULL"
    with Phone(company.server.url, REP, app.PASSWORD) as phone:
        for (id,) in company.rows(sql):
            phone.say("flag.answer", "visit_flag", id, {"text": "是的"})
            (result,) = phone.push()
            assert result["status"] == "applied", result


def state_of(company: Company, visit: str) -> tuple[str | None, ...]:
    rows = company.rows(
        f"SELECT validity, review_state, appeal_state FROM visit_verdict WHERE id = '{visit}'"
    )
    return rows[0] if rows else (None, None, None)


OF_ONE = re.compile(r"/office/v1/reviews/")


def show(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=False)


def her_phone(company: Company, browser: Browser, locale: str = "zh-CN") -> Page:
    page = app.window(browser, app.PHONE, locale)
    app.sign_in(page, company.server.url, REP)
    return page


def at_a_desk(company: Company, browser: Browser, login: str) -> Page:
    page = app.window(browser, app.DESK)
    app.sign_in(page, company.server.url, login)
    app.go(page, "/reviews")
    page.get_by_role("heading", name="拜访审核").wait_for()
    return page


def test_a_storefront_seen_before_is_asked_about_reviewed_and_appealed(
    company: Company, browser: Browser
) -> None:
    looked = Looked()
    with Camera(company.server.url, REP) as camera:
        stores = camera.records("store")
        here = sorted(id for id, one in stores.items() if one["customer_class"] != "C1")
        picture = pictures.shelf(7301)
        a_visit(camera, here[0], 90, picture)
        visit = a_visit(camera, here[1], 40, picture)
    flag = f"{visit}:G09"
    app.until(
        "the worker has looked at her day",
        lambda: (flag,) in company.rows("SELECT id FROM visit_flag WHERE state = 'open'"), 90,
    )  # fmt: skip
    assert state_of(company, visit)[0] == "pending"

    rep = her_phone(company, browser)
    app.go(rep, "/inbox")
    rep.get_by_role("link", name=re.compile("待说明：照片重复")).first.click()
    rep.wait_for_url("**/flags/**")
    rep.get_by_text(re.compile("完全相同")).first.wait_for()
    looked.every_way(rep, "待我说明")
    show(rep, "rep-flags")
    card = rep.get_by_role("article", name="照片重复").first
    rep.context.set_offline(True)
    card.get_by_role("textbox", name="您的说明").fill(WORDS)
    rep.wait_for_timeout(300)
    rep.reload()  # and what she typed is there again, without a network
    card.get_by_role("textbox", name="您的说明").wait_for(timeout=app.LONG_MS)
    expect(card.get_by_role("textbox", name="您的说明")).to_have_value(WORDS)
    card.get_by_role("button", name="保存说明").click()
    app.said(rep, "说明已保存到手机")
    card.get_by_text(f"您说：{WORDS}").wait_for()
    rep.context.set_offline(False)
    app.until(
        "her word has arrived",
        lambda: company.one(f"SELECT answer FROM visit_flag WHERE id = '{flag}'") == (WORDS,),
    )

    answer_the_others(company, visit)
    sup = at_a_desk(company, browser, "sup.cc")
    looked.every_way(sup, "拜访审核")
    sup.locator(f"a[href='/reviews/{visit}']").first.click()
    sup.get_by_text(f"她说：{WORDS}").wait_for()
    looked.every_way(sup, "一次拜访")
    show(sup, "sup-review")
    second = at_a_desk(company, browser, "mgr.fs")
    app.go(second, f"/reviews/{visit}")
    second.get_by_text(f"她说：{WORDS}").wait_for()
    # What the office is asked meanwhile gets no answer: his window goes on showing what it showed.
    unanswered: list[str] = []
    second.route(OF_ONE, lambda route: (unanswered.append(route.request.url), route.abort())[1])
    sup.keyboard.press("r")
    sup.get_by_role("button", name="照片不能证明").click()
    sup.get_by_role("textbox", name="备注").fill("与上一家店同一张照片")
    show(sup, "sup-reject")
    sup.get_by_role("button", name="确定不通过").click()
    app.said(sup, "已判不通过，等待发送")
    app.until("rejected", lambda: state_of(company, visit) == ("invalid", "rejected", None))

    anew = second.get_by_role("button", name=re.compile("^刷新|截至"))
    # A tap while it is asking already asks nothing more.
    app.until("his window asked", lambda: (anew.click(), bool(unanswered))[1])
    second.unroute(OF_ONE)
    second.get_by_role("button", name="通过", exact=True).click()
    show(second, "second-window-clicked")
    told = second.get_by_text(re.compile("罗建明已于.*作了决定"))
    told.or_(second.locator(".snack").filter(has_text="已通过")).first.wait_for()
    if not told.count():  # no answer in five seconds: it was said, came second, and that is told
        app.go(second, f"/reviews/{visit}")
    told.wait_for()
    show(second, "second-window")
    assert company.one(
        f"SELECT count(*) FROM sync_op WHERE row_id = '{visit}' AND kind = 'visit.review'"
        " AND status = 'applied'"
    ) == (1,)
    assert state_of(company, visit) == ("invalid", "rejected", None)
    second.context.close()

    app.go(rep, f"/visits/{visit}")
    rep.get_by_text("没有通过：照片不能证明").wait_for(timeout=app.LONG_MS)
    looked.every_way(rep, "没有通过的拜访")
    show(rep, "rep-rejected")
    rep.get_by_role("textbox", name="为什么不对").fill("两家店门头一样，请看招牌右下角")
    rep.get_by_role("button", name="提交申诉").click()
    app.said(rep, "申诉已保存到手机")
    app.until("appealed", lambda: state_of(company, visit)[2] == "open")

    manager = at_a_desk(company, browser, "mgr.fs")
    manager.locator(f"a[href='/reviews/{visit}']").first.click()
    manager.get_by_text("她申诉了").wait_for()
    manager.get_by_role("button", name="改判通过").click()
    app.until("decided", lambda: state_of(company, visit) == ("valid", "rejected", "reversed"))
    show(manager, "mgr-appeal")
    rep.get_by_text("申诉成立", exact=True).wait_for(timeout=app.LONG_MS)

    app.go(manager, "/compliance")
    manager.get_by_role("rowheader", name=re.compile("合计")).wait_for()
    looked.every_way(manager, "拜访合规")
    show(manager, "mgr-compliance")
    app.go(manager, "/review-rules")
    manager.get_by_role("button", name="保存为新版本").wait_for()
    looked.every_way(manager, "审核规则")
    show(manager, "mgr-thresholds")
    for page in (rep, sup, manager):
        page.context.close()
    assert not looked.found, "\n".join(looked.found)
