"""What a promotion cost a partner, worked out from what stores received and what reps checked."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from backend.claims import rules
from backend.store import instant

Row = dict[str, Any]
OVER = ("ended", "stopped")


@dataclass(frozen=True)
class Ask:
    """Questions in a snapshot, or in the transaction that writes."""

    rows: Callable[..., Awaitable[Any]]
    IN: str
    ids: Callable[[Any], Any]


async def claim_lines(
    ask: Ask, promotion_id: str, days: tuple[str, str], partner_id: str, zone: str
) -> list[Row]:
    """By store of the partner, those to which something came or where something was agreed."""
    orders = await ask.rows(
        "SELECT store_id, no, lines, gifts FROM sales_order WHERE partner_id = ?"
        " AND audited_at IS NOT NULL AND day BETWEEN ? AND ?"
        " AND (lines LIKE ? OR gifts LIKE ?) ORDER BY no",
        partner_id, *days, *[f'%"promotion_id":"{promotion_id}"%'] * 2,
    )  # fmt: skip
    found: dict[str, Row] = defaultdict(lambda: {"gifts_fen": 0, "off_fen": 0, "orders": []})
    for store_id, no, lines, gifts in orders:
        given = rules.gifts_fen(msgspec.json.decode(gifts), promotion_id)
        off = rules.off_fen(msgspec.json.decode(lines), promotion_id)
        if given or off:
            one = found[store_id]
            one["gifts_fen"] += given
            one["off_fen"] += off
            one["orders"].append(no)
    told = await ask.rows(
        "SELECT e.store_id, e.agreement, e.checks FROM promotion_execution e JOIN store s"
        " ON s.id = e.store_id WHERE e.promotion_id = ? AND s.partner_id = ?",
        promotion_id, partner_id,
    )  # fmt: skip
    executions = {id: (_decoded(agreement), _decoded(checks)) for id, agreement, checks in told}
    fees = {id for id, (agreement, _) in executions.items() if agreement and agreement["fee_fen"]}
    of_store = await _stores(ask, sorted({*found, *fees}), days, zone)
    result = []
    for id, (store, photos) in of_store.items():
        agreement, checks = executions.get(id, (None, []))
        agreed = (agreement or {}).get("fee_fen") or 0
        passed = sum(bool(check["passed"]) for check in checks)
        lacks = rules.missing(agreement, len(checks), photos, rules.months(*days)) if agreed else []
        result.append(
            {
                **store,
                "agreed_fen": agreed,
                "checks": len(checks),
                "passed": passed,
                "display_photos": sum(kind in rules.DISPLAY_TYPES for kind, _ in photos),
                "storefront_photos": sum(kind == rules.STOREFRONT for kind, _ in photos),
                "missing": lacks,
                "fee_fen": 0 if lacks else rules.payout_fen(agreed, passed, len(checks)),
                **found[id],
            }
        )
    return result


async def _stores(
    ask: Ask, ids: list[str], days: tuple[str, str], zone: str
) -> dict[str, tuple[Row, list[tuple[str, str]]]]:
    """Of each its name and address for F57, and type and month of its pictures in these days."""
    stores = await ask.rows(
        "SELECT id, code, name, address, contact_name, phone FROM store"
        f" WHERE id {ask.IN} ORDER BY code, id",
        ask.ids(ids),
    )
    photos = await ask.rows(
        f"SELECT store_id, type, taken_at FROM photo WHERE store_id {ask.IN} AND taken_at >= ?"
        " AND taken_at < ? AND present AND coalesce(review_state, '') <> 'rejected'",
        ask.ids(ids), instant.shifted(instant.end_of_day(days[0], zone), days=-1),
        instant.end_of_day(days[1], zone),
    )  # fmt: skip
    taken: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for store_id, kind, taken_at in photos:
        taken[store_id].append((kind, instant.day_of(taken_at, zone)[:7]))
    names = ("store_id", "store_code", "store_name", "address", "contact_name", "phone")
    return {row[0]: (dict(zip(names, row, strict=True)), taken[row[0]]) for row in stores}


def days_of(starts_on: str, ends_on: str, stops_at: str | None, zone: str) -> tuple[str, str]:
    """A stopped one ended when it was stopped."""
    last = min(ends_on, instant.day_of(stops_at, zone)) if stops_at else ends_on
    return starts_on, max(starts_on, last)


def _decoded(text: str | None) -> Any:
    return msgspec.json.decode(text) if text else None
