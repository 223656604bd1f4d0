"""The phone's figures: Chromium at 360x740, 6x CPU throttle, Slow 4G for what comes over the air.

Interactions are Event Timing durations, input to next paint, as the browser itself counts them.
"""

import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.server_process import ServerProcess
from tools.browser import find

PASSWORD = "demo-2026"
CPU = 6
SLOW_4G = {
    "offline": False, "latency": 562.5, "downloadThroughput": 1.47e6 / 8,
    "uploadThroughput": 675e3 / 8,
}  # fmt: skip
ARGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
]  # fmt: skip
WATCH = """
window.__events = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    if (entry.interactionId) window.__events.push(entry.duration);
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
GOALS = {
    "cold interactive ms": 2500.0, "offline list usable ms": 1500.0, "worst interaction ms": 200.0,
    "strict save p95 ms": 50.0,
}  # fmt: skip


def measure(rounds: int) -> dict[str, list[float]]:
    """Each figure, once a round; one server and one world for all of them."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="xundian-bench-") as folder:
        server = ServerProcess(Path(folder))
        server.run("backend.store.migrate")
        world = Path(folder, "world.jsonl")
        server.run("bench.world", str(world))
        server.run("seed_data.load", "--file", str(world))
        with server:
            for number in range(rounds):
                profile = Path(folder, f"profile{number}")
                for name, value in one_round(server, profile).items():
                    found.setdefault(name, []).append(value)
    return found


def one_round(server: ServerProcess, profile: Path) -> dict[str, float]:
    figures: dict[str, float] = {}
    with sync_playwright() as playwright:
        options: dict[str, Any] = {
            "executable_path": find(), "args": ARGS, "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai", "viewport": {"width": 360, "height": 740},
            "geolocation": {"latitude": 23.03, "longitude": 113.11, "accuracy": 15},
            "permissions": ["geolocation", "camera"],
        }  # fmt: skip
        context = playwright.chromium.launch_persistent_context(str(profile), **options)
        page = context.pages[0]
        slow = throttle(page)
        slow.send("Network.emulateNetworkConditions", SLOW_4G)
        begun = time.perf_counter()
        page.goto(server.url)
        page.locator("form button").wait_for()
        figures["cold interactive ms"] = (time.perf_counter() - begun) * 1000
        fast = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        slow.send("Network.emulateNetworkConditions", fast)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": 1})
        sign_in(page)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        context.close()
        server.stop()  # from here on there is no server
        context = playwright.chromium.launch_persistent_context(str(profile), **options)
        page = context.pages[0]
        throttle(page)
        begun = time.perf_counter()
        page.goto(f"{server.url}/stores")
        page.locator("a[href^='/stores/S']").first.wait_for(timeout=60_000)
        figures["offline list usable ms"] = (time.perf_counter() - begun) * 1000
        figures.update(a_visit(page))
        context.close()
    server.start()
    return figures


def throttle(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    return session


def sign_in(page: Page) -> None:
    page.locator("input").nth(0).fill("rep.bench")
    page.locator("input").nth(1).fill(PASSWORD)
    page.locator("form button").click()
    page.wait_for_function(
        "() => document.querySelector('nav a[href=\"/stores\"]') !== null", timeout=60_000
    )
    deadline = time.monotonic() + 240
    while time.monotonic() < deadline:
        held = page.evaluate(COUNT)
        if held >= 5000:
            return
        page.wait_for_timeout(1000)
    raise RuntimeError(f"only {held} stores arrived")


COUNT = """() => new Promise((resolve) => {
  const open = indexedDB.open("xundian-rep.bench");
  open.onsuccess = () => {
    const count = open.result.transaction("rows").objectStore("rows").index("record")
      .count(IDBKeyRange.bound(["store"], ["store", []]));
    count.onsuccess = () => { open.result.close(); resolve(count.result); };
  };
})"""


def a_visit(page: Page) -> dict[str, float]:
    """A visit with an order from 200 SKUs: typing in search, steppers, totals, saving."""
    page.evaluate(WATCH)
    go(page, page.locator("a[href^='/stores/S']").first.get_attribute("href") or "")
    page.locator("a.primary").click()
    page.locator("button.primary").click()
    page.wait_for_url("**/visits/*")
    visit = page.url.rsplit("/", 1)[-1]
    go(page, f"/visits/{visit}/order")
    page.get_by_role("button", name="全部").click()
    page.locator("li .stepper").nth(150).wait_for(state="attached", timeout=60_000)
    for i in range(12):
        stepper = page.locator("li .stepper").nth(i * 3)
        stepper.locator("button").nth(1).click()
        stepper.locator("input").fill("")
        stepper.locator("input").press_sequentially("12")
    search = page.locator("input[type=search]")
    search.press_sequentially("五时茶", delay=60)
    search.fill("")
    saves = page.evaluate(SAVES)
    events = page.evaluate("window.__events")
    return {
        "worst interaction ms": float(max(events)),
        "interaction p95 ms": float(sorted(events)[int(len(events) * 0.95)]),
        "strict save p95 ms": float(sorted(saves)[int(len(saves) * 0.95)]),
    }


SAVES = """async () => {
  const db = await new Promise((resolve) => {
    const open = indexedDB.open("xundian-rep.bench");
    open.onsuccess = () => resolve(open.result);
  });
  const took = [];
  for (let i = 0; i < 60; i += 1) {
    const begun = performance.now();
    await new Promise((resolve, reject) => {
      const tx = db.transaction(["drafts"], "readwrite", { durability: "strict" });
      tx.objectStore("drafts").put({ key: "bench", value: "x".repeat(4000 + i), saved_at: "" });
      tx.oncomplete = resolve;
      tx.onabort = reject;
    });
    took.push(performance.now() - begun);
  }
  db.close();
  return took;
}"""


def go(page: Page, path: str) -> None:
    page.evaluate(GO, path)


GO = """path => {
  history.pushState({ inside: true }, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}"""
