"""A real server in a process of its own, on loopback, over a database of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).parent.parent
PATIENCE_S = 90
"""A machine may be busy with everything else; a server that ends by itself is noticed at once."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Process(Protocol):
    """What is asked of it, whoever made it."""

    pid: int

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...

    def send_signal(self, number: int, /) -> None: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


class ServerProcess:
    """Start, kill, start again: the database stays."""

    def __init__(
        self, folder: Path, database_url: str = "", port: int | None = None, root: Path = ROOT
    ) -> None:
        self.folder = folder
        self.root = root
        """The tree whose code runs; another commit's, in tests/builds."""
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.env = {
            **os.environ,
            "DATABASE_URL": database_url,
            "XUNDIAN_DATA": str(folder),
            "XUNDIAN_DEMO": "1",
            "PYTHONUNBUFFERED": "1",
        }
        self.app = "backend.app:create_app"
        self.process: Process | None = None

    def run(self, *module: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of our modules against the same database."""
        return subprocess.run(
            [sys.executable, "-m", *module],
            cwd=self.root, env=self.env, check=check, capture_output=True, text=True,
        )  # fmt: skip

    def spawned(self) -> Process:
        command = [sys.executable, "-m", "uvicorn", self.app, "--factory"]
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--no-access-log"]
        with (self.folder / "server.log").open("ab") as log:
            return subprocess.Popen(
                [*command, *options, "--timeout-graceful-shutdown", "3", "--log-level", "warning"],
                cwd=self.root, env=self.env, stdout=log, stderr=log,
            )  # fmt: skip

    def start(self) -> "ServerProcess":
        self.process = self.spawned()
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.answers():
                return self
            time.sleep(0.02)
        ended = self.process.poll()
        raise RuntimeError(
            f"no server ({ended=}): {(self.folder / 'server.log').read_text()[-3000:]}"
        )

    def answers(self) -> bool:
        """Is it there, with its database? Asked without a client of httpx, which takes longer to
        make than a warm server to start."""
        wire = HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            wire.request("GET", "/healthz")
            return wire.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            wire.close()

    def kill(self) -> None:
        """SIGKILL: no goodbye, no flush."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
            self.process = None

    def cpu_seconds(self) -> float:
        """User and system time of the server and its threads so far."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak_mib(self) -> float:
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(row for row in status.splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def __enter__(self) -> "ServerProcess":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
