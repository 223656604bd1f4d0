"""A rep's day before her first store: when it began, and in which order she wants to go."""

from collections.abc import Iterable

from backend.identity import Person
from backend.people.effects import after_the_day
from backend.planning.tables import DayStarted, StopOrder
from backend.refused import Duplicate, Quarantined, Refused
from backend.store import said
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.put import put
from backend.sync.registry import Op
from sync_protocol.generated.protocol import DayArrange, DayStart


async def start(op: Op, args: DayStart, by: Person, records: Records) -> None:
    """Attendance: the first word of a day counts, whichever of her phones it comes from."""
    day = own_day(op, args.day, by)
    held = await records.get(DayStarted, op.id)
    pack_at = said.an_instant(args.pack_at, "pack_at", Quarantined) if args.pack_at else None
    if held is None:
        records.add(
            DayStarted.of(
                id=op.id, rep_id=by.id, day=day, started_at=op.occurred_at, pack_at=pack_at
            )
        )
        after_the_day(records, day)
    elif op.occurred_at < held.started_at:
        records.change(held, started_at=op.occurred_at, pack_at=pack_at)
    else:
        raise Duplicate("fact/immutable")


async def arrange(op: Op, args: DayArrange, by: Person, records: Records) -> None:
    """The last word counts. A stop that is not hers, or no more, is only a name in a list."""
    day = own_day(op, args.day, by)
    held = await records.get(StopOrder, op.id)
    stop_ids = list(dict.fromkeys(args.stop_ids))
    if held is not None and (held.arranged_at > op.occurred_at or held.stop_ids == stop_ids):
        raise Duplicate("fact/immutable")
    values = {"rep_id": by.id, "day": day, "stop_ids": stop_ids, "arranged_at": op.occurred_at}
    put(records, op, held, StopOrder, values)


def own_day(op: Op, day: str, by: Person) -> str:
    """The id says whose day it is; nobody speaks of another's."""
    found = said.a_day(day, "day", Quarantined)
    if op.id != f"{by.id}:{found}":
        raise Refused("value/out-of-range", op.id, field="id")
    return found


def begun(op: Op, args: DayStart) -> Iterable[tuple[type[Record], str]]:
    yield DayStarted, op.id
