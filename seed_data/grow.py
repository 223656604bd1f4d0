"""The same world, larger, from a fixed seed: the same seed gives the same bytes.

    python -m seed_data.grow --world branch --seed 7 --out branch.jsonl
    python -m seed_data.grow --world national --days 2 --out national.jsonl
    python -m seed_data.grow --world small --skus 200 --out small-200.jsonl

Load with `python -m seed_data.load --file branch.jsonl`. Branch by branch is made and written, so
that thirty need no more memory than one.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec

from seed_data import history, worlds
from seed_data.load import HISTORY_BEGINS_DAYS
from seed_data.script import Line, Script

BRANCHES = 30


def grown(
    world: str, seed: int, skus: int, today: date, *, days: int = 0, branches: int = BRANCHES
) -> Iterator[Line]:
    """Lines of a world, branch by branch: its masters, and so many working days of history."""
    start = history.at(today - timedelta(days=HISTORY_BEGINS_DAYS), 9)
    if world == "national":
        found = worlds.national(seed, skus, branches)
    elif world == "branch":
        found = iter((worlds.branch(seed, skus),))
    else:
        found = iter((worlds.small(seed, skus),))
    for number, one in enumerate(found):
        script = Script()
        worlds.tell_masters(script, one, start, history.price_days(today), first=number == 0)
        if days:
            history.lived(script, one, today, history.at(today, 12), days=days)
        yield from script


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m seed_data.grow")
    parser.add_argument("--world", choices=("small", "branch", "national"), default="branch")
    parser.add_argument("--seed", type=int, default=worlds.SEED)
    parser.add_argument("--skus", type=int, default=16)
    parser.add_argument("--branches", type=int, default=BRANCHES, help="of the national world")
    parser.add_argument("--days", type=int, default=0, help="working days of history")
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 25))
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    count = 0
    lines = grown(
        chosen.world, chosen.seed, chosen.skus, chosen.today,
        days=chosen.days, branches=chosen.branches,
    )  # fmt: skip
    with chosen.out.open("wb") as file:
        for line in lines:
            file.write(msgspec.json.encode(line.told()) + b"\n")
            count += 1
    print(f"{count} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
