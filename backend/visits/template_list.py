"""Visit templates as the office reads them: drafts for who may write them, the rest by office."""

from typing import Any

import msgspec

from backend.identity import Role
from backend.people.office import Reach, listed
from backend.people.reach import over
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

COLUMNS = (
    "t.id, t.version, t.code, t.template_version, t.name, t.classes, t.channels, t.tiers,"
    " t.valid_from, t.strict_order, t.steps, t.state, t.org_unit_id, t.org_unit_ids, t.author_ids,"
    " t.saved_by_name, t.saved_at, t.submitted_at, t.decided_by_name, t.decided_at, t.returned_for"
)
LISTS = ("classes", "channels", "tiers", "steps", "org_unit_ids", "author_ids")


async def templates(store: Store, reach: Reach, after: str, limit: int) -> dict[str, Any]:
    """By id. Where the decided ones hold is looked at here: it lies in a list, and they are few."""
    async with store.reading() as read:
        mine = reach.offices(read, "t")
        rows = await read.all(
            f"SELECT {COLUMNS} FROM visit_template t"
            f" WHERE ({mine} OR t.state IN ('published', 'retired')) AND t.id > :after"
            " AND t.state <> 'discarded'"
            " ORDER BY t.id LIMIT :many",
            reach.params(read, after=after, many=limit + 1),
        )
        for row in rows:
            row["deciders"] = await _deciders(read, row) if row["state"] == "pending" else []
    page = listed(instant.now(), [_read(row, reach.person.id) for row in rows], limit, "id")
    page["rows"] = [row for row in page["rows"] if _in_reach(row, reach)]
    return page


async def _deciders(read: Read, row: dict[str, Any]) -> list[str]:
    """By name: the managers who reach it and have not written on it."""
    managers = await over(read, row["org_unit_id"], Role.OPS_MANAGER, instant.now())
    authors = msgspec.json.decode(row["author_ids"])
    return [name for id, name in managers if id not in authors]


def _read(row: dict[str, Any], asking: str) -> dict[str, Any]:
    found = {**row, **{name: msgspec.json.decode(row[name]) for name in LISTS}}
    found["strict_order"] = bool(row["strict_order"])
    found["mine"] = asking in found.pop("author_ids")
    del found["org_unit_id"]
    return found


def _in_reach(row: dict[str, Any], reach: Reach) -> bool:
    """Undecided ones came by the offices in reach; the others are read where they hold."""
    undecided = row["state"] in ("draft", "pending")
    if undecided:
        return reach.person.role is not Role.OFFICE_SUPERVISOR
    return not reach.person.unit_ids.isdisjoint(row["org_unit_ids"])
