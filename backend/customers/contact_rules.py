"""Whether a telephone number and receiving hours can be used as they are written. Pure.

Twin: pwa/src/customers/contact-rules.ts. Both must pass
sync_protocol/vectors/rules/customers.phone_ok.json and customers.hours_ok.json.
"""

import re
import unicodedata
from collections.abc import Callable

HOME = r"(?:\+?86|0086)?"
PHONES = re.compile(
    rf"{HOME}1[3-9][0-9]{{9}}"  # a mobile
    rf"|{HOME}0[1-9][0-9]{{8,10}}(?:[转x][0-9]{{1,6}})?"  # a line with its area, and an extension
    r"|[2-9][0-9]{6,7}(?:[转x][0-9]{1,6})?"  # without its area: whoever reads it is near
    r"|[48]00[0-9]{7}"
    r"|(?:\+|00)85[23][0-9]{8}"  # Hong Kong and Macau, next door
)
EXTENSION = re.compile(r"(?<=[0-9]{7})-(?=[0-9]{1,6}$)")
"""The hyphen behind a whole number; those within it are for the eye only."""
WINDOW = re.compile(r"([0-9]{1,2}):([0-9]{2})\s*[-–~至]\s*([0-9]{1,2}):([0-9]{2})")
BETWEEN = re.compile(r"[,;、/]")


def phone_ok(text: str) -> bool:
    """One number or several; nothing is no number, and allowed."""
    return _each(text, _is_phone)


def hours_ok(text: str) -> bool:
    """09:00-12:00, or several such; nothing is allowed."""
    return _each(text, _is_window)


def _each(text: str, fits: Callable[[str], bool]) -> bool:
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain == "" or all(fits(part.strip()) for part in BETWEEN.split(plain))


def _is_phone(text: str) -> bool:
    close = re.sub(r"[\s()]", "", text)
    ways = (close, EXTENSION.sub("转", close))
    return any(PHONES.fullmatch(way.replace("-", "")) for way in ways)


def _is_window(text: str) -> bool:
    found = WINDOW.fullmatch(text)
    if found is None:
        return False
    begin_h, begin_m, end_h, end_m = map(int, found.groups())
    begin, end = begin_h * 60 + begin_m, end_h * 60 + end_m
    return begin_m < 60 and end_m < 60 and begin < end <= 1440
