"""What was planted is found by the product's own flags, and the report counts it rightly."""

from datetime import date
from pathlib import Path

import pytest

from seed_data import fraud_report, habits, history, worlds
from seed_data.habits import Habit, Phone
from seed_data.load import LABELS, read_labels
from seed_data.scored import Flag, Score, scored, table

ROOT = Path(__file__).parents[2]
ALWAYS = {"every": 1, "often": 1.0}
PEOPLE = {
    "rep.cc01": Habit(("copied", "fast"), **ALWAYS),
    "rep.cc02": Habit(("padded",), **ALWAYS),
    "rep.cc03": Habit(("reused",), besides={"album": 1.0}, **ALWAYS),
    "rep.sd01": Habit(("frozen", "clock"), **ALWAYS),
    "rep.sd02": Habit(("short", "left"), **ALWAYS),
}
PHONES = {"rep.sd03": Phone(shifted=True)}
PLANTED = ("G01", "G03", "G05", "G07", "G08", "G09", "G12", "G13", "G14", "G16", "G17")


@pytest.fixture(scope="module")
def days() -> list[date]:
    return history.working_days(fraud_report.TODAY, 3)


async def test_each_trick_is_found_by_its_flag_among_real_visits(
    days: list[date], tmp_path: Path
) -> None:
    found, _ = await fraud_report.report(worlds.small(), PEOPLE, PHONES, days, tmp_path)
    by_code = {one.code: one for one in found}

    assert {code for code in PLANTED if by_code[code].hits == 0} == set()
    # One copy of a picture, and one position for a day, leave no doubt.
    assert by_code["G03"].recall == by_code["G08"].recall == 1.0
    assert by_code["G09"].recall is not None
    assert by_code["G09"].recall > 0.6
    # Others are not drawn into it.
    assert by_code["G03"].false_alarms == by_code["G12"].false_alarms == 0
    labels = read_labels(tmp_path / LABELS)
    assert {label["rep"] for label in labels} == {*PEOPLE, *PHONES}
    said = {trick for label in labels for trick in label["tricks"]}
    assert said == set(habits.TRUTH)


def test_no_code_of_the_product_names_the_truth() -> None:
    """Imports are held by import-linter; this is about the file."""
    code = [
        file
        for folder, kinds in (("backend", "py"), ("sync_protocol", "py"), ("pwa/src", "[ts]*"))
        for file in (ROOT / folder).rglob(f"*.{kinds}")
    ]
    assert len(code) > 300
    assert [file for file in code if LABELS in file.read_text(encoding="utf-8")] == []


VISITS = {
    "v1": ("rep.a", "2026-11-02", "S1"),
    "v2": ("rep.a", "2026-11-03", "S2"),
    "v3": ("rep.b", "2026-11-03", "S3"),
    "v4": ("rep.a", "2026-11-20", "S1"),
}


def of(scores: list[Score], code: str) -> tuple[int, int, int, int]:
    one = next(one for one in scores if one.code == code)
    return one.hits, one.false_alarms, one.missed, one.elsewhere


def label(visit: str, *tricks: str) -> dict[str, object]:
    rep, day, store = VISITS[visit]
    return {"rep": rep, "day": day, "visit": visit, "store": store, "tricks": list(tricks)}


def test_hits_false_alarms_and_misses_are_told_apart() -> None:
    labels = [label("v1", "away"), label("v2", "reused", "album")]
    flags = [
        Flag("G01", "v1", "rep.a", "2026-11-02"),
        Flag("G01", "v3", "rep.b", "2026-11-03"),
        Flag("G08", "v2", "rep.a", "2026-11-03"),
    ]
    found = scored(labels, flags, VISITS, wrong_points={"S3"})

    assert of(found, "G01") == (1, 1, 0, 1)
    assert of(found, "G16") == (0, 0, 1, 0)
    assert of(found, "G08") == (1, 0, 0, 0)
    assert of(found, "G09") == (0, 0, 1, 0)
    g01 = next(one for one in found if one.code == "G01")
    assert (g01.precision, g01.recall) == (0.5, 1.0)
    g02 = next(one for one in found if one.code == "G02")
    assert (g02.precision, g02.recall) == (None, None)
    assert (g01.mended, g02.mended) == (1.0, None)
    line = next(line for line in table(found).splitlines() if line.startswith("G01"))
    assert line.split() == ["G01", "1", "1", "(1)", "0", "0.50", "1.00", "1.00", "4", "visits"]


def test_padding_gives_ground_for_the_days_whose_fourteen_days_hold_it() -> None:
    labels = [label("v1", "padded")]
    flags = [Flag("G14", None, "rep.a", day) for day in ("2026-11-03", "2026-11-20")]
    found = scored(labels, flags, VISITS)

    # 2 November is missed, 3 November a hit, 20 November is eighteen days later. Three rep-days
    # were worked by rep.a and one by rep.b.
    assert of(found, "G14") == (1, 1, 1, 0)
    assert next(one for one in found if one.code == "G14").of == 4
