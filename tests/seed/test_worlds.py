"""The worlds themselves, before anybody hears of them."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec
import pytest

from backend.catalogue.rules import gtin_ok
from seed_data import catalogue, data, habits, history, pictures, worlds
from seed_data.grow import grown
from seed_data.load import WEEKS, field_work
from seed_data.script import Line, Script
from seed_data.stores import BOXES
from sync_protocol.generated.protocol import OPERATION_ARGS

TODAY = date(2026, 11, 25)


def lines_digest(lines: Iterable[Line]) -> str:
    total = hashlib.sha256()
    for line in lines:
        total.update(msgspec.json.encode(line.told()))
    return total.hexdigest()


def lived_through(today: date, now: str) -> list[Line]:
    script, world = Script(), worlds.small()
    worlds.tell_masters(script, world, history.at(today, -24 * 60), history.price_days(today))
    history.lived(script, world, today, now)
    return list(script)


def test_the_small_world_has_700_stores_served_as_their_tiers_ask() -> None:
    world = worlds.small()

    assert len(world.served) == 700
    assert len({store.id for store, _ in world.served}) == 700
    assert len({store.name for store, _ in world.served}) == 700
    for rep in world.of("field_rep"):
        own = world.stores_of[rep["login"]]
        assert {store.tier for store in own} == {rep["tier"]}
        assert len(own) == data.STORES_OF[rep["tier"]]
    offices = {store.org_unit_id for store in world.stores_of["rep.cc01"]}
    assert offices == {"O-CC", "O-SD"}


def test_the_accounts_get_the_stores_their_table_says() -> None:
    world = worlds.small()
    of_account = Counter(
        f"{store.customer_id} {store.tier}" for store, _ in world.served if store.customer_class
    )

    assert of_account["K001 P1"] == 3
    assert of_account["K003 P3"] == 12
    assert of_account["K005 P2"] == 6
    assert {s.org_unit_id for s, _ in world.served if s.customer_id == "K005"} == {"O-SD"}
    classes = Counter(store.customer_class for store, _ in world.served)
    assert classes == {"C1": 24, "C2": 37, "D": 639}


@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 28), date(2027, 2, 28)])
def test_six_reps_are_planned_60_visits_a_day_whatever_day_it_is(day: date) -> None:
    world = worlds.small()
    for planned in history.days_to_plan(day):
        stops = [
            store.id
            for rep in world.of("field_rep")
            for store in worlds.plan_of(world, rep, history.turn_of(planned))
        ]
        assert len(stops) == len(set(stops)) == 60


def test_a_cycle_brings_a_rep_to_every_store_as_often_as_the_tier_asks() -> None:
    world = worlds.small()
    for rep in world.of("field_rep"):
        cycle = history.working_days(date(2026, 12, 21), data.CYCLE_DAYS[rep["tier"]])
        met = Counter(
            store.id for day in cycle for store in worlds.plan_of(world, rep, history.turn_of(day))
        )
        assert set(met) == {store.id for store in world.stores_of[rep["login"]]}
        assert set(met.values()) == {2 if rep["tier"] == "P1" else 1}


def test_a_branch_is_as_large_as_the_capacity_of_its_forty_reps() -> None:
    world = worlds.branch()

    tiers = Counter(store.tier for store, _ in world.served)
    assert tiers == {"P1": 40, "P2": 420, "P3": 1760, "P4": 3200}
    assert len(world.of("field_rep")) == 40
    assert len(world.of("office_supervisor")) == 5
    assert len(world.partners) == 6
    accounts = Counter(store.customer_id for store, _ in world.served)
    assert {code: accounts[code] for code in ("K001", "K002", "K003", "K004", "K009")} == {
        "K001": 12, "K002": 18, "K003": 96, "K004": 40, "K009": 9,
    }  # fmt: skip
    visits = sum(data.PER_DAY[rep["tier"]] for rep in world.of("field_rep"))
    assert visits == 436
    other = {store.org_unit_id for store in world.stores_of["rep.ss01"]}
    assert other == {"O-SS", "O-GM"}


def test_every_door_lies_in_its_district_and_some_master_points_do_not_fit() -> None:
    world = worlds.branch()
    wrong = 0
    for store, _ in world.served:
        south, north, west, east = BOXES[store.org_unit_id.removeprefix("O-")]
        assert south <= store.true_lat_e7 / 1e7 <= north
        assert west <= store.true_lon_e7 / 1e7 <= east
        wrong += (store.lat_e7, store.lon_e7) != (store.true_lat_e7, store.true_lon_e7)
    assert 0.05 < wrong / len(world.served) < 0.09


@pytest.mark.parametrize("number", [None, 0, 1])
def test_every_name_of_a_person_shop_or_company_says_that_it_is_a_demo(
    number: int | None,
) -> None:
    world = worlds.small() if number is None else worlds.branch(number=number)
    named = [row["name"] for row in (*world.people, *world.partners, *world.units)]
    for store, _ in world.served:
        named += [store.name, store.customer_name, store.contact_name]

    assert [name for name in named if not name.startswith("演示")] == []


def test_every_gtin_is_of_the_restricted_range_with_a_right_check_digit() -> None:
    found = catalogue.products(200, worlds.SEED)

    assert len(found) == len({row["id"] for row in found}) == 200
    assert len({row["gtin"] for row in found}) == 200
    assert len({(row["name"], row["pack"]) for row in found}) == 200
    assert all(gtin_ok(row["gtin"]) and row["gtin"].startswith("299") for row in found)


def test_must_stock_lists_are_as_long_as_their_tier_asks() -> None:
    world = worlds.small()

    assert [len(world.must_stock(tier)) for tier in data.TIERS] == [14, 13, 9, 4]
    assert len(worlds.small(skus=200).must_stock("P1")) < 30


def test_every_operation_has_the_shape_the_protocol_asks() -> None:
    lines = lived_through(TODAY, history.at(TODAY, 12))

    assert len(lines) > 5000
    for line in lines:
        msgspec.convert(line.args, OPERATION_ARGS[line.kind], strict=True)


def test_eight_weeks_have_the_shape_the_protocol_asks_and_less_than_20_mb_of_pictures() -> None:
    today, now = TODAY, history.at(TODAY, 12)
    script, world = Script(), worlds.small()
    work = field_work(script, world, today, WEEKS)
    history.lived(script, world, today, now, days=5 * WEEKS, story=work)

    for line in script:
        msgspec.convert(line.args, OPERATION_ARGS[line.kind], strict=True)
        assert line.at <= line.heard <= now or line.offset_ms
    days = {line.args["day"] for line in script if line.kind == "visit.check_in"}
    assert len(days) == 5 * WEEKS + 1
    assert sum(map(len, work.pool.values())) < 20_000_000
    large = [image for image in work.pool.values() if len(image) > pictures.GLIMPSE_MOST]
    assert 30 <= len(large) <= 120
    assert {label["rep"] for label in work.labels} == set(habits.SMALL)
    assert {trick for label in work.labels for trick in label["tricks"]} == {
        "away", "clock", "copied", "frozen", "left", "reused", "short",
    }  # fmt: skip


def test_nobody_says_anything_before_it_happened() -> None:
    now = history.at(TODAY, 12)
    lines = lived_through(TODAY, now)

    assert all(line.at <= line.heard <= now for line in lines)
    assert [line.heard for line in lines] == sorted(line.heard for line in lines)


@pytest.mark.parametrize("hour", [1.5, 12, 23.9])
@pytest.mark.parametrize("today", [TODAY, date(2026, 11, 28), date(2026, 11, 29)])
def test_today_is_under_way_at_whatever_hour_and_weekday_it_is_loaded(
    today: date, hour: float
) -> None:
    lines = lived_through(today, history.at(today, hour))

    of_today = Counter(line.kind for line in lines if line.args.get("day") == today.isoformat())
    assert of_today["planned_visit.put"] == 60
    assert of_today["visit.record"] >= 5
    assert of_today["order.submit"] >= 2
    carried = Counter(
        line.kind for line in lines if line.args.get("deliver_on") == today.isoformat()
    )
    assert carried["note.make"] >= 5
    begun = {
        line.login for line in lines if line.args.get("started_at", "") >= history.at(today, 0)
    }
    assert "rep.cc01" not in begun


def test_the_same_seed_grows_the_same_bytes_and_another_seed_others() -> None:
    once = lines_digest(grown("branch", 7, 16, TODAY, days=1))

    assert lines_digest(grown("branch", 7, 16, TODAY, days=1)) == once
    assert lines_digest(grown("branch", 8, 16, TODAY, days=1)) != once


def test_the_national_world_repeats_no_id_over_its_branches() -> None:
    seen: set[tuple[str, str]] = set()
    stores = 0
    for line in grown("national", 7, 16, TODAY, branches=3):
        if line.kind == "org_unit.put" and line.id == "HQ":
            continue
        assert (line.kind, line.id) not in seen
        seen.add((line.kind, line.id))
        stores += line.kind == "store.put"
    assert stores == 3 * 5420


def test_what_is_grown_stays_what_it_was() -> None:
    """Committed hash: a world that changes by accident would make measurements incomparable."""
    assert lines_digest(grown("branch", 7, 200, TODAY))[:16] == "78a8667545e87cc6"
