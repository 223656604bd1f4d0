"""The office's questions about a day's work: board, visits in full, orders."""

from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.identity import Person, Role
from backend.orders import lists
from backend.orders.answers import Board, Order, Orders, VisitInFull, Visits
from backend.orders.board import board
from backend.orders.counting import daily_count
from backend.orders.counting_answers import DailyCount
from backend.orders.replay_answers import Replays
from backend.orders.replays import replays
from backend.orders.statistics import Asked, statistics
from backend.orders.statistics_answers import OrderStatistics
from backend.people.answers import told
from backend.people.office import PAGE, reach, unknown
from backend.store.engine import Store
from backend.visits.http import Day, From, Id, To, one_day, period

DocState = Literal["", "submitted", "audited", "on_hold", "rejected", "cancelled", "closed"]
VisitState = Literal["", "in_progress", "completed", "failed", "abandoned"]
Late = Annotated[bool, QueryParameter(description="Only unanswered or late ones, oldest first.")]
Asking = Annotated[bool, QueryParameter(description="Only those about which somebody asks.")]
After = Annotated[str, QueryParameter(max_length=200)]
Limit = Annotated[int, QueryParameter(ge=1, le=PAGE)]
By = Annotated[Literal["line", "order"], QueryParameter()]
Stands = Annotated[
    Literal[
        "standing", "submitted", "audited", "on_hold", "closed", "rejected", "cancelled", "none",
        "accepted",
        "part_shipped", "shipped", "part_received", "received", "uninvoiced", "unpaid",
    ],
    QueryParameter(name="state"),
]  # fmt: skip
Class = Annotated[Literal["", "C1", "C2", "D", "UNCLASSIFIED"], QueryParameter()]
Many = Annotated[int, QueryParameter(ge=1, le=1000)]


class DayOffice(Controller):
    """Board of a day, visits, orders; each by role and reach."""

    path = "/office/v1"
    tags = ("office",)

    @get("/board")
    async def board(
        self, person: NamedDependency[Person], store: NamedDependency[Store], day: Day
    ) -> Board:
        """Reps in reach with their stops of the day."""
        return told(Board, await board(store, reach(person), one_day(day)))

    @get("/visits")
    async def visits(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        day: Id = "",
        rep_id: Id = "",
        store_id: Id = "",
        visit_state: Annotated[VisitState, QueryParameter(name="state")] = "",
        after: After = "",
        limit: Limit = PAGE,
    ) -> Visits:
        """Visits in reach, the latest first."""
        equal = {"day": one_day(day), "rep_id": rep_id, "store_id": store_id, "state": visit_state}
        return told(Visits, await lists.visits(store, reach(person), equal, after, limit))

    @get("/visits/{visit_id:str}")
    async def visit(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        visit_id: FromPath[str],
    ) -> VisitInFull:
        """One visit in full."""
        return told(VisitInFull, await lists.visit_in_full(store, reach(person), visit_id))

    @get("/orders")
    async def orders(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        doc_state: Annotated[DocState, QueryParameter(name="state")] = "",
        day: Id = "",
        rep_id: Id = "",
        store_id: Id = "",
        asking: Asking = False,
        late: Late = False,
        order_id: Id = "",
        after: After = "",
        limit: Limit = PAGE,
    ) -> Orders:
        """Orders in reach, the latest first; the order desk's are those that are audited."""
        seen = reach(person, Role.ORDER_DESK)
        if late:
            return told(Orders, await lists.late_orders(store, seen, limit))
        equal = {
            "id": order_id,
            "doc_state": doc_state,
            "day": one_day(day),
            "rep_id": rep_id,
            "store_id": store_id,
        }
        rows = await lists.orders(store, seen, equal, after, limit, asking=asking)
        return told(Orders, rows)

    @get("/order-statistics")
    async def order_statistics(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        first: From,
        last: To,
        stands: Stands = "standing",
        by: By = "line",
        partner_id: Id = "",
        store_id: Id = "",
        sku_id: Id = "",
        office: Id = "",
        rep_id: Id = "",
        customer_class: Class = "",
        after: After = "",
        limit: Many = PAGE,
    ) -> OrderStatistics:
        """Ordered, accepted, shipped, invoiced, outbound, received, returned, paid."""
        reach(person)
        asked = Asked(
            *period(first, last), stands, partner_id, store_id, sku_id,
            org_unit_id=office, customer_class=customer_class, rep_id=rep_id,
        )  # fmt: skip
        return told(OrderStatistics, await statistics(store, person, asked, by, after, limit))

    @get("/order-count")
    async def order_count(
        self, person: NamedDependency[Person], store: NamedDependency[Store], day: Day
    ) -> DailyCount:
        """Orders of a day: device, company, partner; which are lost, and where they were seen."""
        return told(DailyCount, await daily_count(store, reach(person), one_day(day)))

    @get("/orders/{order_id:str}")
    async def order(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        order_id: FromPath[str],
    ) -> Order:
        """One order; of the order desk, once it is audited."""
        return told(Order, await lists.order(store, reach(person, Role.ORDER_DESK), order_id))


class ReplayOffice(Controller):
    """What promotions would have done."""

    path = "/office/v1/promotions"
    tags = ("office",)

    @get("/{promotion_id:str}/replays")
    async def replays(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        promotion_id: FromPath[str],
    ) -> Replays:
        """What it would have done to past orders, as far as it was asked and is counted."""
        return told(Replays, await replays(store, reach(person), promotion_id))


class OrderPartner(Controller):
    """A partner's questions about his own orders."""

    path = "/partner/v1"
    tags = ("partner",)

    @get("/order-statistics")
    async def order_statistics(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        first: From,
        last: To,
        stands: Stands = "standing",
        by: By = "line",
        store_id: Id = "",
        sku_id: Id = "",
        after: After = "",
        limit: Many = PAGE,
    ) -> OrderStatistics:
        """The same as the office is answered, of his own orders from their audit on."""
        if person.role is not Role.PARTNER_CLERK or person.partner_id is None:
            raise unknown()
        asked = Asked(*period(first, last), stands, "", store_id, sku_id)
        return told(OrderStatistics, await statistics(store, person, asked, by, after, limit))
