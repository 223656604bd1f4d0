"""The office's questions about promotions."""

from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.promotions import lists
from backend.promotions.answers import (
    PromotionFindings,
    PromotionInFull,
    Promotions,
    PromotionStores,
    StoreOnDay,
)
from backend.promotions.findings import findings as found_in
from backend.promotions.on_day import on_day
from backend.store.engine import Store

After = Annotated[str, QueryParameter(max_length=120)]
Query = Annotated[str, QueryParameter(max_length=60)]
Limit = Annotated[int, QueryParameter(ge=1, le=PAGE)]
Only = Annotated[
    Literal["", "planned", "agreed", "declined", "set_up", "passing", "failing", "taken_down"],
    QueryParameter(name="state"),
]


class PromotionOffice(Controller):
    """Promotions."""

    path = "/office/v1/promotions"
    tags = ("office",)

    @get("/")
    async def promotions(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: After = "",
        limit: Limit = PAGE,
    ) -> Promotions:
        """Promotions: the drafts of the branch, and what runs or ran in its offices."""
        return told(Promotions, await lists.promotions(store, reach(person), after, limit))

    @get("/{promotion_id:str}")
    async def promotion(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        promotion_id: FromPath[str],
    ) -> PromotionInFull:
        """One promotion, with the picture of how it should look."""
        return told(PromotionInFull, await lists.one(store, reach(person), promotion_id))

    @get("/{promotion_id:str}/findings")
    async def findings(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        promotion_id: FromPath[str],
    ) -> PromotionFindings:
        """What is wrong with its rules, each with the smallest cart that shows it."""
        return told(PromotionFindings, await found_in(store, reach(person), promotion_id))

    @get("/{promotion_id:str}/stores")
    async def stores(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        promotion_id: FromPath[str],
        only: Only = "",
        q: Query = "",
        after: After = "",
        limit: Limit = PAGE,
    ) -> PromotionStores:
        """Its stores in reach, with what was agreed, set up and checked there."""
        found = await lists.stores_of(store, reach(person), promotion_id, only, q, after, limit)
        return told(PromotionStores, found)


class StoreDayOffice(Controller):
    """What reps will see."""

    path = "/office/v1/stores"
    tags = ("office",)

    @get("/{store_id:str}/on")
    async def on(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        store_id: FromPath[str],
        day: Annotated[str, QueryParameter(pattern=r"^\d{4}-\d{2}-\d{2}$")],
    ) -> StoreOnDay:
        """Prices, promotions and must-stock of a store on a day, each with where it comes from."""
        return told(StoreOnDay, await on_day(store, reach(person), store_id, day))
