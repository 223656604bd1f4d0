"""What is on its way in a world, and what a person was told is saved."""

from dataclasses import dataclass
from typing import Any

from tests.simulator.device import SimDevice


@dataclass
class Message:
    """Something on its way. `stream` is an answer the server is still writing."""

    number: int
    way: str  # request, stream, hanging or answer
    kind: str  # push, pull or photo
    device: SimDevice
    tab: int
    replica_id: str
    body: bytes = b""
    problem: str | None = None
    extra: int = 0
    stream: Any = None
    granted: frozenset[str] = frozenset()
    request: Any = None  # of a photo, as its answer
    answer: Any = None


@dataclass
class Said:
    """A tap whose save the person saw."""

    op_id: str
    device: str
    replica_id: str
    local_seq: int
    what: str
    store: str
    note: str
    sure: bool  # nothing about who he is or where he may be stands against it
    lost: bool = False  # with the whole storage of the device, evicted by the browser
