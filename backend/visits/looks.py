"""What the worker makes of a photo whose bytes are here: its measures, and what it looks like.

Nothing of it is anybody's word. It can be thrown away and made again, and no device is sent it.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from backend.outside.images import NotAPicture
from backend.store import instant
from backend.store.engine import Store
from backend.store.read import Read
from backend.store.session import Records
from backend.visits import judging, likeness
from backend.visits.likeness import LIKE_DAYS, PIECES, Look
from backend.visits.pictures import Pictures
from backend.visits.tables import PhotoLook

Row = dict[str, Any]
COLUMNS = "id, store_id, day, taken_at, sha256, piece_0, piece_1, piece_2, piece_3"
MADE = ("readable", "sharpness", "brightness", "piece_0", "piece_1", "piece_2", "piece_3")
UNREADABLE: Row = {**dict.fromkeys(MADE), "readable": False}
MOST = 5000
"""Of one value's neighbours. No honest stock of pictures comes near it; a flood of copies does."""
MARKED_MOST = 500
AT_ONCE = 200
PAUSE_S = 20


async def measure(store: Store, pictures: Pictures, photo_id: str) -> None:
    """Safe to do again, and at once with others: first what it is like is written, then it is
    compared, so that of two at the same time the later one to compare sees the other."""
    async with store.reading() as read:
        photo = await read.one(
            "SELECT id, store_id, sha256, taken_at, type FROM photo WHERE id = :id AND present",
            {"id": photo_id},
        )
        if photo is None:
            return
        made = await _made_before(read, photo["sha256"])
    if made is None:
        made = await _measured(pictures, photo["sha256"])
    if photo["type"] == "signature":
        # All signatures are a line on white; only the very same bytes say something.
        made = {**made, **{f"piece_{i}": None for i in range(PIECES)}}
    await store.write(_keep(photo, made, instant.day_of(photo["taken_at"], store.zone)))
    await compare(store, photo_id)


async def _made_before(read: Read, sha256: str) -> Row | None:
    """The same bytes need not be decoded twice; but a signature's hash was thrown away."""
    made = await read.one(
        f"SELECT {', '.join(f'l.{name}' for name in MADE)} FROM photo_look l"
        " JOIN photo p ON p.id = l.id WHERE l.sha256 = :sha256 AND p.type <> 'signature' LIMIT 1",
        {"sha256": sha256},
    )
    return made and {**made, "readable": bool(made["readable"])}


async def _measured(pictures: Pictures, sha256: str) -> Row:
    try:
        found = await pictures.measured(sha256)
    except NotAPicture:
        return UNREADABLE
    parts: tuple[int | None, ...] = (None,) * PIECES
    if found.likeness is not None:
        parts = likeness.pieces(found.likeness)
    return {
        "readable": True,
        "sharpness": found.sharpness,
        "brightness": found.brightness,
        **{f"piece_{i}": part for i, part in enumerate(parts)},
    }


def _keep(photo: Row, made: Row, day: str) -> Callable[[Records], Awaitable[None]]:
    async def keep(records: Records) -> None:
        held = await records.get(PhotoLook, photo["id"])
        if held is not None:
            records.change(held, **made)
            return
        records.add(
            PhotoLook.of(
                id=photo["id"],
                store_id=photo["store_id"],
                day=day,
                taken_at=photo["taken_at"],
                sha256=photo["sha256"],
                alike=False,
                like_id=None,
                like_at=None,
                like_distance=None,
                **made,
            )
        )

    return keep


async def compare(store: Store, photo_id: str) -> None:
    """Mark it if an earlier photo looks like it, and every later one that looks like it."""
    async with store.reading() as read:
        row = await read.one(f"SELECT {COLUMNS} FROM photo_look WHERE id = :id", {"id": photo_id})
        if row is None:
            return
        mine = look_of(row)
        others = await candidates(read, mine)
    alike = [
        (other, bits) for other in others if (bits := likeness.distance(mine, other)) is not None
    ]
    before = [(other, bits) for other, bits in alike if likeness.earlier(other, mine)]
    after = [(other, bits) for other, bits in alike if likeness.earlier(mine, other)]
    marks = [(mine.id, *min(before, key=lambda pair: rank(pair[1], pair[0])))] if before else []
    after.sort(key=lambda pair: (pair[0].taken_at, pair[0].id))
    marks += [(other.id, mine, bits) for other, bits in after[:MARKED_MOST]]
    if marks:
        await store.write(_mark(marks))


def rank(bits: int, other: Look) -> tuple[int, str, str]:
    """The most alike first; of equals the oldest."""
    return bits, other.taken_at, other.id


def _mark(marks: list[tuple[str, Look, int]]) -> Callable[[Records], Awaitable[None]]:
    async def mark(records: Records) -> None:
        for photo_id, like, bits in marks:
            held = await records.get(PhotoLook, photo_id)
            if held is None:
                continue
            best = (held.like_distance, held.like_at, held.like_id)
            if held.like_id is None or rank(bits, like) < best:
                records.change(
                    held, alike=True, like_id=like.id, like_at=like.taken_at, like_distance=bits
                )
                await judging.of_photo(records, photo_id)

    return mark


async def candidates(read: Read, mine: Look) -> list[Look]:
    """Whatever may look like it, and more: each index says only "perhaps"."""
    since, until = window(mine.taken_at)
    bounds = {"id": mine.id, "since": since, "until": until, "most": MOST}
    rest = " AND id <> :id AND taken_at >= :since AND taken_at <= :until LIMIT :most"
    asked: list[tuple[str, Row]] = [("sha256 = :sha256", {"sha256": mine.sha256})]
    if mine.likeness is not None:
        for i, piece in enumerate(likeness.pieces(mine.likeness)):
            near = read.ids(likeness.near(piece))
            asked.append((f"piece_{i} {read.IN.replace('?', ':near')}", {"near": near}))
    found: dict[str, Look] = {}
    for which, params in asked:
        sql = f"SELECT {COLUMNS} FROM photo_look WHERE {which}{rest}"
        for row in await read.all(sql, {**bounds, **params}):
            found[row["id"]] = look_of(row)
    return list(found.values())


def window(taken_at: str) -> tuple[str, str]:
    """Half a year before and after. A phone may believe that it is the year 1, or 9999."""
    ends = []
    for days, beyond in ((-LIKE_DAYS, ""), (LIKE_DAYS, "~")):
        try:
            ends.append(instant.shifted(taken_at, days=days))
        except OverflowError:
            ends.append(beyond)
    return ends[0], ends[1]


def look_of(row: Row) -> Look:
    return Look(
        id=row["id"],
        store_id=row["store_id"],
        day=row["day"],
        taken_at=row["taken_at"],
        sha256=row["sha256"],
        likeness=likeness.whole(tuple(row[f"piece_{i}"] for i in range(PIECES))),
    )


async def ask_for_the_rest(store: Store, after: str) -> None:
    """Jobs for photos that were here before there were measures: some now, the others later."""
    async with store.reading() as read:
        rows = await read.all(
            "SELECT p.id FROM photo p LEFT JOIN photo_look l ON l.id = p.id"
            " WHERE p.present AND l.id IS NULL AND p.id > :after ORDER BY p.id LIMIT :many",
            {"after": after, "many": AT_ONCE},
        )

    async def ask(records: Records) -> None:
        for row in rows:
            records.job("measure", photo_id=row["id"])
        if len(rows) == AT_ONCE:
            later = instant.shifted(records.now, seconds=PAUSE_S)
            records.job("measure_rest", due_at=later, after=rows[-1]["id"])

    await store.write(ask)
