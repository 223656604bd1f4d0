"""Purchase orders as the office and the order desk list them, and the company's prices."""

from typing import Any

import msgspec

from backend.catalogue.rules import price_list_on
from backend.people.office import Reach, listed, place
from backend.purchasing.purchase_rules import deviates
from backend.purchasing.purchases import COMPANY_TO_PARTNER
from backend.store import instant
from backend.store.engine import Store

COLUMNS = (
    "o.id, o.version, o.no, o.partner_id, o.partner_name, o.state, o.revision, o.lines, "
    "o.value_fen, o.wanted_on, o.ship_to, o.reason, o.note, o.follows_no, o.submitted_at, "
    "o.payment, o.funds_fen, o.ship_on, o.paper_no, o.arrives_on, o.lots, o.received_at, "
    "o.received_late, o.claim_until, o.claim_note, o.claim_fen, o.credit_fen, o.steps"
)


async def purchases(
    store: Store, reach: Reach, equal: dict[str, str], after: str, limit: int
) -> dict[str, Any]:
    """Of the partners that supply a store in reach, the latest first."""
    given = {name: value for name, value in equal.items() if value}
    tests = "".join(f" AND o.{name} = :{name}" for name in given)
    if after:
        tests += " AND (o.submitted_at, o.id) < (:at, :last)"
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {COLUMNS} FROM purchase_order o WHERE EXISTS"
            " (SELECT 1 FROM store t WHERE t.partner_id = o.partner_id"
            f" AND {reach.stores(read, 't')}){tests}"
            " ORDER BY o.submitted_at DESC, o.id DESC LIMIT :many",
            reach.params(read, many=limit + 1, **given, **place(after, "at", "last")),
        )
    page = listed(instant.now(), rows, limit, "submitted_at", "id")
    for row in page["rows"]:
        for name in ("lines", "lots", "steps"):
            row[name] = msgspec.json.decode(row[name])
        row["received_late"] = bool(row["received_late"])
        row["deviates"] = any(deviates(one["proposed_cases"], one["cases"]) for one in row["lines"])
    return page


class Dated(msgspec.Struct):
    """A version of the list, as its rule reads it."""

    list_version: int
    valid_from: str
    valid_until: str | None
    lines: list[dict[str, Any]]


async def company_prices(store: Store) -> dict[str, Any]:
    now = instant.now()
    async with store.reading() as read:
        rows = await read.all(
            "SELECT list_version, valid_from, valid_until, lines FROM price_list"
            " WHERE price_type = :type",
            {"type": COMPANY_TO_PARTNER},
        )
    lists = [Dated(**{**row, "lines": msgspec.json.decode(row["lines"])}) for row in rows]
    dated = price_list_on(lists, instant.day_of(now, store.zone))
    return {"as_of": now, "lines": dated.lines if dated else []}
