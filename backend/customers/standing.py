"""How a person stands to a store, for what he captured there (protocol.md 3.5, decision 5)."""

from backend.store import instant
from backend.store.session import Records
from backend.store.tables import ScopeGrant

GRACE_DAYS = 7
NOW, THEN, GRACE = "now", "then", "grace"

Index = dict[str, list[ScopeGrant]]


async def at_store(records: Records, person_id: str, store_id: str, occurred_at: str) -> str | None:
    """ "then": he held it when it happened; "now": he holds it now; "grace": it had ended, at most
    seven days before. None: never granted, or no such store, which is the same answer.
    """
    grants = (await grants_of(records, person_id)).get(f"store:{store_id}")
    if not grants:
        return None
    found = None
    for grant in grants:
        until_at = grant.until_at
        if grant.from_at <= occurred_at and (until_at is None or occurred_at < until_at):
            return THEN
        if grant.from_at <= records.now and (until_at is None or records.now < until_at):
            found = NOW
        elif (
            found is None
            and grant.from_at <= occurred_at
            and occurred_at < instant.shifted(until_at or occurred_at, days=GRACE_DAYS)
        ):
            found = GRACE
    return found


async def grants_of(records: Records, person_id: str) -> Index:
    """His grants by scope: one question per person and group, however many facts he brings."""
    known: dict[str, Index] = records.memo.setdefault(ScopeGrant, {})
    index = known.get(person_id)
    if index is None:
        index = {}
        for grant in await records.find(ScopeGrant, user_id=person_id):
            index.setdefault(grant.scope, []).append(grant)
        known[person_id] = index
    return index
