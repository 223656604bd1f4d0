"""What runs in a write transaction: units, grouped; each succeeds or fails for itself."""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from backend.store.announce import Announced, Views, flush, flush_rows
from backend.store.driver import StoreError, Transaction
from backend.store.session import Records


class Unit(Protocol):
    """One push, or one small piece of work. `run` may be called again after a retry."""

    turn: str | None
    """Units of one turn never share a transaction: each must see what the one before wrote."""

    async def run(self, records: Records) -> None: ...

    def finish(self, records: Records, announced: Announced) -> Any:
        """Positions are known now; the value is the unit's outcome."""
        ...


class Function:
    """An `async def` of `Records` as a unit."""

    turn: str | None = None

    def __init__(self, work: Callable[[Records], Awaitable[Any]]) -> None:
        self.work = work
        self.value: Any = None

    async def run(self, records: Records) -> None:
        self.value = await self.work(records)

    def finish(self, records: Records, announced: Announced) -> Any:
        return self.value


class Group:
    """All units that share one transaction."""

    def __init__(
        self,
        transaction: Transaction,
        views: Views,
        moved: Callable[[dict[str, int], bool], None],
        zone: str = "Asia/Shanghai",
        now: str | None = None,
    ) -> None:
        self.records = Records(transaction, now=now, zone=zone)
        self.views = views
        self.moved = moved
        self.announced = Announced()

    async def run(self, units: list[Unit]) -> list[Any]:
        """Outcome of each unit: its value, or the exception that undid it alone.

        StoreError undoes the whole group and is raised.
        """
        outcomes: list[Any] = []
        for unit in units:
            mark = self.records.next_unit()
            try:
                await unit.run(self.records)
                outcomes.append(None)
            except StoreError:
                raise
            except Exception as error:
                self.records.undo(mark)
                outcomes.append(error)
        self.announced = await flush(self.records, self.views)
        for i, unit in enumerate(units):
            if outcomes[i] is None:
                outcomes[i] = unit.finish(self.records, self.announced)
        await flush_rows(self.records)
        return outcomes

    def committed(self) -> None:
        """Say, after the commit, which scopes moved and whether there is work."""
        if self.announced.heads or self.records.jobs:
            self.moved(self.announced.heads, bool(self.records.jobs))
