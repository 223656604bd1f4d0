"""A file that is a picture and something else as well: a ZIP behind it, a page or a PDF inside it.

No camera and no encoder writes one. Trailers that cameras do write (a second picture, a short film)
are none. What is looked for is long enough, or must fit well enough, not to stand in a picture by
chance: of a million photos none may be taken for one.
"""

import os
import struct
from typing import BinaryIO

HEAD, TAIL = 1024, 66 * 1024
"""A PDF may begin so late; a ZIP's last record stands so near the end."""
ZIP_END = b"PK\x05\x06"
ZIP_END_BYTES = 22
PAGES = (b"<!doctype", b"<html", b"<script", b"<svg")


def other_format(stream: BinaryIO) -> str | None:
    """Its name, or None. The stream is left at its beginning."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(max(0, size - TAIL))
    tail = stream.read(TAIL)
    stream.seek(0)
    if b"%PDF-" in head:
        return "PDF"
    if any(page in head.lower() or page in tail.lower() for page in PAGES):
        return "HTML"
    return "ZIP" if _is_zip(tail) else None


def _is_zip(tail: bytes) -> bool:
    """Its last record says how long the comment behind it is: up to the very end."""
    at = tail.rfind(ZIP_END)
    if at < 0 or at + ZIP_END_BYTES > len(tail):
        return False
    (comment,) = struct.unpack_from("<H", tail, at + ZIP_END_BYTES - 2)
    return bool(at + ZIP_END_BYTES + comment == len(tail))
