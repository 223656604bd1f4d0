"""The browser has thrown its databases away: what was unsent comes back, and arrives once."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Call, Rep

pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]
THROW_AWAY = """async () => {
  const gone = [];
  for (const { name } of await indexedDB.databases())
    await new Promise((done, failed) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => done(gone.push(name));
      request.onerror = () => failed(request.error);
    });
  return gone;
}"""
SPARE = """async (owner) => {
  const cache = await caches.open(`spare-${owner}`);
  return (await cache.keys()).map(({ url }) => decodeURIComponent(new URL(url).pathname.slice(1)));
}"""
TOKEN = """() => new Promise((done) => {
  const open = indexedDB.open("xundian-session");
  open.onsuccess = () => {
    const all = open.result.transaction("people").objectStore("people").getAll();
    all.onsuccess = () => { open.result.close(); done(all.result[0].token); };
  };
})"""
SENDING = ("**/sync/v1/push", "**/sync/v1/files", "**/sync/v1/files/*")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """On SQLite: what a phone keeps does not depend on the engine."""
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


def silent(context: BrowserContext) -> None:
    """Nothing she says gets through; the company is heard all the same."""
    for address in SENDING:
        context.route(address, lambda route: route.abort())


def heard(context: BrowserContext) -> None:
    for address in SENDING:
        context.unroute(address)


def begun(company: Company, page: Page, login: str, door: str = "") -> Call:
    """Unsent: she is in a store, with a picture of its front."""
    app.sign_in(page, company.server.url + door, login)
    app.kept_whole(page)
    silent(page.context)
    rep = Rep(page, Looked())
    store = rep.stores(1)[0]
    rep.stand_at(page.context, login, store)
    call = rep.arrive(store)
    rep.shoot(call, "门头照")
    return call


def thrown_away(page: Page, url: str) -> Page:
    """While no page of the app is open."""
    other = page.context.new_page()
    other.goto(f"{url}/healthz")
    page.close()
    assert len(other.evaluate(THROW_AWAY)) >= 2
    return other


def arrived(company: Company, call: Call) -> list[tuple[Any, ...]]:
    return company.rows(
        "SELECT v.id, p.type, p.present FROM visit v JOIN photo p ON p.visit_id = v.id"
        f" WHERE v.id = '{call.visit}'"
    )


def kinds_of_copies(page: Page, owner: str) -> set[str]:
    return {name.partition("/")[0] for name in page.evaluate(SPARE, owner)}


def is_there(company: Company, call: Call) -> None:
    app.until("the visit and its picture arrive", lambda: len(arrived(company, call)) == 1)
    app.until("its picture is there", lambda: arrived(company, call)[0][2] == 1)
    twice = company.rows(
        "SELECT op_id FROM sync_op WHERE status <> 'duplicate' GROUP BY op_id HAVING count(*) > 1"
    )
    assert twice == []


def test_with_the_session_over_what_was_unsent_arrives_by_itself(
    company: Company, browser: Browser
) -> None:
    page = app.window(browser)
    url = company.server.url
    call = begun(company, page, "rep.cc01")
    token = page.evaluate(TOKEN)
    httpx.post(f"{url}/auth/v1/logout", headers={"Authorization": f"Bearer {token}"}, json={})
    page = thrown_away(page, url)
    heard(page.context)
    page.goto(url)
    page.locator(".strip").wait_for(timeout=app.LONG_MS)
    is_there(company, call)
    page.get_by_text("登录已过期").wait_for()
    # Whether the company holds the picture only the feed could say, and she may not read it.
    app.until("copies go", lambda: kinds_of_copies(page, "rep.cc01") == {"core", "photos"})
    page.context.close()


def test_the_work_of_who_had_the_phone_before_arrives_too(
    company: Company, browser: Browser
) -> None:
    page = app.window(browser)
    url = company.server.url
    first = begun(company, page, "rep.cc02")
    second = begun(company, page, "rep.cc03", "/sign-in")
    page = thrown_away(page, url)
    heard(page.context)
    page.goto(url)
    page.locator(".strip").wait_for(timeout=app.LONG_MS)
    is_there(company, second)
    is_there(company, first)
    page.context.close()


def test_thrown_away_under_the_open_app_it_goes_on_at_once(
    company: Company, browser: Browser
) -> None:
    page = app.window(browser)
    url = company.server.url
    call = begun(company, page, "rep.sd01")
    other = page.context.new_page()
    other.goto(f"{url}/healthz")
    assert len(other.evaluate(THROW_AWAY)) >= 2
    other.close()
    rep = Rep(page, Looked())
    rep.calls.append(call)
    rep.shoot(call, "货架照")  # she goes on, and it is kept
    heard(page.context)
    app.go(page, "/outbox")
    page.get_by_role("button", name="立即发送").click()
    app.until("both pictures are there", lambda: len(arrived(company, call)) == 2)
    page.get_by_text("公司已确认收到每一条").wait_for(timeout=app.LONG_MS)
    page.context.close()
