"""A phone's pictures, as the PWA brings them: a piece a turn, between its other jobs.

`Photos` shows the least any client must do. `Carrying` does what pwa/src/sync/files.ts does: a turn
asks where to go on if it must, sends one piece, and gives way when a picture fails too often.
"""

import hashlib
from collections.abc import Generator
from typing import Any

from sync_protocol.photos import PATH, Answer, Photo, Photos, Upload
from sync_protocol.reply import Fault, Reply, checked

MOST_TRIES = 3
"""So often at once; then the engine waits."""
GONE, MOVED, DAMAGED = (404, 410, 422), (409, 460), (413, 415)

Turn = Generator[dict[str, Any], Reply, Any]


class Carrying(Photos):
    """What one phone holds of its own pictures, and how it brings them in."""

    def carry(self) -> Turn:
        """One turn; its end is what the engine hears of it. Raises Fault."""
        waiting = sorted(self.unsent(), key=lambda row: (row.tries, row.taken_at))
        if not waiting:
            return {"idle": True}
        row = waiting[0]
        tries = row.tries
        try:
            arrived = yield from self._advance(row)
        except Fault as fault:
            self._trouble(row, tries + 1, fault)
            return {"more": True, "news": False}
        return {"more": not arrived or len(waiting) > 1, "news": arrived}

    def _advance(self, row: Photo) -> Turn:
        """True when there is nothing left to send of it."""
        data = self.bytes.get(row.photo_id)
        if data is None:
            self._damaged(row, "bytes are missing")
            return True
        url, offset = yield from self._where_to_go_on(row)
        if offset < len(data):
            self._know(row, Upload(url, offset, sure=False))  # until the answer says more
            request = self.piece_of(row, url, offset, data)
            offset = _offset((yield _asked(request.method, url, request.headers, request.body)))
        self._know(row, Upload(url, offset))
        row.tries = 0
        if offset >= len(data) and row.state == "waiting":
            row.state = "uploaded"
        return offset >= len(data)

    def _where_to_go_on(self, row: Photo) -> Turn:
        """After a cut only the server knows how much has come."""
        upload = row.upload
        if upload is not None and upload.sure:
            return upload.url, upload.offset
        request = self.question_of(row)
        reply = yield _asked(request.method, request.url, request.headers)
        answer = _answer(reply)
        url = answer.headers.get("Location") if upload is None else upload.url
        if url is None:
            raise Fault(kind="network", timeout=False)
        return url, _offset(reply)

    def _trouble(self, row: Photo, tries: int, fault: Fault) -> None:
        """What a refusal means for this one picture; true trouble goes on to the engine."""
        failure = fault.failure
        if failure["kind"] != "problem":
            raise fault
        status = failure["status"]
        if status in DAMAGED:
            return self._damaged(row, failure["code"])
        if status == 422 and not self.intact(row):
            return self._damaged(row, "no longer what was taken")
        if status in GONE + MOVED and row.state != "present":
            row.tries = tries
        if status in GONE and row.state != "present":
            row.upload = None
        if status not in GONE + MOVED or tries > MOST_TRIES:
            raise fault
        return None

    def _know(self, row: Photo, upload: Upload) -> None:
        if row.state != "present":
            row.upload = upload


def _asked(method: str, url: str, headers: dict[str, str], body: bytes = b"") -> dict[str, Any]:
    """A request beside the others: what it carries of itself besides a body of JSON."""
    said = {name.lower(): value for name, value in headers.items()}
    del said["tus-resumable"]
    return {"path": url, "method": method, "headers": said, "body": body}


def _answer(reply: Reply) -> Answer:
    return Answer(checked(reply).status, headers=reply.headers)


def _offset(reply: Reply) -> int:
    said = _answer(reply).headers.get("Upload-Offset", "")
    if not said.isdecimal():
        raise Fault(kind="network", timeout=False)
    return int(said)


def is_picture(request: dict[str, Any]) -> bool:
    return str(request["path"]).startswith(PATH)


def of_bytes(body: bytes) -> str:
    """What is compared of a body that is no JSON."""
    return hashlib.sha256(body).hexdigest()
