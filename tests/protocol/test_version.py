"""The version guard: nobody changes the shapes without telling those who live by them."""

import json
from pathlib import Path
from typing import Any

from msgspec import inspect

from backend.sync.envelope import SHAPES
from sync_protocol.generate import fingerprint
from sync_protocol.generated.protocol import FINGERPRINT, OPERATION_ARGS

HERE = Path(__file__).parents[2] / "sync_protocol"
VERSION = json.loads((HERE / "version.json").read_text())


def test_the_schema_is_the_one_its_version_stands_for() -> None:
    assert fingerprint() == VERSION["fingerprint"], (
        "The schema has changed: raise the number in sync_protocol/version.json, tell HISTORY.md"
        f" why and who must act, and write this fingerprint: {fingerprint()}"
    )


def test_the_generated_types_are_of_the_same_schema() -> None:
    assert VERSION["fingerprint"] == FINGERPRINT, "run `make generate`"


def test_every_version_has_its_paragraph_in_the_history() -> None:
    history = (HERE / "HISTORY.md").read_text()
    for number in range(1, VERSION["number"] + 1):
        assert f"\n## {number}\n" in history


def numbers_without_an_end(shape: Any, path: str) -> list[str]:
    """Where an operation could carry a number that a phone rounds or a column does not hold."""
    match shape:
        case inspect.IntType():
            kept = shape.ge is not None and shape.le is not None and shape.le < 2**53
            return [] if kept else [path]
        case inspect.StructType():
            parts = [(field.type, f"{path}.{field.name}") for field in shape.fields]
        case inspect.UnionType():
            parts = [(one, path) for one in shape.types]
        case inspect.ListType():
            parts = [(shape.item_type, f"{path}[]")]
        case inspect.AnyType() | inspect.DictType() | inspect.FloatType():
            return [path]
        case _:
            return []
    return [found for part, name in parts for found in numbers_without_an_end(part, name)]


def test_every_number_an_operation_carries_has_its_bounds() -> None:
    open_ends = [
        found
        for kind, shape in OPERATION_ARGS.items()
        for found in numbers_without_an_end(inspect.type_info(shape), kind)
    ]
    assert open_ends == []


def test_the_server_says_which_shapes_it_knows() -> None:
    assert VERSION["number"] == SHAPES
