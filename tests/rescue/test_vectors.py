"""Rescue files: the vectors, opened here as the phone wrote them."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync_protocol.rescue import SUITE, open_file, token_hash

VECTORS = Path(__file__).parents[2] / "sync_protocol" / "vectors" / "rescue"


def cases(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((VECTORS / f"{name}.json").read_text())["cases"]
    return loaded


def private(text: str) -> X25519PrivateKey | None:
    return X25519PrivateKey.from_private_bytes(bytes.fromhex(text)) if text else None


@pytest.mark.parametrize("case", cases("seal"), ids=lambda case: case["name"])
def test_a_sealed_message_opens(case: dict[str, Any]) -> None:
    given = {name: bytes.fromhex(text) for name, text in case["given"].items()}
    key = X25519PrivateKey.from_private_bytes(given["private"])
    sealed = bytes.fromhex(case["then"]["sealed"])
    # The library's own door for vectors: the public one takes no additional data.
    opened = openssl.hpke._decrypt_with_aad(SUITE, sealed, key, given["info"], given["aad"])
    assert opened == given["plain"]


@pytest.mark.parametrize("case", cases("file"), ids=lambda case: case["name"])
def test_a_file_opens_and_says_what_was_put_in(case: dict[str, Any]) -> None:
    given = case["given"]
    data = bytes.fromhex(case["then"]["file"])
    rescued = open_file(data, private(given["private"]), given["code"])
    assert (rescued.problems, rescued.made_at, rescued.app) == ([], given["made_at"], given["app"])
    assert set(rescued.holders) == {person["user_id"] for person in given["people"]}
    for person in given["people"]:
        holder = rescued.holders[person["user_id"]]
        said = [(line.n, line.replica_id, line.op.decode()) for line in holder.lines]
        assert said == [(one["n"], one["replica_id"], one["text"]) for one in person["lines"]]
        for picture, one in zip(holder.pictures, person["photos"], strict=True):
            assert (picture.photo_id, picture.sha256) == (one["photo_id"], one["sha256"])
            assert rescued.bytes_of(picture).hex() == one["hex"]
        assert holder.told.unreadable == person["unreadable"]
        assert list(holder.lost_in_the_file()) == []
        token = person["push_token"]
        assert holder.proves(token_hash(token)) is bool(token)
        assert not holder.proves(token_hash("xp_another"))
