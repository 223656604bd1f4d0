"""What the documents claim and a machine can check."""

import importlib.util
import re
import tomllib
from pathlib import Path

import pytest

from seed_data import data

ROOT = Path(__file__).parent.parent
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
ENGLISH = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
SEED = (ROOT / "seed_data" / "README.md").read_text(encoding="utf-8")
DOCUMENTS = {
    "README.md": ENGLISH, "README.zh-CN.md": CHINESE, "ARCHITECTURE.md": ARCHITECTURE,
    "seed_data/README.md": SEED,
}  # fmt: skip
PATH = re.compile(r"[\w.-][\w./-]*(?:/[\w.-]*|\.(?:py|ts|csv|json|md|svelte|toml))")
OF_EVERY_SLICE = re.compile(r"(?:rules|commands|tables|views|http|effects|now)\.(?:py|ts)")
NO_PATH = ("Asia/Shanghai",)
NAMED = pytest.mark.parametrize("name", DOCUMENTS)


def code_in(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", text)


@NAMED
def test_every_folder_and_file_a_document_names_exists(name: str) -> None:
    homes = (ROOT, (ROOT / name).parent)
    missing = []
    for code in code_in(DOCUMENTS[name]):
        for word in code.split():
            if PATH.fullmatch(word) is None or OF_EVERY_SLICE.fullmatch(word) or word in NO_PATH:
                continue
            if not any((home / word).exists() for home in homes):
                missing.append(word)
    assert missing == []


@NAMED
def test_every_link_between_documents_leads_somewhere(name: str) -> None:
    home = (ROOT / name).parent
    links = re.findall(r"\]\(([^)#]+)\)", DOCUMENTS[name])
    assert [link for link in links if "://" not in link and not (home / link).exists()] == []


@NAMED
def test_every_make_target_a_document_names_exists(name: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^    |\d )make ([a-z][\w-]*)", DOCUMENTS[name], re.MULTILINE))
    assert named <= targets
    if name.startswith("README"):
        assert named >= {"run", "test", "check", "fix", "bench", "reset", "screenshots", "generate"}


@NAMED
def test_every_module_a_document_tells_to_run_is_there(name: str) -> None:
    for module in re.findall(r"python -m ([\w.]+)", DOCUMENTS[name]):
        assert importlib.util.find_spec(module) is not None, module


@pytest.mark.parametrize("line", (ROOT / "Procfile").read_text(encoding="utf-8").splitlines())
def test_every_process_runs_something_of_ours(line: str) -> None:
    process, _, command = line.partition(": ")
    assert process in ("web", "worker", "release")
    module = re.search(r"(backend[\w.]*)", command)
    assert module is not None
    assert importlib.util.find_spec(module.group(1)) is not None


@pytest.mark.parametrize("readme", [ENGLISH, CHINESE], ids=["en", "zh-CN"])
def test_every_setting_is_in_the_table(readme: str) -> None:
    source = (ROOT / "backend" / "settings.py").read_text(encoding="utf-8")
    settings = set(re.findall(r'given\.get\("([A-Z_]+)"', source)) - {"XUNDIAN_PAGES"}
    described = set(re.findall(r"^\| `([A-Z_]+)`", readme, re.MULTILINE))
    assert described == settings


def test_the_chinese_readme_names_the_same_commands_files_and_people() -> None:
    assert sorted(code_in(CHINESE)) == sorted(code_in(ENGLISH))
    chapters = re.compile(r"^## ", re.MULTILINE)
    assert len(chapters.findall(CHINESE)) == len(chapters.findall(ENGLISH))


def test_the_architecture_has_two_pages_and_the_order_that_is_checked() -> None:
    assert len(ARCHITECTURE.splitlines()) <= 110
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = rules["tool"]["importlinter"]["contracts"][0]["layers"]
    slices = [layer.removeprefix("backend.") for layer in reversed(layers)]
    order = slices[slices.index("people") : slices.index("reviews") + 1]
    assert ", ".join(order) in " ".join(ARCHITECTURE.split())


def test_everybody_of_the_demo_world_is_introduced_and_nobody_else() -> None:
    people = {row["login"] for row in data.people()}
    login = re.compile(r"`((?:adm|mgr|spc|desk|sup|rep|clk|drv)\.[\w]+)`")

    assert set(login.findall(SEED)) == people
    assert set(login.findall(ENGLISH)) <= people
    for row in data.people():
        assert row["name"].removeprefix("演示") in SEED


def test_the_licence_is_whole() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
