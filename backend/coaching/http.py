"""The office's questions about visits that are looked at again, and about joint visits."""

from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.coaching import joint_lists, lists
from backend.coaching.answers import (
    Cards,
    DataAccuracy,
    Draws,
    JointCounts,
    JointVisits,
    SpotChecks,
)
from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.store.engine import Store
from backend.visits.http import After, From, Id, To, period

Limit = Annotated[int, QueryParameter(ge=1, le=PAGE)]
State = Annotated[Literal["open", "done", "lapsed"], QueryParameter(name="state")]


class CoachingOffice(Controller):
    """Spot checks, their draws, data accuracy M27; joint visits."""

    path = "/office/v1"
    tags = ("office",)

    @get("/spot-checks")
    async def spot_checks(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        check_state: State = "done",
        after: After = "",
        limit: Limit = 60,
    ) -> SpotChecks:
        """Visits in reach that were drawn: those that wait, were looked at, or lapsed."""
        found = await lists.checks(store, reach(person), check_state, after, limit)
        return told(SpotChecks, found)

    @get("/spot-draws")
    async def spot_draws(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: After = "",
        limit: Limit = 30,
    ) -> Draws:
        """How they were drawn: seed and candidates, so that anybody can do it again."""
        return told(Draws, await lists.draws(store, reach(person), after, limit))

    @get("/data-accuracy")
    async def data_accuracy(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        first: From,
        last: To,
        by: Annotated[Literal["rep", "office"], QueryParameter()] = "rep",
    ) -> DataAccuracy:
        """M27 of the visits of a period."""
        found = await lists.accuracy(store, reach(person), period(first, last), by)
        return told(DataAccuracy, found)

    @get("/joint-visits")
    async def joint_visits(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        visit_id: Id = "",
        after: After = "",
        limit: Limit = 60,
    ) -> JointVisits:
        """What was seen of reps' visits by who went along; of one visit, or all in reach."""
        found = await joint_lists.visits(store, reach(person), visit_id, after, limit)
        return told(JointVisits, found)

    @get("/joint-days")
    async def joint_days(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        first: From,
        last: To,
    ) -> JointCounts:
        """Days on which somebody goes along, planned and done."""
        return told(
            JointCounts, await joint_lists.counts(store, reach(person), period(first, last))
        )

    @get("/cards")
    async def cards(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: After = "",
        limit: Limit = PAGE,
    ) -> Cards:
        """Talk tracks and standards, every version."""
        return told(Cards, await lists.cards(store, reach(person), after, limit))
