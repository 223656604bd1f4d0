"""What a cart costs, which gifts go with it, and why. Pure, whole fen only (domain.md 4.8.2-4.8.4).

Twin: pwa/src/pricing/rules.ts. Both must pass sync_protocol/vectors/rules/pricing.*.json, and agree
on 10,000 random carts (pwa/src/pricing/carts.test.ts).

A cart line: line_id, sku_id, qty, uom (case or bottle). A rule, one mechanism of one promotion:

    id, promotion_id, priority, stackable, type, and by type
    price_off    sku_ids, off_fen (a case) or off_per_mille
    buy_n_get_m  sku_ids, pooled, buy, get, gift_sku_id (null: the line's own), cap
    tier         sku_ids, pooled, repeat, steps of from and get or off_per_mille, gift_sku_id, cap
    gift_item    sku_ids, pooled, buy, get, item, worth_fen (one), cap
    bundle       parts of sku_id and qty, off_fen (a set), cap
    order_level  from_fen, off_fen or off_per_mille

Quantities of rules are cases: bottles of a SKU count once they fill one. ``pooled``: cases of all
its SKUs together (a mix set). ``cap``: gifts, or sets, at most; what of it others have used is
taken off by whoever gives the rule. A field that a type does not need may be absent.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from backend.pricing.cart import WHOLE_ORDER, Cart, half_up

Row = Mapping[str, Any]
STEPS = ("price_off", "buy_n_get_m", "tier", "gift_item", "bundle", "order_level")
"""In which order they are worked out; within one the higher priority number first, then by id."""


def case_price(sources: Sequence[Row], sku_id: str) -> dict[str, Any] | None:
    """The case price of a SKU, and the list that says it; None: none does.

    ``sources``, the most special first: the customer's terms with the partner, the list of its
    class, of its channel, of the branch; each with list_id, list_version, kind, prices by SKU.
    """
    for source in sources:
        if sku_id in source["prices"]:
            named = {name: source[name] for name in ("list_id", "list_version", "kind")}
            return {**named, "case_price_fen": source["prices"][sku_id]}
    return None


def priced_cart(
    lines: Sequence[Row], prices: Mapping[str, int], units: Mapping[str, int], rules: Sequence[Row]
) -> dict[str, Any]:
    """Each line with its price, its gifts and the reasons for both; and what was left out, and why.

    ``prices``: case prices in fen by SKU; ``units``: bottles a case. Every SKU of the lines must be
    in both; a gift's may be missing, and is worth nothing then.
    """
    cart = Cart(lines, prices, units)
    chosen, left_out = _chosen(cart, rules)
    for rule in chosen:
        cart.apply(rule)
    return {
        "lines": cart.lines,
        "gifts": cart.gifts,
        "list_total_fen": sum(line["list_amount_fen"] for line in cart.lines),
        "total_fen": sum(line["amount_fen"] for line in cart.lines),
        "gift_value_fen": sum(gift["worth_fen"] for gift in cart.gifts),
        "left_out": left_out,
    }


def gifts_after(
    lines: Sequence[Row], prices: Mapping[str, int], units: Mapping[str, int], rules: Sequence[Row]
) -> list[dict[str, Any]]:
    """The gifts that go with what was really taken: each rule anew on the accepted quantities,
    rounded down (R-SH-5). ``rules``: those that gave one when the order was made, no others."""
    cart = Cart([line for line in lines if line["qty"]], prices, units)
    for rule in _in_order(rules):
        cart.apply(rule)
    return cart.gifts


def effective_case_fen(line: Row, gifts: Iterable[Row], units: int) -> int:
    """What a case comes to with the gifts of the same SKU: amount by paid and free quantity."""
    free = sum(
        gift["qty"] * units
        for gift in gifts
        if gift["gift_of_line"] == line["line_id"] and gift["sku_id"] == line["sku_id"]
    )
    paid = line["qty"] * (units if line["uom"] == "case" else 1)
    return half_up(line["amount_fen"] * units, paid + free)


def next_steps(
    lines: Sequence[Row], prices: Mapping[str, int], units: Mapping[str, int], rules: Sequence[Row]
) -> list[dict[str, Any]]:
    """Which change brings each rule's next step, and what that is worth to the customer, all rules
    taken together: so many more cases of a SKU, or so much more money on the whole order. Only
    rules that something in the cart counts for; those that would bring nothing are left out."""
    cart = Cart(lines, prices, units)
    now = _worth(priced_cart(lines, prices, units, rules))
    found = []
    for rule in rules:
        for sku_id, more in cart.missing(rule):
            if sku_id == WHOLE_ORDER:
                gain, cases, fen = cart.off_from(rule), None, more
            else:
                one = {"line_id": "+", "sku_id": sku_id, "qty": more, "uom": "case"}
                gain = _worth(priced_cart([*lines, one], prices, units, rules)) - now
                cases, fen = more, more * prices[sku_id]
            if gain > 0:
                found.append(
                    {
                        "rule_id": rule["id"],
                        "sku_id": None if cases is None else sku_id,
                        "more_cases": cases,
                        "more_fen": fen,
                        "gain_fen": gain,
                    }
                )
    return sorted(found, key=lambda step: (step["more_fen"], step["rule_id"]))


def _worth(priced: Row) -> int:
    return int(priced["list_total_fen"] - priced["total_fen"] + priced["gift_value_fen"])


def _in_order(rules: Iterable[Row]) -> list[Row]:
    return sorted(
        rules, key=lambda rule: (STEPS.index(rule["type"]), -rule["priority"], rule["id"])
    )


def _chosen(cart: Cart, rules: Sequence[Row]) -> tuple[list[Row], list[dict[str, Any]]]:
    """Two rules on the same SKU stand together only when both are stackable. Otherwise the one
    that is worth more to the customer, alone on this cart, then the one of higher priority."""
    worth = []
    for rule in rules:
        alone = cart.fresh()
        alone.apply(rule)
        if alone.reasons:
            worth.append((alone.worth_fen(), rule, cart.meant_by(rule)))
    worth.sort(key=lambda one: (-one[0], -one[1]["priority"], one[1]["id"]))
    stand: list[tuple[int, Row, frozenset[str]]] = []
    left_out = []
    for value, rule, skus in worth:
        against = next(
            (
                other
                for _, other, taken in stand
                if skus & taken and not (rule["stackable"] and other["stackable"])
            ),
            None,
        )
        if against is None:
            stand.append((value, rule, skus))
        else:
            left_out.append({"rule_id": rule["id"], "for": against["id"], "worth_fen": value})
    return _in_order(rule for _, rule, _ in stand), left_out
