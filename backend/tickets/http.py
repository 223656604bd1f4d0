"""The office's question about tickets."""

from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.store.engine import Store
from backend.tickets import lists
from backend.tickets.answers import Tickets

Limit = Annotated[int, QueryParameter(ge=1, le=PAGE)]
After = Annotated[str, QueryParameter(max_length=120)]


class TicketOffice(Controller):
    """Complaints and services of the stores in reach."""

    path = "/office/v1"
    tags = ("office",)

    @get("/tickets")
    async def tickets(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        ticket_state: Annotated[
            Literal["open", "solved", "closed"], QueryParameter(name="state")
        ] = "open",
        after: After = "",
        limit: Limit = 60,
        one_id: Annotated[str, QueryParameter(name="id", max_length=64)] = "",
    ) -> Tickets:
        """With every word said about each, and the two clocks it runs by."""
        return told(
            Tickets, await lists.tickets(store, reach(person), ticket_state, after, limit, one_id)
        )
