"""`make screenshots`: every screen of every role, phone, tablet and desktop, both languages, into
screenshots/. Deliveries and orders are as the demo world has them; the rep makes one visit."""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.server_process import ServerProcess
from tools.browser import find
from tools.screens import PEOPLE, Person, enter, still, walked

OUT = Path(__file__).parent.parent / "screenshots"
PASSWORD = "demo-2026"
ARGS = [
    "--no-sandbox", "--disable-background-networking",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
]  # fmt: skip
SIZES = {"phone": (360, 740), "tablet": (820, 1180), "desktop": (1440, 900)}
LOCALES = ("zh-CN", "en")


def main() -> None:
    OUT.mkdir(exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=ARGS)
        for locale in LOCALES:
            for size in SIZES:
                a_walk(browser, size, locale)
        browser.close()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.name}/")


def a_walk(browser: Browser, size: str, locale: str) -> None:
    """In a world of its own: the one before has begun visits and drafts."""
    with tempfile.TemporaryDirectory(prefix="xundian-shots-") as folder:
        server = ServerProcess(Path(folder))
        server.run("backend.store.migrate")
        server.run("seed_data.load")
        with server:
            for person in PEOPLE:
                pictures(browser, server.url, person, size, locale)


def pictures(browser: Browser, url: str, person: Person, size: str, locale: str) -> None:
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
    page.locator("form button.primary:enabled").wait_for()
    still(page)
    name = f"{size}.{locale}.{person.login}"
    taken(page, f"{name}.00-login")
    enter(page, person, PASSWORD)
    for n, screen in enumerate(walked(page, person), 1):
        taken(page, f"{name}.{n:02}-{screen.name}")
    context.close()


def taken(page: Page, name: str) -> None:
    page.screenshot(path=str(OUT / f"{name}.png"))


if __name__ == "__main__":
    main()
