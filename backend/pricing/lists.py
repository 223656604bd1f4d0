"""Trade terms as the office reads them, of customers with a store in reach."""

from itertools import groupby
from typing import Any

import msgspec

from backend.people.office import Reach, listed, place
from backend.pricing.terms import in_force_from
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
COLUMNS = (
    "t.id, t.version, t.customer_id, c.name AS customer_name, c.customer_class, t.partner_id,"
    " p.name AS partner_name, t.terms_version, t.valid_from, t.valid_until, t.tax_inclusive,"
    " t.tax_per_mille, t.lines, t.rebate_per_mille, t.conditional_rebates, t.fees,"
    " t.annual_supply_fen, t.payment_days, t.invoice_rule, t.returns_rule, t.freshness_per_mille,"
    " t.delivery_window, t.penalty_rule, t.promotion_support, t.signatories, t.state, t.differs,"
    " t.exception, t.saved_by_name, t.saved_at, t.submitted_at, t.decided_by_name, t.decided_at,"
    " t.returned_for"
)


async def terms(store: Store, reach: Reach, after: str, limit: int) -> Row:
    """The latest written first; with them what differs, and whom terms can be made with."""
    older = " AND (t.saved_at, t.id) < (:at, :at_id)" if after else ""
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {COLUMNS} FROM trade_terms t JOIN customer c ON c.id = t.customer_id"
            " JOIN partner p ON p.id = t.partner_id"
            f" WHERE {_reached(read, reach, 't.customer_id')}{older}"
            " ORDER BY t.saved_at DESC, t.id DESC LIMIT :many",
            reach.params(read, many=limit + 1, **place(after, "at", "at_id")),
        )
        alerts = await read.all(
            "SELECT a.id, a.version, c.name AS customer_name, c.customer_class, a.state, a.day,"
            " a.differs, a.exceptions, a.found_at FROM terms_alert a"
            " JOIN customer c ON c.id = a.id"
            f" WHERE a.state <> 'closed' AND {_reached(read, reach, 'a.id')}"
            " ORDER BY a.state DESC, a.found_at DESC, a.id",
            reach.params(read),
        )
        partners = await read.all(
            "SELECT DISTINCT p.id, p.name FROM partner p JOIN store s ON s.partner_id = p.id"
            f" WHERE {reach.stores(read, 's')} ORDER BY p.id",
            reach.params(read),
        )
    for row in rows:
        row["tax_inclusive"] = bool(row["tax_inclusive"])
        _unfold(row, "lines", "fees", "differs")
    for row in alerts:
        _unfold(row, "differs", "exceptions")
    page = listed(instant.now(), rows, limit, "saved_at", "id")
    return {**page, "alerts": alerts, "partners": partners}


OWN = (
    "t.id, c.name AS customer_name, t.customer_id, t.terms_version, t.valid_from, t.valid_until,"
    " t.tax_inclusive, t.tax_per_mille, t.lines, t.rebate_per_mille, t.conditional_rebates, t.fees,"
    " t.annual_supply_fen, t.payment_days, t.invoice_rule, t.returns_rule, t.freshness_per_mille,"
    " t.delivery_window, t.penalty_rule, t.promotion_support, t.signatories"
)


async def own_terms(store: Store, partner_id: str) -> Row:
    """Approved ones that hold today or will, by customer and version."""
    now = instant.now()
    today = instant.day_of(now, store.zone)
    async with store.reading() as read:
        rows = await read.all(
            f"SELECT {OWN} FROM trade_terms t JOIN customer c ON c.id = t.customer_id"
            " WHERE t.partner_id = :partner AND t.state = 'approved'"
            " ORDER BY c.name, t.customer_id, t.terms_version",
            {"partner": partner_id},
        )
    found = []
    for _, versions in groupby(rows, key=lambda row: row["customer_id"]):
        found += in_force_from(list(versions), today)
    for row in found:
        for name in ("customer_id", "valid_until"):
            del row[name]
        row["tax_inclusive"] = bool(row["tax_inclusive"])
        _unfold(row, "lines", "fees")
    return {"as_of": now, "today": today, "rows": found}


def _reached(read: Read, reach: Reach, customer: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM store s WHERE s.customer_id = {customer}"
        f" AND {reach.stores(read, 's')})"
    )


def _unfold(row: Row, *names: str) -> None:
    for name in names:
        row[name] = msgspec.json.decode(row[name])
