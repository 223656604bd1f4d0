"""Old builds of the app against today's server, and the other way round; an update in mid-queue.

    python -m tests.builds [--schemas 1 2 3 4]

For each number of sync_protocol/HISTORY.md the last build that spoke it is taken from this clone's
own history and built with the modules of today. A rep works with a real browser; in the end each
operation must have been applied once, and each order and picture be there. Then two builds that no
longer speak the same protocol: what she is told, and that all she does is delivered nevertheless.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Error, Playwright, sync_playwright

from tests.builds import runs
from tests.builds.old import TODAY, Build, number_at, of_schema, of_tomorrow


def main() -> int:
    newest = number_at("HEAD") or 1
    parser = argparse.ArgumentParser(description="Old and new builds against each other")
    parser.add_argument("--schemas", type=int, nargs="*", default=list(range(1, newest)))
    given = parser.parse_args()
    failed = 0
    with tempfile.TemporaryDirectory(prefix="xundian-builds-") as name, sync_playwright() as player:
        folder = Path(name)
        for number in given.schemas:
            old = of_schema(number, folder)
            failed += told(player, folder, f"{old.name}, then today's", runs.upgraded, old)
            failed += told(player, folder, f"{old.name} under today's app", runs.app_first, old)
        failed += told(player, folder, "a server without protocol 1", runs.too_old, TODAY)
        tomorrow = of_tomorrow(folder)
        failed += told(player, folder, "an app that speaks protocol 2", runs.too_new, tomorrow)
    print(f"{failed} failed")
    return 1 if failed else 0


Run = Callable[[Playwright, Path, Build], str]


def told(player: Playwright, folder: Path, what: str, run: Run, build: Build) -> int:
    try:
        with tempfile.TemporaryDirectory(dir=folder) as home:
            print(f"ok   {what}: {run(player, Path(home), build)}", flush=True)
    except (AssertionError, Error) as error:
        print(f"FAIL {what}: {error}", flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
