"""Pictures for tests: real ones, damaged ones, and files that only look like pictures."""

import io
import random
import struct
import zipfile
import zlib

from PIL import Image

GPS = {1: "N", 2: (23.0, 1.0, 17.4), 3: "E", 4: (113.0, 7.0, 17.0)}


def noise(width: int = 640, height: int = 480, seed: int = 1) -> Image.Image:
    """Something that does not compress to nothing."""
    pixels = random.Random(seed).randbytes(width * height * 3)
    return Image.frombytes("RGB", (width, height), pixels)


def jpeg(width: int = 640, height: int = 480, seed: int = 1) -> bytes:
    out = io.BytesIO()
    noise(width, height, seed).save(out, "JPEG", quality=60)
    return out.getvalue()


def with_gps(width: int = 400, height: int = 300) -> bytes:
    """As a phone writes it: lying on its side, and saying where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update(GPS)
    out = io.BytesIO()
    noise(width, height).save(out, "JPEG", exif=exif)
    return out.getvalue()


def signature() -> bytes:
    """Black on nothing, as drawn on the glass."""
    drawn = Image.new("RGBA", (600, 200), (0, 0, 0, 0))
    drawn.paste((0, 0, 0, 255), (50, 90, 550, 110))
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that unfolds to 900 megapixels."""
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1 + side // 8) * 50, 9)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def polyglots() -> dict[str, bytes]:
    """Pictures that are something else as well."""
    page = b"<html><script>alert(document.domain)</script></html>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("a.txt", "x")
        packed.comment = b"y" * 300
    picture = jpeg()
    comment = b"%PDF-1.7 "
    inside = picture[:2] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment
    return {
        "a page behind it": picture + page,
        "a ZIP behind it": picture + out.getvalue(),
        "a PDF inside it": inside + picture[2:],
    }


def with_trailer() -> bytes:
    """As some phones write it: a short film behind the picture."""
    return jpeg() + b"\0\0\0\x18ftypmp42" + b"PK\x05\x06" + b"filmfilm" * 500


def _chunk(name: bytes, data: bytes) -> bytes:
    checked = name + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))


CORNERS = ((210, 20, 20), (20, 190, 30), (30, 40, 220), (230, 210, 20))
"""Red, green, blue, yellow: the quarters of an upright picture, as one reads."""
LAID_DOWN = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera that is held so lays an upright scene down, by the number it writes beside it."""


def corners(width: int = 1600, height: int = 1200) -> Image.Image:
    scene = Image.new("RGB", (width, height))
    for i, colour in enumerate(CORNERS):
        x, y = i % 2 * width // 2, i // 2 * height // 2
        scene.paste(colour, (x, y, x + width // 2, y + height // 2))
    return scene


def held(orientation: int, format: str = "JPEG", scene: Image.Image | None = None) -> bytes:
    """An upright scene as a camera in that position writes it."""
    scene = scene or corners()
    turn = LAID_DOWN[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PhoneMaker"
    exif.get_ifd(0x8825).update(GPS)
    out = io.BytesIO()
    laid = scene if turn is None else scene.transpose(turn)
    laid.save(out, format, exif=exif.tobytes(), quality=90)
    return out.getvalue()


def heic(scene: Image.Image | None = None, orientation: int = 1) -> bytes:
    """As an iPhone keeps it: the turn stands in the file itself, the position in its EXIF."""
    from pillow_heif import register_heif_opener

    register_heif_opener()  # its writer; what reads is the server's own
    return held(orientation, "HEIF", scene or corners(640, 480))
