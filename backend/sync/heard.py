"""One operation of a push: its bytes, and what it says if it can be read."""

from dataclasses import dataclass
from typing import Any

import msgspec

from backend.refused import Refused
from backend.store import instant
from backend.sync.envelope import LARGEST_VERSION, said_in, storable
from backend.sync.registry import Op, Registry
from sync_protocol.digest import operation_hash
from sync_protocol.generated import protocol
from sync_protocol.message import Message

OP_BYTES = 64 * 1024
REFUSALS = frozenset({"rejected", "conflict", "quarantined"})


class Heard:
    """One new operation of this push, until its result is written."""

    __slots__ = (
        "body",
        "hash",
        "op_id",
        "record_key",
        "repeats",
        "result",
        "row",
        "said",
        "seq",
        "size",
        "unit",
    )

    def __init__(self, seq: int, op_id: str, raw: msgspec.Raw) -> None:
        self.seq, self.op_id, self.size = seq, op_id, len(bytes(raw))
        self.said, self.body = said_in(raw)
        self.hash = operation_hash(self.body)
        self.unit = 0
        self.result: dict[str, Any] = {}
        self.row: tuple[str, str, int, str] = ("", "", 0, "")  # kind, row_id, schema, made_at
        self.record_key: Any = None
        self.repeats = False
        """Another replica said it first; its answer may be a refusal all the same."""


@dataclass(frozen=True)
class Before:
    """An operation as it was heard first. Without a status: in this very push."""

    hash: int
    status: str = ""
    code: str | None = None
    result: str | None = None
    """The whole answer, as JSON; None once the replica has said that it holds it."""

    def again(self) -> dict[str, Any]:
        """To another replica of the phone that may never have heard the answer: a no is still a no,
        or she would take for done what was refused."""
        if self.status not in REFUSALS:
            return {"status": "duplicate"}
        told = msgspec.json.decode(self.result) if self.result else {"code": self.code}
        about = {"local_seq", "op_id", "at", "version"}
        return {"status": self.status, **{k: v for k, v in told.items() if k not in about}}


def read_operation(
    heard: Heard, registry: Registry, replica_id: str, now: str
) -> tuple[Op, Message] | None:
    """The operation and its args, or None with the result set: this line cannot be read."""
    said = heard.said
    kind = str(said.get("kind", ""))[:60].replace("\0", "")
    heard.row = (kind, str(said.get("id", ""))[:64].replace("\0", ""), 0, now)
    try:
        if heard.size > OP_BYTES:
            raise Refused("op/too-large", f"{heard.size} bytes")
        if b"\\u0000" in heard.body and not storable(said):
            raise Refused("op/unreadable", "a NUL")
        read = msgspec.convert(said, protocol.Operation)
        if read.schema > LARGEST_VERSION:
            raise Refused("op/unreadable", f"schema {read.schema}")
        made_at = instant.in_utc(read.made_at)
        heard.row = (kind, read.id, read.schema, made_at)
        shape = protocol.OPERATION_ARGS.get(kind)
        if shape is None or kind not in registry.commands:
            raise Refused("op/unknown-kind", kind)
        if read.entity != protocol.OPERATION_ENTITY[kind]:
            raise Refused("op/unreadable", f"{kind} is not about {read.entity}")
        args = msgspec.convert(read.args, shape)
    except Refused as refused:
        _set_aside(heard, kind, refused.code, refused.detail)
        return None
    except (msgspec.ValidationError, ValueError, OverflowError) as error:
        _set_aside(heard, kind, "op/unreadable", str(error)[:300])
        return None
    return _operation(heard, read, made_at, replica_id, now), args


def _operation(
    heard: Heard, read: protocol.Operation, made_at: str, replica_id: str, now: str
) -> Op:
    offset_ms = read.clock.offset_ms if isinstance(read.clock, protocol.Clock) else 0
    base = read.base if isinstance(read.base, protocol.Base) else None
    return Op(
        op_id=read.op_id,
        kind=read.kind,
        entity=read.entity,
        id=read.id,
        replica_id=replica_id,
        local_seq=heard.seq,
        made_at=made_at,
        occurred_at=instant.corrected(made_at, offset_ms),
        received_at=now,
        base_version=base.version if base else None,
        base_state=base.state if base and isinstance(base.state, str) else None,
        offset_ms=offset_ms,
    )


def _set_aside(heard: Heard, kind: str, code: str, detail: str) -> None:
    """A line that cannot be read is final; what may be a fact waits for a person."""
    fact = protocol.OPERATION_CLASS.get(kind, "fact") == "fact"
    heard.result = {"status": "quarantined" if fact else "rejected", "code": code}
    if detail:
        heard.result["facts"] = {"detail": detail}
