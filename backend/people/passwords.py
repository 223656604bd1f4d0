"""Passwords: argon2id, one at a time and off the event loop, the same work whoever is asked for.

19 MiB and two passes cost about 25 ms of one core. One at a time, so that a morning's sign-ins, or
an attack, take memory and half a core, never the server.
"""

import asyncio
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from backend.sync.problems import SyncProblem

T = TypeVar("T")
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
WAITING_MOST = 200
NOBODY = HASHER.hash("nobody has this password")
"""Checked when there is no such login, so that the time taken does not tell."""


class Passwords:
    """The one place where passwords are hashed and checked."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()
        self._waiting = 0

    async def match(self, argon2: str | None, password: str) -> bool:
        """Is it this password? None stands for a person who has none."""
        right = await self._in_turn(_verify, argon2 or NOBODY, password)
        return right and argon2 is not None

    async def hashed(self, password: str) -> str:
        return await self._in_turn(_hash, password)

    async def _in_turn(self, work: Callable[..., T], *args: str) -> T:
        if self._waiting >= WAITING_MOST:
            raise SyncProblem("busy", 503, "Too many sign-ins at once.", retry_after_ms=5000)
        self._waiting += 1
        try:
            async with self._one:
                return await asyncio.to_thread(work, *args)
        finally:
            self._waiting -= 1


def _verify(argon2: str, password: str) -> bool:
    try:
        return HASHER.verify(argon2, _same(password))
    except (VerificationError, InvalidHashError):
        return False


def _hash(password: str) -> str:
    return HASHER.hash(_same(password))


def _same(password: str) -> str:
    """Two keyboards may write one character in two ways."""
    return unicodedata.normalize("NFC", password)
