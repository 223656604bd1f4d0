"""S10 to S24: hearing a device's log."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sync_protocol.client import uuid7
from sync_protocol.conformance.requirement import NotAsked, equal, refused, requirement, true
from sync_protocol.conformance.world import Phone, World, heard, later
from sync_protocol.receipt import Untrue, verify

AT_ONCE = 6
FAR_AWAY = {"lat_e7": -338_000_000, "lon_e7": 1_512_000_000, "accuracy_m": 5, "age_s": 1}


def statuses(answer: dict[str, Any]) -> list[str]:
    return [result["status"] for result in answer["results"]]


def nothing_changed(phone: Phone) -> None:
    """What she held of her own scope is still all there is."""
    before = dict(phone.scopes[phone.own].rows)
    phone.catch_up([phone.own])
    after = phone.scopes[phone.own].rows
    changed = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    equal("records changed by what must change nothing", [], changed)


@requirement("S10")
def hears_in_order(world: World) -> None:
    phone = world.phone()
    phone.catch_up([phone.own])
    for number in range(3):
        phone.end_day(number, note=uuid7())
    gap = refused(phone.send(ops=phone.log[1:]), 409, "op-gap")
    equal("expected", 1, gap.get("expected"))
    world.wire.shows()
    nothing_changed(phone)
    answer = heard(phone.send(ops=[phone.log[0], phone.log[2]]))
    equal("next_seq after 1 and 3", 2, answer["next_seq"])
    equal("results of 1 and 3", [1], [result["local_seq"] for result in answer["results"]])
    gap = refused(phone.send(ops=phone.log[2:]), 409, "op-gap")
    equal("expected", 2, gap.get("expected"))
    answer = heard(phone.send())
    equal("next_seq after all three", 4, answer["next_seq"])
    equal("their statuses", ["applied"] * 3, statuses(answer))


@requirement("S11")
def answers_a_repeat_with_the_stored_result(world: World) -> None:
    phone = world.phone()
    for _ in range(2):
        phone.end_day(note=uuid7())
    body = phone.push_body()
    first = heard(phone.send(body))
    phone.catch_up([phone.own])
    again = heard(phone.send(body))
    world.wire.shows()
    for name in ("results", "next_seq", "ops_digest"):
        equal(f"{name} of the same push again", first[name], again[name])
    nothing_changed(phone)
    phone.end_day(note=uuid7())
    half_new = heard(phone.send())
    equal("the old results beside a new one", first["results"], half_new["results"][:2])
    equal("next_seq", 4, half_new["next_seq"])
    phone.catch_up([phone.own])
    heard(phone.send(ops=[], acked_through=3))
    for result, old in zip(heard(phone.send())["results"], half_new["results"], strict=True):
        settled = {"local_seq": old["local_seq"], "op_id": old["op_id"], "status": "settled"}
        true("an acknowledged result is the old one or settled", result in (old, settled))
    nothing_changed(phone)


@requirement("S12")
def carries_an_operation_out_once(world: World) -> None:
    phone = world.phone()
    phone.end_day(note=uuid7())
    phone.end_day(1, note=uuid7())
    body = phone.push_body()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = [heard(a) for a in threads.map(lambda _: phone.send(body), range(AT_ONCE))]
    for answer in answers:
        equal("results of the same push at the same time", answers[0]["results"], answer["results"])
        equal("next_seq", 3, answer["next_seq"])
    phone.take_push(answers[0])
    phone.catch_up([phone.own])
    for op, result in zip(phone.log, answers[0]["results"], strict=True):
        held = phone.row(op["id"])
        equal("the record's version", result["version"], held and held[0])


@requirement("S13")
def notices_a_copied_replica(world: World) -> None:
    phone, twin = world.phone(), world.phone()
    twin.replica_id, twin.push_token = phone.replica_id, phone.push_token
    phone.end_day(note=uuid7())
    twin.end_day(note=uuid7())
    first = phone.push()
    phone.catch_up([phone.own])
    refused(twin.send(), 409, "replica/forked")
    twin.log[0]["op_id"] = phone.log[0]["op_id"]
    refused(twin.send(), 409, "replica/forked")
    world.wire.shows()
    nothing_changed(phone)
    phone.next_seq = 1
    equal("results of the original", first["results"], heard(phone.send())["results"])


@requirement("S14")
def knows_an_op_id_from_another_replica(world: World) -> None:
    phone, other = world.phone(), world.phone()
    said = phone.end_day(note=uuid7())
    refusal = phone.end_day(1)
    refusal["id"] = "somebody-else:2000-01-01"
    first = phone.push()
    phone.catch_up([phone.own])
    other.copies(said)
    other.end_day(note=uuid7(), op_id=said["op_id"])
    other.copies(refusal)
    answer = other.push()
    world.wire.shows()
    expected = ["duplicate", "rejected", statuses(first)[1]]
    equal("statuses of the same, of another, of the refused", expected, statuses(answer))
    equal("the code of the other", "op/reused", answer["results"][1].get("code"))
    codes = [told["results"][-1].get("code") for told in (first, answer)]
    equal("the code of the refused", *codes)
    nothing_changed(phone)


@requirement("S15")
def judges_each_operation_alone(world: World) -> None:
    phone = world.phone()
    phone.end_day(note=uuid7())
    phone.end_day()["id"] = "somebody-else:2000-01-01"
    phone.check_in(f"no-store-{uuid7()}")
    phone.say("inbox.read", "inbox_item", uuid7(), {})
    phone.end_day(1, note=uuid7())
    answer = phone.push()
    expected = ["applied", "rejected", "quarantined", "rejected", "applied"]
    equal("statuses", expected, statuses(answer))
    numbered = [(op["local_seq"], op["op_id"]) for op in phone.log]
    got = [(result["local_seq"], result["op_id"]) for result in answer["results"]]
    equal("a result for each", numbered, got)
    true("each refusal has a code", all(result.get("code") for result in answer["results"][1:4]))


UNREADABLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": "moon.land"}, "op/unknown-kind"),
    ({"kind": 7}, "op/unreadable"),
    ({"entity": "visit"}, "op/unreadable"),
    ({"args": {"day": "tomorrow"}}, "op/unreadable"),
    ({"args": []}, "op/unreadable"),
    ({"made_at": "yesterday"}, "op/unreadable"),
    ({"made_at": "2026-02-31T10:00:00Z"}, "op/unreadable"),
    ({"id": "no spaces allowed"}, "op/unreadable"),
    ({"surprise": 1}, "op/unreadable"),
)


@requirement("S16")
def keeps_what_it_cannot_read(world: World) -> None:
    phone = world.phone()
    phone.end_day(note=uuid7())
    for change, _ in UNREADABLE:
        phone.end_day().update(change)
    phone.end_day(note="x" * (world.hello["limits"]["op_bytes"] + 1))
    phone.end_day(1, note=uuid7())
    body = phone.push_body()
    answer = heard(phone.send(body))
    codes = [code for _, code in UNREADABLE] + ["op/too-large"]
    told = [(result["status"], result.get("code")) for result in answer["results"]]
    equal("the first and the last", ["applied", "applied"], [told[0][0], told[-1][0]])
    for (status, code), expected in zip(told[1:-1], codes, strict=True):
        equal("what was set aside", ("quarantined", expected), (status, code))
    again = heard(phone.send(body))
    equal("the same answers again", answer["results"], again["results"])
    phone.take_push(answer)
    equal("the digest over them too", phone.ops_digest(), answer["ops_digest"])


@requirement("S17")
def hears_a_newer_schema(world: World) -> None:
    phone = world.phone()
    phone.end_day(note=uuid7())["schema"] = 99
    answer = heard(phone.send(schema=99))
    equal("the status", ["applied"], statuses(answer))


@requirement("S18")
def digests_what_it_has_heard(world: World) -> None:
    phone = world.phone()
    for number in range(3):
        phone.end_day(number, note=f"红茶 \t\x7f é {uuid7()}")
        phone.check_in(f"no-store-{number}")
        answer = phone.push()
        equal("next_seq", len(phone.log) + 1, answer["next_seq"])
        equal("ops_digest", phone.ops_digest(), answer["ops_digest"])
    equal("ops_digest, nothing new", phone.ops_digest(), phone.push()["ops_digest"])


@requirement("S19")
def refuses_nothing_captured_in_a_shop(world: World) -> None:
    phone = world.phone()
    store = world.stores[0]
    visits = [
        phone.check_in(store, position=FAR_AWAY, distance_m=9_000_000, fence_result="outside"),
        phone.check_in(store, made_at="2001-02-03T04:05:06.000Z"),
        phone.check_in(store, made_at=later(days=400)),
        phone.check_in(f"no-store-{uuid7()}"),
    ]
    if world.logins["colleague"]:
        visits.append(phone.check_in(world.foreign_stores[-1]))
    phone.check_in(store)["clock"] = {"offset_ms": 10**14, "mono_ms": 0}
    for visit in visits:
        phone.check_out(visit["id"])
    said = phone.push()
    for status in statuses(said):
        true(f"{status} is applied or quarantined", status in ("applied", "quarantined"))
    equal("far from her own store", "applied", said["results"][0]["status"])


@requirement("S20")
def a_fact_is_said_once(world: World) -> None:
    phone = world.phone()
    visit = phone.check_in(world.stores[0])
    phone.check_in(world.stores[0], visit["id"])
    phone.check_in(world.stores[0], visit["id"], unplanned_reason="owner_called")
    phone.check_out(visit["id"])
    answer = phone.push()
    expected = ["applied", "duplicate", "rejected", "applied"]
    equal("statuses of the same and of another fact", expected, statuses(answer))
    equal("the code of the other", "fact/immutable", answer["results"][2].get("code"))


@requirement("S21")
def what_was_answered_is_so(world: World) -> None:
    phone, reader = world.phone(), world.phone()
    said = [phone.end_day(number, note=uuid7()) for number in range(3)]
    answer = phone.push()
    reader.catch_up([reader.own])
    for op, result in zip(said, answer["results"], strict=True):
        held = reader.row(op["id"])
        true("another device is shown the record at once", held is not None)
        shown = held and (held[0], held[1]["note"])
        equal("what it is shown", (result["version"], op["args"]["note"]), shown)
    frames = phone.pull_own()
    equal("next_seq in hello", answer["next_seq"], frames[0]["next_seq"])


@requirement("S22")
def says_where_an_effect_lies(world: World) -> None:
    phone = world.phone()
    phone.catch_up()
    visit = phone.check_in(world.stores[0])
    phone.check_out(visit["id"])
    phone.end_day(note=uuid7())
    answer = phone.push()
    body = phone.pull_body()
    frames = {(frame["e"], frame["id"]): frame for frame in phone.pull() if frame["t"] == "put"}
    for op, result in zip(phone.log, answer["results"], strict=True):
        scope = f"store:{world.stores[0]}" if op["entity"] == "visit" else phone.own
        at = {place["scope"]: place for place in result.get("at", [])}
        true(f"at names {scope}", scope in at)
        frame = frames.get((op["entity"], op["id"]))
        true("the record is in the feed", frame is not None)
        assert frame is not None  # noqa: S101  said above, for the type checker
        true(f"at position {at[scope]['pos']} or later", frame["p"] >= at[scope]["pos"])
        true(f"in version {result['version']} or newer", frame["v"] >= result["version"])
        before = [[scope, at[scope]["epoch"], at[scope]["pos"] - 1]]
        beyond = phone.pull(body, cursors=before)
        true(
            "a pull from just before that position brings it",
            any(f["t"] == "put" and f["id"] == op["id"] for f in beyond),
        )


@requirement("S23")
def refuses_a_push_for_another_history(world: World) -> None:
    phone = world.phone()
    phone.catch_up([phone.own])
    phone.end_day(note=uuid7())
    refused(phone.send(server_id="another-history"), 409, "server/changed")
    world.wire.shows()
    nothing_changed(phone)
    equal("next_seq of the right one", 2, heard(phone.send(server_id=None))["next_seq"])


@requirement("S24")
def signs_for_what_it_has_heard(world: World) -> None:
    phone = world.phone()
    phone.end_day()
    answer = phone.push()
    world.wire.shows()
    key = world.hello.get("receipt_key")
    if key is None:
        raise NotAsked("hello names no receipt_key (SHOULD)")
    signed = {name: answer[name] for name in ("server_id", "next_seq", "ops_digest")}
    try:
        verify(
            signed | answer["receipt"]
            | {"replica_id": phone.replica_id, "at": answer["server_time"]},
            key,
        )  # fmt: skip
    except Untrue as untrue:
        equal("the receipt", "true", str(untrue))
