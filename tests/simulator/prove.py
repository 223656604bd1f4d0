"""`python -m tests.simulator.prove`: the smallest seed that notices each planted bug,
and its world made small, kept in traces/. One that is there and still notices it stays."""

import json
import sys
from pathlib import Path

import pytest

from tests.simulator.bugs import BUGS
from tests.simulator.plan import plan_of
from tests.simulator.search import TRACES, first_failing, read_trace, shrunk, trouble, write_trace


def _kept(name: str) -> bool:
    file = TRACES / f"{name}.json"
    return file.exists() and trouble(read_trace(file)) is not None


def main() -> int:
    caught: dict[str, int] = {}
    for name, plant in BUGS.items():
        with pytest.MonkeyPatch.context() as patch:
            plant(patch)
            found = first_failing(range(2000))
            if found is not None and not _kept(name):
                write_trace(shrunk(plan_of(found[0])), name, f"{found[1]}, planted")
        print(f"{name}: {found or 'NEVER'}", flush=True)
        if found is not None:
            caught[name] = found[0]
    (Path(__file__).parent / "caught.json").write_text(json.dumps(caught, indent=2) + "\n")
    return 0 if len(caught) == len(BUGS) else 1


if __name__ == "__main__":
    sys.exit(main())
