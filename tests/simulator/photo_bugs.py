"""Planted bugs of photos; see bugs.py."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from backend import jobs
from backend.sync import uploads
from backend.sync.uploads import Uploads
from sync_protocol.photos import Photo, Photos
from tests.simulator.device import SimDevice

Patch = pytest.MonkeyPatch


# On the device


def a_photo_is_deleted_when_it_is_sent(m: Patch) -> None:
    honest = Photos._came_to

    def came_to(self: Photos, row: Photo, url: str, offset: int) -> None:
        honest(self, row, url, offset)
        if row.state == "uploaded":
            self.drop(row.photo_id)

    m.setattr(Photos, "_came_to", came_to)


def a_damaged_copy_is_passed_over(m: Patch) -> None:
    def damaged(self: Photos, row: Photo, why: str) -> None:
        row.state = "uploaded"

    m.setattr(Photos, "_damaged", damaged)


def a_restored_server_is_believed_to_have_the_photos(m: Patch) -> None:
    m.setattr(Photos, "send_again", lambda self: None)


def rows_wait_for_photos(m: Patch) -> None:
    m.setattr(
        SimDevice,
        "may_flush",
        lambda self: not self.flushing and self.core.unsent > 0 and not self.photos.unsent(),
    )


def a_photo_is_saved_after_its_operation(m: Patch) -> None:
    honest, commit = SimDevice.take_photo, SimDevice.commit

    def take_photo(self: SimDevice, *args: Any) -> None:
        m.setattr(SimDevice, "commit", lambda self: None)
        honest(self, *args)
        m.setattr(SimDevice, "commit", commit)
        held, self.photos.bytes = self.photos.bytes, {}
        self.commit()
        self.photos.bytes = held

    m.setattr(SimDevice, "take_photo", take_photo)


# On the server


def present_is_said_before_the_bytes_are_in_place(m: Patch) -> None:
    async def finish(self: Uploads, upload: Any, turn: Any) -> None:
        turn.to_the_end()
        part = self.unfinished.path(upload.upload_id)
        if uploads.sha256_of(part) == upload.sha256:
            await self._say_present(upload, uploads.images.look(part))
        await honest(self, upload, turn)

    honest = Uploads._finish
    m.setattr(Uploads, "_finish", finish)


def the_hash_is_not_checked_at_the_end(m: Patch) -> None:
    class Fitting(str):
        __slots__ = ()

        def __ne__(self, other: object) -> bool:
            return False

        __hash__ = str.__hash__

    m.setattr(uploads, "sha256_of", lambda path: Fitting())


def a_wrong_offset_is_accepted(m: Patch) -> None:
    honest = Uploads.append

    async def append(
        self: Uploads, upload: Any, offset: int, chunks: AsyncIterator[bytes], checksum: Any
    ) -> int:
        had = self.unfinished.size(upload.upload_id)
        return await honest(self, upload, offset if had is None else had, chunks, checksum)

    m.setattr(Uploads, "append", append)


def photos_newer_than_a_backup_stay_unclaimed(m: Patch) -> None:
    async def claim(*_: Any) -> bool:
        return False

    m.setattr(jobs, "claim", claim)


PHOTO_BUGS = {
    plant.__name__: plant
    for plant in (
        a_photo_is_deleted_when_it_is_sent,
        a_damaged_copy_is_passed_over,
        a_restored_server_is_believed_to_have_the_photos,
        rows_wait_for_photos,
        a_photo_is_saved_after_its_operation,
        present_is_said_before_the_bytes_are_in_place,
        the_hash_is_not_checked_at_the_end,
        a_wrong_offset_is_accepted,
        photos_newer_than_a_backup_stay_unclaimed,
    )
}
