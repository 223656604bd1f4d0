"""Play the demo world through push, as devices would. There is no other way in.

    python -m seed_data.load                   the small world, with history, once
    python -m seed_data.load --masters-only    people, stores, prices; no history
    python -m seed_data.load --file world.jsonl    what grow.py wrote

The server is in this process (DATABASE_URL, XUNDIAN_DATA say where), so that its clock can live
through the past days too. Playing again is hearing the same lines again: nothing changes.
"""

import argparse
import asyncio
import hashlib
import sys
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import msgspec

from backend.identity import Person
from backend.parts import Parts, opened
from backend.people import accounts
from backend.people.first_admin import AlreadyFounded, first_admin
from backend.people.reach import post_of
from backend.settings import Settings
from backend.store import instant
from seed_data import history, pictures, worlds
from seed_data.history import Pictured
from seed_data.player import Player, memorise, named
from seed_data.script import Line, Script

SEALED = "seed_sealed"


async def play(parts: Parts, lines: Iterable[Line], players: dict[str, Player]) -> int:
    """Say every line at its time, by its person's own device."""
    count = 0
    try:
        for (login, heard, _), said in groupby(lines, key=_breath):
            parts.store.clock = lambda heard=heard: heard  # type: ignore[misc]
            person = await person_at(parts, login, heard)
            player = players.get(login)
            if player is None:
                player = players[login] = Player(parts, person)
                await player.register()
            player.person = person
            for line in said:
                player.tell(line.at, line.kind, line.id, line.args)
            count += await player.send()
    finally:
        parts.store.clock = instant.now
    return count


def _breath(line: Line) -> tuple[str, str, str]:
    """What is said in one go. A new unit is its own: only then may its maker build under it."""
    return line.login, line.heard, line.id if line.kind == "org_unit.put" else ""


async def person_at(parts: Parts, login: str, moment: str) -> Person:
    """Who that login was at that moment."""
    async with parts.store.reading() as read:
        row = await read.one("SELECT id FROM person WHERE login = :login", {"login": login})
        if row is None:
            raise SystemExit(f"{login} is nobody in this world")
        person = await post_of(read, row["id"], moment)
    if person is None:
        raise SystemExit(f"{login} had no post at {moment}")
    return person


async def found(parts: Parts, at: str, password: str) -> None:
    """The root of the tree and the first admin, said by the system."""
    parts.store.clock = lambda: at
    try:
        await first_admin(
            parts.store, worlds.ADMIN, "演示李总管", password,
            from_at=at, unit_id="HQ", unit_name="演示力泉总部", person_id=worlds.ADMIN,
        )  # fmt: skip
    except AlreadyFounded:
        pass
    finally:
        parts.store.clock = instant.now


async def give_passwords(parts: Parts, password: str) -> None:
    """Everybody's demo password, set by the first admin."""
    adm = await person_at(parts, worlds.ADMIN, instant.now())
    async with parts.store.reading() as read:
        rows = await read.all(
            "SELECT p.login FROM person p LEFT JOIN password w ON w.person_id = p.id"
            " WHERE w.person_id IS NULL AND p.id <> 'system'"
        )
    if rows:
        await accounts.set_passwords(
            parts.store, parts.gate, adm, [row["login"] for row in rows], password
        )


async def hang_pictures(parts: Parts, visits: list[Pictured], players: dict[str, Player]) -> None:
    """Pictures of the latest visits: their rows through push, their bytes through the same door
    that phones use."""
    for n, (login, heard, visit_id, store_id, taken_at) in enumerate(visits):
        player = players[login]
        for i, (kind, image) in enumerate(
            (("storefront", pictures.shop_front(n)), ("main_shelf_before", pictures.shelf(n)))
        ):
            sha256 = hashlib.sha256(image).hexdigest()
            args = {
                "visit_id": visit_id, "store_id": store_id, "delivery_note_id": None,
                "task_id": None, "type": kind, "sha256": sha256, "bytes": len(image),
                "mime": "image/jpeg", "width": pictures.SIZE[0], "height": pictures.SIZE[1],
                "taken_at": taken_at, "position": None, "capture_mode": "live", "sequence": i,
            }  # fmt: skip
            player.tell(taken_at, "photo.attach", named("photo", visit_id, kind), args)
            parts.store.clock = lambda heard=heard: heard  # type: ignore[misc]
            await player.send()
            parts.store.clock = instant.now
            if not await parts.uploads.here(sha256, player.person.id, len(image)):
                upload = await parts.uploads.create(
                    player.person.id, len(image), sha256, "image/jpeg"
                )
                await parts.uploads.append(upload, 0, _chunk(image), None)


async def _chunk(image: bytes) -> AsyncIterator[bytes]:
    yield image


async def load_small(parts: Parts, *, masters_only: bool) -> None:
    """The small world, once; the day of the first load is its today for ever."""
    now = instant.now()
    kind = "masters" if masters_only else "whole"
    zone = parts.store.zone
    today = date.fromisoformat(await memorise(parts, "seed_day", instant.day_of(now, zone)))
    moment = await memorise(parts, "seed_moment", now)
    async with parts.store.reading() as read:
        sealed = await read.one(f"SELECT value FROM server WHERE key = '{SEALED}.{kind}'")  # noqa: S608  our own word
    if sealed:
        return
    begun = time.monotonic()
    password = parts.settings.demo_password
    start = history.at(today - timedelta(days=60), 9)
    await found(parts, start, password)
    world = worlds.small()
    script = Script()
    worlds.tell_masters(script, world, start, history.price_days(today))
    visits = [] if masters_only else history.lived(script, world, today, moment)
    players: dict[str, Player] = {}
    count = await play(parts, script, players)
    await hang_pictures(parts, visits, players)
    await give_passwords(parts, password)
    await memorise(parts, f"{SEALED}.{kind}", instant.now())
    print(f"Demo world: {count} operations in {time.monotonic() - begun:.1f} s", flush=True)


def lines_of(path: Path) -> Iterator[Line]:
    """Lines that grow.py wrote."""
    decoder = msgspec.json.Decoder(list)
    with path.open("rb") as file:
        for raw in file:
            yield Line(*decoder.decode(raw))


async def main(arguments: argparse.Namespace) -> None:
    async with opened(Settings.from_environment()) as parts:
        if arguments.file is None:
            await load_small(parts, masters_only=arguments.masters_only)
            return
        lines = lines_of(arguments.file)
        first = next(lines)
        await found(parts, first.heard, parts.settings.demo_password)
        count = await play(parts, (line for some in ([first], lines) for line in some), {})
        await give_passwords(parts, parts.settings.demo_password)
        print(f"{count} operations", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m seed_data.load")
    parser.add_argument("--masters-only", action="store_true")
    parser.add_argument("--file", type=Path)
    sys.exit(asyncio.run(main(parser.parse_args())))
