"""What does not fit (domain.md 4.10): G01 to G17, each a small function over a rep's day. Pure.

A flag is a question with its evidence, never a finding. Where an honest explanation is as good,
none is raised: a vague fix counts in her favour, times are upper bounds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from backend.reviews import rules
from backend.reviews.datum import Shift, shift_of
from backend.reviews.facts import Call, Day, fixes, seconds, stayed_s
from backend.reviews.thresholds import Thresholds
from backend.visits.rules import distance_m

RED, YELLOW, REVIEW, ADMIN = "red", "yellow", "review", "admin"
CODES = (
    "G01", "G02", "G03", "G04", "G05", "G06", "G07", "G08", "G09", "G10", "G11", "G12", "G13",
    "G14", "G15", "G16", "G17", "V8",
)  # fmt: skip
SAID_BY_REVIEWERS = {"screen_or_print": "G10", "wrong_store": "G11"}
"""A photo rejected for this reason is this flag."""
STEPS_BESIDE = ("visit.check_in", "visit.check_out", "visit.fail")


@dataclass(frozen=True, slots=True)
class Raised:
    """`key` names it for ever: found again, it is the same flag."""

    key: str
    code: str
    level: str
    visit_id: str | None
    evidence: dict[str, Any]


def of_visit(call: Call, code: str, level: str, **evidence: Any) -> Raised:
    return Raised(f"{call.id}:{code}", code, level, call.id, evidence)


def raised(day: Day, t: Thresholds, *, datum_asked: bool = True) -> list[Raised]:
    """Everything about this day. ``datum_asked``: no, once an administrator found the map right."""
    shift = shift_of(day, t) if datum_asked else None
    found = [] if shift is None else [datum(day, shift)]
    for check in OF_A_CALL:
        found += [one for call in day.calls if (one := check(call, t)) is not None]
    for check in OF_A_PLACE if shift is None else ():
        found += [one for call in day.calls if (one := check(call, t)) is not None]
    for check_day in OF_A_DAY:
        found += check_day(day, t)
    return found


# Of one visit


def outside(call: Call, t: Thresholds) -> Raised | None:
    """G01."""
    v1 = rules.place(call, t)
    if v1["ok"] or call.distance_m is None:
        return None
    return of_visit(call, "G01", RED, **_numbers(v1))


def poor_fix(call: Call, t: Thresholds) -> Raised | None:
    """G02. A visit that failed may do without a fix where the door was photographed (3.6)."""
    v2 = rules.fix_quality(call, t)
    shown = call.state == "failed" and call.at is None and call.storefronts
    return None if v2["good"] or shown else of_visit(call, "G02", YELLOW, **_numbers(v2))


def stay(call: Call, t: Thresholds) -> Raised | None:
    """G05. Bears why, where she said it at the door (V3): she is not asked a second time."""
    stayed = stayed_s(call)
    if stayed is None or call.state != "completed":
        return None
    least, standard = t.stay_min(call.tier) * 60, t.standard_min(call.tier) * 60
    most = standard * t.idle_percent // 100
    if least <= stayed <= most:
        return None
    said = {"why": call.early} if call.early and stayed < least else {}
    return of_visit(call, "G05", YELLOW, stay_s=stayed, least_s=least, most_s=most, **said)


def not_live(call: Call, t: Thresholds) -> Raised | None:
    """G08."""
    v5 = rules.photos(call, t)
    if not (v5["file"] or v5["outside"]) or call.whole:
        return None
    return of_visit(call, "G08", RED, file=v5["file"], outside=v5["outside"], allowed_s=t.photo_s)


def duplicate(call: Call, t: Thresholds) -> Raised | None:
    """G09, as visits/looks.py has found them."""
    alike = [{"photo_id": shot.id, **shot.like} for shot in call.shots if shot.like]
    return of_visit(call, "G09", RED, photos=alike) if alike else None


def seen_by_reviewers(call: Call, t: Thresholds) -> Raised | None:
    """G10: of several, the wrong shop (G11) is said in a flag of its own."""
    return _said(call, "G10")


def wrong_shop(call: Call, t: Thresholds) -> Raised | None:
    """G11."""
    return _said(call, "G11")


def _said(call: Call, code: str) -> Raised | None:
    ids = [
        shot.id
        for shot in call.shots
        if shot.review == rules.REJECTED and SAID_BY_REVIEWERS.get(shot.review_reason or "") == code
    ]
    return of_visit(call, code, REVIEW, photos=ids) if ids else None


COPIED = ("presence", "facings", "shelf_units", "backroom_units", "price_fen")


def copied(call: Call, t: Thresholds) -> Raised | None:
    """G12. Compared are SKUs whose stock was counted both times: facings and prices may stay as
    they were for months, but where goods were sold a count does not."""
    if call.last is None or call.sold == 0:
        return None
    before = {(one["sku_id"], one["location"]): one for one in call.last if _counted(one)}
    pairs = [
        (one, before[one["sku_id"], one["location"]])
        for one in call.observations
        if _counted(one) and (one["sku_id"], one["location"]) in before
    ]
    same = sum(all(a.get(name) == b.get(name) for name in COPIED) for a, b in pairs)
    if not pairs or same * 100 < t.copied_percent * len(pairs):
        return None
    return of_visit(
        call, "G12", YELLOW, same=same, compared=len(pairs), last_id=call.last_id, orders=call.sold
    )


def _counted(one: Any) -> bool:
    return one.get("shelf_units") is not None or one.get("backroom_units") is not None


def too_fast(call: Call, t: Thresholds) -> Raised | None:
    """G13. The phone says a step when it is saved, so what is measured, from the check-in to that
    moment, is at least as long as the step took."""
    stayed = stayed_s(call)
    checks = [one for one in call.said if one.kind == "visit.check"]
    begin = seconds(call.began_at)
    if checks and not call.whole:
        skus = sum(one.skus for one in checks)
        took_ms = int(max(0.0, seconds(checks[-1].at) - begin) * 1000)
        if skus and took_ms < skus * t.sku_ms:
            return of_visit(call, "G13", YELLOW, skus=skus, took_ms=took_ms, least_ms=t.sku_ms)
    inside = [one.at for one in call.said if one.kind not in STEPS_BESIDE]
    inside += [shot.taken_at for shot in call.shots if shot.type != "storefront"]
    inside += call.ordered_at
    if len(inside) < 2 or not stayed or call.whole:
        return None
    took = int(max(0.0, max(seconds(at) for at in inside) - begin))
    if took * 100 >= stayed * t.steps_percent:
        return None
    return of_visit(
        call, "G13", YELLOW, steps=len(inside), took_ms=took * 1000, stay_s=stayed,
        percent=t.steps_percent,
    )  # fmt: skip


def left(call: Call, t: Thresholds) -> Raised | None:
    """G16."""
    if call.out is None or call.state != "completed":
        return None
    away = _between(call.out, call.store_point)
    if away <= t.leave_m + min(call.out_accuracy_m or 0, t.doubt_m):
        return None
    return of_visit(
        call, "G16", RED, distance_m=away, accuracy_m=call.out_accuracy_m, allowed_m=t.leave_m,
        stay_s=stayed_s(call),
    )  # fmt: skip


def at_night(call: Call, t: Thresholds) -> Raised | None:
    """V8's yellow flag."""
    v8 = rules.hours(call, t)
    return None if v8["ok"] else of_visit(call, "V8", YELLOW, **_numbers(v8))


OF_A_CALL: tuple[Callable[[Call, Thresholds], Raised | None], ...] = (
    poor_fix, stay, not_live, duplicate, seen_by_reviewers, wrong_shop, copied, too_fast, at_night,
)  # fmt: skip
OF_A_PLACE = (outside, left)
"""Not asked where a datum error explains the whole day."""


# Of a day


def frozen(day: Day, t: Thresholds) -> Iterator[Raised]:
    """G03. Six decimals of a degree are a tenth of a metre: no real receiver says it twice."""
    by_place: dict[tuple[int, int], dict[str, Call]] = defaultdict(dict)
    for call in day.calls:
        if call.at is not None:
            by_place[_six(call.at.lat_e7), _six(call.at.lon_e7)].setdefault(call.store_id, call)
    marked: set[str] = set()
    for stores in by_place.values():
        if len(stores) >= t.frozen_stores:
            ids = [call.id for call in stores.values()]
            for call in stores.values():
                marked.add(call.id)
                others = [id for id in ids if id != call.id]
                yield of_visit(call, "G03", RED, stores=len(stores), visits=others)
    here = [fix for call in day.calls for fix in fixes(call)]
    row = [*day.before, *here][-t.frozen_fixes :]
    if here and len(row) == t.frozen_fixes and len({fix.accuracy_m for fix in row}) == 1:
        last = next(call for call in day.calls if call.id == row[-1].visit_id)
        if last.id not in marked:
            yield of_visit(last, "G03", RED, fixes=len(row), accuracy_m=row[-1].accuracy_m)


def _six(e7: int) -> int:
    return round(e7 / 10)


def travel(day: Day, t: Thresholds) -> Iterator[Raised]:
    """G04. Both fixes' vagueness is taken off the way. "Inside a city" are stores of one office."""
    row = sorted((fix for call in day.calls for fix in fixes(call)), key=lambda fix: fix.at)
    calls = {call.id: call for call in day.calls}
    marked: set[str] = set()
    for a, b in pairwise(row):
        way = _between(a.point, b.point) - a.accuracy_m - b.accuracy_m
        took = seconds(b.at) - seconds(a.at)
        if way <= 0 or b.visit_id in marked:
            continue
        city = a.org_unit_id == b.org_unit_id and way > t.city_m
        limit = t.city_kmh if city else t.speed_kmh
        # km/h over metres and seconds, without dividing by nothing
        if way * 3.6 > limit * took:
            marked.add(b.visit_id)
            yield of_visit(
                calls[b.visit_id], "G04", RED, way_m=way, took_s=int(took), limit_kmh=limit,
                kmh=int(way * 3.6 / took) if took > 0 else None, from_visit=a.visit_id,
                from_at=a.at, to_at=b.at,
            )  # fmt: skip


def overlap(day: Day, t: Thresholds) -> Iterator[Raised]:
    """G06. A visit nobody has left is still in progress when the next begins."""
    for n, call in enumerate(day.calls):
        for before in day.calls[:n]:
            if before.ended_at is None or before.ended_at > call.began_at:
                yield of_visit(
                    call, "G06", RED, visit_id=before.id, store_id=before.store_id,
                    began_at=before.began_at, ended_at=before.ended_at,
                )  # fmt: skip
                break


def clock(day: Day, t: Thresholds) -> Iterator[Raised]:
    """G07. A steady clock that ran longer than the wall's was set back in between; the other way
    round the phone only slept."""
    found = []
    last: int | None = None
    for call in day.calls:
        evidence: dict[str, Any] = {}
        for said in call.said:
            if abs(said.offset_ms) > t.clock_s * 1000:
                evidence["offset_ms"] = said.offset_ms
            if last is not None and abs(said.offset_ms - last) > t.jump_s * 1000:
                evidence["jump_ms"] = said.offset_ms - last
            last = said.offset_ms
        if call.ended_at is not None and call.stay_s is not None:
            wall = int(seconds(call.ended_at) - seconds(call.began_at)) - call.paused_s
            if call.stay_s - wall > t.jump_s:
                evidence |= {"stay_s": call.stay_s, "wall_s": wall}
        if evidence:
            found.append((call, evidence))
    level = RED if len(found) >= t.clock_repeats else YELLOW
    for call, evidence in found:
        yield of_visit(
            call, "G07", level, **evidence, allowed_ms=t.clock_s * 1000,
            allowed_jump_ms=t.jump_s * 1000, times=len(found),
        )  # fmt: skip


def shared(day: Day, t: Thresholds) -> Iterator[Raised]:
    """G15, of two users on one device in a day: asked of both."""
    if day.shared:
        first = min(day.shared, key=lambda one: one["at"])
        yield Raised(
            shared_key(day.rep_id, day.day), "G15", YELLOW, None,
            {"users": 1 + len(day.shared), "names": sorted(one["name"] for one in day.shared),
             "at": first["at"]},
        )  # fmt: skip


def shared_key(rep_id: str, day: str) -> str:
    return f"G15:{rep_id}:{day}:shared"


def devices(day: Day, t: Thresholds) -> Iterator[Raised]:
    """G15, of one user on two devices."""
    row = sorted((one.at, one.replica_id) for call in day.calls for one in call.said)
    for (a_at, a), (b_at, b) in pairwise(row):
        gap = int(seconds(b_at) - seconds(a_at))
        if a != b and gap <= t.devices_s:
            yield Raised(
                f"G15:{day.rep_id}:{day.day}", "G15", YELLOW, None,
                {"devices": len({replica for _, replica in row}), "gap_s": gap, "at": b_at,
                 "allowed_s": t.devices_s},
            )  # fmt: skip
            return


def padded(day: Day, t: Thresholds) -> Iterator[Raised]:
    """G14, over the days that end with this one."""
    if day.refused_fen * 100 > day.ordered_fen * t.padded_percent:
        yield Raised(
            f"G14:{day.rep_id}:{day.day}", "G14", YELLOW, None,
            {"refused_fen": day.refused_fen, "ordered_fen": day.ordered_fen, "orders": day.orders,
             "days": t.padded_days, "percent": t.padded_percent},
        )  # fmt: skip


OF_A_DAY: tuple[Callable[[Day, Thresholds], Iterable[Raised]], ...] = (
    frozen, travel, overlap, clock, devices, shared, padded,
)  # fmt: skip


def datum(day: Day, shift: Shift) -> Raised:
    """G17: to the administrator, and nobody's fault."""
    return Raised(f"G17:{day.rep_id}:{day.day}", "G17", ADMIN, None, shift.told())


def _between(a: Any, b: Any) -> int:
    return distance_m(a.lat_e7, a.lon_e7, b.lat_e7, b.lon_e7)


def _numbers(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in ("rule", "ok", "good")}
