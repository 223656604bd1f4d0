"""What is true of products, prices and lists. Pure, integers only.

Twin: pwa/src/catalogue/rules.ts. Both must pass sync_protocol/vectors/rules/catalogue.*.json.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar


class DatedList(Protocol):
    """One version of a price list."""

    list_version: int
    valid_from: str
    valid_until: str | None


class StockList(Protocol):
    """A must-stock list; channel_type None: for every channel without a list of its own."""

    id: str
    tier: str
    channel_type: str | None


L = TypeVar("L", bound=DatedList)
M = TypeVar("M", bound=StockList)


def gtin_ok(gtin: str) -> bool:
    """Thirteen digits with a right check digit: weights 3, 1, 3 ... from the right (domain 5.1)."""
    if len(gtin) != 13 or not (gtin.isascii() and gtin.isdigit()):
        return False
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(gtin[:12]))
    return (10 - total % 10) % 10 == int(gtin[12])


def gtin14_ok(gtin: str, inside: str) -> bool:
    """Of a case: indicator 1-8, the first twelve digits of the GTIN-13 inside, a check digit of its
    own (domain 5.1). Numbers of in-house use (2...) may not be inside one."""
    if len(gtin) != 14 or not (gtin.isascii() and gtin.isdigit()) or gtin[0] not in "12345678":
        return False
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(gtin[:13]))
    whole = gtin_ok(inside) and inside[0] != "2" and gtin[1:13] == inside[:12]
    return whole and (10 - total % 10) % 10 == int(gtin[13])


OWN_PREFIXES = range(690, 700)
"""GS1 China's; a product with another is somebody else's, or has an in-house number."""


def sku_lacks(sku: Mapping[str, Any]) -> list[str]:
    """Why it may not be published: the fields that are missing or wrong, in the order of the form.
    None: it may. What was published without a picture, by an import or before there were any, stays
    so: it is drawn."""
    case, first, last = sku["case_gtin"], sku["valid_from"], sku["valid_until"]
    return [
        *(["gtin"] if not gtin_ok(sku["gtin"]) else []),
        *(name for name in WRITTEN if not sku[name].strip()),
        *(["case_gtin"] if case and not (gtin_ok(case) or gtin14_ok(case, sku["gtin"])) else []),
        *(["case_gtin"] if case == sku["gtin"] else []),
        *(["cases_per_layer"] if sku["layers_per_pallet"] and not sku["cases_per_layer"] else []),
        *(["valid_until"] if first and last and last < first else []),
        *(["image"] if not (sku["image"] or sku["published"]) else []),
    ]


WRITTEN = ("name", "name_en", "brand", "pack", "category")


def sku_warns(sku: Mapping[str, Any], priced: bool) -> list[str]:
    """What should be looked at before it is published, and keeps nobody from it. ``priced``: a list
    of stores names it."""
    own = sku["gtin"][:3].isdigit() and int(sku["gtin"][:3]) in OWN_PREFIXES
    return [
        *(["prefix"] if not own else []),
        *(["case_gtin"] if not sku["case_gtin"] else []),
        *(["pallet"] if not (sku["cases_per_layer"] and sku["layers_per_pallet"]) else []),
        *(["price"] if not priced else []),
        *(["image"] if sku["published"] and not sku["image"] else []),
    ]


def sold(sku: Mapping[str, Any], channel_type: str, day: str) -> bool:
    """Whether a store of this channel may order it on that day."""
    first, last, channels = sku["valid_from"], sku["valid_until"], sku["channels"]
    return bool(
        sku["active"]
        and (not first or first <= day)
        and (not last or day <= last)
        and (not channels or channel_type in channels)
    )


def price_list_on(lists: Sequence[L], day: str) -> L | None:
    """The version valid on that day, both ends included; of several the highest version."""
    valid = [
        dated
        for dated in lists
        if dated.valid_from <= day and (dated.valid_until is None or day <= dated.valid_until)
    ]
    return max(valid, key=lambda dated: dated.list_version, default=None)


def must_stock_for(lists: Sequence[M], tier: str, channel_type: str) -> M | None:
    """The tier's list for this channel; without one, the tier's list for all channels."""
    of_tier = sorted((one for one in lists if one.tier == tier), key=lambda one: one.id)
    for channel in (channel_type, None):
        for one in of_tier:
            if one.channel_type == channel:
                return one
    return None


CRITICAL = ((365, 45), (180, 20), (90, 15), (30, 10), (16, 5))
"""(shelf life of at least so many days, critical when so many are left); shorter lives: 4."""
CRITICAL_SHORT = 4


def freshness(produced_on: str, shelf_life_days: int, today: str) -> dict[str, Any] | None:
    """In which zone goods of that production day are, and how many days they have left, negative
    once the date has passed (domain.md 4.5). None: the day is still to come.

    The last day of its life is still sold; goods are expired from the next.
    """
    used = (date.fromisoformat(today) - date.fromisoformat(produced_on)).days
    if used < 0:
        return None
    left = shelf_life_days - used
    critical = next((limit for life, limit in CRITICAL if shelf_life_days >= life), CRITICAL_SHORT)
    if left < 0:
        zone = "expired"
    elif left <= critical:
        zone = "critical"
    elif 3 * used > 2 * shelf_life_days:
        zone = "act"
    elif 2 * used > shelf_life_days:
        zone = "watch"
    elif 3 * used > shelf_life_days:
        zone = "normal"
    else:
        zone = "fresh"
    return {"zone": zone, "days_left": left}
