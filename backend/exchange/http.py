"""The doors for systems of other houses, and for the administrators who keep them.

A system reads with a key of its own (`Authorization: Bearer xk_...`), which opens nothing else.
"""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from backend.exchange import changes, systems
from backend.identity import Person
from backend.settings import Settings
from backend.store import instant
from backend.store.engine import Store

MOST = 1000
Name = Annotated[str, Meta(min_length=1, max_length=60)]


class NewSystem(msgspec.Struct, frozen=True):
    """Without partner_id it is the company's own; without url it is never called."""

    name: Name
    entities: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=20)]
    partner_id: Annotated[str, Meta(max_length=64)] | None = None
    url: Annotated[str, Meta(max_length=500)] | None = None


class MadeSystem(msgspec.Struct, frozen=True):
    """Shown once."""

    id: str
    key: str
    secret: str | None


class KnownSystem(msgspec.Struct, frozen=True):
    id: str
    name: str
    partner_id: str | None
    partner_name: str | None
    entities: list[str]
    made_at: str
    revoked_at: str | None
    read_at: str | None
    url: str | None
    state: str
    tries: int
    failing_since: str | None
    next_at: str


class KnownPartner(msgspec.Struct, frozen=True):
    id: str
    name: str


class KnownSystems(msgspec.Struct, frozen=True):
    """With whose it may be, and which hosts may be called."""

    as_of: str
    rows: list[KnownSystem]
    partners: list[KnownPartner]
    hosts: list[str]


class Call(msgspec.Struct, frozen=True):
    id: str
    made_at: str
    changes: int
    replayed: bool
    state: str
    tries: int
    tried_at: str | None
    status: int | None
    problem: str | None
    took_ms: int | None


class Calls(msgspec.Struct, frozen=True):
    as_of: str
    rows: list[Call]


class Do(msgspec.Struct, frozen=True):
    do: Literal["on", "off", "revoke"]


class Again(msgspec.Struct, frozen=True):
    """Without call_id: everything from the beginning."""

    call_id: Annotated[str, Meta(max_length=64)] | None = None


class Changed(msgspec.Struct, frozen=True):
    """A record as it is now; `kind` gone: it is not this system's any more, or not there."""

    entity: str
    id: str
    version: int
    kind: Literal["put", "gone"]
    body: dict[str, Any] | None


class Changes(msgspec.Struct, frozen=True):
    """`next` goes into `after` of the following question, at once when there is `more`. `anew`
    names what begins from its beginning, because the server's history is another than it was."""

    changes: list[Changed]
    next: str
    more: bool
    anew: list[str]


class ExchangeController(Controller):
    """Changes for other systems, and the calls that tell of them."""

    path = "/exchange/v1"
    tags = ("exchange",)

    @get("/changes")
    async def changes(
        self,
        other_system: NamedDependency[changes.Reader],
        store: NamedDependency[Store],
        after: Annotated[str, QueryParameter(max_length=20_000)] = "",
        limit: Annotated[int, QueryParameter(ge=1, le=MOST)] = 200,
    ) -> Changes:
        """What has changed since `after`; without it, everything there is."""
        cursor = changes.cursor_of(after)
        async with store.reading() as read:
            page = await changes.page(read, other_system, cursor, limit)
        return msgspec.convert(
            {
                "changes": page.changes, "next": changes.token_of(page.cursor),
                "more": page.more, "anew": page.anew,
            },
            Changes,
        )  # fmt: skip

    @get("/systems")
    async def systems(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
    ) -> KnownSystems:
        """Other systems of an administrator's units."""
        known = {
            "as_of": instant.now(),
            "rows": await systems.listed(store, person),
            "partners": await systems.partners(store, person),
            "hosts": sorted(settings.hook_hosts),
        }
        return msgspec.convert(known, KnownSystems)

    @post("/systems")
    async def make(
        self,
        data: JSONBody[NewSystem],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
    ) -> MadeSystem:
        """Another one; its key and secret are in this answer, and never again."""
        made = await systems.make(
            store, person, settings.hook_hosts, name=data.name.strip(),
            partner_id=data.partner_id, entities=data.entities, url=data.url,
        )  # fmt: skip
        return msgspec.convert(made, MadeSystem)

    @post("/systems/{system_id:str}", status_code=204)
    async def change(
        self,
        system_id: FromPath[str],
        data: JSONBody[Do],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
    ) -> None:
        """Its calls go on, stop, or its key ends for good."""
        await systems.change(store, person, settings.hook_hosts, system_id, data.do)

    @get("/systems/{system_id:str}/calls")
    async def calls(
        self,
        system_id: FromPath[str],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> Calls:
        """What it was told of late, newest first."""
        rows = await systems.calls(store, person, system_id, limit)
        return msgspec.convert({"as_of": instant.now(), "rows": rows}, Calls)

    @post("/systems/{system_id:str}/replay", status_code=204)
    async def replay(
        self,
        system_id: FromPath[str],
        data: JSONBody[Again],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
    ) -> None:
        """One call again, or everything."""
        await systems.replay(store, person, system_id, data.call_id)
