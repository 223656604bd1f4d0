"""How many of the wrong points in the master data check-ins find: `make points-report`.

    python -m seed_data.points_report --world small --weeks 8

Lives through a world as fraud_report.py does, then has the product's own worker look at all stores.
What it proposes is set against where the doors truly are, which the product never reads.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from backend.parts import Parts, opened
from backend.proposals import marks
from backend.settings import Settings
from backend.store import migrate
from backend.visits.rules import distance_m
from seed_data import habits, history, worlds
from seed_data.fraud_report import TODAY, lived_and_judged, work_of, wrong_points
from seed_data.habits import Habit, Phone
from seed_data.worlds import World

MEANING = """
wrong: the master point is not where the door is. learnt: enough check-ins to say where it is
(3 fixes of 100 m or sharper, on 3 days). found: the worker proposes to move the point. false: it
proposes so although the point is right. held: the learnt circle holds the true door."""


@dataclass(frozen=True, slots=True)
class Points:
    """Of the stores that somebody serves."""

    stores: int
    wrong: int
    learnt: int
    wrong_learnt: int
    found: int
    false: int
    held: int
    master_off_m: float
    learnt_off_m: float
    within_m: float

    def said(self) -> str:
        return (
            f"{self.stores} stores, {self.wrong} of them with a wrong point; learnt: {self.learnt},"
            f" {self.wrong_learnt} of them wrong\n"
            f"found: {self.found} of {self.wrong} wrong ones"
            f" ({self.found} of {self.wrong_learnt} that could be learnt), false: {self.false}\n"
            f"held: {self.held} of {self.learnt} circles; their radius is {self.within_m:.0f} m"
            f" in the median\nof the wrong ones that were found, the master point is"
            f" {self.master_off_m:.0f} m from the door in the median, the learnt one"
            f" {self.learnt_off_m:.0f} m"
        )


async def measured(world: World, parts: Parts) -> Points:
    """What stands in the tables, against the truth."""
    async with parts.store.reading() as read:
        learnt = {
            row["id"]: msgspec.json.decode(row["learnt"])
            for row in await read.all(
                "SELECT id, learnt FROM store_mark WHERE learnt IS NOT NULL", {}
            )
        }
        asked = {
            row["store_id"]
            for row in await read.all(
                "SELECT store_id FROM store_change WHERE origin = 'learnt'", {}
            )
        }
    return scored(world, learnt, asked)


def scored(world: World, learnt: Mapping[str, Any], asked: set[str]) -> Points:
    doors = {store.id: store for store, _ in world.served}
    wrong = wrong_points(world)
    off = {
        id: distance_m(one["lat_e7"], one["lon_e7"], doors[id].true_lat_e7, doors[id].true_lon_e7)
        for id, one in learnt.items()
    }
    found = sorted(asked & wrong)
    return Points(
        stores=len(doors),
        wrong=len(wrong),
        learnt=len(learnt),
        wrong_learnt=len(wrong & learnt.keys()),
        found=len(found),
        false=len(asked - wrong),
        held=sum(off[id] <= one["within_m"] for id, one in learnt.items()),
        master_off_m=middle([master_off(doors[id]) for id in found]),
        learnt_off_m=middle([off[id] for id in found]),
        within_m=middle([one["within_m"] for one in learnt.values()]),
    )


def master_off(store: Any) -> int:
    return distance_m(store.lat_e7, store.lon_e7, store.true_lat_e7, store.true_lon_e7)


def middle(numbers: Sequence[float]) -> float:
    return median(numbers) if numbers else 0.0


async def report(
    world: World, people: Mapping[str, Habit], phones: Mapping[str, Phone], weeks: int,
    folder: Path,
) -> tuple[Points, str]:  # fmt: skip
    """The numbers, and what they rest on."""
    begun = time.monotonic()
    days = history.working_days(TODAY, 5 * weeks)
    settings = Settings(data=folder, demo=True)
    migrate.upgrade("", settings.database)
    async with opened(settings) as parts:
        await lived_and_judged(parts, world, days, work_of(world, days, people, phones))
        looked = time.monotonic()
        stores = await marks.look(parts.store)
        took = time.monotonic() - looked
        found = await measured(world, parts)
    return found, (
        f"{len(world.of('field_rep'))} reps, {days[0]} to {days[-1]};"
        f" lived and judged in {looked - begun:.0f} s, {stores} stores looked at in {took:.1f} s"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m seed_data.points_report")
    parser.add_argument("--world", choices=("small", "branch"), default="small")
    parser.add_argument("--weeks", type=int, default=8)
    chosen = parser.parse_args()
    large = chosen.world == "branch"
    world = worlds.branch() if large else worlds.small()
    people, phones = (habits.BRANCH, habits.PHONES) if large else (habits.SMALL, {})
    with tempfile.TemporaryDirectory() as folder:
        found, rests_on = asyncio.run(report(world, people, phones, chosen.weeks, Path(folder)))
    print(f"{found.said()}\n{rests_on}\n{MEANING}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
