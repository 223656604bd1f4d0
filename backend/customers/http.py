"""The office's list of stores."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.customers import lists
from backend.customers.answers import Stores
from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.store.engine import Store


class CustomerOffice(Controller):
    """Stores in reach."""

    path = "/office/v1"
    tags = ("office",)

    @get("/stores")
    async def stores(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        q: Annotated[str, QueryParameter(max_length=60)] = "",
        after: Annotated[str, QueryParameter(max_length=64)] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=PAGE)] = 100,
    ) -> Stores:
        """Stores found by Chinese, full pinyin, initials or code."""
        return told(Stores, await lists.stores(store, reach(person), q, after, limit))
