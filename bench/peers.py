"""Ours beside a peer: the same documents, the same steps, the same clocks, in one run.

Both servers stand side by side and take turns step by step, in changing order, so that a machine
that slows down or speeds up meanwhile does so for both.
"""

import os
import statistics
import tempfile
from pathlib import Path
from typing import Any

from bench.ours import Ours
from bench.pouch import Pouch, install, versions
from bench.same_work import BYTES, Sending, Side, Work, cpu_when_quiet, peak_mib, visits

ONE, MANY, CROWD, TRIES, CHANGES = 1_000, 10_000, 200, 20, 10
FEW_WRITER, WRITER = "rep.cc01", "rep.cc03"
LOGINS = ["rep.cc01", "rep.cc02", "rep.cc03", "rep.sd01", "rep.sd02"] * 4
Figures = dict[str, float]
Found = dict[str, list[Figures]]
NOTES = f"""\
Documents: the same visits on both sides, each {BYTES} bytes of JSON. Ours pulls the masters too.
Ours: people sign in, every operation is checked by the domain's rules, kept as a record, announced
  to all who may see it, and on disk (fsync) before it is acknowledged; devices compute digests.
The peer: nobody signs in, nothing is checked, no fsync before it acknowledges (leveldb's default).
Wall: at the client, until its device holds it; ours is the reference client in Python (the app has
  its own), the peer's is PouchDB on Node, both in memory. "answers": until the last byte is here,
  the peer asked for it by one plain _changes. CPU: the server and its children, until quiet again.
MB: both ways, headers included; both servers answer in gzip, only our device gzips what it sends.
"""


def measure(rounds: int) -> Found:
    """Each side's figures, once a round."""
    install()
    print(f"peers: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before us", flush=True)
    found: Found = {"ours": [], "peer": []}
    for number in range(rounds):
        with tempfile.TemporaryDirectory(prefix="xundian-bench-") as name:
            folder = Path(name)
            with Ours(folder / "ours") as ours, Pouch(folder / "peer") as peer:
                for side, figures in one_round(ours, peer, turned=number % 2 == 1).items():
                    found[side].append(figures)
        print(f"  round {number + 1} of {rounds}", flush=True)
    return found


def one_round(ours: Ours, peer: Pouch, *, turned: bool) -> dict[str, Figures]:
    sides: dict[str, Side] = {"ours": ours, "peer": peer}
    if turned:
        sides = dict(reversed(sides.items()))
    found: dict[str, Figures] = {name: {} for name in sides}

    def written(device: str, login: str, count: int, start: int = 0) -> Sending:
        rep = ours.device(device, login).person_id
        return Sending(device, login, visits(ours.stores(login), rep, count, start))

    few, many = written("few", FEW_WRITER, ONE), written("writer", WRITER, MANY)
    crowd = [written(f"crowd {n}", login, CROWD, n * CROWD) for n, login in enumerate(LOGINS)]
    for name, side in sides.items():
        found[name] |= costs("push 1k", side, side.push([few]))
    for name, side in sides.items():
        found[name] |= costs("push 10k", side, side.push([many]))
    for name, side in sides.items():
        found[name] |= costs("pull 10k", side, side.pull("reader", WRITER))
    for name, side in sides.items():
        found[name] |= costs("pull 10k answers", side, side.read("second reader", WRITER))
    changes = [written("writer", WRITER, CHANGES, MANY + n * CHANGES) for n in range(TRIES)]
    for name, figures in deltas(sides, changes).items():
        found[name] |= figures
    for name, side in sides.items():
        found[name] |= costs("20x200", side, side.push(crowd))
        found[name]["peak MiB"] = peak_mib(side.pid)
    return found


def costs(step: str, side: Side, work: Work) -> Figures:
    before = cpu_when_quiet(side.pid)
    did = work()
    figures = {
        f"{step} wall s": did.wall,
        f"{step} CPU s": cpu_when_quiet(side.pid) - before,
        f"{step} MB": did.bytes / 1e6,
        f"{step} failed": float(did.failed),
    }
    if step.startswith("pull"):
        del figures[f"{step} failed"]
        figures[f"{step} documents"] = float(did.documents)
    return figures


def deltas(sides: dict[str, Side], changes: list[Sending]) -> dict[str, Figures]:
    """Ten new visits at a time, then what a device that holds all the others needs for them."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    answered: dict[str, list[float]] = {name: [] for name in sides}
    carried: dict[str, list[int]] = {name: [] for name in sides}
    for sending in changes:
        for name, side in sides.items():
            sent, did = side.push([sending])(), side.pull("reader", WRITER)()
            if sent.failed or did.documents < CHANGES:
                raise RuntimeError(f"{name}: {CHANGES} changes, {sent}, {did}")
            taken[name].append(did.wall * 1000)
            carried[name].append(did.bytes)
            answered[name].append(side.read("second reader", WRITER)().wall * 1000)
    return {
        name: {
            "delta 10 p50 ms": statistics.median(taken[name]),
            "delta 10 answers p50 ms": statistics.median(answered[name]),
            "delta 10 kB": statistics.median(carried[name]) / 1000,
        }
        for name in sides
    }


def medians(rounds: list[Figures]) -> Figures:
    return {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}


def ratios(ours: Figures, peer: Figures) -> Figures:
    """Ours over the peer's; where the peer's is nothing there is no ratio."""
    return {name: ours[name] / peer[name] for name in ours if peer.get(name)}


def table(found: Found) -> str:
    ours, peer = medians(found["ours"]), medians(found["peer"])
    compared = ratios(ours, peer)
    rows = [f"ours beside {versions()}, leveldb; medians of {len(found['ours'])}", NOTES]
    rows.append(f"{'figure':26} {'ours':>10} {'peer':>10} {'ours/peer':>10}")
    for name in ours:
        ratio = f"{compared[name]:10.2f}" if name in compared else f"{'-':>10}"
        rows.append(f"{name:26} {ours[name]:10.3f} {peer[name]:10.3f} {ratio}")
    return "\n".join(rows)


def as_json(found: Found) -> dict[str, Any]:
    """Every round of both, and the ratios of the medians."""
    rounds = {
        side: {name: [each[name] for each in figures] for name in figures[0]}
        for side, figures in found.items()
    }
    compared = ratios(medians(found["ours"]), medians(found["peer"]))
    return {"peer is": versions(), "visit bytes": BYTES, **rounds, "ours/peer": compared}
