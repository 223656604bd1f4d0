"""How well the flags find what was planted: `make fraud-report`.

    python -m seed_data.fraud_report --world branch --weeks 8

Lives through a world of habits.py in a database of its own, which is thrown away: every visit goes
through push, every picture is measured and every day judged by the product's own functions, as its
worker's jobs ask for. Then flags are set against labels.
"""

import argparse
import asyncio
import io
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from backend.outside.blobs import Blobs
from backend.parts import Parts, opened
from backend.reviews.judge import judge
from backend.settings import Settings
from backend.store import migrate
from backend.visits.arrivals import say_arrived
from backend.visits.looks import measure
from backend.visits.pictures import Pictures
from seed_data import habits, history, worlds
from seed_data.fieldwork import FieldWork
from seed_data.load import LABELS, play, read_labels, start_of, write_labels
from seed_data.player import Player
from seed_data.scored import Flag, Score, scored, table
from seed_data.script import Script
from seed_data.servers import Here
from seed_data.worlds import World

TODAY = date(2026, 11, 27)
AT_ONCE = 40
ASKED = "SELECT job_id, payload FROM job WHERE kind = ? AND state = 'waiting' ORDER BY job_id"
PHOTOS = "SELECT DISTINCT sha256, author_id FROM photo WHERE NOT present ORDER BY sha256, author_id"


class Pool:
    """Pictures that have not been looked at yet. Only they are kept, so a branch's weeks need no
    more room than a day."""

    def __init__(self, images: dict[str, bytes]) -> None:
        self.images = images

    @asynccontextmanager
    async def original(self, sha256: str) -> AsyncIterator[BinaryIO]:
        yield io.BytesIO(self.images[sha256])


async def lived_and_judged(parts: Parts, world: World, weeks: int, work: FieldWork) -> None:
    """Masters, then day by day: visits, pictures, the office's morning, judging."""
    server, players = Here(parts), dict[str, Player]()
    noon = history.at(TODAY, 12)
    await server.first_met(lambda _: start_of(noon))
    worlds.tell_masters(work.script, world, start_of(noon), history.price_days(TODAY))
    pool = Pictures(cast(Blobs, Pool(work.pool)))
    for day in history.working_days(TODAY, 5 * weeks):
        work.changed_minds(history.at(day, 8.2))
        work.visit(day, history.at(day, 18.5))
        await play(server, work.script, players)
        work.script.lines.clear()
        parts.store.clock = clock_at(history.at(day, 20))
        await look_at_pictures(parts, pool)
        work.pool.clear()
        await judge_days(parts)
        if sys.stderr.isatty():
            print(f"{day} lived and judged", file=sys.stderr, flush=True)


def clock_at(moment: str) -> Callable[[], str]:
    return lambda: moment


async def look_at_pictures(parts: Parts, pool: Pictures) -> None:
    """All of the day's are here; each is measured and compared."""
    async with parts.store.reading() as read:
        arrived = await read.rows(PHOTOS)
    for sha256, author in arrived:
        await say_arrived(parts.store, parts.registry, sha256, author)
    asked = await _jobs(parts, "measure")
    for start in range(0, len(asked), AT_ONCE):
        now = asked[start : start + AT_ONCE]
        await asyncio.gather(*(measure(parts.store, pool, one["photo_id"]) for one in now))


async def judge_days(parts: Parts) -> None:
    """Every day something was said about."""
    for one in await _jobs(parts, "judge"):
        await judge(parts.store, one["rep_id"], one["day"])
    await _jobs(parts, "judge")  # of a day's own verdicts


async def _jobs(parts: Parts, kind: str) -> list[dict[str, Any]]:
    """What the product asks its worker for; taken off its list."""
    async with parts.store.reading() as read:
        rows = await read.rows(ASKED, kind)

    async def taken(records: Any) -> None:
        for job_id, _ in rows:
            records.execute("DELETE FROM job WHERE job_id = ?", job_id)

    await parts.store.write(taken)
    return [msgspec.json.decode(payload) for _, payload in rows]


async def flags_of(parts: Parts) -> tuple[list[Flag], dict[str, tuple[str, str, str]], int]:
    """Flags that stand; visits with rep, day and store; pictures looked at."""
    async with parts.store.reading() as read:
        flags = await read.rows(
            "SELECT code, visit_id, rep_id, day FROM visit_flag WHERE state <> 'withdrawn'"
        )
        visits = await read.rows("SELECT id, rep_id, day, store_id FROM visit")
        photos = await read.rows("SELECT count(*) FROM photo_look")
    return (
        [Flag(*row) for row in flags],
        {row[0]: (row[1], row[2], row[3]) for row in visits},
        int(photos[0][0]),
    )


def work_of(world: World, name: str, weeks: int) -> FieldWork:
    days = history.working_days(TODAY, 5 * weeks)
    people = habits.BRANCH if name == "branch" else habits.SMALL
    phones = habits.PHONES if name == "branch" else {}
    change_day = history.price_days(TODAY)[1]
    work = FieldWork(
        Script(), world, f"fraud/{name}", change_day, people=people, phones=phones,
        first_day=days[0],
    )  # fmt: skip
    # No flag looks at plans, confirmations or deliveries: they are left out.
    work.planned = False
    return work


async def report(name: str, weeks: int, folder: Path) -> tuple[list[Score], str]:
    """The scores, and the table with what it rests on."""
    begun = time.monotonic()
    world = worlds.branch() if name == "branch" else worlds.small()
    work = work_of(world, name, weeks)
    settings = Settings(data=folder, demo=True)
    migrate.upgrade("", settings.database)
    async with opened(settings) as parts:
        await lived_and_judged(parts, world, weeks, work)
        flags, visits, photos = await flags_of(parts)
    path = folder / LABELS
    write_labels(path, work.labels)
    wrong = {
        store.id for store, _ in world.served
        if (store.lat_e7, store.lon_e7) != (store.true_lat_e7, store.true_lon_e7)
    }  # fmt: skip
    found = scored(read_labels(path), flags, visits, wrong)
    days = history.working_days(TODAY, 5 * weeks)
    head = (
        f"{name}: {len(visits)} visits of {len(world.of('field_rep'))} reps, {photos} pictures,"
        f" {days[0]} to {days[-1]} ({weeks} weeks), made and judged in"
        f" {time.monotonic() - begun:.0f} s"
    )
    return found, head


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m seed_data.fraud_report")
    parser.add_argument("--world", choices=("small", "branch"), default="branch")
    parser.add_argument("--weeks", type=int, default=8)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found, head = asyncio.run(report(chosen.world, chosen.weeks, Path(folder)))
    print(head + "\n")
    print(table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
