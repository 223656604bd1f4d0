"""HTTP that remembers what was said, so that a report can show it."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import zstandard

from sync_protocol.digest import canonical

PATIENCE_S = 20
SHOWN = 600
TELLING = (
    "content-type", "content-encoding", "accept-encoding", "upload-offset", "upload-length",
    "upload-checksum", "location",
)  # fmt: skip


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, shortened; tokens are left out."""

    request: str
    answer: str


class Wire:
    """One server. Safe to use from several threads."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=PATIENCE_S)
        self.exchanges: list[Exchange] = []
        self.telling: Exchange | None = None

    def ask(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        json: Any = None,
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> httpx.Response:
        """One request, its answer read to the end and unpacked. Raises httpx.TransportError."""
        request = self._request(method, path, token, json, content, headers)
        answer = self.http.send(request)
        self._keep(request, answer, answer.text)
        return answer

    def raw(
        self, method: str, path: str, *, token: str, json: Any, headers: dict[str, str]
    ) -> tuple[httpx.Response, bytes]:
        """The same, with the answer's bytes as they came; unpacking is the caller's."""
        request = self._request(method, path, token, json, None, headers)
        answer = self.http.send(request, stream=True)
        sent = b"".join(answer.iter_raw())
        self._keep(request, answer, f"({len(sent)} bytes as sent)")
        return answer, sent

    @contextmanager
    def stream(self, path: str, token: str | None, wait_s: float) -> Iterator[httpx.Response]:
        """A GET whose answer may never end. httpx.ReadTimeout when nothing comes for so long."""
        request = self._request("GET", path, token, None, None, None)
        request.extensions["timeout"] = httpx.Timeout(PATIENCE_S, read=wait_s).as_dict()
        answer = self.http.send(request, stream=True)
        try:
            self._keep(request, answer, "(a stream)")
            yield answer
        finally:
            answer.close()

    def begin(self) -> None:
        """Another requirement is asked for."""
        self.exchanges.clear()
        self.telling = None

    def shows(self) -> None:
        """If the requirement is met, the exchange just made is the one that shows it."""
        self.telling = self.exchanges[-1]

    def note(self, request: str, answer: str) -> None:
        """What came outside of a plain exchange."""
        self.exchanges.append(Exchange(request, _cut(answer)))

    def _request(
        self, method: str, path: str, token: str | None, json: Any, content: bytes | None,
        headers: dict[str, str] | None,
    ) -> httpx.Request:  # fmt: skip
        given = dict(headers or {})
        if token is not None:
            given["Authorization"] = f"Bearer {token}"
        if json is not None:
            content = canonical(json)
            given.setdefault("Content-Type", "application/json")
        return self.http.build_request(method, path, content=content, headers=given)

    def _keep(self, request: httpx.Request, answer: httpx.Response, text: str) -> None:
        said = request.content
        own = httpx.Headers(
            [(name, value) for name, value in request.headers.items()
             if self.http.headers.get(name) != value]
        )  # fmt: skip
        asked = f"{request.method} {request.url.path}{_headers(own)}\n{_text(said)}"
        told = f"{answer.status_code}{_headers(answer.headers)}\n{_cut(text)}"
        self.exchanges.append(Exchange(asked.strip(), told.strip()))


def unpacked(sent: bytes, encoding: str) -> bytes:
    """The bytes of an answer in plain. ValueError for an encoding nobody asked for."""
    if encoding == "identity":
        return sent
    if encoding == "gzip":
        return httpx.Response(200, headers={"Content-Encoding": "gzip"}, content=sent).content
    if encoding == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(sent)
    raise ValueError(f"Content-Encoding {encoding} was not asked for")


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _headers(headers: httpx.Headers) -> str:
    return "".join(f"  {name}: {headers[name]}" for name in TELLING if name in headers)


def _text(body: bytes) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        text = "\0"
    return f"({len(body)} bytes)" if "\0" in text else _cut(text)


def _cut(text: str) -> str:
    if len(text) <= SHOWN:
        return text
    return f"{text[: SHOWN // 2]} … {text[-SHOWN // 2 :]} ({len(text)} characters)"
