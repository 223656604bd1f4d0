"""The office's question about partners' stock, and a partner's about his file."""

from typing import Annotated, Any

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person, Role
from backend.people.answers import told
from backend.people.office import PAGE, reach, unknown
from backend.purchasing import lists
from backend.purchasing.answers import PartnerStocks, StockFile
from backend.purchasing.preview import preview
from backend.purchasing.sheets import MAX_BYTES
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


class StockFiles(Controller):
    """A partner's stock as a file of his own software."""

    path = "/partner/v1"
    tags = ("partner",)

    @post("/stock-file", status_code=200, request_max_body_size=MAX_BYTES)
    async def stock_file(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        request: Request[Any, Any, Any],
    ) -> StockFile:
        """What the file in the body would change. He confirms by saying `stock.count`."""
        if person.role is not Role.PARTNER_CLERK or person.partner_id is None:
            raise unknown()
        found = await preview(store, person.partner_id, await request.body())
        return told(StockFile, found)
