"""The allocator and the collector, told what kind of process this is.

glibc keeps an arena per thread, and after one argon2 of 19 MiB keeps blocks of that size for good;
together that was 30 MiB of a server that had nothing to do. Elsewhere (musl, macOS) there is no
such call, and nothing happens. Python looks for cycles after every 700 new objects, although what a
push makes is nearly all gone when it is answered: that was a tenth of a push's time.
"""

import contextlib
import ctypes
import gc

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""From malloc.h."""
BLOCK = 4 * 1024 * 1024
OBJECTS = 20_000


def tidy() -> None:
    """When all is imported and before the first thread starts. Naming the thresholds also stops
    glibc from raising them."""
    gc.freeze()
    gc.set_threshold(OBJECTS, 20, 50)
    with contextlib.suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, BLOCK)
        mallopt(M_TRIM_THRESHOLD, BLOCK)
