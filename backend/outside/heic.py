"""HEIC, as iPhones keep their pictures, decoded in a process of its own.

Its decoder is a large C++ library that reads strangers' bytes and needs 110 MiB for one picture
of 12 megapixels. So it runs beside the server, one at a time, with limits of memory and time, and
gives back a plain JPEG, small and upright. When it dies, the picture could not be read, no more.

    python -P heic.py SIDE_PX MOST_PIXELS < picture    width, height of the original, then a JPEG
"""

import io
import subprocess
import sys
import threading
from typing import BinaryIO

from PIL import Image

HEAD = 12
BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
SECONDS = 20
MEMORY = 1024 * 1024 * 1024
"""Of addresses, not of memory in use: 40 megapixels need 400 MiB."""
LARGEST = 25 * 1024 * 1024
_one = threading.Lock()


class Unreadable(Exception):
    """No HEIC, damaged, too large, or its decoder did not come back."""


def is_heic(head: bytes) -> bool:
    """By the first bytes of the file, whatever its name says."""
    return head[4:8] == b"ftyp" and head[8:12] in BRANDS


def reduced(
    source: BinaryIO, side_px: int, most_pixels: int
) -> tuple[tuple[int, int], Image.Image]:
    """The original's size, and its pixels upright in a box of that side. Raises Unreadable."""
    data = source.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable("too many bytes")
    # -P: what lies beside this file must not be imported in place of something else.
    command = [sys.executable, "-P", __file__, str(side_px), str(most_pixels)]
    try:
        with _one:
            ran = subprocess.run(
                command, input=data, capture_output=True, timeout=SECONDS, check=True
            )
    except subprocess.TimeoutExpired as error:
        raise Unreadable("its decoder took too long") from error
    except subprocess.CalledProcessError as error:
        told = error.stderr.decode(errors="replace").strip().splitlines()
        raise Unreadable(
            told[-1] if told else f"its decoder ended with {error.returncode}"
        ) from error
    first, _, pixels = ran.stdout.partition(b"\n")
    width, height = map(int, first.split())
    picture = Image.open(io.BytesIO(pixels), formats=("JPEG",))
    picture.load()
    return (width, height), picture


def main(side_px: int, most_pixels: int) -> None:
    """In the other process."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from pillow_heif import open_heif

    opened = open_heif(io.BytesIO(sys.stdin.buffer.read()))
    width, height = opened.size
    if width * height > most_pixels:
        sys.exit(f"{width} x {height} pixels")
    picture = opened.to_pillow()  # turned as the file says
    picture.thumbnail((side_px, side_px), Image.Resampling.BICUBIC)
    out = sys.stdout.buffer
    out.write(f"{width} {height}\n".encode())
    # Not bare pixels: those of a full picture are 15 MB, and lie in both processes twice.
    picture.convert("RGB").save(out, "JPEG", quality=95, subsampling=0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
