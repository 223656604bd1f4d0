"""The allocator, told that this is a small server: what is done with goes back to the system.

glibc keeps an arena per thread, and after one argon2 of 19 MiB keeps blocks of that size for good;
together that was 30 MiB of a server that had nothing to do. Elsewhere (musl, macOS) there is no
such call, and nothing happens.
"""

import contextlib
import ctypes

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""From malloc.h."""


def tidy() -> None:
    """Before the first thread starts. Naming the thresholds also stops glibc from raising them."""
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 4 * 1024 * 1024)
        mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024)
