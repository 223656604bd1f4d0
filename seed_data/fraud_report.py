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
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
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
from seed_data.habits import Habit, Phone
from seed_data.load import LABELS, play, read_labels, start_of, write_labels
from seed_data.player import Player
from seed_data.scored import Flag, Score, scored, table
from seed_data.script import Script
from seed_data.servers import Here
from seed_data.worlds import World

TODAY = date(2026, 11, 27)
AT_ONCE = 40
MEANING = """
A hit is a visit (G14, G17: a rep's day) whose flag has ground in what was planted; a false alarm
has none; missed is ground without a flag. precision = hits / (hits + false alarms), recall = hits /
(hits + missed), each over the whole period above; "-": nothing to divide by. In brackets: false
alarms at stores whose point in the master data is wrong; "mended" is the precision without them,
once the points are right. Flags are questions: a false alarm costs a look, never a penalty.
Nothing is planted for G02, G04, G06, G10, G11, G15 and V8: they show what honest work raises; G10
and G11 need a person's eye."""
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


async def lived_and_judged(
    parts: Parts, world: World, days: Sequence[date], work: FieldWork
) -> None:
    """Masters, then day by day: visits, pictures, the office's morning, judging."""
    server, players = Here(parts), dict[str, Player]()
    noon = history.at(TODAY, 12)
    await server.first_met(lambda _: start_of(noon))
    worlds.tell_masters(work.script, world, start_of(noon), history.price_days(TODAY))
    pool = Pictures(cast(Blobs, Pool(work.pool)))
    for day in days:
        work.changed_minds(history.at(day, 8.2))
        work.partners.orders.clear()  # confirmed; nobody changes his mind twice
        work.visit(day, history.at(day, work.heard_h(day)))
        await play(server, work.script, players)
        work.script.lines.clear()
        parts.store.clock = clock_at(history.at(day, 22))
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
    """Every day something was said about, and those whose verdicts that touches."""
    while asked := await _jobs(parts, "judge"):
        for one in asked:
            await judge(parts.store, one["rep_id"], one["day"])


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


def work_of(
    world: World, days: Sequence[date], people: Mapping[str, Habit], phones: Mapping[str, Phone]
) -> FieldWork:
    """No flag looks at plans, confirmations or deliveries: they are left out."""
    work = FieldWork(
        Script(), world, "fraud", history.price_days(TODAY)[1], people=people, phones=phones,
        first_day=days[0],
    )  # fmt: skip
    work.planned = False
    return work


async def report(
    world: World, people: Mapping[str, Habit], phones: Mapping[str, Phone],
    days: Sequence[date], folder: Path,
) -> tuple[list[Score], str]:  # fmt: skip
    """The scores, and what they rest on."""
    begun = time.monotonic()
    work = work_of(world, days, people, phones)
    settings = Settings(data=folder, demo=True)
    migrate.upgrade("", settings.database)
    async with opened(settings) as parts:
        await lived_and_judged(parts, world, days, work)
        flags, visits, photos = await flags_of(parts)
    write_labels(folder / LABELS, work.labels)
    found = scored(read_labels(folder / LABELS), flags, visits, wrong_points(world))
    return found, (
        f"{len(visits)} visits of {len(world.of('field_rep'))} reps with {photos} pictures,"
        f" {days[0]} to {days[-1]}, {len(work.labels)} of them not what they seem;"
        f" made and judged in {time.monotonic() - begun:.0f} s"
    )


def wrong_points(world: World) -> set[str]:
    """Stores whose point in the master data is not where their door is."""
    return {
        store.id
        for store, _ in world.served
        if (store.lat_e7, store.lon_e7) != (store.true_lat_e7, store.true_lon_e7)
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m seed_data.fraud_report")
    parser.add_argument("--world", choices=("small", "branch"), default="branch")
    parser.add_argument("--weeks", type=int, default=8)
    chosen = parser.parse_args()
    days = history.working_days(TODAY, 5 * chosen.weeks)
    large = chosen.world == "branch"
    world = worlds.branch() if large else worlds.small()
    people, phones = (habits.BRANCH, habits.PHONES) if large else (habits.SMALL, {})
    with tempfile.TemporaryDirectory() as folder:
        found, head = asyncio.run(report(world, people, phones, days, Path(folder)))
    print(f"{chosen.world}, {chosen.weeks} weeks: {head}\n")
    print(table(found))
    print(MEANING)
    return 0


if __name__ == "__main__":
    sys.exit(main())
