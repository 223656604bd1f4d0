"""Demo pictures: a shop front and a shelf, drawn, so that nobody takes them for real ones."""

import io
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 900)
GLIMPSE = (320, 240)
TILE = 20
GLIMPSE_MOST = 16_000
"""Bytes. What is larger is a picture of full size."""
FILLED_EVERY = 4
"""Of so many visits one has its shelf photographed after it was filled up, too."""


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


@cache
def shop_front(number: int) -> bytes:
    """A JPEG of a shop front; another number, another shop."""
    rng = random.Random(number)
    sky = rng.randrange(150, 235)
    image = Image.new("RGB", SIZE, (sky - 20, sky, min(255, sky + 12)))
    draw = ImageDraw.Draw(image)
    # Neighbours, trees, cars: no two fronts have the same light and dark places.
    for x in range(0, 1200, 150):
        grey = rng.randrange(60, 230)
        draw.rectangle((x, rng.randrange(20, 260), x + 150, 740), fill=(grey, grey - 6, grey - 14))
    draw.rectangle((0, 720, 1200, 900), fill=(rng.randrange(90, 190),) * 3)
    left, right = rng.randrange(60, 260), rng.randrange(900, 1140)
    top = rng.randrange(120, 280)
    wall = tuple(rng.randrange(120, 245) for _ in range(3))
    draw.rectangle((left, top, right, 740), fill=wall)
    sign = (rng.randrange(20, 190), rng.randrange(30, 110), rng.randrange(30, 140))
    draw.rectangle((left, top, right, top + 130), fill=sign)
    draw.text((left + 30, top + 30), f"DEMO SHOP {number % 1000:03d}", fill="white", font=_font(64))
    x = left + 30
    while x < right - 120:
        width, glass = rng.randrange(90, 260), rng.randrange(40, 220)
        below = rng.choice((600, 640, 740))
        draw.rectangle((x, top + 160, min(x + width, right - 20), below), fill=(60, 70, 80))
        draw.rectangle(
            (x + 10, top + 172, min(x + width, right - 20) - 10, below - 30),
            fill=(glass, min(255, glass + 14), min(255, glass + 24)),
        )
        x += width + rng.randrange(20, 120)
    for x in range(0, 1200, 130):
        if rng.random() < 0.4:
            grey = rng.randrange(20, 240)
            draw.ellipse((x, 640, x + 150, 860), fill=(grey, grey, min(255, grey + 10)))
    return _jpeg(image)


@cache
def shelf(number: int, *, filled: bool = False) -> bytes:
    """A JPEG of a shelf with bottles, some places empty; `filled`: once a rep was there."""
    rng = random.Random(number * 31)
    image = Image.new("RGB", SIZE, (236, 232, 222))
    draw = ImageDraw.Draw(image)
    for level in range(4):
        base = 210 + level * 210
        draw.rectangle((30, base, 1170, base + 16), fill=(120, 92, 64))
        x = 50
        while x < 1110:
            colour = tuple(rng.randrange(40, 230) for _ in range(3))
            for _ in range(rng.randrange(2, 6)):
                if x > 1110:
                    break
                if rng.random() > 0.12 or filled:
                    draw.rounded_rectangle((x, base - 130, x + 40, base), 9, fill=colour)
                    draw.rectangle((x, base - 90, x + 40, base - 40), fill="white")
                    draw.rectangle((x + 11, base - 152, x + 29, base - 128), fill=colour)
                x += 48
            draw.rectangle((x - 120, base + 2, x - 70, base + 14), fill=(250, 246, 170))
    draw.text((40, 20), f"DEMO SHELF {number % 1000:03d}", fill=(90, 80, 70), font=_font(34))
    return _jpeg(image)


def glimpse(place: str, moment: str) -> bytes:
    """A JPEG of 320 px of a place as it was seen at a moment: from a little elsewhere each time, in
    other light, with other people before it. A wall of windows, or of goods: nobody takes it for
    real, and no two places have the same light and dark parts."""
    scene = random.Random(f"place/{place}")
    tint = [scene.uniform(0.6, 1.0) for _ in range(3)]
    wide, high = 13, 10
    tiles = Image.frombytes("L", (wide, high), scene.randbytes(wide * high))
    seen_now = random.Random(f"moment/{place}/{moment}")
    zoom, dim = seen_now.uniform(0.7, 1.0), seen_now.uniform(0.75, 1.0)
    x, y = seen_now.uniform(0, wide * (1 - zoom)), seen_now.uniform(0, high * (1 - zoom))
    wall = tiles.resize((wide * TILE, high * TILE), Image.Resampling.NEAREST)
    wall.paste(225, mask=_between(wide, high, shelf="shelf" in place))
    box = (x * TILE, y * TILE, (x + wide * zoom) * TILE, (y + high * zoom) * TILE)
    grey = wall.resize(GLIMPSE, Image.Resampling.BILINEAR, box=box)
    draw = ImageDraw.Draw(grey)
    for _ in range(seen_now.randrange(4)):
        left, top = seen_now.randrange(300), seen_now.randrange(90, 150)
        body = (left, top, left + seen_now.randrange(14, 46), 240)
        draw.rounded_rectangle(body, 8, fill=seen_now.randrange(20, 200))
    shades = [round(level * part * dim) for part in tint for level in range(256)]
    image = Image.merge("RGB", (grey, grey, grey)).point(shades)
    image.paste(_demo_sign(), (0, 0))
    return _jpeg(image, 18)


@cache
def _between(wide: int, high: int, *, shelf: bool) -> Image.Image:
    """What is not goods on a shelf, or not glass in a front."""
    mask = Image.new("L", (wide * TILE, high * TILE), 255)
    draw = ImageDraw.Draw(mask)
    for x in range(0, wide * TILE, TILE):
        for y in range(0, high * TILE, TILE):
            if shelf:
                draw.rounded_rectangle((x + 2, y + 5, x + 17, y + 18), 4, fill=0)
                draw.rectangle((x + 7, y + 1, x + 12, y + 6), fill=0)
            else:
                draw.rectangle((x + 2, y + 2, x + 18, y + (14 if y % 60 else 18)), fill=0)
    return mask


@cache
def _demo_sign() -> Image.Image:
    sign = Image.new("RGB", (GLIMPSE[0], 22), (30, 40, 60))
    ImageDraw.Draw(sign).text((6, 3), "DEMO", fill="white", font=_font(14))
    return sign


def again(image: bytes, rng: random.Random) -> bytes:
    """The same picture, cut a little and saved anew, as one passed on from an album."""
    with Image.open(io.BytesIO(image)) as opened:
        width, height = opened.size
        cut = rng.uniform(0, 0.04)
        box = (width * cut, height * cut, width * (1 - cut / 2), height * (1 - cut / 2))
        return _jpeg(opened.resize(opened.size, box=box), 60)


@cache
def standard(number: int) -> bytes:
    """A JPEG of an end display as it should be: small, for it travels with its promotion."""
    rng = random.Random(number * 17)
    image = Image.new("RGB", (480, 360), (238, 236, 230))
    draw = ImageDraw.Draw(image)
    colour = tuple(rng.randrange(40, 200) for _ in range(3))
    draw.rectangle((90, 10, 390, 66), fill=colour)
    draw.text((110, 20), "DEMO OFFER", fill="white", font=_font(30))
    for level in range(3):
        base = 160 + level * 86
        draw.rectangle((80, base, 400, base + 10), fill=(120, 92, 64))
        for x in range(92, 388, 30):
            draw.rounded_rectangle((x, base - 70, x + 24, base), 6, fill=colour)
            draw.rectangle((x, base - 48, x + 24, base - 22), fill="white")
        draw.rectangle((82, base + 1, 398, base + 9), fill=(250, 246, 170))
    return _jpeg(image)


@cache
def signature(number: int) -> bytes:
    """A scribble on white."""
    rng = random.Random(number * 7)
    image = Image.new("RGB", (900, 400), "white")
    points = [(80 + i * 36, 200 + rng.randrange(-90, 90)) for i in range(20)]
    ImageDraw.Draw(image).line(points, fill=(16, 35, 27), width=6)
    return _jpeg(image)


def size_of(image: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(image)) as opened:
        return opened.size


def _jpeg(image: Image.Image, quality: int = 72) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality)
    return file.getvalue()
