"""What partners have in their warehouses, as their clerks count it: a week ago and last evening."""

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from seed_data.player import named
from seed_data.script import Script
from seed_data.worlds import World

COUNTED = (6, 1)
"""So many working days before today."""
LEAST_CASES = 30
DAYS = (14, 30)
"""For how many working days there is of a SKU at the first count."""
SHARES = ((10, 0.15), (6, 0.27), (2, 0.44))
"""How much of it (of 18) lies there of each lot, and what share of its life is over."""
CRITICAL = 7
OLD = {3: 0.7, CRITICAL: 0.97}
"""Of these SKUs, by their place, the oldest lot is older: to be cleared, and critical."""
WRONG, CASES_OFF = 5, 9
"""And one was counted wrongly: it does not fit the notes."""
Lots = list[dict[str, Any]]


class Warehouse:
    """The stock of every partner."""

    def __init__(self, script: Script, world: World) -> None:
        self.script, self.world = script, world
        self.rng = random.Random("warehouse")
        self.units = {row["id"]: int(row["units"]) for row in world.products}
        self.left: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.lots: dict[tuple[str, str], Lots] = {}
        self.days = 0
        """Gone by before the first count."""

    def goes(self, partner_id: str, lines: list[dict[str, Any]]) -> None:
        """What a store took."""
        for line in lines:
            units = self.units[line["sku_id"]] if line["uom"] == "case" else 1
            self.left[partner_id][line["sku_id"]] += line["qty"] * units

    def comes(self, partner_id: str, lot: dict[str, Any]) -> None:
        """A lot that came in since the first count, made after all others."""
        kept = {name: value for name, value in lot.items() if name != "sku_id"}
        self.lots[partner_id, lot["sku_id"]].append(kept)

    def count(self, day: date, heard: str) -> None:
        """Every partner's clerk counts everything."""
        for partner_id, login in sorted(self.world.clerk_of.items()):
            found = {
                row["id"]: self._counted(partner_id, place, row, day)
                for place, row in enumerate(self.world.products)
            }
            self.left[partner_id].clear()
            self.script.voice(login, heard).tell(
                heard, "stock.count", named("stock", partner_id, day.isoformat()),
                {"counted_at": heard, "counter_name": f"演示仓管{partner_id[-2:]}",
                 "witness_name": None, "from_file": False,
                 "absent": [id for id, lots in found.items() if not lots],
                 "lines": [{"sku_id": id, **lot} for id, lots in found.items() for lot in lots]},
            )  # fmt: skip

    def _counted(self, partner_id: str, place: int, row: dict[str, str], day: date) -> Lots:
        key, units = (partner_id, row["id"]), self.units[row["id"]]
        left = self.left[partner_id][row["id"]]
        if key not in self.lots:
            self.lots[key] = self._found(place, row, units, left, day)
            return self.lots[key]
        lots = [dict(lot) for lot in self.lots[key]]
        if place == WRONG:
            left += CASES_OFF * units
        for lot in lots[
            place == CRITICAL :
        ]:  # the oldest first, but nobody ships what is nearly over
            took = min(left, lot["good"])
            lot["good"] -= took
            left -= took
        self.lots[key] = lots = [lot for lot in lots if lot["good"] or lot["damaged"]]
        return lots

    def _found(self, place: int, row: dict[str, str], units: int, left: int, day: date) -> Lots:
        """The oldest lot first. What left in the days before tells how much there should be."""
        a_day = left / units / max(1, self.days)
        cases = max(LEAST_CASES, round(a_day * self.rng.uniform(*DAYS)))
        life, lots = int(row["life"]), []
        for number, (share, used) in enumerate(reversed(SHARES)):
            age = round(life * (OLD.get(place, used) if number == 0 else used))
            produced = day - timedelta(days=age)
            lots.append(
                {"lot": f"L{produced:%y%m%d}{'ABC'[number]}", "produced_on": produced.isoformat(),
                 "good": -(-cases * share // 18) * units + self.rng.randrange(units),
                 "damaged": self.rng.choice((0, 0, 0, 2, 5))}
            )  # fmt: skip
        return lots
