"""A device of a simulated world: the reference client, its local store, and the driver around it.

`core` is what the open tabs see; `disk` is what would be there after a crash. Tabs share both, and
one lock decides who pushes.
"""

import copy
import json
from typing import Any

from sync_protocol import client
from sync_protocol.client import Disagreement, Scope
from tests.simulator.domain import ATTACH, ENTITY, KIND, PICTURE, args_of, notes_of
from tests.simulator.photos import Album

FIRST_WAIT, LONGEST_WAIT = 2_000, 15 * 60_000


class Core(client.Device):
    """The reference device, whose every mark is one transaction on the disk."""

    owner: "SimDevice"

    def _mark(self, mark: dict[str, Any], frames: list[dict[str, Any]]) -> None:
        held = self.scopes.get(mark["scope"])
        if held is None or held.pos == 0:  # it was gone meanwhile, and begins anew
            self.owner.whole.pop(mark["scope"], None)
        super()._mark(mark, frames)
        if not mark["more"]:
            self.owner.whole[mark["scope"]] = (self.server_id, mark["epoch"], mark["pos"])
        self.owner.commit()

    def meet(self, server_id: str) -> None:
        if self.server_id not in (None, server_id):
            self.owner.photos.send_again()
        super().meet(server_id)


class SimDevice:
    """One person's installation."""

    def __init__(self, name: str, person: str) -> None:
        self.name, self.person = name, person
        self.installations = 0
        self.skew_ms = 0
        self.schema = 1
        self.failures = 0
        self.retry_at = 0
        self.flushing: dict[int, int] = {}  # tab -> number of the push it waits for
        self.pulling: dict[int, int] = {}
        self.sending: dict[int, int] = {}
        self.incidents = 0
        self.rotten = False
        self.unexplained = 0
        self.install()

    def install(self) -> None:
        """An empty local store: a new replica."""
        self.installations += 1
        self.core = Core(self.person, f"{self.name}-{self.installations}")
        self.core.owner = self
        self.whats: dict[str, tuple[str, str, str]] = {}  # op_id -> what, store, note
        self.whole: dict[str, tuple[str | None, int, int]] = {}
        """Scope -> its last final mark. Until then a record that moved on lies ahead still."""
        self.photos = Album(self)
        self.flushing, self.pulling, self.sending = {}, {}, {}
        self.commit()

    # The disk

    def commit(self) -> None:
        core = self.core
        self.disk = (
            list(core.log), dict(core.results), core.next_seq, core.server_id, self.copied(),
            self.photos.saved(),
        )  # fmt: skip

    def copied(self) -> dict[str, Scope]:
        return {
            name: Scope(s.epoch, s.pos, dict(s.rows), set(s.stale))
            for name, s in self.core.scopes.items()
        }

    def crash(self) -> None:
        """All tabs are gone; what was committed is there."""
        core = self.core
        log, results, core.next_seq, core.server_id, scopes, photos = self.disk
        self.photos.load(photos)
        core.log, core.results = list(log), dict(results)
        core.scopes = copy.deepcopy(scopes)
        self.flushing, self.pulling, self.sending = {}, {}, {}

    # The person

    def tap(self, what: str, store: str, note: str, tag: str, made_at: str, op_id: str) -> bool:
        """True when the person saw it saved."""
        op = self.core.say(
            KIND, ENTITY, note, args_of(what, store, tag), made_at=made_at, op_id=op_id
        )
        op["schema"] = self.schema
        self.whats[op_id] = (what, store, note)
        self.commit()
        return True

    def take_photo(
        self, photo_id: str, data: bytes, args: dict[str, Any], made_at: str, op_id: str
    ) -> None:
        """Its bytes and the operation that names them are one transaction."""
        op = self.core.say(ATTACH, "photo", photo_id, args, made_at=made_at, op_id=op_id)
        op["schema"] = self.schema
        self.whats[op_id] = (PICTURE, args["store_id"], photo_id)
        self.photos.keep(photo_id, data, args["mime"], args["taken_at"])
        self.commit()

    def rot_photo(self, photo_id: str, data: bytes) -> None:
        """So its bytes lie there from now on."""
        self.photos.bytes[photo_id] = data
        self.commit()

    def failed_tap(self, op: dict[str, Any], picture: tuple[str, bytes] | None = None) -> None:
        """The storage was full in the middle of it: the transaction is gone, number and all, and
        the screen said so. What was under way goes on."""
        self.core.say(
            op["kind"], op["entity"], op["id"], op["args"],
            made_at=op["made_at"], op_id=op["op_id"],
        )  # fmt: skip
        if picture is not None:
            self.photos.keep(*picture, op["args"]["mime"], op["args"]["taken_at"])
        self.roll_back()

    def roll_back(self) -> None:
        log, *_, photos = self.disk
        self.core.log = list(log)
        self.photos.load(photos)

    # The network

    def may_ask(self, now: int) -> bool:
        return now >= self.retry_at

    def may_flush(self) -> bool:
        return not self.flushing and self.core.unsent > 0

    def push_body(self, limit: int) -> bytes:
        return json.dumps(self.core.push_body(limit)).encode()

    def pull_body(self) -> bytes:
        return json.dumps({**self.core.pull_body(), "max_bytes": 4096}).encode()

    def heard(self) -> None:
        self.failures, self.retry_at = 0, 0

    def failed(self, now: int, luck: float) -> None:
        """Full jitter: somewhere between now and a wait that doubles."""
        wait = min(LONGEST_WAIT, FIRST_WAIT << min(self.failures, 20))
        self.failures += 1
        self.retry_at = now + int(luck * wait)

    def take_push(self, answer: dict[str, Any]) -> None:
        self.core.take_push(answer)
        self.commit()

    def take_pull(self, stream: bytes) -> bool:
        """False when the stream was cut off, or proved this device wrong."""
        lines = stream.split(b"\n")[:-1]  # what follows the last newline is a line cut in two
        try:
            self.core.take_pull(lines)
        except EOFError:
            self.crash_of_page()
            return False
        except Disagreement as found:
            self.disagree(str(found).partition(":")[2])
            return False
        if self.photos.bytes:
            self.photos.let_go(self.core.records("photo"))
        self.commit()
        return True

    def crash_of_page(self) -> None:
        """Frames after the last mark were never more than a buffer."""

    def disagree(self, scope: str) -> None:
        """An incident: what is held of this user's scopes is not believed any more."""
        self.incidents += 1
        self.unexplained += not self.rotten
        self.rotten = False
        self.whole = {}
        for name in list(self.core.scopes):
            self.core.scopes[name] = Scope()
        self.commit()

    def problem(self, code: str) -> None:
        """What the server said instead of an answer. Nothing ever touches the log."""

    # What the screen shows

    def shows(self, scope: str) -> bool:
        return scope in self.core.scopes

    def pending(self) -> list[dict[str, Any]]:
        """Operations drawn over the base: not final, or not yet in what was pulled."""
        core = self.core
        return [op for op in core.log if op["local_seq"] >= core.next_seq or not self.arrived(op)]

    def arrived(self, op: dict[str, Any]) -> bool:
        result = self.core.results.get(op["local_seq"])
        if result is None:
            return False
        for at in result.get("at", ()):
            held = self.core.scopes.get(at["scope"])
            if held is not None:
                if (held.epoch, held.pos) < (at["epoch"], at["pos"]):
                    return False
                server_id, epoch, pos = self.whole.get(at["scope"], (None, 0, 0))
                if server_id != self.core.server_id or (epoch, pos) < (at["epoch"], at["pos"]):
                    return False
        return True

    def screen(self) -> dict[str, set[str]]:
        """Tags by note: the base and what is drawn over it."""
        base = self.core.records(ENTITY)
        seen = {note: set(said["text"].split()) for note, said in base.items()}
        for op in self.pending():
            what, _, about = self.whats[op["op_id"]]
            for note in notes_of(what, about):
                seen.setdefault(note, set()).add(op["op_id"])
        return seen
