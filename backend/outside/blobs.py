"""Bytes on disk under their SHA-256. Whole or not there: written beside, synced, then renamed.

blobs/ab/abcd...     what was uploaded, untouched, never shown as it is
thumbs/ab/abcd....webp
uploads/<id>.part    unfinished
"""

import hashlib
import os
import re
from pathlib import Path

SHA256 = re.compile(r"[0-9a-f]{64}")
CHUNK = 1024 * 1024


class Blobs:
    """A folder of them. Everything here blocks; call it in a thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.uploads = folder / "uploads"

    def open(self) -> None:
        for name in ("blobs", "thumbs", "uploads"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    def path(self, sha256: str) -> Path:
        return self.folder / "blobs" / sha256[:2] / _checked(sha256)

    def thumb_path(self, sha256: str) -> Path:
        return self.folder / "thumbs" / sha256[:2] / f"{_checked(sha256)}.webp"

    def part_path(self, upload_id: str) -> Path:
        if not re.fullmatch(r"[0-9a-f-]{36}", upload_id):
            raise ValueError("no upload id")
        return self.uploads / f"{upload_id}.part"

    def keep(self, part: Path, sha256: str) -> None:
        """The finished part takes its place. When this returns, a power cut does not lose it."""
        self._take_place(part, self.path(sha256))

    def keep_thumb(self, sha256: str, picture: bytes) -> None:
        target = self.thumb_path(sha256)
        part = self.uploads / f"thumb-{os.getpid()}-{sha256}"
        part.write_bytes(picture)
        self._take_place(part, target)

    @staticmethod
    def _take_place(part: Path, target: Path) -> None:
        target.parent.mkdir(exist_ok=True)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.replace(target)
        for folder in (target.parent, target.parent.parent):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checked(sha256: str) -> str:
    if not SHA256.fullmatch(sha256):
        raise ValueError("no SHA-256")
    return sha256
