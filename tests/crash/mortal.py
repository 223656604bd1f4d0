"""A rep's phone whose browser dies: SIGKILL, and a new start on the same profile."""

import contextlib
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, Playwright

from tests.crash.steps import WHOLE, Call, Step
from tests.journeys import app

KEY, POCKET, TAP, SAVED, DELIVERY = "last key", "put away", "tap", "saved", "delivery"
MOMENTS = (KEY, POCKET, TAP, SAVED)
Kills = Callable[[Step], Sequence[str]]
"""The moments of a step at which the browser is killed."""
WITHIN_S = 0.4
"""Behind a tap: before, in and after what it writes."""
DELIVERY_WITHIN_S = 1.5
HOPE_S = 10
DATABASES = "() => indexedDB.databases().then((all) => all.map((one) => one.name))"
PAINTED = """() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true)))))"""


class Lost(Exception):
    """Something she had entered is not there, or is there by halves."""


@dataclass
class Report:
    """What a run counts. Any fault ends it."""

    kills: Counter[str] = field(default_factory=Counter)
    thrown_away: int = 0
    """Times the browser's databases were gone, and her work came back from the second place."""
    keys_kept: int = 0
    taps_said: int = 0
    visits: int = 0
    operations: int = 0
    pictures: int = 0
    lost: int = 0
    doubled: int = 0
    faults: list[str] = field(default_factory=list)

    def told(self) -> list[str]:
        each = ", ".join(f"{n} x {moment}" for moment, n in self.kills.items())
        keys, taps = self.kills[KEY], self.kills[TAP]
        return [
            f"kills           {self.kills.total()}: {each}",
            f"databases gone  {self.thrown_away} times",
            f"last keystrokes {self.keys_kept} of {keys} were there, the others came again",
            f"taps            {self.taps_said} of {taps} were said, the others not, and came again",
            f"delivered       {self.visits} visits, {self.operations} operations,"
            f" {self.pictures} pictures",
            f"doubled         {self.doubled}",
            f"lost            {self.lost}",
            *(f"FAULT {fault}" for fault in self.faults),
        ]


class Mortal:
    """One profile, one browser after the other. What was entered lies on the profile or nowhere."""

    def __init__(
        self, playwright: Playwright, profile: Path, url: str, login: str, script: str = ""
    ) -> None:
        """`script` runs in every page before the app does."""
        self.playwright, self.profile, self.url, self.login = playwright, profile, url, login
        self.script = script
        self.place: dict[str, Any] = app.person_at(app.PHONE)["geolocation"]
        self.saved: dict[str, dict[str, Any]] = {}
        """Lines she was told are saved, by op_id. Once the company has them, the phone may be
        without."""
        self._open()

    def _open(self) -> None:
        self.context = app.browser(self.playwright, self.profile)
        if self.script:
            self.context.add_init_script(self.script)
        self.context.set_geolocation(self.place)
        self.page: Page = self.context.pages[0]

    def start(self, *otherwise: str) -> None:
        """As her thumb does: at the front door, whatever was open before."""
        self._open()
        self.front_door(*otherwise)

    def front_door(self, *otherwise: str) -> None:
        self.page.goto(self.url)
        there = ", ".join((".strip", *otherwise))
        self.page.locator(there).first.wait_for(timeout=app.LONG_MS)

    def die(self, after_s: float = 0) -> None:
        """So long after what went before."""
        time.sleep(after_s)
        assert app.kill_browser(self.profile) > 0

    def end(self) -> None:
        app.kill_browser(self.profile)

    def screen(self) -> str:
        """What it says where it stopped, if there is still one, and which databases there are."""
        with contextlib.suppress(Error):
            text = self.page.locator("body").inner_text(timeout=5_000)
            return f"{self.page.url} {text!r}, with {self.page.evaluate(DATABASES)}"
        return "nothing"

    def rested(self) -> None:
        """As if she had put the phone into her pocket: the next paint and the writes asked for by
        then are over. What the app has not asked for by now it will not have kept."""
        self.page.evaluate(PAINTED)
        app.held(self.page, self.login, "drafts")

    def lines(self) -> list[dict[str, Any]]:
        """What the log tells, and what was called saved before and is in it no more."""
        log = {line["op_id"]: line for line in app.held(self.page, self.login, "log")}
        return list((self.saved | log).values())

    def remember(self) -> None:
        self.saved = {line["op_id"]: line for line in self.lines()}

    def is_empty(self) -> bool:
        """Chromium has thrown its databases away: of the company's records there is nothing."""
        return not app.held(self.page, self.login, "rows")

    def said(self, call: Call) -> list[dict[str, Any]]:
        """The lines that tell of her call on this store."""
        log = self.lines()
        visits = {
            line["id"] for line in log
            if line["kind"] == "visit.check_in" and line["args"]["store_id"] == call.store
        }  # fmt: skip
        return [line for line in log if visits & {line["id"], line["args"].get("visit_id")}]

    def stand_at(self, store: str) -> None:
        (row,) = [
            row["body"] for row in app.held(self.page, self.login, "rows")
            if row["entity"] == "store" and row["id"] == store
        ][:1]  # fmt: skip
        self.place |= {"latitude": row["lat_e7"] / 1e7, "longitude": row["lon_e7"] / 1e7}
        self.context.set_geolocation(self.place)


class Rounds:
    """Step after step, visit after visit, and a kill wherever one is due."""

    def __init__(
        self, phone: Mortal, report: Report, rng: random.Random, signal: Callable[[], None]
    ) -> None:
        """`signal`: a network for as long as the company's records need to be there again."""
        self.phone, self.report, self.rng, self.signal = phone, report, rng, signal

    def visit(self, call: Call, kills: Kills) -> None:
        self.phone.stand_at(call.store)
        for step in WHOLE:
            moments = kills(step)
            step.reach(self.phone.page, call)
            step.enter(self.phone.page)
            if step.typed:
                self._type(step, call, moments)
            if step.says:
                self._tap(step, call, moments)

    def _type(self, step: Step, call: Call, moments: Sequence[str]) -> None:
        """The last keystroke, and what of the fields outlives a kill behind it."""
        self.phone.rested()
        before = step.fields(self.phone.page)
        step.last(self.phone.page)
        if KEY in moments:
            self._kill(KEY, call)
            now = self._found(step, call, lambda now: now == before or step.one_more(before, now))
            self.report.keys_kept += now != before
            if now == before:
                step.last(self.phone.page)
        self.phone.rested()
        call.entered[step.name] = now = step.fields(self.phone.page)
        assert step.one_more(before, now), f"{step.name}: {before} became {now}"
        if POCKET in moments:
            self._kill(POCKET, call)
            self._found(step, call, lambda now: now == call.entered[step.name])

    def _found(self, step: Step, call: Call, right: Callable[[Any], bool]) -> Any:
        """What the fields read when she comes back to them."""
        page = self.phone.page
        step.reach(page, call)
        with contextlib.suppress(AssertionError):
            app.until("they are right", lambda: right(step.fields(page)), HOPE_S)
        now = step.fields(page)
        if not right(now):
            raise Lost(f"{step.name}: the fields read {now}")
        return now

    def _tap(self, step: Step, call: Call, moments: Sequence[str]) -> None:
        before = Counter(line["kind"] for line in self.phone.said(call))
        done = before + Counter(step.says)
        step.tap(self.phone.page)
        if TAP not in moments or not self._outlived(step, call, before, done):
            step.saved(self.phone.page, call)
        if SAVED in moments:
            self._kill(SAVED, call)
        self._knows(call)
        self._expect(step, call, (done,))
        self.phone.remember()
        step.shown(self.phone.page, call)

    def _outlived(self, step: Step, call: Call, before: Counter[str], done: Counter[str]) -> bool:
        """Killed behind the tap: it was said whole, or not at all and she taps once more."""
        self._kill(TAP, call, self.rng.choice((0, self.rng.uniform(0, WITHIN_S))))
        if self._expect(step, call, (before, done)) == done:
            self.report.taps_said += 1
            return True
        if step.typed:
            self._found(step, call, lambda now: now == call.entered[step.name])
        else:
            step.reach(self.phone.page, call)
            step.enter(self.phone.page)
        step.tap(self.phone.page)
        return False

    def _expect(self, step: Step, call: Call, right: Sequence[Counter[str]]) -> Counter[str]:
        now = Counter(line["kind"] for line in self.phone.said(call))
        if now not in right:
            raise Lost(f"{step.name}: the log tells {now}, none of {right}")
        if now == right[-1]:
            self._knows(call)
            self._is_no_draft(step, call)
        return now

    def _is_no_draft(self, step: Step, call: Call) -> None:
        """What was said must not wait to be said again."""
        key = step.draft.format(store=call.store, visit=call.visit, task=call.task)
        drafts = {draft["key"] for draft in app.held(self.phone.page, self.phone.login, "drafts")}
        if key in drafts:
            raise Lost(f"{step.name}: said, and still a draft")

    def _kill(self, moment: str, call: Call, after_s: float = 0) -> None:
        """And start again: whoever is in the middle of a visit lands in it."""
        self.phone.die(after_s)
        self.report.kills[moment] += 1
        self.phone.start()
        if self.phone.is_empty():
            self.report.thrown_away += 1
            self.signal()
            self.phone.front_door()
        self._knows(call)
        if call.visit and not call.left:
            self.phone.page.wait_for_url(f"**/visits/{call.visit}", timeout=app.LONG_MS)

    def _knows(self, call: Call) -> None:
        lines = self.phone.said(call)
        call.visit = next((one["id"] for one in lines if one["kind"] == "visit.check_in"), "")
        call.left = any(one["kind"] == "visit.check_out" for one in lines)

    def deliver(self, kills: int) -> None:
        """Killed while it sends, at any moment; then left alone until all is delivered."""
        self.phone.page.evaluate("() => dispatchEvent(new Event('online'))")
        for _ in range(kills):
            self.phone.die(self.rng.uniform(0, DELIVERY_WITHIN_S))
            self.report.kills[DELIVERY] += 1
            self.phone.start()
        app.go(self.phone.page, "/outbox")
        self.phone.page.get_by_text("公司已确认收到每一条").wait_for(timeout=180_000)
