"""Products as the office reads them, with what the quality gate says of each."""

from typing import Any

import msgspec

from backend.catalogue.rules import sku_lacks, sku_warns
from backend.people.office import Reach, listed
from backend.store import instant
from backend.store.engine import Store

COLUMNS = (
    "id, version, code, gtin, name, name_en, brand, flavour, pack, category, units_per_case,"
    " shelf_life_days, sort, hue, shape, split_sale, active, case_gtin, cases_per_layer,"
    " layers_per_pallet, valid_from, valid_until, channels, published, image"
)
TO_STORES = "partner_to_c_store"


async def skus(store: Store, reach: Reach, after: str, limit: int) -> dict[str, Any]:
    """By id, drafts among them: who may ask at all reads them all."""
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {COLUMNS} FROM sku WHERE id > :after ORDER BY id LIMIT :many",
            {"after": after, "many": limit + 1},
        )
        lists = await read.all(
            "SELECT lines FROM price_list WHERE price_type = :type", {"type": TO_STORES}
        )
    priced = {line["sku_id"] for one in lists for line in msgspec.json.decode(one["lines"])}
    for row in rows:
        row["channels"] = msgspec.json.decode(row["channels"])
        for name in ("split_sale", "active", "published"):
            row[name] = bool(row[name])
        row["lacks"] = list(dict.fromkeys(sku_lacks(row)))
        row["warns"] = sku_warns(row, row["id"] in priced)
    return listed(instant.now(), rows, limit, "id")
