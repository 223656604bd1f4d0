"""Bodies on the wire: compressed both ways, with limits that a bomb meets before it unfolds."""

import asyncio
import zlib
from collections.abc import AsyncIterator
from typing import Any

import zstandard
from litestar import Request

from backend.sync.problems import SyncProblem

IDLE_S = 60
"""A body of which nothing more comes for so long is given up; a thin line is never idle so long."""
SENT_BYTES = 2 * 1024 * 1024
PLAIN_BYTES = 8 * 1024 * 1024
RATIO = 100
STEP = 64
"""So many bytes of zstd unfold to 2 MiB at worst, before they are counted."""
WINDOW = {"gzip": 31, "deflate": 15}


async def plain_body(request: Request[Any, Any, Any]) -> bytes:
    """The request's body, decompressed. Raises SyncProblem (400, 413 or 415)."""
    return await read_body(request.stream(), request.headers.get("content-encoding", ""))


async def read_body(stream: AsyncIterator[bytes], encoding: str) -> bytes:
    """A body as it comes in; reading stops at the limit, whatever is still to come."""
    chunks: list[bytes] = []
    size = 0
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(IDLE_S) as idle:
            async for chunk in stream:
                idle.reschedule(loop.time() + IDLE_S)
                size += len(chunk)
                if size > SENT_BYTES:
                    raise SyncProblem("too-large", 413, f"At most {SENT_BYTES} bytes on the wire.")
                chunks.append(chunk)
    except TimeoutError as error:
        raise SyncProblem("bad-request", 408, "The body stopped coming.") from error
    return decoded(b"".join(chunks), encoding)


def decoded(sent: bytes, encoding: str) -> bytes:
    """The body unfolded: at most PLAIN_BYTES, and at most RATIO times what was sent."""
    limit = min(PLAIN_BYTES, max(RATIO * len(sent), 64 * 1024))
    name = encoding.strip().lower() or "identity"
    try:
        if name == "identity":
            return sent
        if name in WINDOW:
            return _inflate(sent, limit, WINDOW[name])
        if name == "zstd":
            return _unzstd(sent, limit)
    except (zlib.error, zstandard.ZstdError, EOFError) as error:
        raise SyncProblem("bad-request", 400, f"This {name} body is damaged: {error}") from error
    raise SyncProblem("bad-request", 415, f"Content-Encoding {name} is not known here.")


def _inflate(wire: bytes, limit: int, window: int) -> bytes:
    unpacker = zlib.decompressobj(wbits=window)
    plain = unpacker.decompress(wire, limit)
    if unpacker.unconsumed_tail:
        raise SyncProblem("too-large", 413, "This body unfolds to more than is allowed.")
    if not unpacker.eof:
        raise EOFError("it ends too early")
    return plain


def _unzstd(wire: bytes, limit: int) -> bytes:
    unpacker = zstandard.ZstdDecompressor(max_window_size=8 * 1024 * 1024).decompressobj()
    plain = bytearray()
    for start in range(0, len(wire), STEP):
        plain += unpacker.decompress(wire[start : start + STEP])
        if len(plain) > limit:
            raise SyncProblem("too-large", 413, "This body unfolds to more than is allowed.")
        if unpacker.eof:
            return bytes(plain)
    raise EOFError("it ends too early")


def chosen_encoding(accepts: str) -> str:
    """zstd or gzip where the client takes it with a weight above zero, else identity."""
    weights: dict[str, float] = {}
    for part in accepts.lower().split(","):
        name, _, weight = part.partition(";")
        try:
            weights[name.strip()] = float(weight.partition("=")[2]) if "=" in weight else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    for name in ("zstd", "gzip"):
        if weights.get(name, weights.get("*", 0.0)) > 0:
            return name
    return "identity"


async def compressed(chunks: AsyncIterator[bytes], encoding: str) -> AsyncIterator[bytes]:
    """The same bytes, compressed and flushed chunk by chunk, so that every mark arrives."""
    if encoding == "zstd":
        packer = zstandard.ZstdCompressor(level=1).compressobj()
        async for chunk in chunks:
            yield packer.compress(chunk) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
        yield packer.flush()
    elif encoding == "gzip":
        zipper = zlib.compressobj(level=1, wbits=31)
        async for chunk in chunks:
            yield zipper.compress(chunk) + zipper.flush(zlib.Z_SYNC_FLUSH)
        yield zipper.flush()
    else:
        async for chunk in chunks:
            yield chunk
