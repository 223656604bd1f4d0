"""What is true of products, prices and lists. Pure, integers only.

Twin: pwa/src/catalogue/rules.ts. Both must pass sync_protocol/vectors/rules/catalogue.*.json.
"""

from collections.abc import Sequence
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
