"""Play the demo world through push, as devices would. There is no other way in.

    python -m seed_data.load                       the small world with its history, once
    python -m seed_data.load --weeks 8             the same with eight weeks, step by step
    python -m seed_data.load --masters-only        people, stores, prices; no history
    python -m seed_data.load --file world.jsonl    what grow.py wrote
    python -m seed_data.load --url http://...      into a running server in demo mode

Without --url the server is in this process (DATABASE_URL or --database, and XUNDIAN_DATA, say
where), so that its clock can live through the past days. Playing again is hearing the same lines
again: nothing changes.
"""

import argparse
import asyncio
import hashlib
import sys
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import aclosing
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, groupby
from pathlib import Path

import msgspec

from backend.parts import opened
from backend.settings import Settings
from backend.store import instant
from seed_data import cards, habits, history, pictures, promotions, terms, worlds
from seed_data.afterwards import Afterwards
from seed_data.fieldwork import Label
from seed_data.history import ZONE_NAME, Pictured
from seed_data.met import Demo
from seed_data.player import Player, named
from seed_data.script import Line, Script
from seed_data.servers import HELD, SEALED, Here, Server, There
from seed_data.worlds import World

PAST_WEEKS = "A running server cannot live through so many past days."
HISTORY_BEGINS_DAYS = 60
WEEKS = 8
AT_ONCE = 20
"""Pictures under way at once."""
LABELS = "labels.jsonl"
"""In the data folder, beside what the product reads: which visits were not what they seem."""


async def play(
    server: Server, lines: Iterable[Line], players: dict[str, Player], purpose: str = HELD
) -> int:
    """Say every line at its time, by its person's own device. Number of lines heard."""
    count = 0
    try:
        for (login, heard, _), said in groupby(lines, key=_breath):
            await server.hold(login, purpose, heard)
            player = players.get(login)
            if player is None:
                player = players[login] = Player(server, login, purpose)
                if purpose != HELD:
                    await player.go_on()
            for line in said:
                player.tell(line.at, line.kind, line.id, line.args, line.offset_ms)
                if player.full:
                    count += await player.send()
            count += await player.send()
    finally:
        server.done()
    return count


def _breath(line: Line) -> tuple[str, str, str]:
    """What is said in one go. A new unit is its own: only then may its maker build under it."""
    return line.login, line.heard, line.id if line.kind == "org_unit.put" else ""


async def hang_pictures(server: Server, visits: list[Pictured], players: dict[str, Player]) -> None:
    """Pictures of the latest visits: their rows through push, their bytes through the same door
    that phones use."""
    for n, (login, heard, visit_id, store_id, taken_at) in enumerate(visits):
        shots = [("storefront", pictures.shop_front(n)), ("main_shelf_before", pictures.shelf(n))]
        if n % pictures.FILLED_EVERY == 0:
            shots.append(("main_shelf_after", pictures.shelf(n, filled=True)))
        for i, (kind, image) in enumerate(shots):
            sha256 = hashlib.sha256(image).hexdigest()
            args = {
                "visit_id": visit_id, "store_id": store_id, "delivery_note_id": None,
                "task_id": None, "type": kind, "sha256": sha256, "bytes": len(image),
                "mime": "image/jpeg", "width": pictures.SIZE[0], "height": pictures.SIZE[1],
                "taken_at": taken_at, "position": None, "capture_mode": "live", "sequence": i,
            }  # fmt: skip
            await server.hold(login, HELD, heard)
            players[login].tell(taken_at, "photo.attach", named("photo", visit_id, kind), args)
            await players[login].send()
            await server.bring(login, sha256, image)
    server.done()


def field_work(script: Script, world: World, today: date, weeks: int) -> Demo:
    """Two days have pictures of full size; all others are 320 px wide."""
    days = history.working_days(today, 5 * weeks)
    work = Demo(
        script, world, f"history/{today}", history.price_days(today)[1], people=habits.SMALL,
        first_day=days[0], last_day=days[-1], today=today,
    )  # fmt: skip
    work.originals_from = days[-1]
    return work


async def play_weeks(
    server: Server, world: World, today: date, moment: str, weeks: int,
    players: dict[str, Player], labels: Path | None,
) -> tuple[int, Demo]:  # fmt: skip
    """A long history, step by step. Its pictures go up first, through the door that phones use, so
    that each is there when its visit names it."""
    print(f"Living through {weeks} weeks of the demo world, once.", flush=True)
    script = Script()
    work = field_work(script, world, today, weeks)
    history.lived(script, world, today, moment, days=5 * weeks, story=work)
    for login in {*work.owner.values()}:
        await server.hold(login, HELD, moment)
    images = [*work.pool.items()]
    for start in range(0, len(images), AT_ONCE):
        some = images[start : start + AT_ONCE]
        await asyncio.gather(*(server.bring(work.owner[sha], sha, image) for sha, image in some))
    if labels is not None:
        write_labels(labels, work.labels)
    return await play(server, script, players), work


def write_labels(path: Path, labels: list[Label]) -> None:
    """The truth, a line a visit."""
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in labels))


def read_labels(path: Path) -> list[Label]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


def start_of(moment: str) -> str:
    """When the world begins: long before its history."""
    today = date.fromisoformat(instant.day_of(moment, ZONE_NAME))
    return history.at(today - timedelta(days=HISTORY_BEGINS_DAYS), 9)


async def load_small(
    server: Server, *, masters_only: bool = False, weeks: int | None = None,
    labels: Path | None = None,
) -> int:  # fmt: skip
    """The small world, once; the day of the first load is its today for ever.

    weeks: so many are told step by step, and `labels` is where the truth about them goes; without,
    two weeks in which each visit is one operation, which is quicker.
    """
    moment = await server.first_met(start_of)
    seal = f"{SEALED} {'masters' if masters_only else 'whole'}"
    if await server.has(seal):
        return 0
    today = date.fromisoformat(instant.day_of(moment, ZONE_NAME))
    world, masters, script = terms.agreed(worlds.small()), Script(), Script()
    worlds.tell_masters(masters, world, start_of(moment), history.price_days(today))
    rows = (*promotions.plans(), *promotions.past()) if weeks else promotions.plans()
    promotions.tell(masters, world, start_of(moment), today, rows)
    since = start_of(moment)
    terms.tell(masters, world, since, history.price_days(today)[0])
    cards.tell(masters, since, instant.day_of(since, ZONE_NAME), world.specialist)
    players: dict[str, Player] = {}
    count = await play(server, masters, players)
    stood: Collection[tuple[str, str]] = ()
    if weeks and not masters_only:
        if not isinstance(server, Here):
            raise SystemExit(PAST_WEEKS)
        told, work = await play_weeks(server, world, today, moment, weeks, players, labels)
        after = Afterwards(server, world, players, today)
        count += told + await after.tell(work.script, work.first_day, moment)
        stood = work.since
    elif not masters_only:
        visits = history.lived(script, world, today, moment, live=server.live)
        count += await play(server, script, players)
        await hang_pictures(server, visits, players)
    if not masters_only:
        stops = Script()
        promotions.stop(stops, world, moment)
        count += await play(server, stops, players)
        await promotions.set_up(server, world, players, moment, today, stood)
    await server.give_passwords([row["login"] for row in world.people])
    await server.hold(worlds.ADMIN, seal, moment)
    server.done()
    return count


async def load_file(server: Server, path: Path) -> int:
    """What grow.py wrote, line by line."""
    lines = lines_of(path)
    first = next(lines)
    await server.first_met(lambda _: first.heard)
    logins: list[str] = []

    def noting() -> Iterator[Line]:
        for line in chain([first], lines):
            if line.kind == "person.put":
                logins.append(line.args["login"])
            yield line

    count = await play(server, noting(), {})
    await server.give_passwords(logins)
    return count


def lines_of(path: Path) -> Iterator[Line]:
    decoder = msgspec.json.Decoder(list)
    with path.open("rb") as file:
        for raw in file:
            yield Line(*decoder.decode(raw))


async def load(server: Server, arguments: argparse.Namespace, labels: Path | None = None) -> None:
    begun = time.monotonic()
    if arguments.file is not None:
        count = await load_file(server, arguments.file)
    else:
        count = await load_small(
            server, masters_only=arguments.masters_only, weeks=arguments.weeks, labels=labels
        )
    if count:
        print(f"Demo world: {count} operations in {time.monotonic() - begun:.1f} s", flush=True)


async def main(arguments: argparse.Namespace) -> None:
    settings = Settings.from_environment()
    if arguments.url:
        if arguments.weeks:
            raise SystemExit(PAST_WEEKS)
        async with aclosing(There(arguments.url, settings.demo_password)) as there:
            await load(there, arguments)
        return
    if not settings.demo:
        raise SystemExit("Demo people are for demo mode only: set XUNDIAN_DEMO=1.")
    if arguments.database is not None:
        settings = replace(settings, database_url=arguments.database)
    async with opened(settings) as parts:
        await load(Here(parts), arguments, settings.data / LABELS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m seed_data.load")
    parser.add_argument("--masters-only", action="store_true")
    parser.add_argument("--weeks", type=int, choices=range(1, WEEKS + 1))
    parser.add_argument("--file", type=Path)
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--url")
    where.add_argument("--database", help="postgresql://...; default: DATABASE_URL")
    sys.exit(asyncio.run(main(parser.parse_args())))
