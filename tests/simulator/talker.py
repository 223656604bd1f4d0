"""One person's phone in a world of conversations, and all it heard and said."""

from collections.abc import Callable
from typing import Any

import msgspec

from sync_protocol.carrying import Carrying, is_picture, of_bytes
from sync_protocol.phone import Phone, Request
from sync_protocol.photos import PIECE
from sync_protocol.reply import Reply
from tests.simulator.device import SimDevice
from tests.simulator.domain import ATTACH, ENTITY, KIND, PICTURE, args_of
from tests.simulator.photos import Album

Step = dict[str, Any]


class PhoneAlbum(Album, Carrying):
    """A phone's pictures, in the sizes a phone sends."""

    def __init__(self, device: SimDevice) -> None:
        super().__init__(device)
        self.piece = PIECE


class Talker(SimDevice):
    """A whole phone. Whatever happens to it is one step of its conversation: what went in, and
    what had changed of its state when it came to rest."""

    phone: Phone

    def __init__(self, name: str, person: str) -> None:
        self.conversations: list[list[Step]] = []
        self.start_ms = self.ms = self.tab = 0
        super().__init__(name, person)

    def install(self) -> None:
        """An empty database: a new replica, which the server has yet to hear of."""
        self.installations += 1
        replica_id = f"{self.name}-{self.installations}"
        self.core = self.phone = Phone(self.person, replica_id)
        self.phone.push_token = self.installations == 1
        self.photos = self.phone.photos = PhoneAlbum(self)
        self.whats, self.told = {}, {}
        self.conversations.append([])

    def begin(self) -> None:
        tokens = {"read": self.phone.read_token, "push": self.phone.push_token}
        self.live("start", lambda: self.phone.happen("start"), skew=self.skew_ms, **tokens)

    def live(self, do: str, event: Callable[[], Any], **more: Any) -> None:
        """What is due rings first: in a browser no timer waits for the next thing to happen."""
        self._set_clocks()
        if do not in ("start", "restart"):
            self.ring()
        event()
        now = state_of(self.phone)
        news = {key: value for key, value in now.items() if self.told.get(key, ...) != value}
        self.told = now
        self.conversations[-1].append({"at": self.ms, "do": do, **more, "then": news})

    def ring(self) -> None:
        self._set_clocks()
        timer = self.phone.timer
        if timer is not None and timer <= self.ms:
            self.phone.timer = None
            self.live("timer", lambda: self.phone.happen("timer"))

    def _set_clocks(self) -> None:
        self.phone.set_clocks(self.ms, self.start_ms + self.ms + self.skew_ms)

    # The person

    def tap(self, what: str, store: str, note: str, tag: str, made_at: str, op_id: str) -> bool:
        op: dict[str, Any] = {}

        def say() -> None:
            said = self.phone.say(
                KIND, ENTITY, note, args_of(what, store, tag), made_at=made_at, op_id=op_id
            )
            said["clock"] = self.phone.clock()
            op.update(said)
            self.phone.happen("said")

        self.whats[op_id] = (what, store, note)
        self.live("say", say, op=op)
        return True

    def take_photo(
        self, photo_id: str, data: bytes, args: dict[str, Any], made_at: str, op_id: str
    ) -> None:
        op: dict[str, Any] = {}

        def say() -> None:
            said = self.phone.say(ATTACH, "photo", photo_id, args, made_at=made_at, op_id=op_id)
            said["clock"] = self.phone.clock()
            op.update(said)
            self.photos.keep(photo_id, data, args["mime"], args["taken_at"])
            self.phone.happen("said")

        self.whats[op_id] = (PICTURE, args["store_id"], photo_id)
        self.live("say", say, op=op, picture=data.hex())

    def rot_photo(self, photo_id: str, data: bytes) -> None:
        self.live(
            "rot a picture", lambda: self.photos.bytes.update({photo_id: data}),
            id=photo_id, picture=data.hex(),
        )  # fmt: skip

    def failed_tap(self, op: Step, picture: tuple[str, bytes] | None = None) -> None:
        """Nothing of it is there. The bytes go first in the PWA: both are one transaction."""
        more = {} if picture is None else {"picture": picture[1].hex()}
        self.live("say into a full storage", lambda: None, op=op, **more)

    def happens(self, event: str) -> None:
        self.live(event, lambda: self.phone.happen(event))

    def crash(self) -> None:
        """The leading tab is gone; another one leads, or the app is opened again."""
        damaged = self.phone.check

        def again() -> None:
            self.phone.restart()
            self.phone.happen("start")

        self.live("restart", again)
        if damaged:
            self.live("check", self.phone.look)

    def sign_in(self) -> None:
        def tokens() -> None:
            self.phone.read_token = True
            self.phone.happen("tokens")

        self.live("sign in", tokens)

    def set_clock(self, skew_ms: int) -> None:
        """Done in another app."""
        self.happens("hidden")
        self.skew_ms = skew_ms
        self.live("visible", lambda: self.phone.happen("visible"), skew=skew_ms)

    def rot(self, at: int) -> bool:
        """A byte of the storage turns, and he asks for a check. Not while an answer is on its way:
        when a damage is found is each client's own (the PWA scans once a week, and when asked)."""
        phone = self.phone
        held = [(name, key) for name, scope in sorted(phone.scopes.items())
                for key in sorted(scope.rows) if key[0] != "grant"]  # fmt: skip
        if not held or phone.request is not None or phone.check or not phone.state.may_read:
            return False
        scope, (entity, row_id) = held[at % len(held)]
        body = phone.scopes[scope].rows[entity, row_id][1]
        body = body.replace(b'"text":"', b'"text":"rotten ')

        def turn() -> None:
            phone.rot(scope, entity, row_id, body)
            phone.look()

        said = msgspec.json.decode(body)
        self.live("rot", turn, scope=scope, entity=entity, id=row_id, body=said)
        return True

    # The network

    def hears(self, reply: Reply, cut: str | None = None) -> None:
        said = {"kind": reply.kind, "status": reply.status, "body": reply.body, "cut": cut,
                "headers": reply.headers}  # fmt: skip
        said = {key: value for key, value in said.items() if value not in ("", 200, None, {})}
        self.live("reply", lambda: self.phone.reply(reply), **said)
        self.rotten = self.rotten and self.phone.check

    # What the judge asks

    def shows(self, scope: str) -> bool:
        """A store that was just given back is empty until it has been pulled."""
        return scope in self.phone.scopes and self.phone.held(scope).whole

    def pending(self) -> list[dict[str, Any]]:
        standing = set(self.phone.standing())
        return [op for op in self.phone.log if op["local_seq"] in standing]


def state_of(phone: Phone) -> dict[str, Any]:
    """The level at which two clients must be equal, whatever their storage looks like."""
    none = {"status": None}
    return {
        "asks": asked(phone.request),
        "next_seq": phone.next_seq,
        "acked_through": phone.acked_through,
        "ops_digest": phone.ops_digest(),
        "answers": [phone.results.get(op["local_seq"], none)["status"] for op in phone.log],
        "standing": phone.standing(),
        "scopes": {
            name: [scope.epoch, scope.pos, len(scope.rows), scope.digest()]
            for name, scope in sorted(phone.scopes.items())
        },
        "may": [phone.state.may_read, phone.state.may_push],
        "problem": phone.state.problem,
        "timer": phone.timer,
        "photos": photos_of(phone),
    }


def photos_of(phone: Phone) -> dict[str, Any]:
    """Of each picture that is not let go yet: where its upload stands, and its bytes by their sum.
    What is shown of the others, and how long, is each client's own."""
    found: dict[str, Any] = {}
    for row in phone.photos.rows.values():
        data, upload = phone.photos.bytes.get(row.photo_id), row.upload
        if row.state != "present" or data is not None:
            at = None if upload is None else [upload.url, upload.offset, upload.sure]
            held = None if data is None else of_bytes(data)
            found[row.photo_id] = [row.state, at, row.tries, held]
    return found


def asked(request: Request | None) -> Request | None:
    """A request as it is compared: operations by their numbers, for `say` has shown them whole;
    the app's name and the moment of sending are each client's own."""
    if request is not None and is_picture(request):
        return {**request, "body": of_bytes(request["body"])}
    if request is None or request["path"] != "/sync/v1/push":
        return request
    own = ("app", "sent_at")
    body = {key: value for key, value in request["body"].items() if key not in own}
    return {**request, "body": {**body, "ops": [op["local_seq"] for op in body["ops"]]}}
