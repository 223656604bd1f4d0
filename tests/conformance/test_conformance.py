"""The suite against our server, which meets all, and against servers that lack one safeguard.

Here each broken server is asked for the requirements it is said to fail; that it fails no others,
`python -m tests.conformance.prove` shows in three minutes.
"""

import json
from pathlib import Path

import pytest

from backend.settings import Settings
from sync_protocol.conformance import __main__ as command
from sync_protocol.conformance.report import MET, NOT_ASKED, NOT_MET, Outcome, ask
from sync_protocol.conformance.requirement import CHECKS, sentences
from tests.conformance.broken import BROKEN
from tests.conformance.servers import copied, demo_world, serving
from tests.engines import Database
from tests.journeys import company
from tests.server_process import ROOT


def unmet(outcomes: list[Outcome]) -> list[str]:
    return [f"{one.number} {one.why}" for one in outcomes if one.outcome != MET]


def test_every_numbered_requirement_has_a_check_and_every_check_a_sentence() -> None:
    numbers = list(sentences())
    assert numbers == [f"S{n}" for n in range(1, len(numbers) + 1)]
    assert set(CHECKS) == set(numbers)
    assert all("MUST" in text or "SHOULD" in text for text in sentences().values())


def test_every_requirement_is_failed_by_some_broken_server() -> None:
    failed = {number for one in BROKEN.values() for number in one.fails}
    assert set(sentences()) - failed == set()


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_counts_them_right(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert f"`{len(CHECKS)} met, 0 not met, 0 not asked`" in text
    assert f" {len(BROKEN)} " in text.partition("tests.conformance.prove")[2][:40]


@pytest.fixture(scope="module")
def template() -> Path:
    return company.world(masters_only=True)


@pytest.mark.timeout(300)
def test_our_server_meets_all_and_may_be_asked_again(template: Path, tmp_path: Path) -> None:
    with copied("", template, tmp_path / "data") as world:
        assert unmet(list(ask(world))) == []
        again = set(CHECKS) - {"S27", "S28"}  # long, and they say the same again anyway
        del world.moved_stop
        assert unmet(list(ask(world, again))) == []


@pytest.mark.timeout(300)
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_our_server_meets_all_on_postgresql(database: Database) -> None:
    home = database.path.parent
    demo_world(home, database.url)
    with serving("", Settings(database_url=database.url, data=home, demo=True)) as world:
        assert unmet(list(ask(world))) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_server_without_one_safeguard_is_noticed(
    template: Path, tmp_path: Path, name: str
) -> None:
    with copied(name, template, tmp_path / "data") as world:
        outcomes = list(ask(world, BROKEN[name].fails))
    assert [one.outcome for one in outcomes] == [NOT_MET] * len(BROKEN[name].fails)


def test_the_command_says_what_it_found(
    template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with copied("an_audit_sums_by_something_else", template, tmp_path / "data") as world:
        url = ["--url", str(world.wire.http.base_url)]
        good = ["--only", "s1,S29", "--supervisor", "", "--json", str(tmp_path / "report.json")]
        assert command.main([*url, *good]) == 0
        assert "1 met, 0 not met, 1 not asked" in capsys.readouterr().out
        assert command.main([*url, "--only", "S38"]) == 1
        said = capsys.readouterr().out
        assert command.main([*url, "--only", "S99"]) == 2
        assert command.main([*url, "--login", "nobody"]) == 2
    assert "S38  not met" in said
    assert "the 256 sums: expected" in said
    assert "> POST /sync/v1/audit" in said
    assert world.password not in said
    report = json.loads((tmp_path / "report.json").read_text())
    told = {one["number"]: one["outcome"] for one in report["requirements"]}
    assert told == {"S1": MET, "S29": NOT_ASKED}
    assert report["requirements"][0]["exchange"]["request"].startswith("GET /sync/v1/hello")
