"""What is known of a rep's day, as plain values: the only thing rules and flags look at. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


def seconds(at: str) -> float:
    """An instant of ours as seconds since 1970."""
    return datetime.fromisoformat(at[:-1] + "+00:00").timestamp()


@dataclass(frozen=True, slots=True)
class Point:
    """A place in WGS-84, degrees x 10^7."""

    lat_e7: int
    lon_e7: int


@dataclass(frozen=True, slots=True)
class Fix:
    """A position a phone gave, when and where it belongs."""

    at: str
    point: Point
    accuracy_m: int
    visit_id: str
    store_id: str
    org_unit_id: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """An operation about a visit: when, put right by how far off the phone knew itself to be."""

    kind: str
    at: str
    offset_ms: int
    replica_id: str
    skus: int = 0


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo of a visit. `like`: the earlier photo it resembles (visits/looks.py)."""

    id: str
    type: str
    taken_at: str
    mode: str
    present: bool
    review: str | None = None
    review_reason: str | None = None
    like: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One visit of the rep, with what belongs to it."""

    id: str
    store_id: str
    org_unit_id: str
    tier: str
    customer_class: str
    store_point: Point
    radius_m: int
    state: str
    began_at: str
    ended_at: str | None
    began_min: int
    """Of the business day, in its zone: minutes after midnight."""
    channel_type: str = ""
    at: Point | None = None
    accuracy_m: int | None = None
    age_s: int | None = None
    distance_m: int | None = None
    out: Point | None = None
    out_accuracy_m: int | None = None
    stay_s: int | None = None
    """As the phone said it, pauses aside."""
    early: str | None = None
    """Why she left before the least stay was over, if she said so."""
    paused_s: int = 0
    """Of the time between, what her pauses take off (domain.md 3.6)."""
    whole: bool = False
    """It came as one operation, after the fact: it cannot say how it went."""
    undone: Sequence[str] = ()
    """Required steps that are neither done nor skipped."""
    lacking: Mapping[str, int] = field(default_factory=dict)
    """Blocking kinds of picture, and how many of each are missing."""
    observations: Sequence[Mapping[str, Any]] = ()
    last: Sequence[Mapping[str, Any]] | None = None
    """What the visit before found in this store."""
    last_id: str | None = None
    sold: int = 0
    """Orders of this store from that visit on until this one began."""
    said: Sequence[Said] = ()
    shots: Sequence[Shot] = ()
    ordered_at: Sequence[str] = ()

    @property
    def storefronts(self) -> list[Shot]:
        return [shot for shot in self.shots if shot.type == "storefront"]


@dataclass(frozen=True, slots=True)
class Day:
    """A rep's day, her fixes from before it, and her orders of the last weeks."""

    rep_id: str
    day: str
    calls: Sequence[Call]
    """By the time they began."""
    before: Sequence[Fix] = ()
    """Of the days before, the latest last."""
    orders: int = 0
    ordered_fen: int = 0
    refused_fen: int = 0
    shared: Sequence[Mapping[str, str]] = ()
    """Of every other rep who worked on a phone of hers that day: rep_id, name, at (his first)."""


def fixes(call: Call) -> list[Fix]:
    """Where the phone said it was, at the door and at leaving."""
    found = []
    if call.at is not None:
        found.append(
            Fix(call.began_at, call.at, call.accuracy_m or 0, call.id, call.store_id,
                call.org_unit_id)
        )  # fmt: skip
    if call.out is not None and call.ended_at is not None:
        found.append(
            Fix(call.ended_at, call.out, call.out_accuracy_m or 0, call.id, call.store_id,
                call.org_unit_id)
        )  # fmt: skip
    return found


def stayed_s(call: Call) -> int | None:
    """How long she was there. A phone's steady clock may sleep with it, and its wall clock may be
    set: the longer of the two is in her favour; what the clock did is G07's matter."""
    if call.ended_at is None:
        return None
    wall = int(seconds(call.ended_at) - seconds(call.began_at)) - call.paused_s
    return max(wall, call.stay_s or 0, 0)
