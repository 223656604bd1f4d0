"""What stores owe, as the partner lists it, and the office as far as he shares it; and what speaks
against an order, for its audit."""

from collections.abc import Sequence
from typing import Any

import msgspec

from backend.customers.lists import named_like
from backend.people.office import Reach, listed, place
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

OF_A_STORE = (
    " CAST(SUM(open_fen) AS BIGINT) AS open_fen, CAST(SUM(overdue_fen) AS BIGINT) AS overdue_fen,"
    " CASE WHEN COUNT(limit_fen) = COUNT(*) THEN CAST(SUM(limit_fen) AS BIGINT) END AS limit_fen,"
    " MIN(as_of) AS as_of"
)
"""Of one store with those merged into it (K6): as old as the oldest of them, and without a limit
where one of them has none. Twin: pwa/src/orders/hints.ts, creditOf."""
HIS = (
    " FROM store s LEFT JOIN (SELECT store_id, MIN(id) AS id, MAX(said_by_name) AS said_by_name,"
    f" MAX(said_at) AS said_at,{OF_A_STORE} FROM receivable WHERE partner_id = :partner"
    " GROUP BY store_id) r ON r.store_id = s.id"
    " WHERE (r.id IS NOT NULL OR (s.partner_id = :partner AND s.active"
    " AND (s.stage IS NULL OR s.stage NOT IN ('merged', 'returned'))))"
)
WHICH = {
    "all": "",
    "over": " AND r.limit_fen IS NOT NULL AND r.open_fen > r.limit_fen",
    "overdue": " AND r.overdue_fen > 0",
    "unsaid": " AND r.id IS NULL",
}
SUMS = (
    " COUNT(DISTINCT s.id) AS stores, COUNT(r.id) AS said,"
    " COALESCE(SUM(r.open_fen), 0) AS open_fen, COALESCE(SUM(r.overdue_fen), 0) AS overdue_fen,"
    " COALESCE(SUM(CASE WHEN r.open_fen > r.limit_fen THEN 1 ELSE 0 END), 0) AS over_limit,"
    " MIN(r.as_of) AS oldest"
)


async def owed(
    store: Store, partner_id: str, which: str, query: str, after: str, limit: int
) -> dict[str, Any]:
    """By the code of the store."""
    now = instant.now()
    tests, words = named_like(query)
    params: dict[str, Any] = {"partner": partner_id}
    async with store.reading() as read:
        rows = await read.all(
            "SELECT s.id AS store_id, s.code AS store_code, s.name AS store_name, s.address,"
            " s.partner_id, r.limit_fen, r.open_fen, r.overdue_fen, r.as_of, r.said_by_name,"
            f" r.said_at{HIS}{WHICH[which]}{tests} AND s.code > :after"
            " ORDER BY s.code LIMIT :many",
            {**params, **words, "after": after, "many": limit + 1},
        )
        sums = await read.one(f"SELECT{SUMS}{HIS}", params)
        sharing = await read.one(
            "SELECT receivables FROM partner_sharing WHERE id = :partner", params
        )
    page = listed(now, rows, limit, "store_code")
    for row in page["rows"]:
        row["supplied"] = row.pop("partner_id") == partner_id
        row |= {name: row[name] or 0 for name in ("open_fen", "overdue_fen")}
    assert sums is not None  # a sum has always its row
    return page | {
        "sums": summed(sums),
        "shared": sharing is not None and bool(sharing["receivables"]),
    }


SHARED = (
    " FROM receivable r JOIN store s ON s.id = r.store_id"
    " LEFT JOIN partner p ON p.id = r.partner_id WHERE r.shared AND "
)
"""What partners let the company see; followed by whose stores."""


async def shared(
    store: Store, reach: Reach, which: str, query: str, after: str, limit: int
) -> dict[str, Any]:
    """By the code of the store, and where it owes several partners, by partner."""
    now = instant.now()
    tests, words = named_like(query)
    async with store.reading() as read:
        whose = f"{SHARED}{reach.stores(read, 's')}"
        rows = await read.all(
            "SELECT s.id AS store_id, s.code AS store_code, s.name AS store_name, r.partner_id,"
            " COALESCE(p.name, r.partner_id) AS partner_name, r.limit_fen, r.open_fen,"
            f" r.overdue_fen, r.as_of{whose}{WHICH[which]}{tests}"
            " AND (s.code > :code OR (s.code = :code AND r.partner_id > :partner))"
            " ORDER BY s.code, r.partner_id LIMIT :many",
            reach.params(read, **words, **place(after, "code", "partner"), many=limit + 1),
        )
        sums = await read.one(f"SELECT{SUMS}{whose}", reach.params(read))
    assert sums is not None  # a sum has always its row
    return listed(now, rows, limit, "store_code", "partner_id") | {"sums": summed(sums)}


def summed(sums: dict[str, Any]) -> dict[str, Any]:
    """Whole numbers, as PostgreSQL sums them in another type."""
    counted = {name: int(sums[name]) for name in ("stores", "said", "open_fen", "overdue_fen")}
    return {**counted, "over": int(sums["over_limit"]), "oldest": sums["oldest"]}


async def hints(store: Store, reach: Reach, order_ids: Sequence[str]) -> dict[str, Any]:
    """What speaks against these orders, with its age (K16). Orders out of reach are left out; of
    what the partner does not share nothing is said."""
    async with store.reading() as read:
        orders = await read.all(
            "SELECT o.id AS order_id, o.store_id, o.partner_id, o.partner_name, o.lines"
            " FROM sales_order o JOIN store s ON s.id = o.store_id"
            f" WHERE o.id {read.IN.replace('?', ':orders')} AND {reach.stores(read, 's')}"
            " ORDER BY o.id",
            reach.params(read, orders=read.ids(order_ids)),
        )
        credits = await _credits(read, [row["store_id"] for row in orders])
        supplies = await _supplies(read, {row["partner_id"] for row in orders})
    rows = []
    for row in orders:
        skus = {line["sku_id"] for line in msgspec.json.decode(row["lines"])}
        there = supplies.get(row["partner_id"], [])
        rows.append(
            {
                "order_id": row["order_id"],
                "partner_name": row["partner_name"] or "",
                "credit": credits.get((row["partner_id"], row["store_id"])),
                "stock": [one for one in there if one["sku_id"] in skus],
            }
        )
    return {"as_of": instant.now(), "rows": rows}


async def _credits(read: Read, store_ids: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
    rows = await read.all(
        f"SELECT partner_id, store_id,{OF_A_STORE} FROM receivable"
        f" WHERE shared AND store_id {read.IN.replace('?', ':stores')}"
        " GROUP BY partner_id, store_id",
        {"stores": read.ids(store_ids)},
    )
    return {(row.pop("partner_id"), row.pop("store_id")): row for row in rows}


async def _supplies(read: Read, partner_ids: set[str | None]) -> dict[str, list[dict[str, Any]]]:
    rows = await read.all(
        f"SELECT id, lines FROM partner_supply WHERE id {read.IN.replace('?', ':partners')}",
        {"partners": read.ids(sorted(one for one in partner_ids if one))},
    )
    return {row["id"]: msgspec.json.decode(row["lines"]) for row in rows}
