"""A whole phone without input or output: the reference device with the engine that decides for it.

`Device` shows the least any client must do. `Phone` does what the PWA does: it asks by known and
moved cursors, keeps a scope that ended until nothing of its own waits, and believes no yes that a
restored server has forgotten. A job is a generator: it yields a request and is sent the reply, and
one reply is one step, as one transaction is in the PWA.
"""

import json
import math
from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any, cast

from sync_protocol import engine
from sync_protocol.carrying import Carrying
from sync_protocol.client import YES, Device, Scope
from sync_protocol.digest import cursor_hash, hexadecimal
from sync_protocol.reply import Fault, Reply, checked, from_json
from sync_protocol.taking import Held, Taking

Request = dict[str, Any]
Job = Generator[Request, Reply, dict[str, Any]]
LUCK = 0.5
"""Chance is an event; a conversation has this much of it each time."""


class Phone(Device):
    """One replica, its tokens, its clocks, and one leading tab."""

    def __init__(self, person_id: str, replica_id: str) -> None:
        super().__init__(person_id, replica_id)
        self.ms = self.wall = 0
        self.read_token, self.push_token = True, True
        self.acked_through = 0
        self.archived: set[int] = set()
        self.scopes: dict[str, Scope] = {}
        self.offset_ms, self.contact_at = 0, -1
        self.sums: dict[str, str] = {}
        self.photos = Carrying()
        self.restart()

    def restart(self) -> None:
        """The tab is gone, or another leads: what is stored is there, nothing else."""
        self.state = engine.State()
        self.probe = self.check = False
        self.timer: float | None = None
        self.job: Job | None = None
        self.request: Request | None = None

    # Clocks

    def set_clocks(self, ms: int, wall: int) -> None:
        """One that only goes on, and the one on the wall, which anybody may set."""
        self.ms, self.wall = ms, wall

    def server_time(self) -> str:
        return _text(self.wall + self.offset_ms)

    def clock(self) -> dict[str, int]:
        met = self.contact_at >= 0
        return {
            "offset_ms": self.offset_ms if met else 0,
            "mono_ms": self.ms - self.contact_at if met else 0,
        }

    def learn_clock(self, there: str, before: int) -> None:
        middle = (before + self.wall) / 2
        self.offset_ms = math.floor(_ms(there) - middle + 0.5)
        self.contact_at = self.ms

    # Events and replies

    def happen(self, t: str, **more: Any) -> None:
        """Take in an event, and do what follows until there is a request or nothing to do."""
        event = {"t": t, "now": self.wall, "rand": LUCK, **more}
        if t in ("start", "tokens"):
            event |= {"read": self.read_token, "push": self.push_token}
            event["registered"] = self.push_token
        self.state, effects = engine.step(self.state, event)
        for effect in effects:
            match effect["t"]:
                case "timer":
                    self.timer = self.ms + effect["at"] - self.wall
                case "expired" if effect["which"] == "session":
                    self.read_token = False
                case "expired":
                    self.push_token = False
                case "run":
                    self._begin(effect)

    def reply(self, reply: Reply) -> None:
        job, self.request = self.job, None
        if job is None:
            raise RuntimeError("nothing was asked")
        self._go(job, lambda: job.send(reply))

    def _begin(self, effect: engine.Effect) -> None:
        work = {
            "rewind": lambda: self._rewind(effect["to"]),
            "register": self._register,
            "meet": self._meet,
            "push": lambda: self._push(effect["limit"]),
            "pull": lambda: self._pull(effect["page"]),
            "files": self._files,
        }
        job = work[effect["job"]]()
        self._go(job, lambda: next(job))

    def _go(self, job: Job, on: Any) -> None:
        name = self.state.busy
        try:
            self.job, self.request = job, on()
        except StopIteration as end:
            self.job = None
            self.happen("done", job=name, **end.value)
        except Fault as fault:
            self.job = None
            self.happen("failed", job=name, failure=fault.failure)

    # Jobs

    def _files(self) -> Job:
        turn: dict[str, Any] = yield from self.photos.carry()
        if turn.get("news"):
            self.photos.let_go(self.records("photo"))
        return turn

    def _rewind(self, to: int) -> Job:
        yield from ()
        self._forget_from(to)
        self.next_seq = to
        return {}

    def _register(self) -> Job:
        reply = yield {"path": "/auth/v1/replicas", "body": {"replica_id": self.replica_id}}
        from_json(reply)
        self.push_token = True
        return {}

    def _meet(self) -> Job:
        before = self.wall
        hello = from_json((yield {"path": "/sync/v1/hello", "body": None}))
        self.learn_clock(hello["server_time"], before)
        changed = self.server_id not in (None, hello["server_id"])
        self.server_id = hello["server_id"]
        if changed:
            for scope in self._scopes():
                scope.renew()
                scope.epoch, scope.known = 0, None
            self.probe = True
            self.photos.send_again()
        return {}

    def _push(self, limit: int) -> Job:
        body = self.push_body(limit)
        body["acked_through"] = self.acked_through
        if not body["ops"] and not self.probe:
            self.probe = False
            return {"idle": True}
        left = self.unsent > len(body["ops"])
        before = self.wall
        answer = from_json((yield {"path": "/sync/v1/push", "body": body}))
        self.learn_clock(answer["server_time"], before)
        self.server_id = self.server_id or answer["server_id"]
        backwards = answer["next_seq"] < self.next_seq
        news = sum(self._take_result(result) for result in answer["results"])
        if backwards:
            self._forget_from(answer["next_seq"])
        self.next_seq = answer["next_seq"]
        while self.acked_through + 1 < self.next_seq and self.acked_through + 1 in self.results:
            self.acked_through += 1
        # What is heard and was never answered to us (that answer was lost) is asked for once more.
        self.next_seq = min(self.next_seq, self.acked_through + 1)
        last = answer["results"][-1]["local_seq"] if answer["results"] else 0
        self.probe = False
        return {"more": left or backwards or self.next_seq <= last, "news": news > 0}

    def _pull(self, page: int) -> Job:
        self._scan()
        through = len(self.log)
        self.follow(self.server_time())
        known, cursors = self._question()
        body = {**self.pull_body([]), "max_bytes": page}
        del body["cursors"]
        body |= {"cursors": cursors} if known is None else {"known": known, "moved": cursors}
        taking = Taking(self, self.wall)
        reply = yield {"path": "/sync/v1/pull", "body": body}
        if checked(reply).kind != "frames":
            raise Fault(kind="network", timeout=False)
        try:
            for line in reply.body.split("\n")[:-1]:  # a half line at the cut is nothing
                taking.take(json.loads(line))
        finally:
            taking.store()
        if not taking.ended:
            raise Fault(kind="network", timeout=False)
        back = {} if taking.rewind_to is None else {"rewind_to": taking.rewind_to}
        if taking.forgotten:
            self._remember([], whole=True)
            return {"more": True, **back}
        self._remember(cursors, whole=known is None)
        if taking.left:
            self._remember([], whole=True)
        self.follow(self.server_time())
        asked = {scope for scope, _, _ in cursors}
        new = any(s.epoch == 0 and name not in asked for name, s in self.scopes.items())
        more = taking.more or new
        if not more:
            self._archive({seq for seq in self.results if seq <= through})
            self.photos.let_go(self.records("photo"))
        return {"more": more, **back}

    # What a push answered

    def _take_result(self, result: dict[str, Any]) -> bool:
        seq = result["local_seq"]
        if seq in self.results and result["status"] in ("settled", "duplicate"):
            return False  # they say less than an answer that is stored already
        self.results[seq] = result
        if result.get("at") or result["status"] not in YES:
            self.archived.discard(seq)
            self._archive({seq})
        return True

    def _forget_from(self, seq: int) -> None:
        """A server that expects this one has forgotten what it said yes to: that waits again."""
        for late in [n for n in self.results if n >= seq and self.results[n]["status"] in YES]:
            del self.results[late]
            self.archived.discard(late)
        self.acked_through = min(self.acked_through, seq - 1)

    def standing(self) -> list[int]:
        """Numbers of the lines that are still drawn over the records."""
        return [
            op["local_seq"]
            for op in self.log
            if op["local_seq"] not in self.archived
            and self.results.get(op["local_seq"], {"status": "settled"})["status"] in YES
        ]

    def waiting(self) -> bool:
        return any(op["local_seq"] not in self.results for op in self.log)

    def _archive(self, concerned: set[int]) -> None:
        """Those of them that were answered yes leave the overlay if their effect is here."""
        own = self._held(f"user:{self.person_id}")
        complete = own is not None and own.whole and not own.behind
        for seq in concerned:
            result = self.results[seq]
            if result["status"] in YES and all(
                self._arrived(at, complete) for at in result.get("at", ())
            ):
                self.archived.add(seq)

    def _arrived(self, at: dict[str, Any], complete: bool) -> bool:
        here = self._held(at["scope"])
        if here is None:
            return complete
        return not here.behind and (here.epoch, here.pos) >= (at["epoch"], at["pos"])

    def settle(self, changed: set[str]) -> None:
        """These scopes changed."""
        self._archive(
            {
                seq
                for seq, result in self.results.items()
                if any(at["scope"] in changed for at in result.get("at", ()))
            }
        )

    # Scopes

    def held(self, name: str) -> Held:
        return cast(Held, self.scopes.setdefault(name, Held()))

    def _held(self, name: str) -> Held | None:
        return self.held(name) if name in self.scopes else None

    def _scopes(self) -> list[Held]:
        return [self.held(name) for name in sorted(self.scopes)]

    def follow(self, at: str) -> None:
        """A cursor for every scope granted at this moment."""
        self.held(f"user:{self.person_id}")
        before = set(self.scopes)
        self._follow_grants(at)
        self.scopes.update({name: Held() for name in set(self.scopes) - before})

    def _question(self) -> tuple[str | None, list[list[Any]]]:
        """All cursors, or the digest of those the server remembers and the ones it does not."""
        own = f"user:{self.person_id}"
        mine = self.held(own)
        if not mine.whole:  # before the grants are here there is nothing else to follow
            return None, [[own, mine.epoch, mine.pos]]
        names = sorted(self.scopes, key=lambda n: (n != own, n.startswith("store:"), n))
        known = {n: self.held(n).known for n in names}
        total = sum(cursor_hash(n, *at) for n, at in known.items() if at is not None)
        moved = [
            [n, s.epoch, s.pos] for n in names if (s := self.held(n)).known != (s.epoch, s.pos)
        ]
        return (hexadecimal(total) if any(known.values()) else None), moved

    def _remember(self, cursors: list[list[Any]], *, whole: bool) -> None:
        """The server has taken these cursors; `whole`: and forgotten every other."""
        if not cursors and not whole:
            return
        told = {scope: (epoch, pos) for scope, epoch, pos in cursors}
        for name in self.scopes:
            if name in told or whole:
                self.held(name).known = told.get(name)

    # Damage

    def rot(self, scope: str, entity: str, row_id: str, body: bytes) -> None:
        """Storage has turned a byte. The sums are of before, as they would lie beside the rows."""
        rows = self.held(scope).rows
        self.sums = {name: held.digest() for name, held in self.scopes.items()}
        rows[entity, row_id] = (rows[entity, row_id][0], body)

    def look(self) -> None:
        """The person asks for a check."""
        self.check = True
        self.happen("asked")

    def _scan(self) -> None:
        if self.check:
            for name, before in self.sums.items():
                scope = self._held(name)
                if scope is not None and scope.digest() != before:
                    scope.renew()
                    scope.epoch, scope.known = 0, None
        self.check, self.sums = False, {}


def _ms(instant: str) -> int:
    return round(datetime.fromisoformat(instant).timestamp() * 1000)


def _text(ms: int) -> str:
    at = datetime.fromtimestamp(ms / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
