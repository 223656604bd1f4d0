"""The plans of the simulator, lived by whole phones: their engine decides when to push and pull.

So `push` in a plan is a person who asks, `pull` a poke, another `tab` another leader; what becomes
of people, messages and server is as in any world, and so is the judge.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from backend.store.sqlite import drive
from backend.sync.problems import SyncProblem
from sync_protocol.carrying import is_picture
from sync_protocol.phone import Request
from sync_protocol.reply import Reply
from tests.simulator import judge
from tests.simulator.device import SimDevice
from tests.simulator.judge import Violation
from tests.simulator.photo_letters import PhotoLetters
from tests.simulator.plan import STORES, Plan
from tests.simulator.server import Crash
from tests.simulator.talker import Talker
from tests.simulator.world import ROUNDS, START, World

START_MS = int(START.timestamp() * 1000)
ANSWERS = 1000
"""Chunks and answers after which one phone must have all there is."""
PAGE = 600
"""Bytes of a page: so that a small world has several."""


@dataclass
class Letter:
    """Something on its way: a request, an answer still being written, or a whole answer; a picture
    of which the server has not heard the end."""

    way: str
    phone: Talker
    replica_id: str
    request: Request
    reply: Reply | None = None
    stream: Any = None
    written: bytes = b""
    granted: frozenset[str] = field(default_factory=frozenset)
    hanging: Any = None


class Conversations(PhotoLetters, World):
    """What each phone heard and said is in `talkers`."""

    device_kind = Talker
    devices: list[Talker]

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.letters: list[Letter] = []
        self.sent: list[Request] = []
        for d, phone in enumerate(self.devices):
            phone.start_ms = START_MS
            self._at(d).begin()

    def _at(self, d: int) -> Talker:
        self.devices[d].ms = self.ms
        return self.devices[d]

    def _note(self, step: Any) -> None:
        self._post()

    def _post(self) -> None:
        """Requests that were begun are on their way."""
        for phone in self.devices:
            request = phone.phone.request
            push = request is not None and request["path"] == "/sync/v1/push"
            phone.flushing = {0: 0} if push else {}
            if request is not None and not any(request is one for one in self.sent):
                self.sent.append(request)
                letter = Letter("request", phone, phone.phone.replica_id, request)
                self.letters.append(letter)

    # People

    def _op_id(self, device: SimDevice) -> str:
        """UUIDv7: it says when it was made, by the phone's own clock."""
        wall = START_MS + self.ms + device.skew_ms
        return f"{wall >> 16:08x}-{wall & 0xFFFF:04x}-7000-8000-{self.made:012x}"

    def _tap(self, d: int, what: str, store: str, note: str) -> None:
        self._at(d)
        super()._tap(d, what, store, note)

    def _quota(self, d: int, what: str, store: str, note: str) -> None:
        self._at(d)
        super()._quota(d, what, store, note)

    def _crash(self, d: int) -> None:
        self._at(d).crash()

    _reload = _crash
    _upgrade = _crash
    """A newer app writes newer shapes; which ones is no matter of the conversation."""

    def _evict(self, d: int) -> None:
        phone = self._at(d)
        super()._evict(d)
        self.server.forget(phone.phone.replica_id)  # it registers itself
        phone.begin()

    def _skew(self, d: int, ms: int) -> None:
        self._at(d).set_clock(ms)

    def _login(self, d: int) -> None:
        super()._login(d)
        self._at(d).sign_in()

    def _rot(self, d: int, at: int) -> None:
        phone = self._at(d)
        phone.rotten = phone.rot(at) or phone.rotten

    # The network

    def _time(self, ms: int) -> None:
        self.ms += ms
        for d in range(len(self.devices)):
            phone = self._at(d)
            if ms >= 60_000 and phone.phone.request is not None:
                phone.hears(Reply("timeout"))
            phone.ring()

    def _outage(self, d: int, luck: int) -> None:
        """The phone knows that it is offline, and when it is not any more."""
        phone = self._at(d)
        phone.happens("offline")
        if phone.phone.request is not None:
            phone.hears(Reply("lost"))
        self.ms += 3_600_000
        self._at(d).happens("online")

    def _push(self, d: int, tab: int, limit: int) -> None:
        self._leads(d, tab)
        self._at(d).happens("asked")

    def _pull(self, d: int, tab: int) -> None:
        self._leads(d, tab)
        self._at(d).happens("poked")

    def _leads(self, d: int, tab: int) -> None:
        phone = self._at(d)
        if phone.tab != tab:
            phone.tab = tab
            phone.crash()

    def _deliver(self, at: int, fate: str, part: float) -> None:
        self._post()
        if not self.letters:
            return None
        letter = self.letters.pop(at % len(self.letters))
        if is_picture(letter.request):
            return self.picture_goes_on(letter, fate, part)
        if fate == "drop" or (fate == "cut" and letter.way == "request"):
            return self._lost(letter)
        if fate == "duplicate" and letter.way != "stream":
            self.letters.append(replace(letter))
        match letter.way:
            case "request":
                self._ask_for(letter, fate)
            case "stream":
                self._write(letter)
            case _:
                self._arrive(letter, part if fate == "cut" else None)
        return None

    def _ask_for(self, letter: Letter, fate: str) -> None:
        """A request arrives at the server."""
        try:
            letter.reply = self._said_to(letter, fate.removeprefix("crash_"))
        except SyncProblem as problem:
            said = {"code": problem.code, **problem.extra}
            letter.reply = Reply("problem", problem.status, json.dumps(said))
        except Crash:
            self.server_died()
            if fate == "crash_after":
                return self._lost(letter)
            letter.reply = Reply("other", 502, "<html>")  # what stands before the server speaks
        letter.way = "answer" if letter.reply else "stream"
        self.letters.append(letter)
        return None

    def _said_to(self, letter: Letter, die: str) -> Reply | None:
        person, body = letter.phone.person, msgspec.json.encode(letter.request["body"])
        dies = die if die in ("before", "after") else None
        match letter.request["path"]:
            case "/sync/v1/push":
                said = self.server.push(person, letter.replica_id, body, dies)
                return Reply("json", body=said.decode())
            case "/sync/v1/pull":
                letter.granted = judge.granted(self.server, person, self.clock())
                letter.stream = self.server.pull(person, letter.replica_id, body, PAGE)
                self.server.remember(letter.replica_id, body)
                return None
            case "/auth/v1/replicas":
                self.server.register(person, letter.replica_id)
                return Reply("json", body='{"push_token":"push"}')
            case _:
                hello = {"server_id": self.server.store.server_id, "server_time": self.clock()}
                return Reply("json", body=json.dumps(hello))

    def _write(self, letter: Letter) -> None:
        """The server writes one more chunk; others may write between two."""
        try:
            letter.written += drive(letter.stream.__anext__())
        except StopAsyncIteration:
            letter.way, letter.reply = "answer", Reply("frames", body=letter.written.decode())
            judge.nothing_foreign(letter.written, letter.granted)
        self.letters.insert(0, letter)

    def _arrive(self, letter: Letter, part: float | None) -> None:
        """Whoever waits for it hears it, whole or cut: with an error, or as if it were whole."""
        d, reply = self.devices.index(letter.phone), letter.reply
        if letter.phone.phone.request is not letter.request or reply is None:
            return None
        if part is None or reply.kind not in ("json", "frames"):
            return self._at(d).hears(reply)
        cut = replace(reply, body=reply.body[: int(len(reply.body) * part)])
        return self._at(d).hears(cut, "error" if int(part * 1000) % 2 else "quiet")

    def _lost(self, letter: Letter) -> None:
        if letter.phone.phone.request is letter.request:
            self._at(self.devices.index(letter.phone)).hears(Reply("lost"))

    def _restore(self, with_photos: bool = False) -> None:
        """An operator gives grants back; a replica the backup does not know registers itself."""
        said_present = self.present_photos()
        if self.server.restore():
            self.restored_photos(with_photos, said_present)
            for letter in [one for one in self.letters if one.way == "stream"]:
                self.letters.remove(letter)  # the server was stopped for it
                self._lost(letter)
            for person, store in self.ever:
                self._enter_grant(person, store)

    def _sync(self, d: int) -> None:
        """A good minute: all that one phone asks is answered."""
        self._post()
        mine = self.devices[d]
        others = [one for one in self.letters if one.phone is not mine]
        self.letters = [one for one in self.letters if one.phone is mine]
        self._at(d).happens("asked")
        self._post()
        for _ in range(ANSWERS):
            if not self.letters:
                break
            self._deliver(0, "ok", 0)
            self._post()
        else:
            raise Violation("I15", f"{mine.name} asks for ever")
        self.letters = others

    # The end

    def _heal(self) -> None:
        self.server.expired.clear()
        self.letters.clear()
        self.ms += 3_600_000
        self.server.touch(STORES)
        for d in range(len(self.devices)):
            self._login(d)
            self._crash(d)
        self._rest()
        self.photos_come_in()

    def _rest(self) -> None:
        for round_ in range(ROUNDS):
            before = [self._state(phone) for phone in self.devices]
            for d in range(len(self.devices)):
                self.ms += 61_000
                self._sync(d)
                self._judge()
            if before == [self._state(phone) for phone in self.devices] and round_:
                return
        raise Violation("I15", f"no rest after {ROUNDS} rounds")
