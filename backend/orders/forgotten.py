"""What a day left open: visits nobody left, days nobody ended. The system closes them at 23:59.

It lies here because the last sign of a visit may be an order. A job looks at a day when it ends,
and again when something of it arrives afterwards; saying it twice changes nothing.
"""

from typing import Any

from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.session import Records
from backend.sync.registry import Registry
from backend.sync.say import say_as_system
from backend.visits.closing import LAST_MINUTE

BACK_DAYS = 14
"""So far back it looks each night: a worker may have been away, a phone still longer."""
LAST_SIGN = (
    "SELECT max(at) FROM (SELECT v.checked_in_at AS at"
    " UNION ALL SELECT p.taken_at FROM photo p WHERE p.visit_id = v.id"
    " UNION ALL SELECT o.submitted_at FROM sales_order o WHERE o.visit_id = v.id) AS signs"
)
# A visit told as a whole, afterwards, has no stay: history, of which nobody forgot an end.
WORKED = (
    "SELECT rep_id, day, max(coalesce(checked_out_at, checked_in_at)) AS at FROM visit"
    " WHERE day >= :first AND day <= :last"
    " AND (state IN ('in_progress', 'abandoned') OR stay_s IS NOT NULL)"
    " GROUP BY rep_id, day"
    " UNION ALL SELECT rep_id, day, started_at FROM day_start"
    " WHERE day >= :first AND day <= :last"
)


async def say_forgotten(store: Store, registry: Registry, day: str) -> int:
    """Close what this day, and those shortly before it, left open. How many there were."""
    first = instant.day_of(
        instant.shifted(instant.end_of_day(day, store.zone), days=-BACK_DAYS), store.zone
    )
    async with store.reading() as read:
        visits = await _open(read, first, day)
    for row in visits:
        args = {"left_at": row["left_at"]}
        await say_as_system(store, registry, "visit.abandon", row["id"], args)
    async with store.reading() as read:
        days = await _unended(read, first, day)
    for row in days:
        args = {"day": row["day"], "ended_at": row["ended_at"]}
        await say_as_system(store, registry, "day.close", f"{row['rep_id']}:{row['day']}", args)
    return len(visits) + len(days)


async def _open(read: Read, first: str, last: str) -> list[dict[str, Any]]:
    return await read.all(
        f"SELECT v.id, ({LAST_SIGN}) AS left_at FROM visit v WHERE v.state = 'in_progress'"
        " AND v.day >= :first AND v.day <= :last ORDER BY v.id",
        {"first": first, "last": last},
    )


async def _unended(read: Read, first: str, last: str) -> list[dict[str, Any]]:
    return await read.all(
        f"SELECT w.rep_id, w.day, max(w.at) AS ended_at FROM ({WORKED}) AS w"
        " WHERE NOT EXISTS"
        " (SELECT 1 FROM day_summary d WHERE d.rep_id = w.rep_id AND d.day = w.day)"
        " GROUP BY w.rep_id, w.day ORDER BY w.rep_id, w.day",
        {"first": first, "last": last},
    )


async def plan(records: Records) -> None:
    """Each day's end has one job, whoever plans it; yesterday's in case nobody was there for it."""
    today = instant.day_of(records.now, records.zone)
    yesterday = instant.day_of(instant.shifted(records.now, hours=-24), records.zone)
    for day in (yesterday, today):
        end = instant.end_of_day(day, records.zone)
        records.execute(
            "INSERT INTO job (job_id, kind, payload, state, due_at, tries, created_at)"
            " VALUES (?, 'day_over', ?, 'waiting', ?, 0, ?) ON CONFLICT DO NOTHING",
            f"day_over:{day}",
            f'{{"day":"{day}"}}',
            instant.shifted(end, minutes=LAST_MINUTE),
            records.now,
        )
