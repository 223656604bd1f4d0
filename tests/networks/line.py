"""The line itself: IP packets between two TUN devices, by rate, delay, loss and cuts.

A kernel may lack netem; two network namespaces and this process do the same with the kernel's own
TCP on both sides. Needs /dev/net/tun and the right to make a namespace, no more.
"""

import ctypes
import fcntl
import heapq
import os
import random
import select
import socket
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import IO

NEAR, FAR = "10.77.0.2", "10.77.0.1"
PORT = 8000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
CLONE_NEWNET = 0x40000000
MTU = 1400
QUEUE = 60
"""Packets that wait for the line, each way: about 13 s of it. What comes on top is dropped."""


@dataclass
class Way:
    """One direction, and what went through it."""

    source: int
    sink: int
    bytes: int = 0
    lost: int = 0
    free_at: float = 0.0
    waiting: int = 0


@dataclass
class Line(threading.Thread):
    """Carries packets until it is stopped. While `cut`, nothing arrives anywhere."""

    near: int
    far: int
    kbit_s: int = 50
    one_way_s: float = 0.4
    loss: float = 0.05
    seed: int = 1
    cut: bool = False
    _due: list[tuple[float, int, int, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        threading.Thread.__init__(self, name="line", daemon=True)
        self.up, self.down = Way(self.near, self.far), Way(self.far, self.near)
        self._rng = random.Random(self.seed)
        self._ended = threading.Event()
        self._count = 0

    def __hash__(self) -> int:
        return id(self)

    def stop(self) -> None:
        self._ended.set()
        self.join(5)

    def run(self) -> None:
        ways = {way.source: way for way in (self.up, self.down)}
        while not self._ended.is_set():
            wait = min(0.2, max(0.0, self._due[0][0] - time.monotonic())) if self._due else 0.2
            for source in select.select(list(ways), [], [], wait)[0]:
                self._take(ways[source], os.read(source, 65536))
            while self._due and self._due[0][0] <= time.monotonic():
                _, _, source, packet = heapq.heappop(self._due)
                ways[source].waiting -= 1
                if not self.cut:
                    os.write(ways[source].sink, packet)

    def _take(self, way: Way, packet: bytes) -> None:
        way.bytes += len(packet)
        if self.cut or way.waiting >= QUEUE or self._rng.random() < self.loss:
            way.lost += 1
            return
        begins = max(time.monotonic(), way.free_at)
        way.free_at = begins + len(packet) * 8 / (self.kbit_s * 1000)
        way.waiting += 1
        self._count += 1
        heapq.heappush(self._due, (way.free_at + self.one_way_s, self._count, way.source, packet))


def device(name: str, own: str, other: str) -> int:
    """A TUN device in this namespace, up and addressed; its file descriptor."""
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    for command in (
        ("addr", "add", own, "peer", other, "dev", name),
        ("link", "set", name, "mtu", str(MTU), "up"),
        ("link", "set", "lo", "up"),
    ):
        subprocess.run(["ip", *command], check=True)
    return tun


def far_server(env: dict[str, str], log: IO[bytes]) -> tuple[subprocess.Popen[bytes], int]:
    """Our server in a namespace of its own, at FAR:PORT; the process, and its end of the line."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.networks.line", str(theirs.fileno())],
            env=env, pass_fds=[theirs.fileno()], stdout=log, stderr=log,
        )  # fmt: skip
        theirs.close()
        ours.settimeout(30)
        _, tuns, _, _ = socket.recv_fds(ours, 1, 1)
    if not tuns:
        raise RuntimeError("no namespace for the server: see its log")
    return process, tuns[0]


def main(handed_over: int) -> None:
    """Go into a namespace of one's own, hand over the line's end, become the server."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "no namespace of its own")
    with socket.socket(fileno=handed_over) as wire:
        socket.send_fds(wire, [b"!"], [device("far", FAR, NEAR)])
    server = ["-m", "uvicorn", "backend.app:create_app", "--factory", "--no-access-log"]
    where = ["--host", FAR, "--port", str(PORT), "--log-level", "warning"]
    os.execv(sys.executable, [sys.executable, *server, *where])  # noqa: S606


if __name__ == "__main__":
    main(int(sys.argv[1]))
