"""Photos on the wire: tus 1.0 as far as the checks need it, and a picture no one else has."""

import hashlib
import os
import struct
import zlib
from collections.abc import Callable

import httpx

from sync_protocol.conformance.wire import b64
from sync_protocol.conformance.world import Phone

FILES = "/sync/v1/files"
TUS = {"Tus-Resumable": "1.0.0"}
OCTETS = TUS | {"Content-Type": "application/offset+octet-stream"}
SIDE = 48


def announced(data: bytes, name: str | None = None) -> dict[str, str]:
    """Headers that announce these bytes, under another name if one is given."""
    named = b64((name or sha256(data)).encode())
    said = f"sha256 {named},filetype {b64(b'image/png')}"
    return TUS | {"Upload-Length": str(len(data)), "Upload-Metadata": said}


def begun(phone: Phone, data: bytes, name: str | None = None) -> str:
    """Where the bytes go."""
    answer = announce(phone, announced(data, name))
    if answer.status_code != 201:
        raise ValueError(f"an announcement was answered {answer.status_code}: {answer.text[:300]}")
    return answer.headers["location"]


def announce(phone: Phone, headers: dict[str, str]) -> httpx.Response:
    return phone.wire.ask("POST", FILES, token=phone.push_token, headers=headers)


def send(phone: Phone, where: str, data: bytes, offset: int, **headers: str) -> httpx.Response:
    """One PATCH. `headers` are further ones, with _ for -."""
    given = OCTETS | {"Upload-Offset": str(offset)}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    return phone.wire.ask("PATCH", where, token=phone.push_token, content=data, headers=given)


def head(phone: Phone, where: str) -> httpx.Response:
    return phone.wire.ask("HEAD", where, token=phone.push_token, headers=TUS)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def picture(side: int = SIDE, noise: Callable[[int], bytes] = os.urandom) -> bytes:
    """A PNG of noise: real, small, never seen before."""
    lines = b"".join(b"\0" + noise(3 * side) for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)
