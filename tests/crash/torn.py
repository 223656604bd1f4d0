"""What is left of a phone's log when Chromium's own kill has torn a write.

    python -m tests.crash.torn

A few bytes are cut off the end of the file that Chromium's IndexedDB wrote last, as a SIGKILL in
the middle of that write leaves it. The next start reads up to there and goes on writing behind it;
left alone, the start after that would find damage, and Chromium would throw all databases of the
origin away. pwa/src/device/fresh-log.ts makes each start begin a new file; without it this prints 0
at the end.
"""

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.crash.browser import LOGIN, calls_of, morning
from tests.crash.mortal import Mortal
from tests.crash.steps import CheckIn, Photo, Step, more
from tests.journeys import app
from tests.journeys.company import running_on_sqlite

TORN_BYTES = 700
LOGS = "Default/IndexedDB/*.leveldb/*.log"


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="xundian-torn-") as name:
        found = lines_after_each_start(Path(name))
    print("lines in the log before the kill and after each start:", *found)
    return 0 if found[-1] else 1


def lines_after_each_start(folder: Path) -> list[int]:
    with running_on_sqlite(folder) as company, sync_playwright() as playwright:
        (call,) = calls_of(company, 1)
        phone = Mortal(playwright, folder / "profile", company.server.url, LOGIN)
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
            found = [len(app.held(phone.page, LOGIN, "log"))]
            phone.die()
            (log,) = phone.profile.glob(LOGS)
            os.truncate(log, log.stat().st_size - TORN_BYTES)
            for _ in range(2):
                phone.start("[type=password]")
                known = phone.page.locator(".strip").count()  # or the app asks who she is
                found.append(len(app.held(phone.page, LOGIN, "log")) if known else 0)
                if known:  # as she goes on, something is written
                    phone.page.wait_for_url(f"**/visits/{call.visit}")
                    app.go(phone.page, f"/visits/{call.visit}/leave")
                    more(phone.page.get_by_role("textbox", name="小结"), "冰柜要换灯管")
                    phone.rested()
                    app.until("a new log is begun", lambda: not log.exists())
                phone.die()
        finally:
            phone.end()
    return found


if __name__ == "__main__":
    sys.exit(main())
