"""What a scope, or an office role, is shown of one kind of record."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlmodel import SQLModel

from backend.identity import Role
from backend.store.record import Record
from sync_protocol.message import Message

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Beside(Generic[R]):
    """Rows of a plain table that follow from one record and are written with it, whoever changes
    it: for sums over what a record keeps as JSON. Nobody else writes them; nobody is shown them.

    `key` is the column with the record's id; `rows` a pure function of that record's columns.
    """

    table: type[SQLModel]
    key: str
    rows: Callable[[R], Iterable[Mapping[str, Any]]]


@dataclass(frozen=True)
class View(Generic[R]):
    """Fields are listed in the functions, never excluded: a new column is invisible until somebody
    decides. `scopes` and each function of `shown` are pure functions of that one record's columns;
    what another record contributes is copied in by the command.
    """

    entity: str
    table: type[R]
    scopes: Callable[[R], Iterable[str]]
    shown: Mapping[str, Callable[[R], Message]]
    office: Mapping[Role, Callable[[R], Any]] = field(default_factory=dict)
    beside: tuple[Beside[R], ...] = ()


def scope_kind(scope: str) -> str:
    """`store` of `store:02666`."""
    return scope.partition(":")[0]


def of_partner(partner_id: str, record: Record, aged_version: int) -> str:
    """The scope in which a partner's record lies: `partner:`, which his devices follow, or, once
    it has left them, `past:`, which none does and other systems read on. It has left as long as
    nothing changed since: whatever changes it brings it back (decision 64)."""
    kind = "past" if aged_version == record.version else "partner"
    return f"{kind}:{partner_id}"
