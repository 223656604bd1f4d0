"""The app is broken: its own code throws, and a record of the log is damaged. Without a network a
rep opens /rescue, takes one file with her, and the company has her visit and her pictures."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from backend.outside.blobs import sha256_of
from backend.outside.folder import Folder
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Call, Rep

LOGIN = "rep.cc01"
SUPERVISOR = "sup.cc"
pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]
SHOWN = """n => [...document.querySelectorAll('main img')]
  .filter((one) => one.naturalWidth > 0).length === n"""
BREAK_THE_SHELL = """async () => {
  let broken = 0;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (!/base-|index-/.test(request.url) || !request.url.endsWith('.js')) continue;
      const headers = { 'Content-Type': 'text/javascript' };
      await cache.put(request, new Response("throw new Error('broken');", { headers }));
      broken += 1;
    }
  }
  return broken;
}"""
SPOIL_A_RECORD = """(user) => new Promise((resolve, reject) => {
  const open = indexedDB.open(`xundian-${user}`);
  open.onerror = () => reject(open.error);
  open.onsuccess = () => {
    const tx = open.result.transaction('log', 'readwrite');
    tx.objectStore('log').put({ n: 100000 });
    tx.oncomplete = () => { open.result.close(); resolve(true); };
  };
})"""


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    """On SQLite; tests/rescue brings files to both engines."""
    with running_on_sqlite(tmp_path) as company:
        yield company


def test_a_broken_app_loses_nothing(company: Company, tmp_path: Path) -> None:
    url = company.server.url
    with app.playing() as playwright:
        browser = app.windows(playwright)
        page = app.window(browser)
        app.sign_in(page, url, LOGIN)
        page.get_by_role("list", name="今天的路线").wait_for(timeout=app.LONG_MS)
        app.kept_whole(page)
        app.until(
            "the company's key is known",
            lambda: any("rescue_key" in one for one in app.held(page, LOGIN, "meta")),
        )
        looked = Looked()
        rep = Rep(page, looked)
        store = rep.stores(1)[0]
        page.context.set_offline(True)
        rep.stand_at(page.context, LOGIN, store)
        call = rep.arrive(store)
        for kind in ("门头照", "货架照"):
            rep.shoot(call, kind)
        said = [line for line in app.held(page, LOGIN, "log") if line["state"] != "archived"]

        assert page.evaluate(BREAK_THE_SHELL) >= 1
        assert page.evaluate(SPOIL_A_RECORD, LOGIN)
        page.goto(f"{url}/")
        way = page.get_by_role("link", name=re.compile("救出我的记录"))
        way.wait_for(timeout=app.LONG_MS)
        assert page.get_by_role("navigation").count() == 0
        way.click()
        file = rescued(page, looked, call, tmp_path)

        done = company.server.run("backend.rescue", str(file), check=False)
        assert done.returncode == 1, done.stderr  # one record is named; all others are here
        assert "on the phone: log 100000 (no operation)" in done.stdout
        assert f"operations: applied {len(said)}" in done.stdout
        assert f"photos: stored {call.photos}" in done.stdout
        again = company.server.run("backend.rescue", str(file), check=False)
        assert f"operations: duplicate {len(said)}" in again.stdout
        arrived(company, call, len(said))
        supervisor_sees(app.window(browser, app.DESK), url, call)
        assert looked.found == []
        browser.close()


def rescued(page: Page, looked: Looked, call: Call, tmp_path: Path) -> Path:
    """What she sees without a network, in both languages, and the file she takes."""
    page.get_by_role("heading", name="救出我的记录").wait_for()
    page.get_by_text("待送").first.wait_for()
    page.get_by_text(f"完好的照片 {call.photos} 张").wait_for()
    page.get_by_text("有 1 处读不出来").wait_for()
    page.get_by_text("文件只有公司能打开").wait_for()
    page.wait_for_function(SHOWN, arg=call.photos)
    looked.every_way(page, "救出我的记录")
    page.screenshot(path=tmp_path / "rescue-zh.png", full_page=True)
    with page.expect_download() as download:
        page.get_by_role("button", name="导出一个加密文件").click()
    page.get_by_text("文件已保存到下载").wait_for()
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Rescue my work").wait_for()
    page.get_by_text("Saved to your downloads").wait_for()
    looked.every_way(page, "Rescue my work")
    page.screenshot(path=tmp_path / "rescue-en.png", full_page=True)
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.suffix == ".xsr"
    return file


def arrived(company: Company, call: Call, said: int) -> None:
    assert company.one(f"SELECT state FROM visit WHERE id = '{call.visit}'") == ("in_progress",)
    photos = company.rows(
        f"SELECT sha256, author_id FROM photo WHERE present AND visit_id = '{call.visit}'"
    )
    assert len(photos) == call.photos
    for sha256, author in photos:
        assert author == LOGIN
        assert sha256_of(Folder(company.database.path.parent).path(sha256)) == sha256
    heard = company.one(
        "SELECT count(*), count(DISTINCT op_id) FROM sync_op WHERE status = 'applied'"
        f" AND user_id = '{LOGIN}' AND replica_id = (SELECT replica_id FROM sync_op"
        f" WHERE row_id = '{call.visit}' LIMIT 1)"
    )
    assert heard == (said, said)


def supervisor_sees(page: Page, url: str, call: Call) -> None:
    """The visit with its pictures, in the office, without anything more from the phone."""
    app.sign_in(page, url, SUPERVISOR)
    page.get_by_role("heading", name=re.compile("看板|业代")).first.wait_for()
    app.go(page, f"/visit/{call.visit}")
    page.wait_for_function(SHOWN, arg=call.photos, timeout=app.LONG_MS)
