"""Who may pull what because of a store: its reps, their price lists, and its supplier's prices."""

from collections.abc import Iterable

from backend.customers.prices import codes_in, codes_of
from backend.customers.tables import Store, StoreAssignment
from backend.identity import Role
from backend.people import effects
from backend.people.tables import Employment
from backend.store.session import Records
from backend.store.tables import ScopeGrant


async def give(records: Records, assignment: StoreAssignment, store: Store) -> None:
    """A rep reads her store, and its price list, for as long as it is hers."""
    rep, from_at, until_at = assignment.rep_id, assignment.from_at, assignment.until_at
    await effects.grant(
        records, rep, f"store:{store.id}", from_at, until_at, assignment.kind, ref=assignment.id
    )
    for code in codes_of(store):
        await prices(records, rep, code, from_at, until_at)
        await office_and_partner(records, store, code)


async def take(records: Records, assignment: StoreAssignment, store: Store) -> None:
    """The assignment has got its end: so has its grant, and prices nobody needs any more."""
    for grant in await records.find(
        ScopeGrant, user_id=assignment.rep_id, scope=f"store:{store.id}"
    ):
        if grant.kind == assignment.kind and grant.from_at == assignment.from_at:
            await effects.end_grant(records, grant, assignment.until_at)
    for code in codes_of(store):
        await end_unneeded(records, assignment.rep_id, code)


async def prices_follow(records: Records, store: Store, before: Iterable[str]) -> None:
    """The store's price lists are (now) others: whoever works for the store reads those."""
    codes = codes_of(store)
    assignments = [
        one
        for one in await records.find(StoreAssignment, store_id=store.id)
        if one.until_at is None or one.until_at > records.now
    ]
    for code in codes:
        for one in assignments:
            await prices(records, one.rep_id, code, one.from_at, one.until_at)
        await office_and_partner(records, store, code)
    for gone in before:
        if gone not in codes:
            for one in assignments:
                await end_unneeded(records, one.rep_id, gone)


async def office_and_partner(records: Records, store: Store, code: str) -> None:
    """Supervisors read the lists of their office's stores, clerks those of whom they supply."""
    readers = await posts(records, Role.OFFICE_SUPERVISOR, org_unit_id=store.org_unit_id)
    if store.partner_id:
        readers += await posts(records, Role.PARTNER_CLERK, partner_id=store.partner_id)
    for person_id in readers:
        await prices(records, person_id, code, records.now, None)


async def prices_of_post(records: Records, post: Employment) -> None:
    """Who takes over an office or a partner's desk reads the prices used there already."""
    if post.until_at is not None and post.until_at <= records.now:
        return
    if post.role == Role.OFFICE_SUPERVISOR:
        where, place = "org_unit_id", post.org_unit_id
    elif post.role == Role.PARTNER_CLERK:
        where, place = "partner_id", post.partner_id
    else:
        return
    rows = await records.transaction.all(
        f"SELECT DISTINCT price_list_code, price_list_codes FROM store WHERE {where} = ?",
        place,
    )
    for code in sorted({code for row in rows for code in codes_in(row)}):
        from_at = max(post.from_at, records.now)
        await prices(records, post.person_id, code, from_at, post.until_at)


async def posts(records: Records, role: Role, **where: str) -> list[str]:
    """Who holds that role there now."""
    return [
        post.person_id
        for post in await records.find(Employment, **where)
        if post.role == role and (post.until_at is None or post.until_at > records.now)
    ]


async def prices(
    records: Records, user_id: str, code: str, from_at: str, until_at: str | None
) -> None:
    """A grant on the list that lasts at least from then until then."""
    for grant in await records.find(ScopeGrant, user_id=user_id, scope=f"prices:{code}"):
        if grant.from_at <= from_at and not ends_before(grant.until_at, from_at):
            if ends_before(grant.until_at, until_at):
                await effects.end_grant(records, grant, until_at)
            return
    await effects.grant(records, user_id, f"prices:{code}", from_at, until_at, "prices")


async def end_unneeded(records: Records, rep_id: str, code: str) -> None:
    """Her grant on the list ends with the last of her stores that uses it."""
    last: str | None = ""
    for one in await records.find(StoreAssignment, rep_id=rep_id):
        if ends_before(one.until_at, records.now):
            continue
        store = await records.see(Store, one.store_id)
        if store is not None and code in codes_of(store) and last is not None:
            last = None if one.until_at is None else max(last, one.until_at)
    if last is None:
        return
    for grant in await records.find(ScopeGrant, user_id=rep_id, scope=f"prices:{code}"):
        lasts = grant.until_at is None or grant.until_at > (last or records.now)
        if grant.kind == "prices" and lasts:
            await effects.end_grant(records, grant, last or records.now)


def ends_before(until_at: str | None, moment: str | None) -> bool:
    """None is the end of time."""
    return until_at is not None and (moment is None or until_at < moment)
