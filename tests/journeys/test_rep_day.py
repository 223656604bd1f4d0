"""A rep's whole day without a signal, a browser killed in the middle, a road that doubles every
push and breaks once more: each record exactly once, and a second phone ends byte-equal."""

import re
import time
from pathlib import Path
from typing import Any

import pysqlite3
import pytest
from playwright.sync_api import Page, sync_playwright

from sync_protocol.digest import canonical
from tests.journeys import app
from tests.phone import Phone
from tests.server_process import ServerProcess, free_port

REP = "rep.cc01"
PHOTOS = (5, 5, 5, 4, 4, 4)
ORDERS = (True, True, False, True, False, True)


@pytest.mark.timeout(900)
def test_a_day_without_a_signal_arrives_whole_and_once(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.run("backend.store.migrate")
    server.run("seed_data.load")
    road = app.Road(free_port(), server.url)
    profile = tmp_path / "profile"
    with sync_playwright() as playwright:
        server.start()
        road.open()
        context = app.browser(playwright, profile)
        page = context.pages[0]
        app.sign_in(page, road.url, REP)
        page.get_by_text("全部送达").wait_for(timeout=60_000)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        stores = ten_stores(page)

        server.kill()
        road.close()
        visits = [visit(page, store, i) for i, store in enumerate(stores[:3])]
        assert app.kill_browser(profile) > 0

        context = app.browser(playwright, profile)  # a cold start, and nobody answers
        page = context.pages[0]
        page.goto(road.url)
        page.get_by_role("navigation").wait_for(timeout=30_000)
        for visit_id in visits:
            app.go(page, f"/visits/{visit_id}")
            page.get_by_text("已完成").first.wait_for()
        visits += [visit(page, store, i + 3) for i, store in enumerate(stores[3:6])]
        assert "待送" in page.locator(".strip").inner_text()

        server.start()  # the first part of what waits gets through
        road.open()
        app.go(page, "/outbox")
        page.get_by_role("button", name="立即发送").click()
        heard_some(server, 5)
        server.kill()
        server.start()  # and the rest
        page.get_by_role("button", name="立即发送").click()
        app.go(page, "/outbox")
        all_delivered(page)

        check_server(tmp_path / "xundian.db", visits)
        second = Phone(server.url, REP, app.PASSWORD)
        second.catch_up()  # counts and digests are compared at every mark
        assert on_first_phone(page) == on_second_phone(second)
        context.close()
        road.close()
        server.stop()
    assert road.pushes >= 4


def ten_stores(page: Page) -> list[str]:
    app.go(page, "/stores")
    page.locator("a[href^='/stores/S']").nth(5).wait_for(timeout=60_000)
    links = page.locator("a[href^='/stores/S']")
    return [
        (links.nth(i).get_attribute("href") or "").rsplit("/", 1)[1] for i in range(links.count())
    ]


def visit(page: Page, store: str, number: int) -> str:
    """One visit from the door to the door; returns its id."""
    app.go(page, f"/checkin/{store}")
    page.get_by_role("button", name=re.compile("到店")).last.click()
    page.wait_for_url("**/visits/*")
    visit_id = page.url.rsplit("/", 1)[1]
    page.get_by_role("button", name=re.compile("^门头照")).first.click()
    app.photograph(page)
    for shot in range(PHOTOS[number] - 1):
        name = "^货架照" if shot == 0 else "^第二陈列"
        page.get_by_role("button", name=re.compile(name)).first.click()
        app.photograph(page)
    app.go(page, f"/visits/{visit_id}/shelf")
    page.get_by_role("button", name="其余同上次").click()
    page.get_by_role("button", name=re.compile("^保存")).click()
    page.wait_for_url(f"**/visits/{visit_id}")
    if ORDERS[number]:
        order(page, visit_id)
    app.go(page, f"/visits/{visit_id}/leave")
    if not ORDERS[number]:
        page.get_by_role("button", name="货够").click()
    page.get_by_role("button", name="离店", exact=True).click()
    page.wait_for_url(lambda url: url.endswith("/"))
    return visit_id


def order(page: Page, visit_id: str) -> None:
    app.go(page, f"/visits/{visit_id}/order")
    for row in (0, 2):
        plus = page.get_by_role("button", name="加一").nth(row)
        for _ in range(4):
            plus.click()
    page.locator("button.total").click()
    app.sign(page)
    page.get_by_label("签名人姓名").fill("演示店长")
    page.get_by_role("button", name="提交订单").click()
    page.wait_for_url(f"**/visits/{visit_id}")


def rows(path: Path, sql: str, *params: Any) -> list[tuple[Any, ...]]:
    connection = pysqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return list(connection.execute(sql, params).fetchall())
    finally:
        connection.close()


def heard_some(server: ServerProcess, least: int) -> None:
    """Wait until the server has heard a part of the day."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        (count,) = rows(server.folder / "xundian.db", OWN_OPS)[0]
        if count >= least:
            return
        time.sleep(0.05)
    raise AssertionError("nothing arrived")


OWN_OPS = (
    "SELECT count(*) FROM sync_op o JOIN sync_replica r ON r.replica_id = o.replica_id"
    f" WHERE o.user_id = '{REP}' AND r.app NOT LIKE 'seed%'"
)


def all_delivered(page: Page) -> None:
    """The screen's own word: everything, pictures too, has been received."""
    page.get_by_text(re.compile("^全部送达于")).first.wait_for(timeout=120_000)


def check_server(database: Path, visits: list[str]) -> None:
    """Each record exactly once, each number heard once, each picture's bytes here."""
    marks = ", ".join("?" * len(visits))
    assert rows(
        database, f"SELECT count(*) FROM visit WHERE id IN ({marks}) AND state = 'completed'",
        *visits,
    ) == [(6,)]  # fmt: skip
    assert rows(
        database, f"SELECT count(*) FROM sales_order WHERE visit_id IN ({marks})", *visits
    ) == [(4,)]
    assert rows(
        database,
        f"SELECT count(*), sum(present), count(DISTINCT id) FROM photo WHERE visit_id IN ({marks})",
        *visits,
    ) == [(31, 31, 31)]  # 27 pictures and 4 signatures
    heard = rows(
        database,
        "SELECT count(*), max(local_seq), count(DISTINCT op_id),"
        " sum(o.status = 'applied') FROM sync_op o"
        " JOIN sync_replica r ON r.replica_id = o.replica_id"
        " WHERE o.user_id = ? AND r.app NOT LIKE 'seed%' AND r.next_seq > 1",
        REP,
    )
    ((count, last, distinct, applied),) = heard
    # 6 check-ins, 6 checks, 6 check-outs, 31 pictures, 4 orders
    assert (count, last, distinct, applied) == (53, 53, 53, 53)


Rows = set[tuple[str, str, str, int, bytes]]


def on_first_phone(page: Page) -> Rows:
    return {
        (row["scope"], row["entity"], row["id"], row["v"], canonical(row["body"]))
        for row in app.rows_on_phone(page, REP)
    }


def on_second_phone(phone: Phone) -> Rows:
    return {
        (name, entity, id, version, body)
        for name, scope in phone.scopes.items()
        for (entity, id), (version, body) in scope.rows.items()
    }
