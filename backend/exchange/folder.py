"""A system's folder on disk: `out` and `in`, with `done` and `failed` for what came in.

Whoever fills it is another house. So folders and files are opened below one another by name, never
by a path, symbolic links are not followed, only names of ours are looked at, and of a file no more
is read than one may be long. A file is whole when its `.sha256` lies beside it: both sides write
that last, and by renaming.
"""

import hashlib
import os
import re
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PLACES = ("out", "in", "done", "failed")
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.A)
INCOMING = re.compile(r"(products|prices|customers|stock)-(\d{1,9})\.csv", re.A)
OUTGOING = re.compile(r"([a-z]+)-(\d{1,9})(-anew)?\.csv", re.A)
SIDECAR = re.compile(rb"\s*([0-9a-fA-F]{64})(\s.*)?", re.S)
"""As `sha256sum` writes it, or the digest alone."""
SIDECAR_BYTES = 400
PIECE_BYTES = 64 * 1024
MOST_NAMES = 20_000
READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
"""Without waiting: somebody may have put a pipe there."""


class TooLarge(Exception):
    """It has more bytes than a file may have."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file in `in`, and whether its digest is there, too."""

    name: str
    kind: str
    number: int
    whole: bool


class Folder:
    """Opened, until `close`. Everything here waits for a disk: call it in a thread."""

    def __init__(self, home: Path, name: str) -> None:
        """Raises OSError: there is no such home, or something else lies where a folder must be."""
        if not NAME.fullmatch(name):
            raise OSError(f"{name!r} is no name of a folder")
        self._held: list[int] = []
        try:
            home_fd = self._hold(os.open(home, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            own = self._below(home_fd, name)
            self._at = {place: self._below(own, place) for place in PLACES}
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        while self._held:
            os.close(self._held.pop())

    def _hold(self, fd: int) -> int:
        self._held.append(fd)
        return fd

    def _below(self, parent: int, name: str) -> int:
        with suppress(FileExistsError):
            os.mkdir(name, 0o770, dir_fd=parent)
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        return self._hold(os.open(name, flags, dir_fd=parent))

    # What comes in

    def offered(self) -> list[Offered]:
        """By kind and number. Names that are not ours are none of our business."""
        names = self._names("in")
        found = [(INCOMING.fullmatch(name), name) for name in names]
        return sorted(
            (
                Offered(name, match[1], int(match[2]), f"{name}.sha256" in names)
                for match, name in found
                if match
            ),
            key=lambda one: (one.kind, one.number, one.name),
        )

    def stated(self, name: str) -> str | None:
        """The digest beside it; None: there is none that can be read."""
        try:
            found = SIDECAR.fullmatch(self._read("in", f"{name}.sha256", SIDECAR_BYTES))
        except TooLarge:
            return None
        return found[1].decode().lower() if found else None

    def read(self, name: str, most: int) -> bytes:
        """Raises TooLarge, OSError."""
        return self._read("in", name, most)

    def settle(self, name: str, place: str, errors: bytes | None = None) -> None:
        """Out of `in`, whose name is free then. ``errors`` lie beside it as `.errors.csv`."""
        if errors is not None:
            self._write(place, f"{name}.errors.csv", errors)
        for one in (name, f"{name}.sha256"):
            with suppress(FileNotFoundError):
                os.rename(one, one, src_dir_fd=self._at["in"], dst_dir_fd=self._at[place])
        os.fsync(self._at[place])

    # What goes out

    def highest(self, kind: str) -> int:
        """The highest number of this kind that lies in `out`."""
        found = [OUTGOING.fullmatch(name) for name in self._names("out")]
        return max((int(one[2]) for one in found if one and one[1] == kind), default=0)

    def keep(self, name: str, data: bytes) -> None:
        """Safe on the disk, under a name that no reader looks at."""
        self._write("out", f".{name}.part", data, shown=False)

    def show(self, name: str, digest: str) -> bool:
        """What was kept, under its name, then its digest. Twice is once. False: it is not there."""
        out = self._at["out"]
        try:
            os.rename(f".{name}.part", name, src_dir_fd=out, dst_dir_fd=out)
        except FileNotFoundError:
            try:
                os.stat(name, dir_fd=out, follow_symlinks=False)
            except FileNotFoundError:
                return False
        self._write("out", f"{name}.sha256", f"{digest}  {name}\n".encode())
        return True

    # The disk

    def _names(self, place: str) -> frozenset[str]:
        found = set()
        with os.scandir(self._at[place]) as entries:
            for entry in entries:
                found.add(entry.name)
                if len(found) >= MOST_NAMES:
                    break
        return frozenset(found)

    def _read(self, place: str, name: str, most: int) -> bytes:
        fd = os.open(name, READ, dir_fd=self._at[place])
        try:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise OSError(f"{name} is no file")
            pieces, size = [], 0
            while piece := os.read(fd, PIECE_BYTES):
                size += len(piece)
                if size > most:  # it may grow while it is read: what counts is what was read
                    raise TooLarge(name)
                pieces.append(piece)
        finally:
            os.close(fd)
        return b"".join(pieces)

    def _write(self, place: str, name: str, data: bytes, *, shown: bool = True) -> None:
        """Written apart and renamed, so that nobody sees half of it."""
        at, part = self._at[place], f".{name}.new" if shown else name
        with suppress(FileNotFoundError):
            os.unlink(part, dir_fd=at)  # of a round that died; or a link to somewhere else
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(part, flags, 0o640, dir_fd=at), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if shown:
            os.rename(part, name, src_dir_fd=at, dst_dir_fd=at)
        os.fsync(at)


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
