"""Stores as the office finds them."""

from math import cos, radians
from typing import Any

from backend.people.office import Reach, listed
from backend.store import instant
from backend.store.engine import Store

WORDS = 5


SQUARED = (
    "(s.lat_e7 - :lat_e7) * 1.0 * (s.lat_e7 - :lat_e7)"
    " + (s.lon_e7 - :lon_e7) * 1.0 * (s.lon_e7 - :lon_e7) * :narrow"
)
"""How far a store lies from a point: only to sort by."""


async def stores(
    store: Store,
    reach: Reach,
    query: str,
    after: str,
    limit: int,
    near: tuple[int, int] | None = None,
) -> dict[str, Any]:
    """Every word typed must be in name, pinyin, initials or code. `near` a point: one page of the
    nearest, and none that is no more."""
    now = instant.now()
    tests, params = named_like(query)
    order, more = "s.id", dict[str, Any](params)
    if near is not None:
        tests += " AND (s.stage IS NULL OR s.stage NOT IN ('merged', 'returned'))"
        order = f"{SQUARED}, s.id"
        more |= {"lat_e7": near[0], "lon_e7": near[1], "narrow": cos(radians(near[0] / 1e7)) ** 2}
    async with store.reading() as read:
        rows = await read.all(
            "SELECT s.id, s.code, s.name, s.address, s.tier, s.channel_type, s.customer_class,"
            " s.customer_id, s.customer_name, s.partner_id, s.org_unit_id, s.phone, s.lat_e7,"
            " s.lon_e7, s.active, a.rep_id, p.name AS rep_name FROM store s"
            " LEFT JOIN store_assignment a ON a.store_id = s.id AND a.kind = 'main'"
            " AND a.from_at <= :now AND (a.until_at IS NULL OR a.until_at > :now)"
            " LEFT JOIN person p ON p.id = a.rep_id"
            f" WHERE {reach.stores(read, 's')} AND s.id > :after{tests}"
            f" ORDER BY {order} LIMIT :many",
            reach.params(read, now=now, after=after, many=limit + 1, **more),
        )
    for row in rows:
        row["active"] = bool(row["active"])
    page = listed(now, rows, limit, "id")
    return page if near is None else {**page, "next": None}


def named_like(query: str) -> tuple[str, dict[str, str]]:
    """SQL after a WHERE about a store `s`, and its parameters: every word typed must be in name,
    pinyin, initials or code."""
    words = query.lower().split()[:WORDS]
    tests = "".join(
        f" AND lower(s.name || ' ' || s.pinyin || ' ' || s.initials || ' ' || s.code)"
        f" LIKE :w{i} ESCAPE '\\'"
        for i in range(len(words))
    )
    return tests, {f"w{i}": f"%{_literally(word)}%" for i, word in enumerate(words)}


def _literally(word: str) -> str:
    """A word with LIKE's own signs taken as they are."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
