"""Who may ask the office's questions, and of what: the org subtree and the function.

Deny by default: another role, or a record out of reach, gets the same 404 as one that is not there.
Lists come in pages; `next` is the place after the last row, to be given back as `after`.
"""

from dataclasses import dataclass
from typing import Any

from backend.identity import OFFICE, Person, Role
from backend.people.rules import MAJOR_CLASSES
from backend.store.read import Read
from backend.sync.problems import SyncProblem

CLASSES = ", ".join(f"'{name}'" for name in MAJOR_CLASSES)
PAGE = 200


def unknown(detail: str = "There is no such thing here.") -> SyncProblem:
    return SyncProblem("record/unknown", 404, detail)


@dataclass(frozen=True)
class Reach:
    """What an office role sees: `units`, and for a specialist only his classes of customer."""

    person: Person
    units: tuple[str, ...]
    only_major: bool

    def stores(self, read: Read, alias: str) -> str:
        """SQL: rows with org_unit_id and customer_class under this alias, in reach."""
        return self.of_office(read, alias, alias)

    def of_office(self, read: Read, record: str, store: str) -> str:
        """SQL: records that belong to an office in reach; the store says the class."""
        sql = self.offices(read, record)
        return f"{sql} AND {store}.customer_class IN ({CLASSES})" if self.only_major else sql

    def offices(self, read: Read, alias: str) -> str:
        """SQL: rows of an office in reach, whatever the store's class. Goes with `params`."""
        return f"{alias}.org_unit_id {read.IN.replace('?', ':units')}"

    def params(self, read: Read, **more: Any) -> dict[str, Any]:
        return {"units": read.ids(self.units), **more}


def reach(person: Person, *also: Role) -> Reach:
    """Raises 404 for everybody but the office roles (and those named)."""
    if person.role not in OFFICE and person.role not in also:
        raise unknown()
    return Reach(person, tuple(sorted(person.unit_ids)), person.role is Role.SPECIALIST)


def listed(now: str, rows: list[dict[str, Any]], limit: int, *key: str) -> dict[str, Any]:
    """A page: one row more than `limit` was asked for, so that `next` is known. `key` are the
    columns the list is ordered by."""
    following = None
    if len(rows) > limit:
        following = "|".join(str(rows[limit - 1][name]) for name in key)
    return {"as_of": now, "rows": rows[:limit], "next": following}


def place(after: str, *names: str) -> dict[str, str]:
    """A `next` given back, as parameters by name; empty ones for the first page. Raises 400."""
    parts = after.split("|", len(names) - 1) if after else [""] * len(names)
    if len(parts) != len(names):
        raise SyncProblem("bad-request", 400, "`after` is what `next` said, or nothing.")
    return dict(zip(names, parts, strict=True))
