"""A world as lines: who says what, when, by which server clock. Same seed, same lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple


class Line(NamedTuple):
    """One operation of the demo world. `heard` is the server's clock when it arrives."""

    login: str
    heard: str
    at: str
    kind: str
    id: str
    args: dict[str, Any]
    offset_ms: int = 0
    """How far behind the company's clock the phone knows its own to be."""

    def told(self) -> tuple[Any, ...]:
        """As it stands in a file."""
        return self if self.offset_ms else self[:6]


@dataclass
class Voice:
    """Collects what one person says; `heard` is moved on by whoever tells the story."""

    login: str
    heard: str
    lines: list[Line]

    def tell(
        self, at: str, kind: str, record_id: str, args: dict[str, Any], offset_ms: int = 0
    ) -> None:
        self.lines.append(Line(self.login, self.heard, at, kind, record_id, args, offset_ms))


class Script:
    """The lines in the order in which the server hears them."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def voice(self, login: str, heard: str) -> Voice:
        return Voice(login, heard, self.lines)

    def __iter__(self) -> Iterator[Line]:
        return iter(self.lines)
