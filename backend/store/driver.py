"""What the spine asks of a database inside one write transaction."""

from collections.abc import Sequence
from typing import Any, Protocol

Row = tuple[Any, ...]


class StoreError(Exception):
    """The database said no, or nothing. The whole group is undone."""


class Clash(StoreError):
    """A unique key or a foreign key was violated: somebody else got there first."""


class Unfit(Clash):
    """A value does not fit its column, on one engine or on both."""


class Busy(StoreError):
    """The database cannot be written now; the same request may succeed later."""


class Transaction(Protocol):
    """Statements use `?`. `IN` stands for a test against one list parameter, see `ids`."""

    locks: str
    """` FOR UPDATE`, or nothing where there is one writer."""

    async def all(self, sql: str, *params: Any) -> list[Row]: ...

    async def many(self, sql: str, rows: Sequence[Row]) -> None: ...

    def ids(self, values: Sequence[Any]) -> Any:
        """The parameter that goes with `IN`."""
        ...

    @property
    def IN(self) -> str: ...
