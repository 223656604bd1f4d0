"""Photos in a folder, the default. Whole or not there: written elsewhere on the same disk, synced,
then renamed."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

from backend.outside.blobs import blob_name, owner_name, thumb_name


class Folder:
    """Everything that touches the disk does so in a thread."""

    moves = True

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scratch = folder / "uploads"

    def path(self, sha256: str) -> Path:
        return self.folder / blob_name(sha256)

    def thumb_path(self, sha256: str) -> Path:
        return self.folder / thumb_name(sha256)

    async def open(self) -> None:
        for name in ("blobs", "owners", "thumbs", "uploads"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)

    async def keep(self, part: Path, sha256: str, owner: str) -> None:
        def keep() -> None:
            mark = self.folder / owner_name(sha256, owner)
            mark.parent.mkdir(exist_ok=True)
            mark.touch()
            _sync_folders(mark)
            _take_place(part, self.path(sha256))

        await asyncio.to_thread(keep)

    async def brought(self, sha256: str, owner: str) -> bool:
        return await asyncio.to_thread((self.folder / owner_name(sha256, owner)).exists)

    async def size(self, sha256: str) -> int | None:
        try:
            return (await asyncio.to_thread(self.path(sha256).stat)).st_size
        except FileNotFoundError:
            return None

    @asynccontextmanager
    async def original(self, sha256: str) -> AsyncIterator[BinaryIO]:
        with await asyncio.to_thread(self.path(sha256).open, "rb") as file:
            yield file

    async def keep_thumb(self, sha256: str, picture: bytes) -> None:
        def keep() -> None:
            part = self.scratch / f"thumb-{os.getpid()}-{sha256}"
            part.write_bytes(picture)
            _take_place(part, self.thumb_path(sha256))

        await asyncio.to_thread(keep)

    async def thumb(self, sha256: str) -> bytes | None:
        try:
            return await asyncio.to_thread(self.thumb_path(sha256).read_bytes)
        except FileNotFoundError:
            return None


def _take_place(part: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(target)
    _sync_folders(target)


def _sync_folders(target: Path) -> None:
    for folder in (target.parent, target.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
