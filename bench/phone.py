"""The phone's figures: first load over Slow 4G, start without a server, a whole visit, at 6x CPU.

Set up once a run: the world, the server, and one phone that has taken in its 5,000 stores. Each
round starts from a new profile (first load) and from a copy of that phone (all the rest), so that
rounds are alike. Times are the page's own, from the beginning of the navigation to the paint.
"""

import tempfile
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from bench.browser import SLOW_4G, copied, loop_ms, opened, shown_at, slowed
from bench.visit import a_visit
from bench.world import LOGIN, STORES
from tests.journeys.app import KEPT
from tests.server_process import ServerProcess
from tools.budgets import first_load, size

PASSWORD = "demo-2026"
FORM = ("form", "form button.primary:enabled", 1)
LIST = ("list", "main a[href^='/stores/S']", 8)
FIRST_PULL_S = 240
GOALS = {
    "first load KB brotli": 60.0, "cold interactive ms": 2500.0, "offline list usable ms": 1500.0,
    "worst interaction ms": 200.0, "strict save p95 ms": 50.0,
}  # fmt: skip
Figures = dict[str, float]


def measure(rounds: int) -> dict[str, list[float]]:
    """Each figure, once a round."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory(prefix="xundian-bench-") as name, sync_playwright() as driver:
        folder = Path(name)
        server = ServerProcess(folder)
        settle_in(server)
        with server:
            held = folder / "held"
            first_pull(driver, server, held)
            for number in range(rounds):
                figures = cold(driver, server, folder / f"cold{number}")
                server.stop()  # from here on there is no server
                figures |= offline(driver, server, copied(held, folder / f"phone{number}"))
                server.start()
                for what, value in figures.items():
                    found.setdefault(what, []).append(value)
                print(f"  round {number + 1} of {rounds}", flush=True)
    return found


def settle_in(server: ServerProcess) -> None:
    """The branch with its 5,420 stores; one rep holds 5,000 of them."""
    server.run("backend.store.migrate")
    world = server.folder / "world.jsonl"
    server.run("bench.world", str(world))
    server.run("seed_data.load", "--file", str(world))


def first_pull(driver: Playwright, server: ServerProcess, profile: Path) -> None:
    """Sign in and wait until every store is here and the app is kept for a start without a server.
    Not measured, so at full speed."""
    with closing(opened(driver, profile, FORM)) as context:
        page = context.pages[0]
        page.goto(server.url)
        page.locator("form input").nth(0).fill(LOGIN)
        page.locator("form input").nth(1).fill(PASSWORD)
        page.locator("form button.primary").click()
        page.locator("nav a[href='/stores']").wait_for(timeout=60_000)
        for _ in range(FIRST_PULL_S):
            held = page.evaluate(COUNT, LOGIN)
            if held["stores"] >= STORES and held["whole"] and page.evaluate(KEPT):
                break
            page.wait_for_timeout(1000)
        else:
            raise RuntimeError(f"not all has arrived: {held}")


COUNT = """(login) => new Promise((resolve) => {
  const open = indexedDB.open(`xundian-${login}`);
  open.onsuccess = () => {
    const tx = open.result.transaction(["rows", "scopes"]);
    const stores = tx.objectStore("rows").index("record")
      .count(IDBKeyRange.bound(["store"], ["store", []]));
    const scopes = tx.objectStore("scopes").getAll();
    tx.oncomplete = () => {
      open.result.close();
      resolve({ stores: stores.result, whole: scopes.result.every((scope) => scope.whole) });
    };
  };
})"""


def cold(driver: Playwright, server: ServerProcess, profile: Path) -> Figures:
    """A phone that was never here: until the form can be filled in."""
    with closing(opened(driver, profile, FORM)) as context:
        page = context.pages[0]
        slow = slowed(page, SLOW_4G)
        received: list[float] = []
        slow.on("Network.loadingFinished", lambda at: received.append(at["encodedDataLength"]))
        page.goto(server.url, wait_until="commit")
        shown = shown_at(page, "form")
        over_the_air = sum(received)
        return {
            "first load KB brotli": sum(size(path) for path in first_load()) / 1000,
            "over the air till then KB": over_the_air / 1000,
            "cold interactive ms": shown,
            "6x loop ms": loop_ms(page),
        }


def offline(driver: Playwright, server: ServerProcess, profile: Path) -> Figures:
    """The same phone opened anew with the server gone: its list of stores, then a whole visit."""
    with closing(opened(driver, profile, LIST)) as context:
        page = context.pages[0]
        slowed(page)
        page.goto(f"{server.url}/stores", wait_until="commit")
        shown = shown_at(page, "list")
        page.wait_for_timeout(2000)
        return {"offline list usable ms": shown, **a_visit(page)}
