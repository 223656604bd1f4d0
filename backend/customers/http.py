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
        lat_e7: Annotated[int | None, QueryParameter(ge=-900_000_000, le=900_000_000)] = None,
        lon_e7: Annotated[int | None, QueryParameter(ge=-1_800_000_000, le=1_800_000_000)] = None,
    ) -> Stores:
        """Stores found by Chinese, full pinyin, initials or code; the nearest to a point first."""
        near = None if lat_e7 is None or lon_e7 is None else (lat_e7, lon_e7)
        return told(Stores, await lists.stores(store, reach(person), q, after, limit, near))
