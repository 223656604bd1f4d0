"""The office's question about goods that go back."""

from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.shipments import lists
from backend.shipments.answers import Returns
from backend.store.engine import Store


class ReturnOffice(Controller):
    """Return notes of the stores in reach."""

    path = "/office/v1"
    tags = ("office",)

    @get("/returns")
    async def returns(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        return_state: Annotated[
            Literal["", "requested", "approved", "rejected", "collected", "posted"],
            QueryParameter(name="state"),
        ] = "",
        after: Annotated[str, QueryParameter(max_length=120)] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=PAGE)] = 60,
    ) -> Returns:
        """Asked for in stores, and not taken at their doors; the latest first."""
        page = await lists.returns(store, reach(person), return_state, after, limit)
        return told(Returns, page)
