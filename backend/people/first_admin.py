"""The first admin of a new installation, and the root of its org tree.

    python -m backend.people.first_admin --login adm.hq --name 管理员

The password is read from the terminal, or from XUNDIAN_PASSWORD. It is said as operations by the
system, like everything else; from then on only admins make people.
"""

import argparse
import asyncio
import getpass
import os
import sys
import uuid

import msgspec

from backend.identity import SYSTEM, Device, Person, Role
from backend.people import accounts, commands, views
from backend.people.accounts import Gate, Installation
from backend.people.passwords import Passwords
from backend.people.rules import password_ok
from backend.people.throttle import Throttle
from backend.refused import Refused
from backend.settings import Settings
from backend.store import instant
from backend.store.engine import Store, open_store
from backend.sync.push import push
from backend.sync.registry import Registry
from sync_protocol import client

FOUNDER = Person(id=SYSTEM.id, login=SYSTEM.login, name=SYSTEM.name, role=Role.ADMIN)


class AlreadyFounded(Exception):
    """There is an admin; he makes the others."""


async def first_admin(
    store: Store,
    login: str,
    name: str,
    password: str,
    *,
    from_at: str | None = None,
    unit_id: str = "HQ",
    unit_name: str = "总部",
    person_id: str | None = None,
) -> str:
    """The admin's id. Raises AlreadyFounded, or Refused for a password that is too short."""
    password_ok(password)
    async with store.reading() as read:
        if await read.one("SELECT id FROM employment WHERE role = 'admin'"):
            raise AlreadyFounded
    person_id = person_id or str(uuid.uuid4())
    device = client.Device(SYSTEM.id, app="first_admin")
    await accounts.register(
        store, FOUNDER, b"", Installation(device.replica_id, "first_admin", "first_admin")
    )
    device.say(
        "org_unit.put", "org_unit", unit_id,
        {"code": unit_id, "name": unit_name, "level": "hq", "parent_id": None},
    )  # fmt: skip
    device.say(
        "person.put", "person", person_id,
        {"login": login, "name": name, "active": True, "phone": None,
         "home_lat_e7": None, "home_lon_e7": None},
    )  # fmt: skip
    device.say(
        "employment.put", "employment", f"{person_id}.1",
        {"person_id": person_id, "role": "admin", "org_unit_id": unit_id, "partner_id": None,
         "from_at": from_at or instant.now(), "until_at": None},
    )  # fmt: skip
    speaking = Device(device.replica_id, FOUNDER, may_read=False)
    registry = Registry(commands.COMMANDS, views.VIEWS)
    answer = await push(store, registry, speaking, msgspec.json.encode(device.push_body()))
    device.take_push(msgspec.json.decode(answer))
    for result in device.results.values():
        if result["status"] != "applied":
            raise Refused(result["code"], str(result.get("facts", "")))
    gate = Gate(Passwords(), Throttle())
    await accounts.set_passwords(store, gate, FOUNDER, [login], password)
    return person_id


async def _main(arguments: argparse.Namespace, password: str) -> None:
    settings = Settings.from_environment()
    store = await open_store(
        views={view.table: view for view in views.VIEWS},
        database_url=settings.database_url,
        path=settings.database,
        zone=settings.zone,
    )
    try:
        await first_admin(store, arguments.login, arguments.name, password)
    finally:
        await store.close()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m backend.people.first_admin")
    parser.add_argument("--login", required=True)
    parser.add_argument("--name", required=True)
    arguments = parser.parse_args()
    password = os.environ.get("XUNDIAN_PASSWORD")
    try:
        password = password or getpass.getpass("Password: ")
        asyncio.run(_main(arguments, password))
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("No password: type it at a terminal, or set XUNDIAN_PASSWORD.\n")
        return 1
    except AlreadyFounded:
        sys.stderr.write("There is an admin already.\n")
        return 1
    except Refused as refused:
        sys.stderr.write(f"{refused.code}: {refused}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
