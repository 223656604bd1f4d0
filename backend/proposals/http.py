"""The office's questions about stores that reps found, stores that turned out to be others, and
known stores that are otherwise."""

from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.proposals import change_lists, lists, mark_lists
from backend.proposals.answers import MergedStores, NewStores, StoreChanges, StoreMarks
from backend.store.engine import Store
from backend.visits.http import After

Limit = Annotated[int, QueryParameter(ge=1, le=PAGE)]


class ProposalOffice(Controller):
    """Found stores, merged stores and changes of known ones."""

    path = "/office/v1"
    tags = ("office",)

    @get("/new-stores")
    async def new_stores(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        proposal_state: Annotated[
            Literal["pending", "decided"], QueryParameter(name="state")
        ] = "pending",
        after: After = "",
        limit: Limit = 60,
        one_id: Annotated[str, QueryParameter(name="id", max_length=64)] = "",
    ) -> NewStores:
        """Stores that reps found, each with those it may be."""
        found = await lists.found(store, reach(person), proposal_state, after, limit, one_id)
        return told(NewStores, found)

    @get("/merged-stores")
    async def merged_stores(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: After = "",
        limit: Limit = 60,
    ) -> MergedStores:
        """Stores that are others, or were for a while."""
        return told(MergedStores, await lists.merged(store, reach(person), after, limit))

    @get("/store-changes")
    async def store_changes(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        change_state: Annotated[
            Literal["pending", "decided"], QueryParameter(name="state")
        ] = "pending",
        after: After = "",
        limit: Limit = 60,
        one_id: Annotated[str, QueryParameter(name="id", max_length=64)] = "",
    ) -> StoreChanges:
        """What of known stores is otherwise, as reps say or check-ins show."""
        found = await change_lists.changes(store, reach(person), change_state, after, limit, one_id)
        return told(StoreChanges, found)

    @get("/store-marks")
    async def store_marks(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        lack: Annotated[str, QueryParameter(max_length=20)] = "",
        store_id: Annotated[str, QueryParameter(max_length=64)] = "",
        after: After = "",
        limit: Limit = 60,
    ) -> StoreMarks:
        """Stores whose records need mending, those that lack most first."""
        found = await mark_lists.marks(store, reach(person), lack, store_id, after, limit)
        return told(StoreMarks, found)
