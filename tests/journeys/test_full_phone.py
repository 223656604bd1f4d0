"""The phone's space ends in the middle of a photo: she is told so in her words, nothing kept before
is lost, and once there is space the same picture is kept and all is delivered."""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page

from backend.outside.blobs import sha256_of
from backend.outside.folder import Folder
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Call, Rep

REP, OTHER = "rep.cc01", "rep.cc02"
PHOTO_FULL = re.compile("^照片没有保存：手机空间满了。.*不用重拍$")
SAY_FULL = re.compile("^没有保存：手机空间满了。")
FORM_FULL = re.compile("^手机空间满了，刚填的内容还没存下来")
PHONE_BYTES = 40_000_000
"""What the browser lets the app's origin have, from its first byte on: what it has once found to be
free, Chromium does not ask for again for half a minute."""
ROOM_FOR_WORDS, NO_ROOM = 16_384, 128
"""The first is more than a line of the log needs, and less than a picture."""
FILLS, TIDY_MS = 10, 1000
USED = "() => navigator.storage.estimate().then(({ usage }) => usage)"
FILL = """(smallest) => new Promise((resolve, reject) => {
  const open = indexedDB.open("holiday-pictures", 1);
  open.onerror = () => reject(open.error);
  open.onupgradeneeded = () => open.result.createObjectStore("all", { autoIncrement: true });
  open.onsuccess = () => {
    const put = (size) => {
      if (size < smallest) return resolve(open.result.close());
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size; at += 65536)
        crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65536)));
      const tx = open.result.transaction("all", "readwrite", { durability: "strict" });
      tx.objectStore("all").put(bytes.buffer);
      tx.oncomplete = () => put(size);
      tx.onabort = () => put(size / 4);
    };
    put(4194304);
  };
})"""
KEPT = """(user) => new Promise((resolve, reject) => {
  const open = indexedDB.open(`xundian-${user}`);
  open.onerror = () => reject(open.error);
  open.onsuccess = () => {
    const all = open.result.transaction("bytes").objectStore("bytes").getAllKeys();
    all.onsuccess = () => { open.result.close(); resolve(all.result.length); };
  };
})"""
pytestmark = [pytest.mark.journey, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """On SQLite: what a phone keeps does not depend on the engine."""
    with running_on_sqlite(tmp_path_factory.mktemp("company")) as company:
        yield company


class Space:
    """How much the browser lets the app's origin have."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.browser = page.context.new_cdp_session(page)
        self._quota(quotaSize=PHONE_BYTES)

    def left(self, room: int) -> None:
        """Something else takes all but that. What Chromium tidies away after so much writing is
        room again: it is filled until nothing more becomes free."""
        taken = 0
        for _ in range(FILLS):
            before, taken = taken, self._used(room)
            if taken == before:
                return

    def _used(self, room: int) -> int:
        """Bytes of the origin, a moment after it was filled."""
        self.page.evaluate(FILL, room)
        self.page.wait_for_timeout(TIDY_MS)
        used: int = self.page.evaluate(USED)
        return used

    def back(self) -> None:
        self._quota()

    def _quota(self, **size: int) -> None:
        self.browser.send("Storage.overrideQuotaForOrigin", {"origin": self.origin, **size})


@contextmanager
def at_work(company: Company, browser: Browser, login: str) -> Iterator[tuple[Rep, Space, Call]]:
    """In a store, on a phone with little space, and no network: what is kept stays, and counts."""
    if company.server.process is None:
        company.server.start()
    page = app.window(browser)
    space = Space(page, company.server.url)
    app.sign_in(page, company.server.url, login)
    rep = Rep(page, Looked())
    store = rep.stores(1)[0]
    rep.stand_at(page.context, login, store)
    call = rep.arrive(store)
    company.server.kill()
    yield rep, space, call
    page.context.close()
    assert rep.looked.found == []


def test_space_that_ends_in_the_middle_of_a_photo_loses_nothing(
    company: Company, browser: Browser
) -> None:
    with at_work(company, browser, REP) as (rep, space, call):
        page = rep.page
        rep.shoot(call, "门头照")
        viewfinder = shot(page)
        space.left(ROOM_FOR_WORDS)
        before = told(page)
        for _ in range(2):  # and there is still no space when she tries again
            viewfinder.get_by_role("button", name="使用", exact=True).click()
            viewfinder.get_by_role("alert").filter(has_text=PHOTO_FULL).wait_for()
            viewfinder.get_by_role("button", name="使用", exact=True).wait_for()
            assert told(page) == before
        rep.looked.every_way(page, "相机，手机满了")

        space.back()
        viewfinder.get_by_role("button", name="使用", exact=True).click()
        viewfinder.wait_for(state="detached")
        call.photos += 1
        page.get_by_role("heading", name=f"照片（{call.photos}）").wait_for()
        ends(company, rep, call)
        arrived(company, page, call)


def test_what_is_filled_in_on_a_full_phone_is_kept_once_there_is_space(
    company: Company, browser: Browser
) -> None:
    with at_work(company, browser, OTHER) as (rep, space, call):
        page = rep.page
        page.get_by_role("link", name=re.compile("^货架检查")).click()
        page.locator("main li").first.wait_for()
        warning = page.get_by_role("alert").filter(has_text=FORM_FULL)
        nothing = page.get_by_role("button", name="无", exact=True)
        rows = itertools.count()

        def full() -> bool:
            """What Chromium tidies away meanwhile is room again: then it is filled once more."""
            space.left(NO_ROOM)
            nothing.nth(next(rows)).click()
            with suppress(Error):
                warning.wait_for(timeout=10_000)
            return warning.count() > 0

        app.until("the phone is full", full)
        rep.looked.at(page, "货架检查，手机满了")
        space.left(NO_ROOM)  # of what was tidied away while the screen was looked at
        page.get_by_role("button", name=re.compile("^保存")).click()
        page.get_by_role("alert").filter(has_text=SAY_FULL).wait_for()
        assert [line["kind"] for line in app.held(page, OTHER, "log")] == ["visit.check_in"]

        space.back()
        warning.wait_for(state="detached", timeout=app.LONG_MS)
        page.reload()
        page.locator("main li.answered").first.wait_for()
        page.go_back()
        rep.shoot(call, "门头照")
        rep.shoot(call, "价签")
        ends(company, rep, call)


def ends(company: Company, rep: Rep, call: Call) -> None:
    """The rest of her visit, and the network again."""
    rep.check_shelf()
    rep.order(call)
    rep.leave(call)
    company.server.start()
    app.send_now(rep.page)
    state = f"SELECT state FROM visit WHERE id = '{call.visit}'"
    assert company.rows(state) == [("completed",)]
    orders = f"SELECT no FROM sales_order WHERE visit_id = '{call.visit}'"
    assert [no for (no,) in company.rows(orders)] == call.orders


def shot(page: Page) -> Any:
    """A picture is taken, looked at, and not kept yet."""
    page.get_by_role("button", name=re.compile("^货架照")).first.click()
    viewfinder = page.get_by_role("dialog")
    viewfinder.get_by_role("button", name="拍照", exact=True).click()
    viewfinder.get_by_role("button", name="使用", exact=True).wait_for()
    return viewfinder


def told(page: Page) -> tuple[list[str], list[str], int]:
    """What is kept: lines, pictures, and pictures' bytes."""
    lines = [line["op_id"] for line in app.held(page, REP, "log")]
    photos = [photo["photo_id"] for photo in app.held(page, REP, "photos")]
    return lines, photos, page.evaluate(KEPT, REP)


def arrived(company: Company, page: Page, call: Call) -> None:
    said = {
        line["id"]: line["args"]["sha256"]
        for line in app.held(page, REP, "log")
        if line["kind"] == "photo.attach"
    }
    kept = dict(
        company.rows(f"SELECT id, sha256 FROM photo WHERE present AND visit_id = '{call.visit}'")
    )
    assert len(said) == call.photos
    assert kept == said
    blobs = Folder(company.database.path.parent)
    assert {sha256_of(blobs.path(sha256)) for sha256 in said.values()} == set(said.values())
