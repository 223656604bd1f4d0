"""The server's figures: a real process, real HTTP, SQLite with synchronous=FULL."""

import gzip
import json
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sync_protocol.client import uuid7
from tests.phone import Phone
from tests.server_process import ServerProcess

PASSWORD = "demo-2026"
VISITS = 10_000
Figures = dict[str, float]


def visit_args(store: str, rep: str, number: int) -> dict[str, Any]:
    """A visit of the kind the protocol's comparison used: five SKUs, a position, a note."""
    return {
        "store_id": store, "rep_id": rep, "planned_visit_id": None, "day": "2026-11-24",
        "started_at": "2026-11-24T01:00:00.000Z", "ended_at": "2026-11-24T01:20:00.000Z",
        "position": {"lat_e7": 230300000 + number, "lon_e7": 1131000000 + number,
                     "accuracy_m": 12 + number % 30, "age_s": 2},
        "distance_m": number % 80, "fence_result": "inside", "outcome": "completed",
        "fail_reason": None, "note": f"第 {number} 次" if number % 3 == 0 else None,
        "observations": [
            {"sku_id": f"SKU-{k:02d}", "location": "main_shelf", "presence": "present",
             "facings": (number + k) % 7 + 1, "shelf_units": (number * k) % 40,
             "backroom_units": None, "price_fen": 300 + (number * k) % 200, "price_tag": "correct",
             "same_as_last": False}
            for k in range(1, 6)
        ],
    }  # fmt: skip


def fill(phone: Phone, count: int, start: int = 0) -> None:
    stores = sorted(name[6:] for name in phone.scopes if name.startswith("store:"))
    rep = phone.person_id
    for i in range(start, start + count):
        phone.say("visit.record", "visit", uuid7(), visit_args(stores[i % len(stores)], rep, i))


def costs(server: ServerProcess, work: Callable[[], None]) -> tuple[float, float]:
    """CPU seconds of the server, and wall seconds."""
    cpu, wall = server.cpu_seconds(), time.perf_counter()
    work()
    wall = time.perf_counter() - wall
    return server.cpu_seconds() - cpu, wall


def pulled(phone: Phone, encoding: str) -> int:
    """A whole pull of everything the phone lacks; bytes on the wire."""
    size = 0
    names = list(phone.scopes)
    body = {**phone.pull_body(names), "max_bytes": 8 * 1024 * 1024}
    more = True
    while more:
        with phone.http.stream(
            "POST", "/sync/v1/pull", json=body, headers={"Accept-Encoding": encoding}
        ) as answer:
            raw = b"".join(answer.iter_raw())
        size += len(raw)
        plain = gzip.decompress(raw) if encoding == "gzip" else unzstd(raw)
        more = phone.take_pull(plain.splitlines())
        body = {**phone.pull_body(list(phone.scopes)), "max_bytes": 8 * 1024 * 1024}
    return size


def asked(phone: Phone) -> tuple[float, float]:
    """Milliseconds until the whole answer to a pull is here; and until the reference client, which
    computes each digest anew and holds 10,000 records in its memory, has taken it in."""
    body, begun = phone.pull_body(None), time.perf_counter()
    with phone.http.stream("POST", "/sync/v1/pull", json=body) as answer:
        lines = [line.encode() for line in answer.iter_lines() if line]
    waited = time.perf_counter()
    phone.take_pull(lines)
    return (waited - begun) * 1000, (time.perf_counter() - begun) * 1000


def unzstd(raw: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdDecompressor().decompressobj().decompress(raw)


def one_round(folder: Path) -> Figures:
    """All of it once, on a new database."""
    server = ServerProcess(folder)
    server.run("backend.store.migrate")
    server.run("seed_data.load", "--masters-only")
    figures: Figures = {}
    with server:
        writer = Phone(server.url, "rep.cc03", PASSWORD)
        writer.catch_up()
        reader = Phone(server.url, "rep.cc03", PASSWORD)
        reader.catch_up()
        fill(writer, VISITS)
        figures["push 10k CPU s"], figures["push 10k wall s"] = costs(
            server, lambda: void(writer.push(limit=100))
        )
        for encoding in ("gzip", "zstd"):
            fresh = Phone(server.url, "rep.cc03", PASSWORD)
            fresh.catch_up_on_grants()
            sizes: list[int] = []
            cpu, wall = costs(server, partial(_kept, sizes, fresh, encoding))
            figures[f"pull 10k {encoding} CPU s"] = cpu
            figures[f"pull 10k {encoding} wall s"] = wall
            figures[f"pull 10k {encoding} MB"] = sum(sizes) / 1e6
        reader.catch_up()
        waits, taken = [], []
        for n in range(20):
            fill(writer, 10, VISITS + n * 10)
            writer.push()
            waited, took = asked(reader)
            waits.append(waited)
            taken.append(took)
        figures["delta 10 p50 ms"] = statistics.median(waits)
        figures["delta 10 p95 ms"] = sorted(waits)[18]
        figures["delta 10 taken in p50 ms"] = statistics.median(taken)
        figures.update(twenty(server))
        figures["peak MiB"] = server.peak_mib()
    return figures


def twenty(server: ServerProcess) -> Figures:
    """20 clients, 200 operations each, at once; every error counts."""
    logins = ["rep.cc01", "rep.cc02", "rep.cc03", "rep.sd01", "rep.sd02"] * 4
    phones = [Phone(server.url, login, PASSWORD) for login in logins]
    for phone in phones:
        phone.catch_up()
        fill(phone, 200)
    errors: list[str] = []

    def run(phone: Phone) -> None:
        try:
            for result in phone.push(limit=50):
                if result["status"] != "applied":
                    errors.append(json.dumps(result))
        except Exception as error:  # counted, not hidden
            errors.append(repr(error))

    threads = [threading.Thread(target=run, args=(phone,)) for phone in phones]

    def together() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    cpu, wall = costs(server, together)
    return {"20x200 CPU s": cpu, "20x200 wall s": wall, "20x200 errors": float(len(errors))}


def _kept(sizes: list[int], phone: Phone, encoding: str) -> None:
    sizes.append(pulled(phone, encoding))


def void(_: object) -> None:
    return None


GOALS = {
    "push 10k CPU s": 2.0, "pull 10k gzip CPU s": 0.3, "pull 10k gzip MB": 1.8,
    "pull 10k zstd MB": 1.3, "delta 10 p50 ms": 5.0, "20x200 errors": 0.0, "peak MiB": 150.0,
}  # fmt: skip


def measure(rounds: int) -> dict[str, list[float]]:
    """Each figure, once a round."""
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(prefix="xundian-bench-") as folder:
            for name, value in one_round(Path(folder)).items():
                found.setdefault(name, []).append(value)
    return found
