"""The PWA's files: cached as their names deserve, and the app itself for any page of its own."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import brotli
import httpx
import pytest

from backend.app import create_app
from backend.settings import Settings

pytestmark = pytest.mark.anyio

PAGE = b"<!doctype html><title>Xundian</title>" + b"x" * 2000
SCRIPT = b"export const words = 1;\n" * 200
FILES = {
    "index.html": PAGE,
    "rescue.html": b"<!doctype html><title>Rescue</title>",
    "service-worker.js": b"self.addEventListener('install', () => {});",
    "manifest.webmanifest": b'{"name": "Xundian"}',
    "icon-192.png": b"\x89PNG\r\n\x1a\n",
    "assets/index-BfT3xYz9.js": SCRIPT,
    "assets/app.css": b"body { margin: 0 }",
    ".ready": b"",
}
NAVIGATION = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The app over a build; no database, for files need none."""
    dist = tmp_path / "dist"
    for name, content in FILES.items():
        (dist / name).parent.mkdir(parents=True, exist_ok=True)
        (dist / name).write_bytes(content)
    for name in ("index.html", "assets/index-BfT3xYz9.js"):
        (dist / f"{name}.br").write_bytes(brotli.compress(FILES[name]))
        (dist / f"{name}.gz").write_bytes(gzip.compress(FILES[name]))
    (tmp_path / "secret.txt").write_text("secret")
    app = create_app(Settings(data=tmp_path / "data", pages=dist))
    wire = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=wire, base_url="http://town") as client:
        yield client


@pytest.mark.parametrize(
    ("path", "mime", "cache"),
    [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/index.html", "text/html; charset=utf-8", "no-cache"),
        ("/service-worker.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/icon-192.png", "image/png", "no-cache"),
        ("/assets/app.css", "text/css; charset=utf-8", "no-cache"),
        (
            "/assets/index-BfT3xYz9.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
    ],
)
async def test_a_file_says_what_it_is_and_how_long_to_keep_it(
    site: httpx.AsyncClient, path: str, mime: str, cache: str
) -> None:
    answer = await site.get(path)
    assert answer.status_code == 200
    assert answer.content == FILES[path.strip("/") or "index.html"]
    assert answer.headers["content-type"] == mime
    assert answer.headers["cache-control"] == cache
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_page_of_its_own_is_not_the_app(site: httpx.AsyncClient) -> None:
    for path in ("/rescue", "/rescue/"):
        answer = await site.get(path, headers=NAVIGATION)
        assert answer.content == FILES["rescue.html"]
        assert answer.headers["cache-control"] == "no-cache"
    assert (await site.get("/rescued", headers=NAVIGATION)).content == PAGE


async def test_a_file_that_has_not_changed_is_not_sent_again(site: httpx.AsyncClient) -> None:
    first = await site.get("/")
    for tag in (
        first.headers["etag"],
        "W/" + first.headers["etag"],
        '"a", ' + first.headers["etag"],
    ):
        again = await site.get("/", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    assert (await site.get("/", headers={"If-None-Match": '"other"'})).status_code == 200


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("", None), ("zstd", None)],
)
async def test_compressed_twins_are_sent_to_those_who_take_them(
    site: httpx.AsyncClient, accepts: str, encoding: str | None
) -> None:
    answer = await site.get("/assets/index-BfT3xYz9.js", headers={"Accept-Encoding": accepts})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.content == SCRIPT
    assert answer.headers["vary"] == "Accept-Encoding"
    sent = len(answer.content) if encoding is None else int(answer.headers["content-length"])
    assert sent == len(SCRIPT) or sent < len(SCRIPT) // 10


async def test_head_says_the_same_without_the_bytes(site: httpx.AsyncClient) -> None:
    answer = await site.head("/assets/index-BfT3xYz9.js", headers={"Accept-Encoding": ""})
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(SCRIPT))


@pytest.mark.parametrize("path", ["/visits/0199c82c-aaaa", "/stores", "/a.b/c", "/today/"])
async def test_a_page_of_the_app_is_the_app(site: httpx.AsyncClient, path: str) -> None:
    answer = await site.get(path, headers=NAVIGATION)
    assert (answer.status_code, answer.content) == (200, PAGE)
    assert (await site.get(path)).status_code == 404  # a script asked for, not a page


@pytest.mark.parametrize(
    "path",
    [
        "/sync/v1/nothing", "/auth/nothing", "/office/v1/nothing", "/files/x", "/schema/x",
        "/assets/gone-AbCdEf12.js", "/problems/op-gap", "/.ready", "/index.html.br",
    ],
)  # fmt: skip
async def test_what_is_no_page_is_never_answered_with_one(
    site: httpx.AsyncClient, path: str
) -> None:
    answer = await site.get(path, headers=NAVIGATION if path.count("/") > 1 else {})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt",
        "/assets/..%5c..%5csecret.txt", "/....//secret.txt", "//secret.txt", "/%00", "/etc/passwd",
    ],
)  # fmt: skip
async def test_no_path_leads_outside(site: httpx.AsyncClient, path: str) -> None:
    raw = httpx.URL("http://town").copy_with(raw_path=path.encode())
    for headers in (NAVIGATION, {}):
        answer = await site.get(raw, headers=headers)
        assert b"secret" not in answer.content.replace(b"secret.txt", b"")
        assert answer.status_code == 404 or answer.content == PAGE


async def test_without_a_build_the_server_still_stands(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, pages=tmp_path / "none"))
    wire = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=wire, base_url="http://town") as client:
        assert (await client.get("/", headers=NAVIGATION)).status_code == 404
