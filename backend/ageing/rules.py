"""Which orders and delivery notes a partner's devices need no longer (decision 64). Pure.

Rows are the records' columns. Days are business days, instants RFC 3339 in UTC; a record is old
when nothing of it happened on or after the day, or the instant at which that day begins, given.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
OVER = ("closed", "cancelled", "rejected")
"""States of an order of which nothing is to come."""
DONE = ("delivered_full", "delivered_partial", "refused", "failed", "void")
"""States of a note that is on no road and will be on none."""
PROVED = ("delivered_full", "delivered_partial")
UNPAID_DAYS = 365
"""So much longer an order stays of which the partner said an invoice or a payment, but not all."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The first business day that is not old, and the instant at which it begins."""

    day: str
    at: str


def order_old(order: Row, cut: Cut) -> bool:
    """It is over and nothing of it is recent. An order about which somebody asks is not over."""
    return (
        order["doc_state"] in OVER
        and not order["asking"]
        and all(day < cut.day for day in _days(order))
        and all(at < cut.at for at in _instants(order))
    )


def _days(order: Row) -> Iterable[str]:
    return filter(None, (order["day"], order["wanted_on"], order["promised_on"]))


def _instants(order: Row) -> Iterable[str]:
    names = ("submitted_at", "received_at", "audited_at", "accepted_at", "decided_at")
    yield from filter(None, (order[name] for name in names))
    yield from (one["at"] for one in order["deliveries"])
    yield from (one["at"] for one in order["amendments"] if one.get("at"))
    yield from (one["said_at"] for one in (*order["invoices"], *order["payments"]))


def unpaid(order: Row, states: tuple[str, str], long_ago: str) -> bool:
    """Whether he still waits for money of it: he said an invoice or a payment, and not all of it
    is invoiced and paid. ``states``: of invoice and payment. Where he says nothing of money he
    does not wait for any here; nor before the day given, or whoever keeps invoices alone would
    have all of them for ever."""
    return set(states) not in ({"none"}, {"full"}) and order["day"] >= long_ago


def promotions_of(order: Row) -> set[str]:
    """The promotions that gave something to it."""
    given = {gift["promotion_id"] for gift in order["gifts"]}
    return given | {
        reason["promotion_id"] for line in order["lines"] for reason in line.get("promoted") or ()
    }


def claim_waits(state: str | None, ended_on: str | None, cut: Cut) -> bool:
    """Whether what a promotion cost is still to be claimed or settled. ``state``: of the partner's
    claim, None: there is none. ``ended_on`` None: nobody knows such a promotion."""
    if state in ("claimed", "verified"):
        return True
    return state != "settled" and ended_on is not None and ended_on >= cut.day


def note_old(note: Row, cut: Cut) -> bool:
    """It is done and nothing of it is recent."""
    names = ("made_at", "loaded_at", "delivered_at", "received_at")
    return (
        note["state"] in DONE
        and note["deliver_on"] < cut.day
        and all(note[name] is None or note[name] < cut.at for name in names)
    )


def in_stock(note: Row, since: Mapping[str, str]) -> bool:
    """Whether the partner's stock is worked out from it (purchasing/stock_rules.moved): goods of
    a SKU went or came after its last count but one. ``since``: by SKU."""
    moved = [at for at in (note["loaded_at"], note["delivered_at"]) if at]
    if not moved:
        return False
    skus = {one["sku_id"] for one in (*note["lines"], *note["gifts"]) if one["sku_id"]}
    return any(since[sku] < max(moved) for sku in skus & since.keys())


def unproved(note: Row, present: Sequence[bool]) -> bool:
    """Whether a picture of what was delivered is still to come. ``present``: of its pictures."""
    return note["state"] in PROVED and not all(present)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What may leave together."""

    orders: list[str]
    notes: list[str]


def leaving(
    orders: Iterable[Row],
    notes: Sequence[Row],
    kept_orders: Collection[str],
    kept_notes: Collection[str],
    past: Collection[str],
    cut: Cut,
) -> Leaving:
    """Of one store. An order leaves when all its notes may; a note when all its orders have left or
    leave now, for what an order lacks is worked out from its notes. ``kept_*``: ids of those that
    something else waits for; ``past``: orders that have left."""
    of_order: dict[str, list[Row]] = {}
    for note in notes:
        for order_id in note["order_ids"]:
            of_order.setdefault(order_id, []).append(note)
    old = {one["id"] for one in notes if one["id"] not in kept_notes and note_old(one, cut)}
    gone = [
        order["id"]
        for order in orders
        if order["id"] not in kept_orders
        and order_old(order, cut)
        and all(note["id"] in old for note in of_order.get(order["id"], ()))
    ]
    left = {*past, *gone}
    return Leaving(
        gone, [n["id"] for n in notes if n["id"] in old and left.issuperset(n["order_ids"])]
    )
