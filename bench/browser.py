"""The phone of the measurement: Chromium at 360x740, slowed down, with watches in every page.

The slow-down by CPU reaches the page's main thread only, as Chromium's own does: workers and the
service worker run at the machine's speed.
"""

import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Page, Playwright

from tools.browser import find

CPU = 6
SLOW_4G = {
    "offline": False, "latency": 562.5, "downloadThroughput": 1.47e6 / 8,
    "uploadThroughput": 675e3 / 8,
}  # fmt: skip
ARGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update",
    "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
]  # fmt: skip
PHONE: dict[str, Any] = {
    "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 360, "height": 740},
    "has_touch": True, "is_mobile": True, "device_scale_factor": 2,
    "permissions": ["geolocation", "camera"],
    "geolocation": {"latitude": 23.0301, "longitude": 113.1122, "accuracy": 15},
}  # fmt: skip

WATCH = """
window.bench = { events: [], marks: [], saves: [], copies: [], long: [], shown: {} };
new PerformanceObserver((list) => {
  for (const { interactionId, startTime, duration } of list.getEntries())
    if (interactionId) bench.events.push({ id: interactionId, at: startTime, took: duration });
}).observe({ type: "event", durationThreshold: 16, buffered: true });
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) bench.long.push([startTime, duration]);
}).observe({ type: "longtask", buffered: true });
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (stores, mode, options) {
  const tx = begin.call(this, stores, mode, options);
  // Her work; not the padding by which a start begins a new log (pwa/src/device/fresh-log.ts).
  if (mode === "readwrite" && options?.durability === "strict" && stores !== "pieces") {
    const begun = performance.now();
    tx.addEventListener("complete", () => bench.saves.push(performance.now() - begun));
  }
  return tx;
};
const put = Cache.prototype.put;
Cache.prototype.put = async function (...args) {
  const begun = performance.now();
  await put.apply(this, args);
  bench.copies.push(performance.now() - begun);
};
bench.until = (name, selector, least) => {
  const look = () => {
    if (document.querySelectorAll(selector).length < least) return requestAnimationFrame(look);
    // The frame after the one that holds it: by then it has been painted.
    return requestAnimationFrame(() => setTimeout(() => (bench.shown[name] = performance.now())));
  };
  requestAnimationFrame(look);
};
"""
"""In every page: interactions and long tasks as the browser counts them, strict saves from the
transaction's beginning to its commit, and when something was first to be seen."""


def opened(playwright: Playwright, profile: Path, until: tuple[str, str, int]) -> BrowserContext:
    """Chromium on this profile. `until`: a name, a selector, and how many of it to look out for."""
    context = playwright.chromium.launch_persistent_context(
        str(profile), executable_path=find(), args=ARGS, **PHONE
    )
    name, selector, least = until
    context.add_init_script(WATCH + f"bench.until({name!r}, {selector!r}, {least});")
    return context


def slowed(page: Page, network: dict[str, Any] | None = None) -> CDPSession:
    """A phone's processor, and a phone's network where one is given."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    if network:
        session.send("Network.emulateNetworkConditions", network)
    return session


def shown_at(page: Page, name: str, timeout: float = 60_000) -> float:
    """Milliseconds from the beginning of the navigation until it had been painted."""
    page.wait_for_function("name => bench.shown[name] !== undefined", arg=name, timeout=timeout)
    found: float = page.evaluate("name => bench.shown[name]", name)
    return found


def loop_ms(page: Page) -> float:
    """A fixed piece of work: how fast this machine is just now, slowed as it is."""
    found: float = page.evaluate(LOOP)
    return found


LOOP = """() => {
  const begun = performance.now();
  let sum = 0;
  for (let i = 0; i < 8e6; i += 1) sum = (sum * 31 + i) | 0;
  return performance.now() - begun + (sum === 1 ? 1 : 0);
}"""


def copied(profile: Path, to: Path) -> Path:
    """The same phone once more, as it was when its browser was closed."""
    gone = shutil.ignore_patterns("Singleton*", "*.lock", "LOCK", "Crash*")
    shutil.copytree(profile, to, ignore=gone)
    return to
