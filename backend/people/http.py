"""The doors for signing in, devices and passwords, and who one is."""

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from backend.identity import Person
from backend.people import accounts
from backend.people.access import token_hash, token_of
from backend.people.accounts import Gate, Installation
from backend.settings import Settings
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.sync.problems import SyncProblem
from sync_protocol.generated.protocol import Id

Short = Annotated[str, Meta(max_length=80)]
Secret = Annotated[str, Meta(min_length=1, max_length=256)]


class Login(msgspec.Struct, frozen=True):
    login: Annotated[str, Meta(min_length=1, max_length=80)]
    password: Secret
    replica_id: Id | None = None
    device_name: Short = ""
    app: Short = ""
    device_id: Id | None = None


class Replica(msgspec.Struct, frozen=True):
    replica_id: Id
    device_name: Short = ""
    app: Short = ""


class NewPassword(msgspec.Struct, frozen=True):
    old: Secret
    new: Secret


class Passwords(msgspec.Struct, frozen=True):
    logins: Annotated[list[Annotated[str, Meta(max_length=80)]], Meta(min_length=1, max_length=500)]
    password: Secret


class Me(msgspec.Struct, frozen=True):
    """The signed-in person and where he stands."""

    id: str
    login: str
    name: str
    role: str
    org_unit_id: str | None
    org_unit_name: str | None
    partner_id: str | None
    partner_name: str | None
    branch_id: str | None


class SignedIn(msgspec.Struct, frozen=True):
    token: str
    expires_at: str
    push_token: str | None
    person: Me
    server_id: str
    server_time: str


class Pushing(msgspec.Struct, frozen=True):
    push_token: str


class HeldDevice(msgspec.Struct, frozen=True):
    replica_id: str
    device_name: str
    app: str
    registered_at: str
    last_seen_at: str
    next_seq: int
    lost_at: str | None


class Count(msgspec.Struct, frozen=True):
    count: int


class DemoLogin(msgspec.Struct, frozen=True):
    login: str
    name: str
    role: str
    unit: str


class Demo(msgspec.Struct, frozen=True):
    password: str
    logins: list[DemoLogin]


class AuthController(Controller):
    """Signing in and out, and what belongs to it."""

    path = "/auth/v1"
    tags = ("auth",)

    @post("/login", status_code=200)
    async def login(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[Login],
        store: NamedDependency[Store],
        gate: NamedDependency[Gate],
    ) -> SignedIn:
        """Name and password for a session; with a replica_id, a push token too."""
        installation = None
        if data.replica_id is not None:
            installation = Installation(data.replica_id, data.device_name, data.app)
        address = request.client.host if request.client else ""
        token, expires_at, push_token, person = await accounts.sign_in(
            store, gate, data.login, data.password, address, installation, data.device_id
        )
        return SignedIn(
            token=token,
            expires_at=expires_at,
            push_token=push_token,
            person=await _me(store, person),
            server_id=store.server_id,
            server_time=instant.now(),
        )

    @post("/replicas", status_code=200)
    async def replicas(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[Replica],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
    ) -> Pushing:
        """This session speaks for this replica. Safe to say again."""
        installation = Installation(data.replica_id, data.device_name, data.app)
        hashed = token_hash(token_of(request))
        return Pushing(await accounts.register(store, person, hashed, installation))

    @post("/logout", status_code=204)
    async def logout(
        self,
        request: Request[Any, Any, Any],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
    ) -> None:
        """The session ends; the replica can still push what it holds."""
        await accounts.sign_out(store, token_hash(token_of(request)))

    @get("/me")
    async def me(self, person: NamedDependency[Person], store: NamedDependency[Store]) -> Me:
        return await _me(store, person)

    @get("/devices")
    async def devices(
        self,
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        person_id: FromQuery[Id | None] = None,
    ) -> list[HeldDevice]:
        """One's own, or those of somebody one administers."""
        rows = await accounts.devices(store, person, person_id or person.id)
        return [HeldDevice(**row) for row in rows]

    @post("/devices/{replica_id:str}/lost", status_code=204)
    async def lost(
        self,
        replica_id: FromPath[str],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
    ) -> None:
        """It reads nothing and pushes nothing any more."""
        await accounts.lost(store, person, replica_id)

    @post("/password", status_code=204)
    async def password(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[NewPassword],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        gate: NamedDependency[Gate],
    ) -> None:
        """One's own. Other sessions end."""
        hashed = token_hash(token_of(request))
        await accounts.change_password(store, gate, person, hashed, data.old, data.new)

    @post("/passwords", status_code=200)
    async def passwords(
        self,
        data: JSONBody[Passwords],
        person: NamedDependency[Person],
        store: NamedDependency[Store],
        gate: NamedDependency[Gate],
    ) -> Count:
        """An admin gives people of his subtree a password."""
        logins = [login.strip().lower() for login in data.logins]
        return Count(await accounts.set_passwords(store, gate, person, logins, data.password))

    @get("/demo")
    async def demo(
        self, store: NamedDependency[Store], settings: NamedDependency[Settings]
    ) -> Demo:
        """Who can be tried, in demo mode only."""
        if not settings.demo:
            raise SyncProblem("not-found", 404, "This installation is no demo.")
        async with store.reading() as read:
            rows = await read.all(
                "SELECT p.login, p.name, p.role, coalesce(u.name, t.name, '') AS unit FROM person p"
                " LEFT JOIN org_unit u ON u.id = p.org_unit_id"
                " LEFT JOIN partner t ON t.id = p.partner_id"
                " WHERE p.role IS NOT NULL ORDER BY p.role, p.login LIMIT 200"
            )
        return Demo(settings.demo_password, [DemoLogin(**row) for row in rows])


async def _me(store: Store, person: Person) -> Me:
    async with store.reading() as read:
        unit = partner = None
        if person.org_unit_id:
            unit = await read.one(
                "SELECT name FROM org_unit WHERE id = :id", {"id": person.org_unit_id}
            )
        if person.partner_id:  # the slice above keeps partners; only its name is read here
            partner = await read.one(
                "SELECT name FROM partner WHERE id = :id", {"id": person.partner_id}
            )
        return Me(
            id=person.id,
            login=person.login,
            name=person.name,
            role=str(person.role),
            org_unit_id=person.org_unit_id,
            org_unit_name=unit["name"] if unit else None,
            partner_id=person.partner_id,
            partner_name=partner["name"] if partner else None,
            branch_id=await _branch(read, person.org_unit_id),
        )


async def _branch(read: Read, unit_id: str | None) -> str | None:
    """The branch a unit is or lies in."""
    rows = await read.rows(
        "WITH RECURSIVE above (id, parent_id, level) AS ("
        " SELECT id, parent_id, level FROM org_unit WHERE id = ?"
        " UNION SELECT u.id, u.parent_id, u.level FROM org_unit u JOIN above"
        " ON u.id = above.parent_id)"
        " SELECT id FROM above WHERE level = 'branch'",
        unit_id,
    )
    return str(rows[0][0]) if rows else None
