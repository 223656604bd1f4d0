"""The draw: each morning, of the visits of the days before, those that are looked at again.

A random sample of every rep, not of the suspicious (domain.md 2.10 M27, 4.9): the seed is made at
the draw and kept with all it was applied to, so that anybody can do it again. C1 stores go to the
specialist, all others to the office's supervisor. As verdicts are, it is nobody's word: no
operation says it. Asked again for the same day it does nothing.
"""

import secrets
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from backend.coaching import rules
from backend.coaching.tables import SpotCheck, SpotDraw
from backend.coaching.views import LAPSED, OPEN
from backend.reviews.gather import versions
from backend.reviews.numbers import monday_of
from backend.reviews.thresholds import Thresholds, in_force
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.session import Records

Row = dict[str, Any]
KEPT_DAYS = 7
"""So long an open one stays after its last day: what was done without a network may come late."""
BEFORE_DAWN_H = 5
SUPERVISOR, SPECIALIST = "office_supervisor", "special_channel_specialist"
VISITS = (
    "SELECT v.id, v.rep_id, v.rep_name, v.day, v.checked_in_at, v.checked_out_at, v.observations,"
    " s.id AS store_id, s.code, s.name, s.address, s.org_unit_id, s.customer_class, s.lat_e7,"
    " s.lon_e7, s.radius_m, m.sku_ids"
    " FROM visit v JOIN store s ON s.id = v.store_id"
    " LEFT JOIN must_stock_list m ON m.id = s.must_stock_list_id"
    " WHERE v.day >= :first AND v.day < :day AND v.state = 'completed' AND s.active = TRUE"
    " AND s.merged_into IS NULL AND s.org_unit_id = :office"
    " AND NOT EXISTS (SELECT 1 FROM spot_check c WHERE c.visit_id = v.id) ORDER BY v.id"
)


@dataclass(frozen=True, slots=True)
class Office:
    """What a draw of one office needs."""

    id: str
    visits: dict[str, Row]
    held: dict[str, int]
    thresholds: Thresholds
    checkers: dict[str, list[Row]]
    """By role, in the order of their ids."""


async def draw(store: Store, day: str, seed: str | None = None) -> int:
    """Every office that has not drawn on this day. How many visits are to be looked at again."""
    async with store.reading() as read:
        offices = [await _office(read, id, day) for id in await _undrawn(read, day)]
        late = await read.rows(
            "SELECT id FROM spot_check WHERE state = 'open' AND until < ?", _days(day, -KEPT_DAYS)
        )
    await store.write(_lapse([id for (id,) in late]))
    found = 0
    for office in offices:
        found += await store.write(_keep(office, day, seed or secrets.token_hex(16)))
    return found


async def _undrawn(read: Read, day: str) -> list[str]:
    rows = await read.rows(
        "SELECT u.id FROM org_unit u WHERE u.level = 'rep_office' AND NOT EXISTS"
        " (SELECT 1 FROM spot_draw d WHERE d.org_unit_id = u.id AND d.day = ?) ORDER BY u.id",
        day,
    )
    return [id for (id,) in rows]


async def _office(read: Read, office: str, day: str) -> Office:
    _, t = in_force(await versions(read), office, day)
    rows = await read.all(VISITS, {"first": _days(day, -t.spot_days), "day": day, "office": office})
    visits = {}
    for row in rows:
        seen = msgspec.json.decode(row.pop("observations"))
        row["seen"] = [one["sku_id"] for one in seen if rules.looked_at(one)]
        if row["seen"]:
            visits[row["id"]] = row
    held = await read.rows(
        "SELECT c.rep_id FROM spot_check c JOIN spot_draw d ON d.id = c.draw_id"
        " WHERE d.org_unit_id = ? AND d.day >= ? AND d.day < ?",
        office, monday_of(day), day,
    )  # fmt: skip
    return Office(office, visits, Counter(rep for (rep,) in held), t, await _checkers(read, office))


async def _checkers(read: Read, office: str) -> dict[str, list[Row]]:
    """Supervisors of the office; specialists of its branch, whose post is there or in its
    operations department."""
    rows = await read.all(
        "SELECT p.id, p.name, p.role FROM person p JOIN org_unit u ON u.id = p.org_unit_id"
        " JOIN org_unit o ON o.id = :office WHERE p.active = TRUE AND ("
        " (p.role = 'office_supervisor' AND u.id = o.id)"
        " OR (p.role = 'special_channel_specialist'"
        " AND (u.id IN (o.id, o.parent_id) OR u.parent_id = o.parent_id))) ORDER BY p.id",
        {"office": office},
    )
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["role"]].append(row)
    return found


def _days(day: str, by: int) -> str:
    return (instant.a_day(day) + timedelta(days=by)).isoformat()


def _keep(office: Office, day: str, seed: str) -> Callable[[Records], Awaitable[int]]:
    async def keep(records: Records) -> int:
        draw_id = f"{office.id}.{day}"
        if await records.see(SpotDraw, draw_id) is not None:
            return 0
        t = office.thresholds
        visits = {id: row for id, row in office.visits.items() if _who(office, row, seed)}
        candidates = [[id, row["rep_id"]] for id, row in visits.items()]
        drawn = rules.drawn(seed, day, candidates, office.held, t.spot_weekly)
        records.add(
            SpotDraw.of(
                id=draw_id,
                org_unit_id=office.id,
                day=day,
                seed=seed,
                candidates=candidates,
                held=dict(office.held),
                per_week=t.spot_weekly,
                drawn=drawn,
                drawn_at=records.now,
            )
        )
        for id in drawn:
            who = _who(office, visits[id], seed)
            assert who is not None  # visits nobody can look at again are no candidates
            records.add(
                _check(
                    draw_id,
                    visits[id],
                    who,
                    _days(day, t.spot_open_days - 1),
                    t.spot_stock_h,
                    records.now,
                )
            )
        return len(drawn)

    return keep


def _who(office: Office, visit: Row, seed: str) -> Row | None:
    """Who goes: of several, one by chance. None: nobody holds such a post."""
    role = SPECIALIST if visit["customer_class"] == "C1" else SUPERVISOR
    able = office.checkers.get(role, [])
    return able[rules.chance(seed, f"who {visit['id']}") % len(able)] if able else None


def _check(draw_id: str, visit: Row, who: Row, until: str, stock_h: int, now: str) -> SpotCheck:
    listed = msgspec.json.decode(visit["sku_ids"]) if visit["sku_ids"] else []
    return SpotCheck.of(
        id=f"spot-{visit['id']}"[:64],
        draw_id=draw_id,
        visit_id=visit["id"],
        visited_at=visit["checked_out_at"] or visit["checked_in_at"],
        day=visit["day"],
        rep_id=visit["rep_id"],
        rep_name=visit["rep_name"],
        checker_id=who["id"],
        checker_name=who["name"],
        store_id=visit["store_id"],
        store_code=visit["code"],
        store_name=visit["name"],
        address=visit["address"],
        org_unit_id=visit["org_unit_id"],
        customer_class=visit["customer_class"],
        lat_e7=visit["lat_e7"],
        lon_e7=visit["lon_e7"],
        radius_m=visit["radius_m"],
        sku_ids=list(dict.fromkeys([*listed, *visit["seen"]])),
        drawn_at=now,
        until=until,
        stock_h=stock_h,
        state=OPEN,
    )


def _lapse(ids: list[str]) -> Callable[[Records], Awaitable[None]]:
    async def lapse(records: Records) -> None:
        for held in (await records.get_many(SpotCheck, ids)).values():
            if held.state == OPEN:
                records.change(held, state=LAPSED)

    return lapse


async def plan(records: Records) -> None:
    """Each day has one draw, before dawn, whoever plans it; tomorrow's in case nobody is there."""
    for ahead in (0, 1):
        day = instant.day_of(instant.shifted(records.now, days=ahead), records.zone)
        yesterday = _days(day, -1)
        records.execute(
            "INSERT INTO job (job_id, kind, payload, state, due_at, tries, created_at)"
            " VALUES (?, 'spot_draw', ?, 'waiting', ?, 0, ?) ON CONFLICT DO NOTHING",
            f"spot_draw:{day}",
            f'{{"day":"{day}"}}',
            instant.shifted(instant.end_of_day(yesterday, records.zone), hours=BEFORE_DAWN_H),
            records.now,
        )
