"""What her stores looked like last time is on the phone before she goes; without a network it lies
over the viewfinder. An unclear picture is taken again, or kept with a reason."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep

REP = "rep.cc01"
HELD = "async me => (await (await caches.open(`thumbs-${me}`)).keys()).length"
STORE = """SELECT p.store_id FROM planned_visit p JOIN photo f ON f.store_id = p.store_id
  WHERE p.rep_id = '{rep}' AND p.state = 'planned' AND p.day = (SELECT min(day) FROM planned_visit
    WHERE rep_id = '{rep}' AND state = 'planned' AND day >= date('now', '+8 hours'))
  AND f.type = 'storefront' AND f.present ORDER BY p.sequence LIMIT 1"""
DARK = """() => { const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...args) {
    draw.apply(this, args);
    this.fillStyle = '#050505';
    this.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }; }"""
"""The lens is covered: whatever is drawn comes out nearly black."""
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def test_last_times_picture_lies_over_the_viewfinder_without_a_network(
    company: Company, browser: Browser, tmp_path: Path
) -> None:
    ((store,),) = company.rows(STORE.format(rep=REP))
    rep = Rep(app.window(browser), Looked())
    page = rep.page
    app.sign_in(page, company.server.url, REP)
    app.kept_whole(page)
    app.until("thumbnails are here", lambda: page.evaluate(HELD, REP) > 0)
    page.context.set_offline(True)
    rep.stand_at(page.context, REP, store)
    call = rep.arrive(store)

    page.get_by_role("button", name=re.compile("^门头照")).first.click()
    page.locator("dialog img.ghost").wait_for()
    rep.looked.every_way(page, "相机，叠着上次", ("light",))
    page.screenshot(path=tmp_path / "ghost.png")
    page.get_by_role("button", name="上次", exact=True).click()
    app.until("it is gone", lambda: page.locator("dialog img.ghost").count() == 0)

    page.evaluate(DARK)
    page.get_by_role("button", name="拍照").click()
    page.get_by_text("不清楚的照片要留下，为什么").wait_for()
    keep = page.get_by_role("button", name="使用", exact=True)
    assert keep.is_disabled()
    rep.looked.every_way(page, "不清楚的照片", ("light",))
    page.screenshot(path=tmp_path / "unclear.png")
    page.get_by_role("button", name="光线只能这样").click()
    keep.click()
    page.get_by_role("heading", name="照片（1）").wait_for()
    page.context.set_offline(False)
    app.send_now(page)
    app.until("it has arrived", lambda: len(said(company, call.visit)) == 1)
    assert said(company, call.visit) == [("dark", "light", 1, 1)]
    assert rep.looked.found == []
    page.context.close()


def said(company: Company, visit: str) -> list[tuple[object, ...]]:
    return [
        tuple(row) for row in company.rows(
            f"SELECT look, kept_reason, chain_n, chained FROM photo WHERE visit_id = '{visit}'"
        )
    ]  # fmt: skip
