"""The office's questions about prices and terms."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.pricing import lists
from backend.pricing.answers import Terms
from backend.store.engine import Store


class PricingOffice(Controller):
    """Trade terms."""

    path = "/office/v1"
    tags = ("office",)

    @get("/trade-terms")
    async def terms(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: Annotated[str, QueryParameter(max_length=120)] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=PAGE)] = PAGE,
    ) -> Terms:
        """Terms of customers in reach with their partners, and where those are not alike."""
        return told(Terms, await lists.terms(store, reach(person), after, limit))
