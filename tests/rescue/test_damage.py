"""Twenty-odd damaged phones, files and servers: every operation and whole photo that a screen had
called saved and that can still be read is on the server exactly once; what cannot is named."""

import asyncio
import json
import random
import uuid
from collections.abc import Iterator

import pytest

from backend.rescue.lines import NAMESPACE
from sync_protocol.rescue import HEAD, MARK, NotOpened, open_file
from tests.engines import Database
from tests.rescue.phones import (
    KEY,
    Story,
    brought,
    each_exactly_once,
    everything,
    pictures_are_here,
    push_as,
    register,
)
from tests.town import Town, a_town

pytestmark = pytest.mark.anyio


NO_PLACE = "an operation that has lost its place"
NOBODY_KNOWS = "nobody knows who used the phone"
PHONES = (
    "nothing is damaged",
    "a record of the log cannot be read",
    "the list of the log's keys cannot be read",
    "a half-written operation",
    NO_PLACE,
    "a record of the log that says nothing",
    "the store of single things is missing",
    "the store of photo rows is missing",
    "the store of photo bytes is missing",
    "a photo's bytes are cut short",
    "a photo's bytes are another's",
    "a photo's row without its bytes",
    "a photo's bytes without its row",
    "a photo's bytes that cannot be read",
    "a database of a newer app",
    "a database of an older app",
    "another tab holds the database",
    "two people on one phone",
    NOBODY_KNOWS,
    "a number missing in the log",
    "a clock that is absurd",
    "odd words",
    "the storage is full",
    "the company's key was never learnt",
)


def test_every_story_is_brought_to_a_server(stories: dict[str, Story]) -> None:
    assert set(stories) == set(PHONES)


def named_in(failed: list[str], what: str) -> bool:
    return any(what in line for line in failed)


@pytest.mark.parametrize("name", PHONES)
async def test_a_damaged_phone(small: Database, stories: dict[str, Story], name: str) -> None:
    story = stories[name]
    async with a_town(small) as town:
        await register(town, story)
        rescued = story.opened()
        assert rescued.problems == []
        vouched = [phone["user_id"] for phone in story.phones] if name == NOBODY_KNOWS else []
        done = await brought(town, rescued, vouched)
        assert all(one.heard for one in done)
        assert all(one.proved for one in done) is (name != NOBODY_KNOWS)
        await each_exactly_once(town, story, story.left_ops())
        await pictures_are_here(town, story.left_photos())
        await present(town, story)
        for lost in story.unreadable:
            failed = [line for one in done for line in one.failed]
            assert named_in(failed, f"{lost['store']} {lost['key']} "), failed
        assert any(story.lost.values()) <= bool(story.unreadable) or "number" in name

        await under_their_own_numbers(town, story)

        before = await everything(town)
        again = await brought(town, story.opened(), vouched)
        assert all(set(one.statuses) <= {"duplicate"} for one in again)
        assert all("stored" not in one.photos for one in again)
        assert await everything(town) == before
        await lives_on(town, story)


async def under_their_own_numbers(town: Town, story: Story) -> None:
    """On the phone's own replica stands what the phone said there, and nothing else."""
    own = {op["op_id"]: json.loads(op["text"]).get("local_seq") for op in story.ops}
    for phone in story.phones:
        rows = await town.rows(
            "SELECT op_id, local_seq FROM sync_op WHERE replica_id = ?", phone["replica_id"]
        )
        assert all(own[op_id] == local_seq for op_id, local_seq in rows)


async def present(town: Town, story: Story) -> None:
    """Each picture that is whole is shown, where its record was taken."""
    attached = {row[0]: row[1] for row in await town.rows("SELECT id, present FROM photo")}
    for one in story.left_photos():
        assert attached.get(one["photo_id"], True)
    for photo_id in story.lost["photos"]:
        assert not attached.get(photo_id, False)


REFUSED = (
    "SELECT op_id, status FROM sync_op WHERE status IN ('rejected', 'conflict', 'quarantined')"
)
"""What another replica that says it again hears once more."""


async def lives_on(town: Town, story: Story) -> None:
    """The phone is repaired and pushes: as it is where its log is whole, or after a fork."""
    count = "SELECT count(*) FROM sync_op WHERE status <> 'duplicate'"
    before = await town.rows(count)
    for phone in story.phones:
        ops = [op for op in story.left_ops() if op["user_id"] == phone["user_id"]]
        fresh = f"{phone['replica_id'][:-6]}ffffff"
        again = [] if story.lost["ops"] or story.name == NO_PLACE else ops
        for replica, said, anew in ((phone["replica_id"], again, False), (fresh, ops, True)):
            if not said:
                continue
            await town.sql(
                "INSERT INTO sync_replica (replica_id, user_id, device_name, next_seq,"
                " acked_through, ops_digest_hi, ops_digest_lo, schema_version, app, registered_at,"
                " last_seen_at) VALUES (?, ?, '', 1, 0, 0, 0, 1, '', 'x', 'x')"
                " ON CONFLICT DO NOTHING", replica, phone["user_id"],
            )  # fmt: skip
            results = await push_as(town, replica, phone["user_id"], said, anew=anew)
            assert len(results) == len(said)
            if anew:
                refused = dict(await town.rows(REFUSED))
                expected = [refused.get(op["op_id"], "duplicate") for op in said]
                assert [result["status"] for result in results] == expected
    assert await town.rows(count) == before


# The server's side of it.


async def test_a_server_that_has_half_of_it_already(database: Database, sound: Story) -> None:
    async with a_town(database) as town:
        await register(town, sound)
        (phone,) = sound.phones
        await push_as(town, phone["replica_id"], phone["user_id"], sound.ops[:4])
        (done,) = await brought(town, sound.opened())
        assert done.statuses == {"duplicate": 4, "applied": 3}
        assert done.failed == []
        rows = await town.rows("SELECT DISTINCT replica_id FROM sync_op WHERE user_id = 'rep.cc01'")
        assert rows == [(phone["replica_id"],)]
        await each_exactly_once(town, sound, sound.ops)
        results = await push_as(town, phone["replica_id"], phone["user_id"], sound.ops)
        assert {result["status"] for result in results} == {"applied"}


async def test_a_log_that_a_restored_backup_has_doubled(database: Database, sound: Story) -> None:
    """Another copy of this database went on under the same numbers, and was heard first."""
    async with a_town(database) as town:
        await register(town, sound)
        (phone,) = sound.phones
        visit = sound.ops[3]
        other = [{"text": said_by_the_other_copy(visit["text"], seq)} for seq in (3, 4)]
        await push_as(town, phone["replica_id"], phone["user_id"], [*sound.ops[:2], *other])
        (done,) = await brought(town, sound.opened())
        assert sum(done.statuses.values()) == len(sound.ops)
        await each_exactly_once(town, sound, sound.ops)
        before = await everything(town)
        await brought(town, sound.opened())
        assert await everything(town) == before


def said_by_the_other_copy(text: str, seq: int) -> str:
    """Another visit of hers, under a number that this copy gave to something else."""
    said = json.loads(text)
    ids = {"op_id": str(uuid.uuid4()), "id": str(uuid.uuid4()), "local_seq": seq}
    return json.dumps({**said, **ids})


@pytest.mark.parametrize("how", ["locked", "post ended", "sessions ended", "gone"])
async def test_an_account_that_cannot_sign_in(database: Database, sound: Story, how: str) -> None:
    async with a_town(database) as town:
        await register(town, sound)
        long_ago, now = "2020-01-01T00:00:00.000Z", town.store.clock()
        if how == "locked":
            await town.sql("UPDATE person SET inactive_since = ? WHERE id = 'rep.cc01'", now)
        elif how == "post ended":
            await town.sql(
                "UPDATE employment SET until_at = ? WHERE person_id = 'rep.cc01'", long_ago
            )
        elif how == "gone":
            await town.sql("DELETE FROM employment WHERE person_id = 'rep.cc01'")
            await town.sql("DELETE FROM person WHERE id = 'rep.cc01'")
        await town.sql("UPDATE session SET revoked_at = ?", now)
        (done,) = await brought(town, sound.opened())
        assert done.proved
        await each_exactly_once(town, sound, sound.ops)
        await pictures_are_here(town, sound.photos)


@pytest.mark.parametrize("how", ["reported lost", "never registered"])
async def test_a_phone_that_no_token_speaks_for(database: Database, sound: Story, how: str) -> None:
    """Not heard on its own word; heard when somebody answers for it."""
    async with a_town(database) as town:
        if how == "reported lost":
            await register(town, sound)
            await town.sql("UPDATE sync_replica SET lost_at = ?", town.store.clock())
        before = await everything(town)
        (done,) = await brought(town, sound.opened())
        assert (done.proved, done.heard) == (False, False)
        assert await everything(town) == before
        (done,) = await brought(town, sound.opened(), ["rep.cc01"])
        assert done.heard
        await each_exactly_once(town, sound, sound.ops)
        await pictures_are_here(town, sound.photos)


async def test_a_phone_that_said_it_belongs_to_somebody_else(small: Database, sound: Story) -> None:
    """Its replica is another's: his log is not touched, and nothing is dropped."""
    async with a_town(small) as town:
        await register(town, sound)
        await town.sql("UPDATE sync_replica SET user_id = 'rep.cc02' WHERE device_name = 'phone'")
        await brought(town, sound.opened(), ["rep.cc01"])
        await each_exactly_once(town, sound, sound.ops)
        rows = await town.rows(
            "SELECT next_seq FROM sync_replica WHERE replica_id = ?", sound.phones[0]["replica_id"]
        )
        assert rows == [(1,)]


async def test_the_phone_pushes_while_its_file_is_brought(database: Database, sound: Story) -> None:
    async with a_town(database) as town:
        await register(town, sound)
        (phone,) = sound.phones
        pushes = [
            push_as(town, phone["replica_id"], phone["user_id"], sound.ops[:n]) for n in (3, 5, 7)
        ]
        (done,), *_ = await asyncio.gather(brought(town, sound.opened()), *pushes)
        assert sum(done.statuses.values()) == len(sound.ops)
        await each_exactly_once(town, sound, sound.ops)


# Damage to the file.


def places(file: bytes) -> Iterator[tuple[int, int]]:
    """Where the sealed frames are: beginning and end of each."""
    at = file.find(MARK)
    while at != -1:
        _, kind, _, length = HEAD.unpack_from(file, at)
        if kind == b"S":
            yield at, at + HEAD.size + length
        at = file.find(MARK, at + HEAD.size + length)


@pytest.mark.parametrize("seed", range(6))
async def test_a_file_cut_at_any_byte(small: Database, sound: Story, seed: int) -> None:
    rng = random.Random(seed)
    at = rng.randrange(next(places(sound.file))[1], len(sound.file))
    await recovers_and_names(small, sound, sound.file[:at])


@pytest.mark.parametrize("seed", range(6))
async def test_a_file_with_a_byte_turned(small: Database, sound: Story, seed: int) -> None:
    rng = random.Random(100 + seed)
    damaged = bytearray(sound.file)
    damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
    assert await recovers_and_names(small, sound, bytes(damaged)) <= 1


async def recovers_and_names(database: Database, sound: Story, damaged: bytes) -> int:
    """What lies in a whole frame is heard; every other operation and photo is named. Returns how
    many frames are lost."""
    async with a_town(database) as town:
        await register(town, sound)
        rescued = sound.opened(damaged)
        (done,) = await brought(town, rescued)
        assert done.proved
        missing = [op for op in sound.ops if named_in(done.failed, op["op_id"])]
        await each_exactly_once(town, sound, [op for op in sound.ops if op not in missing])
        gone = [one for one in sound.photos if named_in(done.failed, one["photo_id"])]
        await pictures_are_here(town, [one for one in sound.photos if one not in gone])
        frames = len(list(places(sound.file)))
        touched = frames - len(rescued._places)
        assert bool(rescued.problems) >= bool(missing or gone)
        assert touched == 0 or rescued.problems
        assert len(missing) in (0, len(sound.ops))
        assert len(gone) <= touched
        return touched


def test_every_byte_turned_is_found_out_or_harmless(sound: Story) -> None:
    """No byte of a file is trusted: whatever opens is what was written."""
    whole = sound.opened()
    lines = {line.op for line in whole.holders["rep.cc01"].lines}
    rng = random.Random(7)
    for at in rng.sample(range(len(sound.file)), 150):
        damaged = bytearray(sound.file)
        damaged[at] ^= 0xFF
        rescued = sound.opened(bytes(damaged))
        for holder in rescued.holders.values():
            assert {line.op for line in holder.lines} <= lines


def test_a_file_is_opened_with_its_own_key_or_code_only(
    sound: Story, stories: dict[str, Story]
) -> None:
    coded = stories["the company's key was never learnt"]
    assert coded.code is not None
    other = type(KEY)(b"another seed of thirty-two bytes")
    said = coded.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert open_file(coded.file, None, said).holders
    for file, key, code, words in (
        (sound.file, other.private, "", f"sealed for the key {KEY.text}"),
        (sound.file, None, "WRONG", "sealed for the key"),
        (coded.file, KEY.private, "", "sealed for a code"),
        (b"no such file", KEY.private, "", "no rescue file"),
        (sound.file[:30], KEY.private, "", "no rescue file"),
    ):
        with pytest.raises(NotOpened, match=words):
            open_file(file, key, code)
    wrong = open_file(coded.file, None, "0000-0000-0000-0000-0000")
    assert wrong.holders == {}
    assert wrong.problems


def test_the_namespace_is_not_changed() -> None:
    """A file brought again must find the rescue replicas it made."""
    assert str(NAMESPACE) == "6f1d6a52-1f0a-5b0e-9a53-6b1f0f9c7d11"
