"""Pictures by Pillow, within limits that a bomb meets before it unfolds.

What was uploaded is never shown as it is: whatever else a file may be besides a picture, and all it
says about the phone and the place, stays behind when its pixels are written anew.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps

FORMATS = ("JPEG", "PNG", "WEBP")
MIME = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
PIXELS_MOST = 40_000_000
SIDE_MOST = 20_000
THUMB_PX = 320
FULL_PX = 2560
ImageFile.LOAD_TRUNCATED_IMAGES = True  # of a picture cut short, what there is can be evidence
Image.MAX_IMAGE_PIXELS = None  # the limit is ours, see _opened; Pillow's would only warn

Source = Path | BinaryIO


class NotAPicture(Exception):
    """Not one of our formats, damaged, or larger than any camera's."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the header says."""

    mime: str
    width: int
    height: int


def look(source: Source) -> Seen:
    """Read the header only. Raises NotAPicture."""
    with _opened(source) as picture:
        return Seen(MIME[str(picture.format)], *picture.size)


def thumbnail(source: Source) -> bytes:
    """At most 320 px, WebP, upright, nothing but pixels. Raises NotAPicture."""
    return _anew(source, THUMB_PX, "WEBP", quality=72, method=2)


def full(source: Source) -> bytes:
    """As large as a screen can use, JPEG, upright, nothing but pixels. Raises NotAPicture."""
    return _anew(source, FULL_PX, "JPEG", quality=88)


def _anew(source: Source, side_px: int, format: str, **options: int) -> bytes:
    try:
        with _opened(source) as opened:
            # The box must have the picture's own shape, or JPEG is decoded at full size.
            scale = max(opened.size) / (2 * side_px)
            if scale > 1:
                opened.draft("RGB", (int(opened.width / scale), int(opened.height / scale)))
            picture = ImageOps.exif_transpose(opened)
            picture.thumbnail((side_px, side_px), Image.Resampling.LANCZOS)
            out = io.BytesIO()
            _on_white(picture).save(out, format, **options)
            return out.getvalue()
    except NotAPicture:
        raise
    except Exception as error:  # a damaged file may raise anything in a decoder
        raise NotAPicture(str(error)) from error


def _on_white(picture: Image.Image) -> Image.Image:
    """Signatures are drawn on nothing."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        with_alpha = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        return Image.alpha_composite(ground, with_alpha).convert("RGB")
    plain = picture.convert("RGB")
    plain.info.clear()
    return plain


def _opened(source: Source) -> Image.Image:
    """Opened, its header read, no pixel decoded yet."""
    try:
        picture = Image.open(source, formats=FORMATS)
    except FileNotFoundError:
        raise  # of what is not there nothing can be said
    except Exception as error:  # as above; its own words name our files
        raise NotAPicture("its bytes are no JPEG, PNG or WebP") from error
    width, height = picture.size
    if width * height > PIXELS_MOST or max(width, height) > SIDE_MOST:
        picture.close()
        raise NotAPicture(f"{width} x {height} pixels")
    return picture
