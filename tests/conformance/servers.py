"""Running servers over copies of one demo world, whole or without one safeguard.

The processes are forked from one that has imported everything, so that each costs little.
"""

import multiprocessing
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from backend.settings import Settings
from sync_protocol.conformance.world import World
from tests.conformance import broken
from tests.server_process import ServerProcess, free_port

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.conformance.broken"])
PATIENCE_S = 40


def demo_world(folder: Path, database_url: str = "") -> None:
    """The demo's people, stores and grants, without their history, in a migrated database."""
    made = ServerProcess(folder, database_url)
    made.run("backend.store.migrate")
    made.run("seed_data.load", "--masters-only")


@contextmanager
def copied(name: str, template: Path, folder: Path) -> Iterator[World]:
    """`serving` over a copy of a folder that holds a demo world, thrown away afterwards. Without
    pages and worker, which nobody asks for here, it starts in half the time."""
    shutil.copytree(template, folder)
    settings = Settings(data=folder, demo=True, pages=folder / "no-pages", worker=False)
    try:
        with serving(name, settings) as world:
            yield world
    finally:
        shutil.rmtree(folder)


@contextmanager
def serving(name: str, settings: Settings) -> Iterator[World]:
    """The server of that name, and the demo's people before it."""
    port = free_port()
    process = PROCESSES.Process(target=broken.serve, args=(name, settings, port), daemon=True)
    process.start()
    people = {"colleague": "rep.cc02", "supervisor": "sup.cc"}
    try:
        with World(f"http://127.0.0.1:{port}", "rep.cc01", "demo-2026", **people) as world:
            _wait(world)
            yield world
    finally:
        process.kill()
        process.join()


def _wait(world: World) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if world.wire.ask("GET", "/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.02)
    raise RuntimeError("no server came up")
