"""When digests differ: finding the rows, and the server's question to itself."""

from collections.abc import AsyncIterator

import pytest

from backend.store.engine import Store
from backend.store.session import Records
from backend.sync.audit import AuditRequest, audit, bucket_of, disagreements
from backend.sync.problems import SyncProblem
from sync_protocol.digest import row_hash
from tests.engines import Database
from tests.sync.world import ANNA, NOTE, REGISTRY, Phone, grant, put, remove, world


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    async with world(database) as opened:
        yield opened


async def some_notes(store: Store) -> Phone:
    await grant(store, ANNA, "store:s1")
    for i in range(40):
        await put(store, f"n{i}", store_id="s1", text=f"{i}")
    await remove(store, "n7")
    await put(store, "n8", store_id="s2")
    phone = await Phone(store).register()
    await phone.catch_up()
    return phone


def partial_sums(phone: Phone, scope: str) -> list[str]:
    sums = [0] * 256
    for (entity, id), (version, body) in phone.scopes[scope].rows.items():
        sums[bucket_of(id)] += row_hash(entity, id, version, body)
    return [f"{total % (1 << 128):032x}" for total in sums]


def asked(phone: Phone, scope: str, buckets: tuple[int, ...] | None = None) -> AuditRequest:
    held = phone.scopes[scope]
    return AuditRequest(
        replica_id=phone.replica_id, scope=scope, epoch=held.epoch, pos=held.pos, buckets=buckets
    )


async def test_two_that_agree_have_the_same_partial_sums(store: Store) -> None:
    phone = await some_notes(store)
    answer = await audit(store, phone.device, asked(phone, "store:s1"))
    assert answer["sums"] == partial_sums(phone, "store:s1")
    assert answer["n"] == 38


async def test_a_row_the_device_lost_is_found_by_its_partial_sum(store: Store) -> None:
    phone = await some_notes(store)
    del phone.scopes["store:s1"].rows[NOTE.entity, "n3"]
    answer = await audit(store, phone.device, asked(phone, "store:s1"))
    mine = partial_sums(phone, "store:s1")
    differing = tuple(i for i in range(256) if answer["sums"][i] != mine[i])
    assert differing == (bucket_of("n3"),)

    rows = (await audit(store, phone.device, asked(phone, "store:s1", differing)))["rows"]

    assert "n3" in {row[1] for row in rows}
    assert {bucket_of(row[1]) for row in rows} == set(differing)


async def test_a_scope_that_is_not_mine_and_one_that_does_not_exist_look_alike(
    store: Store,
) -> None:
    phone = await some_notes(store)
    problems = []
    for scope in ("store:s2", "store:never"):
        request = AuditRequest(replica_id=phone.replica_id, scope=scope, epoch=1, pos=0)
        with pytest.raises(SyncProblem) as problem:
            await audit(store, phone.device, request)
        problems.append((problem.value.code, problem.value.status, str(problem.value)))
    assert problems[0] == problems[1]


async def test_the_feed_shows_what_the_records_are(store: Store) -> None:
    await some_notes(store)
    async with store.reading() as read:
        assert await disagreements(read, REGISTRY.view_of.values()) == []


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE test_note SET text = 'behind our back' WHERE id = 'n1'",
        "DELETE FROM test_note WHERE id = 'n1'",
        "DELETE FROM sync_feed WHERE row_id = 'n1'",
        "UPDATE sync_scope SET n = n + 1 WHERE scope_id = 'store:s1'",
        "UPDATE sync_scope SET digest_lo = digest_lo + 1 WHERE scope_id = 'store:s1'",
    ],
)
async def test_whatever_is_written_past_the_feed_is_found(store: Store, tampering: str) -> None:
    await some_notes(store)

    async def tamper(records: Records) -> None:
        records.execute(tampering)

    await store.write(tamper)
    async with store.reading() as read:
        found = await disagreements(read, REGISTRY.view_of.values())
    assert [d.scope for d in found] == ["store:s1"]
