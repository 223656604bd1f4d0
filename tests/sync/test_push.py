"""Push: in order, each line once, each line judged alone."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from backend.identity import Device
from backend.store.engine import Store
from backend.sync import push
from backend.sync.problems import SyncProblem
from tests.engines import Database
from tests.sync.world import ANNA, BORIS, REGISTRY, Phone, put, world


@pytest.fixture
async def store(database: Database) -> AsyncIterator[Store]:
    async with world(database) as opened:
        yield opened


@pytest.fixture
async def phone(store: Store) -> Phone:
    return await Phone(store).register()


async def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    async with store.reading() as read:
        return [tuple(row) for row in await read.rows(sql)]


async def notes(store: Store) -> dict[str, str]:
    return dict(await rows(store, "SELECT id, text FROM test_note"))  # type: ignore[arg-type]


async def test_what_was_said_is_so(store: Store, phone: Phone) -> None:
    phone.note("n1", "s1 first")
    phone.note("n2", "s2 second")

    results = await phone.push()

    assert [r["status"] for r in results] == ["applied", "applied"]
    assert results[0]["at"] == [{"scope": "store:s1", "epoch": 1, "pos": 1}]
    assert results[0]["version"] == 1
    assert await notes(store) == {"n1": "first", "n2": "second"}


async def test_the_same_push_again_gets_the_same_answer_and_changes_nothing(
    store: Store, phone: Phone
) -> None:
    phone.note("n1", "s1 first")
    phone.note("n1", "s1 second")
    body = phone.push_body()
    first = await phone.send(body)
    before = await rows(store, "SELECT * FROM sync_feed ORDER BY scope_id, pos")

    again = await phone.send(body)

    assert again["results"] == first["results"]
    assert again["next_seq"] == 3
    assert again["ops_digest"] == first["ops_digest"]
    assert await rows(store, "SELECT * FROM sync_feed ORDER BY scope_id, pos") == before


async def test_a_part_said_before_and_a_part_new_is_taken_once_each(
    store: Store, phone: Phone
) -> None:
    phone.note("n1", "s1 a")
    await phone.send(phone.push_body())
    phone.note("n1", "s1 b")

    answer = await phone.send(phone.push_body())

    assert [r["version"] for r in answer["results"]] == [1, 2]


async def test_an_acknowledged_result_is_forgotten_but_never_run_again(
    store: Store, phone: Phone
) -> None:
    phone.note("n1", "s1 a")
    phone.note("n2", "s1 b")
    await phone.push()
    body = {**phone.push_body(), "acked_through": 2, "ops": []}
    await phone.send(body)

    again = await phone.send({**body, "ops": phone.log})

    assert [r["status"] for r in again["results"]] == ["settled", "settled"]
    assert await rows(store, "SELECT version FROM test_note ORDER BY id") == [(1,), (1,)]


async def test_nobody_can_acknowledge_what_was_not_said_yet(store: Store, phone: Phone) -> None:
    phone.note("n1", "s1 a")
    await phone.send({**phone.push_body(), "acked_through": 1000})
    phone.note("n2", "s1 b")
    second = {**phone.push_body(), "ops": phone.log[1:]}
    first = await phone.send(second)
    again = await phone.send(second)
    assert again["results"] == first["results"]

    await phone.send({**phone.push_body(), "acked_through": 2, "ops": []})

    held = await phone.send(second)
    assert [r["status"] for r in held["results"]] == ["settled"]


async def test_one_operation_said_twice_in_one_push_happens_once(
    store: Store, phone: Phone
) -> None:
    phone.note("n1", "s1 a")
    phone.log.append({**phone.log[0], "local_seq": 2})
    assert [r["status"] for r in await phone.push()] == ["applied", "duplicate"]
    assert await rows(store, "SELECT version FROM test_note WHERE id = 'n1'") == [(1,)]


@pytest.mark.parametrize(
    ("what", "status", "code"),
    [
        ("refuse", "rejected", "value/out-of-range"),
        ("quarantine", "quarantined", "store/not-granted"),
        ("crash", "quarantined", "internal"),
        ("conflict", "conflict", "record/clash"),
    ],
)
async def test_an_operation_that_fails_leaves_nothing_and_blocks_nothing(
    store: Store, phone: Phone, what: str, status: str, code: str
) -> None:
    phone.note("before", "s1 x")
    phone.note("bad", what)
    phone.note("after", "s1 y")

    results = await phone.push()

    assert [r["status"] for r in results] == ["applied", status, "applied"]
    assert results[1]["code"] == code
    left = await notes(store)
    assert left.pop("inbox-bad", "for you") == "for you"
    assert left == {"before": "x", "after": "y"}


async def test_a_conflict_leaves_its_inbox_item(store: Store, phone: Phone) -> None:
    phone.note("bad", "conflict")

    (result,) = await phone.push()

    assert result["inbox_id"] == "inbox-bad"
    assert result["current"] == {"state": "other"}
    assert result["at"] == [{"scope": "store:s1", "epoch": 1, "pos": 1}]
    assert await notes(store) == {"inbox-bad": "for you"}


async def test_a_merge_says_what_was_taken_and_what_was_kept(phone: Phone) -> None:
    phone.note("n1", "merge")
    (result,) = await phone.push()
    assert result["status"] == "merged"
    assert result["applied"] == ["text"]


@pytest.mark.parametrize("place", [0, 1, 2])
async def test_a_key_the_database_refuses_poisons_exactly_one_operation(
    store: Store, phone: Phone, place: int
) -> None:
    await put(store, "taken", store_id="s1", text="mine")
    for i in range(3):
        phone.note(f"n{i}", "clash taken" if i == place else "s1 fine")

    results = await phone.push()

    expected = ["applied"] * 3
    expected[place] = "quarantined"
    assert [r["status"] for r in results] == expected
    assert results[place]["code"] == "record/clash"
    assert len(await notes(store)) == 3


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"kind": "moon.land"}, "quarantined", "op/unknown-kind"),
        ({"args": {"day": "tomorrow"}}, "quarantined", "op/unreadable"),
        ({"made_at": "2026-02-31T10:00:00Z"}, "quarantined", "op/unreadable"),
        ({"made_at": "yesterday"}, "quarantined", "op/unreadable"),
        ({"id": "no spaces allowed"}, "quarantined", "op/unreadable"),
        ({"surprise": 1}, "quarantined", "op/unreadable"),
        ({"entity": "visit"}, "quarantined", "op/unreadable"),
        ({"kind": 7}, "quarantined", "op/unreadable"),
        ({"kind": "inbox.read", "entity": "inbox_item", "args": {}}, "rejected", "record/unknown"),
        ({"kind": "inbox.read", "entity": "inbox_item"}, "rejected", "op/unreadable"),
        ({"deps": ["an-op-that-never-was"]}, "applied", None),
        ({"schema": 99}, "applied", None),
        ({"args": {"day": "2026-11-25", "unsent": 0, "missed": [], "note": "x" * 70_000}},
         "quarantined", "op/too-large"),
    ],
)  # fmt: skip
async def test_a_line_nobody_can_read_is_kept_and_blocks_nothing(
    store: Store, phone: Phone, change: dict[str, object], status: str, code: str | None
) -> None:
    phone.note("n1", "s1 x")
    phone.log[0].update(change)
    phone.note("n2", "s1 y")

    results = await phone.push()

    assert (results[0]["status"], results[0].get("code")) == (status, code)
    assert results[1]["status"] == "applied"
    ((body,),) = await rows(store, "SELECT body FROM sync_op WHERE local_seq = 1")
    said = {k: v for k, v in phone.log[0].items() if k != "local_seq"}
    assert msgspec.json.decode(body) == said  # type: ignore[arg-type]


def args(**changed: object) -> dict[str, object]:
    return {"args": {"day": "2026-11-25", "unsent": 0, "missed": [], "note": "s1 x", **changed}}


@pytest.mark.parametrize(
    "change",
    [
        args(note="s1 a\0b"),
        args(unsent=10**30),
        args(unsent=2**53),
        args(unsent=2**31),
        args(unsent=1.5),
        args(note="s1 \U0001f600 ok"),
        args(note="s1 " + "深" * 200),
        {"kind": "moon\0land"},
        {"kind": "\ud800"},
        {"schema": 2**31},
        {"schema": 10**30},
        {"made_at": "9999-12-31T23:59:59Z", "clock": {"offset_ms": 10**15, "mono_ms": 0}},
        {"made_at": "0001-01-01T00:00:00+14:00"},
        {"clock": {"offset_ms": -(10**30), "mono_ms": 0}},
        {"base": {"version": 10**30}},
        {"id": "x" * 5000},
        {"deps": [{"a": [[[[[1]]]]]}]},
        {"op_id": "0"},
    ],
)
async def test_nothing_a_device_writes_blocks_what_it_writes_next(
    store: Store, phone: Phone, change: dict[str, object]
) -> None:
    phone.note("n1", "s1 x")
    phone.log[0].update(change)
    phone.note("n2", "s1 y")

    answer = await phone.send(phone.push_body())

    assert answer["next_seq"] == 3
    assert answer["results"][0]["status"] in ("applied", "quarantined")
    assert answer["results"][1]["status"] == "applied"
    again = await phone.send(phone.push_body())
    assert again["results"] == answer["results"]


@pytest.mark.parametrize(
    "change",
    [
        {"protocol": 10**30}, {"schema": 10**30}, {"schema": 0}, {"app": "x" * 100_000},
        {"app": "a\0b"}, {"acked_through": 10**30}, {"acked_through": -(10**30)},
        {"sent_at": "\0"}, {"replica_id": "\0"}, {"server_id": "\0"}, {"extra": 1},
    ],
)  # fmt: skip
async def test_a_strange_envelope_is_answered(phone: Phone, change: dict[str, object]) -> None:
    phone.note("n1", "s1 x")
    try:
        answer = await phone.send({**phone.push_body(), **change})
    except SyncProblem as problem:
        assert 400 <= problem.status < 500  # noqa: PT017
    else:
        assert answer["next_seq"] == 2


@pytest.mark.parametrize("seq", [0, -1, -(10**30), 10**30, 2**63])
async def test_a_strange_number_in_the_log_is_answered(phone: Phone, seq: int) -> None:
    phone.note("n1", "s1 x")
    phone.log[0]["local_seq"] = seq
    with pytest.raises(SyncProblem):
        await phone.send(phone.push_body())


async def test_a_gap_stops_the_push_and_says_what_is_missing(store: Store, phone: Phone) -> None:
    for i in range(3):
        phone.note(f"n{i}", "s1 x")
    lost = {**phone.push_body(), "ops": phone.log[1:]}

    with pytest.raises(SyncProblem) as problem:
        await phone.send(lost)

    assert (problem.value.code, problem.value.status) == ("op-gap", 409)
    assert problem.value.extra == {"expected": 1}
    assert await notes(store) == {}


async def test_after_a_hole_inside_a_push_the_rest_waits(store: Store, phone: Phone) -> None:
    for i in range(3):
        phone.note(f"n{i}", "s1 x")

    answer = await phone.send({**phone.push_body(), "ops": [phone.log[0], phone.log[2]]})

    assert answer["next_seq"] == 2
    assert len(answer["results"]) == 1
    assert list(await notes(store)) == ["n0"]


async def test_a_replica_that_was_copied_is_told_so(store: Store, phone: Phone) -> None:
    twin = Phone(store, replica_id=phone.replica_id)
    phone.note("n1", "s1 mine")
    twin.note("n1", "s1 another")
    await phone.push()

    with pytest.raises(SyncProblem) as problem:
        await twin.send(twin.push_body())

    assert (problem.value.code, problem.value.status) == ("replica/forked", 409)
    fresh = await Phone(store).register()  # goes on under a new replica_id, with its op_ids
    fresh.log = [{**op, "local_seq": i + 1} for i, op in enumerate(twin.log)]
    assert [r["status"] for r in await fresh.push()] == ["applied"]


async def test_an_operation_said_again_by_another_replica_happens_once(
    store: Store, phone: Phone
) -> None:
    phone.note("n1", "s1 x")
    await phone.push()
    other = await Phone(store).register()
    other.log = [dict(phone.log[0])]
    other.note("n2", "s1 y")

    results = await other.push()

    assert [r["status"] for r in results] == ["duplicate", "applied"]
    assert await rows(store, "SELECT version FROM test_note WHERE id = 'n1'") == [(1,)]


@pytest.mark.parametrize("held", [False, True], ids=["answer lost", "answer held"])
@pytest.mark.parametrize("what", ["refuse", "quarantine", "crash", "conflict"])
async def test_a_refusal_said_again_by_another_replica_is_refused_again(
    store: Store, phone: Phone, what: str, held: bool
) -> None:
    phone.note("bad", what)
    (first,) = await phone.push()
    if held:  # then the server has let go of all but what and why
        await phone.send({**phone.push_body(), "acked_through": 1, "ops": []})
    before = await notes(store)
    other = await Phone(store).register()
    other.log = [dict(phone.log[0])]

    (again,) = await other.push()

    assert (again["status"], again["code"]) == (first["status"], first["code"])
    assert held or again.get("inbox_id") == first.get("inbox_id")
    assert await notes(store) == before


async def test_an_operation_id_used_for_something_else_is_refused_and_blocks_nothing(
    store: Store, phone: Phone
) -> None:
    phone.note("n1", "s1 x")
    await phone.push()
    other = await Phone(store).register()
    other.say("day.end", "day_summary", "n3", phone.log[0]["args"], op_id=phone.log[0]["op_id"])
    other.note("n2", "s1 y")
    other.log.append({**other.log[1], "id": "n4", "local_seq": 3})

    results = await other.push()

    assert [r["status"] for r in results] == ["rejected", "applied", "rejected"]
    assert {results[0]["code"], results[2]["code"]} == {"op/reused"}
    assert set(await notes(store)) == {"n1", "n2"}


async def test_a_replica_belongs_to_one_user(store: Store, phone: Phone) -> None:
    stranger = Phone(store, BORIS, replica_id=phone.replica_id)
    stranger.note("n1", "s1 x")
    with pytest.raises(SyncProblem) as problem:
        await stranger.send(stranger.push_body())
    assert problem.value.code == "replica/foreign"


async def test_an_unknown_replica_must_be_registered_first(store: Store) -> None:
    stranger = Phone(store)
    with pytest.raises(SyncProblem) as problem:
        await stranger.send(stranger.push_body())
    assert problem.value.code == "replica/unknown"


async def test_another_history_is_said_before_anything_is_heard(phone: Phone) -> None:
    phone.note("n1", "s1 x")
    with pytest.raises(SyncProblem) as problem:
        await phone.send({**phone.push_body(), "server_id": "another"})
    assert problem.value.code == "server/changed"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"ops":1}', b"\xff\xfe", b'{"ops":[1]}', b"[" * 100_000, b"null"],
)
async def test_a_body_nobody_can_read_is_a_problem_not_a_crash(phone: Phone, body: bytes) -> None:
    with pytest.raises(SyncProblem) as problem:
        await push.push(phone.store, REGISTRY, phone.device, body)
    assert problem.value.status == 400


async def test_the_clock_the_phone_had_is_corrected_and_kept(store: Store, phone: Phone) -> None:
    heard: list[tuple[str, str]] = []

    async def listening(op, args, person, records) -> None:  # type: ignore[no-untyped-def]
        heard.append((op.made_at, op.occurred_at))

    registry = type(REGISTRY)({"day.end": listening}, ())
    op = phone.note("n1", "x")
    op["made_at"] = "2026-11-25T10:00:00.5+08:00"
    op["clock"] = {"offset_ms": -3_600_000, "mono_ms": 0}
    body = msgspec.json.encode(phone.push_body())

    await push.push(store, registry, Device(phone.replica_id, ANNA, may_read=False), body)

    assert heard == [("2026-11-25T02:00:00.500Z", "2026-11-25T01:00:00.500Z")]


async def test_two_hundred_operations_on_one_record_are_two_hundred_versions(
    store: Store, phone: Phone
) -> None:
    for i in range(200):
        phone.note("n1", f"s{i % 3} {i}")
    results = await phone.push()
    assert [r["version"] for r in results] == [200] * 200
    assert await notes(store) == {"n1": "199"}
    kinds = await rows(store, "SELECT kind, count(*) FROM sync_feed GROUP BY kind ORDER BY kind")
    assert kinds == [("put", 1)]


@pytest.mark.parametrize("odd", [None, "", "x" * 300, "a b", 7, {"id": "n1"}, "n\0l"])
async def test_an_operation_whose_id_is_none_is_set_aside_and_what_follows_is_heard(
    store: Store, phone: Phone, odd: object
) -> None:
    phone.note("n1", "s1 first")
    phone.note("n2", "s2 odd")
    phone.note("n3", "s1 third")
    body = phone.push_body()
    body["ops"][1]["op_id"] = odd

    answer = await phone.send(body)
    again = await phone.send(body)

    assert [one["status"] for one in answer["results"]] == ["applied", "quarantined", "applied"]
    assert answer["results"][1]["code"] == "op/unreadable"
    assert again["results"] == answer["results"]
    assert await notes(store) == {"n1": "first", "n3": "third"}
