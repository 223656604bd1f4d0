"""What is wrong with the rules of a promotion, before anybody sells by them: the linter, asked of a
store's first order, with the prices its stores pay, what the goods cost their partners, and the
promotions beside it."""

from collections import Counter
from typing import Any

import msgspec

from backend.catalogue.rules import price_list_on
from backend.catalogue.tables import PriceList
from backend.people.office import Reach
from backend.people.reach import read_units_under
from backend.pricing.linter import Found, Market, Planned, lint
from backend.promotions import lists, reading, rules
from backend.promotions.price_rules import engine_rules, left_for
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
PARTNER_PRICES = "company_to_partner"
STANDS = ("pending", "approved", "released")
"""A draft of somebody else's may never come."""


async def findings(store: Store, reach: Reach, promotion_id: str) -> Row:
    """All that is found, and by which price list. 404 out of reach."""
    now = instant.now()
    today = instant.day_of(now, store.zone)
    async with store.reading() as read:
        plan = await lists.found(read, reach, promotion_id)
        stores, code = await _stores(read, plan)
        others = [
            other for other in await _beside(read, plan) if stores & (await _stores(read, other))[0]
        ]
        barred = await _barred(read, reach, plan)
        market, named = await _market(read, code, max(plan["starts_on"], today))
        names = {one["id"]: one["name"] for one in (plan, *others, *barred)}
        names |= {rule["id"]: i for one in (plan, *others) for i, rule in _numbered(one)}
    priced = _priced_only(plan, market)
    found = lint(
        _planned(plan, left_for(priced, [])),
        [_planned(one, left_for(engine_rules(one), [])) for one in others],
        lambda *_: True, market, today,
    )  # fmt: skip
    unpriced = [
        Found("no_price", plan["id"], rule["id"])
        for rule in engine_rules(plan)
        if rule not in priced
    ]
    clashes = [Found("clash", plan["id"], None, one["id"]) for one in barred]
    rows = [_told(one, names) for one in (*clashes, *found, *unpriced)]
    return {"as_of": now, "rows": rows, "price_list": named, "stores": len(stores)}


def _planned(plan: Row, rules: list[Row]) -> Planned:
    return Planned(plan["id"], plan["starts_on"], plan["ends_on"], rules)


def _numbered(plan: Row) -> list[tuple[int, Row]]:
    return list(enumerate(engine_rules(plan), 1))


def _priced_only(plan: Row, market: Market) -> list[Row]:
    """Without a price nothing can be tried."""

    def skus(rule: Row) -> set[str]:
        parts = {part["sku_id"] for part in rule.get("parts", [])}
        return parts or set(rule.get("sku_ids", [])) or set(market.prices)

    return [rule for rule in engine_rules(plan) if skus(rule) & set(market.prices)]


def _told(found: Found, names: Row) -> Row:
    other = found.other_id.partition(":")[0] if found.other_id else None
    cart = [{"sku_id": sku, "cases": cases} for sku, cases in (found.cart or {}).items()]
    return {
        "code": found.code,
        "rule_no": names.get(found.rule_id) if found.rule_id else None,
        "other_id": other,
        "other_name": names.get(other) if other else None,
        "cart": cart,
        "fen": found.fen,
    }


async def _stores(read: Read, plan: Row) -> tuple[set[str], str | None]:
    """Who carries it, and by which price list most of them buy."""
    # Where it holds is settled by its approval; before, it is meant for all of its branch.
    units = plan["org_unit_ids"] or sorted(await read_units_under(read, plan["org_unit_id"]))
    where, params = lists.carrying(read, {**plan, "org_unit_ids": units})
    rows = await read.all(f"SELECT s.id, s.price_list_code FROM store s WHERE {where}", params)
    codes = Counter(row["price_list_code"] for row in rows if row["price_list_code"])
    return {row["id"] for row in rows}, next((code for code, _ in codes.most_common(1)), None)


async def _beside(read: Read, plan: Row) -> list[Row]:
    """Promotions that run, or are to run, on one of its days."""
    rows = await read.all(
        f"SELECT {reading.COLUMNS} FROM promotion p WHERE p.id <> :id AND p.rules <> '[]'"
        f" AND p.state {read.IN.replace('?', ':states')}"
        " AND p.starts_on <= :ends_on AND p.ends_on >= :starts_on ORDER BY p.id",
        {
            "id": plan["id"], "states": read.ids(STANDS),
            "starts_on": plan["starts_on"], "ends_on": plan["ends_on"],
        },
    )  # fmt: skip
    return [reading.plan(row) for row in rows]


async def _barred(read: Read, reach: Reach, plan: Row) -> list[Row]:
    """Those for which a draft will not be taken when it is handed in (plans.alone)."""
    if plan["state"] != "draft":
        return []
    rows = await read.all(
        f"SELECT {reading.COLUMNS} FROM promotion p WHERE p.id <> :id"
        f" AND p.state {read.IN.replace('?', ':states')}"
        f" AND p.org_unit_id {read.IN.replace('?', ':units')} ORDER BY p.id",
        {
            "id": plan["id"], "states": read.ids(STANDS),
            "units": read.ids(sorted(reach.person.unit_ids)),
        },
    )  # fmt: skip
    return [other for row in rows if rules.overlaps(plan, other := reading.plan(row))]


async def _market(read: Read, code: str | None, day: str) -> tuple[Market, str | None]:
    rows = await read.all(
        "SELECT list_code, price_type, name, list_version, valid_from, valid_until, lines"
        " FROM price_list WHERE list_code = :code OR price_type = :costs",
        {"code": code or "", "costs": PARTNER_PRICES},
    )
    dated = [PriceList(**{**row, "lines": msgspec.json.decode(row["lines"])}) for row in rows]
    sells = price_list_on([one for one in dated if one.list_code == code], day)
    costs = price_list_on([one for one in dated if one.price_type == PARTNER_PRICES], day)
    units = await read.all("SELECT id, units_per_case FROM sku", {})
    market = Market(
        prices=_prices(sells), units={row["id"]: row["units_per_case"] for row in units},
        costs=_prices(costs),
    )  # fmt: skip
    return market, f"{sells.name} v{sells.list_version}" if sells else None


def _prices(dated: PriceList | None) -> dict[str, int]:
    return {one["sku_id"]: one["case_price_fen"] for one in dated.lines} if dated else {}
