"""Trade terms of the chains (domain.md 6.5), and the price of one partner that is 3.1 % above
another's for the same customer (6.3, scenario 9), which the manager allows."""

from dataclasses import dataclass, replace
from typing import Any

from seed_data import data
from seed_data.promotions import manager
from seed_data.script import Script
from seed_data.worlds import World

BY_THE_LIST = "SKU-09"
"""Its price rises in mid period, with the list; no terms name it."""
DEARER = ("K002", "P03", "SKU-01")
DEARER_PER_MILLE = 1031
TEXTS = (
    "conditional_rebates", "delivery_window", "penalty_rule", "promotion_support", "signatories",
)  # fmt: skip
Prices = dict[tuple[str, str, str], int]


@dataclass(frozen=True)
class Chain:
    customer: str
    per_mille: int
    """Of the list price."""
    rebate_per_mille: int
    payment_days: int
    fees: tuple[tuple[str, int], ...]


CHAINS = (
    Chain("K001", 970, 0, 45, (("listing", 600_000), ("display", 1_800_000))),
    Chain("K002", 980, 0, 30, (("display", 900_000),)),
    Chain("K003", 985, 20, 30, (("new_store", 480_000),)),
)


def partners(world: World, chain: Chain) -> list[str]:
    """Who supplies its stores in this world."""
    stores = [store for store, _ in world.served if store.customer_id == chain.customer]
    return sorted({store.partner_id for store in stores})


def prices(world: World) -> Prices:
    """Case prices by customer, partner and SKU."""
    found: Prices = {}
    for chain in CHAINS:
        for partner in partners(world, chain):
            for row in data.products():
                if row["id"] == BY_THE_LIST:
                    continue
                fen = (int(row["store"]) * chain.per_mille + 500) // 1000
                if (chain.customer, partner, row["id"]) == DEARER:
                    fen = (fen * DEARER_PER_MILLE + 500) // 1000
                found[chain.customer, partner, row["id"]] = fen
    return found


def agreed(world: World) -> World:
    """The world with these terms: its orders are at their prices."""
    return replace(world, terms=prices(world))


def tell(script: Script, world: World, at: str, day: str) -> None:
    spc, mgr = script.voice(world.specialist, at), script.voice(manager(world), at)
    found = prices(world)
    pairs = [(chain, partner) for chain in CHAINS for partner in partners(world, chain)]
    for chain, partner in pairs:
        lines = [
            {"sku_id": sku, "case_price_fen": fen}
            for (customer, by, sku), fen in found.items()
            if (customer, by) == (chain.customer, partner)
        ]
        spc.tell(at, "trade_terms.save", id_of(chain, partner), args_of(chain, partner, day, lines))
        spc.tell(at, "trade_terms.submit", id_of(chain, partner), {})
    for chain, partner in pairs:
        dear = chain.customer == DEARER[0]
        why = "演示：顺德路远，运费由门店分担" if dear else None
        mgr.tell(at, "trade_terms.approve", id_of(chain, partner), {"exception": why})


def id_of(chain: Chain, partner: str) -> str:
    return f"TT-{chain.customer}-{partner}"


def args_of(chain: Chain, partner: str, day: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "customer_id": chain.customer, "partner_id": partner, "terms_version": 1,
        "valid_from": day, "valid_until": None, "tax_inclusive": True, "tax_per_mille": 130,
        "lines": lines, "rebate_per_mille": chain.rebate_per_mille,
        "fees": [{"kind": kind, "fen": fen} for kind, fen in chain.fees],
        "annual_supply_fen": 120_000_000, "payment_days": chain.payment_days,
        "invoice_rule": "演示：月结，次月 5 日前开专票",
        "returns_rule": "演示：临期 30 天内可换", "freshness_per_mille": 333,
        **dict.fromkeys(TEXTS, ""),
    }  # fmt: skip
