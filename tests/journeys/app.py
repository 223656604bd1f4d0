"""The app as a person meets it: a browser that can be killed, a network that can be cut."""

import contextlib
import os
import signal
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import BrowserContext, Page, Playwright

from tools.browser import find

PASSWORD = "demo-2026"
ARGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
]  # fmt: skip
AXE = Path(__file__).parent.parent.parent / "pwa" / "node_modules" / "axe-core" / "axe.min.js"
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server"}


class Road:
    """The way between phone and server: can be closed, and sends every push twice."""

    def __init__(self, port: int, server_url: str) -> None:
        self.port, self.server_url = port, server_url
        self.url = f"http://127.0.0.1:{port}"
        self.pushes = 0
        self.httpd: ThreadingHTTPServer | None = None

    def open(self) -> None:
        road = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass(self) -> None:
                size = int(self.headers.get("content-length") or 0)
                road.carry(self, self.rfile.read(size) if size else b"")

            do_GET = do_POST = do_PATCH = do_HEAD = do_DELETE = _pass

            def log_message(self, *_: object) -> None:
                """Quiet."""

        ThreadingHTTPServer.allow_reuse_address = True
        self.httpd = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.httpd.daemon_threads = True
        threading.Thread(target=self.httpd.serve_forever, daemon=True).start()

    def close(self) -> None:
        if self.httpd is not None:
            self.httpd.shutdown()
            self.httpd.server_close()
            self.httpd = None

    def carry(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        path = request.path
        headers = {k: v for k, v in request.headers.items() if k.lower() not in HOP}
        if path.startswith("/sync/v1/live"):
            answer = httpx.Response(404)
        else:
            times = 2 if path == "/sync/v1/push" else 1
            try:
                for _ in range(times):
                    self.pushes += path == "/sync/v1/push"
                    answer = self._ask(request.command, path, headers, body)
            except httpx.TransportError:
                request.close_connection = True
                with contextlib.suppress(OSError):
                    request.connection.close()
                return
        with contextlib.suppress(OSError):
            request.send_response(answer.status_code)
            for name, value in answer.headers.items():
                if name.lower() not in HOP:
                    request.send_header(name, value)
            content = answer.extensions.get("raw", b"")
            request.send_header("Content-Length", str(len(content)))
            request.end_headers()
            if request.command != "HEAD":
                request.wfile.write(content)

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> httpx.Response:
        with (
            httpx.Client(timeout=60) as client,
            client.stream(method, self.server_url + path, headers=headers, content=body) as answer,
        ):
            answer.extensions["raw"] = b"".join(answer.iter_raw())
            return answer


def browser(playwright: Playwright, profile: Path, **more: Any) -> BrowserContext:
    """Chromium on a profile of its own, at phone size, in Chinese, in Foshan."""
    options: dict[str, Any] = {
        "executable_path": find(), "args": ARGS, "locale": "zh-CN", "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 360, "height": 740}, "permissions": ["geolocation", "camera"],
        "geolocation": {"latitude": 23.0301, "longitude": 113.1122, "accuracy": 15},
    }  # fmt: skip
    context = playwright.chromium.launch_persistent_context(str(profile), **(options | more))
    context.set_default_timeout(20_000)
    return context


def kill_browser(profile: Path) -> int:
    """SIGKILL to every process of the browser on this profile: no goodbye, no flush."""
    killed = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            if f"--user-data-dir={profile}".encode() in (entry / "cmdline").read_bytes():
                os.kill(int(entry.name), signal.SIGKILL)
                killed += 1
    return killed


def sign_in(page: Page, url: str, login: str) -> None:
    page.goto(url)
    page.get_by_role("textbox", name="账号").fill(login)
    page.get_by_role("textbox", name="密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("navigation").wait_for()


def go(page: Page, path: str) -> None:
    """Inside the app, as a link would."""
    page.evaluate(
        "path => { history.pushState({ inside: true }, '', path);"
        " dispatchEvent(new PopStateEvent('popstate')); }",
        path,
    )


def photograph(page: Page) -> None:
    """The viewfinder is open: press the shutter, wait until the picture is kept."""
    shutter = page.get_by_role("button", name="拍照", exact=True)
    shutter.wait_for()
    page.wait_for_function(
        "() => { const b = document.querySelector('dialog[open] button.shutter');"
        " return b && !b.disabled; }"
    )
    shutter.click()
    page.get_by_role("button", name="使用", exact=True).click()
    page.locator("dialog[open]").wait_for(state="detached")


def sign(page: Page) -> None:
    """A stroke on the canvas."""
    canvas = page.locator("canvas").first
    canvas.evaluate("c => c.scrollIntoView({ block: 'center' })")
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 40, box["y"] + box["height"] * 0.7)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 40 + step * 22, box["y"] + box["height"] * (0.6 + step % 2 / 10))
    page.mouse.up()


def axe(page: Page) -> list[str]:
    """What axe finds on the screen as it is: rule and place."""
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations"
    )
    return [f"{one['id']}: {node['html'][:140]}" for one in found for node in one["nodes"][:3]]


ROWS = """user => new Promise((resolve, reject) => {
  const open = indexedDB.open(`xundian-${user}`);
  open.onerror = () => reject(open.error);
  open.onsuccess = () => {
    const all = open.result.transaction("rows").objectStore("rows").getAll();
    all.onsuccess = () => { open.result.close(); resolve(all.result); };
  };
})"""


def rows_on_phone(page: Page, user: str) -> list[dict[str, Any]]:
    """Every row the phone holds of the server's word."""
    held: list[dict[str, Any]] = page.evaluate(ROWS, user)
    return held
