"""G01 to G17 on plain facts: the ground that raises each, and the honest day that raises none."""

from typing import Any

import pytest

from backend.customers.rules import bd09_of_gcj02, gcj02_of_wgs84, to_wgs84
from backend.reviews.facts import Day, Fix, Point
from backend.reviews.flags import raised
from backend.reviews.thresholds import DEFAULTS
from tests.reviews.days import at, at_ease, call, day, north, replace, said, shot


def codes(of: Day) -> dict[str, str]:
    """By key what was raised."""
    return {one.key: one.level for one in raised(of, DEFAULTS)}


def one(of: Day, key: str) -> dict[str, Any]:
    return next(flag.evidence for flag in raised(of, DEFAULTS) if flag.key == key)


def test_an_honest_day_raises_nothing() -> None:
    assert codes(at_ease(8)) == {}


def test_g01_outside_the_fence() -> None:
    far = day(call(distance_m=340))
    assert codes(far) == {"V-1:G01": "red"}
    assert one(far, "V-1:G01") == {
        "distance_m": 340, "radius_m": 100, "accuracy_m": 11, "allowed_m": 111,
    }  # fmt: skip
    nowhere = day(call(at=None, accuracy_m=None, age_s=None, distance_m=None))
    assert codes(nowhere) == {"V-1:G02": "yellow"}


def test_g02_a_poor_fix_stays_a_question_though_a_photo_made_it_good() -> None:
    poor = day(call(accuracy_m=300, shots=(shot(review="accepted"),)))
    assert codes(poor) == {"V-1:G02": "yellow"}


def test_g03_one_place_at_three_stores() -> None:
    place = Point(230215000, 1131214000)
    calls = [replace(one, at=place) for one in at_ease(3).calls]
    assert codes(day(*calls[:2])) == {}
    found = codes(day(*calls))
    assert {key for key in found if "G03" in key} == {"V-1:G03", "V-2:G03", "V-3:G03"}
    assert one(day(*calls), "V-2:G03") == {"stores": 3, "visits": ["V-1", "V-3"]}


def test_g03_twenty_fixes_of_one_accuracy() -> None:
    before = [Fix(at(0), north(n * 10), 10, f"V-b{n}", "ST-b") for n in range(18)]
    today = call(accuracy_m=10, out_accuracy_m=10)
    assert codes(day(today, before=before)) == {"V-1:G03": "red"}
    assert codes(day(today, before=before[1:])) == {}
    assert codes(day(replace(today, out_accuracy_m=11), before=before)) == {}


def test_g04_faster_than_a_city_or_anywhere() -> None:
    first, second = call(1, 0, 20), call(2, 22, 20, store_point=north(4000))
    assert codes(day(first, second)) == {"V-2:G04": "red"}
    found = one(day(first, second), "V-2:G04")
    assert (found["took_s"], found["limit_kmh"], found["from_visit"]) == (120, 60, "V-1")
    assert 3400 < found["way_m"] < 3500
    # The same way in six minutes is 35 km/h; to another office's store 105 km/h is no question.
    assert codes(day(first, call(2, 26, 20, store_point=north(4000)))) == {}
    elsewhere = call(2, 22, 20, store_point=north(4000), org_unit_id="B-FS-NH")
    assert codes(day(first, elsewhere)) == {}
    at_once = call(2, 20, 20, store_point=north(4000))
    assert one(day(first, at_once), "V-2:G04")["kmh"] is None


@pytest.mark.parametrize(("stay", "flagged"), [(4.9, True), (5, False), (70, False), (70.1, True)])
def test_g05_too_short_or_far_too_long(stay: float, flagged: bool) -> None:
    quiet = day(call(stay=stay, said=()))
    assert codes(quiet) == ({"V-1:G05": "yellow"} if flagged else {})


def test_g05_says_why_she_left_early_and_nothing_of_it_where_she_stayed_too_long() -> None:
    left = call(stay=2, said=(), early="owner_busy")
    assert one(day(left), "V-1:G05")["why"] == "owner_busy"
    assert "why" not in one(day(replace(left, early=None)), "V-1:G05")
    assert "why" not in one(day(call(stay=80, said=(), early="owner_busy")), "V-1:G05")


def test_g06_two_visits_at_once() -> None:
    near = north(520)
    both = day(call(1, 0, 20), call(2, 19, 20, store_point=near))
    assert codes(both) == {"V-2:G06": "red"}
    assert one(both, "V-2:G06")["visit_id"] == "V-1"
    never_left = replace(call(1), state="in_progress", ended_at=None, out=None, stay_s=None)
    assert codes(day(never_left, call(2, 30))) == {"V-2:G06": "red"}
    assert codes(day(call(1, 0, 20), call(2, 20, 20, store_point=near))) == {}


def test_g07_a_clock_that_is_off_or_jumps() -> None:
    off = tuple(replace(one, offset_ms=301_000) for one in call().said)
    assert codes(day(call(said=off))) == {"V-1:G07": "yellow"}
    again = tuple(replace(one, offset_ms=301_000) for one in call(2, 40).said)
    twice = day(call(said=off), call(2, 40, said=again))
    assert codes(twice) == {"V-1:G07": "red", "V-2:G07": "red"}
    jumped = (said(0, "visit.check_in"), said(6, offset_ms=121_000, skus=9))
    assert one(day(call(said=jumped)), "V-1:G07")["jump_ms"] == 121_000
    assert codes(day(call(stay=20, stay_s=1200 + 121))) == {"V-1:G07": "yellow"}
    assert codes(day(call(stay=20, stay_s=300))) == {}, "the phone slept"


def test_g08_not_live_or_of_another_time() -> None:
    assert codes(day(call(shots=(shot(mode="file"),)))) == {"V-1:G08": "red"}
    late = day(call(stay=20, shots=(shot(minute=30.1),)))
    assert one(late, "V-1:G08")["outside"] == ["F-1"]
    assert codes(day(call(stay=20, shots=(shot(minute=30),)))) == {}


def test_g09_joins_what_the_pictures_say() -> None:
    like = {"like_id": "F-0", "like_distance": 2, "like_day": "2026-11-02"}
    found = one(day(call(shots=(shot(like=like), shot("F-2")))), "V-1:G09")
    assert found == {"photos": [{"photo_id": "F-1", **like}]}


@pytest.mark.parametrize(
    ("reason", "code"), [("screen_or_print", "G10"), ("wrong_store", "G11"), ("blurred", None)]
)
def test_g10_and_g11_are_said_by_reviewers(reason: str, code: str | None) -> None:
    seen = day(call(shots=(shot(review="rejected", review_reason=reason),)))
    assert codes(seen) == ({f"V-1:{code}": "review"} if code else {})


def counted(sku: int, shelf: int, **more: Any) -> dict[str, Any]:
    return {
        "sku_id": f"SKU-{sku}", "location": "main_shelf", "presence": "present", "facings": 4,
        "shelf_units": shelf, "backroom_units": None, "price_fen": 500, **more,
    }  # fmt: skip


def test_g12_counts_that_did_not_move_though_goods_were_sold() -> None:
    last = [counted(n, 10 + n) for n in range(20)]
    one_moved = [*last[:19], counted(19, 99)]
    both = {"last": last, "last_id": "V-0", "sold": 1}
    assert one(day(call(observations=one_moved, **both)), "V-1:G12") == {
        "same": 19, "compared": 20, "last_id": "V-0", "orders": 1,
    }  # fmt: skip
    two_moved = [*last[:18], counted(18, 98), counted(19, 99)]
    assert codes(day(call(observations=two_moved, **both))) == {}
    assert codes(day(call(observations=last, **{**both, "sold": 0}))) == {}
    uncounted = [{**one, "shelf_units": None} for one in last]
    assert codes(day(call(observations=uncounted, **{**both, "last": uncounted}))) == {}


def test_g13_faster_than_a_hand_or_all_at_the_start() -> None:
    quick = (said(0, "visit.check_in"), said(8.9 / 60, skus=9), said(20, "visit.check_out"))
    assert one(day(call(said=quick)), "V-1:G13")["skus"] == 9
    fair = (said(0, "visit.check_in"), said(9 / 60, skus=9), said(20, "visit.check_out"))
    assert codes(day(call(said=fair))) == {}
    early = (said(0, "visit.check_in"), said(1, skus=9), said(3.9, "visit.outside"))
    assert one(day(call(said=early)), "V-1:G13")["steps"] == 2
    assert codes(day(call(said=(*early, said(4, "visit.skip"))))) == {}


def test_g14_more_than_a_fifth_came_to_nothing() -> None:
    assert codes(day(orders=5, ordered_fen=1000, refused_fen=200)) == {}
    found = codes(day(orders=5, ordered_fen=1000, refused_fen=201))
    assert found == {"G14:rep.cc01:2026-11-27": "yellow"}
    assert codes(day()) == {}


def test_g15_two_devices_within_an_hour() -> None:
    other = tuple(replace(one, replica_id="R-2") for one in call(2, 79).said)
    assert codes(day(call(1, 0, 20), call(2, 79, said=other))) == {
        "G15:rep.cc01:2026-11-27": "yellow"
    }
    later = tuple(replace(one, replica_id="R-2") for one in call(2, 81).said)
    assert codes(day(call(1, 0, 20), call(2, 81, said=later))) == {}


def test_g15_two_users_of_one_phone_in_a_day() -> None:
    others = [{"rep_id": "rep.cc03", "name": "乙", "at": "2026-11-27T04:00:00.000Z"},
              {"rep_id": "rep.cc02", "name": "甲", "at": "2026-11-27T05:00:00.000Z"}]  # fmt: skip
    (found,) = raised(day(call(), shared=others), DEFAULTS)
    assert (found.key, found.code, found.level) == (
        "G15:rep.cc01:2026-11-27:shared", "G15", "yellow",
    )  # fmt: skip
    assert found.evidence == {"users": 3, "names": ["乙", "甲"], "at": others[0]["at"]}


def test_g16_checked_out_from_far_away() -> None:
    gone = call(out=north(500 + 520), out_accuracy_m=10)
    assert codes(day(gone)) == {"V-1:G16": "red"}
    assert codes(day(replace(gone, out_accuracy_m=30))) == {}


def test_v8_at_night() -> None:
    assert codes(day(call(began_min=6 * 60))) == {"V-1:V8": "yellow"}


def test_v8_by_channel() -> None:
    late = replace(DEFAULTS, evening_opens_min=10 * 60, evening_closes_min=23 * 60)
    for channel, begins, asked in (
        ("net_cafe", 22 * 60, False), ("net_cafe", 9 * 60, True), ("kiosk", 22 * 60, True),
    ):  # fmt: skip
        found = raised(day(call(began_min=begins, channel_type=channel)), late)
        assert [one.code for one in found] == (["V8"] if asked else [])
    (found,) = raised(day(call(began_min=9 * 60, channel_type="hotel")), late)
    assert found.evidence == {"at_min": 540, "from_min": 600, "to_min": 1380}


def shifted(stores: int, datum: str, jitter: int = 20) -> Day:
    """She stands where the shops are; their points were read from such a map."""
    calls = []
    for n, was in enumerate(at_ease(stores).calls):
        stands = north(500 * n + (jitter if n % 2 else -jitter))
        lat, lon = gcj02_of_wgs84(stands.lat_e7 / 1e7, stands.lon_e7 / 1e7)
        if datum == "bd09":
            lat, lon = bd09_of_gcj02(lat, lon)
        point = Point(round(lat * 1e7), round(lon * 1e7))
        calls.append(
            replace(was, at=stands, out=stands, store_point=point, distance_m=_away(stands, point))
        )
    return day(*calls)


def _away(a: Point, b: Point) -> int:
    from backend.visits.rules import distance_m

    return distance_m(a.lat_e7, a.lon_e7, b.lat_e7, b.lon_e7)


def test_g17_a_whole_day_shifted_like_a_map_blames_nobody() -> None:
    found = codes(shifted(5, "gcj02"))
    assert found["G17:rep.cc01:2026-11-27"] == "admin"
    assert set(found) == {"G17:rep.cc01:2026-11-27"}
    evidence = one(shifted(5, "gcj02"), "G17:rep.cc01:2026-11-27")
    assert (evidence["like"], len(evidence["stores"])) == ("gcj02", 5)
    assert 400 < evidence["shift_m"] < 700
    four = codes(shifted(4, "gcj02"))
    assert len([key for key in four if key.endswith("G01")]) == 4


def test_g17_is_seen_past_a_bad_fix_and_not_when_many_do_not_fit() -> None:
    """Six of seven off one way are a map's mistake; six of nine are not."""

    def with_others(count: int) -> Day:
        calls = list(shifted(6, "gcj02").calls)
        for n in range(count):
            was = calls[n]
            point = north(-500 - 60 * n)
            calls.append(
                replace(was, id=f"V-x{n}", store_id=f"S-x{n}", at=north(0), out=None,
                        store_point=point, distance_m=_away(north(0), point))
            )  # fmt: skip
        return day(*calls)

    key = "G17:rep.cc01:2026-11-27"
    assert len(one(with_others(1), key)["stores"]) == 6
    assert key not in codes(with_others(3))


def test_g17_needs_one_direction() -> None:
    """From a cafe in the middle the stores lie all around: that is no map."""
    calls = []
    for n, was in enumerate(at_ease(6).calls):
        point = north((-1) ** n * (200 + 40 * n))
        calls.append(replace(was, at=north(n), out=None, store_point=point,
                             distance_m=_away(north(n), point)))  # fmt: skip
    found = codes(day(*calls))
    assert "G17:rep.cc01:2026-11-27" not in found
    assert len([key for key in found if key.endswith("G01")]) == 6


def test_a_baidu_point_comes_back_to_half_a_metre() -> None:
    for lat, lon in ((23.02, 113.12), (39.9, 116.4), (30.66, 104.06)):
        shown = bd09_of_gcj02(*gcj02_of_wgs84(lat, lon))
        back = to_wgs84("bd09", round(shown[0] * 1e7), round(shown[1] * 1e7))
        assert _away(Point(*back), Point(round(lat * 1e7), round(lon * 1e7))) <= 1
