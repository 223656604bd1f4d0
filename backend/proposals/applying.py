"""An approved field becomes the store's, and what follows from it."""

from typing import Any

from backend.catalogue.rules import must_stock_for
from backend.catalogue.tables import MustStockList
from backend.customers import fields, grants, prices
from backend.customers.commands import SHOWN_ELSEWHERE, search_text
from backend.customers.tables import Store
from backend.identity import Person
from backend.proposals.tables import StoreChange
from backend.store.session import Records

RADIUS_MOST_M = 300
LISTED_BY = (fields.TIER, "channel_type")
"""Which must-stock list a store has follows from these."""


async def apply(
    records: Records, store: Store, held: StoreChange, item: dict[str, Any], by: Person
) -> None:
    """`by` approves; the field bears the name of whoever said it, or, of a learnt one, his."""
    what = item["what"]
    values = fields.read(what, item["value"])
    values["sets"] = fields.sets_after(
        store, values, held.rep_id or by.id, held.by_name or by.name, records.now, held.id
    )
    if what == "name":
        values["pinyin"], values["initials"] = search_text(values["name"])
    elif what == fields.POINT:
        values["source_datum"] = "wgs84"
        values["fence_least_m"] = doubt_of(held)
    elif what in LISTED_BY:
        tier, channel = values.get("tier", store.tier), values.get("channel_type")
        lists = await records.find(MustStockList, tier=tier)
        chosen = must_stock_for(lists, tier, channel or store.channel_type)
        values["must_stock_list_id"] = chosen.id if chosen else None
    before = prices.codes_of(store)
    values["price_list_codes"] = await prices.codes_for(records, {**vars(store), **values})
    moves = any(name in values and values[name] != getattr(store, name) for name in SHOWN_ELSEWHERE)
    records.change(store, **values)
    if before != prices.codes_of(store):
        await grants.prices_follow(records, store, before)
    if moves:
        records.job("store_changed", store_id=store.id)


def doubt_of(held: StoreChange) -> int | None:
    """How wide the fence must be for the fixes the new point rests on; None: nobody said."""
    learnt = held.evidence
    doubt = learnt["within_m"] + learnt["usual_m"] if learnt is not None else held.accuracy_m
    return None if doubt is None else min(RADIUS_MOST_M, doubt)
