"""What every answer carries, and how every no is said. What a client sends is never a 500."""

import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from alembic.script import ScriptDirectory
from litestar import Controller, get
from litestar.routes import HTTPRoute
from openapi_spec_validator import OpenAPIV31SpecValidator

from backend.app import FOR_ANYBODY, create_app, deny_by_default
from backend.settings import Settings
from backend.store import heads
from backend.store.migrate import HERE
from sync_protocol.generated.protocol import Problem
from tests.engines import Database
from tests.town import Town, a_town

pytestmark = pytest.mark.anyio

GARBAGE: list[tuple[str, bytes]] = [
    ("nothing", b""),
    ("not JSON", b"{"),
    ("bad UTF-8", b'{"login": "\xff\xfe", "password": "x"}'),
    ("a lone surrogate", b'{"login": "\\ud800", "password": "x"}'),
    ("a NUL", b'{"login": "a\\u0000b", "password": "x\\u0000", "replica_id": "a"}'),
    ("too deep", b"[" * 100_000),
    ("too deep within", b'{"login": ' + b'{"a":' * 50_000 + b"1"),
    ("wrong types", b'{"login": 1, "password": []}'),
    ("too large", b'{"login": "' + b"x" * 10_000_000 + b'"}'),
    ("a number beyond all", b'{"login": "a", "password": "b", "replica_id": 1e999}'),
    ("another shape", b"[1, 2, 3]"),
    ("null", b"null"),
]


def is_problem(answer: httpx.Response) -> bool:
    """A problem document as the protocol has it, and nothing of our inside."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    document = answer.json()
    msgspec.convert(document, Problem)
    assert document["type"] == f"/problems/{document['code']}"
    assert document["status"] == answer.status_code
    assert "Traceback" not in answer.text
    assert 'File "' not in answer.text
    return True


async def test_garbage_gets_a_problem_at_every_door_that_takes_a_body(
    database: Database,
) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        for name, body in GARBAGE:
            for method, path in doors(town, with_body=True):
                for mime in ("application/json", "nonsense"):
                    headers = {"Content-Type": mime}
                    answer = await rep(method, path, content=body, headers=headers)
                    assert answer.status_code < 500, (name, path, mime, answer.text)
                    if answer.status_code >= 400:
                        assert is_problem(answer), (name, path)


HEADERS = [
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer xs_\u00e9"},
    {"Authorization": "Bearer xs_" + "a" * 5000},
    {"Authorization": "Basic eHM6eHM="},
    {"Content-Encoding": "gzip"},
    {"Content-Encoding": "nonsense"},
    {"Content-Length": "10000000"},
    {"Accept-Encoding": ";;q=,,*;q=x"},
    {"If-None-Match": "W/" + '"' * 100},
    {"Cookie": "a=b; \x01=;;;"},
    {"Host": "bad host name"},
    {"Upload-Offset": "-1", "Tus-Resumable": "1.0.0"},
    {"Range": "bytes=5-1"},
]


async def test_bad_headers_get_a_problem_or_are_ignored(database: Database) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        for headers in HEADERS:
            raw = {name: value.encode("latin-1") for name, value in headers.items()}
            for method, path in doors(town):
                answer = await rep(method, path, content=b"{}", headers=raw)
                assert answer.status_code < 500, (headers, path, answer.text)


PATHS = (
    "/auth/v1/devices?person_id=%00",
    "/auth/v1/devices?person_id=%ff%fe",
    "/auth/v1/devices?person_id=" + "x" * 5000,
    "/files/v1/photos/%00",
    "/files/v1/photos/%ff",
    "/files/v1/photos/x?size=huge",
    "/sync/v1/files/%00",
    "/sync/v1/files/..%2f..%2fetc%2fpasswd",
    "/%00",
    "/%ff",
    "/../../etc/passwd",
    "/a//b",
    "/auth/v1/devices/%00/lost",
    "/auth/v1/devices/%F0%9F%98%80/lost",
    "/" + "a/" * 500,
)


async def test_bad_paths_and_queries_get_a_problem(database: Database) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        for path in PATHS:
            for method in ("GET", "POST", "HEAD", "DELETE"):
                answer = await rep(method, path, headers={"Tus-Resumable": "1.0.0"})
                assert 400 <= answer.status_code < 500, (method, path, answer.status_code)
                assert method == "HEAD" or is_problem(answer)


def doors(town: Town, *, with_body: bool = False) -> list[tuple[str, str]]:
    """Every method and path of the application, with an id where one is asked for."""
    found = []
    for route in town.app.routes:
        if not isinstance(route, HTTPRoute):
            continue
        path = route.path
        for parameter in route.path_components:
            if not isinstance(parameter, str):
                path = path.replace(f"{{{parameter.full}}}", "some-id")
        for method in sorted(route.methods - {"OPTIONS"}):
            if not with_body or method in ("POST", "PUT", "PATCH"):
                found.append((str(method), path))
    return found


async def test_every_door_asks_who_is_there(database: Database) -> None:
    async with a_town(database) as town:
        answered = set()
        for method, path in doors(town):
            answer = await town.client.request(method, path, content=b"")
            if answer.status_code != 401:
                answered.add(path)
            elif method != "HEAD":
                assert is_problem(answer)
        assert answered <= {
            path.replace("{name:path}", "some-id").replace("{path:str}", "some-id")
            for path in FOR_ANYBODY
        }


class Forgotten(Controller):
    """A door whose author did not think of who may come."""

    path = "/office/v1/everything"

    @get("/")
    async def everything(self) -> dict[str, str]:
        return {}


def test_a_door_that_asks_nobody_stops_the_server_from_starting() -> None:
    app = create_app(Settings())
    deny_by_default(app)
    app.register(Forgotten)
    with pytest.raises(RuntimeError, match="/office/v1/everything"):
        deny_by_default(app)


async def test_not_found_and_wrong_method_are_problems_too(database: Database) -> None:
    async with a_town(database) as town:
        missing = await town.client.get("/auth/v1/nothing")
        assert (missing.status_code, missing.json()["code"]) == (404, "not-found")
        assert is_problem(missing)
        wrong = await town.client.get("/auth/v1/login")
        assert (wrong.status_code, wrong.json()["code"]) == (405, "method-not-allowed")
        assert "POST" in wrong.headers["allow"]
        assert is_problem(wrong)


async def test_a_mistake_of_ours_says_nothing_but_a_name_for_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")

        async def broken(*_: object) -> None:
            raise ZeroDivisionError("secret of the inside")

        monkeypatch.setattr("backend.people.http._me", broken)
        answer = await rep.get("/auth/v1/me")
        assert (answer.status_code, answer.json()["code"]) == (500, "internal")
        assert is_problem(answer)
        assert "secret" not in answer.text
        assert answer.json()["instance"].startswith("urn:uuid:")


async def test_every_answer_carries_the_headers_that_keep_browsers_in_bounds(
    database: Database,
) -> None:
    async with a_town(database) as town:
        for path in ("/healthz", "/nothing", "/auth/v1/me", "/schema/openapi.json"):
            headers = (await town.client.get(path)).headers
            policy = headers["content-security-policy"]
            assert policy.startswith("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; ")
            assert policy.count("unsafe") == 1  # machine code of our own, and nothing of a text
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["cache-control"] == "no-store"


async def test_long_json_is_compressed_for_those_who_take_it(database: Database) -> None:
    async with a_town(database) as town:
        for accepts, got in (
            ("gzip", "gzip"), ("zstd, gzip", "zstd"), ("zstd;q=0, gzip", "gzip"),
            ("identity", None), ("", None),
        ):  # fmt: skip
            answer = await town.client.get(
                "/schema/openapi.json", headers={"Accept-Encoding": accepts}
            )
            assert answer.headers.get("content-encoding") == got
            assert answer.json()["openapi"].startswith("3.1")


async def test_health_is_good_when_the_database_answers_and_bad_when_it_is_older(
    database: Database,
) -> None:
    async with a_town(database) as town:
        good = await town.client.get("/healthz")
        assert (good.status_code, good.json()["status"]) == (200, "ready")
        town.app.state.head = "a revision of tomorrow"
        bad = await town.client.get("/healthz")
        assert bad.status_code == 503
        assert is_problem(bad)


def test_the_newest_revision_is_the_one_alembic_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert heads.newest() == ScriptDirectory(str(HERE)).get_current_head()
    for name, after in (("0001", "None"), ("0002", '"0001"'), ("0003", '"0002"')):
        text = f'revision = "{name}"\ndown_revision = {after}\n'
        (tmp_path / f"{name}_words.py").write_text(text)
    monkeypatch.setattr(heads, "VERSIONS", tmp_path)
    assert heads.newest() == "0003"


async def test_the_description_is_a_valid_openapi_document(database: Database) -> None:
    async with a_town(database) as town:
        document = (await town.client.get("/schema/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()
    errors = json.dumps(document["paths"]["/auth/v1/login"]["post"]["responses"]["default"])
    assert "application/problem+json" in errors
    described = {path.rstrip("/") for path in document["paths"]}
    for path in ("/auth/v1/login", "/sync/v1/push", "/sync/v1/files/{upload_id}"):
        assert path in described
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if path not in FOR_ANYBODY and method != "options":
                assert operation["security"] == [{"token": []}], (method, path)


@pytest.fixture
async def lines(caplog: pytest.LogCaptureFixture) -> AsyncIterator[Any]:
    logger = logging.getLogger("xundian")
    logger.propagate = True
    caplog.set_level("INFO", "xundian")
    yield caplog
    logger.propagate = False


async def test_the_log_has_a_line_for_each_request_and_no_token_in_it(
    database: Database, lines: pytest.LogCaptureFixture
) -> None:
    async with a_town(database) as town:
        rep = await town.sign_in("rep.cc01")
        await rep.get("/auth/v1/devices?person_id=rep.cc01")
        await town.client.get("/nothing")
    noted = [r.facts for r in lines.records if r.name == "xundian.access"]  # type: ignore[attr-defined]
    seen = {(one["method"], one["path"], one["status"]) for one in noted}
    assert {("POST", "/auth/v1/login", 200), ("GET", "/nothing", 404)} <= seen
    assert ("GET", "/auth/v1/devices", 200) in seen
    written = "\n".join(str(vars(record)) for record in lines.records)
    assert rep.token not in written
    assert str(rep.push_token) not in written
    assert "demo-2026" not in written
