"""What reps are shown of a store on a day: its prices, promotions and must-stock list, each with
where it comes from. The same rules as the phone and the pricing of orders ask."""

from typing import Any

import msgspec

from backend.catalogue.rules import price_list_on, sold
from backend.catalogue.tables import PriceList
from backend.customers.prices import codes_in, terms_code
from backend.people.office import Reach, unknown
from backend.pricing.rules import case_price
from backend.promotions import reading, rules
from backend.store import instant, said
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
RUNS = ("released", "stopped", "ended")
STORE = (
    "s.id, s.code, s.name, s.customer_id, s.customer_class, s.org_unit_id, s.channel_type, s.tier,"
    " s.partner_id, s.partner_name, s.price_list_code, s.price_list_codes, s.must_stock_list_id"
)


async def on_day(store: Store, reach: Reach, store_id: str, day: str) -> Row:
    """404 out of reach. As it is known now: what is approved or stopped later is not in it."""
    said.a_day(day, "day")
    now = instant.now()
    today = instant.day_of(now, store.zone)
    at = now if day == today else instant.end_of_day(day, store.zone)
    async with store.reading() as read:
        shop = await read.one(
            f"SELECT {STORE} FROM store s WHERE s.id = :id AND {reach.stores(read, 's')}",
            reach.params(read, id=store_id),
        )
        if shop is None:
            raise unknown()
        lists = await _lists(read, shop, day)
        must = await read.one(
            "SELECT id, name, tier, channel_type, sku_ids FROM must_stock_list WHERE id = :id",
            {"id": shop["must_stock_list_id"] or ""},
        )
        here = await _sold(read, shop["channel_type"], day)
        plans = await reading.released(read)
        held = await reading.in_store(read, store_id)
    if must is not None:
        must["sku_ids"] = [sku for sku in msgspec.json.decode(must["sku_ids"]) if sku in here]
    stands = {one["promotion_id"]: one["state"] for one in held}
    running = [
        one
        for one in plans
        if (rules.carries(one, shop) or stands.get(one["id"], "planned") != "planned")
        and one["starts_on"] <= day <= one["ends_on"]
        and not (one["state"] == "stopped" and one["stops_at"] <= at)
    ]
    # A promotion that is over by now was running on its days.
    then = [{**one, "state": "released"} if one["state"] == "ended" else one for one in running]
    priced = _prices(lists)
    forced = set(rules.in_force(then, held, shop, day, at))
    return {
        "as_of": now,
        "day": day,
        "store_id": shop["id"],
        "partner_name": shop["partner_name"],
        "lists": [
            {name: one[name] for name in LIST} | {"skus": len(one["prices"])} for one in lists
        ],
        "prices": [one for one in priced if one["sku_id"] in here],
        "not_sold": [one["sku_id"] for one in priced if one["sku_id"] not in here],
        "must_stock": must,
        "promotions": [
            {
                **{name: one[name] for name in PROMOTION},
                "in_force": one["id"] in forced,
                "execution": stands.get(one["id"], "planned"),
            }
            for one in running
        ],
    }


LIST = (
    "list_id", "list_version", "list_code", "kind", "name", "valid_from", "valid_until",
    "min_order_fen",
)  # fmt: skip
PROMOTION = (
    "id", "name", "type", "mechanism", "starts_on", "ends_on", "plan_version", "sku_ids", "rules",
    "priority", "stackable",
)  # fmt: skip


async def _lists(read: Read, shop: Row, day: str) -> list[Row]:
    """The lists that hold on the day, the most special first, each with its place in 4.8.2."""
    codes = codes_in((shop["price_list_code"], shop["price_list_codes"]))
    rows = await read.all(
        "SELECT id, list_code, price_type, name, list_version, valid_from, valid_until,"
        " min_order_fen, lines, of_list, customer_class, channel_type FROM price_list"
        f" WHERE list_code {read.IN.replace('?', ':codes')}",
        {"codes": read.ids(codes)},
    )
    dated = [PriceList(**{**row, "lines": msgspec.json.decode(row["lines"])}) for row in rows]
    terms = terms_code(shop["customer_id"], shop["partner_id"]) if shop["partner_id"] else ""
    found = []
    for code in codes:
        one = price_list_on([each for each in dated if each.list_code == code], day)
        if one is None:
            continue
        kind = (
            "terms" if code == terms
            else "class" if one.customer_class
            else "channel" if one.channel_type
            else "branch"
        )  # fmt: skip
        found.append(
            {
                "list_id": one.id,
                "list_version": one.list_version,
                "list_code": one.list_code,
                "kind": kind,
                "name": one.name,
                "valid_from": one.valid_from,
                "valid_until": one.valid_until,
                "min_order_fen": one.min_order_fen,
                "prices": {line["sku_id"]: line["case_price_fen"] for line in one.lines},
            }
        )
    return found


async def _sold(read: Read, channel_type: str, day: str) -> set[str]:
    """What a store of this channel may order on the day: no drafts, none of other channels."""
    rows = await read.all(
        "SELECT id, active, valid_from, valid_until, channels FROM sku WHERE published = :yes",
        {"yes": True},
    )
    skus = [{**row, "channels": msgspec.json.decode(row["channels"])} for row in rows]
    return {sku["id"] for sku in skus if sold(sku, channel_type, day)}


def _prices(lists: list[Row]) -> list[Row]:
    named = dict.fromkeys(sku for one in reversed(lists) for sku in one["prices"])
    found = [(sku, case_price(lists, sku)) for sku in named]
    return [
        {"sku_id": sku, "case_price_fen": one["case_price_fen"], "list_id": one["list_id"],
         "kind": one["kind"]}
        for sku, one in found
        if one is not None
    ]  # fmt: skip
