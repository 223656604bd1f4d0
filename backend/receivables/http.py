"""A partner's questions about what stores owe him, and the office's about an order it audits."""

from typing import Annotated, Any, Literal

from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.purchasing.http import his_partner
from backend.purchasing.sheets import MAX_BYTES
from backend.receivables import lists
from backend.receivables.answers import Hints, Owed, OwedFile, SharedOwed
from backend.receivables.preview import preview
from backend.store.engine import Store
from backend.sync.problems import SyncProblem

MOST_ORDERS = 100
SharedWhich = Literal["all", "over", "overdue"]
Which = Literal["all", "over", "overdue", "unsaid"]
Day = Annotated[str, QueryParameter(name="as_of", pattern=r"^(\d{4}-\d{2}-\d{2})?$")]


class ReceivablesPartner(Controller):
    """What stores owe the partner who asks."""

    path = "/partner/v1"
    tags = ("partner",)

    @get("/receivables")
    async def receivables(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        which: Annotated[Which, QueryParameter()] = "all",
        q: Annotated[str, QueryParameter(max_length=60)] = "",
        after: Annotated[str, QueryParameter(max_length=64)] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=PAGE)] = 60,
    ) -> Owed:
        """His stores, with what he said last; and the sums of all of them."""
        found = await lists.owed(store, his_partner(person), which, q, after, limit)
        return told(Owed, found)

    @post("/receivables-file", status_code=200, request_max_body_size=MAX_BYTES)
    async def receivables_file(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        request: Request[Any, Any, Any],
        day: Day = "",
    ) -> OwedFile:
        """What the file in the body would change. He confirms by saying `receivable.say`."""
        found = await preview(store, his_partner(person), await request.body(), day)
        return told(OwedFile, found)


class ReceivablesOffice(Controller):
    """What stores owe, as far as partners share it, and what speaks against an order."""

    path = "/office/v1"
    tags = ("office",)

    @get("/receivables")
    async def receivables(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        which: Annotated[SharedWhich, QueryParameter()] = "all",
        q: Annotated[str, QueryParameter(max_length=60)] = "",
        after: Annotated[str, QueryParameter(max_length=128)] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=PAGE)] = 60,
    ) -> SharedOwed:
        """What stores in reach owe partners who share it, as of the day they said it; and the sums
        of all of them. Of what is not shared nothing is counted either."""
        found = await lists.shared(store, reach(person), which, q, after, limit)
        return told(SharedOwed, found)

    @get("/order-hints")
    async def order_hints(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        orders: Annotated[str, QueryParameter(max_length=6500)] = "",
    ) -> Hints:
        """Credit, as far as the partner shares it, and stock by his last count, of these orders
        (their ids with commas between); those out of reach are left out."""
        reached = reach(person)
        ids = sorted({one for one in orders.split(",") if one})
        if len(ids) > MOST_ORDERS:
            raise SyncProblem("bad-request", 400, f"At most {MOST_ORDERS} orders at a time.")
        return told(Hints, await lists.hints(store, reached, ids))
