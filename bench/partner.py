"""A partner's phone with many orders: its landing page, one order, one delivery note.

    python -m bench.partner [--orders 20000] [--rounds 3] [--cpu 1] [--after-a-night]

The world is the demo's masters with so many orders of one partner spread over two years, each but
the newest delivered and closed. They are put into the store as records, not said through push:
what is measured is the phone that holds them, and the pass that takes them out. Times are the
page's own, from the beginning of the navigation to the paint, without a server; of a tap, to the
paint. `a fixed loop` says how fast the machine was just then.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Page, Playwright, sync_playwright

from backend.ageing.passing import go_on
from backend.orders.tables import SalesOrder
from backend.parts import opened as parts_of
from backend.settings import PARTNER_DAYS, Settings
from backend.shipments.tables import DeliveryNote
from backend.store import instant
from backend.store.engine import Store
from backend.store.record import Record
from backend.store.session import Records
from bench.browser import copied, loop_ms, opened
from tests.journeys.app import KEPT
from tests.server_process import ServerProcess

LOGIN, PASSWORD, PARTNER = "clk.p01", "demo-2026", "P01"
FIRST_PULL_S = 600
DAYS = 730
OPEN = 60
"""Orders of the last days that wait to be confirmed, or to be put on a note; half each."""
LINES = 5
A_TIME = 250
LANDING = ("shown", "main [data-row]", 1)
AN_ORDER = ("shown", ".lines [data-line], .lines [role=row] + *", 1)
A_NOTE = ("shown", ".paper tbody tr", 1)
T = TypeVar("T")
GOALS = {"landing": 1000.0, "order": 1000.0, "order by a tap": 1000.0, "note": 1000.0}


def an_order(n: int, store: dict[str, Any], skus: list[dict[str, Any]], at: str) -> SalesOrder:
    """The n-th from now back."""
    waits, taken = n < OPEN // 2, n >= OPEN
    lines = [
        {
            "line_id": f"L{i}", "sku_id": sku["id"], "qty": 4, "uom": "case",
            "qty_base": 4 * sku["units_per_case"], "price_fen": 5880, "amount_fen": 23520,
            "list_price_fen": 5880, "list_amount_fen": 23520, "short_reason": None,
            "accepted_qty": None if waits else 4, "noted_qty": 4 if taken else 0,
            "shipped_qty": 4 if taken else 0, "received_qty": 4 if taken else None,
            "units_per_case": sku["units_per_case"],
        }
        for i, sku in enumerate(skus)
    ]  # fmt: skip
    total = 23520 * len(lines)
    return SalesOrder.of(
        id=f"bench-o-{n:06}", no=f"B-{n:06}", store_id=store["id"], store_code=store["code"],
        store_name=store["name"], org_unit_id=store["org_unit_id"],
        customer_class=store["customer_class"], rep_id="rep.cc01", rep_name="演示", visit_id=None,
        partner_id=PARTNER, partner_name="演示经销商", day=at[:10],
        doc_state="closed" if taken else "audited",
        exec_state="received" if taken else "none" if waits else "accepted",
        price_list_id="PL", price_list_version=1, lines=lines, total_fen=total,
        list_total_fen=total, due_total_fen=total, gifts=[], due_gifts=[], wanted_on=None,
        promised_on=None if waits else at[:10], note=None, partner_note=None, reason=None, flags=[],
        submitted_at=at, received_at=at, audited_at=at, audited_by="system",
        accepted_at=None if waits else at, accepted_by=None, decided_by=None, decided_by_name=None,
        decided_at=None, signed=True, signer_name="老板", signature_photo_id=None,
        unsigned_reason=None, suggestions=[], deliveries=[], hold=None, amendments=[],
        reaccept=False, asking=False, invoices=[], payments=[],
    )  # fmt: skip


def a_note(n: int, order: SalesOrder, at: str) -> DeliveryNote:
    return DeliveryNote.of(
        id=f"bench-n-{n:06}", no=f"D-{n:06}", order_ids=[order.id], order_nos=[order.no],
        store_id=order.store_id, store_code=order.store_code, store_name=order.store_name,
        org_unit_id=order.org_unit_id, address="佛山市禅城区演示路 1 号", contact_name="老板",
        phone="13800000000", receiving_window=None, lat_e7=0, lon_e7=0, partner_id=PARTNER,
        driver_id="drv.p01a", driver_name="演示", deliver_on=at[:10], state="delivered_full",
        lines=[
            {
                "line_id": one["line_id"], "order_id": order.id, "sku_id": one["sku_id"],
                "sku_name": one["sku_id"], "qty": 4, "uom": "case", "accepted_qty": 4,
                "reason": None, "order_line_id": one["line_id"],
            }
            for one in order.lines
        ],
        gifts=[], made_by="clk.p01", made_at=at, loaded_at=at, outcome="delivered",
        signer_name="老板", signature_photo_id=None, photo_ids=[], delivered_at=at, received_at=at,
        pod_lat_e7=None, pod_lon_e7=None, pod_accuracy_m=None, reason=None, note=None,
        second_pods=[],
    )  # fmt: skip


def records_of(
    many: int, stores: list[dict[str, Any]], skus: list[dict[str, Any]], now: str
) -> Iterator[Record]:
    for n in range(many):
        at = instant.shifted(now, days=-DAYS * n / many)
        chosen = [skus[(n + i) % len(skus)] for i in range(LINES)]
        order = an_order(n, stores[n % len(stores)], chosen, at)
        yield order
        if n >= OPEN:
            yield a_note(n, order, at)


async def fill(folder: Path, many: int) -> None:
    async with parts_of(Settings(data=folder)) as parts:
        async with parts.store.reading() as read:
            stores = await read.all(
                "SELECT id, code, name, org_unit_id, customer_class FROM store"
                " WHERE partner_id = :partner ORDER BY id LIMIT 400",
                {"partner": PARTNER},
            )
            skus = await read.all("SELECT id, units_per_case FROM sku ORDER BY id LIMIT 40")
        rest = iter(records_of(many, stores, skus, instant.now()))
        while some := list(islice(rest, A_TIME)):
            await parts.store.write(_adding(some))


def _adding(some: list[Record]) -> Any:
    async def add(records: Records) -> None:
        for one in some:
            records.next_unit()
            records.add(one)

    return add


async def a_night(folder: Path) -> tuple[int, float, float]:
    """How many left, in how many seconds, and the longest single write in ms."""
    longest = 0.0
    async with parts_of(Settings(data=folder)) as parts:
        store: Store = parts.store
        write = store.write

        async def timed(work: Any) -> Any:
            nonlocal longest
            begun = time.perf_counter()
            result = await write(work)
            longest = max(longest, time.perf_counter() - begun)
            return result

        store.write = timed  # type: ignore[method-assign]
        begun = time.perf_counter()
        left = await go_on(store, PARTNER_DAYS, "", asyncio.Event(), piece_s=1e9)
        return left, time.perf_counter() - begun, longest * 1000


def aside(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Playwright has a loop of its own in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


async def in_his_scope(folder: Path) -> int:
    async with parts_of(Settings(data=folder)) as parts, parts.store.reading() as read:
        rows = await read.rows(
            "SELECT count(*) FROM sync_feed WHERE scope_id = ? AND entity = 'sales_order'"
            " AND kind = 'put'",
            f"partner:{PARTNER}",
        )
        return int(rows[0][0])


def settle_in(server: ServerProcess, many: int) -> None:
    server.run("backend.store.migrate")
    server.run("seed_data.load", "--masters-only")
    begun = time.perf_counter()
    aside(lambda: fill(server.folder, many))
    print(f"{many} orders put in, {time.perf_counter() - begun:.0f} s", flush=True)


def pulled(driver: Playwright, server: ServerProcess, profile: Path) -> int:
    """Signed in (or come back), until all is here and the app is kept. Orders held."""
    with closing(opened(driver, profile, LANDING)) as context:
        page = context.pages[0]
        page.goto(server.url)
        page.locator("form input, nav a[href='/notes']").first.wait_for(timeout=60_000)
        if page.locator("form").count():
            page.locator("form input").nth(0).fill(LOGIN)
            page.locator("form input").nth(1).fill(PASSWORD)
            page.locator("form button.primary").click()
        page.locator("nav a[href='/notes']").wait_for(timeout=60_000)
        due = aside(lambda: in_his_scope(server.folder))
        for _ in range(FIRST_PULL_S):
            held = page.evaluate(COUNT, LOGIN)
            if held["whole"] and held["orders"] == due and page.evaluate(KEPT):
                return due
            page.wait_for_timeout(1000)
    raise RuntimeError("not all has arrived")


COUNT = """(login) => new Promise((resolve) => {
  const open = indexedDB.open(`xundian-${login}`);
  open.onsuccess = () => {
    const tx = open.result.transaction(["rows", "scopes"]);
    const orders = tx.objectStore("rows").index("record")
      .count(IDBKeyRange.bound(["sales_order"], ["sales_order", []]));
    const scopes = tx.objectStore("scopes").getAll();
    tx.oncomplete = () => {
      open.result.close();
      resolve({
        orders: orders.result,
        whole: scopes.result.length > 1 && scopes.result.every((scope) => scope.whole),
      });
    };
  };
})"""


def shown(
    driver: Playwright, profile: Path, url: str, until: tuple[str, str, int], cpu: int
) -> Any:
    with closing(opened(driver, profile, until)) as context:
        page = context.pages[0]
        slow(page, cpu)
        page.goto(url, wait_until="commit")
        page.wait_for_function("() => bench.shown.shown !== undefined", timeout=120_000)
        found: dict[str, float] = {"": page.evaluate("() => bench.shown.shown")}
        found["loop"] = loop_ms(page)
        if until is LANDING:
            page.wait_for_timeout(1500)
            found["tap"] = page.evaluate(TAP)
        return found


def slow(page: Page, cpu: int) -> None:
    if cpu > 1:
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": cpu})


TAP = """() => new Promise((resolve) => {
  const begun = performance.now();
  document.querySelector("main [data-row]").click();
  const look = () => document.querySelector(".lines [data-line]")
    ? requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)))
    : requestAnimationFrame(look);
  look();
})"""


def rounds(
    driver: Playwright, server: ServerProcess, profile: Path, many: int, times: int, cpu: int
) -> dict[str, list[float]]:
    """Each figure in ms, of a copy of the phone each time, without a server."""
    found: dict[str, list[float]] = {name: [] for name in (*GOALS, "a fixed loop")}
    ids = {"order": f"/orders/bench-o-{0:06}", "note": f"/notes/bench-n-{OPEN:06}"}
    for n in range(times):
        for name, until, path in (
            ("landing", LANDING, "/"), ("order", AN_ORDER, ids["order"]),
            ("note", A_NOTE, ids["note"]),
        ):  # fmt: skip
            copy = copied(profile, profile.with_name(f"{profile.name}-{many}-{cpu}-{n}-{name}"))
            at = shown(driver, copy, server.url + path, until, cpu)
            found[name].append(at[""])
            found["a fixed loop"].append(at["loop"])
            if "tap" in at:
                found["order by a tap"].append(at["tap"])
    return found


def report(title: str, found: dict[str, list[float]]) -> None:
    print(f"\n{title}\n{'figure':20} {'median ms':>10} {'min':>8} {'max':>8} {'goal':>8}")
    for name, values in found.items():
        middle = statistics.median(values)
        goal = GOALS.get(name)
        note = "" if goal is None else f"{goal:8.0f} {'ok' if middle <= goal else 'MISSED'}"
        print(f"{name:20} {middle:10.0f} {min(values):8.0f} {max(values):8.0f} {note}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.partner")
    parser.add_argument("--orders", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cpu", type=int, default=1, help="how many times slower than this one")
    parser.add_argument("--after-a-night", action="store_true", help="and after the pass, too")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="xundian-bench-") as name, sync_playwright() as driver:
        folder = Path(name)
        server = ServerProcess(folder)
        server.env["XUNDIAN_WORKER"] = "0"  # it would let the night begin at once
        settle_in(server, chosen.orders)
        profile = folder / "held"
        with server:
            held = pulled(driver, server, profile)
            server.stop()
            title = f"a phone with {held} orders, CPU {chosen.cpu}x"
            report(title, rounds(driver, server, profile, held, chosen.rounds, chosen.cpu))
            if chosen.after_a_night:
                left, took, longest = aside(lambda: a_night(folder))
                print(f"\n{left} records left in {took:.1f} s, longest write {longest:.0f} ms")
                server.start()
                held = pulled(driver, server, profile)
                server.stop()
                title = f"the same after a night: {held} orders, CPU {chosen.cpu}x"
                report(title, rounds(driver, server, profile, held, chosen.rounds, chosen.cpu))


if __name__ == "__main__":
    main()
