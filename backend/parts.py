"""What the server consists of: every slice's commands and views joined, and the parts opened.

Web process, worker and seed data all begin here.
"""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from backend.catalogue import commands as catalogue_commands
from backend.catalogue import views as catalogue_views
from backend.claims import commands as claims_commands
from backend.claims import views as claims_views
from backend.coaching import commands as coaching_commands
from backend.coaching import views as coaching_views
from backend.conflicts import commands as conflicts_commands
from backend.conflicts import views as conflicts_views
from backend.conflicts import witness
from backend.customers import commands as customers_commands
from backend.customers import views as customers_views
from backend.orders import commands as orders_commands
from backend.orders import views as orders_views
from backend.outside.blobs import Blobs, CannotBegin
from backend.outside.folder import Folder
from backend.outside.unfinished import Unfinished
from backend.people import commands as people_commands
from backend.people import views as people_views
from backend.people.accounts import Gate
from backend.people.passwords import Passwords
from backend.people.throttle import Throttle
from backend.planning import commands as planning_commands
from backend.planning import views as planning_views
from backend.pricing import commands as pricing_commands
from backend.pricing import views as pricing_views
from backend.promotions import commands as promotions_commands
from backend.promotions import views as promotions_views
from backend.proposals import commands as proposals_commands
from backend.proposals import views as proposals_views
from backend.purchasing import commands as purchasing_commands
from backend.purchasing import views as purchasing_views
from backend.receivables import commands as receivables_commands
from backend.receivables import views as receivables_views
from backend.reviews import commands as reviews_commands
from backend.reviews import views as reviews_views
from backend.settings import Settings
from backend.shipments import commands as shipments_commands
from backend.shipments import views as shipments_views
from backend.store.engine import Store, open_store
from backend.sync.registry import Registry
from backend.sync.uploads import Uploads
from backend.tickets import commands as tickets_commands
from backend.tickets import views as tickets_views
from backend.visits import commands as visits_commands
from backend.visits import views as visits_views
from backend.visits.arrivals import say_arrived
from backend.visits.pictures import Pictures

log = logging.getLogger("xundian.parts")

SLICES = (
    (people_commands, people_views),
    (catalogue_commands, catalogue_views),
    (customers_commands, customers_views),
    (conflicts_commands, conflicts_views),
    (pricing_commands, pricing_views),
    (promotions_commands, promotions_views),
    (planning_commands, planning_views),
    (tickets_commands, tickets_views),
    (visits_commands, visits_views),
    (orders_commands, orders_views),
    (shipments_commands, shipments_views),
    (purchasing_commands, purchasing_views),
    (receivables_commands, receivables_views),
    (claims_commands, claims_views),
    (reviews_commands, reviews_views),
    (coaching_commands, coaching_views),
    (proposals_commands, proposals_views),
)


def registry() -> Registry:
    """All operations, and what is shown of all records."""
    return Registry(
        commands={kind: say for commands, _ in SLICES for kind, say in commands.COMMANDS.items()},
        views=[view for _, views in SLICES for view in views.VIEWS],
        facts={
            kind: facts
            for commands, _ in SLICES
            for kind, facts in getattr(commands, "FACTS", {}).items()
        },
        witness=witness,
    )


@dataclass(frozen=True)
class Parts:
    """Everything opened, until the process ends."""

    settings: Settings
    store: Store
    registry: Registry
    unfinished: Unfinished
    blobs: Blobs
    pictures: Pictures
    uploads: Uploads
    gate: Gate


def a_place_for_photos(settings: Settings) -> Blobs:
    if not settings.photos:
        return Folder(settings.data)
    from backend.outside.bucket import Bucket  # its library is for those who use it

    return Bucket(settings.photos, settings.data / "uploads")


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Parts]:
    """The database must have been migrated. CannotBegin: see backend/outside/blobs.py."""
    joined = registry()
    store = await open_store(
        views=joined.views,
        database_url=settings.database_url,
        path=settings.database,
        zone=settings.zone,
    )
    try:
        unfinished = Unfinished(settings.data / "uploads")
        unfinished.open()
        try:
            blobs = a_place_for_photos(settings)
            await blobs.open()
        except CannotBegin as error:
            log.error("%s", error)
            raise

        async def arrived(sha256: str, user_id: str) -> None:
            await say_arrived(store, joined, sha256, user_id)

        yield Parts(
            settings=settings,
            store=store,
            registry=joined,
            unfinished=unfinished,
            blobs=blobs,
            pictures=Pictures(blobs, (tickets_views.pictures_of, shipments_views.pictures_of)),
            uploads=Uploads(store, unfinished, blobs, arrived),
            gate=Gate(Passwords(), Throttle()),
        )
    finally:
        await store.close()
