"""The office's question about products."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.catalogue import lists
from backend.catalogue.answers import Skus
from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.store.engine import Store


class CatalogueOffice(Controller):
    """Products."""

    path = "/office/v1"
    tags = ("office",)

    @get("/skus")
    async def skus(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: Annotated[str, QueryParameter(max_length=64)] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=PAGE)] = PAGE,
    ) -> Skus:
        """Products and drafts, each with what keeps it from being published."""
        return told(Skus, await lists.skus(store, reach(person), after, limit))
