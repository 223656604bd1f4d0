"""What is wrong with the rules of promotions before anybody sells by them. Pure.

Each finding carries the smallest cart that shows it: single lines of whole cases (a set: its
parts), tried upwards until the engine itself says so. What no cart of ``MOST_CASES`` shows is not
found.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from backend.pricing.rules import priced_cart

Row = Mapping[str, Any]
MOST_CASES = 200


@dataclass(frozen=True)
class Planned:
    """A promotion as the linter needs it. `meets`: whether one store at least has both."""

    promotion_id: str
    starts_on: str
    ends_on: str
    rules: Sequence[Row]


@dataclass(frozen=True)
class Found:
    """code: ends_before_start, is_over, overlap, step_in_vain, never or below_cost.

    ``rule_id`` and ``other_id``: the rules it is about; ``cart``: cases by SKU, none for dates;
    ``fen``: what the rule that is left out is worth, what the step brings too little, or what is
    lost on the cart.
    """

    code: str
    promotion_id: str
    rule_id: str | None = None
    other_id: str | None = None
    cart: Mapping[str, int] | None = None
    fen: int | None = None


@dataclass(frozen=True)
class Market:
    """What carts are worked out with: case prices and bottles a case by SKU, and what a case costs
    the company's partner (a SKU that is not in `costs` is not judged)."""

    prices: Mapping[str, int]
    units: Mapping[str, int]
    costs: Mapping[str, int]


def lint(
    plan: Planned,
    others: Sequence[Planned],
    meets: Callable[[str, str], bool],
    market: Market,
    today: str,
) -> list[Found]:
    """All that is found of ``plan``, beside the others that run or are to run. ``meets``: whether
    two promotions, by id, have a store in common."""
    found = list(_days(plan, today))
    for rule in plan.rules:
        found += _in_vain(plan, rule, market)
        found += _below_cost(plan, rule, market)
    neighbours = [plan] + [
        other
        for other in others
        if other.promotion_id != plan.promotion_id
        and other.starts_on <= plan.ends_on
        and plan.starts_on <= other.ends_on
        and meets(plan.promotion_id, other.promotion_id)
    ]
    for other in neighbours:
        found += _overlaps(plan, other, market)
    return found


def _days(plan: Planned, today: str) -> Iterator[Found]:
    if plan.ends_on < plan.starts_on:
        yield Found("ends_before_start", plan.promotion_id)
    elif plan.ends_on < today:
        yield Found("is_over", plan.promotion_id)


def _overlaps(plan: Planned, other: Planned, market: Market) -> Iterator[Found]:
    """Two rules that may not stand together, and a cart that earns both."""
    for rule in plan.rules:
        for against in other.rules:
            if against["id"] == rule["id"] or (other is plan and against["id"] < rule["id"]):
                continue
            if rule["stackable"] and against["stackable"]:
                continue
            for cart, priced in _carts((rule, against), market):
                if priced["left_out"]:
                    (left,) = priced["left_out"]
                    yield Found(
                        "overlap", plan.promotion_id, rule["id"], against["id"], cart,
                        left["worth_fen"],
                    )  # fmt: skip
                    break


def _in_vain(plan: Planned, rule: Row, market: Market) -> Iterator[Found]:
    """A rule that no cart earns, and a step that brings no more than a smaller cart."""
    best: int | None = None
    steps = {step["from"] for step in rule.get("steps", ())}
    reached = False
    for cart, priced in _carts((rule,), market):
        worth = _worth(priced)
        reached = reached or worth > 0
        (cases,) = cart.values() if len(cart) == 1 else (0,)
        if cases in steps and best is not None and worth <= best:
            steps.discard(cases)
            yield Found("step_in_vain", plan.promotion_id, rule["id"], None, cart, best - worth)
        best = worth if best is None else max(best, worth)
    if not reached:
        yield Found("never", plan.promotion_id, rule["id"])


def _below_cost(plan: Planned, rule: Row, market: Market) -> Iterator[Found]:
    """The smallest cart on which the partner takes less than the goods and gifts cost him."""
    for cart, priced in _carts((rule,), market):
        cost = _cost(priced, market)
        if cost is not None and priced["total_fen"] < cost and _worth(priced):
            yield Found(
                "below_cost", plan.promotion_id, rule["id"], None, cart, cost - priced["total_fen"]
            )
            return


def _carts(rules: Sequence[Row], market: Market) -> Iterator[tuple[dict[str, int], dict[str, Any]]]:
    """Carts the rules could meet in, the fewest cases first, with what the engine says."""
    shared = set.intersection(*(_skus(rule, market) for rule in rules))
    bundles = [rule for rule in rules if rule["type"] == "bundle"]
    for cases in range(1, MOST_CASES + 1):
        for sku_id in sorted(shared):
            cart = {sku_id: cases}
            for bundle in bundles:
                for part in bundle["parts"]:
                    cart[part["sku_id"]] = max(cart.get(part["sku_id"], 0), cases * part["qty"])
            if all(sku in market.prices for sku in cart):
                yield cart, _priced(cart, rules, market)


def _skus(rule: Row, market: Market) -> set[str]:
    if rule["type"] == "order_level":
        return set(market.prices)
    if rule["type"] == "bundle":
        return {part["sku_id"] for part in rule["parts"]} & set(market.prices)
    return set(rule["sku_ids"]) & set(market.prices)


def _priced(cart: Mapping[str, int], rules: Sequence[Row], market: Market) -> dict[str, Any]:
    lines = [
        {"line_id": sku_id, "sku_id": sku_id, "qty": qty, "uom": "case"}
        for sku_id, qty in cart.items()
    ]
    return priced_cart(lines, market.prices, market.units, rules)


def _worth(priced: Row) -> int:
    return int(priced["list_total_fen"] - priced["total_fen"] + priced["gift_value_fen"])


def _cost(priced: Row, market: Market) -> int | None:
    """Goods and gifts at what they cost, a gift that is no SKU at its worth. None: unknown."""
    cost = 0
    for one in (*priced["lines"], *priced["gifts"]):
        if one["sku_id"] is None:
            cost += one["worth_fen"]
        elif one["sku_id"] in market.costs:
            cost += one["qty"] * market.costs[one["sku_id"]]
        else:
            return None
    return cost
