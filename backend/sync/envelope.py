"""A push as it comes: the envelope is read as a whole, each operation by itself, so that one that
cannot be read never spoils the others.
"""

import json
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from backend.sync.problems import SyncProblem
from sync_protocol.digest import operation_bytes
from sync_protocol.generated import protocol
from sync_protocol.message import Message

PROTOCOL = 1
SCHEMA = 1
"""Of the operations this server says."""
SHAPES = 7
"""Which shapes it knows (sync_protocol/version.json): a newer phone leaves out what came later."""
READABLE = frozenset({PROTOCOL})
"""Protocols a pull may be in. A push is heard in any, so that nothing recorded is lost."""
LARGEST = (1 << 53) - 1
"""Whole numbers that both sides keep exactly."""
LARGEST_VERSION = 1_000_000


class Envelope(Message, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """A push with its operations still undecoded, so that one cannot spoil the others. What a
    newer app adds around them is no reason not to hear them."""

    protocol: Annotated[int, Meta(ge=1, le=LARGEST_VERSION)]
    schema: Annotated[int, Meta(ge=1, le=LARGEST_VERSION)]
    replica_id: Annotated[str, Meta(max_length=64)]
    app: Annotated[str, Meta(max_length=40, pattern="^[^\\x00]*$")]
    sent_at: Annotated[str, Meta(max_length=40)]
    acked_through: Annotated[int, Meta(ge=0, le=LARGEST)]
    ops: list[msgspec.Raw]
    server_id: str | None = None


class Numbered(msgspec.Struct, frozen=True):
    """The least an operation must be readable for: its number. An id that can be none is replaced
    by one made of the number, the same whenever it is sent; the operation is then set aside."""

    local_seq: Annotated[int, Meta(ge=1, le=LARGEST)]
    op_id: Any = None


_envelope = msgspec.json.Decoder(Envelope)
_numbered = msgspec.json.Decoder(Numbered)


def read_push(body: bytes) -> tuple[Envelope, list[Numbered]]:
    """Raises SyncProblem bad-request."""
    unreadable = (ValueError, RecursionError)  # msgspec's own errors are ValueErrors
    try:
        try:
            envelope = _envelope.decode(body)
        except unreadable:
            envelope = _envelope.decode(well_formed(body))
        return envelope, [_named(_numbered.decode(raw), envelope) for raw in envelope.ops]
    except unreadable as error:
        raise SyncProblem("bad-request", 400, f"This push cannot be read: {error}") from error


def _named(number: Numbered, envelope: Envelope) -> Numbered:
    try:
        msgspec.convert(number.op_id, protocol.Id)
    except msgspec.ValidationError:
        return Numbered(number.local_seq, f"{envelope.replica_id}:{number.local_seq}")
    return number


def well_formed(body: bytes) -> bytes:
    """Half an emoji, cut off by some field's length, is JSON to JavaScript but not to us. It must
    not block a log for ever: the half becomes U+FFFD."""
    text = json.dumps(json.loads(body), ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def said_in(raw: msgspec.Raw) -> tuple[dict[str, Any], bytes]:
    """An operation and its canonical bytes; as sent, and empty, when even its JSON is broken."""
    try:
        said: dict[str, Any] = msgspec.json.decode(raw)
        return said, operation_bytes(said)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}, bytes(raw)


def storable(said: Any) -> bool:
    """No NUL anywhere: PostgreSQL cannot keep one. (What numbers may be, the schema says.)"""
    if isinstance(said, str):
        return "\0" not in said
    if isinstance(said, dict):
        return all(storable(key) and storable(value) for key, value in said.items())
    return not isinstance(said, list) or all(map(storable, said))
