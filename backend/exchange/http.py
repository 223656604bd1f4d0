"""The doors for systems of other houses, and for the administrators who keep them.

A system reads with a key of its own (`Authorization: Bearer xk_...`), which opens nothing else.
"""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Meta

from backend.exchange import changes, folders, systems
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
    folder: str | None
    """Its name below XUNDIAN_FILES; null: no files are exchanged with it."""
    folder_problem: str | None
    expected: dict[str, str]
    late: list[str]
    """Kinds of files of which none came by their hour."""
    waiting: list[str]


class KnownPartner(msgspec.Struct, frozen=True):
    id: str
    name: str


class KnownSystems(msgspec.Struct, frozen=True):
    """With whose it may be, and which hosts may be called."""

    as_of: str
    rows: list[KnownSystem]
    partners: list[KnownPartner]
    hosts: list[str]
    files: bool
    """Whether files can be exchanged at all."""


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


class AgreedFolder(msgspec.Struct, frozen=True):
    """folder null: files are exchanged no more. expected: by kind (products, prices, customers of
    the company's; stock of a partner's) the hour, 09:00, by which one has come each working day.
    anew: all that goes out, from the beginning."""

    folder: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,39}$")] | None
    expected: dict[
        Annotated[str, Meta(max_length=20)],
        Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")],
    ] = {}
    anew: bool = False


class FileProblem(msgspec.Struct, frozen=True):
    """Row 0: the file as a whole. column: as the file calls it. allowed: what may stand there, a
    word with its limits behind colons (file_kinds.allowed)."""

    row: int
    column: str
    reason: str
    detail: str
    allowed: str = ""


class ExchangedFile(msgspec.Struct, frozen=True):
    """state: of what goes out written, writing or lost (it was not in the folder when it should get
    its name); of what comes in taken or refused. problems: the first of a refused one."""

    direction: Literal["out", "in"]
    kind: str
    number: int
    name: str
    size: int
    lines: int
    sha256: str
    state: str
    at: str
    problems: list[FileProblem]


class WaitingFile(msgspec.Struct, frozen=True):
    """why: no_checksum_yet, gap (`number` has not come), unreadable."""

    name: str
    why: str
    number: int | None = None


class ExchangedFiles(msgspec.Struct, frozen=True):
    as_of: str
    rows: list[ExchangedFile]
    waiting: list[WaitingFile]


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
        cursor = changes.cursor_of(after, store.server_id)
        async with store.reading() as read:
            page = await changes.page(read, other_system, cursor, limit)
        return msgspec.convert(
            {
                "changes": page.changes, "next": changes.token_of(page.cursor, store.server_id),
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
            "files": settings.files is not None,
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

    @post("/systems/{system_id:str}/folder", status_code=204)
    async def folder(
        self,
        system_id: FromPath[str],
        data: JSONBody[AgreedFolder],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        settings: NamedDependency[Settings],
    ) -> None:
        """In which folder files are exchanged with it, and when which is expected."""
        await folders.agree(
            store, person, settings.files is not None, system_id,
            folder=data.folder, expected=data.expected, anew=data.anew,
        )  # fmt: skip

    @get("/systems/{system_id:str}/files")
    async def files(
        self,
        system_id: FromPath[str],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        limit: Annotated[int, QueryParameter(ge=1, le=200)] = 50,
    ) -> ExchangedFiles:
        """What was written and taken of late, newest first, and what waits in its folder."""
        found = await folders.files(store, person, system_id, limit)
        return msgspec.convert({"as_of": instant.now(), **found}, ExchangedFiles)
