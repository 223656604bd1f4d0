"""Photos in a simulated world: taken, brought in piece by piece, cut, doubled, damaged, restored.

They share the network's messages with the rows; what happens to a picture's request is here.
"""

import hashlib
import random
import uuid
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sync_protocol.conformance import tus
from sync_protocol.photos import Answer, Photos, Request
from tests.simulator.domain import ATTACH
from tests.simulator.judge import Violation
from tests.simulator.photo_server import Gone, Hanging, PhotoServer
from tests.simulator.server import STORES, Crash

if TYPE_CHECKING:
    from tests.simulator.device import SimDevice
    from tests.simulator.plan import Plan
    from tests.simulator.world import Message

PIECE, SIDE = 64, 5
REQUESTS = 400
"""After so many, one after the other, a device must have brought all its pictures."""


@lru_cache(maxsize=16)
def picture(number: int) -> bytes:
    """A real one of about 140 bytes."""
    return tus.picture(SIDE, random.Random(number).randbytes)


def flipped(data: bytes, at: float) -> bytes:
    """One bit of it turned."""
    turned = bytearray(data)
    turned[min(int(at * len(data)), len(data) - 1)] ^= 1
    return bytes(turned)


def attach_args(store: str, data: bytes, taken_at: str) -> dict[str, Any]:
    return {
        "visit_id": None, "store_id": store, "delivery_note_id": None, "task_id": None,
        "type": "storefront", "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data),
        "mime": "image/png", "width": SIDE, "height": SIDE, "taken_at": taken_at,
        "position": None, "capture_mode": "live", "sequence": 0,
    }  # fmt: skip


class Album(Photos):
    """A device's pictures. `let_go_on` is what its records said when it let go of one."""

    def __init__(self, device: "SimDevice") -> None:
        super().__init__(PIECE)
        self.device = device
        self.let_go_on: dict[str, dict[str, Any]] = {}

    def drop(self, photo_id: str) -> None:
        said = self.device.core.records("photo").get(photo_id, {})
        self.let_go_on[photo_id] = said
        super().drop(photo_id)

    def saved(self) -> Any:
        rows = {
            name: replace(row, upload=row.upload and replace(row.upload))
            for name, row in self.rows.items()
        }
        return rows, dict(self.bytes), dict(self.reported)

    def load(self, saved: Any) -> None:
        self.rows, self.bytes, self.reported = saved
        self.rows, self.bytes, self.reported = self.saved()


@dataclass
class Taken:
    """A picture the person saw saved."""

    photo_id: str
    op_id: str
    sha256: str
    device: str
    replica_id: str
    damaged: bool = False  # a bit of its bytes turned while they lay on the device
    forgotten: bool = False  # let go on the word of a history, and lost with it in a restore
    promised: bool = False  # that word was said, and may still be on its way to the device


class Photographs:
    """The part of a world that is about photos. There is none in the plan of most worlds."""

    plan: "Plan"
    devices: list["SimDevice"]
    messages: list["Message"]
    server: Any
    ms: int
    made: int

    def open_photos(self) -> None:
        self.taken: list[Taken] = []
        self.versions: dict[str, list[bytes]] = {}
        """Hash -> what devices have held under this name."""
        self.names = 0
        self.photos = PhotoServer(self.server) if "photos" in self.plan.faults else None

    def close_photos(self) -> None:
        if self.photos is not None:
            self.photos.close()

    def uuid(self) -> uuid.UUID:
        """Names given by the server, the same in the same world."""
        self.names += 1
        return uuid.UUID(int=self.names)

    # People

    def _photo(self, d: int, store: str, number: int) -> None:
        device, data = self.devices[d], picture(number)
        self.made += 1
        photo_id, args = f"photo-{self.made}", attach_args(store, data, self.clock_of(device))
        op_id = self._op_id(device)
        device.take_photo(photo_id, data, args, self.clock_of(device), op_id)
        self.keep_said(device, op_id, "picture", store, photo_id)
        replica = device.core.replica_id
        self.taken.append(Taken(photo_id, op_id, args["sha256"], device.name, replica))
        self.versions.setdefault(args["sha256"], [data])

    def _photo_quota(self, d: int) -> None:
        """Storage was full in the middle of it: neither operation nor bytes are there."""
        device, data = self.devices[d], picture(0)
        self.made += 1
        now = self.clock_of(device)
        photo_id, args = f"photo-{self.made}", attach_args(STORES[0], data, now)
        op = {"kind": ATTACH, "entity": "photo", "id": photo_id, "args": args, "made_at": now}
        device.failed_tap({**op, "op_id": self._op_id(device)}, (photo_id, data))

    def _photo_rot(self, d: int, at: int, where: float) -> None:
        """A bit turns in a picture that lies on the device."""
        device = self.devices[d]
        held = sorted(device.photos.bytes)
        if held:
            photo_id = held[at % len(held)]
            data = flipped(device.photos.bytes[photo_id], where)
            device.rot_photo(photo_id, data)
            taken = next(one for one in self.taken if one.photo_id == photo_id)
            taken.damaged = True
            self.versions[taken.sha256].append(data)

    # The network

    def _meet(self, d: int) -> None:
        """In the morning: one hears of the stores whose pictures one will take."""
        self._sync(d)

    def _upload(self, d: int, tab: int) -> None:
        """Never the first that a device says: it would not notice that a server was restored."""
        device = self.devices[d]
        if tab not in device.sending and device.core.server_id is not None:
            request = device.photos.next()
            device.commit()
            if request is not None:
                self._send("photo", device, tab, b"", device.sending, request)

    def _carry(self, at: int, fate: str, part: float, spared: int) -> None:
        """Something becomes of a picture's request or answer."""
        photos = [message for message in self.messages if message.kind == "photo"]
        if photos:
            message = photos[at % len(photos)]
            self.messages.remove(message)
            self.photo_goes_on(message, fate, part, spared)

    def photo_goes_on(self, message: "Message", fate: str, part: float, spared: int = 0) -> None:
        if message.way == "hanging":
            return self._no_longer_hanging(message, rest=fate == "ok")
        if fate == "drop" or (fate == "cut" and message.way == "answer"):
            return self._end_of(message)
        if fate == "duplicate":
            self.messages.append(replace(message))
        if message.way == "answer":
            return self._hear_of_photo(message)
        return self._ask_for_photo(message, fate, part, spared)

    def _ask_for_photo(self, message: "Message", fate: str, part: float, spared: int) -> None:
        request: Request = message.request
        if fate == "flip" and request.body:
            request = replace(request, body=flipped(request.body, part))
        die = fate.removeprefix("crash_") if fate.startswith("crash_") else None
        stop = fate if fate in ("cut", "hang") else None
        at = int(part * len(request.body))
        try:
            said = self.photos.ask(message.device.person, request, stop, at, die, spared)
        except Crash:
            self.server_died()
            return self._end_of(message)
        except Gone:
            return self._end_of(message)
        way = "hanging" if isinstance(said, Hanging) else "answer"
        self.messages.append(replace(message, way=way, answer=said))
        return self._ended_by_a_newer_one()

    def _no_longer_hanging(self, message: "Message", rest: bool) -> None:
        """Its other bytes come after all, or it breaks. By then a newer request may have ended it,
        or the server."""
        hanging: Hanging = message.answer
        try:
            answer = hanging.end(rest)
        except Gone:
            return self._end_of(message)
        return self.messages.append(replace(message, way="answer", answer=answer))

    def _ended_by_a_newer_one(self) -> None:
        for message in [one for one in self.messages if one.way == "hanging"]:
            if message.answer.over:
                self.messages.remove(message)
                self._no_longer_hanging(message, rest=False)

    def _hear_of_photo(self, message: "Message") -> None:
        waiting = self._waiting(message)
        if waiting is not None:
            answer: Answer = message.answer
            waiting.pop(message.tab)
            message.device.photos.take(message.request, answer)
            message.device.commit()

    def _album(self, d: int, most: int, fate: str = "ok", part: float = 0, spared: int = 0) -> None:
        """A good minute, nearly: one device brings pictures by so many requests, of which the last
        meets its fate."""
        device = self.devices[d]
        others, self.messages = self.messages, []
        device.sending = {}
        for n in range(1, most + 1):
            self._upload(d, 0)
            if not device.sending:
                break
            self.photo_goes_on(self.messages.pop(), fate if n == most else "ok", part, spared)
            while self.messages and self.messages[0].way != "hanging":
                self.photo_goes_on(self.messages.pop(0), "ok", 0)
            others += self.messages
            device.sending, self.messages = {}, []
        self.messages = others

    # The server

    def _work(self) -> None:
        self.photos.work()

    def _expire_uploads(self) -> None:
        self.photos.expire()

    def _photo_backup(self) -> None:
        self._backup()

    def _photo_restore(self, with_folder: bool) -> None:
        self._restore(with_folder)

    def server_died(self) -> None:
        """With it every request it had not heard the end of."""
        if self.photos is not None:
            self.photos.died()

    def back_up_photos(self) -> None:
        if self.photos is not None:
            self.photos.backup()

    def present_photos(self) -> set[str]:
        """What the server has said is there, to whoever has heard it or will."""
        if self.photos is None:
            return set()
        return {id for (id,) in self.server.rows("SELECT id FROM photo WHERE present")}

    def restored_photos(self, with_folder: bool, said_present: set[str]) -> None:
        if self.photos is None:
            return
        self.server_died()
        self.photos.restore(with_folder)
        for taken in self.taken:
            device = next(one for one in self.devices if one.name == taken.device)
            row = device.photos.rows.get(taken.photo_id)
            if self.photos.has_of(device.person, taken.sha256):
                continue
            taken.forgotten |= row is not None and row.state == "present"
            taken.promised |= taken.photo_id in said_present

    def photos_come_in(self) -> None:
        """Rows have come to rest though requests of photos hang; now these go on as well."""
        if self.photos is None:
            return
        for d, device in enumerate(self.devices):
            if device.core.unsent:
                raise Violation("I15", f"rows of {device.name} wait for its photos")
            self._album(d, REQUESTS)
        self.ms += 60_000
        self.photos.work()
        self._rest()

    def state_of_photos(self) -> list[Any]:
        rows = [device.photos.rows.values() for device in self.devices if self.photos is not None]
        return [
            [(row.photo_id, row.state, row.upload and row.upload.offset, row.tries) for row in each]
            for each in rows
        ]
