"""The sixteen SKUs everybody knows, and invented ones behind them for large catalogues."""

import random
from itertools import product

from seed_data import data
from seed_data.data import Row

BRANDS = ("力泉", "果动", "五时茶", "清源", "劲扬", "岭溪")
FLAVOURS = (
    ("青梅", "plum", 90), ("西柚", "grapefruit", 8), ("菠萝", "pineapple", 48),
    ("蜜桃", "peach", 18), ("芒果", "mango", 40), ("椰子", "coconut", 150),
    ("乌龙", "oolong", 28), ("普洱", "pu-erh", 12), ("菊花", "chrysanthemum", 52),
    ("薄荷", "mint", 165), ("蓝莓", "blueberry", 240), ("草莓", "strawberry", 350),
)  # fmt: skip


def products(count: int, seed: int) -> list[Row]:
    """`count` SKUs. One in twenty of the invented ones is must-stock, so lists stay short."""
    known = data.products()
    models = list({row["pack"]: row for row in reversed(known[:14])}.values())  # one a pack
    rng = random.Random(f"{seed}/products")
    new = list(product(range(len(models)), BRANDS, FLAVOURS))
    if count > len(known) + len(new):
        raise ValueError(f"at most {len(known) + len(new)} SKUs")
    chosen = rng.sample(new, max(0, count - len(known)))
    for i, (model, brand, (flavour, english, hue)) in enumerate(chosen, start=len(known) + 1):
        row = models[model]
        body = f"29900010{i:04d}"
        known.append(
            {**row, "id": f"SKU-{i:02d}", "gtin": body + check_digit(body),
             "name": f"{brand} {flavour} {row['pack']}",
             "name_en": f"Demo {i} {english} {row['pack']}", "brand": brand, "flavour": flavour,
             "hue": str(hue), "tiers": "P1 P2" if i % 20 == 0 else ""}
        )  # fmt: skip
    return known[:count]


def check_digit(body: str) -> str:
    """The thirteenth digit of a GTIN: weights 1 and 3 in turn from the left."""
    total = sum(int(digit) * (3 if i % 2 else 1) for i, digit in enumerate(body))
    return str((10 - total % 10) % 10)
