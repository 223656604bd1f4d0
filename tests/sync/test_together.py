"""Many at once: group commit, deadlocks, and a reader that must miss nothing."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest

from backend.store import announce
from backend.store.engine import Store
from sync_protocol.client import Disagreement
from tests.engines import Database
from tests.sync.world import ANNA, Phone, grant, world


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    async with world(database) as opened:
        yield opened


async def phones(store: Store, count: int) -> list[Phone]:
    return [await Phone(store).register() for _ in range(count)]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_pushes_that_wait_share_one_commit(store: Store) -> None:
    all_phones = await phones(store, 40)
    for i, phone in enumerate(all_phones):
        for j in range(5):
            phone.note(f"n{i}-{j}", f"s{i % 7} x")
    assert store.writer is not None
    before = store.writer.commits

    await asyncio.gather(*(phone.push() for phone in all_phones))

    assert store.writer.commits - before <= 10
    for i, phone in enumerate(all_phones):
        assert phone.results[1]["at"][0]["scope"] == f"store:s{i % 7}"


async def test_one_poisonous_push_harms_no_other_of_its_group(store: Store) -> None:
    all_phones = await phones(store, 12)
    for i, phone in enumerate(all_phones):
        phone.note(f"n{i}", "s1 x")
        if i == 5:
            op = phone.note("bad", "s1 x")
            op["args"]["unsent"] = 2**53 - 1  # fits nowhere on PostgreSQL
            phone.note("same", "s1 x")
            phone.note("clashing", "clash same")
        phone.note(f"m{i}", "s1 y")

    results = await asyncio.gather(*(phone.push() for phone in all_phones))

    for i, mine in enumerate(results):
        statuses = [r["status"] for r in mine]
        if i == 5:
            assert statuses[:1] + statuses[-1:] == ["applied", "applied"]
            assert mine[3]["status"] == "quarantined"
        else:
            assert statuses == ["applied", "applied"]


async def test_the_same_push_twice_at_once_happens_once(store: Store) -> None:
    (phone,) = await phones(store, 1)
    for i in range(20):
        phone.note("n1", f"s1 {i}")
    body = phone.push_body()

    answers = await asyncio.gather(*(phone.send(body) for _ in range(4)))

    assert all(answer["results"] == answers[0]["results"] for answer in answers)
    async with store.reading() as read:
        assert [tuple(r) for r in await read.rows("SELECT version FROM test_note")] == [(20,)]


async def test_the_same_operation_by_two_replicas_at_once_happens_once(store: Store) -> None:
    one, other = await phones(store, 2)
    one.note("n1", "s1 x")
    other.log = [dict(one.log[0])]

    first, second = await asyncio.gather(one.push(), other.push())

    assert {first[0]["status"], second[0]["status"]} == {"applied", "duplicate"}


async def test_pushes_that_cross_end_in_no_deadlock(store: Store) -> None:
    one, other = await phones(store, 2)
    for number in range(12):
        for phone, order in ((one, (1, 2, 3)), (other, (3, 2, 1))):
            for i in order:
                phone.note(f"n{i}", f"s{(i + number) % 2} {number}")

    await asyncio.gather(*(phone.push(limit=3) for phone in (one, other)))

    for phone in (one, other):
        assert {r["status"] for r in phone.results.values()} == {"applied"}
    async with store.reading() as read:
        rows = await read.rows("SELECT version FROM test_note ORDER BY id")
    assert [tuple(row) for row in rows] == [(24,)] * 3


async def crowd(store: Store, writers: int, rounds: int) -> None:
    """Writers push to a few stores, a reader follows all the while and must miss nothing."""
    for i in range(4):
        await grant(store, ANNA, f"store:s{i}")
    rng = random.Random(20261125)
    all_phones = await phones(store, writers)
    plans: list[list[list[tuple[str, str]]]] = [
        [
            [(f"n{rng.randrange(60)}", f"s{rng.randrange(4)} {rng.random()}") for _ in range(5)]
            for _ in range(rounds)
        ]
        for _ in all_phones
    ]
    reader = await Phone(store).register()
    await reader.catch_up()

    async def write(phone: Phone, plan: list[list[tuple[str, str]]]) -> None:
        for batch in plan:
            for note_id, what in batch:
                phone.note(note_id, what)
            await phone.push()

    async def follow(done: asyncio.Event) -> None:
        while not done.is_set():
            await reader.pull_once()

    done = asyncio.Event()
    following = asyncio.create_task(follow(done))
    try:
        await asyncio.gather(*(write(p, plan) for p, plan in zip(all_phones, plans, strict=True)))
    finally:
        done.set()
        await following
    await reader.catch_up()
    answers = [result["status"] for phone in all_phones for result in phone.results.values()]
    assert set(answers) == {"applied"}
    fresh = await Phone(store).register()
    await fresh.catch_up()
    assert held(reader) == held(fresh) == await shown(store)


def held(phone: Phone) -> dict[tuple[str, str], int]:
    return {
        (name, id): version
        for name, scope in phone.scopes.items()
        for (entity, id), (version, _) in scope.rows.items()
        if entity != "grant"
    }


async def shown(store: Store) -> dict[tuple[str, str], int]:
    async with store.reading() as read:
        rows = await read.rows("SELECT store_id, id, version FROM test_note")
    return {(f"store:{store_id}", id): version for store_id, id, version in rows}


async def test_a_reader_among_twenty_writers_misses_nothing(store: Store) -> None:
    await crowd(store, writers=20, rounds=10)


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
async def test_without_the_scope_locks_somebody_would_notice(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = announce._lock_scopes

    class Lockless:
        locks = ""

        def __init__(self, transaction: Any) -> None:
            self.transaction = transaction

        def __getattr__(self, name: str) -> Any:
            return getattr(self.transaction, name)

        async def many(self, sql: str, rows: Any) -> None:
            """Nothing is locked by making the scopes either: they are here already."""

    async def lockless(names: list[str], transaction: Any) -> Any:
        """Reads as if nobody else wrote, and is slow enough that somebody does meanwhile."""
        found = await honest(names, Lockless(transaction))
        await asyncio.sleep(0.05)
        if found.keys() != set(names):
            return await honest(names, transaction)
        return found

    monkeypatch.setattr(announce, "_lock_scopes", lockless)
    with pytest.raises((Disagreement, AssertionError)):
        await crowd(store, writers=8, rounds=3)
