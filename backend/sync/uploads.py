"""Photos on their way in: made, continued at the byte, checked whole, put in their place.

What is on disk is the truth about how far an upload has come; the database knows whose it is. Bytes
are safe in their place before the database says they are here, so that it never says so wrongly.
While that place is away, a finished part waits on disk: whoever asks for the upload tries again.
"""

import asyncio
import fcntl
import hashlib
import math
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from typing import Any

from backend.outside import images
from backend.outside.blobs import Blobs, sha256_of
from backend.outside.unfinished import Unfinished
from backend.store import instant
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.problems import SyncProblem

LARGEST = 25 * 1024 * 1024
KEPT_DAYS = 7
OPEN_MOST = 300
IDLE_S = 60
ARRIVE_AGAIN_S = 20
SWEEP_S = 3600
BUSY = "Another request goes on with this upload."
CHECKSUMS = ("sha1", "sha256", "md5")

Arrived = Callable[[str, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Upload:
    upload_id: str
    user_id: str
    sha256: str
    mime: str
    size: int
    expires_at: str


@dataclass(frozen=True, slots=True)
class Checksum:
    algorithm: str
    digest: bytes


class Sum:
    """Of the bytes of one request, if it said what it must be."""

    def __init__(self, said: Checksum | None) -> None:
        self.said = said
        self.running: Any = said and hashlib.new(said.algorithm, usedforsecurity=False)

    def take(self, chunk: bytes) -> None:
        if self.running is not None:
            self.running.update(chunk)

    def agrees(self) -> None:
        if self.said is not None and self.running.digest() != self.said.digest:
            raise SyncProblem("blob/hash-mismatch", 460, "These bytes are not those sent.")


class Turn:
    """One request's turn with an upload: ended when it sends nothing, or for a newer one."""

    def __init__(self, guard: asyncio.Timeout) -> None:
        self.guard = guard
        self.giving_way = self.finishing = False

    def goes_on(self) -> None:
        if not self.giving_way:
            self.guard.reschedule(asyncio.get_running_loop().time() + IDLE_S)

    def give_way(self) -> None:
        if not self.finishing and not self.giving_way:
            self.giving_way = True
            if not self.guard.expired():
                self.guard.reschedule(asyncio.get_running_loop().time())

    def to_the_end(self) -> None:
        """From here on it is short, and must not be left half done."""
        self.finishing = True
        self.guard.reschedule(None)


@dataclass(slots=True)
class Queue:
    """Requests about one upload, and whose turn it is."""

    lock: asyncio.Lock
    requests: int = 0
    turn: Turn | None = None


class Uploads:
    """All of them. `arrived` is told (sha256, user_id) when bytes are whole and in their place."""

    def __init__(
        self, store: Store, unfinished: Unfinished, blobs: Blobs, arrived: Arrived
    ) -> None:
        self.store, self.unfinished, self.blobs, self.arrived = store, unfinished, blobs, arrived
        self._turns: dict[str, Queue] = {}
        self._swept_at = -math.inf

    async def create(self, user_id: str, size: int, sha256: str, mime: str) -> Upload:
        if size > LARGEST:
            raise SyncProblem("blob/too-large", 413, f"At most {LARGEST} bytes.")
        made = Upload(
            str(uuid.uuid4()), user_id, sha256, mime, size,
            instant.shifted(instant.now(), days=KEPT_DAYS),
        )  # fmt: skip
        await self._sweep_now_and_then()
        if not await self.here(sha256, user_id, size):
            await asyncio.to_thread(self.unfinished.path(made.upload_id).touch)

        async def keep(records: Records) -> None:
            (waiting,) = await records.transaction.all(
                "SELECT count(*) FROM upload u WHERE u.user_id = ? AND NOT EXISTS"
                " (SELECT 1 FROM blob_owner o WHERE o.sha256 = u.sha256 AND o.user_id = u.user_id)",
                user_id,
            )
            if waiting[0] >= OPEN_MOST:
                raise SyncProblem("busy", 429, "Finish some uploads first.", retry_after_ms=60_000)
            records.execute(
                "INSERT INTO upload (upload_id, user_id, sha256, mime, size, created_at,"
                " expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                made.upload_id, user_id, sha256, mime, size, records.now, made.expires_at,
            )  # fmt: skip

        await self.store.write(keep)
        return made

    async def find(self, upload_id: str, user_id: str) -> Upload:
        async with self.store.reading() as read:
            row = await read.one(
                "SELECT upload_id, user_id, sha256, mime, size, expires_at FROM upload"
                " WHERE upload_id = :upload_id AND user_id = :user_id",
                {"upload_id": upload_id, "user_id": user_id},
            )
        if row is None:
            raise SyncProblem("blob/unknown", 404, "No such upload.")
        if row["expires_at"] <= instant.now():
            raise SyncProblem("blob/expired", 410, "This upload has expired; begin anew.")
        return Upload(**row)

    async def offset(self, upload: Upload) -> int:
        """How many bytes are safely here. A request that still hangs on this upload is ended."""
        async with self._turn(upload.upload_id) as turn:
            return await self._settled(upload, turn)

    async def append(
        self, upload: Upload, offset: int, chunks: AsyncIterator[bytes], checksum: Checksum | None
    ) -> int:
        """Take bytes from `offset` on; returns the new offset. What came before the connection
        broke is kept."""
        async with self._turn(upload.upload_id) as turn:
            had = await self._settled(upload, turn)
            if had == upload.size and offset < had:
                await _heard_again(chunks, checksum, turn)
                return had
            if offset != had:
                raise SyncProblem(
                    "blob/offset", 409, f"The next byte is {had}.",
                    headers={"Upload-Offset": str(had)}, expected=had,
                )  # fmt: skip
            if had == upload.size:
                return had
            had = await self._take(upload, had, chunks, checksum, turn)
            if had == upload.size:
                await self._finish(upload, turn)
            return had

    async def _settled(self, upload: Upload, turn: Turn) -> int:
        """The number of bytes here; what a dead server left almost done is done first."""
        size = await asyncio.to_thread(self.unfinished.size, upload.upload_id)
        if size == upload.size:
            await self._finish(upload, turn)
        if size is not None:
            return size
        if await self.here(upload.sha256, upload.user_id, upload.size):
            return upload.size
        if self.blobs.moves and await self._whole(upload.sha256, upload.size):
            async with self.blobs.original(upload.sha256) as kept:
                seen = await asyncio.to_thread(images.look, kept)
            await self._say_present(upload, seen)  # it died between the rename and the database
            return upload.size
        await asyncio.to_thread(self.unfinished.path(upload.upload_id).touch)
        return 0

    async def drop(self, upload: Upload) -> None:
        """The row first: without it nobody can ask for the part."""
        await self._forget(upload)
        await self._remove_part(upload)

    async def here(self, sha256: str, user_id: str, size: int) -> bool:
        """Did this user upload these bytes before, and are they still in their place?"""
        async with self.store.reading() as read:
            row = await read.one(
                "SELECT 1 AS one FROM blob_owner o JOIN sync_blob b ON b.sha256 = o.sha256"
                " WHERE o.sha256 = :sha256 AND o.user_id = :user_id AND b.state = 'present'",
                {"sha256": sha256, "user_id": user_id},
            )
        return row is not None and await self._whole(sha256, size)

    @asynccontextmanager
    async def _turn(self, upload_id: str) -> AsyncIterator[Turn]:
        """One request at a time. The newest wins: an older one hangs on a connection that its
        phone has given up. Nobody may keep it for ever without sending."""
        queue = self._turns.setdefault(upload_id, Queue(asyncio.Lock()))
        queue.requests += 1
        if queue.turn is not None:
            queue.turn.give_way()
        try:
            async with queue.lock, asyncio.timeout(IDLE_S) as guard:
                queue.turn = turn = Turn(guard)
                try:
                    yield turn
                finally:
                    queue.turn = None
        except TimeoutError:
            raise SyncProblem("busy", 423, BUSY, retry_after_ms=1000) from None
        finally:
            queue.requests -= 1
            if not queue.requests:
                del self._turns[upload_id]

    async def _take(
        self,
        upload: Upload,
        had: int,
        chunks: AsyncIterator[bytes],
        checksum: Checksum | None,
        turn: Turn,
    ) -> int:
        sum_of = Sum(checksum)
        part = self._open_part(upload)  # in a thread it could be opened after we were told to stop
        size = had
        try:
            async for chunk in chunks:
                turn.goes_on()
                if size + len(chunk) > upload.size:
                    part.truncate(had)
                    raise SyncProblem("blob/too-large", 413, "More bytes than were announced.")
                part.write(chunk)  # into the page cache; synced once, at the end
                size += len(chunk)
                sum_of.take(chunk)
            try:
                sum_of.agrees()
            except SyncProblem:
                part.truncate(had)
                raise
        finally:
            part.close()
        return size

    async def _finish(self, upload: Upload, turn: Turn) -> None:
        """All bytes are here: are they those that were promised, and a picture?"""
        turn.to_the_end()
        part = self.unfinished.path(upload.upload_id)
        try:
            seen = await self._checked(upload, part)
            await self.blobs.keep(part, upload.sha256, upload.user_id)
        except FileNotFoundError:  # given up, or expired, while its last bytes came
            raise SyncProblem("blob/unknown", 404, "No such upload.") from None
        await self._say_present(upload, seen)
        await self._remove_part(upload)

    async def _checked(self, upload: Upload, part: Path) -> images.Seen:
        if await asyncio.to_thread(sha256_of, part) != upload.sha256:
            await self.drop(upload)
            raise SyncProblem("blob/hash-mismatch", 422, "These bytes do not hash to their name.")
        try:
            return await asyncio.to_thread(images.look, part)
        except images.NotAPicture as error:
            await self.drop(upload)
            raise SyncProblem("blob/not-an-image", 415, f"This is no picture: {error}") from error

    async def _say_present(self, upload: Upload, seen: images.Seen) -> None:
        await keep_present(self.store, upload.sha256, upload.user_id, upload.size, seen.mime)
        await self.arrived(upload.sha256, upload.user_id)

    async def _sweep_now_and_then(self) -> None:
        """Each process its own disk: the worker that expires uploads may see another."""
        now = time.monotonic()
        if now - self._swept_at > SWEEP_S:
            self._swept_at = now
            await asyncio.to_thread(self.unfinished.sweep, KEPT_DAYS)

    async def _forget(self, upload: Upload) -> None:
        async def forget(records: Records) -> None:
            records.execute("DELETE FROM upload WHERE upload_id = ?", upload.upload_id)

        await self.store.write(forget)

    async def _remove_part(self, upload: Upload) -> None:
        part = self.unfinished.path(upload.upload_id)
        await asyncio.to_thread(part.unlink, missing_ok=True)

    async def _whole(self, sha256: str, size: int) -> bool:
        return await self.blobs.size(sha256) == size

    def _open_part(self, upload: Upload) -> BufferedWriter:
        """Open for appending, and ours alone among the processes that share this disk."""
        part = self.unfinished.path(upload.upload_id).open("ab")
        try:
            fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            part.close()
            raise SyncProblem("busy", 423, BUSY, retry_after_ms=1000) from None
        return part


async def _heard_again(chunks: AsyncIterator[bytes], checksum: Checksum | None, turn: Turn) -> None:
    """From a client that does not know that the bytes are here."""
    sum_of = Sum(checksum)
    async for chunk in chunks:
        turn.goes_on()
        sum_of.take(chunk)
    sum_of.agrees()


async def keep_present(store: Store, sha256: str, user_id: str, size: int, mime: str) -> None:
    async def keep(records: Records) -> None:
        records.execute(
            "INSERT INTO sync_blob (sha256, size, mime, state, received_at)"
            " VALUES (?, ?, ?, 'present', ?) ON CONFLICT DO NOTHING",
            sha256, size, mime, records.now,
        )  # fmt: skip
        records.execute(
            "INSERT INTO blob_owner (sha256, user_id, uploaded_at) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            sha256, user_id, records.now,
        )  # fmt: skip
        records.job("thumbnail", sha256=sha256)
        # Said at once by whoever called; again later, for a server that dies now, and for a photo
        # record that another process wrote at this same moment.
        again = instant.shifted(records.now, seconds=ARRIVE_AGAIN_S)
        records.job("arrive", due_at=again, sha256=sha256, user_id=user_id)

    await store.write(keep)


async def expire(store: Store, unfinished: Unfinished) -> int:
    """Forget uploads that were never finished, and those that were, a while ago."""
    now = instant.now()

    async def forget(records: Records) -> list[str]:
        rows = await records.transaction.all(
            "DELETE FROM upload WHERE expires_at <= ? RETURNING upload_id", now
        )
        return [upload_id for (upload_id,) in rows]

    gone: list[str] = await store.write(forget)
    for upload_id in gone:
        await asyncio.to_thread(unfinished.path(upload_id).unlink, missing_ok=True)
    return len(gone)
