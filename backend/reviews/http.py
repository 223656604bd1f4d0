"""The office's questions about what can be believed."""

from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from backend.identity import Person, Role
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.reviews import lists, report, summaries
from backend.reviews.answers import (
    Compliance,
    DayFlags,
    DaySummaries,
    ReviewInFull,
    ReviewRulesTold,
    Reviews,
)
from backend.reviews.flags import CODES
from backend.store import instant
from backend.store.engine import Store
from backend.sync.problems import SyncProblem
from backend.visits.http import After, Day, From, Id, To, one_day, period

Which = Annotated[Literal["mine", "all"], QueryParameter()]
By = Literal["rep", "office", "branch", "week"]
Limit = Annotated[int, QueryParameter(ge=1, le=PAGE)]


class ReviewOffice(Controller):
    """Visits to look at, flags, ends of a day, thresholds, compliance."""

    path = "/office/v1"
    tags = ("office",)

    @get("/reviews")
    async def reviews(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        review_state: Annotated[
            Literal["", "open", "appeal", "decided"], QueryParameter(name="state")
        ] = "open",
        which: Which = "mine",
        flag: Annotated[str, QueryParameter(max_length=8)] = "",
        office: Id = "",
        rep_id: Id = "",
        after: After = "",
        limit: Limit = 60,
    ) -> Reviews:
        """Judged visits in reach, the latest first: those that wait, or all."""
        if flag and flag not in CODES:
            raise SyncProblem("value/out-of-range", 400, "No such flag.")
        asked = {
            "state": review_state, "which": which, "flag": flag, "office": office,
            "rep_id": rep_id,
        }  # fmt: skip
        return told(Reviews, await lists.reviews(store, reach(person), asked, after, limit))

    @get("/reviews/{visit_id:str}")
    async def review(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        visit_id: FromPath[str],
    ) -> ReviewInFull:
        """One judged visit with its evidence."""
        return told(ReviewInFull, await lists.review(store, reach(person), visit_id))

    @get("/day-flags")
    async def day_flags(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: After = "",
        limit: Limit = PAGE,
    ) -> DayFlags:
        """Flags of a rep's day; for an administrator suspected errors of the map."""
        found = await lists.day_flags(store, reach(person, Role.ADMIN), after, limit)
        return told(DayFlags, found)

    @get("/day-summaries")
    async def day_summaries(
        self, person: NamedDependency[Person], store: NamedDependency[Store], day: Day
    ) -> DaySummaries:
        """How reps in reach ended that day (F62), each with its numbers."""
        found = await summaries.summaries(store, reach(person), one_day(day))
        return told(DaySummaries, found)

    @get("/review-rules")
    async def review_rules(
        self, person: NamedDependency[Person], store: NamedDependency[Store]
    ) -> ReviewRulesTold:
        """The thresholds, their defaults and versions."""
        return told(ReviewRulesTold, await lists.thresholds(store, reach(person)))

    @get("/compliance")
    async def compliance(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        first: From,
        last: To,
        by: Annotated[By, QueryParameter()] = "rep",
        office: Id = "",
    ) -> Compliance:
        """The compliance numbers of a period, a quarter at most."""
        days = period(first, last)
        if (instant.a_day(last) - instant.a_day(first)).days >= report.LONGEST_DAYS:
            raise SyncProblem("value/out-of-range", 400, "A quarter at most.")
        found = await report.compliance(store, reach(person), days, by, office)
        return told(Compliance, found)
