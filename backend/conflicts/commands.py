"""A conflict was decided by its rule when it arose. What a person says is that it is settled: seen,
talked over, put right where it needs it. Nothing else of it ever changes."""

from backend.conflicts.tables import Conflict
from backend.customers.tables import Store
from backend.identity import Person, Role
from backend.people.rules import MAJOR_CLASSES
from backend.refused import Duplicate, Refused
from backend.store.session import Records
from backend.sync.registry import Command, Op
from sync_protocol.generated.protocol import ConflictClose


async def close(op: Op, args: ConflictClose, by: Person, records: Records) -> None:
    held = await records.get(Conflict, op.id)
    if held is None or not await in_reach(held, by, records):
        raise Refused("record/unknown", op.id, entity="conflict", id=op.id)
    if held.closed_at is not None:
        raise Duplicate("record/state", "closed")
    records.change(held, closed_at=records.now, closed_by_name=by.name, closed_note=args.note)


async def in_reach(held: Conflict, by: Person, records: Records) -> bool:
    """Of an office under him; for a specialist, at a store of his classes."""
    if held.org_unit_id not in by.unit_ids:
        return False
    if by.role is not Role.SPECIALIST:
        return True
    store = await records.see(Store, held.store_id) if held.store_id else None
    return store is not None and store.customer_class in MAJOR_CLASSES


COMMANDS: dict[str, Command] = {"conflict.close": close}
