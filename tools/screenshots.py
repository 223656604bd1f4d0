"""`make screenshots`: every screen of every role, phone and desktop, into screenshots/."""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.server_process import ServerProcess
from tools.browser import find

OUT = Path(__file__).parent.parent / "screenshots"
PASSWORD = "demo-2026"
ARGS = [
    "--no-sandbox", "--disable-background-networking",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
]  # fmt: skip
SIZES = {"phone": (360, 740), "desktop": (1440, 900)}
SCREENS = {
    "rep.cc02": ["/", "/stores", "/tasks", "/me", "/outbox", "/inbox", "/devices", "/day-end",
                 "/design"],
    "sup.cc": ["/", "/stores", "/tasks", "/orders", "/me", "/quarantine", "/team-devices"],
    "spc.east": ["/", "/stores", "/orders"],
    "mgr.fs": ["/", "/board", "/orders"],
    "clk.p01": ["/", "/notes", "/me"],
    "drv.p01a": ["/", "/me"],
    "adm.fs": ["/", "/me"],
}  # fmt: skip
DEEP = {
    "rep.cc02": ["a[href^='/stores/S']", "a[href^='/checkin/']"],
    "sup.cc": [],
    "clk.p01": ["a[href^='/orders/']"],
    "drv.p01a": ["a[href^='/deliver/']"],
}
"""Links followed one after another from the first screen."""


def main() -> None:
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="xundian-shots-") as folder:
        server = ServerProcess(Path(folder))
        server.run("backend.store.migrate")
        server.run("seed_data.load")
        with server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=ARGS)
            for locale in ("zh-CN", "en"):
                for size in SIZES:
                    for login in SCREENS:
                        walk(browser, server.url, login, size, locale)
            browser.close()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.name}/")


def walk(browser: Browser, url: str, login: str, size: str, locale: str) -> None:
    width, height = SIZES[size]
    options: dict[str, Any] = {
        "viewport": {"width": width, "height": height}, "locale": locale,
        "timezone_id": "Asia/Shanghai", "device_scale_factor": 2 if size == "phone" else 1,
        "geolocation": {"latitude": 23.0301, "longitude": 113.1122, "accuracy": 18},
        "permissions": ["geolocation", "camera"],
    }  # fmt: skip
    context = browser.new_context(**options)
    page = context.new_page()
    page.goto(url)
    page.locator("input").nth(0).fill(login)
    page.locator("input").nth(1).fill(PASSWORD)
    page.locator("form button.primary").click()
    page.locator("nav").wait_for()
    page.wait_for_timeout(4000)
    prefix = f"{login}.{size}.{locale}"
    for path in SCREENS[login]:
        go(page, path)
        page.screenshot(path=str(OUT / f"{prefix}.{path.strip('/') or 'start'}.png"))
    go(page, "/")
    for i, link in enumerate(DEEP.get(login, [])):
        found = page.locator(link).first
        if found.count():
            go(page, found.get_attribute("href") or "/")
            page.screenshot(path=str(OUT / f"{prefix}.deep{i + 1}.png"))
    context.close()


def go(page: Page, path: str) -> None:
    page.evaluate(GO, path)
    page.wait_for_timeout(1200)


GO = """path => {
  history.pushState({ inside: true }, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}"""


if __name__ == "__main__":
    main()
