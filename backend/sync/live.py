"""Pokes: "something moved, pull". Without content on purpose: correctness never depends on them.

A device hears of the scopes it is granted, over one stream of server-sent events. The stream ends
after a while, so that whoever listens has to show a valid token again.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import msgspec
from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.response import Stream

from backend.identity import Device
from backend.store import instant
from backend.store.engine import Store
from backend.store.notify import EVERYTHING
from backend.sync.pull import granted_scopes

HEARTBEAT_S = 25.0
LIFETIME_S = 600.0
HEARTBEAT = b": still here\n\n"


class Listening:
    """One device that listens: its scopes, and which of them moved since it was last told."""

    def __init__(self, store: Store, person_id: str) -> None:
        self.store, self.person_id = store, person_id
        self.own = f"user:{person_id}"
        self.scopes: set[str] = {self.own}
        self.moved: dict[str, int] = {self.own: 0}  # it pulls once, now that it can hear
        self.woken = asyncio.Event()
        self.woken.set()

    def hear(self, heads: dict[str, int]) -> None:
        for scope in heads.keys() & self.scopes:
            self.moved[scope] = heads[scope]
        if EVERYTHING in heads:
            self.moved[self.own] = 0
        if self.moved:
            self.woken.set()

    async def told(self) -> bytes:
        """The poke for what moved, after looking again what is granted if that may have changed."""
        if self.own in self.moved:
            async with self.store.reading() as read:
                now = instant.now()
                self.scopes = set(await granted_scopes(read, self.person_id, now))
        self.woken.clear()
        moved, self.moved = self.moved, {}
        said = {"s": [f"{scope}:{head}" for scope, head in sorted(moved.items())]}
        return b"event: poke\ndata: " + msgspec.json.encode(said) + b"\n\n"


async def pokes(store: Store, person_id: str, stopping: asyncio.Event) -> AsyncIterator[bytes]:
    """The stream's bytes: a poke for what moves, a heartbeat when nothing does."""
    listening = Listening(store, person_id)
    store.listeners.append(listening.hear)
    loop = asyncio.get_running_loop()
    end = loop.time() + LIFETIME_S
    try:
        while loop.time() < end and not stopping.is_set():
            if await _either(listening.woken, stopping):
                yield await listening.told()
            elif not stopping.is_set():
                yield HEARTBEAT
    finally:
        store.listeners.remove(listening.hear)


async def _either(woken: asyncio.Event, stopping: asyncio.Event) -> bool:
    """True when there is something to tell; False after a silence, or when it is time to stop."""
    waits = [asyncio.ensure_future(woken.wait()), asyncio.ensure_future(stopping.wait())]
    try:
        await asyncio.wait(waits, timeout=HEARTBEAT_S, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()
    return woken.is_set() and not stopping.is_set()


class LiveController(Controller):
    """One door, open for long."""

    path = "/sync/v1"
    tags = ("sync",)

    @get("/live", media_type="text/event-stream")
    async def live(
        self,
        device: NamedDependency[Device],
        store: NamedDependency[Store],
        stopping: NamedDependency[asyncio.Event],
    ) -> Stream:
        """Server-sent events `poke` with data {"s": ["store:02666:9135"]}: these scopes moved."""
        headers: dict[str, Any] = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        stream = pokes(store, device.person.id, stopping)
        return Stream(stream, media_type="text/event-stream", headers=headers)
