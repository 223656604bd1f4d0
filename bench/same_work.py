"""What both sides of the comparison do, and how both are measured: one visit, one way to count."""

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.server import visit_args
from sync_protocol.client import uuid7

BYTES = 586
"""Of a visit as JSON, as in the comparison that our protocol was chosen by (one SKU, a note)."""
QUIET_S, LONGEST_S = 0.3, 30
Document = tuple[str, dict[str, Any]]


def json_bytes(body: dict[str, Any]) -> bytes:
    """JSON as JavaScript writes it."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def visit(store: str, rep: str, number: int) -> dict[str, Any]:
    """The server bench's visit with the first of its SKUs; the note makes all of them one size."""
    args = visit_args(store, rep, number)
    args["observations"] = args["observations"][:1]
    args["note"] = f"第 {number} 次拜访，端架已补货"
    args["note"] += "." * (BYTES - len(json_bytes(args)))
    if len(json_bytes(args)) != BYTES:
        raise ValueError(f"{len(json_bytes(args))} bytes, not {BYTES}: {args}")
    return args


def visits(stores: list[str], rep: str, count: int, start: int = 0) -> list[Document]:
    numbers = range(start, start + count)
    return [(uuid7(), visit(stores[n % len(stores)], rep, n)) for n in numbers]


@dataclass(frozen=True)
class Sending:
    """A device by a name of ours, whose it is, and what it has to send."""

    device: str
    login: str
    documents: list[Document]


@dataclass(frozen=True)
class Did:
    """Wall seconds at the client; bytes of its connections, both ways, headers included."""

    wall: float
    bytes: int
    documents: int
    failed: int


Work = Callable[[], Did]
"""What was prepared and remains to be done under the clock."""


class Side(Protocol):
    """One server and its devices."""

    @property
    def pid(self) -> int: ...

    def push(self, sendings: list[Sending]) -> Work:
        """All devices at once, each in hundreds."""

    def pull(self, device: str, login: str) -> Work:
        """All that the device lacks, until it holds it."""

    def read(self, device: str, login: str) -> Work:
        """The same until the answers have come, with the fewest requests that the interface allows;
        what the device then does with them is not timed."""


def family(pid: int) -> list[int]:
    """A process and its children, and theirs."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time so far, ended children included."""
    ticks = 0
    for each in family(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += sum(int(field) for field in fields[11:15])
    return ticks / os.sysconf("SC_CLK_TCK")


def peak_mib(pid: int) -> float:
    kib = 0
    for each in family(pid):
        status = Path(f"/proc/{each}/status").read_text()
        line = next(row for row in status.splitlines() if row.startswith("VmHWM"))
        kib += int(line.split()[1])
    return kib / 1024


def cpu_when_quiet(pid: int) -> float:
    """CPU seconds once the server has ended what it does after its answers (jobs, compaction): that
    belongs to the work as well, and must not run into the other side's."""
    deadline = time.monotonic() + LONGEST_S
    spent = cpu_seconds(pid)
    while time.monotonic() < deadline:
        time.sleep(QUIET_S)
        before, spent = spent, cpu_seconds(pid)
        if spent - before < QUIET_S / 10:
            break
    return spent
