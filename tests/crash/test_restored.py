"""Yesterday's backup is put back: phones bring what is missing by themselves (I14)."""

import shutil
from pathlib import Path

import pytest

from bench.server import fill
from sync_protocol.client import ServerWentBackwards
from tests.crash.load import LOGINS, PASSWORD
from tests.engines import Database
from tests.journeys.company import Company
from tests.phone import Phone

A_DAY = 40


@pytest.mark.timeout(300)
def test_phones_bring_back_what_a_restored_server_has_forgotten(tmp_path: Path) -> None:
    company = Company(
        Database("sqlite", "", tmp_path / "xundian.db"), migrated=False, masters_only=True
    )
    server, kept, aside = company.server, tmp_path / "xundian.db", tmp_path / "yesterday.db"
    with server:
        phones = [Phone(server.url, login, PASSWORD) for login in LOGINS[:2]]
        for phone in phones:
            phone.catch_up()
        a_day(phones)
    shutil.copyfile(kept, aside)  # stopped: the log is in the file
    with server:
        a_day(phones)
    put_back(aside, kept)
    with server, pytest.raises(ServerWentBackwards):  # what the command is for
        phones[0].push_once(limit=0)
    put_back(aside, kept)
    assert "This history was" in server.run("backend.sync.restored").stdout
    with server:
        for phone in phones:
            fill(phone, 1, start=2 * A_DAY)  # the day goes on; nobody tells her what happened
            phone.push()
            answer = phone.push_once(limit=0)
            assert answer["next_seq"] == len(phone.log) + 1 == 2 * A_DAY + 2
            assert answer["ops_digest"] == phone.ops_digest()
            assert {one["status"] for one in phone.results.values()} <= {"applied", "settled"}
            phone.catch_up()  # count and digest of each scope are compared at its mark
            said = [(op["op_id"],) for op in phone.log]
            heard = "SELECT op_id FROM sync_op WHERE replica_id = "
            assert company.rows(f"{heard}'{phone.replica_id}' ORDER BY local_seq") == said
            assert {op["id"] for op in phone.log} <= set(phone.records("visit"))
            phone.close()


def a_day(phones: list[Phone]) -> None:
    for phone in phones:
        fill(phone, A_DAY, start=len(phone.log))
        phone.push()
        phone.catch_up()


def put_back(aside: Path, kept: Path) -> None:
    """As an operator does it: the server is stopped, and its write-ahead log goes with the file."""
    for name in ("-wal", "-shm"):
        kept.with_name(kept.name + name).unlink(missing_ok=True)
    shutil.copyfile(aside, kept)
