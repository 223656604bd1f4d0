"""What the server says in codes has a sentence in each language, and the facts to fill it."""

import json
import re
from pathlib import Path

import pytest

from backend.orders import rules
from backend.reviews.flags import CODES
from sync_protocol.generated.protocol import OPERATION_ROLES, PROBLEM_CODES

ROOT = Path(__file__).parents[2]
STOP = {"store_name", "day", "by_name", "rep_name"}
TASK = {"title", "store_name", "by_name", "note"}
ORDER = {"no", "store_name", "by_name", "reason"}
NOTE = {"no", "store_name"}
BOUGHT = {"no", "by_name", "reason"}
PHOTO = {"store_name", "day", "by_name"}
TOLD: dict[str, set[str]] = {
    "plan.moved_to_you": STOP,
    "plan.moved_away": STOP,
    "plan.moved_day": STOP,
    "plan.waived": {"store_name", "day", "by_name", "reason"},
    "plan.visited_by_other": {"store_name", "day", "rep_name"},
    "task.assigned": TASK,
    "task.done": TASK,
    "task.done_after_withdrawal": TASK,
    "task.not_possible": TASK,
    "task.withdrawn": TASK,
    "task.closed": {"title", "store_name"},
    "order.rejected": ORDER,
    "order.cancelled": ORDER,
    "order.short": ORDER,
    "order.held": ORDER,
    "order.released": ORDER,
    "order.un_audited": ORDER,
    "order.closed": ORDER,
    "order.recalled": ORDER,
    "order.recall_late": ORDER | {"tried", "state"},
    "order.cancel_recalled": ORDER | {"tried", "state"},
    "order.opened": ORDER,
    "order.close_asked": ORDER,
    "order.line_closed": ORDER,
    "order.redelivered": ORDER,
    "order.amended": ORDER,
    "order.amend_returned": ORDER,
    "order.amend_shipped": {"no", "store_name", "sku", "asked", "became"},
    "order.conflict": ORDER | {"tried", "state"},
    "photo.rejected": PHOTO | {"reason"},
    "photo.accepted": PHOTO,
    "flag.raised": {"store_name", "day", "reason"},
    "flag.raised_day": {"day", "reason"},
    "visit.rejected": PHOTO | {"reason"},
    "visit.accepted": PHOTO,
    "visit.appealed": {"store_name", "day", "rep_name"},
    "appeal.upheld": PHOTO,
    "store.approved": {"store_name", "by_name"},
    "store.returned": {"store_name", "by_name", "reason"},
    "store.merged": {"store_name", "into_name", "by_name"},
    "store.unmerged": {"store_name", "into_name", "by_name"},
    "store.found": {"store_name", "by_name"},
    "change.asked": {"store_name", "by_name"},
    "change.replaced": {"store_name", "by_name"},
    "change.decided": {"store_name", "by_name", "approved", "returned"},
    "change.overtaken": {"store_name", "by_name"},
    "appeal.reversed": PHOTO,
    "terms.differ": {"customer_name", "n"},
    "file.late": {"system", "file", "until"},
    "file.came": {"system", "file"},
    "file.refused": {"system", "file", "n"},
    "promotion.released": {"name", "starts_on", "ends_on", "by_name"},
    "promotion.stopped": {"name", "starts_on", "ends_on", "by_name", "reason"},
    "promotion.returned": {"name", "by_name", "reason"},
    "promotion.failing": {"name", "store_name", "by_name", "times"},
    "delivery.stopped": NOTE | {"orders"},
    "delivery.void": NOTE | {"orders"},
    "delivery.taken_back": NOTE | {"by_name", "reason"},
    "delivery.given_away": NOTE | {"by_name", "driver_name"},
    "delivery.loaded_already": NOTE | {"by_name"},
    "delivery.loaded_short": NOTE | {"by_name"},
    "delivery.not_changed": NOTE | {"driver_name"},
    "delivery.not_unloaded": NOTE,
    "delivery.recalled": NOTE | {"by_name", "reason"},
    "delivery.recall_came": NOTE,
    "delivery.recall_back": NOTE,
    "delivery.second_proof": NOTE,
    "delivery.differs": NOTE | {"state"},
    "delivery.after_cancel": NOTE,
    "return.requested": {"no", "store_name", "by_name"},
    "return.approved": ORDER,
    "return.rejected": ORDER,
    "purchase.amended": BOUGHT,
    "purchase.returned": BOUGHT,
    "purchase.rejected": BOUGHT,
    "purchase.cancelled": BOUGHT,
    "purchase.short": BOUGHT,
    "purchase.sent": BOUGHT,
    "purchase.settled": BOUGHT,
    "purchase.conflict": {"no", "state", "tried"},
}
"""Everything the slices leave in an inbox, and the facts that come with it."""


def words(language: str) -> dict[str, str]:
    folder = ROOT / "pwa" / "src" / "ui" / "words"
    source = "".join((folder / f"{part}{language}.ts").read_text() for part in ("", "said."))
    return dict(re.findall(r'^\s*"([^"]+)":\s*\n?\s*"((?:[^"\\]|\\.)*)"', source, re.M))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_everything_told_has_a_sentence_that_its_facts_can_fill(language: str) -> None:
    known = words(language)
    for kind, facts in TOLD.items():
        sentence = known.get(f"inbox.{kind}")
        assert sentence, kind
        assert set(re.findall(r"\{(\w+)\}", sentence)) <= facts, kind


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_everything_a_person_says_has_a_name(language: str) -> None:
    known = words(language)
    said = {kind for kind, roles in OPERATION_ROLES.items() if set(roles) - {"system", "admin"}}
    assert {kind for kind in said if f"kind.{kind}" not in known} == set()


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_flag_and_every_short_reason_has_a_word(language: str) -> None:
    known = words(language)
    for flag in rules.FLAGS:
        assert f"flag.{flag}" in known, flag
    for reason in rules.SHORT_REASONS:
        assert f"short.{reason}" in known, reason


def test_the_list_of_what_is_told_is_whole() -> None:
    operations = re.compile(
        r'"(?:order|task|note|visit|flag|purchase)\.'
        r"(?:submit|audit|reject|cancel|accept|amend|allocate|dispatch|claim|settle|close|review"
        r'|appeal|settle_appeal|answer|decide)"'
    )
    said = set()
    for name in (
        "promotions",
        "planning",
        "visits",
        "orders",
        "shipments",
        "purchasing",
        "reviews",
    ):
        for path in (ROOT / "backend" / name).glob("*.py"):
            text = operations.sub("", path.read_text())
            said |= set(
                re.findall(
                    r'tell\w*\([^()]*?"((?:plan|task|order|photo|delivery|promotion|purchase|return)\.\w+)"',
                    text,
                )
            )
            said |= set(re.findall(r'"((?:flag|appeal)\.(?!decide|answer)\w+)"', text))
    assert said, "nothing found: the search is broken"
    assert said <= set(TOLD)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_reason_to_reject_a_photo_has_a_word(language: str) -> None:
    known = words(language)
    shapes = json.loads((ROOT / "sync_protocol" / "schema" / "visits.json").read_text())["$defs"]
    for reason in shapes["PhotoReason"]["enum"]:
        assert f"photowhy.{reason}" in known, reason


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_question_about_a_visit_and_every_reason_has_a_word(language: str) -> None:
    known = words(language)
    shapes = json.loads((ROOT / "sync_protocol" / "schema" / "reviews.json").read_text())["$defs"]
    for code in CODES:
        assert f"visitflag.{code}" in known, code
    for reason in shapes["ReviewReason"]["enum"]:
        assert f"visitwhy.{reason}" in known, reason


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_way_to_say_no_has_a_sentence(language: str) -> None:
    known = words(language)
    assert [code for code in PROBLEM_CODES if f"problem.{code}" not in known] == []
