"""What the spine is given by the slices: commands, views, facts. It knows no slice itself."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from backend.identity import Person
from backend.store.announce import Views
from backend.store.record import Record
from backend.store.session import Records
from backend.store.view import View


@dataclass(frozen=True, slots=True)
class Op:
    """One operation as heard: who said what about which record, and when."""

    op_id: str
    kind: str
    entity: str
    id: str
    replica_id: str
    local_seq: int
    made_at: str
    """By the device's own clock, in UTC."""
    occurred_at: str
    """`made_at` corrected by the offset the device had measured."""
    received_at: str
    base_version: int | None = None
    base_state: str | None = None
    offset_ms: int = 0
    """How far the device's clock was behind the company's, by its own measure."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A command's answer when only part of what was asked was taken."""

    applied: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)


Command = Callable[[Op, Any, Person, Records], Awaitable[Merged | None]]
Facts = Callable[[Op, Any], Iterable[tuple[type[Record], str]]]


class Witness(Protocol):
    """Told of what a person should look at, behind the operation itself."""

    async def conflicted(
        self, op: Op, args: Any, by: Person, result: dict[str, Any], held: Record | None,
        records: Records,
    ) -> None: ...  # fmt: skip

    async def left_post(self, op: Op, by: Person, taken: bool, records: Records) -> None: ...


class Registry:
    """Commands by kind, views by table, facts to fetch ahead by kind."""

    def __init__(
        self,
        commands: Mapping[str, Command],
        views: Iterable[View[Any]],
        facts: Mapping[str, Facts] | None = None,
        witness: Witness | None = None,
    ) -> None:
        self.commands = dict(commands)
        self.facts = dict(facts or {})
        self.witness = witness
        self.view_of: dict[str, View[Any]] = {view.entity: view for view in views}
        self.views: Views = {view.table: view for view in self.view_of.values()}
