"""Orders that are changed on three sides while nobody has a network (domain.md 6.10, 2 and 3). The
supervisor cancels one, the rep changes it, the clerk confirms it: the first to be heard stands, and
each of the others learns of it. Of another 12 of 20 cases go out while the rep asks for 10: 12 it
is, with the gift of 12. A third is held by the partner and let go by the office."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import orders_by_telephone
from tests.journeys.road import Road
from tests.journeys.test_deal import CASE_FEN, REP, SKU, her_store
from tests.server_process import free_port

PICTURES = os.environ.get("XUNDIAN_PICTURES", "")
CLERK, SUPERVISOR = "clk.p01", "sup.cc"
GOODS = ("力泉 电解质 橙蜜", "560")
pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
OTHER = (
    "SELECT id, no FROM sales_order WHERE doc_state = 'audited' AND exec_state = 'none'"
    f" AND partner_id = 'P01' AND customer_class <> 'C1' AND rep_id <> '{REP}'"
    " ORDER BY no DESC LIMIT 1"
)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    with running_on_sqlite(tmp_path) as company:
        yield company


@pytest.fixture
def road(company: Company) -> Iterator[Road]:
    """On which everything that is pushed is pushed twice."""
    road = Road(free_port(), company.server.url)
    road.open()
    yield road
    road.close()


def look(page: Page, name: str) -> None:
    """For whoever wants to see it."""
    if PICTURES:
        page.wait_for_timeout(300)
        page.screenshot(path=str(Path(PICTURES, f"{name}.png")), full_page=True)


def test_three_change_orders_while_nobody_has_a_network(company: Company, road: Road) -> None:
    looked = Looked()
    other, other_no = company.one(OTHER)
    with app.playing() as playwright:
        browser = app.windows(playwright)
        rep, clerk, desk = (
            app.window(browser, size) for size in (app.PHONE, app.DESK, app.DESK)
        )  # fmt: skip
        app.sign_in(rep, road.url, REP)
        store, beside = her_store(rep), her_store(rep, 1)
        no = orders_by_telephone(rep, store["id"], {GOODS: 20})
        gone_no = orders_by_telephone(rep, beside["id"], {GOODS: 9})
        order, gone = its_id(company, no), its_id(company, gone_no)
        assert [gift["qty"] for gift in of(company, order, "gifts")] == [2]

        app.sign_in(clerk, road.url, CLERK)
        has_twelve(clerk, order)
        app.sign_in(desk, road.url, SUPERVISOR)
        app.go(desk, "/orders")
        desk.get_by_role("button", name="已审核", exact=True).click()
        desk.get_by_role("listitem").filter(has_text=gone_no).first.wait_for()
        app.go(rep, f"/orders/{order}")
        rep.get_by_text("能送 12 箱").wait_for(timeout=120_000)
        app.send_now(clerk)
        app.go(clerk, f"/orders/{gone}")
        clerk.get_by_role("button", name="全数确认").wait_for(timeout=120_000)

        app.all_offline(rep, clerk, desk)
        cancelled(desk, gone_no, looked)
        asks_for_less(rep, 10, looked)
        app.go(rep, f"/orders/{gone}")
        asks_for_less(rep, 3, looked)
        clerk.get_by_role("button", name="全数确认").click()
        app.said(clerk, "已全数确认")
        noted(clerk, store["name"])
        held_by_the_partner(clerk, str(other), looked)
        assert (state(company, gone), state(company, other)) == (("audited", "none"),) * 2
        assert (notes(company, order), asking(company, order)) == (0, 0), "nobody heard of it"

        desk.context.set_offline(False)
        app.until("cancelled", lambda: state(company, gone) == ("cancelled", "none"), 120)
        rep.context.set_offline(False)
        app.until("asked", lambda: asking(company, order) == 1, 120)
        clerk.context.set_offline(False)
        app.until("held", lambda: state(company, other) == ("on_hold", "none"), 120)
        app.until("it is on a note", lambda: notes(company, order) == 1)
        assert state(company, gone) == ("cancelled", "none"), "what stands, stands (K1)"
        assert [one["state"] for one in of(company, gone, "amendments")] == ["refused"]

        approved(desk, no, looked)
        app.until("audited", lambda: asking(company, order) == 0, 120)
        let_go(desk, other_no)
        app.until("let go", lambda: state(company, other) == ("audited", "none"), 120)
        first, *_ = of(company, order, "lines")
        assert (first["qty"], first["noted_qty"], first["closed_reason"]) == (12, 12, "amended")
        (gift,) = of(company, order, "gifts")
        assert (gift["sku_id"], gift["qty"], gift["noted_qty"]) == (SKU, 1, 1)
        paid = f"SELECT total_fen, due_total_fen FROM sales_order WHERE id = '{order}'"
        assert company.one(paid) == (12 * CASE_FEN, 12 * CASE_FEN)

        they_see_it(rep, clerk, order, gone, looked)
        in_the_inbox(desk, gone_no, no, looked)
        assert once(company, order, gone, other)
        for page, who in ((rep, REP), (clerk, CLERK), (desk, SUPERVISOR)):
            app.until(f"{who} has all answers", lambda page=page, who=who: answered(page, who))
        browser.close()
    for first, again in road.answers:
        assert first["results"] == again["results"]
    assert looked.found == []


def has_twelve(clerk: Page, order: str) -> None:
    app.go(clerk, f"/orders/{order}")
    clerk.get_by_role("textbox", name=re.compile("^可送")).fill("12", timeout=120_000)
    clerk.get_by_role("combobox", name=re.compile("^少送原因")).select_option(label="缺货")
    clerk.get_by_role("button", name="按可送数量确认").click()
    app.said(clerk, "已按可送数量确认")


def held_by_the_partner(clerk: Page, order: str, looked: Looked) -> None:
    app.go(clerk, f"/orders/{order}")
    clerk.get_by_role("button", name="挂起", exact=True).click()
    sheet = clerk.get_by_role("dialog")
    sheet.get_by_role("button", name="账款", exact=True).click()
    looked.at(clerk, "挂起")
    look(clerk, "clerk-hold")
    sheet.get_by_role("button", name="挂起", exact=True).click()
    app.said(clerk, re.compile("^已记下"))
    clerk.get_by_text("自动解除").wait_for()
    look(clerk, "clerk-held")


def asks_for_less(rep: Page, cases: int, looked: Looked) -> None:
    look(rep, "rep-order")
    rep.get_by_role("button", name="改数量", exact=True).click()
    sheet = rep.get_by_role("dialog")
    sheet.get_by_role("textbox").first.fill(str(cases))
    sheet.get_by_role("button", name="放不下", exact=True).click()
    looked.at(rep, "改数量")
    look(rep, "rep-amend")
    sheet.get_by_role("button", name="改数量", exact=True).click()
    app.said(rep, re.compile("^已记下"))
    rep.get_by_text("申请改数量").wait_for()
    look(rep, "rep-asked")


def cancelled(desk: Page, no: str, looked: Looked) -> None:
    card = desk.get_by_role("listitem").filter(has_text=no).first
    card.get_by_role("button", name=re.compile("^看 .* 种商品")).click()
    card.get_by_role("button", name="取消订单").click()
    sheet = desk.get_by_role("dialog")
    sheet.get_by_role("button", name="重复下单", exact=True).click()
    looked.at(desk, "取消订单")
    sheet.get_by_role("button", name="取消订单", exact=True).click()
    app.said(desk, re.compile("^已记下"))


def noted(clerk: Page, store: str) -> None:
    app.go(clerk, "/notes/new")
    clerk.get_by_role("checkbox", name=re.compile(re.escape(store))).first.check()
    clerk.get_by_role("button", name="开 1 张送货单").click()
    app.said(clerk, "已开 1 张送货单")


def approved(desk: Page, no: str, looked: Looked) -> None:
    desk.get_by_role("button", name="改单申请", exact=True).click()
    card = desk.get_by_role("listitem").filter(has_text=no).first
    card.get_by_role("button", name="同意改单").wait_for()
    looked.at(desk, "改单申请")
    look(desk, "office-asked")
    card.get_by_role("button", name="同意改单").click()


def let_go(desk: Page, no: str) -> None:
    desk.get_by_role("button", name="已挂起", exact=True).click()
    card = desk.get_by_role("listitem").filter(has_text=no).first
    look(desk, "office-held")
    card.get_by_role("button", name="解除挂起").click()


def they_see_it(rep: Page, clerk: Page, order: str, gone: str, looked: Looked) -> None:
    """What stands, and what became of their own word, on each one's screen."""
    app.go(rep, f"/orders/{order}")
    rep.get_by_text("改单记录").click()
    rep.get_by_text("按已上送货单的").wait_for(timeout=120_000)
    rep.get_by_text("+1 箱 赠品").wait_for()
    looked.at(rep, "改单记录")
    look(rep, "rep-amended")
    app.go(rep, f"/orders/{gone}")
    rep.get_by_role("button", name="照我改的重新下单").wait_for(timeout=120_000)
    looked.at(rep, "改单未生效")
    look(rep, "rep-refused")
    app.go(clerk, f"/orders/{gone}")
    clerk.get_by_text(re.compile("重复下单")).first.wait_for(timeout=120_000)
    assert clerk.get_by_role("button", name="全数确认").count() == 0
    look(clerk, "clerk-cancelled")
    app.go(clerk, "/outbox")
    clerk.get_by_text("需要您看一下").first.wait_for()
    looked.at(clerk, "文员发件箱")
    look(clerk, "clerk-outbox")


def in_the_inbox(desk: Page, gone_no: str, no: str, looked: Looked) -> None:
    """Both with what each had said, and what became of it."""
    app.go(desk, "/conflicts")
    for rule, of_order, cases in (("K1", gone_no, ("9", "3")), ("K3", no, ("20", "10", "12"))):
        met = desk.get_by_role("article").filter(has_text=f"规则 {rule}").filter(has_text=of_order)
        for n in cases:
            met.get_by_role("cell", name=f"{n} 箱", exact=True).wait_for()
        met.get_by_role("link", name="看记录").wait_for()
    looked.at(desk, "冲突")
    look(desk, "office-conflicts")


def its_id(company: Company, no: str) -> str:
    """Of an order that the system has audited."""
    asked = f"SELECT id FROM sales_order WHERE no = '{no}' AND doc_state = 'audited'"
    app.until("the order is with the company", lambda: len(company.rows(asked)) == 1, 120)
    return str(company.one(asked)[0])


def state(company: Company, order: object) -> tuple[object, ...]:
    return company.one(f"SELECT doc_state, exec_state FROM sales_order WHERE id = '{order}'")


def asking(company: Company, order: object) -> object:
    return company.one(f"SELECT asking FROM sales_order WHERE id = '{order}'")[0]


def notes(company: Company, order: str) -> int:
    return len(company.rows(f"SELECT id FROM delivery_note WHERE order_ids LIKE '%{order}%'"))


def of(company: Company, order: object, name: str) -> list[dict[str, Any]]:
    found = company.one(f"SELECT {name} FROM sales_order WHERE id = '{order}'")[0]
    made: list[dict[str, Any]] = json.loads(str(found))
    return made


def once(company: Company, order: str, gone: str, other: str) -> bool:
    """Each word was heard once, whatever became of it: row, kind, status, how often."""
    heard = company.rows(
        "SELECT row_id, kind, status, count(*) FROM sync_op WHERE kind LIKE 'order.%'"
        f" AND row_id IN ('{order}', '{gone}') GROUP BY row_id, kind, status"
    )
    assert sorted(heard) == sorted(
        [
            (order, "order.submit", "applied", 1),
            (order, "order.accept", "applied", 1),
            (order, "order.amend", "applied", 1),
            (order, "order.decide_amendment", "applied", 1),
            (gone, "order.submit", "applied", 1),
            (gone, "order.cancel", "applied", 1),
            (gone, "order.amend", "conflict", 1),
            (gone, "order.accept", "conflict", 1),
        ]
    )
    assert [len(of(company, one, "amendments")) for one in (order, gone, other)] == [1, 1, 0]
    return notes(company, order) == 1


def answered(page: Page, who: str) -> bool:
    """Nothing of his waits on his device: it was done, or he has the company's no before him."""
    states = {line["state"] for line in app.held(page, who, "log")}
    return states <= {"archived", "attention", "received"}
