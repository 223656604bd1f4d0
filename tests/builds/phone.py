"""A rep with whichever build the server gives her, and what the company must hold of her work."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright

from backend.outside.blobs import sha256_of
from backend.outside.folder import Folder
from tests.builds.old import TODAY, Build
from tests.builds.way import Way
from tests.engines import Database
from tests.journeys import app
from tests.journeys.company import Company, quoted
from tests.journeys.look import Looked
from tests.journeys.rep import Call, Rep
from tests.server_process import ServerProcess, free_port

LOGIN = "rep.cc01"
LATER = "tests.builds.outgrown"


class Blind(Looked):
    """Old screens are as they were."""

    def at(self, page: Page, name: str) -> None: ...


class Any(Rep):
    """A rep with whichever build: older ones ask for less."""

    def skip_the_task(self) -> None:
        """Builds before visit templates let her leave with a task open, and know no skipping."""
        if self.page.get_by_role("button", name="有一步做不了").count():
            super().skip_the_task()


class Town:
    """One company's data, servers of different builds over it, one rep and her way to them."""

    def __init__(self, playwright: Playwright, folder: Path, server: Build) -> None:
        self.folder = folder
        database = Database("sqlite", "", folder / "xundian.db")
        self.company = Company(database, migrated=False, root=server.tree)
        self.server = self.company.server
        self.way = Way(free_port(), self.server.url)
        self.way.open()
        self.context = app.browser(playwright, folder / "profile")
        self.rep = Any(self.context.pages[0], Blind())

    @property
    def page(self) -> Page:
        return self.rep.page

    def serve(self, server: Build, pages: Build, factory: str = "backend.app:create_app") -> None:
        """Another build takes over: the release command first, as the Procfile says."""
        self.server.kill()
        self.server = ServerProcess(self.folder, port=self.server.port, root=server.tree)
        self.server.env["XUNDIAN_PAGES"] = str(pages.pages)
        self.server.app = factory
        self.server.run("backend.store.migrate")
        self.server.start()

    def away(self) -> None:
        self.server.kill()

    def morning(self) -> list[str]:
        """Sign in, wait until all is here and the app is kept; the stores she holds."""
        app.sign_in(self.page, self.way.url, LOGIN)
        app.kept_whole(self.page)
        app.until(
            "all scopes whole",
            lambda: all(one["whole"] for one in app.held(self.page, LOGIN, "scopes")),
        )
        return self.rep.stores(8)

    def visit(self, store: str, order: bool = True) -> Call:
        self.rep.stand_at(self.context, LOGIN, store)
        call = self.rep.whole_visit(store, 2, order)
        app.tab(self.page, "今天")
        return call

    def send(self) -> None:
        """Now, whatever the back-off says."""
        app.go(self.page, "/outbox")
        self.page.get_by_role("button", name="立即发送").click()

    def delivered(self) -> None:
        """The app's own word for it, with the network that there is now."""
        app.go(self.page, "/outbox")
        send = self.page.get_by_role("button", name="立即发送")
        word = self.page.get_by_text("公司已确认收到每一条")
        send.or_(word).first.wait_for()
        if send.count():
            send.click()
        word.wait_for(timeout=120_000)
        app.tab(self.page, "今天")

    def build(self) -> str:
        """Which build her page is: the name of what it was begun with."""
        name: str = self.page.evaluate("() => document.querySelector('script[src]').src")
        return name

    def end(self) -> None:
        app.kill_browser(self.folder / "profile")
        self.way.close()
        self.server.kill()


@contextmanager
def town(playwright: Playwright, folder: Path, server: Build = TODAY) -> Iterator[Town]:
    found = Town(playwright, folder, server)
    try:
        yield found
    finally:
        found.end()


def arrived(town: Town) -> tuple[int, int]:
    """Each visit once with its order and pictures, each operation once and applied: how many
    operations and pictures."""
    company, calls = town.company, town.rep.calls
    log = app.held(town.page, LOGIN, "log")
    replicas = {line["replica_id"] for line in log}
    assert len(replicas) == 1, "the phone became another"
    heard = company.rows(
        "SELECT op_id, status FROM sync_op"
        f" WHERE replica_id = '{replicas.pop()}' ORDER BY local_seq"
    )
    ordered = sorted(log, key=lambda line: line["local_seq"])
    assert heard == [(line["op_id"], "applied") for line in ordered]
    ids = quoted([call.visit for call in calls])
    visits = f"SELECT count(*) FROM visit WHERE id IN ({ids}) AND state = 'completed'"
    assert company.one(visits) == (len(calls),)
    orders = company.rows(f"SELECT no FROM sales_order WHERE visit_id IN ({ids}) ORDER BY no")
    assert [no for (no,) in orders] == sorted(no for call in calls for no in call.orders)
    return len(heard), pictures(town, ids)


def pictures(town: Town, ids: str) -> int:
    said = {
        line["id"]: line["args"]["sha256"]
        for line in app.held(town.page, LOGIN, "log")
        if line["kind"] == "photo.attach"
    }
    sql = f"SELECT id, sha256 FROM photo WHERE present AND visit_id IN ({ids})"
    assert dict(town.company.rows(sql)) == said
    blobs = Folder(town.folder)
    assert {sha256_of(blobs.path(sha256)) for sha256 in said.values()} == set(said.values())
    return len(said)


def says(page: Page, text: str) -> None:
    page.locator(".banner").filter(has_text=re.compile(text)).first.wait_for(timeout=app.LONG_MS)
