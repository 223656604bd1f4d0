"""Run seeds, find the first that fails, make it small, write it down."""

import json
from pathlib import Path
from typing import Any

from tests.simulator.judge import Violation
from tests.simulator.plan import Plan, Step, plan_of
from tests.simulator.world import World

TRACES = Path(__file__).parent / "traces"


def trouble(plan: Plan, kind: type[World] = World) -> str | None:
    """What is wrong with this world: an invariant's name, or the exception of broken code."""
    try:
        kind(plan).run()
    except Violation as found:
        return found.invariant
    except Exception as error:
        return type(error).__name__
    return None


def first_failing(seeds: range) -> tuple[int, str] | None:
    for seed in seeds:
        found = trouble(plan_of(seed))
        if found is not None:
            return seed, found
    return None


def shrunk(plan: Plan, kind: type[World] = World) -> Plan:
    """The same trouble with as few steps as can be: delta debugging."""
    wanted = trouble(plan, kind)
    assert wanted is not None
    steps, size = plan.steps, max(1, len(plan.steps) // 2)
    while True:
        at, smaller = 0, False
        while at < len(steps):
            fewer = steps[:at] + steps[at + size :]
            if trouble(Plan(plan.seed, plan.devices, plan.faults, fewer), kind) == wanted:
                steps, smaller = fewer, True
            else:
                at += size
        if size == 1 and not smaller:
            return Plan(plan.seed, plan.devices, plan.faults, steps)
        size = max(1, size // 2)


def write_trace(plan: Plan, name: str, what: str) -> Path:
    """A regression, replayed by test_traces for ever."""
    file = TRACES / f"{name}.json"
    lines = ",\n  ".join(json.dumps(step) for step in plan.steps)
    head = {"what": what, "seed": plan.seed, "devices": plan.devices, "faults": plan.faults}
    said = json.dumps(head)[:-1]
    file.write_text(f'{said},\n "steps": [\n  {lines}\n ]}}\n')
    return file


def read_trace(file: Path) -> Plan:
    kept: dict[str, Any] = json.loads(file.read_text())
    steps: list[Step] = kept["steps"]
    return Plan(kept["seed"], kept["devices"], kept["faults"], steps)
