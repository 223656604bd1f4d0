"""What a device may send as a body, and what it may not."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest
import zstandard

from backend.sync import bodies
from backend.sync.problems import SyncProblem

BODY = b'{"ops":[' + b",".join(b'{"local_seq":%d}' % i for i in range(1000)) + b"]}"


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        ("", BODY),
        ("gzip", gzip.compress(BODY, 1)),
        ("GZIP ", gzip.compress(BODY, 9)),
        ("deflate", zlib.compress(BODY)),
        ("zstd", zstandard.ZstdCompressor(level=1).compress(BODY)),
    ],
)
def test_a_body_is_read_in_every_encoding_we_promise(encoding: str, sent: bytes) -> None:
    assert bodies.decoded(sent, encoding) == BODY


@pytest.mark.parametrize(
    ("encoding", "sent", "status"),
    [
        ("gzip", gzip.compress(bytes(50_000_000), 9), 413),
        ("zstd", zstandard.ZstdCompressor(level=1).compress(bytes(50_000_000)), 413),
        ("gzip", gzip.compress(BODY)[:-20], 400),
        ("gzip", b"not gzip at all", 400),
        ("zstd", b"not zstd at all", 400),
        ("br", b"\x0b\x02\x80{}\x03", 415),
    ],
)
def test_a_bomb_or_a_broken_body_is_refused(encoding: str, sent: bytes, status: int) -> None:
    with pytest.raises(SyncProblem) as refused:
        bodies.decoded(sent, encoding)
    assert refused.value.status == status


async def test_a_body_of_which_nothing_more_comes_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def slow(pauses: list[float]) -> AsyncIterator[bytes]:
        for pause in pauses:
            await asyncio.sleep(pause)
            yield b"x"

    monkeypatch.setattr(bodies, "IDLE_S", 3)
    assert await bodies.read_body(slow([0.8] * 4), "") == b"xxxx"  # slow, but never idle
    monkeypatch.setattr(bodies, "IDLE_S", 0.1)
    with pytest.raises(SyncProblem) as refused:
        await bodies.read_body(slow([0.01, 20]), "")
    assert refused.value.status == 408


async def test_a_body_that_does_not_end_is_refused_at_the_limit() -> None:
    taken = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal taken
        while True:
            taken += 65536
            yield bytes(65536)

    with pytest.raises(SyncProblem) as refused:
        await bodies.read_body(endless(), "")
    assert refused.value.status == 413
    assert taken <= bodies.SENT_BYTES + 65536


def test_a_bomb_is_refused_before_it_fills_the_memory() -> None:
    bomb = zstandard.ZstdCompressor(level=1).compress(bytes(1_000_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(SyncProblem):
            bodies.decoded(bomb, "zstd")
        assert tracemalloc.get_traced_memory()[1] < 24_000_000
    finally:
        tracemalloc.stop()
