"""Photos under their SHA-256, wherever they are kept: what may be asked of any such place.

blobs/ab/abcd...           what was uploaded, untouched, never shown as it is
owners/ab/abcd...-1234...  empty: this person brought them, whatever a restored database knows
thumbs/ab/abcd....webp

A folder and a bucket use the same names, so that copying the one makes the other.
"""

import hashlib
import re
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK = 256 * 1024
SHA256 = re.compile(r"[0-9a-f]{64}")


class Away(Exception):
    """The place does not answer, or not to us. Nothing is lost: it can be asked again."""


class CannotBegin(Exception):
    """The place refuses us, and waiting would not help: a setting has to be changed."""


class Blobs(Protocol):
    """A place for photos. Every method but `open` may raise Away."""

    moves: bool
    """keep() turns the part into the blob in one step: who finds the blob and no part knows that
    this very upload was kept. Otherwise the part stays; remove it once the database knows."""

    async def open(self) -> None:
        """Before anything else. CannotBegin: it can never be used as it is set."""

    async def keep(self, part: Path, sha256: str, owner: str) -> None:
        """The finished part's bytes, and first of all who brought them. When this returns, a power
        cut does not lose them."""

    async def brought(self, sha256: str, owner: str) -> bool:
        """Did this person ever bring these bytes? Known here even when the database is not."""

    async def size(self, sha256: str) -> int | None:
        """How many bytes are kept under this name; None: there is nothing."""

    def original(self, sha256: str) -> AbstractAsyncContextManager[BinaryIO]:
        """What was uploaded, to be read and closed. FileNotFoundError: there is nothing."""

    async def keep_thumb(self, sha256: str, picture: bytes) -> None: ...

    async def thumb(self, sha256: str) -> bytes | None: ...


def blob_name(sha256: str) -> str:
    return f"blobs/{sha256[:2]}/{_checked(sha256)}"


def owner_name(sha256: str, owner: str) -> str:
    """The name is hashed: it may be of any letters."""
    person = hashlib.sha256(owner.encode()).hexdigest()[:32]
    return f"owners/{sha256[:2]}/{_checked(sha256)}-{person}"


def thumb_name(sha256: str) -> str:
    return f"thumbs/{sha256[:2]}/{_checked(sha256)}.webp"


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return sha256_of_open(file)


def sha256_of_open(file: BinaryIO) -> str:
    """From where it stands to its end."""
    digest = hashlib.sha256()
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _checked(sha256: str) -> str:
    if not SHA256.fullmatch(sha256):
        raise ValueError("no SHA-256")
    return sha256
