"""Canonical bytes and digests: how both sides prove that they hold the same.

Bodies hold only strings, integers, booleans, null, lists and objects with ASCII keys, so that
msgspec's sorted encoding is RFC 8785 (JCS). Vectors: vectors/digests.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

MODULUS = 1 << 128

_encode = msgspec.json.Encoder(order="sorted").encode


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of a body or an operation; half an emoji in it is U+FFFD."""
    try:
        return _encode(value)
    except UnicodeEncodeError:
        return _encode(well_formed(value))


def well_formed(value: Any) -> Any:
    """Half a pair of surrogates is text to JavaScript, and to nobody else: each becomes U+FFFD."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, Mapping):
        return {well_formed(key): well_formed(one) for key, one in value.items()}
    return [well_formed(one) for one in value] if isinstance(value, list | tuple) else value


def row_hash(entity: str, row_id: str, version: int, body: bytes) -> int:
    """First 128 bits of SHA-256 over entity, id, version and canonical body."""
    head = f"xsp1{entity}\0{row_id}\0{version}\0".encode()
    return int.from_bytes(hashlib.sha256(head + body).digest()[:16], "big")


def operation_bytes(operation: Mapping[str, Any]) -> bytes:
    """Canonical bytes of what was said. local_seq is left out: it names the place in a log, and a
    device that must renumber its log has still said the same."""
    return canonical({key: value for key, value in operation.items() if key != "local_seq"})


def operation_hash(said: bytes) -> int:
    """First 128 bits of SHA-256 of `operation_bytes`."""
    return int.from_bytes(hashlib.sha256(said).digest()[:16], "big")


def cursor_hash(scope: str, epoch: int, pos: int) -> int:
    """One entry of a cursor table; the digest of a table is the sum over its entries."""
    entry = f"{scope}\0{epoch}\0{pos}".encode()
    return int.from_bytes(hashlib.sha256(entry).digest()[:16], "big")


def hexadecimal(total: int) -> str:
    """A digest as it stands on the wire: 32 hex digits."""
    return f"{total % MODULUS:032x}"
