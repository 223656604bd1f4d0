"""Whether a partner may supply C customers: the qualification checklist F17 (domain.md 3.1). Pure.

Money in fen, shares in per mille, days as YYYY-MM-DD.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal, TypedDict

VALID_DAYS = 365
FED_DAYS = 30
"""Days of stock feed or sheets that show a stock system at work."""
ACCURATE_PER_MILLE = 950
TAX_NO = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}|[0-9A-Z]{15}|[0-9A-Z]{20}")
"""A unified social credit code, or a tax number of before or of a person in trade."""
Point = Literal["vat", "stock", "means", "intention"]
POINTS: tuple[Point, ...] = ("vat", "stock", "means", "intention")
NO_EXCEPTION: frozenset[Point] = frozenset({"vat"})


class Evidence(TypedDict):
    """What was seen at the partner's; None: nobody could show it."""

    checked_on: str
    vat_status: Literal["general", "small_scale"] | None
    certificate: bool
    tax_no: str | None
    stock_system: str | None
    lots: bool
    fefo: bool
    fed_days: int
    accuracy_per_mille: int | None
    own_funds_fen: int
    monthly_sales_fen: int
    payment_days: int
    stock_cover_days: int
    drops_per_day: int
    drops_needed: int
    letter_signed_on: str | None


class Allowed(TypedDict, total=False):
    """What somebody allowed for a point that lacks something. A condition holds until its day;
    an exception is the manager's, and holds as long as the checklist."""

    condition: str
    due_on: str
    exception_by: str


class Judged(TypedDict):
    result: Literal["pass", "conditional", "excepted", "fail"]
    lacks: list[str]


class Checklist(TypedDict):
    points: dict[Point, Judged]
    valid_until: str
    """The last day it holds."""
    may_supply: bool


def partner_checklist(
    evidence: Evidence, allowed: Mapping[Point, Allowed], today: str
) -> Checklist:
    """Each point with what it lacks, and whether the partner may be chosen today.

    A point that lacks something passes by a condition until its day, or by the manager's exception;
    the first by neither: who is no general taxpayer cannot invoice a C customer.
    """
    points: dict[Point, Judged] = {}
    for point in POINTS:
        lacks = _lacks(point, evidence, today)
        points[point] = {"result": _result(point, lacks, allowed.get(point, {}), today),
                         "lacks": lacks}  # fmt: skip
    until = _later(evidence["checked_on"], VALID_DAYS)
    holds = evidence["checked_on"] <= today <= until
    passed = all(one["result"] != "fail" for one in points.values())
    return {"points": points, "valid_until": until, "may_supply": holds and passed}


def _result(
    point: Point, lacks: list[str], allowed: Allowed, today: str
) -> Literal["pass", "conditional", "excepted", "fail"]:
    if not lacks:
        return "pass"
    if point in NO_EXCEPTION:
        return "fail"
    if allowed.get("exception_by"):
        return "excepted"
    if allowed.get("condition") and today <= allowed.get("due_on", ""):
        return "conditional"
    return "fail"


def _lacks(point: Point, seen: Evidence, today: str) -> list[str]:
    if point == "vat":
        wrong = {
            "general_taxpayer": seen["vat_status"] != "general",
            "certificate": not seen["certificate"],
            "tax_no": not TAX_NO.fullmatch(seen["tax_no"] or ""),
        }
    elif point == "stock":
        wrong = {
            "stock_system": not seen["stock_system"],
            "lots": not seen["lots"],
            "fefo": not seen["fefo"],
            "fed_days": seen["fed_days"] < FED_DAYS,
            "accuracy": (seen["accuracy_per_mille"] or 0) < ACCURATE_PER_MILLE,
        }
    elif point == "means":
        # Thirty days a month on both sides, so that no share of a month is rounded.
        days = seen["payment_days"] + seen["stock_cover_days"]
        wrong = {
            "own_funds": seen["own_funds_fen"] * 30 < seen["monthly_sales_fen"] * days,
            "drops": seen["drops_per_day"] < seen["drops_needed"],
        }
    else:
        signed = seen["letter_signed_on"]
        wrong = {"letter": signed is None or not signed <= today <= _later(signed, VALID_DAYS)}
    return [what for what, is_wrong in wrong.items() if is_wrong]


def _later(day: str, days: int) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() + days).isoformat()
