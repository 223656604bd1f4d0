"""A phone at 50 kbit/s, 800 ms and 5 % loss, with cuts: nothing is lost, and little goes twice.

    python -m tests.networks [--kbit 50] [--loss 5] [--cut 40] [--seed 1]

Server and phone stand in network namespaces of their own; every packet between them passes
`line.py`. Bytes on the wire hold IP, TCP and what TCP itself sent again.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx

from bench.server import fill
from tests import pictures
from tests.networks import line as lines
from tests.networks.work import PIECE, Tally, first_pull, photo, push
from tests.phone import Phone
from tests.server_process import ServerProcess

INSIDE = "XUNDIAN_IN_A_NAMESPACE"
PASSWORD = "demo-2026"
PATIENCE_S = 20
"""A phone gives up a request of which nothing comes for so long."""
UP_S = (15, 30)
PAGE = 256 * 1024 + 64 * 1024
"""The most between two marks, and one record more."""
VISITS = 400
A_PUSH = 50


class Cutting(threading.Thread):
    """Cuts the line again and again, for so long that every request in flight is given up."""

    def __init__(self, line: lines.Line, seconds: float, seed: int) -> None:
        super().__init__(name="cutting", daemon=True)
        self.line, self.seconds, self.cuts = line, seconds, 0
        self._rng, self._ended = random.Random(seed), threading.Event()

    def run(self) -> None:
        while not self._ended.wait(self._rng.uniform(*UP_S)):
            self.line.cut = True
            self.cuts += 1
            self._ended.wait(self.seconds)
            self.line.cut = False

    def stop(self) -> None:
        self._ended.set()
        self.join(5)


def run(given: argparse.Namespace, folder: Path) -> int:
    server = ServerProcess(folder)
    server.run("backend.store.migrate")
    server.run("seed_data.load")
    with (folder / "server.log").open("ab") as log:
        process, far = lines.far_server(server.env, log)
    line = lines.Line(
        lines.device("near", lines.NEAR, lines.FAR), far,
        kbit_s=given.kbit, loss=given.loss / 100, seed=given.seed,
    )  # fmt: skip
    line.start()
    try:
        return worked(line, given)
    finally:
        line.stop()
        process.kill()
        process.wait()


def worked(line: lines.Line, given: argparse.Namespace) -> int:
    url = f"http://{lines.FAR}:{lines.PORT}"
    until_there(url)
    phone = Phone(url, "rep.cc01", PASSWORD)
    phone.http.timeout = httpx.Timeout(PATIENCE_S)
    cutting = Cutting(line, given.cut, given.seed)
    cutting.start()
    tallies = []
    for tally, work in (
        (Tally("first pull", PAGE), lambda tally: first_pull(phone, tally)),
        (Tally(f"push of {VISITS}", 0), lambda tally: push(phone, tally, A_PUSH)),
        (Tally("photo", PIECE), lambda tally: photo(phone, picture(given.seed), tally)),
    ):
        if tally.name.startswith("push"):
            fill(phone, VISITS)
        up, down = line.up.bytes, line.down.bytes
        with tally.timed():
            work(tally)
        tallies.append(tally)
        told(tally, line.up.bytes - up, line.down.bytes - down)
    cutting.stop()
    again = Tally("again", PAGE)
    first_pull(phone, again)  # count and digest of every scope are compared at its mark
    answer = phone.push_once(limit=0)
    faults = [
        f"{one.name}: a break cost {one.largest} bytes, {one.allowed} are allowed"
        for one in tallies
        if one.largest > one.allowed
    ]
    if (answer["next_seq"], answer["ops_digest"]) != (len(phone.log) + 1, phone.ops_digest()):
        faults.append("phone and server differ about what was said")
    if {one["status"] for one in phone.results.values()} - {"applied", "duplicate", "settled"}:
        faults.append("something was refused")
    if not cutting.cuts:
        faults.append("the line was never cut: nothing is shown")
    lost = line.up.lost + line.down.lost
    say(f"{cutting.cuts} cuts of {given.cut} s, {lost} packets lost; digests agree"
          if not faults else "\n".join(f"FAULT {one}" for one in faults))  # fmt: skip
    return 1 if faults else 0


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def told(tally: Tally, up: int, down: int) -> None:
    say(
        f"{tally.name:12} {tally.seconds:6.0f} s  payload {tally.payload:8,}  wire up {up:9,}"
        f"  down {down:9,}  breaks {tally.breaks:2}  in vain {tally.in_vain:7,}"
        f"  at most {tally.largest:7,} of {tally.allowed:,} allowed"
    )


def picture(seed: int) -> bytes:
    return pictures.jpeg(1200, 900, seed)


def until_there(url: str) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            httpx.get(f"{url}/healthz", timeout=10).raise_for_status()
            return
        except httpx.HTTPError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def main() -> int:
    parser = argparse.ArgumentParser(description="A phone on a thin and broken line")
    parser.add_argument("--kbit", type=int, default=50)
    parser.add_argument("--loss", type=float, default=5, help="percent, each way")
    parser.add_argument("--cut", type=float, default=40, help="seconds")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if INSIDE not in os.environ:
        lacks = [tool for tool in ("unshare", "ip") if shutil.which(tool) is None]
        if lacks or not os.access("/dev/net/tun", os.R_OK | os.W_OK):
            say(f"needs /dev/net/tun, `ip` and `unshare`; lacking: {lacks or '/dev/net/tun'}")
            return 2
        again = ["unshare", "-rn", sys.executable, "-m", "tests.networks", *sys.argv[1:]]
        os.execvpe("unshare", again, {**os.environ, INSIDE: "1"})  # noqa: S606
    with tempfile.TemporaryDirectory(prefix="xundian-line-") as folder:
        return run(given, Path(folder))


if __name__ == "__main__":
    sys.exit(main())
