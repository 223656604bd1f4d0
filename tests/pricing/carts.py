"""Random carts and what the engine makes of them, one a line.

    python -m tests.pricing.carts 10000 7

pwa/src/pricing/carts.test.ts works each out anew and compares. Quantities and thresholds are small,
so that steps, caps and ties are met often; some amounts are large, so that a double would not hold
their products. The next steps, which cost most, are asked for at every fifth cart.
"""

import json
import random
import sys
from collections.abc import Iterator
from typing import Any

from backend.pricing.rules import gifts_after, next_steps, priced_cart

SKUS = [f"S{number}" for number in range(1, 9)]
NO_PRICE = "S0"
"""Given away, and on no list."""


def a_cart(rng: random.Random) -> dict[str, Any]:
    dear = rng.random() < 0.05
    prices = {sku: rng.randint(1, 9_999) * (10_000 if dear else 1) for sku in SKUS}
    units = {sku: rng.choice((4, 12, 15, 24)) for sku in [*SKUS, NO_PRICE]}
    lines = [
        {
            "line_id": f"L{number}",
            "sku_id": rng.choice(SKUS),
            "qty": rng.choice((0, *range(1, 30), rng.randint(30, 3000))),
            "uom": rng.choice(("case", "case", "bottle")),
        }
        for number in range(rng.choice((1, 2, 3, 5, 8, 50)))
    ]
    rules = [a_rule(rng, f"R{number}", dear) for number in range(rng.randint(0, 8))]
    return {"lines": lines, "prices": prices, "units": units, "rules": rules}


def a_rule(rng: random.Random, name: str, dear: bool) -> dict[str, Any]:
    kinds = ("price_off", "buy_n_get_m", "tier", "gift_item", "bundle", "order_level")
    kind = rng.choice(kinds)
    rule: dict[str, Any] = {
        "id": name,
        "promotion_id": f"P{name}",
        "priority": rng.randint(0, 2),
        "stackable": rng.random() < 0.5,
        "type": kind,
    }
    off = rng.choice(({"off_fen": rng.randint(1, 12_000)}, {"off_per_mille": rng.randint(1, 1000)}))
    counting = {
        "sku_ids": rng.sample(SKUS, rng.randint(1, 4)),
        "pooled": rng.random() < 0.5,
        "cap": rng.choice((None, None, rng.randint(0, 6))),
    }
    gift = {"gift_sku_id": rng.choice((None, rng.choice(SKUS), NO_PRICE))}
    match kind:
        case "price_off":
            rule |= {"sku_ids": counting["sku_ids"], **off}
        case "buy_n_get_m":
            rule |= {**counting, **gift, "buy": rng.randint(1, 12), "get": rng.randint(1, 3)}
        case "tier":
            starts = rng.sample(range(1, 60), rng.randint(1, 4))
            cheaper = rng.random() < 0.3
            step = "off_per_mille" if cheaper else "get"
            rule |= {**counting, **gift, "repeat": rng.random() < 0.5}
            rule["steps"] = [{"from": start, step: rng.randint(1, 9)} for start in starts]
        case "gift_item":
            rule |= {**counting, "buy": rng.randint(1, 12), "get": rng.randint(1, 3)}
            rule |= {"item": "bag", "worth_fen": rng.choice((0, 1500))}
        case "bundle":
            parts = rng.sample(SKUS, rng.randint(1, 3))
            rule["parts"] = [{"sku_id": sku, "qty": rng.randint(1, 4)} for sku in parts]
            rule |= {"off_fen": rng.randint(1, 5_000), "cap": counting["cap"]}
        case "order_level":
            start = rng.randint(0, 400_000) * (10_000 if dear else 1)
            rule |= {"from_fen": start, **off}
    return rule


def worked_out(count: int, seed: int) -> Iterator[dict[str, Any]]:
    rng = random.Random(seed)
    for number in range(count):
        cart = a_cart(rng)
        priced = priced_cart(**cart)
        gave = {gift["rule_id"] for gift in priced["gifts"]}
        taken = [{**line, "qty": rng.randint(0, line["qty"])} for line in cart["lines"]]
        left = {**cart, "lines": taken, "rules": [r for r in cart["rules"] if r["id"] in gave]}
        yield {
            "cart": cart,
            "taken": left,
            "priced": priced,
            "gifts_after": gifts_after(**left),
            "next_steps": next_steps(**cart) if number % 5 == 0 else None,
        }


def main() -> None:
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    for one in worked_out(count, seed):
        sys.stdout.write(json.dumps(one, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
