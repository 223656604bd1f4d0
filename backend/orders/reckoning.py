"""What an order comes to by the promotions of its store: prices, gifts, why (domain.md 4.8).

The phone has worked it out by the same rules; here it is worked out again from what held when it
was ordered, and what was said is set beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from backend.customers.tables import Store
from backend.orders import rules
from backend.orders.tables import SalesOrder
from backend.pricing.rules import priced_cart
from backend.promotions import price_rules
from backend.promotions import rules as promotions
from backend.promotions.tables import Promotion, PromotionExecution
from backend.store import instant
from backend.store.session import Records

Row = Mapping[str, Any]
REASON = ("rule_id", "type", "off_fen", "before", "after", "cases", "gift", "sets", "total")


async def in_force(
    records: Records, store: Store, day: str, at: str, pack_at: str | None
) -> list[Promotion]:
    """The promotions by which an order of this store was to be priced on its day.

    ``at``: when it was ordered; ``pack_at``: when all of hers was last on her phone whole, for a
    stop that she could not know of (K9).
    """
    found = await records.find(Promotion, state="released")
    found += await records.find(Promotion, state="stopped")
    if day < instant.day_of(records.now, records.zone):  # over by now, perhaps, but not on its day
        found += await records.find(Promotion, state="ended")
    sold_by = [as_sold(vars(one), at, pack_at) for one in found if one.rules]
    held = [vars(one) for one in await records.find(PromotionExecution, store_id=store.id)]
    ids = promotions.in_force(sold_by, held, vars(store), day, at)
    return [one for one in found if one.id in ids]


def as_sold(promotion: Row, at: str, pack_at: str | None) -> Row:
    if promotion["state"] == "ended" or promotions.honoured(promotion, at, pack_at):
        return {**promotion, "state": "released"}
    return promotion


GONE = ("rejected", "cancelled")


async def before(
    records: Records, store: Store, sold_by: Sequence[Promotion], order_id: str, at: str
) -> list[Row]:
    """The store's orders that were made before and stand, if any of these promotions asks."""
    if not any(price_rules.looks_back(rule) for one in sold_by for rule in one.rules):
        return []
    return [
        vars(one)
        for one in await records.find(SalesOrder, store_id=store.id)
        if one.id != order_id and one.submitted_at < at and one.doc_state not in GONE
    ]


def reckoned(
    lines: Sequence[Row],
    prices: Mapping[str, int],
    units: Mapping[str, int],
    sold_by: Sequence[Promotion],
    orders: Sequence[Row],
) -> dict[str, Any]:
    """``lines`` of rules.priced, each with what is due for it, and the gifts that are; ``orders``:
    those of `before`.

    A line whose SKU or price is unknown has neither, and counts for nothing.
    """
    known = [line for line in lines if line["list_price_fen"] is not None]
    whole = [rule for one in sold_by for rule in price_rules.engine_rules(vars(one))]
    engine = price_rules.left_for(whole, orders)
    cart = priced_cart(known, prices, units, engine)
    versions = {one.id: one.plan_version for one in sold_by}
    due = {line["line_id"]: line for line in cart["lines"]}
    return {
        "lines": [with_due(line, due.get(line["line_id"]), versions) for line in lines],
        "gifts": [gift_of(gift, n, versions) for n, gift in enumerate(cart["gifts"], 1)],
        "total_fen": cart["total_fen"] if len(known) == len(lines) else None,
    }


def with_due(line: Row, due: Row | None, versions: Mapping[str, int]) -> dict[str, Any]:
    """The reasons are the company's own where the amounts agree, else those she said."""
    if due is None:
        return {**line, "due_price_fen": None, "due_amount_fen": None}
    reasons = [reason_of(one, versions) for one in due["reasons"]]
    agree = due["amount_fen"] == line["amount_fen"]
    return {
        **line,
        "promoted": reasons if agree else line["promoted"],
        "due_price_fen": due["price_fen"],
        "due_amount_fen": due["amount_fen"],
        "due_promoted": reasons,
    }


def promotion_of(rule_id: str) -> str:
    return rule_id.partition(":")[0]


def reason_of(reason: Row, versions: Mapping[str, int]) -> dict[str, Any]:
    promotion_id = promotion_of(reason["rule_id"])
    return {
        **{name: reason[name] for name in REASON if name in reason},
        "promotion_id": promotion_id,
        "plan_version": versions[promotion_id],
    }


def gift_of(gift: Row, number: int, versions: Mapping[str, int]) -> dict[str, Any]:
    promotion_id = promotion_of(gift["rule_id"])
    return {
        "line_id": f"g{number}",
        "gift_of_line": gift["gift_of_line"],
        "rule_id": gift["rule_id"],
        "promotion_id": promotion_id,
        "plan_version": versions[promotion_id],
        "sku_id": gift["sku_id"],
        "item": gift["item"],
        "qty": gift["qty"],
    }


async def standing(
    records: Records, gifts: Iterable[Row], prices: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Gifts as an order keeps them: by whose promotion and rule, and what they are worth."""
    gifts = list(gifts)
    known = await records.see_many(Promotion, sorted({gift["promotion_id"] for gift in gifts}))
    return [standing_gift(gift, known.get(gift["promotion_id"]), prices) for gift in gifts]


def standing_gift(
    gift: Row, promotion: Promotion | None, prices: Mapping[str, int]
) -> dict[str, Any]:
    rule = rule_of(promotion, gift["rule_id"]) if promotion else None
    each = prices.get(gift["sku_id"], 0) if gift["sku_id"] else (rule or {}).get("worth_fen", 0)
    return {
        **gift,
        "promotion_name": promotion.name if promotion else "",
        "worth_fen": gift["qty"] * each,
        "accepted_qty": None,
        "noted_qty": 0,
        "received_qty": None,
        **({"rule": rule} if rule else {}),
    }


def rule_of(promotion: Promotion, rule_id: str) -> dict[str, Any] | None:
    return next((one for one in promotion.rules if f"{promotion.id}:{one['id']}" == rule_id), None)


def flags(said: Sequence[Row] | None, due: Sequence[Row]) -> list[str]:
    """gift_diff where the gifts she named are not those that are due; ``None``: she named none at
    all, as apps from before promotions had rules."""
    return ["gift_diff"] if said is not None and alike(said) != alike(due) else []


def alike(gifts: Iterable[Row]) -> list[tuple[Any, ...]]:
    names = ("gift_of_line", "rule_id", "sku_id", "item", "qty")
    return sorted(tuple(str(gift[name]) for name in names) for gift in gifts)


def after(lines: Sequence[Row], gifts: Sequence[Row], named: str) -> list[int]:
    """How many of each gift go with what of the lines is so far ``named``: accepted_qty or
    noted_qty; each line whole, no more than was promised."""
    cart = [{**line, "qty": line[named] or 0} for line in lines]
    return [rules.gift_for(cart, gift) for gift in gifts]


def given(lines: Iterable[Row], gifts: Iterable[Row]) -> dict[str, tuple[int, int]]:
    """By rule what an order has of it: gifts or sets, and their worth, price off with it."""
    order = {"lines": list(lines), "gifts": list(gifts)}
    fen: dict[str, int] = {}
    for gift in order["gifts"]:
        fen[gift["rule_id"]] = fen.get(gift["rule_id"], 0) + gift["worth_fen"]
    for line in order["lines"]:
        for why in line.get("promoted") or ():
            fen[why["rule_id"]] = fen.get(why["rule_id"], 0) + why["off_fen"]
    return {id: (price_rules.had(order, id), worth) for id, worth in fen.items()}


async def over_quota(
    records: Records,
    order_id: str,
    sold_by: Sequence[Promotion],
    lines: Sequence[Row],
    gifts: Sequence[Row],
) -> list[str]:
    """quota_over where this order has of a rule what, on top of the others', is more than there is
    for all stores together. Nothing is taken off: the owner has signed, a person decides."""
    mine = given(lines, gifts)
    for one in sold_by:
        for rule in one.rules:
            qty, fen = mine.get(f"{one.id}:{rule['id']}", (0, 0))
            most, most_fen = rule.get("quota"), rule.get("quota_fen")
            if (most is None and most_fen is None) or not (qty or fen):
                continue
            others = await _others_had(records, f"{one.id}:{rule['id']}", order_id)
            if most is not None and qty + others[0] > most:
                return ["quota_over"]
            if most_fen is not None and fen + others[1] > most_fen:
                return ["quota_over"]
    return []


async def _others_had(records: Records, rule_id: str, order_id: str) -> tuple[int, int]:
    """Of all orders but this one; those said in the same breath lie in no table yet."""
    fresh = {one.id: one for one in records.changed(SalesOrder)}
    transaction = records.transaction
    ((qty, fen),) = await transaction.all(
        "SELECT coalesce(sum(qty), 0), coalesce(sum(fen), 0) FROM promotion_given"
        f" WHERE rule_id = ? AND NOT (order_id {transaction.IN})",
        rule_id,
        transaction.ids(sorted({*fresh, order_id})),
    )
    more = [
        given(one.lines, one.gifts).get(rule_id, (0, 0))
        for one in fresh.values()
        if one.id != order_id and one.doc_state not in GONE
    ]
    return int(qty) + sum(n for n, _ in more), int(fen) + sum(n for _, n in more)
