"""What a promotion would have done to orders of the past (domain.md 4.8.4). Pure, whole fen only.

An order is priced twice: by the promotions that held when it was made, and by those with the new
one. Most orders get nothing of it, so whether one could is counted first, and only then priced.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import msgspec

from backend.pricing.rules import priced_cart
from backend.promotions.price_rules import counted_by, left_for, looks_back
from backend.promotions.rules import in_force

Row = Mapping[str, Any]
Sums = dict[str, Any]
MOST = 10
ZERO = (0, 0)
NEAR = 5
"""Just below a step: what lacks is no more than the fifth part of it."""


class Line(msgspec.Struct, gc=False):
    """What of an order's line is needed here. ``list_price_fen``: of its unit, null: not known."""

    line_id: str
    sku_id: str
    qty: int
    uom: str
    list_price_fen: int | None
    units_per_case: int = 0


DECODE = msgspec.json.Decoder(list[Line]).decode


class Past(NamedTuple):
    """An order as it lies in its table."""

    id: str
    no: str
    store_id: str
    store_name: str
    day: str
    at: str
    lines: str


@dataclass(frozen=True, slots=True)
class World:
    """What orders are priced by. ``draft``: the new rules, as the engine takes them; ``stores``:
    those that carry it; ``running``: promotions of those days, ``rules`` theirs by promotion,
    ``held`` how far they are by store; ``prices``: case prices of a store on a day; ``units``:
    bottles a case, for lines that do not say it."""

    draft: Sequence[Row]
    stores: Mapping[str, Row]
    running: Sequence[Row]
    rules: Mapping[str, Sequence[Row]]
    held: Mapping[str, Sequence[Row]]
    prices: Callable[[Row, str], Mapping[str, int]]
    units: Mapping[str, int]


def nothing() -> Sums:
    """Counted so far: no order. ``holding``: orders with a product the new rules count; ``got``:
    those it would have given something; ``replaced``: by rule that would have stood back, orders
    and worth; ``back``: by rule that the new one would have stood back for; ``below``: by number of
    the rule and step, orders just below and what they lack together; ``had``: of rules that look
    back, by rule and store, orders with its products and gifts or sets it got."""
    return {
        "orders": 0, "holding": 0, "unpriced": 0, "got": 0, "cases": 0, "off_fen": 0,
        "gift_fen": 0, "replaced_fen": 0, "stores_holding": [], "stores_got": [], "replaced": {},
        "back": {}, "below": {}, "top": [], "had": {},
    }  # fmt: skip


def merged(one: Row, other: Row) -> Sums:
    """Both together."""
    found: Sums = {}
    for name, value in one.items():
        more = other[name]
        if name == "top":
            found[name] = best([*value, *more])
        elif isinstance(value, dict):
            found[name] = {
                key: [a + b for a, b in zip(value.get(key, ZERO), more.get(key, ZERO), strict=True)]
                for key in sorted({*value, *more})
            }
        elif isinstance(value, list):
            found[name] = sorted({*value, *more})
        else:
            found[name] = value + more
    return found


def merged_had(one: Row, other: Row) -> dict[str, list[int]]:
    """Both together, of the part that later orders are priced by."""
    return {
        key: [a + b for a, b in zip(one.get(key, [0, 0]), other.get(key, [0, 0]), strict=True)]
        for key in {*one, *other}
    }


def best(rows: Iterable[Row]) -> list[Row]:
    """The ten that would have got most; of equal ones the earlier."""
    return sorted(rows, key=lambda one: (-one["fen"], one["day"], one["order_id"]))[:MOST]


def replayed(orders: Iterable[Past], world: World, had: Mapping[str, Sequence[int]]) -> Sums:
    """All of it over these orders, each in a store that carries the promotion. ``had``: of the
    orders before them in the same period."""
    sums = nothing()
    limited = [rule for rule in world.draft if looks_back(rule)]
    skus = counted_skus(world.draft)
    holding, got = set(), set()
    for order in orders:
        sums["orders"] += 1
        lines = DECODE(order.lines)
        mine = [line for line in lines if line.qty and (skus is None or line.sku_id in skus)]
        if not mine:
            continue
        sums["holding"] += 1
        holding.add(order.store_id)
        if any(line.list_price_fen is None for line in mine):
            sums["unpriced"] += 1
        draft = _left(world.draft, order.store_id, had, sums["had"]) if limited else world.draft
        given = _tried(order, lines, world, draft, sums)
        if given is not None:
            got.add(order.store_id)
        for rule in limited:
            skus_of = counted_by(rule)
            if not skus_of or any(line.sku_id in skus_of for line in mine):
                _add(
                    sums["had"], f"{rule['id']}|{order.store_id}", (given or {}).get(rule["id"], 0)
                )
        if len(sums["top"]) > 20 * MOST:
            sums["top"] = best(sums["top"])
    return {
        **sums,
        "top": best(sums["top"]),
        "stores_holding": sorted(holding),
        "stores_got": sorted(got),
    }


def _tried(
    order: Past, lines: Sequence[Line], world: World, draft: Sequence[Row], sums: Sums
) -> dict[str, int] | None:
    """What is left of the draft for this store, on this order: just below, or given."""
    known = [line for line in lines if line.list_price_fen is not None]
    cases = whole_cases(known, world.units)
    total = sum(line.qty * (line.list_price_fen or 0) for line in known)
    numbers = {rule["id"]: no for no, rule in enumerate(world.draft, 1)}
    for rule in draft:
        lacking = just_below(rule, cases, total)
        if lacking is not None:
            step, more = lacking
            _add(sums["below"], f"{numbers[rule['id']]}|{step}", more)
    if not any(earned(rule, cases, total) for rule in draft):
        return None
    return _given(order, known, cases, replace(world, draft=draft), sums)


def _left(draft: Iterable[Row], store_id: str, before: Row, since: Row) -> list[dict[str, Any]]:
    """The draft's rules as far as the store may still have something of them."""
    found = []
    for rule in draft:
        key = f"{rule['id']}|{store_id}"
        pairs = [one[key] for one in (before, since) if key in one]
        if rule.get("first_order") and pairs:
            continue
        taken = {"lines": (), "gifts": [{"rule_id": rule["id"], "qty": n} for _, n in pairs]}
        found += left_for([rule], [taken])
    return found


def counted_skus(rules: Iterable[Row]) -> frozenset[str] | None:
    """The products the rules count; None: every product, for one is about the whole order."""
    found: set[str] = set()
    for rule in rules:
        if rule["type"] == "order_level":
            return None
        found |= counted_by(rule)
    return frozenset(found)


def whole_cases(lines: Iterable[Line], units: Mapping[str, int]) -> dict[str, int]:
    """By SKU: bottles count once they fill a case. A SKU with less than one is in it, with 0."""
    bottles: dict[str, int] = {}
    size: dict[str, int] = {}
    for line in lines:
        if not line.qty:
            continue
        each = size[line.sku_id] = line.units_per_case or units.get(line.sku_id, 1)
        more = line.qty * (each if line.uom == "case" else 1)
        bottles[line.sku_id] = bottles.get(line.sku_id, 0) + more
    return {sku: count // size[sku] for sku, count in bottles.items()}


def _groups(rule: Row, cases: Mapping[str, int]) -> list[int]:
    found = [cases[sku] for sku in rule["sku_ids"] if sku in cases]
    return [sum(found)] if rule["pooled"] and found else found


def earned(rule: Row, cases: Mapping[str, int], total: int) -> bool:
    """Whether the rule, alone, could change anything; the engine says whether it does."""
    match rule["type"]:
        case "price_off":
            return any(sku in cases for sku in rule["sku_ids"])
        case "bundle":
            return all(cases.get(part["sku_id"], 0) >= part["qty"] for part in rule["parts"])
        case "order_level":
            return total > 0 and total >= rule["from_fen"]
        case "tier":
            least = min(step["from"] for step in rule["steps"])
            return any(n >= least for n in _groups(rule, cases))
        case _:
            return any(n >= rule["buy"] for n in _groups(rule, cases))


def just_below(rule: Row, cases: Mapping[str, int], total: int) -> tuple[int, int] | None:
    """The step the order nearly came to, and what lacks: cases, of a rule of the whole order fen.

    A set, of which one part alone lacks, has no size to take a fifth of: it always counts.
    """
    kind = rule["type"]
    if kind == "price_off":
        return None
    if kind == "order_level":
        return _near(rule["from_fen"], rule["from_fen"] - total) if total else None
    if kind == "bundle":
        have = [(cases.get(part["sku_id"], 0), part["qty"]) for part in rule["parts"]]
        sets = min(n // qty for n, qty in have) + 1
        more = [sets * qty - n for n, qty in have if n < sets * qty]
        return (sets, more[0]) if len(more) == 1 and any(n for n, _ in have) else None
    found = []
    for n in _groups(rule, cases):
        if kind == "tier":
            step = min((one["from"] for one in rule["steps"] if one["from"] > n), default=None)
            lacking = _near(step, step - n) if n and step is not None else None
        else:
            lacking = _near(rule["buy"], rule["buy"] - n % rule["buy"]) if n else None
        if lacking is not None:
            found.append(lacking)
    return min(found, key=lambda one: one[1], default=None)


def _near(step: int, more: int) -> tuple[int, int] | None:
    return (step, more) if more > 0 and more * NEAR <= step else None


def _given(
    order: Past, lines: Sequence[Line], cases: Mapping[str, int], world: World, sums: Sums
) -> dict[str, int] | None:
    """The order with the promotion and without, and what is different. Gifts or sets by rule; None:
    it got nothing."""
    store = world.stores[order.store_id]
    prices = dict(world.prices(store, order.day))
    units: dict[str, int] = {}
    for line in lines:
        each = units[line.sku_id] = line.units_per_case or world.units.get(line.sku_id, 1)
        listed = line.list_price_fen or 0
        if line.uom == "case":
            prices[line.sku_id] = listed
        else:
            prices.setdefault(line.sku_id, listed * each)
    cart = [
        {"line_id": one.line_id, "sku_id": one.sku_id, "qty": one.qty, "uom": one.uom}
        for one in lines
    ]
    forced = in_force(world.running, world.held.get(store["id"], ()), store, order.day, order.at)
    before = [rule for id in forced for rule in world.rules[id]]
    after = priced_cart(cart, prices, units, [*before, *world.draft])
    mine = {rule["id"] for rule in world.draft}
    for left in after["left_out"]:
        if left["rule_id"] in mine and left["for"] not in mine:
            _add(sums["back"], left["for"], left["worth_fen"])
        elif left["for"] in mine and left["rule_id"] not in mine:
            _add(sums["replaced"], left["rule_id"], left["worth_fen"])
    reasons = [
        (line["sku_id"], why)
        for line in after["lines"]
        for why in line["reasons"]
        if why["rule_id"] in mine
    ]
    if not reasons:
        return None
    off = sum(why["off_fen"] for _, why in reasons)
    gifts = sum(gift["worth_fen"] for gift in after["gifts"] if gift["rule_id"] in mine)
    worth = _worth(priced_cart(cart, prices, units, before)) if before else 0
    replaced = worth - (_worth(after) - off - gifts)
    sums["got"] += 1
    sums["cases"] += _cases_given_for(world.draft, reasons, cases)
    sums["off_fen"] += off
    sums["gift_fen"] += gifts
    sums["replaced_fen"] += replaced
    sums["top"].append(
        {
            "order_id": order.id,
            "no": order.no,
            "day": order.day,
            "store_name": order.store_name,
            "fen": off + gifts,
            "replaced_fen": replaced,
        }
    )
    sets = {why["rule_id"]: why["sets"] for _, why in reasons if "sets" in why}
    gave: dict[str, int] = {}
    for gift in after["gifts"]:
        gave[gift["rule_id"]] = gave.get(gift["rule_id"], 0) + gift["qty"]
    return sets | {id: qty for id, qty in gave.items() if id in mine}


def _cases_given_for(
    draft: Iterable[Row], reasons: Iterable[tuple[str, Row]], cases: Mapping[str, int]
) -> int:
    """Whole cases of the products that earned something: of a mix set all of it, of a rule of the
    whole order all of the order; each once."""
    by_rule: dict[str, set[str]] = {}
    for sku, why in reasons:
        by_rule.setdefault(why["rule_id"], set()).add(sku)
    skus: set[str] = set()
    for rule in draft:
        if rule["id"] in by_rule:
            skus |= counted_by(rule) if rule.get("pooled") else by_rule[rule["id"]]
    return sum(cases.get(sku, 0) for sku in skus)


def _worth(priced: Row) -> int:
    return int(priced["list_total_fen"] - priced["total_fen"] + priced["gift_value_fen"])


def _add(found: dict[str, list[int]], key: str, more: int) -> None:
    count = found.setdefault(key, [0, 0])
    count[0] += 1
    count[1] += more
