"""A cart of 50 lines with every promotion of the phone's world on, priced by the phone's engine (in
Node, at the speed of this machine) and by the server's. Both must come to the same. Milliseconds
are of the processor: who else works on the machine does not count."""

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from backend.pricing.rules import priced_cart
from backend.promotions.price_rules import engine_rules
from bench.world import released

PWA = Path(__file__).parent.parent / "pwa"
LINES, TIMES = 50, 300
GOALS = {"50-line cart p50 ms": 10.0, "50-line cart p95 ms": 10.0}
Figures = dict[str, list[float]]


def cart() -> dict[str, Any]:
    """Every fourth SKU, 12 cases each: enough for a gift or a lower price of every promotion."""
    world, plans = released()
    rows = world.products[:: len(world.products) // LINES][:LINES]
    return {
        "lines": [
            {"line_id": f"L{n}", "sku_id": row["id"], "qty": 12, "uom": "case"}
            for n, row in enumerate(rows)
        ],
        "prices": {row["id"]: int(row["store"]) for row in world.products},
        "units": {row["id"]: int(row["units"]) for row in world.products},
        "rules": [
            rule for code, args in plans.items() for rule in engine_rules({"id": code, **args})
        ],
    }


def measure(rounds: int) -> Figures:
    found: Figures = {}
    asked = cart()
    here = priced_cart(**asked)
    if len(here["lines"]) != LINES or not here["gifts"]:
        raise RuntimeError("not the cart that was meant")
    node = shutil.which("node") or "node"
    (PWA / "node_modules" / ".bench").mkdir(exist_ok=True)
    # Where its import of vite is found from.
    script = PWA / "node_modules" / ".bench" / "cart.mjs"
    shutil.copyfile(Path(__file__).with_name("cart.mjs"), script)
    for _ in range(rounds):
        told = subprocess.run(
            [node, str(script)], cwd=PWA, check=True, capture_output=True,
            input=json.dumps({**asked, "times": TIMES}).encode(),
        )  # fmt: skip
        there = json.loads(told.stdout)
        if there["total_fen"] != here["total_fen"]:
            raise RuntimeError(f"{there['total_fen']} fen there, {here['total_fen']} here")
        python = []
        for _ in range(TIMES):
            began = time.process_time()
            priced_cart(**asked)
            python.append(1000 * (time.process_time() - began))
        figures = {"50-line cart": there["priced"], "next steps": there["next"],
                   "50-line cart, server": python}  # fmt: skip
        for name, times in figures.items():
            times.sort()
            found.setdefault(f"{name} p50 ms", []).append(times[TIMES // 2])
            found.setdefault(f"{name} p95 ms", []).append(times[TIMES * 95 // 100])
    return found
