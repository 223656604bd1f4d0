"""Which pictures look alike (G09), by a hash of 64 bits. Pure.

Two look alike when at most 6 bits differ. Of four pieces of 16 bits each, then, one differs in at
most one bit: six cannot be spread over four pieces with two in each. So whoever looks like a
picture is found by 17 values of one of four indexed numbers, some hundred rows of half a million,
and only these are compared bit by bit.
"""

from dataclasses import dataclass

PIECES = 4
PIECE_BITS = 16
LIKE_BITS = 6
LIKE_DAYS = 180
TELLING_BITS = 8
"""So many fields at least must be darker than the one before, and so many not. What has fewer is of
one colour but for a line or two; hashes made before those were left out are compared, too."""
MASK = (1 << PIECE_BITS) - 1


@dataclass(frozen=True, slots=True)
class Look:
    """A photo, as far as another may look like it."""

    id: str
    store_id: str
    day: str
    taken_at: str
    sha256: str
    likeness: int | None


def pieces(likeness: int) -> tuple[int, ...]:
    return tuple(likeness >> PIECE_BITS * (PIECES - 1 - i) & MASK for i in range(PIECES))


def whole(parts: tuple[int | None, ...]) -> int | None:
    """The hash again; None where there was none."""
    likeness = 0
    for part in parts:
        if part is None:
            return None
        likeness = likeness << PIECE_BITS | part
    return likeness


def near(piece: int) -> list[int]:
    """The piece itself, and all that differ from it in one bit."""
    return [piece, *(piece ^ 1 << bit for bit in range(PIECE_BITS))]


def distance(one: Look, other: Look) -> int | None:
    """How many bits differ: None when they are not alike, or may be. The same shelf on the same
    day is taken twice by every rep; it says something only at another store, or on another day."""
    if one.store_id == other.store_id and one.day == other.day:
        return None
    if one.sha256 == other.sha256:
        return 0
    if one.likeness is None or other.likeness is None or not tells(one.likeness):
        return None
    bits = (one.likeness ^ other.likeness).bit_count()
    return bits if bits <= LIKE_BITS else None


def tells(likeness: int) -> bool:
    return TELLING_BITS <= likeness.bit_count() <= PIECES * PIECE_BITS - TELLING_BITS


def earlier(one: Look, other: Look) -> bool:
    """The later of two bears the question, in whatever order they arrived."""
    return (one.taken_at, one.id) < (other.taken_at, other.id)
