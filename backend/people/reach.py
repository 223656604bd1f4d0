"""Who somebody is now or was then, and how far he reaches (domain.md 2.1, protocol decision 5)."""

from dataclasses import replace

from backend.identity import OFFICE, Person, Post, Role
from backend.people import tables
from backend.people.rules import reaches
from backend.store.driver import Row
from backend.store.read import Read
from backend.store.session import Records
from backend.store.tables import ScopeGrant

__all__ = ["holds", "person", "post_of", "reaches", "units_under"]

WITH_SUBTREE = OFFICE | {Role.ADMIN, Role.ORDER_DESK}


async def person(records: Records, person_id: str) -> Person | None:
    """The person in the post held now; without one, with role None. None: nobody of this id."""
    held = await records.see(tables.Person, person_id)
    if held is None:
        return None
    posts = [
        (post.role, post.org_unit_id, post.partner_id, post.from_at, post.until_at)
        for post in await records.find(tables.Employment, person_id=person_id)
    ]
    someone = in_post(held.id, held.login, held.name, posts, held.inactive_since, records.now)
    if someone.role not in WITH_SUBTREE or someone.org_unit_id is None:
        return someone
    return replace(someone, unit_ids=await units_under(records, someone.org_unit_id))


async def units_under(records: Records, unit_id: str) -> frozenset[str]:
    """The subtree a post at this unit sees: an operations department sees its whole branch."""
    unit = await records.see(tables.OrgUnit, unit_id)
    root = unit.parent_id if unit and unit.level == "ops_dept" and unit.parent_id else unit_id
    found, open_ends = {root}, [root]
    while open_ends:
        for child in await records.find(tables.OrgUnit, parent_id=open_ends.pop()):
            if child.id not in found:
                found.add(child.id)
                open_ends.append(child.id)
    return frozenset(found)


async def holds(records: Records, person_id: str, scope: str, at: str) -> bool:
    """Does, or did, he hold a grant on this scope at that moment?"""
    return any(
        grant.from_at <= at and (grant.until_at is None or at < grant.until_at)
        for grant in await records.find(ScopeGrant, user_id=person_id, scope=scope)
    )


async def post_of(read: Read, person_id: str, at: str) -> Person | None:
    """The same as `person`, for those who only read."""
    rows = await read.rows(
        "SELECT p.login, p.name, p.inactive_since, e.role, e.org_unit_id, e.partner_id, e.from_at,"
        " e.until_at FROM person p LEFT JOIN employment e ON e.person_id = p.id"
        " WHERE p.id = ? ORDER BY e.from_at",
        person_id,
    )
    if not rows:
        return None
    login, name, inactive_since = rows[0][:3]
    posts = [row[3:] for row in rows if row[3] is not None]
    someone = in_post(person_id, login, name, posts, inactive_since, at)
    if someone.role not in WITH_SUBTREE or someone.org_unit_id is None:
        return someone
    return replace(someone, unit_ids=await read_units_under(read, someone.org_unit_id))


async def read_units_under(read: Read, unit_id: str) -> frozenset[str]:
    rows = await read.rows(
        "WITH RECURSIVE under (id) AS ("
        " SELECT CASE WHEN level = 'ops_dept' THEN coalesce(parent_id, id) ELSE id END"
        " FROM org_unit WHERE id = ?"
        " UNION SELECT u.id FROM org_unit u JOIN under ON u.parent_id = under.id)"
        " SELECT id FROM under",
        unit_id,
    )
    return frozenset(id for (id,) in rows)


async def over(read: Read, unit_id: str, role: Role, at: str) -> list[tuple[str, str]]:
    """Id and name of everybody who holds this role where it reaches the unit, by name: at the unit,
    above it, or at an operations department, which reaches as far as what it belongs to."""
    rows = await read.rows(
        "WITH RECURSIVE above (id, parent_id) AS ("
        " SELECT id, parent_id FROM org_unit WHERE id = ?"
        " UNION SELECT u.id, u.parent_id FROM org_unit u JOIN above ON u.id = above.parent_id)"
        " SELECT DISTINCT p.id, p.name FROM employment e JOIN person p ON p.id = e.person_id"
        " JOIN org_unit u ON u.id = e.org_unit_id WHERE e.role = ? AND e.from_at <= ?"
        " AND (e.until_at IS NULL OR e.until_at > ?)"
        " AND (p.inactive_since IS NULL OR p.inactive_since > ?)"
        " AND (u.id IN (SELECT id FROM above)"
        " OR u.level = 'ops_dept' AND u.parent_id IN (SELECT id FROM above)) ORDER BY p.name, p.id",
        unit_id, str(role), at, at, at,
    )  # fmt: skip
    return [(id, name) for id, name in rows]


def in_post(
    id: str, login: str, name: str, posts: list[Row], inactive_since: str | None, at: str
) -> Person:
    """The person with all his posts, in the one that is held at that moment."""
    held = tuple(
        Post(Role(role), org_unit_id, partner_id, from_at, _earlier(until_at, inactive_since))
        for role, org_unit_id, partner_id, from_at, until_at in posts
    )
    return Person(id=id, login=login, name=name, role=None, posts=held).at(at)


def _earlier(a: str | None, b: str | None) -> str | None:
    """Of two ends the first; None is the end of time."""
    return min(filter(None, (a, b)), default=None)
