"""What the server makes of a picture's pixels: upright whatever wrote it, and measured."""

import io
import itertools
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from backend.outside import heic, images
from backend.outside.measures import Measured, measured
from seed_data import pictures as drawn
from tests import pictures

FAR = 8
"""A JPEG's colours are not exactly what was painted."""


def jpeg(picture: Image.Image, quality: int = 85) -> io.BytesIO:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    out.seek(0)
    return out


def colours(shown: bytes) -> list[tuple[int, ...]]:
    """In the middle of each quarter."""
    picture = Image.open(io.BytesIO(shown)).convert("RGB")
    width, height = picture.size
    places = itertools.product((height // 4, height * 3 // 4), (width // 4, width * 3 // 4))
    return [picture.getpixel((x, y)) for y, x in places]  # type: ignore[misc]


def upright(shown: bytes) -> bool:
    return all(
        abs(a - b) <= FAR
        for seen, painted in zip(colours(shown), pictures.CORNERS, strict=True)
        for a, b in zip(seen, painted, strict=True)
    )


@pytest.mark.parametrize("orientation", sorted(pictures.LAID_DOWN))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_however_the_camera_was_held_the_picture_is_upright(kind: str, orientation: int) -> None:
    if kind == "HEIF":
        taken = pictures.heic(orientation=orientation)
    else:
        taken = pictures.held(orientation, kind, pictures.corners(1600, 1200))
    for make in (images.thumbnail, images.full):
        shown = make(io.BytesIO(taken))
        size = Image.open(io.BytesIO(shown)).size
        assert size[0] * 3 == size[1] * 4, size
        assert upright(shown)
        assert b"PhoneMaker" not in shown
        assert not dict(Image.open(io.BytesIO(shown)).getexif())


def test_heic_is_read_like_any_other_picture(tmp_path: Path) -> None:
    path = tmp_path / "heic"
    path.write_bytes(pictures.heic())
    assert images.look(path) == images.Seen("image/heic", 640, 480)
    with path.open("rb") as opened:
        assert images.look(opened) == images.Seen("image/heic", 640, 480)
    assert measured(path).brightness == pytest.approx(measured(_as_jpeg(path)).brightness, abs=2)


def _as_jpeg(path: Path) -> io.BytesIO:
    return io.BytesIO(images.full(path))


def test_a_damaged_or_lying_heic_is_no_picture_and_its_decoder_takes_nobody_along() -> None:
    whole = pictures.heic()
    for damaged in (
        whole[:12],
        whole[: len(whole) // 2],
        whole[:40] + bytes(200) + whole[240:],
        whole[:12] + b"\xff" * 5000,
    ):
        for make in (images.look, images.thumbnail, images.full, measured):
            with pytest.raises(images.NotAPicture):
                make(io.BytesIO(damaged))  # type: ignore[operator]


def test_a_heic_larger_than_any_cameras_is_refused_before_it_unfolds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken = io.BytesIO(pictures.heic())
    with pytest.raises(heic.Unreadable, match="640 x 480 pixels"):
        heic.reduced(taken, 320, 640 * 480 - 1)
    monkeypatch.setattr(heic, "LARGEST", 100)
    with pytest.raises(images.NotAPicture, match="too many bytes"):
        images.thumbnail(io.BytesIO(pictures.heic()))


def test_a_decoder_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sleeps = tmp_path / "sleeps.py"
    sleeps.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(heic, "__file__", str(sleeps))
    monkeypatch.setattr(heic, "SECONDS", 0.3)
    with pytest.raises(images.NotAPicture, match="too long"):
        images.thumbnail(io.BytesIO(pictures.heic()))


def scene(number: int = 3) -> Image.Image:
    return Image.open(io.BytesIO(drawn.shelf(number))).convert("RGB")


def bits(one: Measured, other: Measured) -> int:
    assert one.likeness is not None
    assert other.likeness is not None
    return (one.likeness ^ other.likeness).bit_count()


def test_the_same_scene_stays_itself_and_another_one_is_far() -> None:
    first = measured(jpeg(scene()))
    for again in (
        jpeg(scene(), quality=35),
        jpeg(scene().resize((600, 450))),
        jpeg(ImageEnhance.Brightness(scene()).enhance(0.6)),
        io.BytesIO(pictures.held(6, "JPEG", scene())),
        io.BytesIO(pictures.held(3, "PNG", scene())),
    ):
        assert bits(first, measured(again)) <= 6
    for other in (jpeg(scene(4)), jpeg(scene().transpose(Image.Transpose.FLIP_LEFT_RIGHT))):
        assert bits(first, measured(other)) > 12


def test_pictures_that_show_nothing_are_like_nothing() -> None:
    for colour in ("black", "white", (90, 120, 60)):
        flat = Image.new("RGB", (1600, 1200), colour)
        assert measured(jpeg(flat)).likeness is None
    assert measured(jpeg(ImageEnhance.Brightness(scene()).enhance(0.05))).likeness is None


@pytest.mark.parametrize("size", [(1600, 1200), (1200, 1600)])
@pytest.mark.parametrize("colour", [(0, 0, 0), (10, 180, 20), (90, 90, 90), (255, 255, 255)])
def test_the_stamp_alone_makes_no_picture_of_a_wall(
    colour: tuple[int, int, int], size: tuple[int, int]
) -> None:
    """As the phone draws it: three lines on a darker strip at the foot."""
    flat = Image.new("RGB", size, colour)
    flat = Image.blend(flat, Image.effect_noise(size, 30).convert("RGB"), 0.1)
    draw = ImageDraw.Draw(flat)
    line = size[0] / 44 * 1.45
    dark = tuple(round(part * 0.45) for part in colour)
    draw.rectangle((0, size[1] - 3.4 * line, *size), fill=dark)
    for n in (1, 2, 3):
        words = ("CC-0001 Demo shop", "Chen 2026-11-28 09:30:11", "23.03011,113.13110 12 m")[n - 1]
        at = (20, round(size[1] - n * line - 10))
        draw.text(at, words, fill="white", font=ImageFont.load_default(size[0] // 44))
    assert measured(jpeg(flat)).likeness is None


def test_sharpness_falls_with_blur_and_brightness_with_light() -> None:
    sharp, soft, blurred = (
        measured(jpeg(scene().filter(ImageFilter.GaussianBlur(radius)))).sharpness
        for radius in (0, 2, 6)
    )
    assert sharp > 2 * soft > 3 * blurred
    assert blurred < 100 < soft
    light, dim, dark = (
        measured(jpeg(ImageEnhance.Brightness(scene()).enhance(by))).brightness
        for by in (1, 0.5, 0.1)
    )
    assert light > 150 > dim > 60 > 30 > dark


def test_no_picture_of_the_demo_looks_like_another() -> None:
    all_of_them = [measured(io.BytesIO(drawn.shop_front(n))) for n in range(24)]
    all_of_them += [measured(io.BytesIO(drawn.shelf(n))) for n in range(24)]
    assert min(bits(a, b) for a, b in itertools.combinations(all_of_them, 2)) > 8
