"""What a promotion comes to in a store (domain.md 3.5, claim). Pure; whole fen."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]
LEAST_PASSED_PCT = 60
DISPLAY_PHOTOS = 2
STOREFRONT_PHOTOS = 1
"""Of each month a paid display stood."""
SETTLE_DAYS = 30
DISPLAY_TYPES = ("promotion", "second_display", "main_shelf_after")
STOREFRONT = "storefront"


def share_fen(whole_fen: int, part: int, of: int) -> int:
    """Halves up; nothing of nothing."""
    return (2 * whole_fen * part + of) // (2 * of) if of else 0


def payout_fen(agreed_fen: int, passed: int, checks: int) -> int:
    """Agreed fee by the share of checks that passed, if that is 60 % at least, else nothing."""
    if not checks or 100 * passed < LEAST_PASSED_PCT * checks:
        return 0
    return share_fen(agreed_fen, passed, checks)


def months(first: str, last: str) -> list[str]:
    """Every month of a period, as 2026-11."""
    found = [first[:7]]
    while found[-1] < last[:7]:
        year, month = int(found[-1][:4]), int(found[-1][5:7])
        found.append(f"{year + month // 12:04d}-{month % 12 + 1:02d}")
    return found


def missing(
    agreement: Row | None, checks: int, photos: Iterable[tuple[str, str]], of: Sequence[str]
) -> list[str]:
    """What a display fee still lacks. ``photos``: type and month of each; ``of``: the months."""
    taken = list(photos)

    def enough(types: Sequence[str], least: int) -> bool:
        return all(sum(t in types and m == month for t, m in taken) >= least for month in of)

    lacks = {
        "agreement": agreement is None,
        "checks": checks == 0,
        "display_photos": not enough(DISPLAY_TYPES, DISPLAY_PHOTOS),
        "storefront_photos": not enough((STOREFRONT,), STOREFRONT_PHOTOS),
    }
    return [name for name, lack in lacks.items() if lack]


def gifts_fen(gifts: Iterable[Row], promotion_id: str) -> int:
    """Of what was given, so much as the store received."""
    return sum(
        share_fen(gift["worth_fen"], gift["received_qty"] or 0, gift["qty"])
        for gift in gifts
        if gift["promotion_id"] == promotion_id
    )


def off_fen(lines: Iterable[Row], promotion_id: str) -> int:
    """Of what it took off the price, so much as falls on what the store received."""
    return sum(
        share_fen(reason["off_fen"], line["received_qty"] or 0, line["qty"])
        for line in lines
        for reason in line.get("promoted") or ()
        if reason["promotion_id"] == promotion_id
    )


def sum_fen(lines: Iterable[Row]) -> int:
    return sum(line["fee_fen"] + line["gifts_fen"] + line["off_fen"] for line in lines)
