"""`python -m bench.day [--visits 25]`: what a day costs the phone's data plan.

A rep works so many whole visits, or as many as she has stores, with the real app in a real browser,
three pictures and an order each, the network on. Counted on the way between phone and server,
headers and all, from the moment everything of hers is on the phone: what pictures cost, and what
all else does. Goals: 150 KB a visit besides pictures, 450 KB a picture. The camera is Chromium's,
whose picture is plainer than a shelf; the app keeps every picture under a budget of its own
(pwa/src/visits/photo-worker.ts).
"""

import argparse
import tempfile
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.journeys.look import Looked
from tests.journeys.rep import Rep
from tests.journeys.road import FILES, Road
from tests.server_process import free_port

LOGIN = "rep.cc01"
GOALS_KB = {"a visit besides pictures": 150.0, "a picture": 450.0}
PICTURES = 3
LINE = 60
"""Of a request's or an answer's first lines, about."""


class Counted:
    """A file that is written to, and how much was."""

    def __init__(self, file: Any, count: Any) -> None:
        self.file, self.count = file, count

    def write(self, piece: bytes) -> Any:
        self.count(len(piece))
        return self.file.write(piece)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)


class Scale(Road):
    """The road, with a scale on it."""

    def __init__(self, port: int, server_url: str) -> None:
        super().__init__(port, server_url)
        self.bytes = {"pictures": 0, "all else": 0}
        self.weigh = threading.Lock()

    def carry(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        kind = "pictures" if request.path.startswith(FILES) else "all else"
        if not request.path.startswith(("/sync", "/auth", "/office", "/files")):
            super().carry(request, body)  # the app itself: kept from the first visit on
            return

        def count(n: int) -> None:
            with self.weigh:
                self.bytes[kind] += n

        count(len(body) + LINE + sum(len(k) + len(v) + 4 for k, v in request.headers.items()))
        request.wfile = Counted(request.wfile, count)  # type: ignore[assignment]
        super().carry(request, body)


class Blind(Looked):
    """Nothing is looked at: it would take time, and fetch nothing."""

    def at(self, page: Page, name: str) -> None: ...


class ByAddress(Rep):
    """A long list shows only what is on the screen; she goes by the store's own address."""

    def find(self, store: str) -> None:
        app.go(self.page, f"/stores/{store}")


def measure(visits: int) -> dict[str, float]:
    """KB a visit besides pictures, and KB a picture."""
    with tempfile.TemporaryDirectory(prefix="xundian-day-") as name, sync_playwright() as player:
        folder = Path(name)
        with running_on_sqlite(folder) as company:
            return worked(company, app.browser(player, folder / "profile"), visits)


def worked(company: Company, context: Any, visits: int) -> dict[str, float]:
    road = Scale(free_port(), company.server.url)
    road.open()
    page = context.pages[0]
    app.sign_in(page, road.url, LOGIN)
    rep = ByAddress(page, Blind())
    rep.stores(1)
    app.kept_whole(page)
    app.until("all is here", lambda: all(one["whole"] for one in app.held(page, LOGIN, "scopes")))
    rows = app.held(page, LOGIN, "rows")
    stores = sorted({row["id"] for row in rows if row["entity"] == "store"})
    visits = min(visits, len(stores))
    before = dict(road.bytes)
    for n in range(visits):
        rep.stand_at(context, LOGIN, stores[n])
        rep.whole_visit(stores[n], PICTURES, order=True)
        app.tab(page, "今天")
    app.send_now(page)
    pictures = sum(call.photos for call in rep.calls)
    spent = {kind: road.bytes[kind] - before[kind] for kind in before}
    context.close()
    road.close()
    print(f"{visits} visits, {pictures} pictures (signatures among them), "
          f"{sum(len(call.orders) for call in rep.calls)} orders")  # fmt: skip
    return {
        "a visit besides pictures": spent["all else"] / visits / 1000,
        "a picture": spent["pictures"] / pictures / 1000,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.day")
    parser.add_argument("--visits", type=int, default=25)
    for what, kb in measure(parser.parse_args().visits).items():
        goal = GOALS_KB[what]
        print(f"{what:26} {kb:8.1f} KB, goal {goal:g} {'ok' if kb <= goal else 'MISSED'}")


if __name__ == "__main__":
    main()
