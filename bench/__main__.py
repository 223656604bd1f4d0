"""`make bench`, or `python -m bench [--rounds 5] [--only server|phone]`: medians beside goals."""

import argparse
import json
import statistics
from pathlib import Path

from bench import phone, server

RESULTS = Path(__file__).parent / "results"


def table(found: dict[str, list[float]], goals: dict[str, float]) -> None:
    print(f"{'figure':34} {'median':>10} {'min':>10} {'max':>10} {'goal':>8}")
    for name, values in found.items():
        goal = goals.get(name)
        middle = statistics.median(values)
        note = "" if goal is None else f"{goal:8g} {'ok' if middle <= goal else 'MISSED'}"
        print(f"{name:34} {middle:10.3f} {min(values):10.3f} {max(values):10.3f} {note}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=("server", "phone"))
    chosen = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    for name, part in (("server", server), ("phone", phone)):
        if chosen.only in (None, name):
            found = part.measure(chosen.rounds)
            print(f"\n{name}, medians of {chosen.rounds}")
            table(found, part.GOALS)
            (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
