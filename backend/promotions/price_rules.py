"""What a promotion does to prices: rules as it carries them, and as the engine takes them. Pure.

Twin of the latter: pwa/src/promotions/price-rules.ts.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from backend.refused import Refused

Row = Mapping[str, Any]

FITS: Mapping[str, frozenset[str]] = {
    "buy_n_get_m": frozenset({"buy_n_get_m"}),
    "tier": frozenset({"tier"}),
    "mix": frozenset({"buy_n_get_m", "tier", "gift_item"}),
    "price_off": frozenset({"price_off", "order_level"}),
    "bundle": frozenset({"bundle"}),
    "gift_item": frozenset({"gift_item"}),
}
"""Which rules a type of promotion may have. Displays, shoppers' prices and coupons have none: they
change nothing of what the store pays for an order."""
COUNTED = frozenset({"sku_ids", "pooled", "cap", "per_store", "quota"})
OF_ANY = frozenset({"first_order", "quota_fen"})
NEEDS: Mapping[str, frozenset[str]] = {
    "price_off": frozenset({"sku_ids"}),
    "buy_n_get_m": frozenset({"sku_ids", "buy", "get"}),
    "tier": frozenset({"sku_ids", "steps"}),
    "gift_item": frozenset({"sku_ids", "buy", "get", "item", "worth_fen"}),
    "bundle": frozenset({"parts", "off_fen"}),
    "order_level": frozenset({"from_fen"}),
}
MAY: Mapping[str, frozenset[str]] = {
    "price_off": frozenset({"off_fen", "off_per_mille"}),
    "buy_n_get_m": COUNTED | {"gift_sku_id"},
    "tier": COUNTED | {"gift_sku_id", "repeat"},
    "gift_item": COUNTED,
    "bundle": frozenset({"cap", "per_store", "quota"}),
    "order_level": frozenset({"off_fen", "off_per_mille"}),
}


def sensible(kind: str, sku_ids: Collection[str], rules: Sequence[Row]) -> None:
    """Refuses promotion/rule, saying which of them (`no`, from 1) and `why`: type, id, needs,
    extra, sku, off, step or steps."""
    for no, rule in enumerate(rules, 1):
        why = wrong(kind, sku_ids, rule)
        if why is None and any(other["id"] == rule["id"] for other in rules[: no - 1]):
            why = "id"
        if why is not None:
            raise Refused("promotion/rule", f"{rule['id']}: {why}", no=no, why=why)


def wrong(kind: str, sku_ids: Collection[str], rule: Row) -> str | None:
    """Why a rule cannot be one of a promotion of that type and those SKUs."""
    type = rule["type"]
    if type not in FITS.get(kind, ()):
        return "type"
    fields = rule.keys() - {"id", "type"}
    if not fields >= NEEDS[type]:
        return "needs"
    if fields - NEEDS[type] - MAY[type] - OF_ANY:
        return "extra"
    counted = [part["sku_id"] for part in rule.get("parts", [])] + rule.get("sku_ids", [])
    if len(set(counted)) < len(counted) or not set(sku_ids).issuperset(counted):
        return "sku"
    if type in ("price_off", "order_level") and ("off_fen" in rule) == ("off_per_mille" in rule):
        return "off"
    if not rule.get("off_fen", 1):
        return "off"
    if kind == "mix" and not rule.get("pooled"):
        return "needs"
    return wrong_steps(rule["steps"]) if type == "tier" else None


def wrong_steps(steps: Sequence[Row]) -> str | None:
    """Each step asks for more than the one before, and gives more of the same: gifts or a price."""
    gives = {name for step in steps for name in ("get", "off_per_mille") if name in step}
    if len(gives) != 1 or any(gives - step.keys() for step in steps):
        return "step"
    (name,) = gives
    for before, after in pairwise(steps):
        if before["from_cases"] >= after["from_cases"] or before[name] >= after[name]:
            return "steps"
    return None


def gift_skus(rules: Iterable[Row]) -> set[str]:
    return {rule["gift_sku_id"] for rule in rules if "gift_sku_id" in rule}


def engine_rules(promotion: Row) -> list[dict[str, Any]]:
    """A promotion's rules as backend/pricing takes them."""
    return [
        {
            "pooled": False,
            "repeat": False,
            **rule,
            **({"steps": [step_of(step) for step in rule["steps"]]} if "steps" in rule else {}),
            "id": f"{promotion['id']}:{rule['id']}",
            "promotion_id": promotion["id"],
            "priority": promotion["priority"],
            "stackable": promotion["stackable"],
        }
        for rule in promotion["rules"]
    ]


def left_for(rules: Iterable[Row], orders: Sequence[Row]) -> list[dict[str, Any]]:
    """The engine's rules as far as a store may still have something of them (domain.md 4.8.4).

    ``orders``: its others that stand, each with lines (sku_id, qty and, of those promoted, rule_id
    and sets) and gifts (rule_id, qty). What they had is taken off ``per_store``; one of
    ``first_order`` is gone as soon as one of them has a product it counts.
    """
    found = []
    for rule in rules:
        if rule.get("first_order") and any(_has(order, counted_by(rule)) for order in orders):
            continue
        most, cap = rule.get("per_store"), rule.get("cap")
        if most is None:
            found.append(dict(rule))
            continue
        left = most - sum(had(order, rule["id"]) for order in orders)
        if left > 0:
            found.append({**rule, "cap": left if cap is None else min(left, cap)})
    return found


def looks_back(rule: Row) -> bool:
    """Whether what it gives depends on what the store ordered before."""
    return bool(rule.get("first_order")) or rule.get("per_store") is not None


def counted_by(rule: Row) -> set[str]:
    """Its products; none: every product."""
    return {part["sku_id"] for part in rule.get("parts", ())} | set(rule.get("sku_ids", ()))


def _has(order: Row, skus: set[str]) -> bool:
    return any(line["qty"] and (not skus or line["sku_id"] in skus) for line in order["lines"])


def had(order: Row, rule_id: str) -> int:
    """Gifts, or sets, that an order had of a rule. Each line of a set says how many sets it was."""
    gifts = sum(gift["qty"] for gift in order.get("gifts") or () if gift["rule_id"] == rule_id)
    sets = [
        why.get("sets") or 0
        for line in order["lines"]
        for why in line.get("promoted") or ()
        if why["rule_id"] == rule_id
    ]
    return int(gifts + max(sets, default=0))


def step_of(step: Row) -> dict[str, Any]:
    return {"from": step["from_cases"], **{k: v for k, v in step.items() if k != "from_cases"}}
