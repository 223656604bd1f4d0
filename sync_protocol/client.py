"""A reference device: what any client of this protocol does, without input or output.

It knows nothing of the server's code. It says operations, makes request bodies and takes answers
in; somebody else carries the bytes. Rows take effect only at a `mark`, together with the cursor,
and counts and digests are computed from what was stored, never copied from the server.
"""

import json
import os
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from sync_protocol.digest import (
    MODULUS,
    canonical,
    operation_bytes,
    operation_hash,
    row_hash,
)

PROTOCOL = 1
SCHEMA = 1
OPS_PER_PUSH = 200
PUSH_BYTES = 512 * 1024
ENVELOPE_BYTES = 1024
SCOPES_PER_PULL = 1000
YES = ("applied", "merged", "duplicate", "settled")
SAYS_LESS = ("duplicate", "settled")
"""Than an answer that is stored already."""


class ServerWentBackwards(Exception):
    """The server has forgotten what it acknowledged, under the same server_id."""


class Disagreement(Exception):
    """Count or digest of a scope differ from the server's: an incident, never ignored."""


@dataclass
class Scope:
    """What this device holds of one scope. rows: (entity, id) -> (version, canonical body).

    stale: after a reset, the rows not yet delivered again. Kept with the scope, because the way
    from a reset to its final mark may take many pulls.
    """

    epoch: int = 0
    pos: int = 0
    rows: dict[tuple[str, str], tuple[int, bytes]] = field(default_factory=dict)
    stale: set[tuple[str, str]] = field(default_factory=set)

    def digest(self) -> str:
        total = sum(row_hash(e, i, v, body) for (e, i), (v, body) in self.rows.items())
        return f"{total % MODULUS:032x}"


class Device:
    """One replica of one person."""

    def __init__(
        self, person_id: str, replica_id: str | None = None, app: str = "reference"
    ) -> None:
        self.person_id = person_id
        self.replica_id = replica_id or uuid7()
        self.app = app
        self.server_id: str | None = None
        self.log: list[dict[str, Any]] = []
        self.results: dict[int, dict[str, Any]] = {}
        self.next_seq = 1  # what the server expects next, as far as we know
        self.scopes: dict[str, Scope] = {f"user:{person_id}": Scope()}

    # What the person does

    def say(
        self, kind: str, entity: str, record_id: str, args: dict[str, Any],
        *, made_at: str | None = None, base: dict[str, Any] | None = None, op_id: str | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Write an operation into the log. local_seq is 1, 2, 3 ... without holes."""
        op: dict[str, Any] = {
            "op_id": op_id or uuid7(),
            "local_seq": len(self.log) + 1,
            "kind": kind,
            "schema": SCHEMA,
            "entity": entity,
            "id": record_id,
            "made_at": made_at or now(),
            "clock": {"offset_ms": 0, "mono_ms": 0},
            "args": args,
        }
        if base is not None:
            op["base"] = base
        self.log.append(op)
        return op

    # Push

    @property
    def unsent(self) -> int:
        return len(self.log) - (self.next_seq - 1)

    def push_body(self, limit: int = OPS_PER_PUSH) -> dict[str, Any]:
        """The oldest operations the server has not confirmed, as many as a push may hold."""
        waiting = self.log[self.next_seq - 1 :][:limit]
        sizes = accumulate((len(json.dumps(op)) + 2 for op in waiting), initial=ENVELOPE_BYTES)
        fitting = sum(size <= PUSH_BYTES for size in sizes) - 1
        return {
            "protocol": PROTOCOL,
            "schema": SCHEMA,
            "server_id": self.server_id,
            "replica_id": self.replica_id,
            "app": self.app,
            "sent_at": now(),
            "acked_through": self._acked_through(),
            "ops": waiting[: max(fitting, 1)],
        }

    def take_push(self, answer: dict[str, Any]) -> None:
        """Take in the answer to a push. Safe with an answer that was seen before."""
        self.meet(answer["server_id"])
        for result in answer["results"]:
            kept = self.results.get(result["local_seq"])
            if kept is None or result["status"] not in SAYS_LESS:
                self.results[result["local_seq"]] = result
        if answer["next_seq"] < self.next_seq:
            raise ServerWentBackwards(f"{answer['next_seq']} after {self.next_seq}")
        self.next_seq = answer["next_seq"]
        # What is heard and was never answered to us (that answer was lost) is asked for once more.
        self.next_seq = min(self.next_seq, self._acked_through() + 1)

    def _acked_through(self) -> int:
        """The highest number such that it and all below have their answers from this history."""
        through = 0
        while through + 1 < self.next_seq and through + 1 in self.results:
            through += 1
        return through

    def take_gap(self, expected: int) -> None:
        """An `op-gap` problem: the server wants to go on from there."""
        self.next_seq = expected

    def ops_digest(self) -> str:
        """The sum the server must show for everything below next_seq."""
        heard = self.log[: self.next_seq - 1]
        return f"{sum(operation_hash(operation_bytes(op)) for op in heard) % MODULUS:032x}"

    def meet(self, server_id: str) -> None:
        """A new server_id means a restored server: offer everything again, pull everything anew.

        What the lost history said yes to is forgotten: the new one judges for itself. A no stays
        until there is another answer.
        """
        if self.server_id not in (None, server_id):
            self.next_seq = 1
            self.results = {
                seq: result for seq, result in self.results.items() if result["status"] not in YES
            }
            self.scopes = {name: Scope() for name in self.scopes}
        self.server_id = server_id

    # Pull

    def pull_body(self, names: Iterable[str] | None = None) -> dict[str, Any]:
        chosen = list(names if names is not None else self.scopes)[:SCOPES_PER_PULL]
        return {
            "protocol": PROTOCOL,
            "schema": SCHEMA,
            "server_id": self.server_id,
            "replica_id": self.replica_id,
            "cursors": [[name, self.scopes[name].epoch, self.scopes[name].pos] for name in chosen],
        }

    def take_pull(self, lines: Iterable[bytes]) -> bool:
        """Take in the frames of one pull. True when there is more to come at once.

        A stream cut anywhere leaves the device at its last mark.
        """
        frames: list[dict[str, Any]] = []
        server_time = ""
        for line in lines:
            frame = json.loads(line)
            match frame["t"]:
                case "hello":
                    self.meet(frame["server_id"])
                    server_time = frame["server_time"]
                case "reset":
                    held = self.scopes.setdefault(frame["scope"], Scope())
                    held.stale = set(held.rows)
                case "gone":
                    self.scopes.pop(frame["scope"], None)
                case "put" | "del" | "leave":
                    frames.append(frame)
                case "mark":
                    self._mark(frame, frames)
                    frames = []
                case "end":
                    return bool(frame["more"]) | self._follow_grants(server_time)
        raise EOFError("the answer was cut off before its end")

    def _mark(self, mark: dict[str, Any], frames: list[dict[str, Any]]) -> None:
        held = self.scopes.setdefault(mark["scope"], Scope())
        for frame in frames:
            key = (frame["e"], frame["id"])
            held.stale.discard(key)
            if frame["t"] == "put":
                held.rows[key] = (frame["v"], canonical(frame["b"]))
            else:
                held.rows.pop(key, None)
        held.epoch, held.pos = mark["epoch"], mark["pos"]
        if mark["more"]:
            return
        for key in held.stale:
            held.rows.pop(key, None)
        held.stale = set()
        mine = (len(held.rows), held.digest())
        if mine != (mark["n"], mark["digest"]):
            raise Disagreement(f"{mark['scope']}: {mine} here, {mark['n']}, {mark['digest']} there")

    def _follow_grants(self, at: str) -> bool:
        """A cursor for every scope granted now, by the server's clock. True when one is new."""
        own = self.scopes[f"user:{self.person_id}"]
        news = False
        for (entity, _), (_, body) in own.rows.items():
            if entity != "grant":
                continue
            grant = json.loads(body)
            if grant["from_at"] <= at and (grant["until_at"] is None or at < grant["until_at"]):
                news |= grant["scope"] not in self.scopes
                self.scopes.setdefault(grant["scope"], Scope())
        return news

    # What the device holds

    def records(self, entity: str) -> dict[str, dict[str, Any]]:
        """Records by id: the union of a record's fields over its scopes, highest version last."""
        found: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        for scope in self.scopes.values():
            for (kind, record_id), (version, body) in scope.rows.items():
                if kind == entity:
                    found.setdefault(record_id, []).append((version, json.loads(body)))
        return {
            record_id: {
                k: v for _, body in sorted(seen, key=lambda s: s[0]) for k, v in body.items()
            }
            for record_id, seen in found.items()
        }


def uuid7() -> str:
    """A name nobody else gives, sortable by the time it was made (RFC 9562): what is said together
    lies together in the server's indexes."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    high = (milliseconds << 16) | 0x7000 | (random >> 68)
    return str(uuid.UUID(int=(high << 64) | (0b10 << 62) | (random & ((1 << 62) - 1))))


def now() -> str:
    """This machine's clock, UTC with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
