"""Two ways to the server that hears a world: in this process, and over HTTP.

The one in this process can set its clock back and live through the past days; the other hears
everything today. Both hear the same operations.
"""

import base64
from collections.abc import AsyncIterator, Callable
from typing import Any, Protocol

import httpx

from backend.identity import Device, Person
from backend.parts import Parts
from backend.people import accounts
from backend.people.accounts import Installation
from backend.people.first_admin import AlreadyFounded, first_admin
from backend.people.reach import post_of
from backend.store import instant
from backend.sync.push import push
from seed_data import data
from seed_data.player import Pushes, named
from seed_data.worlds import ADMIN

HELD = "seed"
SEALED = "sealed"
"""Purpose of the replica that is registered when all of a world has been heard."""


class Server(Pushes, Protocol):
    """What loading a world needs."""

    live: bool
    """It cannot live through past days."""

    async def first_met(self, start_of: Callable[[str], str]) -> str:
        """When a world was first told here; the root and the first admin exist from then on."""

    async def has(self, purpose: str) -> bool:
        """Does the first admin hold a replica for that purpose?"""

    async def hold(self, login: str, purpose: str, heard: str) -> None:
        """A device for somebody, and the clock at that moment."""

    async def bring(self, login: str, sha256: str, image: bytes) -> None:
        """A photo's bytes."""

    async def give_passwords(self, logins: list[str]) -> None: ...

    def done(self) -> None:
        """The clock is right again."""


class Here:
    """The server in this process."""

    live = False

    def __init__(self, parts: Parts, now: Callable[[], str] = instant.now) -> None:
        self.parts, self.now = parts, now
        self.person: dict[str, Person] = {}
        self.replicas: set[tuple[str, str]] = set()

    async def first_met(self, start_of: Callable[[str], str]) -> str:
        now = self.now()
        start = start_of(now)
        self.parts.store.clock = lambda: start
        try:
            await first_admin(
                self.parts.store, ADMIN, _name_of(ADMIN), self.parts.settings.demo_password,
                from_at=start, unit_id="HQ", unit_name=_unit("HQ"), person_id=ADMIN,
            )  # fmt: skip
        except AlreadyFounded:
            pass
        finally:
            self.done()
        if not await self.has(HELD):
            await self.hold(ADMIN, HELD, now)
            self.done()
        held = await self._held()
        return str(held[named("replica", HELD, ADMIN)])

    async def has(self, purpose: str) -> bool:
        return named("replica", purpose, ADMIN) in await self._held()

    async def hold(self, login: str, purpose: str, heard: str) -> None:
        self.parts.store.clock = lambda: heard
        self.person[login] = person = await self._at(login, heard)
        if (login, purpose) not in self.replicas:
            replica_id = named("replica", purpose, login)
            installation = Installation(replica_id, f"演示 {purpose}", f"seed/{purpose}")
            await accounts.register(self.parts.store, person, b"", installation)
            self.replicas.add((login, purpose))

    async def push(self, login: str, replica_id: str, body: bytes) -> bytes:
        speaking = Device(replica_id, self.person[login], may_read=False)
        return await push(self.parts.store, self.parts.registry, speaking, body)

    async def bring(self, login: str, sha256: str, image: bytes) -> None:
        self.done()
        uploads, owner = self.parts.uploads, self.person[login].id
        if not await uploads.here(sha256, owner, len(image)):
            upload = await uploads.create(owner, len(image), sha256, "image/jpeg")
            await uploads.append(upload, 0, _chunk(image), None)

    async def give_passwords(self, logins: list[str]) -> None:
        """To those who have none: a word a person chose for himself stays."""
        self.done()
        async with self.parts.store.reading() as read:
            rows = await read.rows(
                "SELECT p.login FROM person p JOIN password w ON w.person_id = p.id"
            )
            admin = await post_of(read, ADMIN, instant.now())
        missing = sorted(set(logins) - {login for (login,) in rows})
        if missing and admin is not None:
            word = self.parts.settings.demo_password
            await accounts.set_passwords(self.parts.store, self.parts.gate, admin, missing, word)

    def done(self) -> None:
        self.parts.store.clock = instant.now

    async def _at(self, login: str, moment: str) -> Person:
        """Who that login was at that moment."""
        async with self.parts.store.reading() as read:
            row = await read.one("SELECT id FROM person WHERE login = :login", {"login": login})
            person = await post_of(read, row["id"], moment) if row else None
        if person is None:
            raise SystemExit(f"{login} held no post here at {moment}")
        return person

    async def _held(self) -> dict[str, Any]:
        """The first admin's replicas and when they were registered."""
        async with self.parts.store.reading() as read:
            rows = await read.rows(
                "SELECT replica_id, registered_at FROM sync_replica WHERE user_id = ?", ADMIN
            )
        return dict(rows)


class There:
    """A running server in demo mode, founded already: `backend.people.first_admin`."""

    live = True

    def __init__(self, url: str, password: str) -> None:
        self.http = httpx.AsyncClient(base_url=url, timeout=60)
        self.password = password
        self.session: dict[str, str] = {}
        self.replicas: dict[tuple[str, str], str] = {}

    async def first_met(self, start_of: Callable[[str], str]) -> str:
        if (await self.http.get("/auth/v1/demo")).status_code != httpx.codes.OK:
            raise SystemExit("That server is not in demo mode (XUNDIAN_DEMO=1).")
        if await self._sign_in(ADMIN) is None:
            raise SystemExit(f"{ADMIN} cannot sign in there; found the installation first.")
        if not await self.has(HELD):
            await self.hold(ADMIN, HELD, "")
        held = await self._held()
        return str(held[named("replica", HELD, ADMIN)])

    async def has(self, purpose: str) -> bool:
        return named("replica", purpose, ADMIN) in await self._held()

    async def hold(self, login: str, purpose: str, heard: str) -> None:
        if (login, purpose) in self.replicas:
            return
        await self.give_passwords([login])
        if login not in self.session:
            await self._sign_in(login)
        answer = await self.http.post(
            "/auth/v1/replicas", headers=self._bearer(self.session[login]),
            json={"replica_id": named("replica", purpose, login),
                  "device_name": f"演示 {purpose}", "app": f"seed/{purpose}"},
        )  # fmt: skip
        answer.raise_for_status()
        self.replicas[login, purpose] = named("replica", purpose, login)

    async def push(self, login: str, replica_id: str, body: bytes) -> bytes:
        headers = self._bearer(self.session[login]) | {"Content-Type": "application/json"}
        answer = await self.http.post("/sync/v1/push", content=body, headers=headers)
        answer.raise_for_status()
        return answer.content

    async def bring(self, login: str, sha256: str, image: bytes) -> None:
        named_so = base64.b64encode(sha256.encode()).decode()
        answer = await self.http.post(
            "/sync/v1/files/", content=image,
            headers=self._bearer(self.session[login]) | {
                "Tus-Resumable": "1.0.0", "Upload-Length": str(len(image)),
                "Upload-Metadata": f"sha256 {named_so},filetype aW1hZ2UvanBlZw==",
                "Content-Type": "application/offset+octet-stream",
            },
        )  # fmt: skip
        if answer.status_code not in (httpx.codes.CREATED, httpx.codes.OK):
            answer.raise_for_status()

    async def give_passwords(self, logins: list[str]) -> None:
        """To those who cannot sign in with the demo's word."""
        missing = [login for login in logins if login not in self.session]
        missing = [login for login in missing if await self._sign_in(login) is None]
        for start in range(0, len(missing), 200):
            answer = await self.http.post(
                "/auth/v1/passwords", headers=self._bearer(self.session[ADMIN]),
                json={"logins": missing[start : start + 200], "password": self.password},
            )  # fmt: skip
            answer.raise_for_status()

    def done(self) -> None:
        """The clock there was never wrong."""

    async def aclose(self) -> None:
        await self.http.aclose()

    async def _sign_in(self, login: str) -> str | None:
        answer = await self.http.post(
            "/auth/v1/login", json={"login": login, "password": self.password}
        )
        if answer.status_code == httpx.codes.UNAUTHORIZED:
            return None
        answer.raise_for_status()
        self.session[login] = answer.json()["token"]
        return self.session[login]

    async def _held(self) -> dict[str, Any]:
        answer = await self.http.get("/auth/v1/devices", headers=self._bearer(self.session[ADMIN]))
        answer.raise_for_status()
        return {row["replica_id"]: row["registered_at"] for row in answer.json()}

    def _bearer(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"}


async def _chunk(image: bytes) -> AsyncIterator[bytes]:
    yield image


def _name_of(login: str) -> str:
    return next(row["name"] for row in data.people() if row["login"] == login)


def _unit(unit_id: str) -> str:
    return next(row["name"] for row in data.rows("org") if row["id"] == unit_id)
