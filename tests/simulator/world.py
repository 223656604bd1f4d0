"""One world: a plan carried out step by step, watched all the way, healed and judged at its end."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.identity import Post, Role
from backend.store import instant
from backend.sync.problems import SyncProblem
from tests.simulator import judge, judge_photos
from tests.simulator.device import SimDevice
from tests.simulator.domain import ENTITY, KIND, args_of
from tests.simulator.judge import Violation
from tests.simulator.message import Message, Said
from tests.simulator.photos import Photographs
from tests.simulator.plan import STORES, Plan, Step
from tests.simulator.server import Crash, Server, patched

START = datetime(2026, 11, 25, tzinfo=UTC)
ROUNDS = 40
"""A healed world must come to rest within so many rounds (I15)."""
HOURLY = 60
"""Requests one device may make in an hour of failures (I17)."""


class World(Photographs):
    """Devices, a network and a server; `run` is the whole of it."""

    device_kind = SimDevice
    server_kind: Callable[..., Server] = Server

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.ms = 0
        self.made = 0
        self.messages: list[Message] = []
        self.said: list[Said] = []
        self.history = hashlib.sha256()
        self.trace: list[str] = []
        self.requests = 0
        persons = [f"p{i}" for i in range(plan.devices)]
        self.server = self.server_kind(self.clock, persons)
        self.devices = [self.device_kind(f"d{i}", person) for i, person in enumerate(persons)]
        self.ever: dict[tuple[str, str], str | None] = {}
        """Who was ever granted which store, and until when: None is still."""
        self.moved: set[str] = set()
        for i, device in enumerate(self.devices):
            self.server.register(device.person, device.core.replica_id)
            for store in STORES[: 2 + i % 2]:
                self._grant(device.person, store, on=True)
        self.open_photos()

    def clock(self) -> str:
        return instant.text(START + timedelta(milliseconds=self.ms))

    def run(self) -> str:
        """The history's hash. Raises Violation."""
        try:
            with patched(self.clock, self.uuid):
                self.live()
                judge.at_rest(self)
                judge_photos.at_rest(self)
        finally:
            self.close()
        return self.history.hexdigest()

    def live(self) -> None:
        """All its steps, and until it rests."""
        for step in self.plan.steps:
            self.ms += 7
            getattr(self, f"_{step[0]}")(*step[1:])
            self._note(step)
            self._judge()
        self._heal()

    def close(self) -> None:
        self.close_photos()
        self.server.close()

    def _judge(self) -> None:
        judge.always(self)
        judge_photos.always(self)

    def _note(self, step: Step | str) -> None:
        state = [
            (len(device.core.log), device.incidents, *self._state(device))
            for device in self.devices
        ]
        state += self.state_of_photos()
        line = json.dumps([step, self.ms, len(self.messages), state])
        self.trace.append(line)
        self.history.update(line.encode())

    # People

    def _tap(self, d: int, what: str, store: str, note: str) -> None:
        device = self.devices[d]
        self.made += 1
        op_id = self._op_id(device)
        at = self.clock_of(device)
        note = f"{store}{note}" if what != "pair" else f"{store}{note}p"
        if device.tap(what, store, note, op_id, at, op_id):
            self.keep_said(device, op_id, what, store, note)

    def keep_said(self, device: SimDevice, op_id: str, what: str, store: str, note: str) -> None:
        sure = (device.person, store) in self.ever and not self.server.persons[device.person].posts
        seq, replica = len(device.core.log), device.core.replica_id
        self.said.append(Said(op_id, device.name, replica, seq, what, store, note, sure))

    def clock_of(self, device: SimDevice) -> str:
        return instant.text(START + timedelta(milliseconds=self.ms + device.skew_ms))

    def _op_id(self, device: SimDevice) -> str:
        return f"00000000-0000-7000-8000-{self.made:012d}"

    def _quota(self, d: int, what: str, store: str, note: str) -> None:
        device = self.devices[d]
        self.made += 1
        op_id = self._op_id(device)
        args = args_of(what, store, op_id)
        device.failed_tap(
            {"kind": KIND, "entity": ENTITY, "id": f"{store}{note}", "args": args,
             "made_at": self.clock_of(device), "op_id": op_id}
        )  # fmt: skip

    def _crash(self, d: int) -> None:
        self.devices[d].crash()

    def _reload(self, d: int) -> None:
        """A new service worker takes over: the tabs load again, the old code's requests end."""
        device = self.devices[d]
        device.crash()
        device.core.app = f"reference-{self.ms}"

    def _evict(self, d: int) -> None:
        device = self.devices[d]
        for said in self.said:
            if said.replica_id == device.core.replica_id and said.local_seq >= device.core.next_seq:
                said.lost = True
        device.install()
        self.server.register(device.person, device.core.replica_id)

    def _upgrade(self, d: int) -> None:
        self.devices[d].schema = 2

    def _skew(self, d: int, ms: int) -> None:
        self.devices[d].skew_ms = ms

    def _expire(self, d: int) -> None:
        self.server.expired.add(self.devices[d].person)

    def _login(self, d: int) -> None:
        self.server.expired.discard(self.devices[d].person)

    def _role(self, d: int) -> None:
        """He becomes an office supervisor: what he captured before is judged by his old post."""
        name = self.devices[d].person
        person = self.server.persons[name]
        if not person.posts:
            now = self.clock()
            posts = (
                Post(Role.FIELD_REP, None, None, "2000-01-01T00:00:00.000Z", now),
                Post(Role.OFFICE_SUPERVISOR, None, None, now, None),
            )
            self.server.persons[name] = replace(person, role=Role.OFFICE_SUPERVISOR, posts=posts)
            for said in self.said:
                said.sure = said.sure and said.device != self.devices[d].name

    def _grant(self, who: int | str, store: str, on: bool) -> None:
        person = who if isinstance(who, str) else self.devices[who].person
        if on or (person, store) in self.ever:
            self.ever[person, store] = None if on else self.clock()
            self._enter_grant(person, store)

    def _enter_grant(self, person: str, store: str) -> None:
        until_at = self.ever[person, store]
        self.server.grant(person, f"store:{store}", "2000-01-01T00:00:00.000Z", until_at)

    def _move(self, note: str, to: str | None) -> None:
        ids = [f"{s}{note}{end}" for s in STORES for end in ("", "p-a", "p-b")]
        self.moved.update(ids)
        self.server.move(ids, to)

    def _prune(self) -> None:
        self.server.prune()

    def _backup(self) -> None:
        self.server.backup()
        self.back_up_photos()

    def _restore(self, with_photos: bool = False) -> None:
        said_present = self.present_photos()
        if self.server.restore():
            self.restored_photos(with_photos, said_present)
            for message in [m for m in self.messages if m.way == "stream"]:
                self.messages.remove(message)  # the server was stopped for it
                self._end_of(message)
            for device in self.devices:  # an operator gives back who works here and where
                self.server.register(device.person, device.core.replica_id)
            for person, store in self.ever:
                self._enter_grant(person, store)

    def _rot(self, d: int, at: int) -> None:
        """A byte of the device's storage turns."""
        device = self.devices[d]
        held = [
            (s, key) for s in device.core.scopes.values() for key in s.rows if key[0] != "grant"
        ]
        if held:
            scope, key = held[at % len(held)]
            version, body = scope.rows[key]
            scope.rows[key] = (version, body.replace(b'"text":"', b'"text":"rotten '))
            device.rotten = True
            device.commit()

    # The network

    def _time(self, ms: int) -> None:
        self.ms += ms
        for device in self.devices:  # whoever waits that long gives up
            if ms >= 60_000 and (device.flushing or device.pulling):
                device.flushing, device.pulling = {}, {}
                device.failed(self.ms, 0.5)
            if ms >= 60_000:
                device.sending = {}

    def _outage(self, d: int, luck: int) -> None:
        """An hour without an answer: how often does one device ask?"""
        device = self.devices[d]
        end, asked = self.ms + 3_600_000, 0
        while self.ms < end and asked <= HOURLY:
            self.ms = max(self.ms + 1, device.retry_at)
            asked += 1
            luck = luck * 1_103_515_245 + 12_345 & 0x7FFFFFFF
            device.failed(self.ms, luck / 0x7FFFFFFF)
        device.flushing, device.pulling = {}, {}
        if asked > HOURLY:
            raise Violation("I17", f"{device.name} asked {asked} times in an hour of failures")

    def _push(self, d: int, tab: int, limit: int) -> None:
        device = self.devices[d]
        if device.may_ask(self.ms) and device.may_flush() and tab not in device.flushing:
            self._send("push", device, tab, device.push_body(limit), device.flushing)

    def _pull(self, d: int, tab: int) -> None:
        device = self.devices[d]
        if device.may_ask(self.ms) and not device.pulling:
            self._send("pull", device, tab, device.pull_body(), device.pulling)

    def _send(
        self, kind: str, device: SimDevice, tab: int, body: bytes, waiting: dict[int, int],
        request: Any = None,
    ) -> None:  # fmt: skip
        self.requests += 1
        waiting[tab] = self.requests
        message = Message(
            self.requests, "request", kind, device, tab, device.core.replica_id, body,
            request=request,
        )  # fmt: skip
        self.messages.append(message)

    def _deliver(self, at: int, fate: str, part: float) -> None:
        if not self.messages:
            return
        message = self.messages.pop(at % len(self.messages))
        if message.kind == "photo":
            self.photo_goes_on(message, fate, part)
            return
        if fate == "drop":
            self._end_of(message)
            return
        if fate == "duplicate" and message.way != "stream":
            self.messages.append(replace(message))
        if fate == "cut":
            if message.way == "answer" and message.problem is None:
                message.body = message.body[: int(len(message.body) * part)]
                message.extra = 1
            elif message.way == "request":  # half a body is no body
                self._end_of(message)
                return
        if message.way == "request":
            self._ask(message, {"crash_before": "before", "crash_after": "after"}.get(fate))
        elif message.way == "stream":
            self._stream(message)
        else:
            self._answer(message)

    def _sync(self, d: int) -> None:
        """A good minute: one device pushes and pulls until nothing is left to do."""
        device = self.devices[d]
        others = [m for m in self.messages if m.device is not device]
        self.messages = []
        device.flushing, device.pulling, device.sending = {}, {}, {}
        for _ in range(3):
            for kind, *more in (("push", 0, 200), ("pull", 0)):
                device.retry_at = 0
                getattr(self, f"_{kind}")(d, *more)
                while self.messages:
                    self._deliver(0, "ok", 0)
        self.messages = others

    def _end_of(self, message: Message) -> None:
        """The connection broke: whoever waits for it hears so."""
        waiting = self._waiting(message)
        if waiting is not None:
            waiting.pop(message.tab)
            if message.kind != "photo":  # rows never wait for photos, nor because of them
                message.device.failed(self.ms, 0.5)

    def _waiting(self, message: Message) -> dict[int, int] | None:
        device = message.device
        each = {"push": device.flushing, "pull": device.pulling, "photo": device.sending}
        waiting = each[message.kind]
        return waiting if waiting.get(message.tab) == message.number else None

    def _ask(self, message: Message, die: str | None) -> None:
        """A request arrives at the server."""
        person = message.device.person
        answer = replace(message, way="answer", body=b"")
        try:
            if message.kind == "push":
                answer.body = self.server.push(person, message.replica_id, message.body, die)
            else:
                answer.granted = judge.granted(self.server, person, self.clock())
                answer.stream = self.server.pull(person, message.replica_id, message.body)
                answer.way = "stream"
        except SyncProblem as problem:
            answer.problem = problem.code
            answer.extra = int(problem.extra.get("expected", 0))
        except Crash:
            self.server_died()
            self._end_of(message)
            return
        self.messages.append(answer)

    def _stream(self, message: Message) -> None:
        """The server writes one more chunk; others may write between two."""
        try:
            message.body += self.server.run(message.stream.__anext__())
        except StopAsyncIteration:
            message.way = "answer"
        self.messages.insert(0, message)

    def _answer(self, message: Message) -> None:
        waiting = self._waiting(message)
        if waiting is None:
            return  # nobody waits for it any more
        device = message.device
        if message.problem is not None:
            waiting.pop(message.tab)
            self._problem(device, message)
        elif message.kind == "push":
            waiting.pop(message.tab)
            if message.extra:
                device.failed(self.ms, 0.5)
            else:
                device.heard()
                device.take_push(json.loads(message.body))
        else:
            waiting.pop(message.tab)
            judge.nothing_foreign(message.body, message.granted)
            device.heard() if device.take_pull(message.body) else device.failed(self.ms, 0.5)

    def _problem(self, device: SimDevice, message: Message) -> None:
        device.failed(self.ms, 0.5)
        match message.problem:
            case "op-gap":
                device.core.take_gap(message.extra)
                device.commit()
            case "replica/unknown":
                self.server.register(device.person, device.core.replica_id)
            case "auth/expired" | "server/changed":
                pass
            case code:
                raise Violation("I15", f"{device.name} was told {code}")
        device.problem(str(message.problem))

    # The end

    def _heal(self) -> None:
        """Everybody logs in, nothing breaks any more, all messages arrive."""
        self.server.expired.clear()
        self.messages.clear()
        self.ms += 3_600_000
        for device in self.devices:
            device.flushing, device.pulling, device.sending = {}, {}, {}
        self.server.touch(STORES)  # every scope moves once more, so that every device compares
        self._rest()
        self.photos_come_in()

    def _rest(self) -> None:
        for round_ in range(ROUNDS):
            before = [self._state(device) for device in self.devices]
            for d, device in enumerate(self.devices):
                device.retry_at = 0
                for kind in (("push", d, 0, 200), ("pull", d, 0)):
                    device.retry_at = 0
                    getattr(self, f"_{kind[0]}")(*kind[1:])
                    while self.messages:
                        self._deliver(0, "ok", 0)
                self._judge()
            self._note(f"heal {round_}")
            if before == [self._state(device) for device in self.devices] and round_:
                return
        raise Violation("I15", f"no rest after {ROUNDS} rounds")

    def _state(self, device: SimDevice) -> Any:
        core = device.core
        return (core.next_seq, core.server_id, device.incidents,
                sorted((name, s.epoch, s.pos) for name, s in core.scopes.items()))  # fmt: skip
