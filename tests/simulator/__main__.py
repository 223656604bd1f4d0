"""`make simulate SEEDS=n`: many worlds on all cores; what fails is made small and written down."""

import argparse
import json
import multiprocessing
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.simulator.plan import plan_of
from tests.simulator.search import shrunk, trouble, write_trace

CHUNK = 50
RECORDS = Path(__file__).parent / "long_runs.jsonl"


def failing(first: int, last: int) -> list[tuple[int, str]]:
    found = ((seed, trouble(plan_of(seed))) for seed in range(first, last))
    return [(seed, what) for seed, what in found if what is not None]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--seeds", type=int, default=2000, help="how many worlds")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--record", action="store_true", help=f"add a line to {RECORDS.name}")
    asked = parser.parse_args()
    end = asked.start + asked.seeds
    chunks = [(at, min(at + CHUNK, end)) for at in range(asked.start, end, CHUNK)]
    commit, began = _commit(), time.monotonic()
    bad: list[tuple[int, str]] = []
    with multiprocessing.Pool(asked.jobs) as pool:
        for part in pool.starmap(failing, chunks, chunksize=1):
            bad += part
    took = round(time.monotonic() - began, 1)
    for seed, what in bad[:5]:
        small = shrunk(plan_of(seed))
        file = write_trace(small, f"seed-{seed}", what)
        print(f"seed {seed}: {what}, {len(small.steps)} steps in {file.name}")
        for step in small.steps:
            print("   ", json.dumps(step))
    line = {
        "on": datetime.now(UTC).date().isoformat(),
        "commit": commit,
        "engine": "sqlite",
        "seeds": [asked.start, end - 1],
        "failing": [seed for seed, _ in bad],
        "seconds": took,
    }
    if asked.record:
        with RECORDS.open("a") as records:
            records.write(json.dumps(line) + "\n")
    print(f"{asked.seeds} worlds, seeds {asked.start} to {end - 1}: {len(bad)} failed, {took} s")
    return 1 if bad else 0


def _commit() -> str:
    said = subprocess.run(
        ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
    )
    return said.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
