"""The other side: PouchDB over express-pouchdb, each a Node process, from `bench/peers`."""

import json
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any, Self

import httpx

from bench.same_work import Did, Document, Sending, Work, json_bytes
from tests.server_process import PATIENCE_S, free_port

FOLDER = Path(__file__).parent / "peers"
READY = FOLDER / "node_modules" / ".ready"
INSTALL_S = 600
PUSH_BATCH = 100
PULL_BATCH = 1000
"""Its default is 100; of 100, 500, 1,000 and 5,000 this was its fastest."""


class Absent(Exception):
    """There is no peer on this machine, and why, in one line."""


def install() -> None:
    """Once, into this repository. No script of theirs runs: what is native comes built."""
    lock = FOLDER / "package-lock.json"
    if READY.exists() and READY.stat().st_mtime >= lock.stat().st_mtime:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise Absent("there is no npm")
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"]
    try:
        done = subprocess.run(
            [npm, "ci", *quiet], cwd=FOLDER, capture_output=True, text=True, timeout=INSTALL_S
        )
    except subprocess.TimeoutExpired:
        raise Absent(f"npm ci took more than {INSTALL_S} s") from None
    if done.returncode:
        raise Absent(f"npm ci: {(done.stderr.splitlines() or ['no reason given'])[0]}")
    READY.touch()


def versions() -> str:
    of = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    return f"PouchDB {of['pouchdb']} over express-pouchdb {of['express-pouchdb']}"


def line(document: Document) -> bytes:
    """The same visit as a CouchDB document: its name inside, all else as it is."""
    name, args = document
    return json_bytes({"_id": name, **args}) + b"\n"


class Pouch:
    """A database for each rep, made before the clock starts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self.server: subprocess.Popen[bytes]
        self.client: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        return self.server.pid

    def push(self, sendings: list[Sending]) -> Work:
        names = []
        for each in sendings:
            database = self._database(each.login)
            file = self.folder / "documents.jsonl"
            file.write_bytes(b"".join(line(document) for document in each.documents))
            self._ask("hold", name=each.device, file=str(file))
            names.append([each.device, database])
        asked = sum(len(each.documents) for each in sendings)
        return lambda: did(self._ask("push", names=names, batch_size=PUSH_BATCH), asked)

    def pull(self, device: str, login: str) -> Work:
        at = {"name": device, "database": self._database(login)}
        return lambda: did(self._ask("pull", **at, batch_size=PULL_BATCH))

    def read(self, device: str, login: str) -> Work:
        database = self._database(login)
        return lambda: did(self._ask("read", name=device, database=database))

    def _database(self, login: str) -> str:
        database = login.replace(".", "-")
        self._ask("create", database=database)
        return database

    def _ask(self, what: str, **how: Any) -> dict[str, Any]:
        assert self.client.stdin is not None
        assert self.client.stdout is not None
        self.client.stdin.write(json_bytes({"do": what, **how}) + b"\n")
        self.client.stdin.flush()
        answer: dict[str, Any] = json.loads(self.client.stdout.readline())
        if "error" in answer:
            raise RuntimeError(f"{what}: {answer['error']}")
        return answer

    def __enter__(self) -> Self:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        data = self.folder / "leveldb"
        data.mkdir(parents=True)
        log = self.folder / "peer.log"
        with log.open("ab") as said:
            self.server = subprocess.Popen(
                ["node", "server.js", str(data), str(port)], cwd=FOLDER, stdout=said, stderr=said
            )
            try:
                self._await_server(log)
                self.client = subprocess.Popen(
                    ["node", "client.js", self.url], cwd=FOLDER,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
                )  # fmt: skip
            except BaseException:
                ended(self.server)
                raise
        return self

    def _await_server(self, log: Path) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self.server.poll() is None:
            try:
                if httpx.get(self.url, timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        reasons = [row for row in log.read_text().splitlines() if "Error" in row]
        raise Absent(f"its server does not start: {(reasons or ['no reason given'])[0]}")

    def __exit__(self, *_: object) -> None:
        ended(self.client)
        ended(self.server)


def did(answer: dict[str, Any], asked: int | None = None) -> Did:
    documents = answer["documents"]
    failed = 0 if asked is None else asked - documents
    return Did(answer["wall"], answer["bytes"], documents, failed)


def ended(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
