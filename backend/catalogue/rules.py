"""What is true of products, prices and lists. Pure, integers only.

Twin: pwa/src/catalogue/rules.ts. Both must pass sync_protocol/vectors/rules/catalogue.*.json.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar


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
