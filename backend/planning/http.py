"""The office's questions about people at work and tasks."""

from typing import Annotated, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person, Role
from backend.people import team
from backend.people.answers import Devices, People, Quarantine, Reps, told
from backend.people.office import PAGE, reach
from backend.planning import lists
from backend.planning.answers import Tasks
from backend.store.engine import Store

TaskState = Literal["", "assigned", "done", "not_possible", "withdrawn", "done_after_withdrawal"]
After = Annotated[str, QueryParameter(max_length=200)]
Limit = Annotated[int, QueryParameter(ge=1, le=PAGE)]


class TeamOffice(Controller):
    """Reps, their devices, what was set aside, tasks."""

    path = "/office/v1"
    tags = ("office",)

    @get("/reps")
    async def reps(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: After = "",
        limit: Limit = PAGE,
    ) -> Reps:
        """Reps in reach, with their office."""
        return told(Reps, await team.reps(store, reach(person), after, limit))

    @get("/people")
    async def people(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: After = "",
        limit: Limit = PAGE,
    ) -> People:
        """People in reach, by login. For admins too."""
        return told(People, await team.people(store, reach(person, Role.ADMIN), after, limit))

    @get("/devices")
    async def devices(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: After = "",
        limit: Limit = PAGE,
    ) -> Devices:
        """Devices of people in reach, last contact first. For admins too."""
        return told(Devices, await team.devices(store, reach(person, Role.ADMIN), after, limit))

    @get("/quarantine")
    async def quarantine(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        after: After = "",
        limit: Limit = PAGE,
    ) -> Quarantine:
        """What was captured, could not be taken, and waits for a person."""
        return told(Quarantine, await team.quarantine(store, reach(person), after, limit))

    @get("/tasks")
    async def tasks(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        task_state: Annotated[TaskState, QueryParameter(name="state")] = "",
        after: After = "",
        limit: Limit = PAGE,
    ) -> Tasks:
        """Tasks in reach, open ones first, by due day."""
        return told(Tasks, await lists.tasks(store, reach(person), task_state, after, limit))
