"""The real server in a process of its own: bytes on a socket, signals, and being killed."""

import hashlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests import pictures
from tests.server.test_uploads import OCTETS, TUS, named
from tests.server_process import ROOT, ServerProcess

PASSWORD = "a-real-password"
# What stands before them takes longer to start than most of them take: once in a run.
pytestmark = pytest.mark.xdist_group("process")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A new installation with its first admin, as README says."""
    server = ServerProcess(tmp_path_factory.mktemp("server"))
    server.env["XUNDIAN_PASSWORD"] = PASSWORD
    server.run("backend.store.migrate")
    server.run("backend.people.first_admin", "--login", "adm.hq", "--name", "管理员")
    with server:
        yield server


@pytest.fixture
def client(server: ServerProcess) -> Iterator[httpx.Client]:
    """The admin, signed in."""
    with httpx.Client(base_url=server.url, timeout=20) as client:
        body = {"login": "adm.hq", "password": PASSWORD, "replica_id": "R-1"}
        answer = client.post("/auth/v1/login", json=body)
        assert answer.status_code == 200, answer.text
        client.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        yield client


def spoken_to(server: ServerProcess, said: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
        heard = b""
        with suppress(ConnectionError):  # hanging up on nonsense is an answer too
            wire.sendall(said)
            wire.shutdown(socket.SHUT_WR)
            while chunk := wire.recv(65536):
                heard += chunk
        return heard


def test_the_first_admin_is_made_once(server: ServerProcess, client: httpx.Client) -> None:
    again = server.run(
        "backend.people.first_admin", "--login", "adm.two", "--name", "二", check=False
    )
    assert again.returncode == 1
    assert "already" in again.stderr
    assert client.get("/auth/v1/me").json()["org_unit_id"] == "HQ"


@pytest.mark.parametrize(
    "said",
    [
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: abc\r\n\r\n",
        b"POST /auth/v1/login HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n{",
        b"POST /auth/v1/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /%zz%ff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /auth/v1/me HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer xs_\xff\xfe\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_whatever_comes_on_the_wire_the_server_answers_the_next_one(
    server: ServerProcess, said: bytes
) -> None:
    heard = spoken_to(server, said)
    assert b" 500 " not in heard.split(b"\r\n")[0]
    assert httpx.get(f"{server.url}/healthz").status_code == 200


def test_a_killed_server_goes_on_with_an_upload_at_its_byte(
    server: ServerProcess, client: httpx.Client
) -> None:
    data = pictures.jpeg(1200, 900)
    where = client.post("/sync/v1/files", headers=named(data)).headers["location"]
    offset, kills = 0, 0
    while offset < len(data):
        piece = data[offset : offset + len(data) // 3]
        head = f"PATCH {where} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(data) - offset}\r\n"
        said = {**OCTETS, "Upload-Offset": str(offset), **{
            "Authorization": client.headers["Authorization"]
        }}  # fmt: skip
        head += "".join(f"{name}: {value}\r\n" for name, value in said.items()) + "\r\n"
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
            wire.sendall(head.encode() + piece)
            time.sleep(0.3)
            server.kill()
        kills += 1
        server.start()
        before, offset = offset, int(client.head(where, headers=TUS).headers["upload-offset"])
        assert before < offset <= before + len(piece)
        if kills == 2:
            rest = client.patch(
                where, content=data[offset:], headers={**OCTETS, "Upload-Offset": str(offset)}
            )
            assert rest.status_code == 204
            break
    name = hashlib.sha256(data).hexdigest()
    assert (server.folder / "blobs" / name[:2] / name).read_bytes() == data


def test_the_server_stops_in_time_although_a_phone_hangs_on(
    server: ServerProcess, client: httpx.Client
) -> None:
    data = pictures.jpeg()
    where = client.post("/sync/v1/files", headers=named(data)).headers["location"]
    said = {**OCTETS, "Upload-Offset": "0", "Authorization": client.headers["Authorization"]}
    head = f"PATCH {where} HTTP/1.1\r\nHost: a\r\nContent-Length: {len(data)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in said.items()) + "\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
        wire.sendall(head.encode() + data[:100])
        assert server.process is not None
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(60)  # it ends, whoever has gone silent
    server.process = None
    server.start()


def test_the_server_stops_at_once_although_somebody_listens(
    server: ServerProcess, client: httpx.Client
) -> None:
    with client.stream("GET", "/sync/v1/live") as listening:
        assert listening.status_code == 200
        lines = listening.iter_lines()
        assert "poke" in next(lines)
        assert server.process is not None
        server.process.send_signal(signal.SIGTERM)
        assert "" in list(lines)  # to its end
        server.process.wait(60)
    server.process = None
    server.start()


def test_the_worker_alone_works_and_stops_when_told(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.run("backend.store.migrate")
    command = [sys.executable, "-m", "backend.worker"]
    with subprocess.Popen(
        command, cwd=ROOT, env=server.env, stderr=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stderr is not None
        assert "working" in worker.stderr.readline()
        worker.terminate()
        assert worker.wait(10) == 0
        assert "stopped" in worker.stderr.read()
