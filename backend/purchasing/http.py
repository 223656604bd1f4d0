"""The office's question about partners' stock."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.purchasing import lists
from backend.purchasing.answers import PartnerStocks
from backend.store.engine import Store


class StockOffice(Controller):
    """What the partners of the stores in reach have."""

    path = "/office/v1"
    tags = ("office",)

    @get("/partner-stock")
    async def partner_stock(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        partner: Annotated[str, QueryParameter(max_length=64)] = "",
        after: Annotated[str, QueryParameter(max_length=120)] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=PAGE)] = 60,
    ) -> PartnerStocks:
        """By SKU and lot, with zones, since their last counts."""
        page = await lists.stocks(store, reach(person), partner, after, limit)
        return told(PartnerStocks, page)
