"""The small town of tests/world.py behind its doors: the whole application, in this process."""

import hashlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from argon2 import PasswordHasher
from litestar import Litestar

from backend.app import built, furnish
from backend.parts import Parts
from backend.settings import Settings
from backend.store.session import Records
from tests.engines import Database
from tests.world import CAST, KEPT, Kept, World, begun, built_again

PASSWORD = "demo-2026"
ARGON2 = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""As cheap as it can be: every test signs in, and the hash says how it is to be checked."""
BUILT: list[Litestar] = []
"""Applications that no town has just now: putting one together costs more than most tests."""


Past = Callable[["Town"], Awaitable[None]]


class Caller:
    """Somebody signed in: his tokens, and requests that carry them."""

    def __init__(
        self, client: httpx.AsyncClient, signed_in: dict[str, Any], replica_id: str
    ) -> None:
        self.client, self.replica_id = client, replica_id
        self.token: str = signed_in["token"]
        self.push_token: str | None = signed_in["push_token"]
        self.person: dict[str, Any] = signed_in["person"]

    async def __call__(
        self, method: str, path: str, *, token: str | None = None, **more: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token or self.token}", **more.pop("headers", {})}
        return await self.client.request(method, path, headers=headers, **more)

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self("GET", path, **more)

    async def post(self, path: str, json: Any = None, **more: Any) -> httpx.Response:
        return await self("POST", path, json=json if json is not None else {}, **more)


class Town:
    """The application running, and its world."""

    def __init__(
        self, client: httpx.AsyncClient, app: Litestar, parts: Parts, world: World
    ) -> None:
        self.client, self.app, self.parts, self.world = client, app, parts, world
        self.store = parts.store

    async def login(self, login: str, password: str = PASSWORD, **more: Any) -> httpx.Response:
        body = {"login": login, "password": password, **more}
        return await self.client.post("/auth/v1/login", json=body)

    async def sign_in(self, login: str, replica_id: str | None = None) -> Caller:
        replica_id = replica_id or str(uuid.uuid4())
        answer = await self.login(login, replica_id=replica_id, device_name="test", app="test")
        assert answer.status_code == 200, answer.text
        return Caller(self.client, answer.json(), replica_id)

    async def original(self, data: bytes) -> bytes | None:
        """What is kept under this picture's name."""
        try:
            async with self.parts.blobs.original(hashlib.sha256(data).hexdigest()) as file:
                return file.read()
        except FileNotFoundError:
            return None

    async def thumb(self, data: bytes) -> bytes | None:
        return await self.parts.blobs.thumb(hashlib.sha256(data).hexdigest())

    def on_disk(self) -> list[str]:
        """Files of photos and uploads in the data folder."""
        home = self.parts.settings.data
        folders = (home / name for name in ("blobs", "thumbs", "uploads"))
        files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
        return [str(file.relative_to(home)) for file in files]

    async def sql(self, statement: str, *params: Any) -> None:
        async def execute(records: Records) -> None:
            records.execute(statement, *params)

        await self.store.write(execute)

    async def rows(self, statement: str, *params: Any) -> list[tuple[Any, ...]]:
        async with self.store.reading() as read:
            return [tuple(row) for row in await read.rows(statement, *params)]


@asynccontextmanager
async def a_town(
    database: Database, *, after: Past | None = None, pages: Path | None = None, **settings: Any
) -> AsyncIterator[Town]:
    """No worker unless a test asks for one: it says itself what is done. What came before is lived
    through once, as long as it is told in records alone, and copied from then on."""
    if after is not None and (database.name, after) not in KEPT:
        async with a_town(database) as town:
            await after(town)
        KEPT[database.name, after] = Kept(await database.rows(), town.world)
    kept = await begun(database, after)
    given = {"worker": False, "demo": True, **settings}
    home = database.path.parent
    chosen = Settings(
        database_url=database.url, data=home, photos=database.photos,
        pages=pages or home / "no-pages", **given,
    )  # fmt: skip
    app = BUILT.pop() if BUILT else built()
    furnish(app, chosen)
    # On the test's own loop, where its world reads and writes too; litestar's client has another.
    wire = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with app.lifespan(), httpx.AsyncClient(transport=wire, base_url="http://town") as client:
        parts: Parts = app.state.parts
        world = await built_again(parts.store, kept)
        if after is None:
            await parts.store.write(passwords)
        yield Town(client, app, parts, world)
    BUILT.append(app)


async def passwords(records: Records) -> None:
    for person in CAST:
        records.execute(
            "INSERT INTO password (person_id, argon2, changed_at) VALUES (?, ?, ?)",
            person.id, ARGON2, "2026-01-01T00:00:00.000Z",
        )  # fmt: skip
