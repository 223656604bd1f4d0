"""Demo pictures: a shop front and a shelf, drawn, so that nobody takes them for real ones."""

import io
import random
from functools import cache

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 900)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


@cache
def shop_front(number: int) -> bytes:
    """A JPEG of a shop front; another number, another shop."""
    rng = random.Random(number)
    image = Image.new("RGB", SIZE, (196, 214, 224))
    draw = ImageDraw.Draw(image)
    wall = tuple(rng.randrange(170, 235) for _ in range(3))
    draw.rectangle((0, 720, 1200, 900), fill=(150, 148, 143))
    draw.rectangle((120, 160, 1080, 740), fill=wall)
    sign = (rng.randrange(20, 190), rng.randrange(30, 110), rng.randrange(30, 140))
    draw.rectangle((120, 160, 1080, 290), fill=sign)
    draw.text((160, 190), f"DEMO SHOP {number % 1000:03d}", fill="white", font=_font(64))
    for x in (170, 480, 790):
        draw.rectangle((x, 340, x + 240, 740 if x == 480 else 620), fill=(86, 108, 120))
        draw.rectangle((x + 12, 352, x + 228, 600), fill=(163, 190, 202))
    return _jpeg(image)


@cache
def shelf(number: int) -> bytes:
    """A JPEG of a shelf with bottles, some places empty."""
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
                if rng.random() > 0.12:
                    draw.rounded_rectangle((x, base - 130, x + 40, base), 9, fill=colour)
                    draw.rectangle((x, base - 90, x + 40, base - 40), fill="white")
                    draw.rectangle((x + 11, base - 152, x + 29, base - 128), fill=colour)
                x += 48
            draw.rectangle((x - 120, base + 2, x - 70, base + 14), fill=(250, 246, 170))
    draw.text((40, 20), f"DEMO SHELF {number % 1000:03d}", fill=(90, 80, 70), font=_font(34))
    return _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=72)
    return file.getvalue()
