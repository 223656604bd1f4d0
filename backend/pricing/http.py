"""The office's questions about prices and terms, and a partner's about his own."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person, Role
from backend.people.answers import told
from backend.people.office import PAGE, reach, unknown
from backend.pricing import lists
from backend.pricing.answers import OwnTerms, Terms
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


class PricingPartner(Controller):
    """A partner's terms."""

    path = "/partner/v1"
    tags = ("partner",)

    @get("/trade-terms")
    async def terms(
        self, person: NamedDependency[Person], store: NamedDependency[Store]
    ) -> OwnTerms:
        """What was agreed with him, by customer: what holds, and what is to come."""
        if person.role is not Role.PARTNER_CLERK or person.partner_id is None:
            raise unknown()
        return told(OwnTerms, await lists.own_terms(store, person.partner_id))
