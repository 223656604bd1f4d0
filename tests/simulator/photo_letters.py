"""Pictures in a world of conversations: the phone's engine decides when one is brought, and what
becomes of its requests on the way is as in any world with photos."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sync_protocol.carrying import is_picture
from sync_protocol.photos import Answer, Request
from sync_protocol.reply import Reply
from tests.simulator.judge import Violation
from tests.simulator.photo_server import Gone, Hanging
from tests.simulator.photos import flipped
from tests.simulator.server import Crash

if TYPE_CHECKING:
    from tests.simulator.conversations import Letter
    from tests.simulator.talker import Talker

ANSWERS = 1000
"""After so many, one phone must have brought all its pictures."""


class PhotoLetters:
    """The part of `Conversations` that is about pictures."""

    letters: list["Letter"]
    devices: list["Talker"]
    photos: Any
    ms: int
    _at: Any
    _post: Any
    _lost: Any
    _deliver: Any
    _leads: Any
    _rest: Any
    server_died: Any

    # People

    def _photo(self, d: int, store: str, number: int) -> None:
        self._at(d)
        super()._photo(d, store, number)  # type: ignore[misc]

    def _photo_quota(self, d: int) -> None:
        self._at(d)
        super()._photo_quota(d)  # type: ignore[misc]

    def _photo_rot(self, d: int, at: int, where: float) -> None:
        self._at(d)
        super()._photo_rot(d, at, where)  # type: ignore[misc]

    # The network

    def _upload(self, d: int, tab: int) -> None:
        """Somebody asks for it: what waits is brought by whoever leads."""
        self._leads(d, tab)
        self._at(d).happens("asked")

    def _carry(self, at: int, fate: str, part: float, spared: int) -> None:
        self._post()
        pictures = [one for one in self.letters if is_picture(one.request)]
        if pictures:
            letter = pictures[at % len(pictures)]
            self.letters.remove(letter)
            self.picture_goes_on(letter, fate, part, spared)

    def _album(self, d: int, most: int, fate: str = "ok", part: float = 0, spared: int = 0) -> None:
        """A good minute, nearly: one phone brings pictures by so many requests, of which the last
        meets its fate."""
        self._post()
        mine = self.devices[d]
        others = [one for one in self.letters if one.phone is not mine]
        self.letters = [one for one in self.letters if one.phone is mine]
        self._at(d).happens("asked")
        for _ in range(ANSWERS):
            self._post()
            if not self.letters or not most:
                break
            if is_picture(self.letters[0].request) and self.letters[0].way == "request":
                most -= 1
                how = (fate, part, spared) if most == 0 else ("ok", 0, 0)
                self.picture_goes_on(self.letters.pop(0), *how)
            else:
                self._deliver(0, "ok", 0)
        self.letters = others + self.letters

    def picture_goes_on(self, letter: "Letter", fate: str, part: float, spared: int = 0) -> None:
        if letter.way == "hanging":
            return self._no_longer(letter, rest=fate == "ok")
        if fate == "drop" or (fate == "cut" and letter.way == "answer"):
            return self._lost(letter)
        if fate == "duplicate":
            self.letters.append(replace(letter))
        if letter.way == "answer":
            return self._arrive_at(letter)
        return self._bring(letter, fate, part, spared)

    def _bring(self, letter: "Letter", fate: str, part: float, spared: int) -> None:
        request = _request(letter)
        if fate == "flip" and request.body:
            request = replace(request, body=flipped(request.body, part))
        die = fate.removeprefix("crash_") if fate.startswith("crash_") else None
        stop = fate if fate in ("cut", "hang") else None
        at = int(part * len(request.body))
        try:
            said = self.photos.ask(letter.phone.person, request, stop, at, die, spared)
        except Crash:
            self.server_died()
            return self._lost(letter)
        except Gone:
            return self._lost(letter)
        if isinstance(said, Hanging):
            letter.way, letter.hanging = "hanging", said
        else:
            letter.way, letter.reply = "answer", _reply(said)
        self.letters.append(letter)
        return self._a_newer_one_ends_it()

    def _no_longer(self, letter: "Letter", rest: bool) -> None:
        """Its other bytes come after all, or it breaks; or a newer request has ended it."""
        try:
            letter.reply = _reply(letter.hanging.end(rest))
        except Gone:
            return self._lost(letter)
        letter.way, letter.hanging = "answer", None
        self.letters.append(letter)
        return None

    def _a_newer_one_ends_it(self) -> None:
        for letter in [one for one in self.letters if one.way == "hanging"]:
            if letter.hanging.over:
                self.letters.remove(letter)
                self._no_longer(letter, rest=False)

    def _arrive_at(self, letter: "Letter") -> None:
        if letter.phone.phone.request is letter.request and letter.reply is not None:
            self._at(self.devices.index(letter.phone)).hears(letter.reply)

    # The end

    def photos_come_in(self) -> None:
        """Rows and pictures have come to rest; the worker says what has arrived."""
        if self.photos is None:
            return
        for phone in self.devices:
            if phone.core.unsent:
                raise Violation("I15", f"rows of {phone.name} wait for its photos")
        self.ms += 60_000
        self.photos.work()
        self._rest()

    def _state(self, phone: "Talker") -> Any:
        pictures = [(row.state, row.tries) for row in phone.photos.rows.values()]
        return super()._state(phone), pictures  # type: ignore[misc]


def _request(letter: "Letter") -> Request:
    asked = letter.request
    headers = {
        "-".join(part.capitalize() for part in name.split("-")): value
        for name, value in asked["headers"].items()
    }
    return Request("", asked["method"], asked["path"], headers, asked["body"])


def _reply(answer: Answer) -> Reply:
    """Over HTTP a HEAD has no body; the kind of a problem is told by its header all the same."""
    if answer.status < 400:
        return Reply("tus", answer.status, headers=answer.headers)
    return Reply("problem", answer.status, f'{{"code":"{answer.code}"}}')
