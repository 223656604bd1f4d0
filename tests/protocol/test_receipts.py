"""Receipts: the vectors, and what our server signs, checked by the command and against a log."""

import json
from pathlib import Path
from typing import Any

import pytest

from backend.parts import registry
from backend.sync.push import push
from sync_protocol import verify as command
from sync_protocol.receipt import Untrue, check_log, signed_text, verify
from tests.engines import Database
from tests.world import a_world, day

VECTORS = Path(__file__).parents[2] / "sync_protocol" / "vectors" / "receipts"
VERIFY = json.loads((VECTORS / "verify.json").read_text())["cases"]
TEXTS = json.loads((VECTORS / "signed_text.json").read_text())["cases"]


@pytest.mark.parametrize("case", VERIFY, ids=lambda case: case["name"])
def test_a_receipt_is_true_or_not(case: dict[str, Any], tmp_path: Path) -> None:
    given, true = case["given"], case["then"]["true"]
    if true:
        verify(given["receipt"], given["key"])
    else:
        with pytest.raises(Untrue):
            verify(given["receipt"], given["key"])
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(given["receipt"]))
    key = ["--key", given["key"]] if given["key"] else []
    assert command.main([str(file), *key]) == ((0 if key else 3) if true else 1)


def test_a_key_that_begins_with_a_dash_is_a_key(tmp_path: Path) -> None:
    (true, *_) = (case["given"] for case in VERIFY if case["then"]["true"])
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(true["receipt"]))
    assert command.main([str(file), "--key", "-YewQq4TEDCG8kEqSFNJcw41Vg8aaeKqvkCBvrHeO0Q"]) == 1


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case["name"])
def test_the_bytes_under_a_signature(case: dict[str, Any]) -> None:
    assert signed_text(case["given"]["receipt"]).hex() == case["then"]["hex"]


def test_a_file_that_is_no_receipt_is_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "receipt.json"
    for text in ("", "[]", "not json"):
        file.write_text(text)
        assert command.main([str(file)]) == 2
    assert command.main([str(tmp_path / "none.json")]) == 2
    assert "cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize(
    "log",
    [{"ops": [1, 2]}, {"ops": [{"a": 1}]}, {"ops": [{"local_seq": "1"}]}, {"logs": 5},
     {"ops": [{"local_seq": None}]}, {"logs": {"R-1": 5}}, {"logs": {"R-1": {"ops": 3}}}],
)  # fmt: skip
def test_a_log_that_is_none_is_said_so(tmp_path: Path, log: Any) -> None:
    receipt, file = tmp_path / "receipt.json", tmp_path / "log.json"
    file.write_text(json.dumps(log))
    for replica in ("R-1", ["R-1"]):
        receipt.write_text(json.dumps({"replica_id": replica}))
        assert command.main([str(receipt), "--log", str(file)]) == 2
    receipt.write_text("[" * 200_000)
    assert command.main([str(receipt)]) == 2


@pytest.mark.anyio
async def test_each_push_is_answered_with_a_receipt_of_all_that_was_heard(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with a_world(database) as world:
        rep, receipts = world.rep, []
        assert world.store.receipts is not None
        for number in range(3):
            args = {"day": day(), "unsent": number, "missed": [], "note": None}
            rep.note("day.end", f"{rep.person.id}:{day()}", args)
            body = json.dumps(rep.push_body()).encode()
            answer = json.loads(await push(world.store, world.registry, rep.device, body))
            rep.take_push(answer)
            receipts.append(
                {
                    "server_id": answer["server_id"], "replica_id": rep.replica_id,
                    "next_seq": answer["next_seq"], "ops_digest": answer["ops_digest"],
                    "at": answer["server_time"], **answer["receipt"],
                }
            )  # fmt: skip
        key = world.store.receipts.key
        for heard, receipt in enumerate(receipts, 1):
            verify(receipt, key)
            assert check_log(receipt, rep.log) == heard
        last = receipts[-1]
        other = [{**op, "made_at": "2026-11-24T01:00:00.000Z"} for op in rep.log]
        for log in (rep.log[:-1], other, []):
            with pytest.raises(Untrue):
                check_log(last, log)
        files = {"receipt": last, "log": {"ops": rep.log}}
        for name, value in files.items():
            (tmp_path / name).write_text(json.dumps(value))
        said = [str(tmp_path / "receipt"), "--key", key, "--log", str(tmp_path / "log")]
        assert command.main(said) == 0
        assert capsys.readouterr().out.startswith("true: ")
        # Anybody can sign with a key of his own: without the company's it proves nothing.
        assert command.main(said[:1]) == 3
        out = capsys.readouterr().out
        assert "operations 1 to 3" in out
        assert "true" not in out
        (tmp_path / "log").write_text("{}")
        assert command.main(said) == 2


@pytest.mark.anyio
async def test_the_key_is_kept_when_the_server_starts_anew(database: Database) -> None:
    keys = []
    for _ in range(2):
        async with database.opened(registry().views) as store:
            assert store.receipts is not None
            keys.append(store.receipts.key)
    assert keys[0] == keys[1]
