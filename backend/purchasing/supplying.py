"""How much a partner has to sell, as the reps of his stores may know it: by his last count of each
SKU, and no later. A hint with its age: what left or came since is not in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.catalogue.rules import freshness
from backend.catalogue.tables import Sku
from backend.purchasing.stock_rules import UNSALEABLE
from backend.purchasing.tables import PartnerSupply
from backend.store import instant
from backend.store.session import Records


async def counted(
    partner_id: str,
    at: str,
    lots: Mapping[str, Sequence[Mapping[str, Any]]],
    records: Records,
) -> None:
    """These SKUs have been counted then; of one that was counted later already nothing changes.
    Which offices may know is asked at each count, and a warehouse is counted every week."""
    held = await records.get(PartnerSupply, partner_id)
    lines = {line["sku_id"]: line for line in held.lines} if held else {}
    skus = await records.see_many(Sku, sorted(lots))
    day = instant.day_of(at, records.zone)
    for sku_id, of_sku in lots.items():
        before = lines.get(sku_id)
        if before is None or before["counted_at"] < at:
            units = saleable(of_sku, skus[sku_id].shelf_life_days, day)
            lines[sku_id] = {"sku_id": sku_id, "saleable": units, "counted_at": at}
    rows = await records.transaction.all(
        "SELECT DISTINCT org_unit_id FROM store WHERE partner_id = ? AND active = ?",
        partner_id, True,
    )  # fmt: skip
    values: dict[str, Any] = {
        "org_unit_ids": sorted(row[0] for row in rows),
        "lines": [lines[sku_id] for sku_id in sorted(lines)],
    }
    if held is None:
        records.add(PartnerSupply.of(id=partner_id, **values))
    elif any(getattr(held, name) != value for name, value in values.items()):
        records.change(held, **values)


def saleable(lots: Sequence[Mapping[str, Any]], life_days: int, day: str) -> int:
    """Good base units of lots that may still be shipped on that day."""
    total = 0
    for lot in lots:
        found = freshness(lot["produced_on"], life_days, day)
        if found is not None and found["zone"] not in UNSALEABLE:
            total += lot["good"]
    return total
