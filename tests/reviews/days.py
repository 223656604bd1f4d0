"""A rep's day as plain facts: honest unless a test makes it otherwise."""

from dataclasses import replace
from typing import Any

from backend.reviews.facts import Call, Day, Point, Said, Shot

DOOR = Point(230215000, 1131214000)
M = 90
"""A metre to the north, near enough."""


def at(minute: float) -> str:
    """09:00 plus so many minutes in Shanghai, as an instant."""
    ms = round(minute * 60_000)
    hours, rest = divmod(ms, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"2026-11-27T{1 + hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}Z"


def north(metres: int, of: Point = DOOR) -> Point:
    return Point(of.lat_e7 + metres * M, of.lon_e7)


def shot(id: str = "F-1", minute: float = 0.5, kind: str = "storefront", **more: Any) -> Shot:
    given = {"mode": "live", "present": True, **more}
    return Shot(id, kind, at(minute), **given)


def said(minute: float, kind: str = "visit.check", **more: Any) -> Said:
    return Said(kind, at(minute), **{"offset_ms": 0, "replica_id": "R-1", **more})


def call(n: int = 1, begin: float = 0, stay: float = 20, **more: Any) -> Call:
    """The n-th store lies n x 500 m north of the first; she stands some metres from its door."""
    door = more.pop("store_point", north(500 * n))
    given: dict[str, Any] = {
        "org_unit_id": "B-FS-CC", "tier": "P3", "customer_class": "C2", "radius_m": 100,
        "state": "completed", "began_min": 540 + int(begin),
        "at": north(5 + n, door), "accuracy_m": 10 + n, "age_s": 3, "distance_m": 5 + n,
        "out": north(7 + n, door), "out_accuracy_m": 11 + n, "stay_s": int(stay * 60),
        "shots": (shot(f"F-{n}", begin + 0.5),),
        "said": (
            said(begin, "visit.check_in"), said(begin + 6, skus=9),
            said(begin + stay, "visit.check_out"),
        ),
    }  # fmt: skip
    whole = {**given, **more}
    return Call(
        id=f"V-{n}", store_id=f"ST-{n}", store_point=door, began_at=at(begin),
        ended_at=whole.pop("ended_at", at(begin + stay)), **whole,
    )  # fmt: skip


def day(*calls: Call, **more: Any) -> Day:
    return Day("rep.cc01", "2026-11-27", calls, **more)


def at_ease(stores: int = 4) -> Day:
    """Half an hour a store, ten minutes between them."""
    return day(*(call(n, begin=(n - 1) * 30, stay=20) for n in range(1, stores + 1)))


__all__ = ["DOOR", "at", "at_ease", "call", "day", "north", "replace", "said", "shot"]
