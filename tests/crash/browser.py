"""SIGKILL of the browser at each step of a visit, with the server away; then while it is delivered.

    python -m tests.crash.browser [--visits 4] [--seed N]

Four kills a step: behind its last keystroke, once the phone was put away, behind its tap (at once,
or up to 400 ms later), and behind the app's word that it is saved. After each the browser starts on
the same profile, at the front door, and the visit must go on: the fields as they were before the
last keystroke or after it; what was tapped said whole or not at all; what was called saved, there.
In the end the company has each visit once, with every answer, picture and order.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from backend.store import instant
from sync_protocol.client import uuid7
from tests.crash.arrived import look_at_everything
from tests.crash.mortal import MOMENTS, Kills, Lost, Mortal, Report, Rounds
from tests.crash.steps import Call
from tests.journeys import app
from tests.journeys.company import Company, running_on_sqlite
from tests.phone import Phone

LOGIN, SUPERVISOR = "rep.cc01", "sup.cc"
PLANNED = 4
DELIVERY_KILLS = 6


def main() -> int:
    parser = argparse.ArgumentParser(description="SIGKILL of the browser at each step of a visit")
    parser.add_argument("--visits", type=int, choices=range(1, PLANNED + 1), default=PLANNED)
    parser.add_argument("--seed", type=int, default=20261127)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="xundian-kills-") as folder:
        report = killed_visits(Path(folder), given.visits, given.seed, tell=True)
    print("\n".join(report.told()))
    return 1 if report.faults else 0


def killed_visits(
    folder: Path, visits: int, seed: int, *, kills: Kills = lambda _: MOMENTS,
    delivery: int = DELIVERY_KILLS, tell: bool = False,
) -> Report:  # fmt: skip
    """A company, a phone, and so many visits of hers; or until the first fault."""
    report = Report()
    with running_on_sqlite(folder) as company, sync_playwright() as playwright:
        calls = calls_of(company, visits)
        phone = Mortal(playwright, folder / "profile", company.server.url, LOGIN)

        def signal() -> None:
            company.server.start()
            records_are_here(phone, calls)
            company.server.kill()

        rounds = Rounds(phone, report, random.Random(seed), signal)
        try:
            morning(phone, calls)
            company.server.kill()
            for number, call in enumerate(calls, 1):
                rounds.visit(call, kills)
                if tell:
                    print(f"{number} visits, {report.kills.total()} kills", flush=True)
            company.server.start()
            rounds.deliver(delivery)
            look_at_everything(company, phone, calls, report)
        except (Lost, Error, AssertionError) as error:
            report.faults.append(f"{error}; the screen says: {phone.screen()}")
        finally:
            phone.end()
    return report


def calls_of(company: Company, count: int) -> list[Call]:
    """Stores she visits today, and in each of them a task that asks for a picture."""
    today = instant.day_of(instant.now(), "Asia/Shanghai")
    stores = company.rows(
        f"SELECT store_id FROM planned_visit WHERE rep_id = '{LOGIN}' AND day = '{today}'"
        " AND state = 'planned' ORDER BY sequence"
    )
    calls = [Call(store, task=uuid7()) for (store,) in stores[:count]]
    with Phone(company.server.url, SUPERVISOR, app.PASSWORD) as office:
        for call in calls:
            task = {
                "store_id": call.store, "rep_id": LOGIN, "title": "新品上架", "text": "摆了几排？",
                "due_on": today, "priority": "normal", "evidence": "photo",
            }  # fmt: skip
            office.say("task.assign", "task", call.task, task)
        statuses = [result["status"] for result in office.push()]
    assert statuses == ["applied"] * count, statuses
    return calls


def morning(phone: Mortal, calls: Sequence[Call]) -> None:
    """With a network: sign in, wait for everything, and for the app to be kept."""
    app.sign_in(phone.page, phone.url, LOGIN)
    app.kept_whole(phone.page)
    records_are_here(phone, calls)


def records_are_here(phone: Mortal, calls: Sequence[Call]) -> None:
    phone.page.evaluate("() => dispatchEvent(new Event('online'))")

    def here() -> bool:
        rows = {row["id"] for row in app.held(phone.page, LOGIN, "rows")}
        scopes = app.held(phone.page, LOGIN, "scopes")
        return {call.task for call in calls} <= rows and all(one["whole"] for one in scopes)

    app.until("the day is on the phone", here)


if __name__ == "__main__":
    sys.exit(main())
