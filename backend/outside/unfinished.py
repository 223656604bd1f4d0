"""Unfinished uploads: uploads/<id>.part on this machine's disk, wherever photos are kept at last.

What is on disk is the truth about how far one has come.
"""

import re
import time
from contextlib import suppress
from pathlib import Path


class Unfinished:
    """A folder of parts. Everything here blocks; call it in a thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, upload_id: str) -> Path:
        if not re.fullmatch(r"[0-9a-f-]{36}", upload_id):
            raise ValueError("no upload id")
        return self.folder / f"{upload_id}.part"

    def size(self, upload_id: str) -> int | None:
        try:
            return self.path(upload_id).stat().st_size
        except FileNotFoundError:
            return None

    def sweep(self, days: int) -> int:
        """Remove what nothing was added to for so long: parts of uploads that another process
        expired or finished on its own disk, thumbnails whose maker died."""
        oldest, gone = time.time() - days * 86_400, 0
        for file in self.folder.iterdir():
            with suppress(FileNotFoundError):  # finished, or swept by another process
                if file.stat().st_mtime < oldest:
                    file.unlink()
                    gone += 1
        return gone
