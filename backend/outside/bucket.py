"""Photos in an S3 bucket, by obstore. Import this only where a bucket is set: a server that keeps
its photos in a folder need not carry the library in its memory.

Keys, region and endpoint are the AWS_* variables that every S3 client knows; obstore reads them.
"""

import asyncio
import logging
import os
import re
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from backend.outside.blobs import Away, CannotBegin, blob_name, owner_name, thumb_name

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig

log = logging.getLogger("xundian.photos")
PIECE = 1024 * 1024
PUTS_AT_ONCE = 4
"""Each holds its picture in memory."""
CLIENT: "ClientConfig" = {
    "allow_http": True,  # whoever writes http:// into AWS_ENDPOINT_URL means it
    "connect_timeout": timedelta(seconds=5),
    "timeout": timedelta(seconds=30),
}
RETRIES: "RetryConfig" = {
    # A phone waits for the answer, and asks again by itself: a hiccup is bridged, no outage.
    "max_retries": 2,
    "retry_timeout": timedelta(seconds=10),
}
OPENED = "opened"
"""Written at every start: only writing proves that we may write."""
NEVER = "never-there"
"""Asked for at every start: only to who may list does S3 tell the missing from the forbidden."""
NEEDED = "this bucket and s3:GetObject, s3:PutObject, s3:ListBucket in it"
REFUSALS = (PermissionDeniedError, UnauthenticatedError, FileNotFoundError)
"""The last: no such bucket."""


class Bucket:
    """`url` is s3://bucket or s3://bucket/prefix. An object is put in one request, so it is whole
    or not there, and S3 checks its SHA-256, which the request's signature covers."""

    moves = False

    def __init__(self, url: str, scratch: Path) -> None:
        self.url, self.scratch = url, scratch
        self._putting = asyncio.Semaphore(PUTS_AT_ONCE)
        try:
            self._bucket = S3Store.from_url(url, client_options=CLIENT, retry_config=RETRIES)
        except (BaseError, ValueError) as error:
            raise CannotBegin(f"photos in {url}: {reason(error)}") from error

    async def open(self) -> None:
        """A bucket that is merely away stops nobody: only photos wait for it."""
        try:
            await obstore.put_async(self._bucket, OPENED, b"xundian\n", use_multipart=False)
            with suppress(FileNotFoundError):
                await obstore.head_async(self._bucket, NEVER)
        except REFUSALS as error:
            said = f"photos in {self.url}: {reason(error)}; needed are {NEEDED}"
            raise CannotBegin(said) from None
        except BaseError as error:
            log.warning("photos in %s must wait: %s", self.url, reason(error))

    async def keep(self, part: Path, sha256: str, owner: str) -> None:
        async with self._putting:
            await self._put(owner_name(sha256, owner), b"")
            await self._put(blob_name(sha256), await asyncio.to_thread(_synced, part))

    async def size(self, sha256: str) -> int | None:
        return await self._size(blob_name(sha256))

    async def brought(self, sha256: str, owner: str) -> bool:
        return await self._size(owner_name(sha256, owner)) is not None

    async def _size(self, name: str) -> int | None:
        with _asking():
            try:
                return (await obstore.head_async(self._bucket, name))["size"]
            except FileNotFoundError:
                return None

    @asynccontextmanager
    async def original(self, sha256: str) -> AsyncIterator[BinaryIO]:
        """By way of a nameless file: a decoder jumps about, and 25 MiB are much for the memory."""
        with tempfile.TemporaryFile(dir=self.scratch) as file:
            with _asking():
                found = await obstore.get_async(self._bucket, blob_name(sha256))
                async for piece in found.stream(min_chunk_size=PIECE):
                    await asyncio.to_thread(file.write, piece)
            file.seek(0)
            yield file

    async def keep_thumb(self, sha256: str, picture: bytes) -> None:
        await self._put(thumb_name(sha256), picture)

    async def thumb(self, sha256: str) -> bytes | None:
        with _asking():
            try:
                found = await obstore.get_async(self._bucket, thumb_name(sha256))
            except FileNotFoundError:
                return None
            return bytes(await found.bytes_async())

    async def _put(self, name: str, data: bytes) -> None:
        with _asking():
            try:
                await obstore.put_async(self._bucket, name, data, use_multipart=False)
            except FileNotFoundError as error:  # the bucket itself is gone
                raise Away(reason(error)) from error


def reason(error: Exception) -> str:
    """One line: the code S3 gives, or what obstore says before it goes into detail."""
    text = str(error)
    code = re.search(r"<Code>(\w+)</Code>", text)
    return code[1] if code else text.partition("\n")[0][:300]


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except BaseError as error:
        raise Away(reason(error)) from error


def _synced(part: Path) -> bytes:
    """Its bytes, safe on this disk too: if the bucket is away, the part may lie here for days."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
        return file.read()
