"""A store is lent to whoever is sent there without being its rep, to the end of that day."""

from backend.customers import standing
from backend.customers.prices import codes_of
from backend.customers.tables import Store
from backend.people import effects
from backend.planning.tables import PlannedVisit
from backend.store import instant
from backend.store.session import Records


async def lend_store(records: Records, stop: PlannedVisit) -> None:
    """A rep whose store it is not reads it, and its prices, to the end of the stop's day."""
    until_at = instant.end_of_day(stop.day, records.zone)
    if until_at <= records.now:
        return
    store = await records.see(Store, stop.store_id)
    scopes = [f"store:{stop.store_id}"]
    if store is not None:
        scopes += [f"prices:{code}" for code in codes_of(store)]
    held = await standing.grants_of(records, stop.rep_id)
    lacking = [
        scope
        for scope in scopes
        if not any(
            grant.from_at <= records.now and (grant.until_at is None or until_at <= grant.until_at)
            for grant in held.get(scope, ())
        )
    ]
    for scope in lacking:
        await effects.grant(records, stop.rep_id, scope, records.now, until_at, "stop", ref=stop.id)


async def take_back(records: Records, store_id: str, rep_id: str) -> None:
    """What was lent for a stop ends when the stop goes on to somebody else, but for her others.
    What has ended stays as it ended: by it is judged what was captured in between (K5)."""
    held = await standing.grants_of(records, rep_id)
    for grant in list(held.get(f"store:{store_id}", ())):
        if grant.kind == "stop" and (grant.until_at is None or records.now < grant.until_at):
            await effects.end_grant(records, grant, records.now)
    for other in await records.find(PlannedVisit, rep_id=rep_id, store_id=store_id):
        if other.state == "planned":
            await lend_store(records, other)
