"""What happens in a world, decided before it begins, so that a failing world can be made smaller
by leaving steps out. A step that makes no sense where it stands does nothing.
"""

import random
from dataclasses import dataclass, field
from typing import Any

from tests.simulator.domain import OUTCOMES

Step = list[Any]
STORES = ("s1", "s2", "s3")
FAULTS = (
    "drop", "duplicate", "reorder", "cut", "crash_before", "crash_after", "restore", "quota",
    "eviction", "expiry", "reassign", "roles", "skew", "upgrade", "tabs", "device_crash", "delete",
    "prune", "bitrot", "poison", "outage", "worker_update",
)  # fmt: skip


@dataclass
class Plan:
    """A world: how many devices, which faults its swarm drew, and its steps."""

    seed: int
    devices: int
    faults: list[str]
    steps: list[Step] = field(default_factory=list)


def plan_of(seed: int, length: int = 150) -> Plan:
    rng = random.Random(seed)
    devices = rng.randint(1, 3)
    faults = [name for name in FAULTS if rng.random() < 0.35]
    plan = Plan(seed, devices, faults)
    weights = _weights(set(faults))
    names, shares = list(weights), list(weights.values())
    for _ in range(rng.randint(length // 3, length)):
        plan.steps.append(_step(rng.choices(names, shares)[0], rng, plan))
    return plan


def _weights(on: set[str]) -> dict[str, float]:
    """How often each kind of step comes, given the faults that are on."""
    weights = {"tap": 12.0, "push": 9.0, "pull": 6.0, "deliver": 40.0, "time": 2.0, "sync": 4.0}
    rare = {
        "device_crash": "crash", "quota": "quota", "eviction": "evict", "expiry": "expire",
        "reassign": "grant", "roles": "role", "skew": "skew", "upgrade": "upgrade",
        "delete": "move", "prune": "prune", "bitrot": "rot", "outage": "outage",
        "worker_update": "reload",
    }  # fmt: skip
    for fault, step in rare.items():
        if fault in on:
            weights[step] = 2.0 if step in ("grant", "move", "crash") else 1.0
    if "expiry" in on:
        weights["login"] = 1.0
    if "restore" in on:
        weights["backup"], weights["restore"] = 1.0, 0.7
    return weights


def _fate(rng: random.Random, plan: Plan) -> str:
    """What becomes of a message."""
    possible = [f for f in ("drop", "duplicate", "cut", "crash_before", "crash_after")
                if f in plan.faults]  # fmt: skip
    return rng.choice(possible) if possible and rng.random() < 0.25 else "ok"


def _step(kind: str, rng: random.Random, plan: Plan) -> Step:
    device = rng.randrange(plan.devices)
    tab = rng.randrange(2) if "tabs" in plan.faults else 0
    match kind:
        case "tap" | "quota":
            what = rng.choice(OUTCOMES if "poison" in plan.faults else OUTCOMES[:2])
            return [kind, device, what, rng.choice(STORES[:2] * 3 + STORES), f"n{rng.randrange(5)}"]
        case "push":
            return [kind, device, tab, rng.choice((1, 2, 200))]
        case "pull":
            return [kind, device, tab]
        case "deliver":
            at = rng.randrange(4) if "reorder" in plan.faults else 0
            return [kind, at, _fate(rng, plan), round(rng.random(), 3)]
        case "time":
            return [kind, rng.choice((50, 1_000, 60_000, 3_600_000))]
        case _:
            return _rarer(kind, device, rng)


def _rarer(kind: str, device: int, rng: random.Random) -> Step:
    match kind:
        case "skew":
            return [kind, device, rng.choice((-86_400_000, -700_000, 30_000, 9_000_000))]
        case "grant":
            return [kind, device, rng.choice(STORES), rng.random() < 0.5]
        case "move":
            note = f"n{rng.randrange(5)}"
            return [kind, note, rng.choice((None, *STORES))]
        case "outage":
            return [kind, device, rng.randrange(1 << 30)]
        case "rot":
            return [kind, device, rng.randrange(1000)]
        case "prune" | "backup" | "restore":
            return [kind]
        case _:  # sync, crash, evict, expire, login, role, upgrade, reload
            return [kind, device]
