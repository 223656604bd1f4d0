"""SIGKILL of the server, in the middle of group commit, under the load of several phones (I1, I2).

    python -m tests.crash.kill --times 200 [--engine sqlite|postgresql] [--seed N]

After each restart every operation that was ever acknowledged is there, `next_seq` and the digest
of the log agree; of those whose answer was lost some are there and some not, and all come again.
"""

import argparse
import random
import sys

from tests import engines
from tests.crash.load import Load
from tests.crash.rounds import rounds
from tests.journeys.company import Company

WITHIN_S = 0.3
"""After a push began: before, in and after its group's commit."""


def kill(load: Load, company: Company, rng: random.Random) -> None:
    load.mid_push(rng, WITHIN_S)
    company.server.kill()
    load.hold()
    company.server.start()


def main() -> int:
    parser = argparse.ArgumentParser(description="SIGKILL of the server under load")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--engine", choices=engines.NAMES, default="sqlite")
    parser.add_argument("--seed", type=int, default=20261125)
    given = parser.parse_args()
    with engines.engine(given.engine) as engine:
        report = rounds(given.times, engine, given.seed, kill, tell=True)
    print("\n".join(report.lines()))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
