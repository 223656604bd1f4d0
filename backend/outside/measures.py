"""What a picture is like, in numbers, from a small grey copy of it.

A word for people, never a verdict: how sharp it is, how bright, and a hash by which pictures that
look alike are found. Nothing but Pillow: what does more needs ten times the memory.
"""

from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageFilter, ImageStat

from backend.outside.images import Source, reduced

SIDE_PX = 640
EDGES = ImageFilter.Kernel((3, 3), (0, -1, 0, -1, 4, -1, 0, -1, 0), scale=1, offset=128)
HASH_SIZE = (9, 8)
TELLS = 6.0
"""Grey levels that the 72 fields of the hash must differ by. A lens cap, a white sheet and a night
all look alike, and tell nothing of each other."""
STEP, STEPS_A_ROW, ROWS = 3, 2, 4
"""Nor does a wall of one colour, although the lines stamped at its foot are light and dark: in so
many of the 8 rows so many neighbours must differ by so many grey levels. The stamp takes two."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`likeness`: 64 bits, None where the picture shows too little to be told from others.
    `sharpness`: variance of the edges; below 100 it is blurred. `brightness`: mean, 0 to 255."""

    likeness: int | None
    sharpness: int
    brightness: int


def measured(source: Source) -> Measured:
    """Raises NotAPicture."""
    grey = reduced(source, SIDE_PX, grey=True).convert("L")
    edges = ImageStat.Stat(grey.filter(EDGES))
    return Measured(
        likeness=likeness(grey),
        sharpness=round(edges.var[0]),
        brightness=round(ImageStat.Stat(grey).mean[0]),
    )


def likeness(grey: Image.Image) -> int | None:
    """A difference hash: of 8 rows of 9 fields, whether each is darker than the one before it.
    It stays what it is through compression, another size and other light."""
    small = grey.resize(HASH_SIZE, Image.Resampling.BOX)
    if ImageStat.Stat(small).stddev[0] < TELLS:
        return None
    fields = small.tobytes()
    columns, rows = HASH_SIZE
    if sum(_steps(fields[row * columns :][:columns]) >= STEPS_A_ROW for row in range(rows)) < ROWS:
        return None
    bits = 0
    for row in range(rows):
        for at in range(row * columns, (row + 1) * columns - 1):
            bits = bits << 1 | (fields[at] > fields[at + 1])
    return bits


def _steps(row: bytes) -> int:
    return sum(abs(one - other) >= STEP for one, other in pairwise(row))
