"""What higher slices may write here: grants, and words for a person's inbox."""

import uuid
from collections.abc import Collection

from backend.identity import Role
from backend.people.tables import Employment, InboxItem, OrgUnit
from backend.store import instant
from backend.store.session import Records
from backend.store.tables import ScopeGrant

GRANTS = uuid.UUID("9d3f2f0e-5b0b-4f0e-8b1c-2f6f5d1b7a11")


async def grant(
    records: Records,
    user_id: str,
    scope: str,
    from_at: str,
    until_at: str | None,
    kind: str,
    ref: str = "",
) -> ScopeGrant:
    """This user pulls this scope from then until then. Saying it again moves only the end.

    ``ref`` names what it follows from, so that two reasons are two grants.
    """
    grant_id = uuid.uuid5(GRANTS, f"{user_id}~{scope}~{kind}~{ref}~{from_at}").hex
    held = await records.get(ScopeGrant, grant_id)
    if held is not None:
        await end_grant(records, held, until_at)
        return held
    made = ScopeGrant.of(
        id=grant_id, user_id=user_id, scope=scope, from_at=from_at, until_at=until_at, kind=kind
    )
    records.add(made)
    _call_then(records, user_id, from_at)
    _call_then(records, user_id, until_at)
    return made


async def end_grant(records: Records, grant: ScopeGrant, until_at: str | None) -> None:
    """The grant ends then, be it earlier or later than was said before. None: it does not end."""
    held = await records.get(ScopeGrant, grant.id)
    if held is None:
        return
    end = None if until_at is None else max(until_at, held.from_at)
    if held.until_at != end:
        records.change(held, until_at=end)
        _call_then(records, held.user_id, end)


async def tell(
    records: Records,
    person_id: str,
    kind: str,
    *,
    entity: str | None = None,
    record_id: str | None = None,
    **facts: int | str,
) -> str:
    """Leave an item in the person's inbox. ``kind`` names the sentence, ``facts`` fill it."""
    item = InboxItem.of(
        id=str(uuid.uuid4()),
        user_id=person_id,
        kind=kind,
        made_at=records.now,
        entity=entity,
        record_id=record_id,
        facts=facts,
        read=False,
    )
    records.add(item)
    return item.id


async def in_charge(records: Records, org_unit_id: str, roles: Collection[Role]) -> list[str]:
    """Who holds one of these posts now, at this office or at the branch and the operations
    department over it; of the other offices of the branch nobody."""
    units = {org_unit_id}
    unit = await records.see(OrgUnit, org_unit_id)
    if unit is not None and unit.parent_id is not None:
        beside = await records.find(OrgUnit, parent_id=unit.parent_id)
        units |= {unit.parent_id, *(one.id for one in beside if one.level == "ops_dept")}
    return [
        post.person_id
        for one in sorted(units)
        for post in await records.find(Employment, org_unit_id=one)
        if post.role in roles
        and post.from_at <= records.now
        and (post.until_at is None or records.now < post.until_at)
    ]


def _call_then(records: Records, user_id: str, at: str | None) -> None:
    """A grant that starts or ends by date is judged at pull time; somebody must say "pull"."""
    if at is not None and at > records.now:
        records.job("poke", due_at=at, scopes=[f"user:{user_id}"])


SETTLES_S = 300
"""A log that comes late is heard push by push: its day is looked at when the rest is here, too."""


def after_the_day(records: Records, day: str) -> None:
    """Something of a day arrives that may be over: then somebody must look what it left open."""
    end = instant.end_of_day(day, records.zone)
    if end <= records.now:
        due_at = instant.shifted(records.now, seconds=SETTLES_S)
        records.job("day_over", due_at=due_at, day=day)
