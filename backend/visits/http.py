"""The office's questions about visits: completion, what lies behind it, templates."""

from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.store import instant
from backend.store.engine import Store
from backend.sync.problems import SyncProblem
from backend.visits import completion, template_list, wall
from backend.visits.answers import Behind, Completion, PhotoWall, Templates

DAY = r"^\d{4}-\d{2}-\d{2}$"
Day = Annotated[str, QueryParameter(pattern=DAY)]
From = Annotated[str, QueryParameter(name="from", pattern=DAY)]
To = Annotated[str, QueryParameter(name="to", pattern=DAY)]
By = Literal["branch", "office", "rep", "store", "day"]
Which = Literal["numerator", "denominator", "missed", "waived"]
Id = Annotated[str, QueryParameter(max_length=64)]
After = Annotated[str, QueryParameter(max_length=120)]
Limit = Annotated[int, QueryParameter(ge=1, le=500)]
Review = Annotated[Literal["", "open", "accepted", "rejected"], QueryParameter()]
Mode = Annotated[Literal["", "live", "file", "drawn"], QueryParameter()]
Flag = Annotated[bool, QueryParameter()]
Query = Annotated[str, QueryParameter(max_length=60)]
Shown = Annotated[int, QueryParameter(ge=1, le=wall.PAGE)]
LONGEST_DAYS = 366


def period(first: str, last: str) -> tuple[str, str]:
    """Both days, or 400."""
    try:
        days = (instant.a_day(last) - instant.a_day(first)).days
    except ValueError as error:
        raise SyncProblem("value/out-of-range", 400, f"No such day: {error}") from error
    if not 0 <= days <= LONGEST_DAYS:
        raise SyncProblem("value/out-of-range", 400, "From one day to a later one, a year at most.")
    return first, last


def one_day(day: str) -> str:
    """That day or, where none is asked for, any; or 400."""
    return period(day, day)[0] if day else day


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
        office: Id = "",
        after: After = "",
        limit: Limit = 500,
    ) -> Completion:
        """Before review, with numerator, denominator, and how complete the data are."""
        reached, days = reach(person), period(first, last)
        found = await completion.completion(store, reached, days, by, office, after, limit)
        return told(Completion, found)

    @get("/visits")
    async def behind(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        first: From,
        last: To,
        which: Annotated[Which, QueryParameter()] = "denominator",
        office: Id = "",
        rep_id: Id = "",
        store_id: Id = "",
        after: After = "",
        limit: Limit = 200,
    ) -> Behind:
        """The planned visits behind the number, with the visit that counts."""
        reached = reach(person)
        only = {"org_unit_id": office, "rep_id": rep_id, "store_id": store_id}
        days = period(first, last)
        found = await completion.behind(store, reached, days, which, only, after, limit)
        return told(Behind, found)


class PhotoOffice(Controller):
    """The photo wall."""

    path = "/office/v1/photos"
    tags = ("office",)

    @get("/")
    async def wall(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        first: Annotated[str, QueryParameter(name="from", pattern=f"^$|{DAY}")] = "",
        last: Annotated[str, QueryParameter(name="to", pattern=f"^$|{DAY}")] = "",
        office: Id = "",
        rep_id: Id = "",
        q: Query = "",
        photo_type: Annotated[str, QueryParameter(name="type", max_length=40)] = "",
        photo_id: Annotated[str, QueryParameter(name="id", max_length=64)] = "",
        review: Review = "",
        alike: Flag = False,
        mode: Mode = "",
        after: After = "",
        limit: Shown = wall.PAGE,
    ) -> PhotoWall:
        """Photos in reach, the latest first, by what is asked for."""
        asked = wall.Asked(
            days=(one_day(first), one_day(last)),
            office=office,
            query=q,
            review=review,
            alike=alike,
            type=photo_type,
            mode=mode,
            equal={"id": photo_id, "author_id": rep_id},
        )
        return told(PhotoWall, await wall.wall(store, reach(person), asked, after, limit))


class TemplateOffice(Controller):
    """Visit templates."""

    path = "/office/v1"
    tags = ("office",)

    @get("/visit-templates")
    async def templates(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: Id = "",
        limit: Annotated[int, QueryParameter(ge=1, le=PAGE)] = PAGE,
    ) -> Templates:
        """Visit templates: the drafts of the branch, and what holds or held in its offices."""
        found = await template_list.templates(store, reach(person), after, limit)
        return told(Templates, found)
