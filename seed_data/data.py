"""The tables of the demo world, read from the CSV files beside this module."""

import csv
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
Row = dict[str, str]

TIERS = ("P1", "P2", "P3", "P4")
STORES_OF = {"P1": 10, "P2": 35, "P3": 110, "P4": 400}
"""Stores a rep of this profile serves (domain.md 4.2)."""
PER_DAY = {"P1": 4, "P2": 7, "P3": 11, "P4": 20}
CYCLE_DAYS = {"P1": 5, "P2": 5, "P3": 10, "P4": 20}
"""Working days until every store of the rep has been visited as often as its tier asks."""
MINUTES = {"P1": 80, "P2": 45, "P3": 28, "P4": 18}
RADIUS_M = {"P1": 200, "P2": 150, "P3": 100, "P4": 100}
STORE_PRICES = "partner_to_c_store"
PARTNER_PRICES = "company_to_partner"
MIN_ORDER_FEN = 30_000


@cache
def rows(name: str) -> tuple[Row, ...]:
    """A CSV file of this folder."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def people(role: str | None = None) -> list[Row]:
    return [row for row in rows("people") if role is None or row["role"] == role]


def products() -> list[Row]:
    return list(rows("products"))


@cache
def office(code: str) -> Row:
    return next(row for row in rows("offices") if row["code"] == code)


@cache
def towns(code: str) -> tuple[Row, ...]:
    return tuple(row for row in rows("towns") if row["office"] == code)
