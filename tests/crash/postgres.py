"""PostgreSQL killed and restarted under load, while our server stays (I1, I2).

    python -m tests.crash.postgres --times 20 [--seed N]

Every other time one backend is killed, upon which PostgreSQL ends all others and recovers by
itself; every other time the postmaster and all it started are, and it is started again after a
while. Meanwhile our server may say 503 `busy`, which a phone tries again, and nothing else; then
it must find its way back without anybody's help.
"""

import argparse
import ctypes
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import psutil

from tests import engines
from tests.crash.load import PATIENCE_S, Load, Report
from tests.crash.rounds import Hurt, rounds
from tests.journeys.company import Company

WITHIN_S = 0.3
AWAY_S = (0.2, 2.0)
PR_SET_CHILD_SUBREAPER = 36


def killing(engine: engines.Postgres) -> Hurt:
    """The harm done to this engine's server, by the pids it has now."""

    def hurt(load: Load, company: Company, rng: random.Random) -> None:
        load.mid_push(rng, WITHIN_S)
        if load.report.kills % 2:
            busy = psutil.Process(engine.server.get_pid()).children()
            clients = [one for one in busy if company.database.url_name in " ".join(one.cmdline())]
            end(rng.choice(clients))
        else:
            master = psutil.Process(engine.server.get_pid())
            end(master, *master.children(recursive=True))
            time.sleep(rng.uniform(*AWAY_S))
            start_again(engine)
        wait_until_ready(company)
        load.hold()

    return hurt


@contextmanager
def mortal_postgres(durable: bool) -> Iterator[engines.Postgres]:
    """A PostgreSQL that may be killed. What it leaves becomes our child, for a dead postmaster that
    nobody buries counts as alive, and keeps the next from starting."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with engines.postgres_engine(durable) as engine:
        yield engine


def end(*processes: psutil.Process) -> None:
    """SIGKILL, and buried."""
    for one in processes:
        with suppress(ProcessLookupError):
            os.kill(one.pid, signal.SIGKILL)
    for one in processes:
        with suppress(ChildProcessError):  # a backend is its postmaster's to bury
            os.waitpid(one.pid, 0)


def start_again(engine: engines.Postgres) -> None:
    """As whoever watches over it would; recovery may take longer than one try waits."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            engine.server.ensure_postgres_running()
            return
        except (subprocess.SubprocessError, AssertionError):
            if time.monotonic() > deadline:
                raise


def wait_until_ready(company: Company) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while httpx.get(f"{company.server.url}/healthz", timeout=30).status_code != 200:
        if time.monotonic() > deadline:
            raise TimeoutError("the server did not find its way back to PostgreSQL")
        time.sleep(0.05)


def run(times: int, engine: engines.Postgres, seed: int, *, tell: bool = False) -> Report:
    return rounds(times, engine, seed, killing(engine), tell=tell)


def main() -> int:
    parser = argparse.ArgumentParser(description="PostgreSQL killed under load")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20261125)
    given = parser.parse_args()
    with mortal_postgres(durable=True) as engine:
        report = run(given.times, engine, given.seed, tell=True)
    print("\n".join(report.lines()))
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main())
