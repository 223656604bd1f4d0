"""The manner of master data: create the record, or change what is different."""

from typing import Any, TypeVar

from backend.refused import Conflict
from backend.store.record import Record
from backend.store.session import Records
from backend.sync.registry import Op

R = TypeVar("R", bound=Record)


def put(records: Records, op: Op, held: R | None, table: type[R], values: dict[str, Any]) -> R:
    """Saying again what is so already changes nothing, not even the version.

    Refuses record/clash when the author decided on an older version than the one that stands.
    """
    if held is None:
        made = table.of(id=op.id, **values)
        records.add(made)
        return made
    if op.base_version is not None and op.base_version < held.version:
        raise Conflict("record/clash", f"{op.entity} {op.id}", version=held.version)
    different = {name: value for name, value in values.items() if getattr(held, name) != value}
    if different:
        records.change(held, **different)
    return held
