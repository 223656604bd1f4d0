"""The office's questions about people at work and tasks."""

from typing import Annotated, Any, Literal

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from backend.identity import Person, Role
from backend.people import team
from backend.people.office import reach
from backend.planning.lists import tasks
from backend.store.engine import Store

TaskState = Literal["", "assigned", "done", "not_possible", "withdrawn", "done_after_withdrawal"]


class TeamOffice(Controller):
    """Reps, their devices, what was set aside, tasks."""

    path = "/office/v1"
    tags = ("office",)

    @get("/reps")
    async def reps(
        self, person: NamedDependency[Person], store: NamedDependency[Store]
    ) -> dict[str, Any]:
        """Reps in reach, with their office."""
        async with store.reading() as read:
            return await team.reps(read, reach(person))

    @get("/devices")
    async def devices(
        self, person: NamedDependency[Person], store: NamedDependency[Store]
    ) -> dict[str, Any]:
        """Devices of people in reach: last contact first."""
        async with store.reading() as read:
            return await team.devices(read, reach(person, Role.ADMIN))

    @get("/quarantine")
    async def quarantine(
        self, person: NamedDependency[Person], store: NamedDependency[Store]
    ) -> dict[str, Any]:
        """What was captured, could not be taken, and waits for a person."""
        async with store.reading() as read:
            return await team.quarantine(read, reach(person))

    @get("/tasks")
    async def tasks(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        task_state: Annotated[TaskState, QueryParameter(name="state")] = "",
    ) -> dict[str, Any]:
        """Tasks for stores in reach, open ones first by due day."""
        async with store.reading() as read:
            return await tasks(read, reach(person), task_state)
