"""A real server that starts in a moment: one process has everything imported and forks one server
for each start. Two hundred kills, or fifty journeys, would else be so many times the imports and
nothing more.

What is forked runs the app under uvicorn as `ServerProcess` does, and dies of the same SIGKILL.
"""

import json
import os
import signal
import subprocess
import sys
import time
import traceback
from functools import cache
from importlib import import_module
from typing import Any

from tests.server_process import ROOT, ServerProcess


class Oven:
    """The process that forks. It ends with the one that made it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.warm_server"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def ask(self, **said: Any) -> int | None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(said).encode() + b"\n")
        self.process.stdin.flush()
        answer: int | None = json.loads(self.process.stdout.readline())
        return answer


@cache
def oven() -> Oven:
    return Oven()


class Forked:
    """A server out of the oven, with what `ServerProcess` asks of a process."""

    def __init__(self, **said: Any) -> None:
        pid = oven().ask(do="start", **said)
        assert pid is not None
        self.pid: int = pid
        self.ended: int | None = None

    def poll(self) -> int | None:
        """How it ended: its exit code, or the signal as a negative number."""
        if self.ended is None:
            self.ended = oven().ask(do="poll", pid=self.pid)
        return self.ended

    def wait(self, timeout: float | None = None) -> int:
        deadline = time.monotonic() + (timeout or float("inf"))
        while (ended := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("a server", timeout or 0)
            time.sleep(0.005)
        return ended

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class WarmServer(ServerProcess):
    """Start, kill, start again, quickly."""

    def spawned(self) -> Forked:
        log = str(self.folder / "server.log")
        return Forked(app=self.app, port=self.port, env=self.env, log=log)


def serve(app: str, port: int, env: dict[str, str], log: str) -> None:
    import uvicorn

    os.environ.clear()
    os.environ.update(env)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number in (1, 2):
        os.dup2(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT), number)
    uvicorn.run(
        app, factory=True, host="127.0.0.1", port=port, access_log=False, log_level="warning",
        timeout_graceful_shutdown=3,
    )  # fmt: skip


def forked(app: str, port: int, env: dict[str, str], log: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        serve(app, port, env, log)
    except Exception:
        traceback.print_exc()
    finally:
        os._exit(1)


def ended(pid: int) -> int | None:
    done, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if done else None


def main() -> None:
    import_module("uvicorn")
    import_module("backend.app").doors()
    for line in sys.stdin:
        said = json.loads(line)
        do = {"start": forked, "poll": ended}[said.pop("do")]
        sys.stdout.write(json.dumps(do(**said)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
