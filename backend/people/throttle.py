"""Slowing down who guesses passwords. Sessions and pushes never come here.

Only tries that fail count. A phone that is known as this person's own has a count of its own, so
that nobody can keep a rep out of her account by guessing at it from elsewhere. Counts live in this
process and are forgotten when it ends: with several processes a guesser has as many counts.
"""

import ipaddress
import time
from collections.abc import Callable
from dataclasses import dataclass

WINDOW_S = 15 * 60
LONGEST_WAIT_S = 300
KEYS_MOST = 50_000
FREE = {"replica": 10, "login": 10, "address": 100}
"""Failures before waiting begins. A carrier's address stands for hundreds of phones."""


@dataclass(slots=True)
class Count:
    failures: int
    last_s: float
    until_s: float


class Throttle:
    """Counts of failures by key, oldest use first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.counts: dict[str, Count] = {}

    def begin(self, keys: tuple[str, ...]) -> int:
        """Seconds to wait, or 0: then this try counts as failed until `succeeded` is said, so
        that many tries at once are no way around."""
        now = self.clock()
        wait = max((self._wait(key, now) for key in keys), default=0)
        if not wait:
            for key in keys:
                self._fail(key, now)
        return wait

    def succeeded(self, keys: tuple[str, ...]) -> None:
        """Right: the login's failures are forgotten; the address gets back this one try only."""
        for key in keys:
            count = self.counts.get(key)
            if count is None:
                continue
            if key.startswith("address:") and count.failures > 1:
                count.failures -= 1
                count.until_s = 0
            else:
                del self.counts[key]

    def _wait(self, key: str, now: float) -> int:
        count = self.counts.get(key)
        if count is None:
            return 0
        if now - count.last_s > WINDOW_S:
            del self.counts[key]
            return 0
        return max(0, int(count.until_s - now + 0.999))

    def _fail(self, key: str, now: float) -> None:
        count = self.counts.pop(key, None) or Count(0, now, 0)
        count.failures += 1
        count.last_s = now
        over = count.failures - FREE[key.partition(":")[0]]
        if over >= 0:
            count.until_s = now + min(LONGEST_WAIT_S, 2 ** min(over, 10))
        self.counts[key] = count
        while len(self.counts) > KEYS_MOST:
            del self.counts[next(iter(self.counts))]


def keys_of(login: str, address: str, own_replica: str | None) -> tuple[str, ...]:
    """Whose failures this try would be."""
    if own_replica is not None:
        return (f"replica:{own_replica}",)
    return (f"login:{login}", f"address:{network_of(address)}")


def network_of(address: str) -> str:
    """One household has a whole /64 of IPv6 addresses."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
