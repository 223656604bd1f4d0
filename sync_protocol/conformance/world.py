"""Who asks: people with sessions, their devices, and what these may write into the demo world.

Everything is safe to do again on the same server: days of the year 2000 are ended, a visit is made
and closed, photos come, a stop ten months ahead is planned, moved and waived.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any, Self

import httpx
import msgspec

from sync_protocol.client import Device, Disagreement, uuid7
from sync_protocol.conformance.wire import Exchange, Wire
from sync_protocol.generated import protocol

FIRST_DAY = date(2000, 1, 1)
LENT_IN_DAYS = 300
Frame = dict[str, Any]


class Nobody(Exception):
    """A person this check needs was not named."""


class Person:
    """Somebody who has signed in once. A session speaks for the replica it registered last."""

    def __init__(self, wire: Wire, login: str, password: str) -> None:
        self.wire = wire
        answer = wire.ask(
            "POST", "/auth/v1/login", json={"login": login, "password": password}
        ).raise_for_status()
        self.token: str = answer.json()["token"]
        self.id: str = answer.json()["person"]["id"]
        self.speaks_for = ""

    def registers(self, replica_id: str) -> httpx.Response:
        body = {"replica_id": replica_id, "device_name": "conformance", "app": "conformance"}
        return self.wire.ask("POST", "/auth/v1/replicas", token=self.token, json=body)

    def bind(self, replica_id: str) -> None:
        """Let the session speak for this replica, if it does not yet."""
        if self.speaks_for != replica_id:
            self.registers(replica_id).raise_for_status()
            self.speaks_for = replica_id


class Phone(Device):
    """A new device of somebody, with an empty log."""

    def __init__(self, owner: Person) -> None:
        super().__init__(owner.id, app="conformance")
        self.owner, self.wire = owner, owner.wire
        answer = owner.registers(self.replica_id).raise_for_status()
        owner.speaks_for = self.replica_id
        self.push_token: str = answer.json()["push_token"]
        self.own = f"user:{owner.id}"
        self.disagreements: list[str] = []

    def _mark(self, mark: Frame, frames: list[Frame]) -> None:
        """A wrong count is one requirement's matter; it must not spoil the other checks."""
        try:
            super()._mark(mark, frames)
        except Disagreement as disagreement:
            self.disagreements.append(str(disagreement))

    # What she says

    def end_day(self, number: int = 0, note: str = "conformance", **more: Any) -> dict[str, Any]:
        """A day of long ago is over: a fact of her own, in her own scope."""
        day = (FIRST_DAY + timedelta(days=number)).isoformat()
        args = {"day": day, "unsent": 0, "missed": [], "note": note}
        return self.say("day.end", "day_summary", f"{self.person_id}:{day}", args, **more)

    def check_in(self, store_id: str, visit_id: str | None = None, **more: Any) -> dict[str, Any]:
        """`more` replaces args."""
        made_at = more.pop("made_at", None)
        args = {
            "store_id": store_id, "planned_visit_id": None, "unplanned_reason": "on_the_way",
            "day": FIRST_DAY.isoformat(), "position": None, "distance_m": None,
            "fence_result": "no_position", "exception_reason": None, "note": None,
        }  # fmt: skip
        said = args | more
        return self.say("visit.check_in", "visit", visit_id or uuid7(), said, made_at=made_at)

    def check_out(self, visit_id: str) -> dict[str, Any]:
        args = {
            "position": None, "stay_s": 1, "note": None, "no_order_reason": None,
            "next_promise": None,
        }  # fmt: skip
        return self.say("visit.check_out", "visit", visit_id, args)

    def copies(self, op: dict[str, Any]) -> dict[str, Any]:
        """The same operation for another log: it bears this log's next number."""
        copy = {**op, "local_seq": len(self.log) + 1}
        self.log.append(copy)
        return copy

    # Push

    def send(self, body: dict[str, Any] | None = None, **changed: Any) -> httpx.Response:
        """One push; the answer, not taken in."""
        said = (body if body is not None else self.push_body()) | changed
        return self.wire.ask("POST", "/sync/v1/push", token=self.push_token, json=said)

    def push(self) -> dict[str, Any]:
        """Everything unsent in one push, which must succeed; the answer, taken in."""
        answer = heard(self.send())
        self.take_push(answer)
        return answer

    # Pull

    def pull(self, body: dict[str, Any] | None = None, **changed: Any) -> list[Frame]:
        """The frames of one pull, which must succeed; not taken in."""
        said = (body if body is not None else self.pull_body()) | changed
        self.owner.bind(self.replica_id)
        answer = self.wire.ask("POST", "/sync/v1/pull", token=self.owner.token, json=said)
        if answer.status_code != 200:
            raise ValueError(f"a pull was answered {answer.status_code}: {answer.text[:300]}")
        return [msgspec.json.decode(line) for line in answer.content.splitlines() if line]

    def pull_own(self) -> list[Frame]:
        """What is new in her own scope; not taken in. Nobody but her writes there."""
        return self.pull(self.pull_body([self.own]))

    def take(self, frames: list[Frame]) -> bool:
        """True when there is more at once. What she computed otherwise is in `disagreements`."""
        return self.take_pull([msgspec.json.encode(frame) for frame in frames])

    def catch_up(self, names: list[str] | None = None) -> list[Frame]:
        """Pull and take in until there is nothing more; all frames."""
        seen: list[Frame] = []
        for _ in range(1000):
            frames = self.pull(self.pull_body(names))
            seen += frames
            if not self.take(frames):
                return seen
        raise ValueError("pulls never come to an end")

    def row(self, record_id: str) -> tuple[int, dict[str, Any]] | None:
        """Version and body of a record of her own scope."""
        for (_, row_id), (version, body) in self.scopes[self.own].rows.items():
            if row_id == record_id:
                return version, msgspec.json.decode(body)
        return None

    def of_kind(self, kind: str) -> list[str]:
        """Scopes she holds, e.g. `store`: ids only."""
        return sorted(name.partition(":")[2] for name in self.scopes if name.startswith(f"{kind}:"))


def heard(answer: httpx.Response) -> dict[str, Any]:
    """A push's answer, in the shape of schema/. ValueError for any other."""
    if answer.status_code != 200:
        raise ValueError(f"a push was answered {answer.status_code}: {answer.text[:300]}")
    said: dict[str, Any] = answer.json()
    msgspec.convert(said, protocol.PushAnswer)
    return said


class World:
    """The server, and the people who may ask it."""

    def __init__(
        self, url: str, login: str, password: str, *, colleague: str = "", supervisor: str = ""
    ) -> None:
        self.wire = Wire(url)
        self.login, self.password = login, password
        self.logins = {"colleague": colleague, "supervisor": supervisor}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.wire.http.close()

    @cached_property
    def rep(self) -> Person:
        return Person(self.wire, self.login, self.password)

    @cached_property
    def colleague(self) -> Person:
        """Another rep of the same office."""
        return self._other("colleague")

    @cached_property
    def supervisor(self) -> Person:
        """Who plans for both."""
        return self._other("supervisor")

    def _other(self, who: str) -> Person:
        if not self.logins[who]:
            raise Nobody(f"needs --{who} LOGIN")
        return Person(self.wire, self.logins[who], self.password)

    def sign_in(self) -> str:
        """Everybody who was named; the rep's id. Raises httpx.HTTPError, KeyError, ValueError."""
        for who, login in self.logins.items():
            if login:
                getattr(self, who)
        return self.rep.id

    @cached_property
    def hello(self) -> dict[str, Any]:
        said: dict[str, Any] = self.wire.ask("GET", "/sync/v1/hello").json()
        return said

    def phone(self) -> Phone:
        """A new device of the rep."""
        return Phone(self.rep)

    @cached_property
    def stores(self) -> list[str]:
        """The rep's own."""
        return self._stores_of(self.rep)

    @cached_property
    def foreign_stores(self) -> list[str]:
        """The colleague's, without those that are the rep's too."""
        return [store for store in self._stores_of(self.colleague) if store not in self.stores]

    def _stores_of(self, person: Person) -> list[str]:
        phone = Phone(person)
        phone.catch_up()
        lent = {name for name, until in grants(phone) if until is not None}
        return [store for store in phone.of_kind("store") if f"store:{store}" not in lent]

    @cached_property
    def moved_stop(self) -> "MovedStop":
        return MovedStop(self)


def grants(phone: Phone) -> list[tuple[str, str | None]]:
    """(scope, end) of what she is granted."""
    held = phone.records("grant").values()
    return [(grant["scope"], grant["until_at"]) for grant in held]


class MovedStop:
    """A stop in a colleague's store is planned for the rep, then moved to him: the store is lent to
    her, and taken back. What her device saw, and how she asks for what she no longer has."""

    def __init__(self, world: World) -> None:
        self.store = world.foreign_stores[0]
        self.scope = f"store:{self.store}"
        self.id = uuid7()
        self.day = (datetime.now(UTC) + timedelta(days=LENT_IN_DAYS)).date().isoformat()
        self.phone = world.phone()
        planner = Phone(world.supervisor)
        self.phone.catch_up()
        planner.say("planned_visit.put", "planned_visit", self.id, {
            "store_id": self.store, "rep_id": world.rep.id, "day": self.day, "sequence": 1,
            "reason": "supervisor", "minutes": 10,
        })  # fmt: skip
        planner.push()
        self.phone.catch_up()
        self.was_lent = self.scope in self.phone.scopes
        self.cursors = self.phone.pull_body()["cursors"]
        self._says(planner, "move", rep_id=world.colleague.id, day=self.day, note=None)
        self.frames = self.phone.pull()
        self.exchange: Exchange = world.wire.exchanges[-1]
        self.phone.take(self.frames)
        self._says(planner, "waive", reason="conformance")

    def _says(self, planner: Phone, what: str, **args: Any) -> None:
        planner.say(f"planned_visit.{what}", "planned_visit", self.id, args)
        planner.push()


def later(**span: int) -> str:
    """This machine's clock, shifted."""
    moment = datetime.now(UTC) + timedelta(**span)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
