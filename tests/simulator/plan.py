"""What happens in a world, decided before it begins, so that a failing world can be made smaller
by leaving steps out. A step that makes no sense where it stands does nothing.
"""

import random
from dataclasses import dataclass, field
from typing import Any

from tests.simulator.domain import OUTCOMES
from tests.simulator.server import STORES

Step = list[Any]
FAULTS = (
    "drop", "duplicate", "reorder", "cut", "crash_before", "crash_after", "restore", "quota",
    "eviction", "expiry", "reassign", "roles", "skew", "upgrade", "tabs", "device_crash", "delete",
    "prune", "bitrot", "poison", "outage", "worker_update",
)  # fmt: skip
PHOTO_FAULTS = (
    "photos", "photo_cut", "photo_hang", "photo_flip", "photo_crash", "photo_damage",
    "photo_tabs", "photo_expiry",
)  # fmt: skip
"""The first puts photos into a world; the others are what becomes of them there."""


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
    _add_photos(plan, random.Random(f"photos of {seed}"))
    return plan


def without_photos(plan: Plan) -> Plan:
    """As it was before they were woven in."""
    faults = [name for name in plan.faults if name not in PHOTO_FAULTS]
    steps = [["restore"] if step[0] == "restore" else step
             for step in plan.steps if step[0] not in PHOTO_STEPS]  # fmt: skip
    return Plan(plan.seed, plan.devices, faults, steps)


def _add_photos(plan: Plan, rng: random.Random) -> None:
    """From a chance of their own: what else happens in a world is the same without them."""
    on = [name for name in PHOTO_FAULTS if rng.random() < 0.35]
    plan.faults += on
    if "photos" not in on:
        return
    for step in plan.steps:
        if step[0] == "restore":
            step.append(rng.random() < 0.5)  # was the folder of photos in the backup?
    weights = dict(PHOTO_STEPS)
    for name, fault in PHOTO_ONLY_WITH.items():
        if fault not in plan.faults:
            del weights[name]
    names, shares = list(weights), list(weights.values())
    begin: list[Step] = [["meet", device] for device in range(plan.devices)]
    plan.steps[:0] = begin  # photos are taken of stores one has heard of
    for _ in range(rng.randint(15, 50)):
        step = _photo_step(rng.choices(names, shares)[0], rng, plan)
        plan.steps.insert(rng.randint(len(begin), len(plan.steps)), step)


PHOTO_STEPS = {
    "photo": 6.0, "upload": 6.0, "carry": 12.0, "album": 10.0, "work": 0.5, "photo_quota": 1.0,
    "photo_rot": 2.0, "expire_uploads": 1.0,
    "photo_backup": 1.5, "photo_restore": 1.0, "meet": 0.0,
}  # fmt: skip
PHOTO_ONLY_WITH = {
    "photo_quota": "quota", "photo_rot": "photo_damage", "expire_uploads": "photo_expiry",
    "photo_backup": "restore", "photo_restore": "restore",
}  # fmt: skip
PHOTO_FATES = {
    "drop": ("drop",), "duplicate": ("duplicate",), "photo_cut": ("cut",), "photo_flip": ("flip",),
    "photo_hang": ("hang",), "photo_crash": ("crash_before", "crash_after"),
}  # fmt: skip


def _photo_step(kind: str, rng: random.Random, plan: Plan) -> Step:
    device = rng.randrange(plan.devices)
    match kind:
        case "photo":
            return [kind, device, rng.choice(STORES[:2] * 3 + STORES), rng.randrange(9)]
        case "upload":
            return [kind, device, rng.randrange(2) if "photo_tabs" in plan.faults else 0]
        case "carry" | "album":
            fates = [f for name in PHOTO_FATES if name in plan.faults for f in PHOTO_FATES[name]]
            fate = rng.choice(fates) if fates and rng.random() < 0.5 else "ok"
            becomes = [fate, round(rng.random(), 3), rng.randrange(3)]
            if kind == "album":
                return [kind, device, rng.randint(1, 5), *becomes]
            return [kind, rng.randrange(4) if "reorder" in plan.faults else 0, *becomes]
        case "photo_rot":
            return [kind, device, rng.randrange(1000), round(rng.random(), 3)]
        case "work" | "expire_uploads" | "photo_backup":
            return [kind]
        case "photo_restore":
            return [kind, rng.random() < 0.5]
        case _:  # photo_quota
            return [kind, device]


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
