"""`make simulate SEEDS=n`: many worlds on all cores; what fails is made small and written down.
On PostgreSQL with ENGINE=postgresql."""

import argparse
import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests import engines
from tests.simulator import postgres
from tests.simulator.plan import plan_of
from tests.simulator.search import shrunk, trouble, write_trace
from tests.simulator.world import World

CHUNK = 50
RECORDS = Path(__file__).parent / "long_runs.jsonl"


WORLDS: dict[str, type[World]] = {"sqlite": World, "postgresql": postgres.PostgresWorld}


def failing(engine: str, first: int, last: int) -> list[tuple[int, str]]:
    found = ((seed, trouble(plan_of(seed), WORLDS[engine])) for seed in range(first, last))
    return [(seed, what) for seed, what in found if what is not None]


def begin(databases: Any) -> None:
    """A process takes its database, on PostgreSQL."""
    if databases is not None:
        postgres.use(databases.get())


@contextmanager
def databases_for(engine: str, processes: int) -> Iterator[Any]:
    if engine == "sqlite":
        yield None
        return
    with engines.engine(engine) as server:
        waiting = multiprocessing.SimpleQueue()
        for _ in range(processes):
            waiting.put(server.new())
        yield waiting


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--seeds", type=int, default=2000, help="how many worlds")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--engine", choices=list(WORLDS), default="sqlite")
    parser.add_argument("--record", action="store_true", help=f"add a line to {RECORDS.name}")
    asked = parser.parse_args()
    end = asked.start + asked.seeds
    parts = [(asked.engine, at, min(at + CHUNK, end)) for at in range(asked.start, end, CHUNK)]
    commit, began = _commit(), time.monotonic()
    with databases_for(asked.engine, asked.jobs + 1) as databases:
        with multiprocessing.Pool(asked.jobs, begin, (databases,)) as pool:
            bad = [found for part in pool.starmap(failing, parts, chunksize=1) for found in part]
        took = round(time.monotonic() - began, 1)
        if bad:
            begin(databases)
            _show(bad[:5], WORLDS[asked.engine])
    line = {
        "on": datetime.now(UTC).date().isoformat(),
        "commit": commit,
        "engine": asked.engine,
        "seeds": [asked.start, end - 1],
        "failing": [seed for seed, _ in bad],
        "seconds": took,
    }
    if asked.record:
        with RECORDS.open("a") as records:
            records.write(json.dumps(line) + "\n")
    where = f"{asked.seeds} worlds on {asked.engine}, seeds {asked.start} to {end - 1}"
    print(f"{where}: {len(bad)} failed, {took} s")
    return 1 if bad else 0


def _show(bad: list[tuple[int, str]], kind: type[World]) -> None:
    for seed, what in bad:
        small = shrunk(plan_of(seed), kind)
        file = write_trace(small, f"seed-{seed}", what)
        print(f"seed {seed}: {what}, {len(small.steps)} steps in {file.name}")
        for step in small.steps:
            print("   ", json.dumps(step))


def _commit() -> str:
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
