"""A reference device's pictures: what any client does to bring them in, without input or output.

The bytes are saved with the operation that names them, and go up by tus 1.0 beside the rows: one
request at a time, on from the byte where it stopped. They are let go only when a pulled record says
that the server holds them; no status code ever deletes a picture.
"""

import base64
import hashlib
from dataclasses import dataclass, field, replace
from typing import Any

PATH = "/sync/v1/files/"
TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = {**TUS, "Content-Type": "application/offset+octet-stream"}
PIECE = 256 * 1024


@dataclass
class Upload:
    """How far it has come, as far as we know. Not `sure`: only the server knows, ask it."""

    url: str
    offset: int
    sure: bool = True


@dataclass
class Photo:
    """waiting: bytes to be sent. uploaded: the server has said so. present: its feed says so.
    damaged: they are no longer what was taken; somebody must hear of it."""

    photo_id: str
    sha256: str
    size: int
    mime: str
    state: str = "waiting"
    upload: Upload | None = None
    tries: int = 0
    taken_at: str = ""


@dataclass(frozen=True)
class Request:
    photo_id: str
    method: str
    url: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    status: int
    code: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Photos:
    """What one device holds of its own pictures: a row of each, for good, and the bytes."""

    def __init__(self, piece: int = PIECE) -> None:
        self.piece = piece
        self.rows: dict[str, Photo] = {}
        self.bytes: dict[str, bytes] = {}
        self.reported: dict[str, str] = {}
        """Damage, by picture: what went wrong. Never silent."""

    def keep(self, photo_id: str, data: bytes, mime: str, taken_at: str = "") -> Photo:
        """In the transaction that records it."""
        named = hashlib.sha256(data).hexdigest()
        row = self.rows[photo_id] = Photo(photo_id, named, len(data), mime, taken_at=taken_at)
        self.bytes[photo_id] = data
        return row

    def unsent(self) -> list[Photo]:
        return [row for row in self.rows.values() if row.state == "waiting"]

    def next(self) -> Request | None:
        """What to ask of the server, if there is anything to bring. One that fails again and again
        does not keep the others."""
        for row in sorted(self.unsent(), key=lambda row: row.tries):
            request = self._request(row)
            if request is not None:
                return request
        return None

    def _request(self, row: Photo) -> Request | None:
        upload, data = row.upload, self.bytes.get(row.photo_id)
        if upload is None or not upload.sure:
            return self.question_of(row)
        if data is None:
            self._damaged(row, "bytes are missing")
            return None
        upload.sure = False  # until the answer says how much has come
        return self.piece_of(row, upload.url, upload.offset, data)

    def question_of(self, row: Photo) -> Request:
        """Announce it; or, after a cut, ask how much has come."""
        if row.upload is not None:
            return Request(row.photo_id, "HEAD", row.upload.url, TUS)
        said = {"sha256": row.sha256, "filetype": row.mime}
        named = ",".join(f"{name} {_b64(value.encode())}" for name, value in said.items())
        announced = {"Upload-Length": str(row.size), "Upload-Metadata": named}
        return Request(row.photo_id, "POST", PATH, TUS | announced)

    def piece_of(self, row: Photo, url: str, offset: int, data: bytes) -> Request:
        part = data[offset : offset + self.piece]
        checked = _b64(hashlib.sha256(part).digest())
        return Request(row.photo_id, "PATCH", url, OCTETS | {
            "Upload-Offset": str(offset), "Upload-Checksum": f"sha256 {checked}",
        }, part)  # fmt: skip

    def take(self, request: Request, answer: Answer) -> None:
        """Take an answer in. One that never came changes nothing."""
        row = self.rows.get(request.photo_id)
        if row is None or row.state != "waiting":
            return  # another tab was faster
        said = answer.headers.get("Upload-Offset", "")
        if answer.status in (200, 201, 204) and said.isdecimal():
            if request.method == "PATCH":
                row.tries = 0
            self._came_to(row, answer.headers.get("Location", request.url), int(said))
        elif answer.status == 409 and said.isdecimal():
            row.tries += 1
            self._came_to(row, request.url, int(said))
        else:
            self._refused(row, answer)

    def _came_to(self, row: Photo, url: str, offset: int) -> None:
        row.upload = Upload(url, offset)
        if offset >= row.size:
            row.state = "uploaded"

    def _refused(self, row: Photo, answer: Answer) -> None:
        if answer.status in (413, 415):
            self._damaged(row, answer.code)
        elif answer.status == 422 and not self.intact(row):
            self._damaged(row, "no longer what was taken")
        elif answer.status in (404, 410, 422):
            row.upload, row.tries = None, row.tries + 1
        elif answer.status == 460:
            row.tries += 1

    def intact(self, row: Photo) -> bool:
        """Its own bytes, read again."""
        data = self.bytes.get(row.photo_id)
        return data is not None and hashlib.sha256(data).hexdigest() == row.sha256

    def _damaged(self, row: Photo, why: str) -> None:
        row.state = "damaged"
        self.reported[row.photo_id] = why

    def let_go(self, records: dict[str, dict[str, Any]]) -> int:
        """Of the bytes which the pulled records say are there, under the same hash."""
        gone = [photo_id for photo_id in self.bytes if self._is_there(photo_id, records)]
        for photo_id in gone:
            self.drop(photo_id)
        return len(gone)

    def _is_there(self, photo_id: str, records: dict[str, dict[str, Any]]) -> bool:
        said = records.get(photo_id, {})
        return bool(said.get("present")) and said.get("sha256") == self.rows[photo_id].sha256

    def drop(self, photo_id: str) -> None:
        del self.bytes[photo_id]
        self.rows[photo_id] = replace(self.rows[photo_id], state="present", upload=None)

    def send_again(self) -> None:
        """A restored server may have lost what it had: what is still here is brought again."""
        for row in self.rows.values():
            if row.state == "uploaded":
                row.state, row.upload = "waiting", None


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
