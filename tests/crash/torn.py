"""What is left of a phone's work when Chromium's own kill has torn a write.

    python -m tests.crash.torn

A few bytes are cut off the end of the file that Chromium's IndexedDB wrote last, as a SIGKILL in
the middle of that write leaves it. The next start reads up to there and goes on writing behind it;
the start after that finds damage, and Chromium throws all databases of the origin away. Two things
stand against that, and each is tried without the help of the other:

- pwa/src/device/fresh-log.ts makes each start begin a new file;
- pwa/src/device/spare.ts keeps what is unsent in a second place, for a kill before the new file.
"""

import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.crash.browser import LOGIN, calls_of, morning
from tests.crash.mortal import Mortal
from tests.crash.steps import CheckIn, Photo, Step, more
from tests.journeys import app
from tests.journeys.company import running_on_sqlite

TORN_BYTES = 700
LOGS = "Default/IndexedDB/*.leveldb/*.log"
NO_NEW_LOG = "delete Navigator.prototype.userAgentData"
"""fresh-log.ts takes this browser for another than Chromium."""
NO_SPARE = "globalThis.cachesApart = globalThis.caches; delete globalThis.caches"
"""The app finds no second place; the test still sees which files are kept."""
COPIED = """([user, note]) => typeof caches === "undefined" || caches.open(`spare-${user}`)
  .then(async (cache) => {
    const drafts = (await cache.keys()).filter(({ url }) => url.includes("drafts%2Fleave"));
    const texts = drafts.map(async (one) => (await cache.match(one))?.text() ?? "");
    return (await Promise.all(texts)).some((text) => text.includes(note));
  })"""
RECOVERED = """(user) => new Promise((resolve, reject) => {
  const open = indexedDB.open(`xundian-${user}`);
  open.onerror = () => reject(open.error);
  open.onsuccess = () => {
    const found = open.result.transaction("meta").objectStore("meta").get("incidents");
    found.onsuccess = () => { open.result.close(); resolve(found.result?.recovered ?? 0); };
  };
})"""
NOTE = "冰柜要换灯管"


@dataclass(frozen=True)
class Left:
    """What the phone knows once it has been killed again."""

    lines: tuple[int, int, int]
    """Lines of the log before the kill, and after each of the two starts."""
    typed: bool
    """What was typed in between is still in its field."""
    photos: int
    """Pictures whose bytes are there."""
    recovered: int
    """Times the database was gone and came back from the second place."""


def main() -> int:
    found = []
    for name, left in (("a new log", left_with_new_log), ("a second place", left_with_spare)):
        with tempfile.TemporaryDirectory(prefix="xundian-torn-") as folder:
            found.append(left(Path(folder)))
        print(f"with {name} only: {found[-1]}", flush=True)
    return 0 if all(one.lines[-1] >= 1 and one.typed for one in found) else 1


def left_with_new_log(folder: Path) -> Left:
    """The second kill comes once the new log has begun."""
    return left_after(
        folder, NO_SPARE, lambda log: app.until("a new log", lambda: not log.exists())
    )


def left_with_spare(folder: Path) -> Left:
    """The second kill comes before any new log."""
    return left_after(folder, NO_NEW_LOG, lambda _: None)


def left_after(folder: Path, script: str, before_kill: Callable[[Path], None]) -> Left:
    with running_on_sqlite(folder) as company, sync_playwright() as playwright:
        (call,) = calls_of(company, 1)
        phone = Mortal(playwright, folder / "profile", company.server.url, LOGIN, script)
        try:
            morning(phone, [call])
            company.server.kill()
            phone.stand_at(call.store)
            steps: tuple[Step, ...] = (CheckIn(), Photo("门头照", 1))
            for step in steps:
                step.reach(phone.page, call)
                step.enter(phone.page)
                step.tap(phone.page)
                step.saved(phone.page, call)
                call.visit = phone.said(call)[0]["id"]
            lines = [_lines(phone.page)]
            phone.die()
            (log,) = phone.profile.glob(LOGS)
            os.truncate(log, log.stat().st_size - TORN_BYTES)
            phone.start()
            lines.append(_lines(phone.page))
            phone.page.wait_for_url(f"**/visits/{call.visit}")
            app.go(phone.page, f"/visits/{call.visit}/leave")
            more(phone.page.get_by_role("textbox", name="小结"), NOTE)
            phone.rested()
            # The second place is another store of the browser's: what is kept is kept in both.
            app.until("it is there", lambda: phone.page.evaluate(COPIED, [LOGIN, NOTE]))
            before_kill(log)
            phone.die()
            phone.start()
            lines.append(_lines(phone.page))
            page = phone.page
            drafts = app.held(page, LOGIN, "drafts")
            left = Left(
                lines=(lines[0], lines[1], lines[2]),
                typed=any(NOTE in str(draft["value"]) for draft in drafts),
                photos=len(app.held(page, LOGIN, "photos")),
                recovered=page.evaluate(RECOVERED, LOGIN),
            )
            company.server.start()
            page.evaluate("() => dispatchEvent(new Event('online'))")
            app.go(page, "/outbox")
            page.get_by_text("公司已确认收到每一条").wait_for(timeout=60_000)
            visits = company.rows(f"SELECT id FROM visit WHERE id = '{call.visit}'")
            assert visits == [(call.visit,)], "it has not arrived"
            return left
        finally:
            phone.end()


def _lines(page: Page) -> int:
    return len(app.held(page, LOGIN, "log"))


if __name__ == "__main__":
    sys.exit(main())
