"""Every screen of every role and the way to it: for the pictures, and for the journey that looks at
each. A way is made of the same taps in both languages, so it names no words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page

ROLES = Path(__file__).parent.parent / "pwa" / "src" / "roles"
LONG_MS = 30_000
STILL_MS = 250
"""Nothing on the screen has changed for so long: it is there."""

Steps = tuple[str, ...]
"""One after another: a path to go to (below the one before: ./), or what to tap, from where the
screen before has led. One that begins with "? " is tapped where it is."""


@dataclass(frozen=True)
class Screen:
    """A name for the picture's file, and the steps."""

    name: str
    steps: Steps


@dataclass(frozen=True)
class Person:
    """A login, the file of its role's screens, and what to look at, in this order."""

    login: str
    role: str
    screens: tuple[Screen, ...]
    desk: bool = True
    """Works at a desk, too."""
    whole: bool = True
    """Every screen of the role is among them."""


TEMPLATE = "a[href^='/templates/']"
PROMOTION = "main a[href^='/promotions/']"
STORE = "main a[href^='/stores/S']"
PRIMARY = "main .foot .button.primary"
BACK = "header .back"
SHORT, UNDONE = "main .banner.warn + .wrap .choice", "main section.stack > h2 + .wrap .choice"
UNPLANNED, FAR = "main section:has(+ .verdict) .choice", "main .verdict + section .choice"
VISIT: tuple[Screen, ...] = (
    Screen("checkin", ("/stores", STORE, "main a[href^='/checkin/']")),
    # A store that is not in today's plan asks why; which one it is depends on the day. So does one
    # that is far away.
    Screen("visit", (f"? {UNPLANNED}", f"? {FAR}", PRIMARY)),
    Screen("camera", (PRIMARY,)),
    Screen("camera-taken", ("dialog .shutter",)),
    Screen("visit-begun", ("dialog .use",)),
    Screen("outside", ("./outside",)),
    Screen("outside-seen", tuple(f"main section:nth-of-type({n}) .choice" for n in (1, 2, 3))),
    Screen("greet", (PRIMARY, "./greet")),
    Screen("greet-met", tuple(f"main section:nth-of-type({n}) .choice" for n in (1, 2))),
    Screen("competitor", (BACK, "./competitor")),
    Screen("shelf", (BACK, "main a[href$='/shelf']")),
    Screen("shelf-sheet", ("main ul.list > li:nth-child(2) .sku",)),
    Screen("merchandise", ("dialog .icon-button", PRIMARY, "./merchandise")),
    Screen("merchandise-done", ("main .question .choice:nth-child(2)",)),
    Screen("promotion-step", (BACK, "./promotion")),
    Screen("promotion", (PROMOTION,)),
    Screen("pitch", (BACK, BACK, "main a[href$='/pitch']")),
    Screen("order", (BACK, "main a[href$='/order']")),
    Screen("order-check", ("main .stepper button:last-child", PRIMARY)),
    Screen("order-why", ("? main section:has(.differing) .choice",)),
    Screen("visit-ordered", ("main section:last-of-type .wrap .choice", PRIMARY)),
    Screen("leave", ("main .foot a[href$='/leave']",)),
    Screen("leave-why", (f"? {SHORT}", f"? {UNDONE}")),
    Screen("visit-done", (PRIMARY, "/stores", STORE, "main a[href^='/visits/']")),
    Screen("order-in-full", ("main a[href^='/orders/']",)),
)
"""One visit, each step from where the one before has led."""
ONES_OWN = ("me", "inbox", "conflicts", "ready", "devices", "outbox", "sign-in", "verify", "design")
SHARED = (
    *(Screen(name, (f"/{name}",)) for name in ONES_OWN),
    Screen("conflict", ("/conflicts/none",)),
)
REP = (
    Screen("today", ("/",)),
    Screen("today-map", (".view",)),
    Screen("stores", ("/stores",)),
    Screen("store", (STORE,)),
    Screen("store-change", ("main a[href$='/change']",)),
    *VISIT,
    Screen("new-store", ("/new-store",)),
    Screen("returns", ("/returns/none",)),
    Screen("new-ticket", ("/stores", STORE, "main a[href^='/new-ticket/']")),
    Screen("promotion-stores", ("/promotions/PR03",)),
    Screen("tickets", ("/tickets",)),
    Screen("ticket", ("/tickets/none",)),
    Screen("call-order", ("/stores", STORE, "main a[href^='/call/']")),
    Screen("fail", ("/stores", f"main li:nth-child(3) > {STORE[5:]}", "main a[href^='/fail/']")),
    Screen("tasks", ("/tasks",)),
    Screen("task", ("main a[href^='/tasks/']",)),
    Screen("arrange", ("/arrange",)),
    Screen("forgotten", ("/forgotten",)),
    Screen("numbers", ("/numbers/28",)),
    Screen("number-rows", ("main a[href$='/M01']",)),
    Screen("coaching", ("/coaching",)),
    Screen("spot", ("/coaching/none",)),
    Screen("joint", ("/joint/none",)),
    Screen("cards", ("/cards",)),
    Screen("cards-of-step", ("/cards/merchandise",)),
    Screen("card", ("/card/none",)),
    Screen("flags", ("/flags",)),
    Screen("flag", ("/flags/none",)),
    Screen("day-end", ("/day-end",)),
)
OFFICE = (
    Screen("board", ("/board",)),
    Screen("board-rep", ("[data-rep] .who",)),
    Screen("board-stop", ("main ol.list li button.item",)),
    Screen("completion", ("/completion",)),
    Screen("completion-office", ("main ul.list button.line",)),
    Screen("completion-rep", ("main ul.list button.line",)),
    Screen("orders", ("/orders",)),
    Screen("order-lines", ("main .slide .choice:nth-child(4)", "main li .link[aria-expanded]")),
    Screen("visit", ("main a[href^='/visit/']",)),
    Screen("claims", ("/claims",)),
    Screen("order-count", ("/order-count",)),
    Screen("statistics", ("/statistics",)),
    Screen("statistics-order", ("main th a[href^='/orders/']",)),
    Screen("stores", ("/stores",)),
    Screen("store", ("main li button.item",)),
    Screen("new-stores", ("/new-stores",)),
    Screen("merged-stores", ("main .segmented button:nth-child(3)",)),
    Screen("new-store", ("/new-stores/none",)),
    Screen("store-changes", ("/store-changes",)),
    Screen("store-change", ("/store-changes/none",)),
    Screen("store-marks", ("/store-marks",)),
    Screen("tasks", ("/tasks",)),
    Screen("task-new", ("/tasks/new",)),
    Screen("task-new-store", ("main li button.item",)),
    Screen("photos", ("/photos",)),
    Screen("photo", ("main .tile",)),
    Screen("photo-reject", ("dialog .button.danger",)),
    Screen("reviews", ("/reviews", "main .side .segmented:first-of-type button:last-child")),
    Screen("review", ("main a[href^='/reviews/']",)),
    Screen("compliance", ("/compliance",)),
    Screen("review-rules", ("/review-rules",)),
    Screen("coaching", ("/coaching",)),
    Screen("spot", ("/coaching/none",)),
    Screen("joint-new", ("/joint/new",)),
    Screen("joint", ("/joint/none",)),
    Screen("joint-store", ("/joint/none/none",)),
    Screen("accuracy", ("/accuracy",)),
    Screen("cards", ("/cards",)),
    Screen("card-new", ("/cards/new",)),
    Screen("promotions", ("/promotions",)),
    Screen("promotion", (PROMOTION,)),
    Screen("skus", ("/skus",)),
    Screen("sku", ("/skus/SKU-01",)),
    Screen("terms", ("/terms",)),
    Screen("terms-one", ("/terms/none",)),
    Screen("templates", ("/templates",)),
    Screen("template", (f"main {TEMPLATE}",)),
    Screen("quarantine", ("/quarantine",)),
    Screen("tickets", ("/tickets",)),
    Screen("ticket", ("/tickets/none",)),
    Screen("team-devices", ("/team-devices",)),
    Screen("partner-stock", ("/partner-stock",)),
    Screen("owed", ("/owed",)),
    Screen("purchases", ("/purchases", "main .slide .choice:nth-child(3)")),
    Screen("purchase", ("main [data-purchase] [aria-expanded]",)),
    Screen("returns", ("/returns",)),
)
DRAFTING = (
    Screen("promotion-new", ("/promotions", "header .button.primary")),
    Screen("templates-own", ("/templates",)),
    # Of one that no version waits for: the way is gone twice.
    Screen("template-next", (f"main section:not(:has(.chip.warn)) {TEMPLATE}", PRIMARY)),
    Screen("template-edited", ("main fieldset .strict",)),
    Screen("template-submitted", (PRIMARY,)),
)
DECIDING = (
    Screen("templates-all", ("/templates",)),
    Screen("template-standing", (f"main {TEMPLATE}:has(.chip.good)",)),
    Screen("template-retire", ("main .foot .button:not(.primary)",)),
)
CLERK = (
    Screen("orders", ("/",)),
    Screen("confirm", ("main a[href^='/orders/']",)),
    Screen("past-orders", ("/past-orders",)),
    Screen("claims", ("/claims",)),
    Screen("statistics", ("/statistics",)),
    Screen("notes", ("/notes",)),
    Screen("note", ("main a[href^='/notes/'].item",)),
    Screen("notes-new", ("/notes/new",)),
    Screen("notes-load", ("/notes/load",)),
    Screen("notes-load-list", ("? main .choice:nth-child(2)",)),
    Screen("returns", ("/returns",)),
    Screen("return", ("/returns/none",)),
    Screen("stock", ("/stock",)),
    Screen("stock-buy", ("/stock/buy", "main details summary")),
    Screen("purchases", ("/stock/purchases",)),
    Screen("purchase", ("main a[href^='/stock/purchases/']", "main details summary")),
    Screen("purchase-change", ("/stock/buy/none",)),
    Screen("purchase-receive", ("/stock/receive/none",)),
    Screen("stock-file", ("/stock/file",)),
    Screen("owed", ("/owed",)),
    Screen("owed-store", ("main ul.list button.item",)),
    Screen("owed-file", ("/owed/file",)),
    Screen("my-terms", ("/my-terms",)),
    Screen("stock-receive", ("/stock/receive", "main [data-sku] .choice")),
    Screen("stock-count", ("/stock/count",)),
    Screen("stock-counting", ("main [data-sku] .choice:nth-child(2)",)),
    Screen("tickets", ("/tickets",)),
    Screen("ticket", ("/tickets/none",)),
)
TRIP = (
    Screen("trip", ("/",)),
    Screen("load", ("/load",)),
    Screen("load-note", ("/load/none",)),
    Screen("deliver", ("/", "main a[href^='/deliver/']")),
    Screen("return", ("/returns/none",)),
)
DESK = (
    Screen("purchases", ("/",)),
    Screen("purchase-next", ("? main [data-purchase] .button.primary",)),
    Screen("orders", ("/orders",)),
)
ADMIN = (
    Screen("devices", ("/",)),
    Screen("people", ("/people",)),
    Screen("systems", ("/systems",)),
    Screen("system-new", (PRIMARY,)),
    Screen("maps", ("/maps",)),
)
PEOPLE = (
    Person("rep.cc02", "rep", (*REP, *SHARED), desk=False),
    Person("sup.cc", "office", (Screen("start", ("/",)), *OFFICE, *SHARED)),
    Person("mgr.fs", "office", (Screen("start", ("/",)), *OFFICE[:8], *DECIDING), whole=False),
    Person("spc.east", "office", (Screen("start", ("/",)), *OFFICE[6:9], *DRAFTING), whole=False),
    Person("desk.fs", "desk", (*DESK, *SHARED)),
    Person("clk.p01", "partner", (*CLERK, *SHARED)),
    Person("drv.p01a", "driver", (*TRIP, *SHARED), desk=False),
    Person("adm.fs", "admin", (*ADMIN, *SHARED)),
)


def routes(role: str) -> set[str]:
    """The paths of a role's screens and of everybody's, from the code that lists them."""
    calls = (
        "admin|begins|bought|coached|coaching|day|figures|found|ofStore|office|owed|partner|priced|promoted|review|said|step|stock|task"
        "|template|warehouse"
    )
    named = re.compile(rf'(?:\bpath: |\b(?:{calls})\(\s*)"(/[^"]*)"')
    return {
        path
        for name in (role, "shared")
        for path in named.findall((ROLES / f"{name}.ts").read_text())
    }


def route_of(path: str, known: set[str]) -> str:
    """`/stores/:id` for `/stores/S1`, exact names before open ones; empty when there is none."""
    parts = path.strip("/").split("/")
    for route in sorted(known, key=lambda one: one.count(":")):
        wanted = route.strip("/").split("/")
        if len(wanted) == len(parts) and all(
            want.startswith(":") or want == part for want, part in zip(wanted, parts, strict=True)
        ):
            return route
    return ""


def enter(page: Page, person: Person, password: str) -> None:
    """From the form to the first screen, with all there that the company has for this person."""
    page.locator("form input").nth(0).fill(person.login)
    page.locator("form input").nth(1).fill(password)
    page.locator("form button.primary:enabled").click()
    page.locator(".strip:not(.waiting):not(.off)").wait_for(timeout=LONG_MS)


def walked(page: Page, person: Person) -> Iterator[Screen]:
    """Each screen in turn, when it is there and still. Fails where a way ends nowhere."""
    for screen in person.screens:
        for step in screen.steps:
            if step.startswith("/"):
                go(page, step)
            elif step.startswith("./"):
                go(page, urlsplit(page.url).path + step[1:])
            elif step.startswith("? ") and not page.locator(step[2:]).count():
                continue
            else:
                step = step.removeprefix("? ")
                page.locator(step).and_(page.locator(":not(:disabled)")).first.click(
                    timeout=LONG_MS
                )
            still(page)
        yield screen


def go(page: Page, path: str) -> None:
    """Inside the app, as a link would."""
    page.evaluate(GO, path)


def still(page: Page) -> None:
    """Wait until nothing changes and nothing moves."""
    page.evaluate(STILL, STILL_MS)


GO = """path => {
  // What lies over the screen is put away first, or the app would take this for "back".
  for (const over of document.querySelectorAll("dialog[open]")) over.close();
  history.pushState({ inside: true }, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
}"""
STILL = """async (quiet) => {
  const main = () => document.querySelector("main")?.textContent.trim();
  for (let tries = 0; !main() && tries < 200; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 25));
  await new Promise((resolve) => {
    let clock = setTimeout(done, quiet);
    const longest = setTimeout(done, 4000);
    const watch = new MutationObserver(() => {
      clearTimeout(clock);
      clock = setTimeout(done, quiet);
    });
    const all = { subtree: true, childList: true, attributes: true, characterData: true };
    watch.observe(document, all);
    function done() {
      watch.disconnect();
      clearTimeout(clock);
      clearTimeout(longest);
      resolve();
    }
  });
  await Promise.all(document.getAnimations()
    .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
    .map((one) => one.finished.catch(() => null)));
}"""
