"""`python -m backend.rescue`: what it says, and with which code it ends."""

import asyncio
import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from backend.rescue.__main__ import _shown, main
from sync_protocol import verify
from sync_protocol.rescue import open_file
from tests.engines import Database
from tests.rescue.phones import KEY, SEED, Story, register
from tests.town import a_town

Said = pytest.CaptureFixture[str]


@pytest.fixture
def file(small: Database, sound: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a sound phone, beside an installation that knows the phone."""

    async def build() -> None:
        async with a_town(small) as town:
            await register(town, sound)
            seed = base64.b64encode(SEED).decode()
            await town.sql("UPDATE server SET value = ? WHERE key = 'receipt_seed'", seed)

    asyncio.run(build())
    monkeypatch.setenv("XUNDIAN_DATA", str(small.path.parent))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    path = tmp_path / "phone.xsr"
    path.write_bytes(sound.file)
    return path


def test_everything_arrives_and_again_changes_nothing(file: Path, capsys: Said) -> None:
    assert main([str(file)]) == 0
    said = capsys.readouterr().out
    assert "陈小一 (rep.cc01): proved by the phone's token" in said
    assert "operations: applied 7" in said
    assert "photos: stored 3" in said
    assert main([str(file)]) == 0
    said = capsys.readouterr().out
    assert "operations: duplicate 7" in said
    assert "photos: here already 3" in said


def test_what_a_cut_file_has_lost_is_named(file: Path, sound: Story, capsys: Said) -> None:
    file.write_bytes(sound.file[: len(sound.file) * 2 // 3])
    assert main([str(file)]) == 1
    said = capsys.readouterr().out
    assert "this file: the file ends before its end" in said
    assert "operations: applied 7" in said
    assert f"could not be read in the file: photo {sound.photos[-1]['photo_id']}" in said


def test_a_file_nobody_proves_is_not_heard_until_somebody_answers_for_it(
    file: Path, stories: dict[str, Story], capsys: Said
) -> None:
    file.write_bytes(stories["nobody knows who used the phone"].file)
    assert main([str(file)]) == 1
    said = capsys.readouterr().out
    assert "NOT HEARD" in said
    assert "--vouch rep.cc01" in said
    assert main([str(file), "--vouch", "rep.cc01"]) == 0
    assert "somebody answers for it" in capsys.readouterr().out


def test_a_file_that_cannot_be_opened(file: Path, stories: dict[str, Story], capsys: Said) -> None:
    coded = stories["the company's key was never learnt"]
    file.write_bytes(coded.file)
    assert main([str(file)]) == 2
    assert "sealed for a code" in capsys.readouterr().err
    assert main([str(file), "--code", str(coded.code), "--look"]) == 0
    for content in (b"", b"no such file"):
        file.write_bytes(content)
        assert main([str(file)]) == 2
    assert main([str(file.with_name("none"))]) == 2


def test_looking_hears_nothing_and_gives_logs_to_check_a_receipt_with(
    file: Path, sound: Story, tmp_path: Path, capsys: Said
) -> None:
    assert main([str(file), "--look"]) == 0
    looked = json.loads(capsys.readouterr().out)
    replica = sound.phones[0]["replica_id"]
    assert [op["op_id"] for op in looked["logs"][replica]["ops"]] == [
        op["op_id"] for op in sound.ops
    ]
    log, receipt = tmp_path / "log.json", tmp_path / "receipt.json"
    log.write_text(json.dumps(looked))
    receipt.write_text(json.dumps({"replica_id": replica}))
    assert verify.main([str(receipt), "--log", str(log)]) == 1
    assert main([str(file)]) == 0
    assert "applied 7" in capsys.readouterr().out


def test_looking_at_odd_words_and_at_lines_that_are_no_json(
    file: Path, stories: dict[str, Story], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file.write_bytes(stories["odd words"].file)
    assert main([str(file), "--look"]) == 0
    assert "\ufffd half".encode() in capsysbinary.readouterr().out
    rescued = open_file(file.read_bytes(), KEY.private)
    (holder,) = [one for one in rescued.holders.values() if one.lines]
    broken = holder.lines[0] = replace(holder.lines[0], op=b"{half a line")
    shown = _shown(rescued)
    assert [one["hash"] for one in shown["no_json"]] == [broken.hash]
    assert len(shown["logs"][broken.replica_id]["ops"]) == len(holder.lines) - 1
