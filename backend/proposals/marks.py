"""The worker's look at stores: where check-ins say they are, how wide their fences must be for
that, what of their records is not in order. Safe to do again: what stands is not written anew."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from backend.customers import learning, rules
from backend.customers.learning import Learnt, Seen
from backend.customers.tables import Store as StoreRecord
from backend.proposals import points, quality
from backend.proposals.similar import E7_PER_M
from backend.proposals.tables import StoreMark
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.session import Records
from backend.visits.rules import distance_m

BACK_DAYS = 90
"""Longer nobody keeps where somebody stood (domain.md 4.11)."""
AT_ONCE = 100
SETTLES_S, NIGHT_MIN = 60, 30
STALE_S = 120
FENCE_MOST_M = 300
CELL_M = rules.ALIKE_M
NARROW = 2
"""A degree of longitude is half as wide at 60 degrees; nobody sells further north."""
NO_PLACE = ("G03", "G04", "G06")
"""A flag of these is about where she was that moment: while it is not dismissed, the fix is not
asked. G01 and G16 are what a wrong point looks like; they count once they are upheld. A day of G17
is left out whole."""
FIXES = (
    "SELECT v.id, v.store_id, v.rep_id, v.day, v.lat_e7, v.lon_e7, v.accuracy_m FROM visit v"
    " LEFT JOIN visit_verdict d ON d.id = v.id"
    " WHERE v.state = 'completed' AND v.lat_e7 IS NOT NULL AND v.day >= :since"
    f" AND v.accuracy_m <= {learning.VAGUEST_M} AND v.age_s <= {STALE_S}"
    " AND (d.review_state IS NULL OR d.review_state <> 'rejected' OR d.appeal_state = 'reversed')"
    " AND NOT EXISTS (SELECT 1 FROM visit_flag f WHERE f.visit_id = v.id AND (f.state = 'open'"
    f" AND f.code IN {NO_PLACE} OR f.state = 'upheld' AND f.code IN {(*NO_PLACE, 'G01', 'G16')}))"
    " AND NOT EXISTS (SELECT 1 FROM visit_flag f WHERE f.code = 'G17' AND f.rep_id = v.rep_id"
    " AND f.day = v.day AND f.state IN ('open', 'upheld'))"
)
STANDING = " active = TRUE AND merged_into IS NULL"


@dataclass(frozen=True, slots=True)
class Around:
    """What was read of some stores."""

    seen: dict[str, list[Seen]]
    fronts: dict[str, str]
    visits: dict[str, str]
    alike: dict[str, list[str]]
    today: str


async def look(store: Store, store_id: str | None = None) -> int:
    """At one store, or at all; how many."""
    async with store.reading() as read:
        known = await _all(read)
    ids = [row["id"] for row in known] if store_id is None else [store_id]
    twins = _alike(known)
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        async with store.reading() as read:
            around = await _around(read, some, twins, instant.day_of(store.clock(), store.zone))
        await store.write(_keep(some, around))
    return len(ids)


async def _all(read: Read) -> list[dict[str, Any]]:
    return await read.all(
        "SELECT id, name, pinyin, phone, licence_no, lat_e7, lon_e7 FROM store"
        f" WHERE{STANDING} ORDER BY id",
        {},
    )


async def _around(read: Read, ids: list[str], alike: dict[str, list[str]], today: str) -> Around:
    chosen = read.IN.replace("?", ":ids")
    since = instant.shifted(f"{today}T12:00:00.000Z", days=-BACK_DAYS)[:10]
    seen: dict[str, list[Seen]] = defaultdict(list)
    for row in await read.all(
        f"{FIXES} AND v.store_id {chosen}", {"since": since, "ids": read.ids(ids)}
    ):
        seen[row["store_id"]].append(
            Seen(
                row["id"], row["rep_id"], row["day"], row["lat_e7"], row["lon_e7"],
                row["accuracy_m"],
            )
        )  # fmt: skip
    fronts = await read.all(
        "SELECT store_id, max(taken_at) AS at FROM photo WHERE type = 'storefront'"
        " AND present = TRUE AND (review_state IS NULL OR review_state <> 'rejected')"
        f" AND store_id {chosen} GROUP BY store_id",
        {"ids": read.ids(ids)},
    )
    visits = await read.all(
        "SELECT store_id, max(day) AS day FROM visit WHERE state = 'completed'"
        f" AND store_id {chosen} GROUP BY store_id",
        {"ids": read.ids(ids)},
    )
    return Around(
        seen,
        {row["store_id"]: row["at"][:10] for row in fronts},
        {row["store_id"]: row["day"] for row in visits},
        alike,
        today,
    )


def _keep(ids: Iterable[str], around: Around) -> Callable[[Records], Awaitable[None]]:
    async def keep(records: Records) -> None:
        stores = await records.get_many(StoreRecord, list(ids))
        marks = await records.get_many(StoreMark, list(stores))
        for id, store in stores.items():
            found = learning.learnt(around.seen.get(id, []))
            _fence(records, store, found)
            _mark(records, store, marks.get(id), found, around)
            if found is not None:
                await points.propose(records, store, found)

    return keep


def _fence(records: Records, store: StoreRecord, found: Learnt | None) -> None:
    """As wide as the doubt of its point and of a fix here ask for. A point that the check-ins do
    not bear out has no doubt to speak of: it is to be moved."""
    if found is None or not points.holds(store, found):
        return
    least = min(FENCE_MOST_M, points.off(store, found) + found.within_m + found.usual_m)
    if store.fence_least_m != least:
        records.change(store, fence_least_m=least)


def _mark(
    records: Records, store: StoreRecord, before: StoreMark | None, found: Learnt | None,
    around: Around,
) -> None:  # fmt: skip
    alike = around.alike.get(store.id, [])
    front, visited = around.fronts.get(store.id), around.visits.get(store.id)
    lacks = quality.lacks(
        store,
        quality.Facts(
            fence_m=rules.fence_m(store.radius_m, store.fence_least_m),
            fixes=len(around.seen.get(store.id, [])),
            off_m=None if found is None else points.off(store, found),
            held=found is not None and points.holds(store, found),
            alike=len(alike),
            front_on=front,
            front_days=_days(front, around.today),
            visited_on=visited,
            visited_days=_days(visited, around.today),
        ),
    )
    values = {
        "org_unit_id": store.org_unit_id,
        "asked": len(quality.CODES),
        "missing": len(lacks),
        "lacks": lacks,
        "alike": alike,
        "learnt": None if found is None else points.told(found),
    }
    if before is None:
        records.add(StoreMark.of(id=store.id, **values))
        return
    different = {name: value for name, value in values.items() if getattr(before, name) != value}
    if different:
        records.change(before, **different)


def _days(day: str | None, today: str) -> int | None:
    return None if day is None else (instant.a_day(today) - instant.a_day(day)).days


def _alike(known: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Stores that may be one: of the same telephone or licence, or with a like name next to each
    other. Next door alone is no suspicion."""
    cells: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for one in known:
        for key in _keys(one):
            cells[key].append(one)
    found: dict[str, set[str]] = defaultdict(set)
    for together in cells.values():
        for i, one in enumerate(together):
            for other in together[i + 1 :]:
                away = distance_m(one["lat_e7"], one["lon_e7"], other["lat_e7"], other["lon_e7"])
                like = rules.likeness(one, other, away)
                if like is not None and like["score"] >= quality.DUPLICATE_SCORE:
                    found[one["id"]].add(other["id"])
                    found[other["id"]].add(one["id"])
    return {id: sorted(others)[:10] for id, others in found.items()}


def _keys(one: dict[str, Any]) -> set[tuple[Any, ...]]:
    """Two that may be one share a key: each store stands in its cell and the three beyond."""
    step = CELL_M * E7_PER_M
    row = int(one["lat_e7"] // step)
    column = int(one["lon_e7"] // (step * NARROW))
    keys: set[tuple[Any, ...]] = {("licence", one["licence_no"])} if one["licence_no"] else set()
    if one["phone"]:
        keys.add(("phone", "".join(c for c in one["phone"] if c.isdigit())[-11:]))
    return keys | {(row + up, column + right) for up in (0, 1) for right in (0, 1)}


async def plan(records: Records) -> None:
    """Each night has one look at all stores, whoever plans it. Where nobody has looked yet, one
    soon: a little later, for what has just come is judged first."""
    night = instant.end_of_day(instant.day_of(records.now, records.zone), records.zone)
    due = {f"marks:{night[:10]}": instant.shifted(night, minutes=NIGHT_MIN)}
    if not await records.transaction.all("SELECT 1 FROM store_mark LIMIT 1"):
        due["marks:first"] = instant.shifted(records.now, seconds=SETTLES_S)
    for job_id, due_at in due.items():
        records.execute(
            "INSERT INTO job (job_id, kind, payload, state, due_at, tries, created_at)"
            " VALUES (?, 'marks', '{}', 'waiting', ?, 0, ?) ON CONFLICT DO NOTHING",
            job_id, due_at, records.now,
        )  # fmt: skip
