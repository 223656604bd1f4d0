"""The same world, larger, from a fixed seed: the same seed gives the same bytes.

python -m seed_data.grow --world branch --seed 7 --out branch.jsonl
python -m seed_data.grow --world national --out national.jsonl
python -m seed_data.grow --world small --skus 200 --out small-200.jsonl
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec

from seed_data import history, worlds
from seed_data.script import Line, Script


def grown(world: str, seed: int, skus: int, today: date) -> Iterator[Line]:
    """Lines of a world's masters, branch by branch."""
    start = history.at(today - timedelta(days=60), 9)
    days = history.price_days(today)
    if world == "national":
        found = worlds.national(seed, skus)
    elif world == "branch":
        found = iter((worlds.branch(seed, skus),))
    else:
        small = worlds.small(seed)
        small.products = worlds.products(skus, seed)
        found = iter((small,))
    for i, one in enumerate(found):
        script = Script()
        worlds.tell_masters(script, one, start, days, first=i == 0)
        yield from script


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m seed_data.grow")
    parser.add_argument("--world", choices=("small", "branch", "national"), default="branch")
    parser.add_argument("--seed", type=int, default=worlds.SEED)
    parser.add_argument("--skus", type=int, default=16)
    parser.add_argument("--today", type=date.fromisoformat, default=date(2026, 11, 25))
    parser.add_argument("--out", type=Path, required=True)
    chosen = parser.parse_args()
    count = 0
    with chosen.out.open("wb") as file:
        for line in grown(chosen.world, chosen.seed, chosen.skus, chosen.today):
            file.write(msgspec.json.encode(list(line)) + b"\n")
            count += 1
    print(f"{count} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
