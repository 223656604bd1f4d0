"""Promotions as the office reads them: drafts of the branch, and what runs or ran in its offices,
with how far each is in the stores in reach."""

from typing import Any

from backend.customers.lists import named_like
from backend.identity import Role
from backend.people.office import Reach, listed, unknown
from backend.promotions import reading
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
UNDECIDED = ("draft", "pending", "approved")
STATES = ("agreed", "declined", "set_up", "passing", "failing", "taken_down")
NAMED = (("classes", "customer_class"), ("channels", "channel_type"), ("tiers", "tier"))


async def promotions(store: Store, reach: Reach, after: str, limit: int) -> Row:
    """By id. Whose a row is, is looked at here: it lies in a list, and they are few."""
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {reading.COLUMNS} FROM promotion p WHERE p.id > :after"
            " ORDER BY p.id LIMIT :many",
            {"after": after, "many": limit + 1},
        )
        page = listed(instant.now(), [reading.plan(row) for row in rows], limit, "id")
        mine = [row for row in page["rows"] if in_reach(row, reach)]
        page["rows"] = [await _told(read, row, reach) for row in mine]
    return page


async def one(store: Store, reach: Reach, promotion_id: str) -> Row:
    """With its picture. 404 out of reach."""
    async with store.reading() as read:
        row = await found(read, reach, promotion_id)
        picture = await read.one(
            "SELECT jpeg FROM promotion_standard WHERE id = :id", {"id": promotion_id}
        )
        told = await _told(read, row, reach)
    return {**told, "as_of": instant.now(), "jpeg": picture["jpeg"] if picture else None}


async def stores_of(
    store: Store, reach: Reach, promotion_id: str, state: str, query: str, after: str, limit: int
) -> Row:
    """The stores that carry it or have begun, by code; `state`: only those; `query`: only those
    named like it."""
    like, typed = named_like(query)
    async with store.reading() as read:
        row = await found(read, reach, promotion_id)
        where, params = carrying(read, row)
        only = " AND coalesce(e.state, 'planned') = :state" if state else ""
        rows = await read.all(
            "SELECT s.id AS store_id, s.code AS store_code, s.name AS store_name, s.tier,"
            " s.org_unit_id, (SELECT p.name FROM store_assignment a JOIN person p ON p.id ="
            " a.rep_id WHERE a.store_id = s.id AND a.kind = 'main' AND a.from_at <= :now AND"
            " (a.until_at IS NULL OR a.until_at > :now) ORDER BY a.from_at DESC LIMIT 1)"
            " AS rep_name, coalesce(e.state, 'planned') AS state, e.agreement, e.declined,"
            " e.set_up, e.checks, e.taken_down, e.flags"
            " FROM store s LEFT JOIN promotion_execution e"
            " ON e.store_id = s.id AND e.promotion_id = :promotion_id"
            f" WHERE {reach.stores(read, 's')} AND ({where} OR e.id IS NOT NULL){only}{like}"
            " AND s.code > :after ORDER BY s.code LIMIT :many",
            reach.params(
                read, promotion_id=promotion_id, state=state, after=after, many=limit + 1,
                now=instant.now(), **params, **typed,
            ),
        )  # fmt: skip
    told = [reading.execution(one) for one in rows]
    for each in told:
        each["checks"], each["flags"] = each["checks"] or [], each["flags"] or []
    return listed(instant.now(), told, limit, "store_code")


async def found(read: Read, reach: Reach, promotion_id: str) -> Row:
    """A promotion with its lists unfolded. 404 out of reach."""
    row = await read.one(
        f"SELECT {reading.COLUMNS} FROM promotion p WHERE p.id = :id", {"id": promotion_id}
    )
    if row is None:
        raise unknown()
    plan = reading.plan(row)
    if not in_reach(plan, reach):
        raise unknown()
    return plan


def in_reach(row: Row, reach: Reach) -> bool:
    """A draft is its branch's, where it was written or above; a national plan is for those who may
    make it their own; the rest is read where it holds."""
    if row["state"] == "issued":
        return reach.person.role in (Role.SPECIALIST, Role.OPS_MANAGER)
    if row["state"] in UNDECIDED:
        return row["org_unit_id"] in reach.person.unit_ids
    return not reach.person.unit_ids.isdisjoint(row["org_unit_ids"])


async def _told(read: Read, row: Row, reach: Reach) -> Row:
    decided = row["state"] in ("released", "stopped", "ended")
    found = {**row, "mine": reach.person.id in row["author_ids"]}
    del found["author_ids"], found["org_unit_id"]
    return {**found, "progress": await _progress(read, row, reach) if decided else None}


async def _progress(read: Read, row: Row, reach: Reach) -> Row:
    where, params = carrying(read, row)
    all_ = await read.one(
        f"SELECT count(*) AS n FROM store s WHERE {reach.stores(read, 's')} AND {where}",
        reach.params(read, **params),
    )
    begun = await read.all(
        "SELECT e.state, e.checks, e.flags, e.agreement FROM promotion_execution e"
        " JOIN store s ON s.id = e.store_id"
        f" WHERE e.promotion_id = :id AND {reach.stores(read, 's')}",
        reach.params(read, id=row["id"]),
    )
    told = [reading.execution({**dict.fromkeys(reading.PARTS), **one}) for one in begun]
    checks = [check["passed"] for one in told for check in one["checks"]]
    return {
        "stores": all_["n"] if all_ else 0,
        **{state: sum(one["state"] == state for one in told) for state in STATES},
        "checks": len(checks),
        "passed": sum(checks),
        "flagged": sum(bool(one["flags"]) for one in told),
    }


def carrying(read: Read, row: Row) -> tuple[str, Row]:
    """SQL: the stores that carry it, as `rules.carries` says; and what goes with it."""
    tests = [f"s.active AND s.org_unit_id {read.IN.replace('?', ':holds')}"]
    params: Row = {"holds": read.ids(row["org_unit_ids"])}
    for named, column in (*NAMED, ("store_ids", "id")):
        if row[named]:
            tests.append(f"s.{column} {read.IN.replace('?', f':{named}')}")
            params[named] = read.ids(row[named])
    return f"({' AND '.join(tests)})", params
