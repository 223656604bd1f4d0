"""The daily count (domain.md, row 18 of the comparison): of each rep's orders of a day, how many
her devices hold, how many the company heard, how many their partners were shown. Where the three
differ it says which order, and where it was seen last. A lost order is red; one on its way is not.

Counted by rep and day whatever store an order is of: numbers and order numbers, nothing else.
"""

from typing import Any

import msgspec

from backend.people.office import Reach
from backend.people.team import last_heard, reps_of
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read

Row = dict[str, Any]
WAITING, SENT, ASIDE = "waiting", "sent", "aside"


async def daily_count(store: Store, reach: Reach, day: str) -> Row:
    now = instant.now()
    async with store.reading() as read:
        reps = await reps_of(read, reach)
        ids = [rep["rep_id"] for rep in reps]
        told = await _told(read, ids, day)
        orders = await _orders(read, ids, day)
        shown = await _shown(read, orders)
        missing = {
            no
            for one in told
            for no in (*one[SENT], *one[ASIDE])
            if no not in {order["no"] for order in orders}
        }
        heard = await _heard(read, told, missing, day, store.zone)
        contact = await last_heard(read, ids)
    rows = []
    for rep in reps:
        id = rep["rep_id"]
        mine = [one for one in told if one["user_id"] == id]
        own = [order for order in orders if order["rep_id"] == id]
        if not mine and not own:
            continue
        seen = contact.get(id)
        rows.append(
            {
                "rep_id": id,
                "rep_name": rep["name"],
                "org_unit_name": rep["org_unit_name"],
                "last_heard_at": seen.at if seen else None,
                **counted(mine, own, shown, heard),
            }
        )
    return {
        "as_of": now,
        "day": day,
        "totals": {
            name: sum(row[name] for row in rows)
            for name in ("device", "waiting", "heard", "due", "shown", "lost")
        },
        "silent": sum(row["told_at"] is None for row in rows),
        "rows": sorted(rows, key=lambda row: (-row["lost"], row["rep_name"], row["rep_id"])),
    }


def counted(
    devices: list[Row], orders: list[Row], shown: dict[str, str], heard: dict[str, Row]
) -> Row:
    """Pure. One rep's day. ``shown`` says of each order a partner must see how far it is, ``heard``
    what became of numbers that are no order."""
    known = {order["no"] for order in orders}
    held: dict[str, tuple[str, Row]] = {}
    for rank in (WAITING, ASIDE, SENT):  # what one device has sent waits on no other
        for one in devices:
            for no in one[rank]:
                held[no] = (rank, one)
    entries = [
        entry
        for no, (rank, device) in held.items()
        if (entry := _of_device(no, rank, device, known, heard)) is not None
    ]
    for order in orders:
        where = shown.get(order["id"], "")
        if where:
            seen_at = order["audited_at"]
            entries.append(_entry(order["no"], where, "company", seen_at, order["partner_name"]))
    due = [order for order in orders if order["id"] in shown]
    return {
        "device": len(held) if devices else 0,
        "waiting": sum(entry["where"] in ("waiting", "device_lost") for entry in entries),
        "told_at": max((one["told_at"] for one in devices), default=None),
        "heard": len(orders),
        "due": len(due),
        "shown": sum(shown[order["id"]] == "" for order in due),
        "elsewhere": sum(order["no"] not in held for order in orders) if devices else 0,
        "lost": sum(entry["lost"] for entry in entries),
        "entries": sorted(entries, key=lambda entry: (not entry["lost"], entry["no"])),
    }


LOST = frozenset({"never_heard", "device_lost", "vanished", "not_in_feed"})


def _of_device(
    no: str, rank: str, device: Row, known: set[str], heard: dict[str, Row]
) -> Row | None:
    """What a device says of an order, held against what the company knows; None: they agree."""
    if no in known:
        return None
    at, name = device["told_at"], device["device_name"]
    if rank == WAITING:
        return _entry(no, "device_lost" if device["gone"] else "waiting", "device", at, name)
    found = heard.get(no)
    if found is None:
        return _entry(no, "never_heard", "device", at, name)
    status = {"rejected": "refused", "quarantined": "set_aside"}.get(found["status"], "vanished")
    return _entry(no, status, "company", found["received_at"], name)


def _entry(no: str, where: str, seen: str, at: str | None, by: str | None) -> Row:
    """``seen`` and ``at``: where it was seen last, and when; ``by``: which device or partner."""
    lost = where in LOST
    return {"no": no, "where": where, "lost": lost, "seen": seen, "seen_at": at, "by": by or ""}


async def _told(read: Read, ids: list[str], day: str) -> list[Row]:
    """What devices said of the day. Gone: reported lost, or its data were cleared since, for the
    same phone began anew."""
    rows = await read.all(
        "SELECT d.user_id, d.sent, d.waiting, d.aside, d.told_at, r.device_name, r.lost_at,"
        " (SELECT max(n.registered_at) FROM sync_replica n WHERE n.user_id = r.user_id"
        " AND n.device_id = r.device_id AND n.replica_id <> r.replica_id) AS anew_at"
        " FROM device_orders d JOIN sync_replica r ON r.replica_id = d.replica_id"
        f" WHERE d.day = :day AND d.user_id {read.IN.replace('?', ':ids')} ORDER BY d.told_at",
        {"day": day, "ids": read.ids(ids)},
    )
    for row in rows:
        for name in (SENT, WAITING, ASIDE):
            row[name] = msgspec.json.decode(row[name])
        row["gone"] = bool(row["lost_at"]) or (row["anew_at"] or "") > row["told_at"]
    return rows


async def _orders(read: Read, ids: list[str], day: str) -> list[Row]:
    return await read.all(
        "SELECT o.id, o.no, o.rep_id, o.partner_id, o.partner_name, o.audited_at, o.accepted_at,"
        " o.doc_state FROM sales_order o WHERE o.day = :day"
        f" AND o.rep_id {read.IN.replace('?', ':ids')} ORDER BY o.no, o.id",
        {"day": day, "ids": read.ids(ids)},
    )


async def _shown(read: Read, orders: list[Row]) -> dict[str, str]:
    """Of each order its partner must see: "" he has it, not_yet, or it is not in his feed at all.

    He has what he answered, and what lies behind the cursor that a clerk's device last confirmed.
    """
    due = [order for order in orders if order["audited_at"] and order["partner_id"]]
    lines = await read.rows(
        "SELECT row_id, scope_id, pos, kind FROM sync_feed WHERE entity = 'sales_order'"
        f" AND row_id {read.IN} AND (scope_id LIKE 'partner:%' OR scope_id LIKE 'past:%')",
        read.ids([order["id"] for order in due]),
    )
    at = {(row_id, scope): pos for row_id, scope, pos, kind in lines if kind == "put"}
    pulled = await _pulled(read, sorted({order["partner_id"] for order in due}))
    found = {}
    for order in due:
        scope = f"partner:{order['partner_id']}"
        pos = at.get((order["id"], scope))
        if (order["id"], f"past:{order['partner_id']}") in at:
            found[order["id"]] = ""  # he had it so long that it has left his devices
        elif pos is None:
            found[order["id"]] = "not_in_feed"
        elif order["accepted_at"] or pulled.get(scope, 0) >= pos:
            found[order["id"]] = ""
        else:
            found[order["id"]] = "not_yet"
    return found


async def _pulled(read: Read, partner_ids: list[str]) -> dict[str, int]:
    """By scope, how far the furthest of the partner's clerks has it."""
    rows = await read.rows(
        "SELECT r.cursors FROM sync_replica r JOIN person p ON p.id = r.user_id"
        f" WHERE p.role = 'partner_clerk' AND p.partner_id {read.IN} AND r.cursors IS NOT NULL",
        read.ids(partner_ids),
    )
    epochs = await read.rows(
        f"SELECT scope_id, epoch FROM sync_scope WHERE scope_id {read.IN}",
        read.ids([f"partner:{id}" for id in partner_ids]),
    )
    found: dict[str, int] = {}
    for (cursors,) in rows:
        held = msgspec.json.decode(cursors)
        for scope, epoch in epochs:
            its_epoch, pos = held.get(scope, (0, 0))
            if its_epoch == epoch:
                found[scope] = max(found.get(scope, 0), pos)
    return found


async def _heard(
    read: Read, told: list[Row], missing: set[str], day: str, zone: str
) -> dict[str, Row]:
    """What the company answered to numbers that are no order of that day. Asked only where there
    are any: it reads what was said since then."""
    if not missing:
        return {}
    since = instant.shifted(instant.end_of_day(day, zone), days=-2)
    rows = await read.all(
        "SELECT o.status, o.received_at, o.body FROM sync_op o JOIN sync_replica r"
        " ON r.replica_id = o.replica_id WHERE o.kind = 'order.submit'"
        f" AND r.user_id {read.IN.replace('?', ':ids')} AND o.received_at >= :since"
        " ORDER BY o.received_at",
        {"ids": read.ids(sorted({one["user_id"] for one in told})), "since": since},
    )
    found: dict[str, Row] = {}
    for row in rows:
        body = msgspec.json.decode(row.pop("body"))
        no = (body.get("args") or {}).get("no") if isinstance(body, dict) else None
        if no in missing:
            found[no] = row
    return found
