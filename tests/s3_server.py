"""A real S3 server for tests: SeaweedFS in a process and a folder of its own, on loopback.

It checks signatures and knows two keys: one reads and writes the bucket, one only reads it.
"""

import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import obstore
import pytest
from obstore.exceptions import BaseError
from obstore.store import S3Store

from tests.server_process import free_port

WEED = Path(sys.executable).with_name("weed")
BUCKET = "photos"
SECRET = "not-a-secret"
DOORS = ("master", "volume", "filer", "s3", "admin")
MAY = {"writer": ["Read", "Write", "List"], "reader": ["Read", "List"]}


class S3Server:
    """Start, kill, start again: what was put stays."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="xundian-s3-"))
        ports = {door: (free_port(), free_port()) for door in DOORS}
        self.url = f"http://127.0.0.1:{ports['s3'][0]}"
        self.filer = f"http://127.0.0.1:{ports['filer'][0]}"
        self.ports = [port for pair in ports.values() for port in pair]
        self._bucket = S3Store(
            BUCKET, endpoint=self.url, region="us-east-1", access_key_id="writer",
            secret_access_key=SECRET, client_options={"allow_http": True},
            retry_config={"max_retries": 0},
        )  # fmt: skip
        self.count = itertools.count(1)
        self.process: subprocess.Popen[bytes] | None = None
        keys = self.folder / "keys.json"
        who = [
            {
                "name": name,
                "credentials": [{"accessKey": name, "secretKey": SECRET}],
                "actions": [f"{action}:{BUCKET}" for action in may],
            }
            for name, may in MAY.items()
        ]
        keys.write_text(json.dumps({"identities": who}))
        self.command = [
            str(WEED), "mini", f"-dir={self.folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
            *(f"-{door}.port={http}" for door, (http, _) in ports.items()),
            *(f"-{door}.port.grpc={grpc}" for door, (_, grpc) in ports.items()),
            "-s3.port.iceberg=0", "-s3.port.lance=0", "-webdav=false", "-admin.ui=false",
            "-master.telemetry=false", "-s3.iam=false", "-s3.autoCreateBucket=false",
            f"-s3.config={keys}", f"-bucket={BUCKET}",
        ]  # fmt: skip

    @property
    def environment(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "writer",
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }

    def new(self) -> str:
        """A place in the bucket where nothing is, as in XUNDIAN_PHOTOS."""
        return f"s3://{BUCKET}/test/{next(self.count)}"

    def seen(self, place: str, name: str) -> bytes | None:
        """What lies there, asked at another door of the server than S3's."""
        path = place.removeprefix("s3://")
        answer = httpx.get(f"{self.filer}/buckets/{path}/{name}")
        return answer.content if answer.status_code == 200 else None

    def start(self) -> None:
        """It makes its bucket once, at its start; where its own parts were not up by then (a busy
        machine), there will never be one, and it is started anew."""
        for _ in range(4):
            if self._starts():
                return
            self.kill()
        raise RuntimeError(f"no S3 server: {(self.folder / 'weed.log').read_text()[-3000:]}")

    def _starts(self) -> bool:
        with (self.folder / "weed.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                # The door opens a moment before there is a bucket and a volume behind it.
                obstore.put(self._bucket, "ready", b"yes", use_multipart=False)
                obstore.get(self._bucket, "ready").bytes()
                return True
            except (BaseError, FileNotFoundError):
                time.sleep(0.05)
        return False

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
        for port in self.ports:  # its own sockets, which it cannot remove when it is killed
            for socket in Path("/tmp").glob(f"seaweedfs-*-{port}.sock"):  # noqa: S108
                socket.unlink(missing_ok=True)


@contextmanager
def s3_server() -> Iterator[S3Server]:
    """Running, with its first key in the environment, where every S3 client looks."""
    server = S3Server()
    try:
        server.start()
        with pytest.MonkeyPatch.context() as patch:
            for name, value in server.environment.items():
                patch.setenv(name, value)
            yield server
    finally:
        server.remove()
