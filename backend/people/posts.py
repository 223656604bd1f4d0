"""What follows from a post: grants for its time, and the person's card.

Store and price grants follow from assignments, which lie above; but no grant outlives the post in
which it was held, so a post's end cuts them all, and moving the end later gives back what it cut.
"""

from backend.identity import SYSTEM, Person, Role
from backend.people import effects, reach, rules, tables
from backend.people.tables import Employment, OrgUnit
from backend.store.session import Records
from backend.store.tables import ScopeGrant

EVERYBODY = "org:HQ"
WITH_TEAM = (Role.FIELD_REP, Role.OFFICE_SUPERVISOR)


def founds(by: Person) -> bool:
    """The system itself, when it makes the first admin. Nobody can sign in as it."""
    return by.id == SYSTEM.id


def builds(by: Person, unit_id: str) -> bool:
    return founds(by) or unit_id in by.unit_ids


async def administers(records: Records, by: Person, person_id: str) -> bool:
    """An admin reaches whose last post lies in his subtree, and whoever never had one."""
    if founds(by):
        return True
    posts = await records.find(Employment, person_id=person_id)
    if not posts:
        return True
    last = max(posts, key=lambda post: post.from_at)
    if last.org_unit_id is not None:
        return last.org_unit_id in by.unit_ids
    return await deals_with_partners(records, by)


async def deals_with_partners(records: Records, by: Person) -> bool:
    """Partners belong to no office: admins of a branch and above answer for their people."""
    if founds(by):
        return True
    unit = await records.see(OrgUnit, by.org_unit_id) if by.org_unit_id else None
    return unit is not None and unit.level != "rep_office"


def scopes_of(post: Employment) -> list[tuple[str, str]]:
    """(scope, kind) of what everybody in this post pulls. Office roles read by queries."""
    scopes = [(f"user:{post.person_id}", "self"), (EVERYBODY, "org")]
    if post.role in WITH_TEAM and post.org_unit_id:
        scopes.append((f"team:{post.org_unit_id}", "team"))
    if post.role == Role.PARTNER_CLERK and post.partner_id:
        scopes.append((f"partner:{post.partner_id}", "partner"))
    return scopes


async def give(records: Records, post: Employment, before: str | None, *, is_new: bool) -> None:
    """The post has been put; ``before`` was its end."""
    if is_new:
        for scope, kind in scopes_of(post):
            await effects.grant(
                records, post.person_id, scope, post.from_at, post.until_at, kind, ref=post.id
            )
    elif post.until_at != before:
        await _follow_end(records, post, before)
    await turn(records, post.person_id)
    for at in (post.from_at, post.until_at):
        if at is not None:
            records.job("post", due_at=max(at, records.now), employment_id=post.id)


async def _follow_end(records: Records, post: Employment, before: str | None) -> None:
    end = post.until_at
    for grant in await records.find(ScopeGrant, user_id=post.person_id):
        was_cut = before is not None and grant.until_at == before
        lasts_longer = (
            end is not None
            and rules.overlap(grant.from_at, grant.until_at, post.from_at, before)
            and (grant.until_at is None or grant.until_at > end)
        )
        if was_cut or lasts_longer:
            await effects.end_grant(records, grant, end)


async def turn(records: Records, person_id: str) -> None:
    """The person's card shows the post of now."""
    held = await records.get(tables.Person, person_id)
    someone = await reach.person(records, person_id)
    if held is None or someone is None:
        return
    now = {
        "role": str(someone.role) if someone.role else None,
        "org_unit_id": someone.org_unit_id,
        "partner_id": someone.partner_id,
    }
    different = {name: value for name, value in now.items() if getattr(held, name) != value}
    if different:
        records.change(held, **different)
