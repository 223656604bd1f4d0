"""What the server makes of a photo: its measures, and which photos look alike (G09)."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.jobs import Worker
from backend.store.session import Records
from backend.visits import likeness, looks
from backend.visits.tables import PhotoLook
from tests import pictures
from tests.engines import Database
from tests.server.test_pictures import hang_up
from tests.server.test_uploads import begin, send, sha256
from tests.town import Town, a_town
from tests.world import World, a_world, ago, photo, text

pytestmark = pytest.mark.anyio
START = datetime(2026, 1, 1, 4, tzinfo=UTC)


async def look_at_all(town: Town) -> None:
    await town.sql("UPDATE job SET due_at = ?", ago(seconds=1))
    worker = Worker(town.store, town.parts.registry, town.parts.pictures, town.parts.unfinished)
    while await worker.work_once():
        pass
    assert await town.rows("SELECT kind, problem FROM job WHERE state <> 'waiting'") == []


async def found(town: Town, id: str) -> dict[str, Any]:
    async with town.store.reading() as read:
        row = await read.one("SELECT * FROM photo_look WHERE id = :id", {"id": id})
    assert row is not None, id
    return row


async def test_a_photo_is_measured_once_its_bytes_are_here(database: Database) -> None:
    async with a_town(database) as town:
        await town.sql("DELETE FROM job")
        await hang_up(town, "PH-1", pictures.held(6))
        await look_at_all(town)
        made = await found(town, "PH-1")
        assert (bool(made["readable"]), made["store_id"]) == (True, "ST-1")
        assert made["sharpness"] is not None
        assert 60 < made["brightness"] < 160
        assert "photo_look" not in str(await town.world.rep.sees("photo"))


async def test_bytes_that_came_before_their_photo_are_measured_too(database: Database) -> None:
    async with a_town(database) as town:
        await town.sql("DELETE FROM job")
        data, rep = pictures.jpeg(), await town.sign_in("rep.cc01")
        assert (await send(rep, await begin(rep, data), data)).status_code == 204
        await town.world.rep.says("photo.attach", "PH-1", photo(sha256=sha256(data)))
        await look_at_all(town)
        assert (await found(town, "PH-1"))["readable"]


async def test_a_picture_that_cannot_be_decoded_is_marked(database: Database) -> None:
    async with a_town(database) as town:
        await town.sql("DELETE FROM job")
        whole = pictures.heic(pictures.corners(64, 48))
        await hang_up(town, "PH-1", whole)
        await town.sql("UPDATE photo SET sha256 = ?", sha256(b"of which nothing is kept"))
        await town.sql("DELETE FROM job WHERE kind <> 'measure'")
        await look_at_all(town)
        made = await found(town, "PH-1")
        assert (bool(made["readable"]), made["sharpness"], made["piece_0"]) == (False, None, None)


async def test_the_same_picture_at_another_store_is_a_question_about_the_later_one(
    database: Database,
) -> None:
    async with a_town(database) as town:
        await town.sql("DELETE FROM job")
        data = pictures.jpeg()
        await hang_up(town, "PH-LATE", data, taken_at=ago(minutes=1))
        await look_at_all(town)
        await hang_up(town, "PH-EARLY", data, store="ST-2", taken_at=ago(hours=3))
        await hang_up(town, "PH-SAME", data, taken_at=ago(minutes=2))
        await look_at_all(town)
        late, early, same = [await found(town, f"PH-{one}") for one in ("LATE", "EARLY", "SAME")]
        assert (late["like_id"], late["like_distance"]) == ("PH-EARLY", 0)
        assert same["like_id"] == "PH-EARLY"
        assert (bool(early["alike"]), early["like_id"]) == (False, None)


async def test_signatures_are_alike_only_when_they_are_the_same_bytes(database: Database) -> None:
    async with a_town(database) as town:
        await town.sql("DELETE FROM job")
        signed = pictures.signature()
        more = {"type": "signature", "mime": "image/png"}
        await hang_up(town, "PH-1", signed, taken_at=ago(days=3), **more)
        await hang_up(town, "PH-2", signed + b"another file", taken_at=ago(days=2), **more)
        await hang_up(town, "PH-3", signed, taken_at=ago(days=1), **more)
        await look_at_all(town)
        likes = [(await found(town, f"PH-{n}"))["like_id"] for n in (1, 2, 3)]
        assert likes == [None, None, "PH-1"]


async def test_photos_from_before_are_measured_some_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_town(database) as town:
        for n in range(5):
            await hang_up(town, f"PH-{n}", pictures.jpeg(seed=n))
        await town.sql("DELETE FROM photo_look")
        await town.sql("DELETE FROM job")
        monkeypatch.setattr(looks, "AT_ONCE", 2)
        await looks.ask_for_the_rest(town.store, "")
        for _ in range(3):
            await look_at_all(town)
        assert await town.rows("SELECT count(*) FROM photo_look WHERE readable") == [(5,)]
        assert await town.rows("SELECT count(*) FROM job") == [(0,)]


# The index, against a witness that compares everything with everything.


def test_one_colour_and_a_line_of_writing_are_like_nothing_but_the_same_bytes() -> None:
    """Hashes of former years stay in the table: they are left out where they are compared."""

    def look(id: str, likeness_: int, sha: str) -> likeness.Look:
        return likeness.Look(id, f"ST-{id}", "2026-11-01", f"2026-11-01T0{id}", sha, likeness_)

    for flat in (0b101, (1 << 64) - 1 - 0b101, 0):
        assert likeness.distance(look("1", flat, "a"), look("2", flat, "b")) is None
        assert likeness.distance(look("1", flat, "a"), look("2", flat, "a")) == 0
    told = 0x0F0F << 20 | 0b101
    assert likeness.distance(look("1", told, "a"), look("2", told ^ 1, "b")) == 1


def made(rng: random.Random, n: int) -> list[likeness.Look]:
    """Few scenes, each taken often and a little differently, at few stores over many days."""
    scenes = [rng.getrandbits(64) for _ in range(5)]
    all_of_them = []
    for i in range(n):
        hashed = rng.choice(scenes)
        for bit in rng.sample(range(64), rng.randrange(8)):
            hashed ^= 1 << bit
        at = START + timedelta(days=rng.randrange(400), minutes=rng.randrange(300))
        all_of_them.append(
            likeness.Look(
                id=f"PH-{i:03}",
                store_id=f"ST-{rng.randrange(3)}",
                day=at.date().isoformat(),
                taken_at=text(at),
                sha256=f"{rng.randrange(n):064x}",
                likeness=None if rng.random() < 0.05 else hashed,
            )
        )
    return all_of_them


def witness(mine: likeness.Look, others: list[likeness.Look]) -> tuple[str | None, int | None]:
    """By strings of noughts and ones, one by one."""
    best: tuple[int, str, str] | None = None
    at = datetime.fromisoformat(mine.taken_at)
    for one in others:
        apart = at - datetime.fromisoformat(one.taken_at)
        if (one.taken_at, one.id) >= (mine.taken_at, mine.id) or apart > timedelta(days=180):
            continue
        if one.store_id == mine.store_id and one.day == mine.day:
            continue
        if one.sha256 == mine.sha256:
            bits = 0
        elif one.likeness is None or mine.likeness is None:
            continue
        else:
            pairs = zip(f"{one.likeness:064b}", f"{mine.likeness:064b}", strict=True)
            bits = sum(a != b for a, b in pairs)
        if bits <= 6 and (best is None or (bits, one.taken_at, one.id) < best):
            best = (bits, one.taken_at, one.id)
    return (best[2], best[0]) if best else (None, None)


async def comes(world: World, one: likeness.Look) -> None:
    parts = (None,) * 4 if one.likeness is None else likeness.pieces(one.likeness)

    async def put(records: Records) -> None:
        records.add(
            PhotoLook.of(
                id=one.id, store_id=one.store_id, day=one.day, taken_at=one.taken_at,
                sha256=one.sha256, readable=True, sharpness=1, brightness=1, alike=False,
                like_id=None, like_at=None, like_distance=None,
                **{f"piece_{i}": part for i, part in enumerate(parts)},
            )
        )  # fmt: skip

    await world.store.write(put)
    await looks.compare(world.store, one.id)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_the_order_of_arrival_the_marks_are_the_witnesss(
    database: Database, seed: int
) -> None:
    rng = random.Random(seed)
    async with a_world(database) as world:
        photos = made(rng, 150)
        for one in rng.sample(photos, len(photos)):
            await comes(world, one)
        async with world.store.reading() as read:
            rows = await read.all("SELECT id, like_id, like_distance, alike FROM photo_look")
        marked = {row["id"]: (row["like_id"], row["like_distance"]) for row in rows}
        assert marked == {one.id: witness(one, photos) for one in photos}
        assert all(bool(row["alike"]) == (row["like_id"] is not None) for row in rows)
        assert 30 < sum(row["like_id"] is not None for row in rows) < 150


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.000Z"])
async def test_a_clock_at_the_end_of_time_stops_no_measure(database: Database, at: str) -> None:
    async with a_town(database) as town:
        await town.sql("DELETE FROM job")
        for n, store in enumerate(("ST-1", "ST-2")):
            await hang_up(town, f"PH-{n}", pictures.jpeg(), store=store, taken_at=at)
        await look_at_all(town)
        assert (await found(town, "PH-1"))["like_id"] == "PH-0"


def test_six_bits_wherever_they_lie_leave_one_piece_near() -> None:
    rng = random.Random(1)
    for _ in range(20_000):
        one = rng.getrandbits(64)
        other = one
        for bit in rng.sample(range(64), 6):
            other ^= 1 << bit
        pairs = zip(likeness.pieces(one), likeness.pieces(other), strict=True)
        assert any(theirs in likeness.near(mine) for mine, theirs in pairs)
        assert likeness.whole(likeness.pieces(one)) == one


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True, scope="session")
async def test_the_search_goes_by_the_indexes_and_reads_few_rows(database: Database) -> None:
    """PostgreSQL reads a small table as a whole, and is right."""
    async with a_world(database) as world, world.store.reading() as read:
        for i in range(4):
            near = read.IN.replace("?", ":near")
            plan = await read.all(
                f"EXPLAIN QUERY PLAN SELECT id FROM photo_look WHERE piece_{i} {near}"
                " AND id <> 'x' AND taken_at >= 'a' AND taken_at <= 'b' LIMIT 10",
                {"near": read.ids([1, 2])},
            )
            wanted = f"INDEX photo_look_piece_{i} (piece_{i}=? AND taken_at>? AND taken_at<?)"
            assert any(wanted in row["detail"] for row in plan), plan
