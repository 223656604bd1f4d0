"""Who may ask the office's questions, and of which stores: the org subtree and the function.

Deny by default: another role, or a record out of reach, gets the same 404 as one that is not there.
"""

from dataclasses import dataclass
from typing import Any

from backend.identity import OFFICE, Person, Role
from backend.store.read import Read
from backend.sync.problems import SyncProblem

CLASSES = ("C1", "C2")


def unknown(detail: str = "There is no such thing here.") -> SyncProblem:
    return SyncProblem("record/unknown", 404, detail)


@dataclass(frozen=True)
class Reach:
    """What an office role sees: `units`, and for a specialist only customers of his classes."""

    person: Person
    units: tuple[str, ...]
    classes: tuple[str, ...] | None

    def stores(self, read: Read, alias: str) -> str:
        """SQL: rows whose store (under this alias) is in reach. Goes with `params`."""
        sql = f"{alias}.org_unit_id {read.IN.replace('?', ':units')}"
        if self.classes:
            sql += f" AND {alias}.customer_class IN ('C1', 'C2')"
        return sql

    def offices(self, read: Read, alias: str) -> str:
        """SQL: rows that belong to an office in reach, whatever the store's class."""
        return f"{alias}.org_unit_id {read.IN.replace('?', ':units')}"

    def params(self, read: Read, **more: Any) -> dict[str, Any]:
        return {"units": read.ids(self.units), **more}


def reach(person: Person, *also: Role) -> Reach:
    """Raises 404 for everybody but the office roles (and those named)."""
    if person.role not in OFFICE and person.role not in also:
        raise unknown()
    specialist = person.role is Role.SPECIALIST
    return Reach(person, tuple(sorted(person.unit_ids)), CLASSES if specialist else None)


def listed(
    now: str, rows: list[dict[str, Any]], limit: int, key: str = "id", **more: Any
) -> dict[str, Any]:
    """A page: one row more than `limit` was asked for, so that `next` is known."""
    after = rows[limit - 1][key] if len(rows) > limit else None
    return {"as_of": now, "rows": rows[:limit], "next": after, **more}
