"""M01, visit completion (domain.md 2.10): what counts, and how it is added up. Pure.

A planned visit is one the office planned; a stop a rep added for herself is not, or she could
raise her own number. It is done by a valid visit to its store on its day. Valid here is: completed.
A stop that was moved is due on the day it was moved to. Make-up days are not counted yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

FORMULA = (
    "M01 = planned visits with a completed visit to the store on the planned day"
    " / (planned visits - waived); stops added by the rep are not planned"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Numbers are kept in parts, so that a roll-up adds parts and never averages rates."""

    numerator: int = 0
    denominator: int = 0
    waived: int = 0

    def __add__(self, other: "Parts") -> "Parts":
        return Parts(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.waived + other.waived,
        )

    @property
    def rate_1e4(self) -> int | None:
        """Four decimals as an integer, halves up; None (a dash) when nothing was due."""
        if self.denominator == 0:
            return None
        return (self.numerator * 20_000 + self.denominator) // (2 * self.denominator)

    def told(self) -> dict[str, Any]:
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "rate_1e4": self.rate_1e4,
            "waived": self.waived,
        }


def parts_of(state: str, origin: str, *, visited: bool) -> Parts:
    """What one stop contributes; `visited`: a completed visit to its store on its day."""
    if origin != "planned":
        return Parts()
    if state == "waived":
        return Parts(waived=1)
    return Parts(numerator=int(visited), denominator=1)


def added(parts: Iterable[Parts]) -> Parts:
    return sum(parts, Parts())
