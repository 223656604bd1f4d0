"""The office's questions about partners' stock and purchases, and a partner's about his own."""

from typing import Annotated, Any, Literal

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person, Role
from backend.people.answers import told
from backend.people.office import PAGE, reach, unknown
from backend.purchasing import lists, purchase_lists
from backend.purchasing.answers import CompanyPrices, PartnerStocks, Purchases, StockFile
from backend.purchasing.preview import preview
from backend.purchasing.sheets import MAX_BYTES
from backend.store.engine import Store

Cursor = Annotated[str, QueryParameter(max_length=120)]
Limit = Annotated[int, QueryParameter(ge=1, le=PAGE)]
PartnerId = Annotated[str, QueryParameter(max_length=64)]
State = Literal[
    "", "submitted", "returned", "reviewed", "rejected", "audited", "allocated", "in_transit",
    "received", "received_diff", "diff_claimed", "settled", "closed", "cancelled",
]  # fmt: skip


class StockOffice(Controller):
    """What the partners of the stores in reach have."""

    path = "/office/v1"
    tags = ("office",)

    @get("/partner-stock")
    async def partner_stock(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        partner: PartnerId = "",
        after: Cursor = "",
        limit: Limit = 60,
    ) -> PartnerStocks:
        """By SKU and lot, with zones, since their last counts."""
        page = await lists.stocks(store, reach(person), partner, after, limit)
        return told(PartnerStocks, page)

    @get("/purchases")
    async def purchases(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        purchase_state: Annotated[State, QueryParameter(name="state")] = "",
        partner: PartnerId = "",
        after: Cursor = "",
        limit: Limit = 60,
    ) -> Purchases:
        """What they order from the company, the latest first."""
        equal = {"state": purchase_state, "partner_id": partner}
        seen = reach(person, Role.ORDER_DESK)
        return told(Purchases, await purchase_lists.purchases(store, seen, equal, after, limit))


class StockFiles(Controller):
    """A partner's stock as a file of his own software, and the company's prices for him."""

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
        found = await preview(store, his_partner(person), await request.body())
        return told(StockFile, found)

    @get("/company-prices")
    async def company_prices(
        self, person: NamedDependency[Person], store: NamedDependency[Store]
    ) -> CompanyPrices:
        """What a case costs him today."""
        his_partner(person)
        return told(CompanyPrices, await purchase_lists.company_prices(store))


def his_partner(person: Person) -> str:
    """404 for everybody but a partner's clerk."""
    if person.role is not Role.PARTNER_CLERK or person.partner_id is None:
        raise unknown()
    return person.partner_id
