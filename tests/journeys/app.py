"""The app as a person meets it: a browser that can be killed, screens, buttons, a camera."""

import contextlib
import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Locator,
    Page,
    Playwright,
    expect,
    sync_playwright,
)  # fmt: skip

from tools.browser import find

PASSWORD = "demo-2026"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
ARGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
]  # fmt: skip
LONG_MS = 60_000
OPEN: list[BrowserContext] = []
"""Everybody's, for `on_screen`."""


@contextlib.contextmanager
def playing() -> Iterator[Playwright]:
    """Playwright; whatever goes wrong meanwhile says what was on the screens."""
    with sync_playwright() as playwright:
        try:
            yield playwright
        except Exception as error:
            error.add_note(on_screen())
            raise


def on_screen() -> str:
    """What each page that is still open showed, in words: a picture does not get into a log."""
    pages = [page for context in OPEN for page in context.pages]
    OPEN.clear()
    return "\n".join(words_of(page) for page in pages)


def words_of(page: Page) -> str:
    try:
        words = page.locator("body").inner_text(timeout=3_000)
    except Error as error:
        words = f"({error.message.splitlines()[0]})"
    return f"on {page.url}: {' | '.join(words.split())[:1_500]}"


def person_at(viewport: dict[str, int]) -> dict[str, Any]:
    """In Chinese, in Foshan, before a screen of that size."""
    return {
        "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": viewport,
        "permissions": ["geolocation", "camera"],
        "geolocation": {"latitude": 23.0301, "longitude": 113.1122, "accuracy": 15},
    }  # fmt: skip


def browser(playwright: Playwright, profile: Path) -> BrowserContext:
    """Chromium on a profile of its own, which stays when it is killed."""
    options: dict[str, Any] = {"executable_path": find(), "args": ARGS} | person_at(PHONE)
    return patient(playwright.chromium.launch_persistent_context(str(profile), **options))


def windows(playwright: Playwright) -> Browser:
    """Chromium for several people, each with a window of his own."""
    return playwright.chromium.launch(executable_path=find(), args=ARGS)


def window(browser: Browser, viewport: dict[str, int] | None = None, locale: str = "zh-CN") -> Page:
    options: dict[str, Any] = person_at(viewport or PHONE) | {"locale": locale}
    return patient(browser.new_context(**options)).new_page()


def patient(context: BrowserContext) -> BrowserContext:
    """Three journeys share two cores: what is slow is not wrong."""
    OPEN.append(context)
    context.set_default_timeout(LONG_MS)
    expect.set_options(timeout=LONG_MS / 3)
    return context


def kill_browser(profile: Path) -> int:
    """SIGKILL to every process of the browser on this profile: no goodbye, no flush."""
    mine = f"--user-data-dir={profile}".encode()
    killed: set[int] = set()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = {pid for pid in processes() if mine in command_of(pid)}
        if not found and killed:
            break
        for pid in found:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        killed |= found
        time.sleep(0.05)
    return len(killed)


def processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def command_of(pid: int) -> bytes:
    """Its command line; nothing when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def until(what: str, true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until it is so. The time is how long to hope, not what is asserted."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"never came to pass: {what}")
        time.sleep(0.05)


def sign_in(page: Page, url: str, login: str) -> None:
    page.goto(url)
    page.get_by_role("textbox", name="账号").fill(login)
    page.get_by_role("textbox", name="密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("navigation").wait_for(timeout=LONG_MS)
    if page.url.endswith("/ready"):  # her first time on this phone
        page.get_by_role("button", name=re.compile("开始工作$")).click()


KEPT = """async () => {
  if (!navigator.serviceWorker.controller) return false;
  const places = globalThis.caches ?? globalThis.cachesApart; // what tests/crash/torn.py takes away
  for (const name of await places.keys()) {
    if (!name.startsWith('shell-')) continue;
    const kept = await places.open(name).then((cache) => cache.keys());
    const notes = kept.filter(({ url }) => url.includes('/kept/'));
    // An earlier build kept everybody's screens, and no notes.
    if (notes.length > 1 || (kept.length && !notes.length)) return true;
  }
  return false;
}"""


def kept_whole(page: Page) -> None:
    """Wait until the service worker has put every file of a signed-in person's screens away, and
    answers for them."""
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    until("every file is kept", lambda: page.evaluate(KEPT))


def tab(page: Page, name: str) -> None:
    """One of the entries of the bottom bar."""
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()


def go(page: Page, path: str) -> None:
    """Inside the app, as a link would."""
    page.evaluate(
        "path => { history.pushState({ inside: true }, '', path);"
        " dispatchEvent(new PopStateEvent('popstate')); }",
        path,
    )


def said(page: Page, text: str | re.Pattern[str]) -> str:
    """Wait for what the app says at the foot of the screen, and give it back."""
    snack = page.locator(".snack").filter(has_text=text)
    snack.wait_for()
    return snack.inner_text()


def say_why_other(page: Page) -> None:
    """Where the order is not as suggested, why."""
    page.get_by_label("请在这里签名").wait_for()
    why = page.get_by_role("group", name="和建议不一样，为什么？")
    if why.count() and why.locator("[aria-pressed=true]").count() == 0:
        why.get_by_role("button", name="店主不要", exact=True).click()


def say_where(page: Page) -> None:
    """Where she is seen away from the store's door, how that comes."""
    page.get_by_text("正在定位").wait_for(state="hidden")
    far = page.get_by_role("group", name="位置说明")
    if far.count() and far.locator("[aria-pressed=true]").count() == 0:
        far.get_by_role("button").first.click()


def say_why(page: Page) -> None:
    """Off the plan she says why she is here, and far from the door how that comes; else nobody
    asks. An older app lets her anyway."""
    why = page.get_by_role("group", name="为什么来（计划外）")
    arrive = page.get_by_role("button", name=re.compile("到店$"))
    ready = page.locator(".foot button.primary:enabled")
    far = page.get_by_role("group", name="位置说明")
    page.get_by_text("正在定位").wait_for(state="hidden")
    ready.or_(why).or_(far).first.wait_for()
    say_where(page)
    if why.count() == 0:
        return
    chosen = why.locator("[aria-pressed=true]")
    for _ in range(3):  # what was chosen before a kill comes back a moment later
        if chosen.count():
            break
        why.get_by_role("button").first.click()
        page.wait_for_timeout(200)
    expect(arrive).to_be_enabled()


def load_truck(page: Page, card: Locator) -> None:
    """Every product of this stop is counted, and all of it is there."""
    card.get_by_role("link", name="装车", exact=True).click()
    page.get_by_role("button", name=re.compile("^装好了")).wait_for()
    for one in page.get_by_role("checkbox").all():
        one.check()
    page.get_by_role("button", name=re.compile("^装好了")).click()
    said(page, "已装车")


def photograph(page: Page) -> None:
    """In the viewfinder: press the shutter, look at the picture, keep it; the app says saved."""
    viewfinder = page.get_by_role("dialog")
    viewfinder.get_by_role("button", name="拍照", exact=True).click()
    viewfinder.get_by_role("button", name="使用", exact=True).click()
    viewfinder.wait_for(state="detached")


def sign(page: Page) -> None:
    """A stroke of a finger on the pad."""
    canvas = page.get_by_label("请在这里签名")
    # To the middle: at the lower edge the buttons of the screen lie over it.
    canvas.evaluate("pad => pad.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = canvas.bounding_box()
    assert box is not None
    x, y, height = box["x"] + 40, box["y"], box["height"]
    page.mouse.move(x, y + height * 0.5)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(x + step * 22, y + height * (0.4 + step % 2 / 10))
    page.mouse.up()
    page.get_by_role("button", name="重签").wait_for()


def send_now(page: Page) -> None:
    """As she does when the company answers again: tap, rather than wait for the next try. After a
    silence that can be minutes away, by chance (full jitter)."""
    go(page, "/outbox")
    page.get_by_role("button", name="立即发送").click()
    page.get_by_text("公司已确认收到每一条").wait_for(timeout=180_000)


def all_offline(*pages: Page) -> None:
    """Each with every screen of his put away, and from here on without a network."""
    for page in pages:
        kept_whole(page)
    for page in pages:
        page.context.set_offline(True)


HELD = """([user, store]) => new Promise((resolve, reject) => {
  const open = indexedDB.open(`xundian-${user}`);
  open.onerror = () => reject(open.error);
  open.onsuccess = () => {
    const all = open.result.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => {
      open.result.close();
      resolve(all.result.map((row) => ({ ...row, thumb: undefined })));
    };
  };
})"""


def held(page: Page, user: str, store: str) -> list[dict[str, Any]]:
    """Everything in one store of the phone's database: rows, log, photos, scopes."""
    kept: list[dict[str, Any]] = page.evaluate(HELD, [user, store])
    return kept
