"""The phone's world: the branch with 200 SKUs and promotions on all of them, and one rep who holds
5,000 stores.

python -m bench.world FILE
"""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from seed_data import data, promotions, worlds
from seed_data.grow import grown
from seed_data.history import ZONE
from seed_data.script import Script
from seed_data.worlds import World

LOGIN, STORES = "rep.bench", 5000
SEED, SKUS = 7, 200
GROUP = 8
"""SKUs of one promotion of the branch; those of the demo stand beside."""
KINDS: tuple[dict[str, Any], ...] = (
    {"type": "buy_n_get_m", "pooled": True, "buy": 10, "get": 1},
    {"type": "tier", "pooled": True, "steps": [{"from_cases": 20, "get": 1}]},
    {"type": "price_off", "off_fen": 100},
)
"""Of the groups in turn."""


def released() -> tuple[World, dict[str, dict[str, Any]]]:
    """The branch, and what is promoted there: all of the demo's, and one promotion on each group of
    the SKUs that those leave. All run today."""
    world, today = worlds.branch(SEED, SKUS), datetime.now(ZONE).date()
    plans = {
        row["code"]: promotions.args_of(row, world, today) | {"starts_on": today.isoformat()}
        for row in promotions.plans()
    }
    model = plans["PR01"]
    rest = [row["id"] for row in world.products[len(data.products()) :]]
    for number, first in enumerate(range(0, len(rest), GROUP)):
        skus, kind = rest[first : first + GROUP], KINDS[number % len(KINDS)]
        plans[f"BM{number:02d}"] = {
            **model, "name": f"演示量测 {number}", "type": kind["type"], "classes": [],
            "tiers": [], "sku_ids": skus, "rules": [{"id": "1", "sku_ids": skus, **kind}],
        }  # fmt: skip
    return world, plans


def promoted(script: Script, start: str) -> None:
    world, plans = released()
    spc, mgr = script.voice(world.specialist, start), script.voice(promotions.manager(world), start)
    for code, args in plans.items():
        spc.tell(start, "promotion.save", code, args)
        spc.tell(start, "promotion.submit", code, {})
        mgr.tell(start, "promotion.approve", code, {"budget_no": f"B-{code}"})
        spc.tell(start, "promotion.release", code, {"material_ready": True})


def main(path: Path) -> None:
    lines = list(grown("branch", SEED, SKUS, date(2026, 11, 25)))
    start, admin = lines[0].heard, lines[0].login
    script = Script()
    promoted(script, start)
    voice = script.voice(admin, start)
    person = {
        "login": LOGIN, "name": "演示量测", "active": True, "phone": None,
        "home_lat_e7": None, "home_lon_e7": None,
    }  # fmt: skip
    voice.tell(start, "person.put", LOGIN, person)
    post = {
        "person_id": LOGIN, "role": "field_rep", "org_unit_id": "O-CC", "partner_id": None,
        "from_at": start, "until_at": None,
    }  # fmt: skip
    voice.tell(start, "employment.put", f"{LOGIN}.1", post)
    for line in [line for line in lines if line.kind == "store.put"][:STORES]:
        args = {
            "store_id": line.id, "rep_id": LOGIN, "kind": "joint", "from_at": start,
            "until_at": None,
        }  # fmt: skip
        voice.tell(start, "store.assign", f"J-{line.id}", args)
    with path.open("wb") as file:
        for line in (*lines, *script):
            file.write(msgspec.json.encode(line.told()) + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
