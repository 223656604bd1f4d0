"""Our side of the comparison: the server as it is run, and the reference device in Python."""

import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import httpx

from bench.same_work import Did, Document, Sending, Work
from tests.phone import Phone
from tests.server_process import ServerProcess

PASSWORD = "demo-2026"
BATCH = 100
MAX_BYTES = 8 * 1024 * 1024
ACKED_AND_RECEIVED = struct.Struct("=120x2Q")
"""The two counters of payload bytes in the kernel's struct tcp_info."""


class Wire:
    """What goes through a client's connections, both ways, headers included."""

    def __init__(self, http: httpx.Client) -> None:
        self._wires: dict[socket.socket, socket.socket] = {}
        http.event_hooks = {"response": [self._meet]}

    def _meet(self, response: httpx.Response) -> None:
        """Held by a handle of our own: it can still be asked after the client closed its own."""
        wire = response.extensions["network_stream"].get_extra_info("socket")
        if wire not in self._wires:
            self._wires[wire] = wire.dup()

    def close(self) -> None:
        for wire in self._wires.values():
            wire.close()

    @property
    def bytes(self) -> int:
        return sum(
            sum(
                ACKED_AND_RECEIVED.unpack(
                    wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, ACKED_AND_RECEIVED.size)
                )
            )
            for wire in self._wires.values()
        )


class Handset(Phone):
    """A reference device that counts, and asks for the encoding that the peer knows as well."""

    def __init__(self, url: str, login: str) -> None:
        super().__init__(url, login, PASSWORD)
        self.http.headers["Accept-Encoding"] = "gzip"
        self.wire = Wire(self.http)

    def close(self) -> None:
        super().close()
        self.wire.close()

    def pull_everything(self) -> tuple[float, int]:
        """Seconds spent waiting for answers, and how many records came."""
        waited, records, more = 0.0, 0, True
        while more:
            body = {**self.pull_body(), "max_bytes": MAX_BYTES}
            begun = time.perf_counter()
            answer = self.http.post("/sync/v1/pull", json=body).raise_for_status()
            waited += time.perf_counter() - begun
            lines = answer.content.splitlines()
            records += sum(line.startswith(b'{"t":"put"') for line in lines)
            more = self.take_pull(lines)
        return waited, records


class Ours:
    """Signing in, registering and what a rep is granted to see come before the clock starts."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.server = ServerProcess(folder)
        self.server.run("backend.store.migrate")
        self.server.run("seed_data.load", "--masters-only")
        self.devices: dict[str, Handset] = {}

    @property
    def pid(self) -> int:
        assert self.server.process is not None
        return self.server.process.pid

    def device(self, name: str, login: str) -> Handset:
        if name not in self.devices:
            self.devices[name] = Handset(self.server.url, login)
            self.devices[name].catch_up_on_grants()
        return self.devices[name]

    def stores(self, login: str) -> list[str]:
        scopes = self.device(f"stores of {login}", login).scopes
        return sorted(name[6:] for name in scopes if name.startswith("store:"))

    def push(self, sendings: list[Sending]) -> Work:
        devices = [self.device(each.device, each.login) for each in sendings]
        for device, sending in zip(devices, sendings, strict=True):
            said(device, sending.documents)

        def work() -> Did:
            before, begun = sum(each.wire.bytes for each in devices), time.perf_counter()
            with ThreadPoolExecutor(len(devices)) as pool:
                applied = sum(pool.map(pushed, devices))
            wall = time.perf_counter() - begun
            carried = sum(each.wire.bytes for each in devices) - before
            asked = sum(len(each.documents) for each in sendings)
            return Did(wall, carried, applied, asked - applied)

        return work

    def pull(self, device: str, login: str) -> Work:
        return self._pulling(self.device(device, login), waiting_only=False)

    def read(self, device: str, login: str) -> Work:
        return self._pulling(self.device(device, login), waiting_only=True)

    def _pulling(self, device: Handset, *, waiting_only: bool) -> Work:
        def work() -> Did:
            before, begun = device.wire.bytes, time.perf_counter()
            waited, records = device.pull_everything()
            wall = time.perf_counter() - begun
            carried = device.wire.bytes - before
            return Did(waited if waiting_only else wall, carried, records, 0)

        return work

    def __enter__(self) -> Self:
        self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        for device in self.devices.values():
            device.close()
        self.server.stop()


def said(device: Handset, documents: list[Document]) -> None:
    for name, args in documents:
        device.say("visit.record", "visit", name, args)


def pushed(device: Handset) -> int:
    """How many were applied; a device that gives up has applied fewer, and that is counted."""
    try:
        return sum(result["status"] == "applied" for result in device.push(limit=BATCH))
    except httpx.HTTPError:
        return 0
