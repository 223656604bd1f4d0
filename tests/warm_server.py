"""A real server that starts in a moment: one process has everything imported and forks one server
for each start. Two hundred kills would else be two hundred times the imports and nothing more.

What is forked runs the app under uvicorn as `ServerProcess` does, and dies of the same SIGKILL.
"""

import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import httpx

from tests.server_process import PATIENCE_S, ROOT, ServerProcess


class WarmServer(ServerProcess):
    """Start, kill, start again, quickly. `close` at the end."""

    def __init__(self, folder: Path, database_url: str, app: str) -> None:
        super().__init__(folder, database_url)
        self.log = (folder / "server.log").open("ab")
        self.oven = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.warm", app, str(self.port)],
            cwd=ROOT, env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
        )  # fmt: skip
        self.pid = 0

    def start(self) -> ServerProcess:
        self.pid = self._ask("start")
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return self
            except httpx.TransportError:
                time.sleep(0.02)
        raise RuntimeError(f"no server: {(self.folder / 'server.log').read_text()[-3000:]}")

    def kill(self) -> None:
        """SIGKILL: no goodbye, no flush."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self._ask("reap")
            self.pid = 0

    def close(self) -> None:
        self.kill()
        self.oven.kill()
        self.oven.communicate()  # buries it, and closes both pipes
        self.log.close()

    def _ask(self, word: str) -> int:
        assert self.oven.stdin is not None
        assert self.oven.stdout is not None
        self.oven.stdin.write(f"{word}\n".encode())
        self.oven.stdin.flush()
        return int(self.oven.stdout.readline())


def serve(app: str, port: int) -> None:
    import uvicorn

    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    uvicorn.run(
        app, factory=True, host="127.0.0.1", port=port, access_log=False, log_level="warning",
        timeout_graceful_shutdown=3,
    )  # fmt: skip


def main(app: str, port: int) -> None:
    import_module("uvicorn")
    import_module("backend.app").doors()
    import_module(app.partition(":")[0])
    pid = 0
    for line in sys.stdin:
        if line.strip() == "start":
            pid = os.fork()
            if pid == 0:
                serve(app, port)
                os._exit(0)
        else:
            os.waitpid(pid, 0)
        print(pid, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
