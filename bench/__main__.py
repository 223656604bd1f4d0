"""`make bench`, or `python -m bench [--rounds 5] [--only server|cart|phone|peers]`.

Medians beside goals, and beside a peer doing the same work.
"""

import argparse
import json
import statistics
from pathlib import Path

from bench import cart, peers, phone, server
from bench.pouch import Absent

RESULTS = Path(__file__).parent / "results"
ROUNDS = {"server": 5, "cart": 5, "phone": 5, "peers": 3}


def table(found: dict[str, list[float]], goals: dict[str, float]) -> None:
    print(f"{'figure':34} {'median':>10} {'min':>10} {'max':>10} {'goal':>8}")
    for name, values in found.items():
        goal = goals.get(name)
        middle = statistics.median(values)
        note = "" if goal is None else f"{goal:8g} {'ok' if middle <= goal else 'MISSED'}"
        print(f"{name:34} {middle:10.3f} {min(values):10.3f} {max(values):10.3f} {note}")


def beside_peers(rounds: int) -> None:
    try:
        found = peers.measure(rounds)
    except Absent as why:
        print(f"\npeers left out: {why}")
        return
    print(f"\n{peers.table(found)}")
    (RESULTS / "peers.json").write_text(json.dumps(peers.as_json(found), indent=2))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--only", choices=ROUNDS)
    chosen = parser.parse_args()
    RESULTS.mkdir(exist_ok=True)
    rounds = {name: chosen.rounds or usual for name, usual in ROUNDS.items()}
    for name, part in (("server", server), ("cart", cart), ("phone", phone)):
        if chosen.only in (None, name):
            found = part.measure(rounds[name])
            print(f"\n{name}, medians of {rounds[name]}")
            table(found, part.GOALS)
            (RESULTS / f"{name}.json").write_text(json.dumps(found, indent=2))
    if chosen.only in (None, "peers"):
        beside_peers(rounds["peers"])


if __name__ == "__main__":
    main()
