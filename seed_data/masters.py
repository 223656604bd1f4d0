"""Who and what there is: said once, by administrators and supervisors."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from seed_data import data
from seed_data.data import Row
from seed_data.script import Voice
from seed_data.stores import StoreRow

CATEGORIES = {
    "力泉": "运动饮料", "果动": "果汁饮料", "五时茶": "茶饮料", "清源": "包装水",
    "劲扬": "功能饮料",
}  # fmt: skip
"""By brand; what was invented to make the catalogue long is just a drink."""
PALLET = {"can": (15, 8), "bottle": (12, 6), "big_bottle": (10, 5), "pack": (20, 6)}
"""Cases on a layer and layers on a pallet, by shape. Invented."""


def org(adm: Voice, at: str, units: Iterable[Row]) -> None:
    for unit in units:
        if unit["level"] != "hq":
            args = {key: unit[key] for key in ("name", "level", "parent_id")}
            adm.tell(at, "org_unit.put", unit["id"], {"code": unit["id"], **args})


def partners(adm: Voice, at: str, found: Iterable[Row]) -> None:
    for one in found:
        args = {"code": one["id"], "name": one["name"], "phone": one["phone"], "active": True}
        adm.tell(at, "partner.put", one["id"], args)


def people(adm: Voice, at: str, found: Iterable[Row]) -> None:
    for one in found:
        if one["login"] == "adm.hq":
            continue
        args = {
            "login": one["login"], "name": one["name"], "active": True, "phone": None,
            "home_lat_e7": round(float(one["lat"]) * 1e7) if one["lat"] else None,
            "home_lon_e7": round(float(one["lon"]) * 1e7) if one["lon"] else None,
        }  # fmt: skip
        adm.tell(at, "person.put", one["login"], args)
        post = {
            "person_id": one["login"], "role": one["role"],
            "org_unit_id": one["org_unit_id"] or None, "partner_id": one["partner_id"] or None,
            "from_at": at, "until_at": None,
        }  # fmt: skip
        adm.tell(at, "employment.put", f"{one['login']}.1", post)


def catalogue(adm: Voice, at: str, products: list[Row], days: tuple[str, str, str]) -> None:
    """SKUs, two versions of the price lists (SKU 9 rises in mid period), must-stock lists."""
    for i, row in enumerate(products):
        args = {
            "code": row["id"], "gtin": row["gtin"], "name": row["name"], "name_en": row["name_en"],
            "brand": row["brand"], "flavour": row["flavour"], "pack": row["pack"],
            "category": CATEGORIES.get(row["brand"], "饮料"), "units_per_case": int(row["units"]),
            "shelf_life_days": int(row["life"]), "sort": (i + 1) * 10, "hue": int(row["hue"]),
            "shape": row["shape"], "split_sale": True, "active": True,
            "cases_per_layer": PALLET[row["shape"]][0],
            "layers_per_pallet": PALLET[row["shape"]][1],
            "channels": ["school"] if row["tiers"] == "school" else [],
        }  # fmt: skip
        adm.tell(at, "sku.put", row["id"], args)
    first, change, before = days
    for code, column, name in (
        (data.STORE_PRICES, "store", "演示门店价格表"),
        (data.PARTNER_PRICES, "company", "演示合作伙伴价格表"),
    ):
        for version, start, end in ((7, first, before), (8, change, None)):
            lines = [
                {
                    "sku_id": row["id"],
                    "case_price_fen": int(row[column])
                    - (150 if row["id"] == "SKU-09" and version == 7 else 0),
                }
                for row in products
            ]
            args = {
                "list_code": code, "price_type": code, "name": name, "list_version": version,
                "valid_from": start, "valid_until": end, "lines": lines,
                "min_order_fen": data.MIN_ORDER_FEN if column == "store" else 0,
            }  # fmt: skip
            adm.tell(at, "price_list.put", f"{code}.{version}", args)
    for tier in data.TIERS:
        listed = [row["id"] for row in products if tier in row["tiers"].split()]
        for channel in (None, "school") if tier == "P3" else (None,):
            extra = [row["id"] for row in products if row["tiers"] == "school"] if channel else []
            args = {
                "name": f"演示必备单品 {tier}{' 学校' if channel else ''}", "tier": tier,
                "channel_type": channel, "sku_ids": listed + extra,
            }  # fmt: skip
            adm.tell(at, "must_stock_list.put", f"M-{tier}{'-school' if channel else ''}", args)


def customers_and_stores(adm: Voice, at: str, found: Iterable[StoreRow]) -> None:
    known: set[str] = set()
    for store in found:
        if store.customer_id not in known:
            known.add(store.customer_id)
            args = {
                "code": store.customer_id, "name": store.customer_name,
                "customer_class": store.customer_class,
            }  # fmt: skip
            adm.tell(at, "customer.put", store.customer_id, args)
        adm.tell(at, "store.put", store.id, store_args(store))


def store_args(store: StoreRow) -> dict[str, Any]:
    args = asdict(store)
    for name in ("id", "customer_name", "customer_class", "true_lat_e7", "true_lon_e7"):
        del args[name]
    return {
        **args, "code": store.id, "source_datum": "wgs84", "price_list_code": data.STORE_PRICES,
        "must_stock_list_id": None, "active": True,
    }  # fmt: skip


def assignments(by: Voice, at: str, pairs: Iterable[tuple[StoreRow, str]]) -> None:
    for store, rep in pairs:
        args = {
            "store_id": store.id, "rep_id": rep, "kind": "main", "from_at": at, "until_at": None,
        }  # fmt: skip
        by.tell(at, "store.assign", f"A-{store.id}", args)
