"""Replays as the office reads them: of a promotion in reach, those whose every store is, too."""

from datetime import date
from typing import Any

import msgspec

from backend.orders.replaying import DONE, sees
from backend.people.office import Reach, listed
from backend.promotions import lists
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
COLUMNS = (
    'r.id, r.version, r.promotion_id, r.plan, r."first", r."last", r.only_major, r.asked_by_name,'
    " r.asked_at, r.state, r.next_day, r.stores, r.sums, r.ended_at"
)
LATEST = 20
DECIDES = (
    "rules", "priority", "stackable", "classes", "channels", "tiers", "store_ids",
)  # fmt: skip
"""What of a promotion changes the outcome."""
COUNTED = (
    "orders", "holding", "unpriced", "got", "cases", "off_fen", "gift_fen", "replaced_fen",
)  # fmt: skip


async def replays(store: Store, reach: Reach, promotion_id: str) -> Row:
    """The latest that he sees first, no more than twenty. 404 for a promotion out of reach."""
    async with store.reading() as read:
        now = await lists.found(read, reach, promotion_id)
        asked = await read.all(
            "SELECT r.id, r.org_unit_ids, r.only_major FROM promotion_replay r"
            " WHERE r.promotion_id = :id ORDER BY r.asked_at DESC, r.id",
            {"id": promotion_id},
        )
        for row in asked:
            row["org_unit_ids"] = msgspec.json.decode(row["org_unit_ids"])
        latest = [row["id"] for row in asked if sees(row, reach.person)][:LATEST]
        mine = await read.all(
            f"SELECT {COLUMNS} FROM promotion_replay r WHERE r.id {read.IN.replace('?', ':ids')}"
            " ORDER BY r.asked_at DESC, r.id",
            {"ids": read.ids(latest)},
        )
        for row in mine:
            for name in ("plan", "sums"):
                row[name] = msgspec.json.decode(row[name])
        names = await _names(read, mine)
    return listed(instant.now(), [_told(row, now, names) for row in mine], LATEST)


async def _names(read: Read, rows: list[Row]) -> dict[str, str]:
    ids = {key.partition(":")[0] for row in rows for key in _against(row["sums"])}
    found = await read.all(
        f"SELECT id, name FROM promotion WHERE id {read.IN.replace('?', ':ids')}",
        {"ids": read.ids(sorted(ids))},
    )
    return {one["id"]: one["name"] for one in found}


def _against(sums: Row) -> list[str]:
    return [*sums["replaced"], *sums["back"]]


def _told(row: Row, now: Row, names: dict[str, str]) -> Row:
    sums, plan = row["sums"], row["plan"]
    days = (date.fromisoformat(row["last"]) - date.fromisoformat(row["first"])).days + 1
    gone = (date.fromisoformat(row["next_day"]) - date.fromisoformat(row["first"])).days
    return {
        **{name: row[name] for name in ("id", "version", "promotion_id", "first", "last", "state")},
        **{name: row[name] for name in ("asked_by_name", "asked_at", "ended_at", "stores")},
        "only_major": bool(row["only_major"]),
        "as_now": all(plan[name] == now[name] for name in DECIDES),
        "days": days,
        "days_done": days if row["state"] == DONE else gone,
        **{name: sums[name] for name in COUNTED},
        "stores_holding": len(sums["stores_holding"]),
        "stores_got": len(sums["stores_got"]),
        "replaced": _others(sums["replaced"], names),
        "stood_back": _others(sums["back"], names),
        "below": [_below(key, found, plan) for key, found in sums["below"].items()],
        "top": sums["top"],
    }


def _others(found: dict[str, list[int]], names: dict[str, str]) -> list[Row]:
    """By promotion, those in more orders first."""
    by_id: dict[str, list[int]] = {}
    for rule_id, (orders, fen) in found.items():
        held = by_id.setdefault(rule_id.partition(":")[0], [0, 0])
        held[0] += orders
        held[1] += fen
    return [
        {"promotion_id": id, "name": names.get(id, id), "orders": orders, "worth_fen": fen}
        for id, (orders, fen) in sorted(by_id.items(), key=lambda one: (-one[1][0], one[0]))
    ]


def _below(key: str, found: list[int], plan: Row) -> Row:
    """``step``: cases, sets, or of a rule of the whole order fen."""
    no, step = (int(part) for part in key.split("|"))
    rule = plan["rules"][no - 1]
    return {
        "rule_no": no, "type": rule["type"], "step": step, "orders": found[0], "lacking": found[1],
    }  # fmt: skip
