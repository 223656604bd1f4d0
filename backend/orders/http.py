"""The office's questions about a day's work: board, visits in full, orders."""

from typing import Annotated, Any, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.identity import Person
from backend.orders import lists
from backend.orders.board import board
from backend.people.office import reach
from backend.store.engine import Store
from backend.visits.http import Day, period

DocState = Literal["", "submitted", "audited", "rejected", "cancelled", "closed"]
Text = Annotated[str, QueryParameter(max_length=64)]


class DayOffice(Controller):
    """Board of today, visits, orders; each by role and reach."""

    path = "/office/v1"
    tags = ("office",)

    @get("/board")
    async def board(
        self, person: NamedDependency[Person], store: NamedDependency[Store], day: Day
    ) -> dict[str, Any]:
        """Reps in reach with their stops of the day."""
        reached = reach(person)
        period(day, day)
        async with store.reading() as read:
            return await board(read, reached, day, store.zone)

    @get("/visits")
    async def visits(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        day: Text = "",
        rep_id: Text = "",
        store_id: Text = "",
        visit_state: Annotated[str, QueryParameter(name="state", max_length=20)] = "",
    ) -> dict[str, Any]:
        """The latest visits in reach."""
        reached = reach(person)
        asked = {"day": day, "rep_id": rep_id, "store_id": store_id, "state": visit_state}
        async with store.reading() as read:
            return await lists.visits(read, reached, **asked)

    @get("/visits/{visit_id:str}")
    async def visit(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        visit_id: FromPath[str],
    ) -> dict[str, Any]:
        """One visit in full."""
        reached = reach(person)
        async with store.reading() as read:
            return await lists.visit_in_full(read, reached, visit_id)

    @get("/orders")
    async def orders(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        doc_state: Annotated[DocState, QueryParameter(name="state")] = "",
        day: Text = "",
    ) -> dict[str, Any]:
        """The latest orders in reach."""
        reached = reach(person)
        async with store.reading() as read:
            return await lists.orders(read, reached, doc_state, day)

    @get("/orders/{order_id:str}")
    async def order(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        order_id: FromPath[str],
    ) -> dict[str, Any]:
        """One order."""
        reached = reach(person)
        async with store.reading() as read:
            return await lists.order(read, reached, order_id)
