"""Pull: marks, pages, quiet pulls, resets, what is gone and what may not be asking."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from backend.identity import Device
from backend.store.engine import Store
from backend.store.session import Records
from backend.sync import asking, bodies, pull
from backend.sync.problems import SyncProblem
from tests.engines import Database
from tests.sync.world import (
    ANNA,
    BORIS,
    FUTURE,
    PAST,
    Note,
    Phone,
    end_grant,
    grant,
    put,
    remove,
    world,
)  # fmt: skip


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    async with world(database) as opened:
        yield opened


@pytest.fixture
async def phone(store: Store) -> Phone:
    await grant(store, ANNA, "store:s1")
    return await Phone(store).register()


async def some_notes(store: Store, count: int, store_id: str = "s1", text: str = "x") -> None:
    async def write(records: Records) -> None:
        for i in range(count):
            records.add(Note.of(id=f"{store_id}-{i}", store_id=store_id, text=text))
            records.next_unit()

    await store.write(write)


async def frames(phone: Phone, **body: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in await phone.frames({**phone.pull_body(), **body})]


def kinds(got: list[dict[str, Any]]) -> list[str]:
    return [frame["t"] for frame in got]


async def test_the_first_pull_brings_the_grants_first_and_then_what_they_open(
    store: Store, phone: Phone
) -> None:
    await some_notes(store, 3)
    first = await frames(phone)
    assert kinds(first) == ["hello", "put", "mark", "end"]
    assert first[1]["e"] == "grant"
    assert first[0]["server_id"] == store.server_id

    await phone.catch_up()

    assert set(phone.texts()) == {"s1-0", "s1-1", "s1-2"}


async def test_a_quiet_pull_is_nearly_free(store: Store, phone: Phone) -> None:
    for i in range(60):
        await grant(store, ANNA, f"store:s{i:05d}")
    await phone.catch_up()
    request = asking.read_request(json.dumps(phone.pull_body()).encode())
    await asking.remember(store, phone.replica_id, request)
    table = {name: (scope.epoch, scope.pos) for name, scope in phone.scopes.items()}
    quiet = {
        **{k: v for k, v in phone.pull_body().items() if k != "cursors"},
        "known": asking.table_digest(table),
    }

    answer = b"\n".join(await phone.frames(quiet))

    assert [json.loads(line)["t"] for line in answer.splitlines()] == ["hello", "end"]
    assert len(json.dumps(quiet)) + len(answer) < 500


async def test_cursors_that_moved_are_added_to_what_the_server_remembers(
    store: Store, phone: Phone
) -> None:
    await phone.catch_up()
    known = asking.read_request(json.dumps(phone.pull_body()).encode())
    await asking.remember(store, phone.replica_id, known)
    digest = asking.table_digest({n: (s.epoch, s.pos) for n, s in phone.scopes.items()})
    await some_notes(store, 2)
    await phone.catch_up()
    moved = [["store:s1", phone.scopes["store:s1"].epoch, phone.scopes["store:s1"].pos]]
    body = {k: v for k, v in phone.pull_body().items() if k != "cursors"}
    request = {**body, "known": digest, "moved": moved}

    assert kinds([json.loads(line) for line in await phone.frames(request)]) == ["hello", "end"]

    await asking.remember(
        store, phone.replica_id, asking.read_request(json.dumps(request).encode())
    )
    digest = asking.table_digest({n: (s.epoch, s.pos) for n, s in phone.scopes.items()})
    again = [json.loads(line) for line in await phone.frames({**body, "known": digest})]
    assert kinds(again) == ["hello", "end"]


async def test_cursors_sent_whole_take_the_place_of_what_the_server_remembers(
    store: Store, phone: Phone
) -> None:
    await some_notes(store, 2)
    await phone.catch_up()
    whole = phone.pull_body()
    fewer = {**whole, "cursors": [one for one in whole["cursors"] if one[0] != "store:s1"]}
    for body in (whole, fewer):
        await asking.remember(
            store, phone.replica_id, asking.read_request(json.dumps(body).encode())
        )
    digest = asking.table_digest({scope: (e, p) for scope, e, p in fewer["cursors"]})
    quiet = {**{k: v for k, v in whole.items() if k != "cursors"}, "known": digest}
    assert kinds([json.loads(line) for line in await phone.frames(quiet)]) == ["hello", "end"]


async def test_two_that_remember_different_cursors_say_so(phone: Phone) -> None:
    body = {k: v for k, v in phone.pull_body().items() if k != "cursors"}
    for known in ({"known": "0" * 31 + "1"}, {}):
        got = [json.loads(line) for line in await phone.frames({**body, **known})]
        assert kinds(got) == ["hello", "need-cursors", "end"]


async def test_marks_come_at_least_every_500_frames_and_only_where_operations_are_whole(
    store: Store, phone: Phone
) -> None:
    await some_notes(store, 1234)

    async def one_operation(records: Records) -> None:
        for i in range(300):
            records.add(Note.of(id=f"big-{i}", store_id="s1", text="x"))

    await store.write(one_operation)
    await phone.pull_once()
    got = await frames(phone)
    marks = [f for f in got if f["t"] == "mark" and f["scope"] == "store:s1"]
    assert [m["pos"] for m in marks] == [500, 1000, 1534]
    assert [m["more"] for m in marks] == [True, True, False]
    assert marks[-1]["n"] == 1534


async def test_marks_come_at_least_every_256_kib(store: Store, phone: Phone) -> None:
    await some_notes(store, 100, text="深" * 3000)
    await phone.pull_once()
    size = 0
    for line in await phone.frames(phone.pull_body()):
        size = 0 if json.loads(line)["t"] == "mark" else size + len(line)
        assert size < pull.MARK_BYTES + 20_000


async def test_an_operation_larger_than_a_page_is_not_split(
    store: Store, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "BATCH_LINES", 10)
    monkeypatch.setattr(pull, "MARK_FRAMES", 1)
    await some_notes(store, 3)

    async def one_operation(records: Records) -> None:
        for i in range(35):
            records.add(Note.of(id=f"big-{i}", store_id="s1", text="x"))

    await store.write(one_operation)
    await some_notes(store, 3, store_id="s2")
    await phone.pull_once()
    marks = [f["pos"] for f in await frames(phone) if f["t"] == "mark" and f["scope"] == "store:s1"]
    assert marks == [1, 2, 3, 38]


async def test_a_small_page_ends_with_more_and_the_next_pull_goes_on(
    store: Store, phone: Phone
) -> None:
    await some_notes(store, 5000)
    await phone.pull_once()
    got = await frames(phone, max_bytes=100_000)
    assert got[-1]["more"] is True
    assert not any(f.get("n") for f in got)
    pulls = 0
    while await phone.pull_once(max_bytes=100_000):
        pulls += 1
    assert pulls >= 1
    assert len(phone.texts()) == 5000


async def test_a_page_that_is_full_leaves_other_scopes_to_the_next(
    store: Store, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "BATCH_LINES", 10)
    for scope in ("s1", "s2"):
        await grant(store, ANNA, f"store:{scope}")
        await some_notes(store, 10, store_id=scope, text="x" * 500)
    await phone.pull_once()
    got = await frames(phone, max_bytes=4096)
    assert {f["scope"] for f in got if f["t"] == "mark"} == {"store:s1"}
    assert got[-1]["more"] is True


async def test_cursor_zero_skips_tombstones(store: Store, phone: Phone) -> None:
    await some_notes(store, 3)
    await remove(store, "s1-0")
    await put(store, "s1-1", store_id="s2")
    await phone.pull_once()
    assert kinds(await frames(phone)) == ["hello", "put", "mark", "end"]


async def test_a_record_that_left_does_not_say_where_it_went(store: Store, phone: Phone) -> None:
    await some_notes(store, 1)
    await phone.catch_up()
    await put(store, "s1-0", store_id="secret-store")
    got = await frames(phone)
    assert kinds(got) == ["hello", "leave", "mark", "end"]
    assert "secret-store" not in json.dumps(got)


async def test_a_record_that_is_no_more_is_not_told_as_one_that_left(
    store: Store, phone: Phone
) -> None:
    await some_notes(store, 1)
    await phone.catch_up()
    await remove(store, "s1-0")
    assert kinds(await frames(phone)) == ["hello", "del", "mark", "end"]


async def test_columns_no_view_names_are_never_sent(store: Store, phone: Phone) -> None:
    await put(store, "n1", store_id="s1", text="seen", secret="hidden")
    await phone.catch_up()
    assert phone.records("day_summary") == {"n1": {"store_id": "s1", "text": "seen"}}


@pytest.mark.parametrize(("start", "end"), [(FUTURE, None), (PAST, PAST)])
async def test_a_grant_counts_only_in_its_time(store: Store, start: str, end: str | None) -> None:
    await grant(store, BORIS, "store:s1", from_at=start, until_at=end)
    await some_notes(store, 1)
    phone = await Phone(store, BORIS).register()
    await phone.catch_up()
    assert phone.texts() == {}
    body = {**phone.pull_body(), "cursors": [["user:boris", 1, 0], ["store:s1", 1, 0]]}
    got = [json.loads(line) for line in await phone.frames(body)]
    assert {"t": "gone", "scope": "store:s1"} in got
    assert "day_summary" not in json.dumps(got)


async def test_a_scope_never_granted_and_one_that_does_not_exist_look_alike(phone: Phone) -> None:
    answers = []
    for scope in ("store:s2", "store:never", "user:boris"):
        body = {**phone.pull_body(), "cursors": [["user:anna", 1, 1], [scope, 1, 0]]}
        got = [json.loads(line) for line in await phone.frames(body)]
        answers.append([{**f, "scope": "?"} if f["t"] == "gone" else f["t"] for f in got])
    assert answers[0] == answers[1] == answers[2]


async def test_when_a_grant_ends_its_scope_is_gone(store: Store, phone: Phone) -> None:
    await some_notes(store, 2)
    await phone.catch_up()
    await end_grant(store, ANNA, "store:s1")
    await phone.catch_up()
    assert "store:s1" not in phone.scopes


@pytest.mark.parametrize(
    "history",
    ["UPDATE sync_scope SET epoch = 2", "UPDATE sync_scope SET floor = head"],
)
async def test_a_history_that_cannot_be_continued_starts_anew_and_forgets_what_is_stale(
    store: Store, phone: Phone, monkeypatch: pytest.MonkeyPatch, history: str
) -> None:
    await some_notes(store, 6)
    await phone.catch_up()
    await remove(store, "s1-2")

    async def cut(records: Records) -> None:
        records.execute("DELETE FROM sync_feed WHERE kind <> 'put'")
        records.execute(history)

    await store.write(cut)
    got = await frames(phone)
    assert "reset" in kinds(got)
    monkeypatch.setattr(pull, "MARK_FRAMES", 1)
    lines = await phone.frames(phone.pull_body())
    first_marks = [i for i, line in enumerate(lines) if b'"t":"mark"' in line][:3]
    with pytest.raises(EOFError):
        phone.take_pull(lines[: first_marks[-1] + 1])  # cut off in the middle of the renewal
    await phone.catch_up()
    assert set(phone.texts()) == {f"s1-{i}" for i in (0, 1, 3, 4, 5)}


async def test_a_scope_larger_than_a_page_gets_beyond_its_floor(
    store: Store, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cursor below the floor begins anew: pages that ended there would be fetched for ever."""
    monkeypatch.setattr(pull, "BATCH_LINES", 10)
    await some_notes(store, 60, text="x" * 500)
    await phone.catch_up()

    async def prune(records: Records) -> None:
        records.execute("UPDATE sync_scope SET floor = head, epoch = 2")

    await store.write(prune)
    pulls = 1
    while await phone.pull_once(max_bytes=4096) and pulls < 30:
        pulls += 1
    assert pulls < 30
    assert len(phone.texts()) == 60


async def test_a_cursor_beyond_the_head_starts_anew(store: Store, phone: Phone) -> None:
    await some_notes(store, 2)
    await phone.catch_up()
    phone.scopes["store:s1"].pos = 99
    assert "reset" in kinds(await frames(phone))


async def test_a_token_that_can_only_push_reads_nothing(store: Store, phone: Phone) -> None:
    request = asking.read_request(json.dumps(phone.pull_body()).encode())
    with pytest.raises(SyncProblem) as problem:
        await pull.pull(store, Device(phone.replica_id, ANNA, may_read=False), request)
    assert problem.value.status == 401


async def test_only_the_replica_itself_is_answered(store: Store, phone: Phone) -> None:
    unregistered = "00000000-0000-7000-8000-000000000000"
    for device_of, said, code in (
        (phone.replica_id, unregistered, "replica/foreign"),
        (unregistered, unregistered, "replica/unknown"),
    ):
        body = json.dumps({**phone.pull_body(), "replica_id": said}).encode()
        device = Device(device_of, ANNA, may_read=True)
        with pytest.raises(SyncProblem) as problem:
            await pull.pull(store, device, asking.read_request(body))
        assert (problem.value.status, problem.value.code) == (409, code)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b'{"protocol":1}', b"[" * 100_000,
        b'{"protocol":1,"schema":1,"replica_id":"x","max_bytes":1}',
        b'{"protocol":1,"schema":1,"replica_id":"x","cursors":[["a",1]]}',
        b'{"protocol":1,"schema":1,"replica_id":"x","cursors":[["a",1,2.5]]}',
        json.dumps({
            "protocol": 1, "schema": 1, "replica_id": "x",
            "cursors": [[f"store:{i}", 1, 0] for i in range(1001)],
        }).encode(),
    ],
)  # fmt: skip
def test_a_pull_nobody_can_read_is_a_problem_not_a_crash(body: bytes) -> None:
    with pytest.raises(SyncProblem) as problem:
        asking.read_request(body)
    assert problem.value.status in (400, 413)


@pytest.mark.parametrize(
    "cursor",
    [
        ["store:s1", 1, -5], ["store:s1", 10**30, 0], ["store:s1", 1, 10**30],
        ["store:s1", -1, 1], ["\0", 1, 1], ["", 0, 0], ["深", 1, 1], ["x" * 5000, 1, 1],
    ],
)  # fmt: skip
async def test_a_strange_cursor_is_answered(store: Store, phone: Phone, cursor: list[Any]) -> None:
    await some_notes(store, 2)
    body = {**phone.pull_body(), "cursors": [["user:anna", 1, 1], cursor]}
    got = [json.loads(line) for line in await phone.frames(body)]
    assert got[-1]["t"] == "end"
    await asking.remember(store, phone.replica_id, asking.read_request(json.dumps(body).encode()))


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
async def test_every_mark_leaves_the_server_at_once_when_compressed(encoding: str) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b'{"t":"mark","n":1}\n'
        yield b'{"t":"mark","n":2}\n'

    sent = [piece async for piece in bodies.compressed(chunks(), encoding)]
    whole = bodies.decoded(b"".join(sent), encoding)
    assert whole.splitlines() == [b'{"t":"mark","n":1}', b'{"t":"mark","n":2}']
    with pytest.raises(SyncProblem):
        bodies.decoded(sent[0], encoding)  # not the end yet, and yet:
    assert first_line(sent[0], encoding) == b'{"t":"mark","n":1}\n'


def first_line(piece: bytes, encoding: str) -> bytes:
    if encoding == "gzip":
        import zlib

        return zlib.decompressobj(31).decompress(piece)
    import zstandard

    return zstandard.ZstdDecompressor().decompressobj().decompress(piece)


@pytest.mark.parametrize(
    ("accepts", "chosen"),
    [
        ("zstd, gzip", "zstd"), ("gzip, deflate, br", "gzip"), ("", "identity"),
        ("zstd;q=0, gzip", "gzip"), ("*", "zstd"), ("identity", "identity"),
        ("gzip;q=oops", "identity"),
    ],
)  # fmt: skip
def test_the_answer_is_compressed_as_the_client_can_read(accepts: str, chosen: str) -> None:
    assert bodies.chosen_encoding(accepts) == chosen
