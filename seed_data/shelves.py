"""What stands on the shelves of the demo's stores, from visit to visit (domain.md 6.6)."""

from datetime import date, timedelta
from random import Random
from typing import Any

from seed_data import habits
from seed_data.stores import StoreRow
from seed_data.worlds import World

Seen = dict[str, Any]
TYPED_ANEW = 0.02
"""Of a copied answer's counts: slips of whoever copies. Ours."""


class Shelves:
    """The last answers of each store, and what may have become of them."""

    def __init__(self, world: World) -> None:
        self.last: dict[str, list[Seen]] = {}
        self.brand = {row["id"]: row["brand"] for row in world.products}
        self.life = {row["id"]: int(row["life"]) for row in world.products}
        self.retail = {row["id"]: int(row["retail"]) for row in world.products}
        self.listed = {tier: world.must_stock(tier) for tier in habits.STRENGTH}
        self.school = [row["id"] for row in world.products if row["tiers"] == "school"]

    def known(self, store_id: str) -> bool:
        return store_id in self.last

    def wanted(self, store: StoreRow) -> list[str]:
        """What its must-stock list names (masters.py)."""
        at_school = store.channel_type == "school" and store.tier == "P3"
        return self.listed[store.tier] + (self.school if at_school else [])

    def looked_at(self, rng: Random, store: StoreRow, day: date) -> list[Seen]:
        """What a rep finds who looks."""
        before = {one["sku_id"]: one for one in self.last.get(store.id, ())}
        seen = [self._one(rng, store, sku, before.get(sku), day) for sku in self.wanted(store)]
        self.last[store.id] = seen
        return seen

    def copied(self, rng: Random, store: StoreRow) -> list[Seen]:
        """What a rep says who does not look: the last answers, but for slips."""
        seen = []
        for one in self.last[store.id]:
            slip = one["shelf_units"] and rng.random() < TYPED_ANEW
            seen.append({**one, "shelf_units": one["shelf_units"] + 1} if slip else dict(one))
        self.last[store.id] = seen
        return seen

    def _one(self, rng: Random, store: StoreRow, sku: str, before: Seen | None, day: date) -> Seen:
        stood = before is not None and before["presence"] == "present"
        if stood and before is not None and rng.random() < habits.UNMOVED:
            return {key: value for key, value in before.items() if key != "produced_on"}
        listed = rng.random() < habits.STRENGTH[store.tier]
        here = listed and rng.random() >= habits.OUT_OF_STOCK
        facings = before["facings"] if stood and before is not None else rng.randrange(1, 7)
        found: Seen = {
            "sku_id": sku, "location": "main_shelf",
            "presence": "present" if here else "oos_store" if listed else "not_listed",
            "facings": facings if here else 0,
            "shelf_units": rng.randrange(2, 40) if here else 0, "backroom_units": None,
            "price_fen": self.retail[sku] if here else None,
            "price_tag": None, "same_as_last": False,
        }  # fmt: skip
        if here:
            found["price_tag"] = "wrong" if rng.random() < habits.WRONG_TAG else "correct"
            found["shelf_level"] = 1 + self.life[sku] * facings % 5
            if rng.random() < habits.NEAR_EXPIRY:
                old = timedelta(days=round(self.life[sku] * 0.85))
                found["produced_on"] = (day - old).isoformat()
        return found
