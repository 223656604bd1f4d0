"""The office's question where people's words met."""

from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.conflicts import lists
from backend.conflicts.answers import Conflicts
from backend.identity import Person
from backend.people.answers import told
from backend.people.office import PAGE, reach
from backend.store.engine import Store

Limit = Annotated[int, QueryParameter(ge=1, le=PAGE)]
After = Annotated[str, QueryParameter(max_length=120)]


class ConflictOffice(Controller):
    """The conflict inbox."""

    path = "/office/v1"
    tags = ("office",)

    @get("/conflicts")
    async def conflicts(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        conflict_state: Annotated[Literal["open", "closed"], QueryParameter(name="state")] = "open",
        after: After = "",
        limit: Limit = 60,
        one_id: Annotated[str, QueryParameter(name="id", max_length=64)] = "",
    ) -> Conflicts:
        """Two people's words about one record: what stood, what each said, who, when, and the rule
        that decided."""
        return told(
            Conflicts,
            await lists.conflicts(store, reach(person), conflict_state, after, limit, one_id),
        )
