"""The spine's doors over real HTTP: encodings, problems and streams, as a device meets them."""

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import zstandard

from tests.phone import Phone
from tests.server_process import ServerProcess

PASSWORD = "a-real-password"
# What stands before them takes longer to start than most of them take: once in a run.
pytestmark = pytest.mark.xdist_group("doors")
PACK = {
    "identity": lambda body: body,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    server = ServerProcess(tmp_path_factory.mktemp("doors"))
    server.env["XUNDIAN_PASSWORD"] = PASSWORD
    server.run("backend.store.migrate")
    server.run("backend.people.first_admin", "--login", "adm.hq", "--name", "管理员")
    with server:
        yield server


@pytest.fixture
def phone(server: ServerProcess) -> Iterator[Phone]:
    phone = Phone(server.url, "adm.hq", PASSWORD)
    yield phone
    phone.http.close()


def sku(phone: Phone, name: str) -> None:
    phone.say(
        "sku.put", "sku", name,
        {
            "code": name, "gtin": "6901234567892", "name": "冰红茶", "name_en": "Iced tea",
            "brand": "K", "flavour": "柠檬", "pack": "PET 500 ml", "category": "tea",
            "units_per_case": 15, "shelf_life_days": 270, "sort": 1, "hue": 20,
            "shape": "bottle", "split_sale": True, "active": True,
        },
    )  # fmt: skip


@pytest.mark.parametrize("encoding", list(PACK))
def test_a_push_is_heard_in_every_encoding(phone: Phone, encoding: str) -> None:
    sku(phone, f"sku-{encoding}")
    body = json.dumps(phone.push_body()).encode()
    answer = phone.http.post(
        "/sync/v1/push", content=PACK[encoding](body), headers={"Content-Encoding": encoding}
    )
    assert answer.status_code == 200, answer.text
    assert [r["status"] for r in answer.json()["results"]] == ["applied"]
    phone.take_push(answer.json())
    assert answer.json()["ops_digest"] == phone.ops_digest()


@pytest.mark.parametrize("encoding", ["identity", "gzip", "zstd"])
def test_what_was_pushed_is_pulled_in_every_encoding(phone: Phone, encoding: str) -> None:
    sku(phone, "pulled")
    phone.push()
    more = True
    while more:
        body = phone.pull_body()
        with phone.http.stream(
            "POST", "/sync/v1/pull", json=body, headers={"Accept-Encoding": encoding}
        ) as answer:
            raw = b"".join(answer.iter_raw())
            assert answer.headers.get("content-encoding", "identity") == encoding
            assert answer.headers["content-type"].startswith("application/x-ndjson")
        more = phone.take_pull(unpacked(raw, encoding).splitlines())
    assert phone.records("sku")["pulled"]["name"] == "冰红茶"


def unpacked(raw: bytes, encoding: str) -> bytes:
    if encoding == "gzip":
        return gzip.decompress(raw)
    if encoding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(raw)
    return raw


def test_what_a_newer_app_adds_around_is_no_reason_not_to_hear_and_answer(phone: Phone) -> None:
    sku(phone, "of-tomorrow")
    added = {"mood": "good", "nested": {"a": [1]}}
    answer = phone.http.post("/sync/v1/push", json=phone.push_body() | added)
    assert answer.status_code == 200, answer.text
    assert [result["status"] for result in answer.json()["results"]] == ["applied"]
    phone.take_push(answer.json())
    pulled = phone.http.post("/sync/v1/pull", json=phone.pull_body() | added)
    assert pulled.status_code == 200, pulled.text


def test_a_quiet_pull_over_the_wire_is_small(phone: Phone) -> None:
    phone.catch_up()
    phone.catch_up()
    answer = phone.http.post("/sync/v1/pull", json=phone.pull_body())
    assert [json.loads(line)["t"] for line in answer.text.splitlines()] == ["hello", "end"]
    assert len(answer.content) < 400


def problem_of(answer: httpx.Response, code: str, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem: dict[str, Any] = answer.json()
    assert (problem["code"], problem["type"]) == (code, f"/problems/{code}")
    return problem


def test_a_gap_says_what_is_expected(phone: Phone) -> None:
    sku(phone, "first")
    sku(phone, "second")
    body = {**phone.push_body(), "ops": phone.log[1:]}
    assert problem_of(phone.http.post("/sync/v1/push", json=body), "op-gap", 409)["expected"] == 1


def test_a_device_too_old_to_read_may_still_push(phone: Phone) -> None:
    sku(phone, "of an old app")
    problem = phone.http.post("/sync/v1/pull", json=phone.pull_body() | {"protocol": 99})
    assert problem_of(problem, "upgrade-required", 426)["readable"] == [1]
    answer = phone.http.post("/sync/v1/push", json=phone.push_body() | {"protocol": 99})
    assert answer.json()["next_seq"] == 2


def test_a_push_of_too_many_bytes_is_halved_and_a_long_operation_alone_is_set_aside(
    phone: Phone,
) -> None:
    for number in range(2):
        sku(phone, f"long-{number}")
        phone.log[-1]["args"]["name"] = "长" * 180_000
    both = {**phone.push_body(), "ops": phone.log}
    problem_of(phone.http.post("/sync/v1/push", json=both), "too-large", 413)
    for seq in (1, 2):
        body = phone.push_body()
        assert len(body["ops"]) == 1
        answer = phone.http.post("/sync/v1/push", json=body).json()
        phone.take_push(answer)
        assert answer["next_seq"] == seq + 1
        assert answer["results"][0]["code"] == "op/too-large"


@pytest.mark.parametrize(
    ("headers", "body", "code", "status"),
    [
        ({}, b"not json", "bad-request", 400),
        ({}, b"", "bad-request", 400),
        ({"Content-Encoding": "br"}, b"x", "bad-request", 415),
        ({"Content-Encoding": "gzip"}, b"not gzip", "bad-request", 400),
        ({"Content-Encoding": "gzip"}, gzip.compress(bytes(20_000_000)), "too-large", 413),
        ({}, bytes(3_000_000), "too-large", 413),
    ],
)
@pytest.mark.parametrize("door", ["push", "pull", "audit"])
def test_a_body_nobody_can_read_is_a_problem(
    phone: Phone, door: str, headers: dict[str, str], body: bytes, code: str, status: int
) -> None:
    answer = phone.http.post(f"/sync/v1/{door}", content=body, headers=headers)
    problem_of(answer, code, status)


def test_a_push_token_pushes_and_reads_nothing(phone: Phone) -> None:
    token = {"Authorization": f"Bearer {phone.push_token}"}
    sku(phone, "by token")
    body = phone.push_body()
    assert phone.http.post("/sync/v1/push", json=body, headers=token).status_code == 200
    for answer in (
        phone.http.post("/sync/v1/pull", json=phone.pull_body(), headers=token),
        phone.http.post("/sync/v1/audit", json={}, headers=token),
        phone.http.get("/sync/v1/live", headers=token),
    ):
        problem_of(answer, "auth/required", 401)


def test_nobody_is_heard_without_a_token(server: ServerProcess) -> None:
    for method, path in (
        ("POST", "push"), ("POST", "pull"), ("POST", "audit"), ("GET", "live"),
    ):  # fmt: skip
        problem_of(httpx.request(method, f"{server.url}/sync/v1/{path}"), "auth/required", 401)


def test_hello_tells_anybody_what_this_server_takes(server: ServerProcess) -> None:
    said = httpx.get(f"{server.url}/sync/v1/hello").json()
    assert said["limits"]["ops_per_push"] == 200
    assert said["protocol"] == 1


def test_a_device_that_disagrees_finds_where(phone: Phone) -> None:
    sku(phone, "audited")
    phone.push()
    phone.catch_up()
    own = f"user:{phone.person_id}"
    body = {"replica_id": phone.replica_id, "scope": own, "epoch": 1, "pos": 0}
    answer = phone.http.post("/sync/v1/audit", json=body).json()
    assert len(answer["sums"]) == 256
    assert answer["digest"] == phone.scopes[own].digest()
    problem_of(
        phone.http.post("/sync/v1/audit", json={**body, "scope": "store:x"}), "scope/unknown", 404
    )


def test_a_poke_comes_over_the_wire(phone: Phone) -> None:
    with phone.http.stream("GET", "/sync/v1/live") as live:
        assert live.headers["content-type"].startswith("text/event-stream")
        lines = (line for line in live.iter_lines() if line.startswith("data:"))
        assert json.loads(next(lines)[5:])["s"]  # pull once, you can hear now
        sku(phone, "poking")
        phone.push()
        assert json.loads(next(lines)[5:])["s"][0].startswith("org:HQ:")
