"""The way between phone and server: it can be closed, and it says every push twice."""

import contextlib
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

PUSH, FILES = "/sync/v1/push", "/sync/v1/files"
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server"}


class Server(ThreadingHTTPServer):
    """One road's listening end. A phone that hangs up is nothing to write about."""

    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Quiet: what matters is what arrives."""


class Road:
    """A reverse proxy on one port for the whole day, so that the app keeps its origin.

    Each push goes to the server twice, one after the other; both answers are kept. The phone
    gets the second, or, while `answers_to_lose` lasts, none at all. `breaks_after` counts upload
    requests down; at nought `on_break` is called, which is where a test kills its server.
    """

    def __init__(self, port: int, server_url: str) -> None:
        self.port, self.server_url = port, server_url
        self.url = f"http://127.0.0.1:{port}"
        self.answers: list[tuple[dict[str, Any], dict[str, Any]]] = []
        self.answers_to_lose = 0
        self.breaks_after: int | None = None
        self.on_break: Callable[[], None] = lambda: None
        self.broken = threading.Event()
        self.lock = threading.Lock()
        self.httpd: Server | None = None

    def open(self) -> None:
        road = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass(self) -> None:
                size = int(self.headers.get("content-length") or 0)
                road.carry(self, self.rfile.read(size) if size else b"")

            do_GET = do_POST = do_PATCH = do_HEAD = do_DELETE = do_OPTIONS = _pass

            def log_message(self, *_: object) -> None:
                """Quiet."""

        self.httpd = Server(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self.httpd.serve_forever, daemon=True).start()

    def close(self) -> None:
        if self.httpd is not None:
            self.httpd.shutdown()
            self.httpd.server_close()
            self.httpd = None

    def carry(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        """One request there and its answer back; a broken way looks like a closed connection."""
        headers = {k: v for k, v in request.headers.items() if k.lower() not in HOP}
        request.close_connection = True
        with contextlib.suppress(httpx.TransportError, OSError), httpx.Client(timeout=60) as client:
            if request.path == PUSH:
                self._push(client, request, headers, body)
                return
            url = self.server_url + request.path
            with client.stream(request.command, url, headers=headers, content=body) as answer:
                begin(request, answer.status_code, answer.headers.items())
                for piece in answer.iter_raw():
                    request.wfile.write(piece)
                    request.wfile.flush()
            if request.path.startswith(FILES):
                self._count_down()

    def _push(
        self,
        client: httpx.Client,
        request: BaseHTTPRequestHandler,
        headers: dict[str, str],
        body: bytes,
    ) -> None:
        plain = {k: v for k, v in headers.items() if k.lower() != "accept-encoding"}
        plain["Accept-Encoding"] = "gzip"
        said = [client.post(self.server_url + PUSH, headers=plain, content=body) for _ in range(2)]
        with self.lock:
            if said[0].status_code == said[1].status_code == 200:
                self.answers.append((said[0].json(), said[1].json()))
            lost = self.answers_to_lose > 0
            self.answers_to_lose -= lost
        if not lost:
            kind = said[1].headers["content-type"]
            begin(request, said[1].status_code, [("Content-Type", kind)])
            request.wfile.write(said[1].content)

    def _count_down(self) -> None:
        with self.lock:
            if self.breaks_after is None:
                return
            self.breaks_after -= 1
            if self.breaks_after > 0:
                return
            self.breaks_after = None
        self.on_break()
        self.broken.set()


def begin(request: BaseHTTPRequestHandler, status: int, headers: Any) -> None:
    """Status and headers; the body ends where the connection does, so that streams can pass."""
    request.send_response(status)
    for name, value in headers:
        if name.lower() not in HOP:
            request.send_header(name, value)
    request.send_header("Connection", "close")
    request.end_headers()
