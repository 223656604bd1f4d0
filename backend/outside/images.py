"""Pictures by Pillow, within limits that a bomb meets before it unfolds.

What was uploaded is never shown as it is: whatever else a file may be besides a picture, and all it
says about the phone and the place, stays behind when its pixels are written anew.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps

from backend.outside import heic
from backend.outside.polyglot import other_format

FORMATS = ("JPEG", "PNG", "WEBP")
MIME = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
HEIC_MIME = "image/heic"
PIXELS_MOST = 40_000_000
SIDE_MOST = 20_000
THUMB_PX = 320
FULL_PX = 2560
PRODUCT_SMALL_PX = 168
PRODUCT_LARGE_PX = 480
"""Beside a line (44 x 56 px) and by itself (160 px), on screens of three dots a pixel."""
PRODUCT_MOST_PX = 1024
"""Made smaller before it is sent; what is larger is none of ours, and would keep the one writer."""
ImageFile.LOAD_TRUNCATED_IMAGES = True  # of a picture cut short, what there is can be evidence
Image.MAX_IMAGE_PIXELS = None  # the limit is ours, see _bounded; Pillow's would only warn

Source = Path | BinaryIO


class NotAPicture(Exception):
    """Not one of our formats, damaged, or larger than any camera's."""


class TooLarge(NotAPicture):
    """More pixels than it may have."""


class TooSmall(NotAPicture):
    """Fewer pixels than are needed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the header says."""

    mime: str
    width: int
    height: int


def look(source: Source) -> Seen:
    """Read the header, and whether it is something else besides. Raises NotAPicture."""
    with _stream(source) as stream:
        also = other_format(stream)
        if also is not None:
            raise NotAPicture(f"it is {also} as well")
        if _is_heic(stream):
            return Seen(HEIC_MIME, *_from_heic(stream, THUMB_PX)[0])
        with _opened(stream) as picture:
            return Seen(MIME[str(picture.format)], *picture.size)


def thumbnail(source: Source) -> bytes:
    """At most 320 px, WebP, upright, nothing but pixels. Raises NotAPicture."""
    return _anew(source, THUMB_PX, "WEBP", quality=72, method=2)


def full(source: Source) -> bytes:
    """As large as a screen can use, JPEG, upright, nothing but pixels. Raises NotAPicture."""
    return _anew(source, FULL_PX, "JPEG", quality=88)


def of_product(data: bytes) -> tuple[bytes, bytes]:
    """Small and large, WebP, upright, on white, nothing but pixels. Raises NotAPicture, TooSmall,
    TooLarge. HEIC is nobody's format for products, and would start a process."""
    if heic.is_heic(data[: heic.HEAD]):
        raise NotAPicture("HEIC")
    seen = look(io.BytesIO(data))
    longest = max(seen.width, seen.height)
    if longest < PRODUCT_LARGE_PX:
        raise TooSmall(f"{seen.width} x {seen.height} pixels, {PRODUCT_LARGE_PX} are needed")
    if longest > PRODUCT_MOST_PX:
        raise TooLarge(f"{seen.width} x {seen.height} pixels, at most {PRODUCT_MOST_PX}")
    with _opened(io.BytesIO(data)) as picture:
        try:
            picture.verify()  # what is cut short is evidence in a photo, but no product's picture
        except Exception as error:
            raise NotAPicture(str(error)) from error
    large = reduced(io.BytesIO(data), PRODUCT_LARGE_PX)
    small = large.copy()
    small.thumbnail((PRODUCT_SMALL_PX, PRODUCT_SMALL_PX), Image.Resampling.LANCZOS)
    return _written(small, "WEBP", quality=76, method=4), _written(
        large, "WEBP", quality=80, method=4
    )


def reduced(source: Source, side_px: int, *, grey: bool = False) -> Image.Image:
    """Its pixels, upright, in a box of that side, on white where it was transparent. `grey`: the
    colours of a JPEG need not be decoded. Raises NotAPicture."""
    try:
        with _stream(source) as stream:
            if _is_heic(stream):
                return _from_heic(stream, side_px)[1]
            with _opened(stream) as opened:
                # The box must have the picture's own shape, or JPEG is decoded at full size.
                scale = max(opened.size) / (2 * side_px)
                if scale > 1:
                    opened.draft(
                        "L" if grey else "RGB",
                        (int(opened.width / scale), int(opened.height / scale)),
                    )
                picture = ImageOps.exif_transpose(opened)
                picture.thumbnail((side_px, side_px), Image.Resampling.LANCZOS)
                return _on_white(picture)
    except (NotAPicture, FileNotFoundError):
        raise  # of what is not there nothing can be said
    except Exception as error:  # a damaged file may raise anything in a decoder
        raise NotAPicture(str(error)) from error


def _anew(source: Source, side_px: int, format: str, **options: int) -> bytes:
    return _written(reduced(source, side_px), format, **options)


def _written(picture: Image.Image, format: str, **options: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Signatures are drawn on nothing."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        with_alpha = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(ground, with_alpha).convert("RGB")
    plain = picture.convert("RGB")
    plain.info.clear()
    return plain


@contextmanager
def _stream(source: Source) -> Iterator[BinaryIO]:
    """Opened here and closed here, or lent by whoever calls."""
    if isinstance(source, Path):
        with source.open("rb") as opened:
            yield opened
    else:
        yield source


def _is_heic(stream: BinaryIO) -> bool:
    head = stream.read(heic.HEAD)
    stream.seek(0)
    return heic.is_heic(head)


def _from_heic(stream: BinaryIO, side_px: int) -> tuple[tuple[int, int], Image.Image]:
    try:
        return heic.reduced(stream, side_px, PIXELS_MOST)
    except heic.Unreadable as error:
        raise NotAPicture(str(error)) from error


def _opened(stream: BinaryIO) -> Image.Image:
    """Opened, its header read, no pixel decoded yet."""
    try:
        picture = Image.open(stream, formats=FORMATS)
    except Exception as error:  # as above; its own words name our files
        raise NotAPicture("its bytes are no JPEG, PNG, WebP or HEIC") from error
    width, height = picture.size
    if width * height > PIXELS_MOST or max(width, height) > SIDE_MOST:
        picture.close()
        raise TooLarge(f"{width} x {height} pixels")
    return picture
