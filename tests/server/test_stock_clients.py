"""tus clients that other people wrote upload to us unchanged, over a line that breaks at random
bytes: what arrives is the file, once, and little of it was sent twice."""

import hashlib
import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from tusclient.client import TusClient

from backend.outside.blobs import sha256_of
from backend.outside.folder import Folder
from tests import pictures
from tests.breaking import BreakingLine
from tests.journeys import company
from tests.server_process import ROOT, ServerProcess

SIZE = (900, 700)
BREAKS, SHARE = 8, (2_000, 40_000)
PIECE = 64 * 1024
FILES = "/sync/v1/files/"
# What stands before them takes longer to start than most of them take: once in a run.
pytestmark = pytest.mark.xdist_group("stock clients")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    server = ServerProcess(tmp_path_factory.mktemp("server"))
    shutil.copytree(company.world(masters_only=True), server.folder, dirs_exist_ok=True)
    with server:
        yield server


@pytest.fixture(scope="module")
def token(server: ServerProcess) -> str:
    said = {"login": "rep.cc01", "password": "demo-2026"}
    answer = httpx.post(f"{server.url}/auth/v1/login", json=said)
    return str(answer.json()["token"])


def a_picture(folder: Path, seed: int) -> tuple[Path, bytes, str]:
    data = pictures.jpeg(*SIZE, seed=seed)
    file = folder / f"{seed}.jpg"
    file.write_bytes(data)
    return file, data, hashlib.sha256(data).hexdigest()


def arrived_whole(server: ServerProcess, line: BreakingLine, data: bytes, sha256: str) -> None:
    path = Folder(server.folder).path(sha256)
    assert path.read_bytes() == data
    assert sha256_of(path) == sha256
    assert 2 <= line.broken <= BREAKS
    # Of each broken piece only what had not arrived is sent again, and each request has headers.
    assert line.carried < len(data) + (line.broken + 1) * (PIECE + 4_000)


@pytest.mark.parametrize("seed", range(3))
def test_the_python_client(server: ServerProcess, token: str, tmp_path: Path, seed: int) -> None:
    _, data, sha256 = a_picture(tmp_path, 100 + seed)
    with BreakingLine(server.port, seed, BREAKS, SHARE) as line:
        client = TusClient(f"{line.url}{FILES}", headers={"Authorization": f"Bearer {token}"})
        uploader = client.uploader(
            file_stream=io.BytesIO(data), chunk_size=PIECE, retries=60, retry_delay=0,
            metadata={"sha256": sha256, "filetype": "image/jpeg"},
        )  # fmt: skip
        uploader.upload()
        assert uploader.offset == len(data)
        arrived_whole(server, line, data, sha256)


@pytest.mark.parametrize("seed", range(3))
def test_the_javascript_client(
    server: ServerProcess, token: str, tmp_path: Path, seed: int
) -> None:
    file, data, sha256 = a_picture(tmp_path, 200 + seed)
    with BreakingLine(server.port, seed, BREAKS, SHARE) as line:
        script = str(Path(__file__).with_name("tus_client.mjs"))
        modules = str(ROOT / "pwa" / "node_modules")
        done = subprocess.run(
            ["node", script, modules, f"{line.url}{FILES}", token, str(file), sha256],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        arrived_whole(server, line, data, sha256)
