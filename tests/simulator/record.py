"""`python -m tests.simulator.record`: writes the conversations of the kept traces and of some seeds
to sync_protocol/vectors/conversations; `--check` only says whether they are fresh."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.simulator.conversations import START_MS, Conversations
from tests.simulator.plan import Plan, plan_of, without_photos
from tests.simulator.search import TRACES, read_trace

VECTORS = Path(__file__).parents[2] / "sync_protocol" / "vectors" / "conversations"
SEEDS = (77, 97, 113, 178, 251, 406)
WITH_PHOTOS = (28, 244, 377)
"""Chosen so that every kind of event, reply, frame and fault is reached: test_conversations."""


def plans() -> Iterator[tuple[str, Plan]]:
    for file in sorted(TRACES.glob("*.json")):
        yield file.stem, read_trace(file)
    for seed in SEEDS:
        yield f"seed-{seed}", without_photos(plan_of(seed))
    for seed in WITH_PHOTOS:
        yield f"seed-{seed}", plan_of(seed)


def recorded(plan: Plan) -> str:
    """One world as lines of JSON: each phone's head, then its steps. Raises Violation."""
    world = Conversations(plan)
    world.run()
    lines = []
    for phone in world.devices:
        for i, steps in enumerate(phone.conversations, 1):
            head = {"phone": f"{phone.name}-{i}", "person": phone.person, "start_ms": START_MS}
            lines += [head, *steps]
    return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)


def main(arguments: list[str]) -> int:
    made = {f"{name}.jsonl": recorded(plan) for name, plan in plans()}
    there = {file.name: file.read_text() for file in VECTORS.glob("*.jsonl")}
    names = made.keys() | there.keys()
    stale = sorted(name for name in names if made.get(name) != there.get(name))
    print(f"{len(made)} worlds, {sum(map(len, made.values())):,} bytes, {len(stale)} stale")
    if "--check" in arguments:
        print("\n".join(stale))
        return 1 if stale else 0
    VECTORS.mkdir(exist_ok=True)
    for name in stale:
        if name in made:
            (VECTORS / name).write_text(made[name])
        else:
            (VECTORS / name).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
