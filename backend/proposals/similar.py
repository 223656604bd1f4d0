"""Which known stores a found one may be: those near it, and those with its phone or licence."""

from math import cos, radians
from typing import Any

from backend.customers import rules
from backend.customers.tables import Store
from backend.store.session import Records
from backend.visits.rules import distance_m

NEAR_M = 500
"""As far as a storefront is looked for (W28)."""
E7_PER_M = 1e7 / 111_195
MOST = 10
PHONE = "replace(replace(replace(s.phone, ' ', ''), '-', ''), '+86', '')"


async def stores_like(records: Records, found: Store) -> list[dict[str, Any]]:
    """store_id, distance_m, score and why of each, the most alike first, ten at most."""
    reach_lat = int(NEAR_M * E7_PER_M)
    reach_lon = int(reach_lat / max(0.01, cos(radians(found.lat_e7 / 1e7))))
    phone = "".join((found.phone or "").replace("+86", "").replace("-", "").split())
    rows = await records.transaction.all(
        "SELECT s.id, s.name, s.pinyin, s.phone, s.licence_no, s.lat_e7, s.lon_e7 FROM store s"
        " WHERE s.id <> ? AND s.merged_into IS NULL AND (s.stage IS NULL OR s.stage <> 'returned')"
        " AND (s.lat_e7 BETWEEN ? AND ? AND s.lon_e7 BETWEEN ? AND ?"
        f" OR {PHONE} = ? OR s.licence_no = ?)",
        found.id,
        found.lat_e7 - reach_lat, found.lat_e7 + reach_lat,
        found.lon_e7 - reach_lon, found.lon_e7 + reach_lon,
        phone or "-", found.licence_no or "-",
    )  # fmt: skip
    known = [
        dict(zip(("id", "name", "pinyin", "phone", "licence_no", "lat_e7", "lon_e7"), row,
                 strict=True))
        for row in rows
    ]  # fmt: skip
    known += [
        vars(one) for one in new_here(records) if one.id != found.id
        and one.id not in {row["id"] for row in known}
    ]  # fmt: skip
    alike = []
    for one in known:
        away = distance_m(found.lat_e7, found.lon_e7, one["lat_e7"], one["lon_e7"])
        like = rules.likeness(vars(found), one, away)
        if like is not None:
            alike.append({"store_id": one["id"], "distance_m": away, **like})
    alike.sort(key=lambda one: (-one["score"], one["distance_m"], one["store_id"]))
    return alike[:MOST]


def new_here(records: Records) -> list[Store]:
    """Stores proposed in this very group: another push, a moment ago."""
    return [
        touched.record
        for (table, _), touched in records.touched.items()
        if table is Store and touched.added and isinstance(touched.record, Store)
    ]
