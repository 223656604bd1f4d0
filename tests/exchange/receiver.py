"""Another system, as its own programmers would write it: a web server that checks signatures by the
standard's words, remembers ids it has seen, and keeps the newest state of each record."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Received:
    """One call as it came."""

    id: str
    signed: bool
    body: dict[str, Any]


@dataclass
class Receiver:
    """`answers`: statuses of the next calls, then always 204. `secret` as its owner pasted it."""

    url: str = ""
    secret: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    calls: list[Received] = field(default_factory=list)
    holds: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def take(self, headers: Any, raw: bytes) -> tuple[int, dict[str, str]]:
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + raw
        key = base64.b64decode(self.secret[len("whsec_") :])
        wanted = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        told = json.loads(raw)
        ours = headers["webhook-signature"] == f"v1,{wanted}"
        self.calls.append(Received(headers["webhook-id"], ours, told))
        status, more = self.answers.pop(0) if self.answers else (204, {})
        if 200 <= status < 300:
            for one in told["changes"]:
                name = (one["entity"], one["id"])
                if one["kind"] == "gone":
                    self.holds.pop(name, None)
                elif self.holds.get(name, one)["version"] <= one["version"]:
                    self.holds[name] = one
        return status, more


@contextmanager
def listening() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["content-length"]))
            status, more = receiver.take(self.headers, raw)
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/xundian"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
