"""The outermost layer: what every answer carries, whoever gives it, and one log line for each.

Headers that keep a browser from doing what this app never asks for; JSON compressed when it is
worth it; `no-store` on whatever does not say otherwise.
"""

import logging
import time
import zlib
from typing import Any

import zstandard
from litestar import Litestar
from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope, Send

from backend.outside.blobs import CannotBegin
from backend.sync import files
from backend.sync.bodies import chosen_encoding

log = logging.getLogger("xundian.access")
WORTH_PACKING = 1024
PACKABLE = ("application/json", "application/problem+json", "application/vnd.oai.openapi+json")
CSP = "; ".join(
    (
        "default-src 'self'",
        # The reader of product codes is WebAssembly, from our own files; no text becomes a script.
        "script-src 'self' 'wasm-unsafe-eval'",
        "img-src 'self' blob: data:",
        "worker-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()",
}


class Edge(Litestar):
    """The application with its edge."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, _brief(send))
            return
        answer = Answer(scope, send)
        try:
            await super().__call__(scope, receive, answer.send)
        finally:
            answer.noted()


def _brief(send: Any) -> Any:
    """Of a start that was refused the log has said why; sixty lines of frames would bury it."""

    async def said(message: dict[str, Any]) -> None:
        if message["type"] == "lifespan.startup.failed" and CannotBegin.__name__ in str(message):
            message["message"] = ""
        await send(message)

    return said


class Answer:
    """One answer on its way out."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope, self._send = scope, send
        self.began = time.perf_counter()
        self.status = 0
        self.path, self.method = scope["path"], scope.get("method", "")
        self._held: Message | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableScopeHeaders.from_message(message)
            self._complete(headers)
            if _packable(headers):
                self._held = message  # until the body shows whether packing is worth it
            else:
                await self._send(message)
        elif message["type"] == "http.response.body" and self._held is not None:
            start, self._held = self._held, None
            body = message["body"]
            if not message.get("more_body", False) and len(body) >= WORTH_PACKING:
                message = {**message, "body": self._packed(start, body)}
            await self._send(start)
            await self._send(message)
        else:
            await self._send(message)

    def _complete(self, headers: MutableScopeHeaders) -> None:
        for name, value in ALWAYS.items():
            headers[name] = value
        if self.scope.get("scheme") == "https":
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if "cache-control" not in headers:
            headers["Cache-Control"] = "no-store"
        if self.path.startswith(files.PATH):
            headers["Tus-Resumable"] = files.VERSION
            if self.method == "OPTIONS":
                headers.update(files.SPOKEN)

    def _packed(self, start: Message, body: bytes) -> bytes:
        headers = MutableScopeHeaders.from_message(start)
        headers["Vary"] = "Accept-Encoding"
        encoding = chosen_encoding(_header(self.scope, b"accept-encoding"))
        if encoding == "identity":
            return body
        headers["Content-Encoding"] = encoding
        if encoding == "zstd":
            packed = zstandard.ZstdCompressor(level=3).compress(body)
        else:
            packer = zlib.compressobj(level=5, wbits=31)
            packed = packer.compress(body) + packer.flush()
        headers["Content-Length"] = str(len(packed))
        return packed

    def noted(self) -> None:
        """The path only: tokens travel in headers, and a query may hold names."""
        took_ms = round((time.perf_counter() - self.began) * 1000, 1)
        facts = {"method": self.method, "path": self.path[:300], "status": self.status}
        log.info("request", extra={"facts": {**facts, "ms": took_ms}})


def _packable(headers: MutableScopeHeaders) -> bool:
    mime = headers.get("content-type", "").partition(";")[0].strip()
    return mime in PACKABLE and "content-encoding" not in headers


def _header(scope: Scope, name: bytes) -> str:
    return next((v.decode("latin-1") for n, v in scope["headers"] if n == name), "")
