"""A partner's questions about orders that have left his devices."""

from typing import Annotated, Any

from litestar import Controller, Request, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.ageing import lists
from backend.ageing.answers import OnePastNote, PastOrder, PastOrders
from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE
from backend.purchasing.http import his_partner
from backend.store.engine import Store


class PastPartner(Controller):
    """Orders of before, of the partner who asks."""

    path = "/partner/v1"
    tags = ("partner",)

    @get("/past-orders")
    async def past_orders(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        request: Request[Any, Any, Any],
        q: Annotated[str, QueryParameter(max_length=60)] = "",
        after: Annotated[str, QueryParameter(max_length=120)] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=PAGE)] = 60,
    ) -> PastOrders:
        """The latest first; by number or store."""
        found = await lists.orders(store, his_partner(person), q, after, limit)
        days = request.app.state.settings.partner_days
        return told(PastOrders, {**found, "days": days})

    @get("/past-orders/{order_id:str}")
    async def past_order(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        order_id: FromPath[str],
    ) -> PastOrder:
        """One order and its notes, left or not."""
        return told(PastOrder, await lists.order(store, his_partner(person), order_id))

    @get("/past-notes/{note_id:str}")
    async def past_note(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        note_id: FromPath[str],
    ) -> OnePastNote:
        """One delivery note, left or not."""
        return told(OnePastNote, await lists.note(store, his_partner(person), note_id))
