"""Lists kept whole: every operation has a handler, every record its views, every no a word."""

import ast
import json
from pathlib import Path

import pytest

from backend.identity import Role
from backend.parts import registry
from backend.refused import Conflict, Duplicate, Quarantined, Refused
from sync_protocol.generated.protocol import (
    OPERATION_ARGS,
    OPERATION_CLASS,
    OPERATION_ENTITY,
    OPERATION_ROLES,
    PROBLEM_CODES,
    RECORD_SCOPES,
    RECORD_SHAPE,
)

ROOT = Path(__file__).parents[2]
SLICES = (
    "people", "catalogue", "customers", "promotions", "planning", "visits", "orders", "shipments",
    "purchasing", "receivables", "reviews", "proposals", "coaching",
)  # fmt: skip
SAYING_NO = {one.__name__ for one in (Refused, Conflict, Quarantined, Duplicate)} | {"SyncProblem"}
UNSEEN_ENTITIES = {
    "employment", "customer", "store_assignment", "review_rules", "trade_terms", "terms_alert",
    "promotion_replay",
}  # fmt: skip


def test_every_operation_has_exactly_one_handler() -> None:
    assert set(registry().commands) == set(OPERATION_ARGS)


def test_no_two_slices_claim_the_same_operation_or_record() -> None:
    kinds: list[str] = []
    entities: list[str] = []
    for name in SLICES:
        commands = __import__(f"backend.{name}.commands", fromlist=["COMMANDS"])
        views = __import__(f"backend.{name}.views", fromlist=["VIEWS"])
        kinds += commands.COMMANDS
        entities += [view.entity for view in views.VIEWS]
        assert set(getattr(commands, "FACTS", {})) <= set(commands.COMMANDS), name
    assert len(kinds) == len(set(kinds))
    assert len(entities) == len(set(entities))


def test_every_operation_says_who_may_say_it_and_what_it_is() -> None:
    roles = {str(role) for role in Role}
    for kind in OPERATION_ARGS:
        assert OPERATION_ROLES[kind], kind
        assert OPERATION_ROLES[kind] <= roles, kind
        assert OPERATION_CLASS[kind] in {"fact", "transition", "master"}, kind
        assert OPERATION_ENTITY[kind] in set(RECORD_SHAPE) | UNSEEN_ENTITIES, kind


def test_every_record_is_shown_in_every_scope_the_protocol_lists_and_in_no_other() -> None:
    views = registry().view_of
    assert set(views) == set(RECORD_SCOPES)
    for entity, kinds in RECORD_SCOPES.items():
        shown = set(views[entity].shown)
        # What has left the partner's devices (decision 64): no device follows it, and whoever asks
        # for it gets what the partner's scope would show.
        if "past" in shown:
            assert views[entity].shown["past"] is views[entity].shown["partner"], entity
        assert shown - {"past"} == set(kinds), entity


def codes_said(path: Path) -> set[str]:
    """First arguments of everything that says no, and codes in plain tables of words."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id not in SAYING_NO or not node.args:
                continue
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    return found


@pytest.mark.parametrize("name", [*SLICES, "sync", "store"])
def test_every_way_to_say_no_is_a_word_of_the_protocol(name: str) -> None:
    for path in sorted((ROOT / "backend" / name).rglob("*.py")):
        assert codes_said(path) <= set(PROBLEM_CODES), path.name


def test_the_check_of_words_reads_the_code_at_all() -> None:
    assert "visit/other-author" in codes_said(ROOT / "backend" / "visits" / "commands.py")
    assert "op-gap" in codes_said(ROOT / "backend" / "sync" / "push.py")


def test_the_operations_file_and_the_generated_tables_agree() -> None:
    listed = json.loads((ROOT / "sync_protocol" / "schema" / "operations.json").read_text())
    assert [one["kind"] for one in listed["operations"]] == list(OPERATION_ARGS)
