"""Stores as the office finds them."""

from typing import Any

from backend.people.office import Reach, listed
from backend.store import instant
from backend.store.engine import Store

WORDS = 5


async def stores(store: Store, reach: Reach, query: str, after: str, limit: int) -> dict[str, Any]:
    """Every word typed must be in name, pinyin, initials or code."""
    now = instant.now()
    tests, params = named_like(query)
    async with store.reading() as read:
        rows = await read.all(
            "SELECT s.id, s.code, s.name, s.address, s.tier, s.channel_type, s.customer_class,"
            " s.customer_name, s.org_unit_id, s.lat_e7, s.lon_e7, s.active,"
            " a.rep_id, p.name AS rep_name FROM store s"
            " LEFT JOIN store_assignment a ON a.store_id = s.id AND a.kind = 'main'"
            " AND a.from_at <= :now AND (a.until_at IS NULL OR a.until_at > :now)"
            " LEFT JOIN person p ON p.id = a.rep_id"
            f" WHERE {reach.stores(read, 's')} AND s.id > :after{tests}"
            " ORDER BY s.id LIMIT :many",
            reach.params(read, now=now, after=after, many=limit + 1, **params),
        )
    for row in rows:
        row["active"] = bool(row["active"])
    return listed(now, rows, limit, "id")


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
