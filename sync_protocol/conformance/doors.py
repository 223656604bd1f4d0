"""S1 to S9 and S46: what holds at every door."""

import gzip

import msgspec
import zstandard

from sync_protocol.conformance.requirement import equal, refused, requirement, true
from sync_protocol.conformance.tus import TUS, announced
from sync_protocol.conformance.wire import unpacked
from sync_protocol.conformance.world import Person, Phone, World, heard
from sync_protocol.digest import canonical
from sync_protocol.generated import protocol

DOORS = (
    ("POST", "/sync/v1/push"),
    ("POST", "/sync/v1/pull"),
    ("POST", "/sync/v1/audit"),
    ("GET", "/sync/v1/live"),
    ("POST", "/sync/v1/files"),
)
PACK = {
    "gzip": gzip.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}
PROBLEM = "application/problem+json"
BOMB_BYTES = 20_000_000


@requirement("S1")
def tells_what_it_is(world: World) -> None:
    answer = world.wire.ask("GET", "/sync/v1/hello")
    equal("the status without a token", 200, answer.status_code)
    said = msgspec.convert(answer.json(), protocol.Hello)
    equal("protocol", 1, said.protocol)
    for name in ("ops_per_push", "push_bytes", "op_bytes", "body_bytes", "scopes_per_pull",
                 "page_bytes", "blob_bytes"):  # fmt: skip
        limit = said.limits.get(name)
        true(f"limits.{name} is a number above 0", isinstance(limit, int) and limit > 0)


@requirement("S2")
def refuses_with_problem_documents(world: World) -> None:
    phone = world.phone()
    token = phone.push_token
    nowhere = {"replica_id": phone.replica_id, "scope": "store:none", "epoch": 1, "pos": 0}
    for answer in (
        world.wire.ask("POST", "/sync/v1/pull"),
        world.wire.ask("POST", "/sync/v1/push", token=token, content=b"no json"),
        world.wire.ask("POST", "/sync/v1/push", token=token, json={"protocol": 1}),
        world.wire.ask("DELETE", "/sync/v1/push", token=token),
        world.wire.ask("GET", "/sync/v1/nothing-here", token=token),
        world.wire.ask("POST", "/sync/v1/audit", token=world.rep.token, json=nowhere),
        world.wire.ask("POST", "/sync/v1/files", token=token, headers=TUS),
    ):
        true(f"{answer.status_code} is a refusal", 400 <= answer.status_code < 500)
        kind = answer.headers.get("content-type", "").partition(";")[0]
        equal("the Content-Type of a refusal", PROBLEM, kind)
        problem = msgspec.convert(answer.json(), protocol.Problem)
        equal("its status", answer.status_code, problem.status)
        msgspec.convert(problem.code, protocol.ProblemCode)
        equal("its type", f"/problems/{problem.code}", problem.type)
        true("its title is words, not its code", problem.title not in ("", problem.code))


@requirement("S3")
def answers_401_without_a_token(world: World) -> None:
    for method, path in DOORS:
        for token in (None, "xs_nobody-has-this-one"):
            equal(f"{method} {path} with token {token}", 401, status_of(world, method, path, token))


def status_of(world: World, method: str, path: str, token: str | None) -> int:
    """Of a request with an empty body; a stream is not listened to."""
    if method == "GET":
        with world.wire.stream(path, token, wait_s=5) as answer:
            return answer.status_code
    return world.wire.ask(method, path, token=token).status_code


@requirement("S4")
def a_push_token_pushes_and_never_reads(world: World) -> None:
    phone = Phone(Person(world.wire, world.login, world.password))
    phone.end_day()
    heard(phone.send())
    world.wire.ask("POST", "/auth/v1/logout", token=phone.owner.token).raise_for_status()
    ended = world.wire.ask("POST", "/sync/v1/pull", token=phone.owner.token, json=phone.pull_body())
    equal("a pull after the session has ended", 401, ended.status_code)
    token = phone.push_token
    pull = world.wire.ask("POST", "/sync/v1/pull", token=token, json=phone.pull_body())
    equal("a pull with a push token", 401, pull.status_code)
    world.wire.shows()
    asked = {"replica_id": phone.replica_id, "scope": phone.own, "epoch": 1, "pos": 0}
    audit = world.wire.ask("POST", "/sync/v1/audit", token=token, json=asked)
    equal("an audit with a push token", 401, audit.status_code)
    live = status_of(world, "GET", "/sync/v1/live", token)
    equal("listening with a push token", 401, live)
    begun = world.wire.ask("POST", "/sync/v1/files", token=token, headers=announced(b"bytes"))
    equal("announcing a photo after the session has ended", 201, begun.status_code)
    phone.end_day()
    equal("next_seq after one more push", 3, heard(phone.send())["next_seq"])


@requirement("S5")
def a_replica_belongs_to_one_person(world: World) -> None:
    phone = world.phone()
    stranger = Phone(world.colleague)
    stranger.end_day()
    claim = world.colleague.registers(phone.replica_id)
    refused(claim, 409, "replica/foreign")
    world.wire.shows()
    for token in (stranger.push_token, world.colleague.token):
        body = stranger.push_body() | {"replica_id": phone.replica_id}
        answer = world.wire.ask("POST", "/sync/v1/push", token=token, json=body)
        refused(answer, 409, "replica/foreign")
    phone.end_day()
    equal("next_seq of its owner", 2, phone.push()["next_seq"])


@requirement("S6")
def takes_bodies_in_every_encoding(world: World) -> None:
    phone = world.phone()
    for encoding in ("identity", "gzip", "zstd"):
        phone.end_day(note=f"sent in {encoding}")
        body = canonical(phone.push_body())
        answer = world.wire.ask(
            "POST", "/sync/v1/push", token=phone.push_token,
            content=PACK.get(encoding, bytes)(body),
            headers={"Content-Encoding": encoding, "Content-Type": "application/json"},
        )  # fmt: skip
        if encoding == "zstd" and answer.status_code == 415:
            continue  # SHOULD
        phone.take_push(heard(answer))
        equal(
            f"ops_digest of what came in {encoding}",
            phone.ops_digest(),
            answer.json()["ops_digest"],
        )


@requirement("S7")
def answers_in_the_encoding_asked_for(world: World) -> None:
    phone = world.phone()
    world.rep.bind(phone.replica_id)
    bodies = []
    for accepts, allowed in (
        ("identity", ("identity",)),
        ("gzip", ("gzip",)),
        ("zstd", ("zstd", "identity")),
        ("gzip;q=0, zstd;q=0", ("identity",)),
    ):
        answer, sent = world.wire.raw(
            "POST", "/sync/v1/pull", token=world.rep.token, json=phone.pull_body(),
            headers={"Accept-Encoding": accepts},
        )  # fmt: skip
        equal("the status", 200, answer.status_code)
        used = answer.headers.get("content-encoding", "identity")
        true(f"{used} is one of {allowed} for Accept-Encoding {accepts}", used in allowed)
        lines = unpacked(sent, used).splitlines()
        equal("the last frame", "end", msgspec.json.decode(lines[-1])["t"])
        bodies.append(len(lines))
    equal("frames in each encoding", [bodies[0]] * len(bodies), bodies)


@requirement("S8")
def refuses_bodies_nobody_can_read(world: World) -> None:
    phone = world.phone()
    phone.end_day()
    world.rep.bind(phone.replica_id)
    bomb = gzip.compress(bytes(BOMB_BYTES))
    long = bytes(world.hello["limits"]["body_bytes"] + 1000)
    for encoding, body, status in (
        ("identity", b"no json", 400),
        ("identity", b"", 400),
        ("identity", b"\xff\xfe", 400),
        ("gzip", b"no gzip", 400),
        ("gzip", gzip.compress(canonical(phone.push_body()))[:-9], 400),
        ("x-unheard-of", b"x", 415),
        ("gzip", bomb, 413),
        ("identity", long, 413),
    ):
        for door in ("push", "pull"):
            answer = world.wire.ask(
                "POST", f"/sync/v1/{door}", token=world.rep.token, content=body,
                headers={"Content-Encoding": encoding, "Content-Type": "application/json"},
            )  # fmt: skip
            equal(f"{door} of {len(body)} bytes in {encoding}", status, answer.status_code)
            world.wire.shows()
    equal("next_seq afterwards", 2, phone.push()["next_seq"])


@requirement("S9")
def refuses_more_than_its_limits_say(world: World) -> None:
    phone = world.phone()
    limits = world.hello["limits"]
    for number in range(limits["ops_per_push"] + 1):
        phone.end_day(number % 3)
    refused(phone.send(ops=phone.log), 413, "too-large")
    world.wire.shows()
    talker = world.phone()
    for number in range(2):
        talker.end_day(number, note="x" * (limits["push_bytes"] // 2))
    refused(talker.send(ops=talker.log), 413, "too-large")
    for number in (1, 2):
        answer = talker.send(ops=talker.log[number - 1 : number])
        equal(f"next_seq after {number} long ones", number + 1, heard(answer)["next_seq"])
    cursors = [[f"store:none-{number}", 1, 0] for number in range(limits["scopes_per_pull"] + 1)]
    world.rep.bind(phone.replica_id)
    answer = world.wire.ask(
        "POST",
        "/sync/v1/pull",
        token=world.rep.token,
        json=phone.pull_body() | {"cursors": cursors},
    )
    refused(answer, 413, "too-large")
    answer = phone.send(ops=phone.log[: limits["ops_per_push"]])
    equal(
        "next_seq after as many as allowed", limits["ops_per_push"] + 1, heard(answer)["next_seq"]
    )


@requirement("S46")
def a_device_too_old_to_read_is_still_heard(world: World) -> None:
    phone = world.phone()
    world.rep.bind(phone.replica_id)
    unheard_of = {"protocol": 999_999}
    asked = phone.pull_body() | unheard_of
    answer = world.wire.ask("POST", "/sync/v1/pull", token=world.rep.token, json=asked)
    refused(answer, 426, "upgrade-required")
    world.wire.shows()
    phone.end_day()
    said = heard(phone.send(phone.push_body() | unheard_of))
    equal("next_seq after its push", 2, said["next_seq"])
