"""The office's questions about visits: completion and what lies behind it."""

from datetime import date
from typing import Annotated, Any, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person
from backend.people.office import reach
from backend.store.engine import Store
from backend.sync.problems import SyncProblem
from backend.visits import compliance

DAY = r"^\d{4}-\d{2}-\d{2}$"
Day = Annotated[str, QueryParameter(pattern=DAY)]
From = Annotated[str, QueryParameter(name="from", pattern=DAY)]
To = Annotated[str, QueryParameter(name="to", pattern=DAY)]
By = Literal["branch", "office", "rep", "store", "day"]
Which = Literal["numerator", "denominator", "missed"]
LONGEST_DAYS = 366


def period(first: str, last: str) -> tuple[str, str]:
    """Both days, or 400."""
    try:
        days = (date.fromisoformat(last) - date.fromisoformat(first)).days
    except ValueError as error:
        raise SyncProblem("value/out-of-range", 400, f"No such day: {error}") from error
    if not 0 <= days <= LONGEST_DAYS:
        raise SyncProblem("value/out-of-range", 400, "From one day to a later one, a year at most.")
    return first, last


class VisitOffice(Controller):
    """Visit completion M01."""

    path = "/office/v1/completion"
    tags = ("office",)

    @get("/")
    async def completion(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        first: From,
        last: To,
        by: Annotated[By, QueryParameter()] = "office",
    ) -> dict[str, Any]:
        """M01 with numerator, denominator, and how complete the data are."""
        reached = reach(person)
        async with store.reading() as read:
            return await compliance.completion(read, reached, *period(first, last), by)

    @get("/visits")
    async def behind(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        first: From,
        last: To,
        which: Annotated[Which, QueryParameter()] = "denominator",
        rep_id: Annotated[str, QueryParameter(max_length=64)] = "",
        after: Annotated[str, QueryParameter(max_length=120)] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=500)] = 200,
    ) -> dict[str, Any]:
        """The planned visits behind the number."""
        reached = reach(person)
        first, last = period(first, last)
        async with store.reading() as read:
            return await compliance.behind(read, reached, first, last, which, rep_id, after, limit)
