"""What a phone does over the line: a first pull, a day's push, a photo; and what it sent twice."""

import base64
import contextlib
import gzip
import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from tests.phone import Phone

PIECE = 64 * 1024
TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = {"Content-Type": "application/offset+octet-stream"}
BROKEN = (httpx.HTTPError, EOFError)
"""How a line that was cut looks from here."""


@dataclass
class Tally:
    """Payload, without TCP: in all, in vain, and the most that one break cost."""

    name: str
    allowed: int
    """The most that one break may cost: what lies between two marks, a push's body, a piece."""
    payload: int = 0
    breaks: int = 0
    in_vain: int = 0
    largest: int = 0
    seconds: float = 0.0

    def broke(self, in_vain: int) -> None:
        self.breaks += 1
        self.in_vain += in_vain
        self.largest = max(self.largest, in_vain)

    @contextlib.contextmanager
    def timed(self) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.seconds += time.monotonic() - began


def first_pull(phone: Phone, tally: Tally) -> None:
    """All that this phone may see, from nothing."""
    while _pull(phone, [f"user:{phone.person_id}"], tally):
        pass
    while _pull(phone, None, tally):
        pass


def _pull(phone: Phone, names: list[str] | None, tally: Tally) -> bool:
    """Once; True when there is more, or it broke."""
    since_mark = 0

    def lines(answer: httpx.Response) -> Iterator[bytes]:
        nonlocal since_mark
        for line in answer.iter_lines():
            tally.payload += len(line) + 1
            since_mark = 0 if '"t":"mark"' in line else since_mark + len(line) + 1
            if line:
                yield line.encode()

    try:
        with phone.http.stream("POST", "/sync/v1/pull", json=phone.pull_body(names)) as answer:
            answer.raise_for_status()
            return phone.take_pull(lines(answer))
    except BROKEN:
        tally.broke(since_mark)
        return True


def push(phone: Phone, tally: Tally, limit: int) -> None:
    """The whole log, oldest first; what has no answer goes again as it was."""
    while phone.unsent:
        body = gzip.compress(json.dumps(phone.push_body(limit)).encode())
        tally.payload += len(body)
        tally.allowed = max(tally.allowed, len(body))
        try:
            answer = phone.http.post(
                "/sync/v1/push", content=body, headers={"Content-Encoding": "gzip"}
            )
            answer.raise_for_status()
            phone.take_push(answer.json())
        except BROKEN:
            tally.broke(len(body))


def photo(phone: Phone, data: bytes, tally: Tally) -> None:
    """By tus, piece by piece; after a break from where the server is."""
    where = _announced(phone, data, tally)
    offset = 0
    while offset < len(data):
        piece = data[offset : offset + PIECE]
        tally.payload += len(piece)
        try:
            answer = phone.http.patch(
                where, content=piece, headers=TUS | OCTETS | {"Upload-Offset": str(offset)}
            )
            answer.raise_for_status()
            offset = int(answer.headers["Upload-Offset"])
        except BROKEN:
            there = _offset(phone, where)
            tally.broke(len(piece) - (there - offset))
            offset = there


def _announced(phone: Phone, data: bytes, tally: Tally) -> str:
    named = base64.b64encode(hashlib.sha256(data).hexdigest().encode()).decode()
    said = f"sha256 {named},filetype {base64.b64encode(b'image/jpeg').decode()}"
    headers = TUS | {"Upload-Length": str(len(data)), "Upload-Metadata": said}
    while True:
        try:
            answer = phone.http.post("/sync/v1/files", headers=headers)
            answer.raise_for_status()
            return str(answer.headers["Location"])
        except BROKEN:
            tally.broke(0)


def _offset(phone: Phone, where: str) -> int:
    while True:
        try:
            answer = phone.http.head(where, headers=TUS)
            answer.raise_for_status()
            return int(answer.headers["Upload-Offset"])
        except BROKEN:
            time.sleep(0.1)
