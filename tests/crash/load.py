"""Phones that say and push at once, and a notebook of what the server owes them."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import httpx

from bench.server import fill
from sync_protocol.digest import MODULUS, operation_bytes, operation_hash
from tests.phone import Phone

LOGINS = ("rep.cc01", "rep.cc02", "rep.cc03", "rep.sd01")
PASSWORD = "demo-2026"
WAITING = 50
"""More than this is not said while the server is away: a slow start must not become a backlog."""
A_PUSH = 10
PULL_EVERY = 10
PATIENCE_S = 60


@dataclass
class Report:
    """What a run counts. Any fault ends it; lost and doubled are faults with a number."""

    kills: int = 0
    acknowledged: int = 0
    unanswered_there: int = 0
    unanswered_not_there: int = 0
    lost: int = 0
    doubled: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        unanswered = self.unanswered_there + self.unanswered_not_there
        other = ", ".join(f"{n} x {what}" for what, n in sorted(self.answers.items()))
        return [
            f"kills                      {self.kills}",
            f"operations acknowledged    {self.acknowledged}",
            f"operations whose answer was lost {unanswered}: {self.unanswered_there} were there, "
            f"{self.unanswered_not_there} not, and came again",
            f"other answers              {other or 'none'}",
            f"doubled                    {self.doubled}",
            f"lost                       {self.lost}",
            *(f"FAULT {fault}" for fault in self.faults),
        ]


class Attentive(Phone):
    """Tells from where the server wants to go on, whenever it does not know what went before."""

    asked_again: Callable[[int], None]

    def take_gap(self, expected: int) -> None:
        self.asked_again(expected)
        super().take_gap(expected)


class Loaded(threading.Thread):
    """One phone that goes on as long as the gate is open."""

    def __init__(self, url: str, login: str, load: "Load") -> None:
        super().__init__(name=login, daemon=True)
        self.phone = Attentive(url, login, PASSWORD)
        self.phone.asked_again = self._asked_again
        self.phone.catch_up()
        self.load = load
        self.idle = threading.Event()
        self.acknowledged = 0
        self.doubt: tuple[int, int] | None = None
        """First and last number of a push that went out and has no answer."""
        self._sums = [0]

    def run(self) -> None:
        turn = 0
        while not self.load.ended.is_set():
            self.idle.set()
            if not self.load.gate.wait(0.1):
                continue
            self.idle.clear()
            if not self.load.gate.is_set():  # closed between the two: whoever closed it sees idle
                continue
            turn += 1
            try:
                self._turn(turn)
            except Exception as error:  # told, not hidden: a thread's end would look like silence
                self.load.report.faults.append(f"{self.name}: {error!r}")
                break
        self.idle.set()

    def _turn(self, turn: int) -> None:
        if self.phone.unsent < WAITING and not self.load.closing.is_set():
            fill(self.phone, 5, start=len(self.phone.log))
        try:
            if turn % PULL_EVERY == 0:
                self.phone.pull_once()
            if self.phone.unsent:
                self._push()
        except (httpx.ConnectError, httpx.ConnectTimeout):  # nothing has gone out
            time.sleep(0.02)
        except httpx.RequestError:  # cut off, or half an answer
            time.sleep(0.02)
        except httpx.HTTPStatusError as error:
            self.load.refused(error.response)
            time.sleep(0.05)
        except EOFError:  # a pull cut between two lines: the phone is at its last mark
            time.sleep(0.02)

    def _asked_again(self, expected: int) -> None:
        """The phone mends it, so that nothing is missing in the end; it was lost all the same."""
        if expected <= self.acknowledged:
            self.load.forgotten(self.name, self.acknowledged, expected - 1)

    def _push(self) -> None:
        first = self.phone.next_seq
        last = min(len(self.phone.log), first + A_PUSH - 1)
        self.load.began.set()
        try:
            self.phone.push_once(limit=A_PUSH)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            raise
        except httpx.HTTPError:
            self.doubt = (first, last)
            raise
        self.doubt = None
        self.acknowledged = self.phone.next_seq - 1
        self.load.answered(self.phone.next_seq - first)

    def digest(self, through: int) -> str:
        """The sum over its first operations: each is hashed once, however often this is asked."""
        for op in self.phone.log[len(self._sums) - 1 : through]:
            self._sums.append((self._sums[-1] + operation_hash(operation_bytes(op))) % MODULUS)
        return f"{self._sums[through]:032x}"


class Load:
    """All phones; the gate through which they go or do not."""

    def __init__(self, url: str, report: Report, phones: int = len(LOGINS)) -> None:
        self.report = report
        self.gate, self.began = threading.Event(), threading.Event()
        self.closing, self.ended = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self.phones = [Loaded(url, login, self) for login in LOGINS[:phones]]

    def __enter__(self) -> Self:
        for phone in self.phones:
            phone.start()
        self.gate.set()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.ended.set()
        for phone in self.phones:
            phone.join(PATIENCE_S)
            phone.phone.close()

    def answered(self, operations: int) -> None:
        with self._lock:
            self.report.acknowledged += operations

    def forgotten(self, name: str, acknowledged: int, there: int) -> None:
        with self._lock:
            self.report.lost += acknowledged - there
            self.report.faults.append(f"{name}: {acknowledged} answered, {there} there")

    def refused(self, answer: httpx.Response) -> None:
        """Only what a phone will try again may be said while something is away."""
        code = answer.json().get("code") if answer.status_code != 200 else ""
        with self._lock:
            self.report.answers[f"{answer.status_code} {code}"] += 1
            if (answer.status_code, code) != (503, "busy"):
                self.report.faults.append(f"answered {answer.status_code}: {answer.text[:300]}")

    def mid_push(self, rng: random.Random, within_s: float) -> None:
        """Return a moment after some push began: before, in, or after its group's commit. Some
        were answered before, or there would be nothing to lose."""
        self._until_answered(self.report.acknowledged + A_PUSH * len(self.phones))
        self.began.clear()
        if not self.began.wait(PATIENCE_S):
            self.report.faults.append("nobody pushes any more")
        time.sleep(rng.uniform(0, within_s))

    def _until_answered(self, operations: int) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while self.report.acknowledged < operations and not self.report.faults:
            if time.monotonic() > deadline:
                self.report.faults.append("nobody is answered any more")
            time.sleep(0.005)

    def hold(self) -> None:
        """Nobody speaks any more when this returns."""
        self.gate.clear()
        for phone in self.phones:
            if not phone.idle.wait(PATIENCE_S):
                self.report.faults.append(f"{phone.name} hangs")

    def settle_accounts(self) -> None:
        """Ask, by empty pushes, what the server holds: all it acknowledged, as it was said."""
        for one in self.phones:
            answer = self.heard(one.phone)
            heard = answer["next_seq"] - 1
            if heard < one.acknowledged:
                self.forgotten(one.name, one.acknowledged, heard)
                continue
            if answer["ops_digest"] != one.digest(heard):
                self.report.faults.append(f"{one.name}: the digest of {heard} operations differs")
            if one.doubt is not None:
                first, last = one.doubt
                there = min(max(heard - first + 1, 0), last - first + 1)
                self.report.unanswered_there += there
                self.report.unanswered_not_there += last - first + 1 - there
                one.doubt = None
            one.phone.take_push(answer)
            one.acknowledged = heard

    @staticmethod
    def heard(phone: Phone) -> dict[str, Any]:
        token = {"Authorization": f"Bearer {phone.push_token}"}
        body = {**phone.push_body(0), "ops": []}
        deadline = time.monotonic() + PATIENCE_S
        while True:
            answer = phone.http.post("/sync/v1/push", json=body, headers=token)
            # Busy: it was ready, and its database had not noticed yet that it must recover.
            if answer.status_code != 503 or time.monotonic() > deadline:
                break
            time.sleep(0.1)
        answer.raise_for_status()
        said: dict[str, Any] = answer.json()
        return said

    def deliver_all(self) -> None:
        """No new word; what waits goes out."""
        self.closing.set()
        self.gate.set()
        deadline = time.monotonic() + PATIENCE_S
        while any(one.phone.unsent for one in self.phones):
            if time.monotonic() > deadline or self.report.faults:
                self.report.faults.append("not everything could be delivered")
                break
            time.sleep(0.02)
        self.hold()
