"""Python's half of the digest vectors. pwa/src/device/digest.test.ts runs the same files."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync_protocol.digest import (
    canonical,
    cursor_hash,
    hexadecimal,
    operation_bytes,
    operation_hash,
    row_hash,
)

FILES = sorted((Path(__file__).parents[2] / "sync_protocol" / "vectors" / "digests").glob("*.json"))
DIGESTS: dict[str, Callable[..., str]] = {
    "canonical": lambda value: canonical(value).decode(),
    "row_hash": lambda entity, id, version, body: hexadecimal(
        row_hash(entity, id, version, canonical(body))
    ),
    "operation_hash": lambda operation: hexadecimal(operation_hash(operation_bytes(operation))),
    "sum": lambda hashes: hexadecimal(sum(int(one, 16) for one in hashes)),
    "cursor_table": lambda cursors: hexadecimal(sum(cursor_hash(*one) for one in cursors)),
}


def cases() -> list[Any]:
    found = []
    for path in FILES:
        file = json.loads(path.read_text())
        for case in file["cases"]:
            found.append(pytest.param(file["digest"], case, id=f"{path.stem}: {case['name']}"))
    return found


@pytest.mark.parametrize(("digest", "case"), cases())
def test_both_languages_digest_alike(digest: str, case: dict[str, Any]) -> None:
    (expected,) = case["then"].values()
    assert DIGESTS[digest](**case["given"]) == expected


def test_every_digest_has_its_vectors() -> None:
    assert {json.loads(path.read_text())["digest"] for path in FILES} == DIGESTS.keys()
