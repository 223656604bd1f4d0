"""Where a store is, whether two of them are one, and what a field says meanwhile.

Chinese maps show shifted points; we keep WGS-84 (domain.md 4.11).

GCJ-02 is WGS-84 bent by a published polynomial on the Krasovsky ellipsoid, inside China only;
BD-09 is GCJ-02 turned once more. The way back has no formula: it is found by stepping.

Twin: pwa/src/customers/rules.ts. Both must pass sync_protocol/vectors/rules/customers.*.json.
"""

import unicodedata
from collections import Counter
from math import atan2, cos, pi, sin, sqrt
from typing import Any

KRASOVSKY_A = 6378245.0
KRASOVSKY_EE = 0.00669342162296594323
BAIDU_TURN = pi * 3000.0 / 180.0


def to_wgs84(datum: str, lat_e7: int, lon_e7: int) -> tuple[int, int]:
    """The point in WGS-84, degrees x 10^7, halves up. datum: wgs84, gcj02 or bd09."""
    if datum == "wgs84":
        return lat_e7, lon_e7
    lat, lon = lat_e7 / 1e7, lon_e7 / 1e7
    if datum == "bd09":
        lat, lon = _gcj02_of_bd09(lat, lon)
    lat, lon = _wgs84_of_gcj02(lat, lon)
    return _e7(lat), _e7(lon)


def gcj02_of_wgs84(lat: float, lon: float) -> tuple[float, float]:
    """What a Chinese map shows for a WGS-84 point. Outside China the same point."""
    if not (0.8293 <= lat <= 55.8271 and 72.004 <= lon <= 137.8347):
        return lat, lon
    x, y = lon - 105.0, lat - 35.0
    waves = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    d_lat += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    d_lat += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    d_lon = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    d_lon += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    d_lon += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    bend = 1.0 - KRASOVSKY_EE * sin(lat / 180.0 * pi) ** 2
    meridian = KRASOVSKY_A * (1.0 - KRASOVSKY_EE) / (bend * sqrt(bend))
    parallel = KRASOVSKY_A / sqrt(bend) * cos(lat / 180.0 * pi)
    return lat + d_lat * 180.0 / (meridian * pi), lon + d_lon * 180.0 / (parallel * pi)


def _wgs84_of_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """Each step corrects by what is still missing; six steps are exact to the millimetre."""
    guess_lat, guess_lon = lat, lon
    for _ in range(6):
        shown_lat, shown_lon = gcj02_of_wgs84(guess_lat, guess_lon)
        guess_lat, guess_lon = guess_lat + lat - shown_lat, guess_lon + lon - shown_lon
    return guess_lat, guess_lon


def _gcj02_of_bd09(lat: float, lon: float) -> tuple[float, float]:
    x, y = lon - 0.0065, lat - 0.006
    length = sqrt(x * x + y * y) - 0.00002 * sin(y * BAIDU_TURN)
    angle = atan2(y, x) - 0.000003 * cos(x * BAIDU_TURN)
    return length * sin(angle), length * cos(angle)


def bd09_of_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """What a Baidu map shows for a GCJ-02 point; undone by the step before to half a metre."""
    length = sqrt(lon * lon + lat * lat) + 0.00002 * sin(lat * BAIDU_TURN)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * BAIDU_TURN)
    return length * sin(angle) + 0.006, length * cos(angle) + 0.0065


ALIKE_PERCENT, ALIKE_M = 80, 150
"""Two names and how far apart (K6)."""
NEXT_DOOR_M = 30
"""A good fix: whatever is so near may be the same door."""
PHONE_DIGITS = 7
"""A shorter number is an extension, or a slip."""


def likeness(
    found: dict[str, Any], known: dict[str, Any], distance_m: int
) -> dict[str, Any] | None:
    """Why a store somebody found may be one that is known: the reasons, strongest first, and a
    score of 0 to 100 to sort by; None if there is none (K6, F13).

    Both have name, phone and licence_no. `pinyin` is compared too; of a found one that has none,
    what was typed, which may be pinyin.
    """
    names = max(
        name_likeness(found["name"], known["name"]),
        name_likeness(found.get("pinyin") or found["name"], known.get("pinyin") or ""),
    )
    why: list[tuple[int, str]] = []
    if _same(_letters(found["licence_no"] or ""), _letters(known["licence_no"] or ""), 1):
        why.append((100, "licence"))
    if _same(_digits(found["phone"] or ""), _digits(known["phone"] or ""), PHONE_DIGITS):
        why.append((95, "phone"))
    if names >= ALIKE_PERCENT and distance_m <= ALIKE_M:
        why.append((names, "name"))
    if distance_m <= NEXT_DOOR_M:
        why.append((50, "near"))
    if not why:
        return None
    return {"score": max(score for score, _ in why), "why": [reason for _, reason in why]}


def name_likeness(a: str, b: str) -> int:
    """0 to 100: pairs of neighbouring letters in common, of all, or letters in common in their
    order, whichever says more: one other letter in the middle spoils two pairs ("梁一品生活超市",
    "粱一品生活超市"). A name inside the other counts 85 at least ("阳光超市", "阳光超市南店"), and
    so does one with words left out ("阳光生活超市").
    """
    a, b = _letters(a), _letters(b)
    if not a or not b:
        return 0
    if a == b:
        return 100
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    together = max(
        200 * (pairs_a & pairs_b).total() // max(1, pairs_a.total() + pairs_b.total()),
        200 * _in_order(a, b) // (len(a) + len(b)),
    )
    short, long = sorted((a, b), key=len)
    return max(together, 85) if _inside(short, long) else together


def _inside(short: str, long: str) -> bool:
    """All of it in a row; or, of four letters and half as many as the other at least, in its
    order."""
    if len(short) < 2 or short in long:
        return len(short) > 1
    rest = iter(long)
    return len(short) >= 4 and 2 * len(short) >= len(long) and all(c in rest for c in short)


def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def _in_order(a: str, b: str) -> int:
    """The most letters of one that stand in the other in the same order."""
    row = [0] * (len(b) + 1)
    for letter in a:
        before = 0
        for i, other in enumerate(b, 1):
            above = row[i]
            row[i] = before + 1 if letter == other else max(above, row[i - 1])
            before = above
    return row[-1]


def _letters(text: str) -> str:
    """Letters and digits, full-width ones and capitals alike."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def _digits(text: str) -> str:
    """The last eleven: a country's prefix says nothing."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c in "0123456789")[-11:]


def _same(a: str, b: str, least: int) -> bool:
    return len(a) >= least and a == b


def fence_m(radius_m: int, least_m: int | None) -> int:
    """The fence that counts, for phone and server: never smaller than what its point's doubt and
    the usual doubt of a fix there ask for (`least_m`, where that is known)."""
    return max(radius_m, least_m or 0)


def stands(base: str | None, mine: str | None, now: str | None) -> str:
    """What became of a field she says is otherwise: `fresh`, as she saw it; `same`, it is already
    what she says; `clash`, somebody gave it another value meanwhile (K7). Nothing and an empty
    text are the same; so are texts that differ in blanks around them."""
    base, mine, now = ((text or "").strip() for text in (base, mine, now))
    return "same" if now == mine else "fresh" if now == base else "clash"


def _e7(degrees: float) -> int:
    return int(degrees * 1e7 + 0.5) if degrees >= 0 else -int(-degrees * 1e7 + 0.5)
