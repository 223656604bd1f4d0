"""How a visit went, beside what it found: which operation came when, and by which clock.

Nobody is shown it. Each entry is [kind, occurred_at, offset_ms, replica, SKUs]; the replica is null
while it is the one before. It is kept by whatever says something about a visit, once, here.
"""

from typing import Any

from backend.identity import Person
from backend.store.session import Records
from backend.sync.registry import Command, Merged, Op
from backend.visits import judging
from backend.visits.tables import Visit

MOST = 80
"""Of one visit. A rep says about a dozen things; a loop that says thousands proves nothing more."""


def followed(kind: str, command: Command) -> Command:
    """The command, and then: a visit's trace grows, and whoever judges it is called."""
    if kind.startswith("visit."):
        return traced(command)
    if kind.startswith("photo."):
        return pictured(command)
    return command


def traced(command: Command) -> Command:
    async def run(op: Op, args: Any, by: Person, records: Records) -> Merged | None:
        result = await command(op, args, by, records)
        held = await records.get(Visit, op.id)
        if held is not None:
            if len(held.trace) < MOST:
                records.change(held, trace=[*held.trace, entry(op, args, held.trace)])
            judging.soon(records, held.rep_id, held.day)
        return result

    return run


def pictured(command: Command) -> Command:
    async def run(op: Op, args: Any, by: Person, records: Records) -> Merged | None:
        result = await command(op, args, by, records)
        await judging.of_photo(records, op.id)
        return result

    return run


def entry(op: Op, args: Any, before: list[list[Any]]) -> list[Any]:
    last = next((one[3] for one in reversed(before) if one[3] is not None), None)
    replica = None if op.replica_id == last else op.replica_id
    return [op.kind, op.occurred_at, op.offset_ms, replica, len(getattr(args, "observations", ()))]


def replicas(trace: list[list[Any]]) -> list[str]:
    """The replica of each entry."""
    found, last = [], ""
    for one in trace:
        last = one[3] or last
        found.append(last)
    return found
