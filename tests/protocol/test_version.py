"""The version guard: nobody changes the shapes without telling those who live by them."""

import json
from pathlib import Path

from sync_protocol.generate import fingerprint
from sync_protocol.generated.protocol import FINGERPRINT

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
