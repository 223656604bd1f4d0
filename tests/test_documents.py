"""What the documents claim can be checked, and is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = r"(?:`|^    )"
DOCUMENTS = ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "seed_data/README.md")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_and_folders_named_in_a_document_exist(name: str) -> None:
    text = (ROOT / name).read_text()
    named = re.findall(
        r"`([a-z_]+(?:/[\w.-]+)*/?[\w.-]*\.(?:py|ts|svelte|md|json)|[a-z_]+/(?:[\w-]+/)*)`", text
    )
    assert name == "seed_data/README.md" or named
    for path in named:
        found = (ROOT / path).exists() or (ROOT / "seed_data" / path).exists()
        assert found or "/" not in path, f"{name} names {path}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_targets_named_in_a_document_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    named = set(re.findall(CODE + r"make ([a-z-]+)", (ROOT / name).read_text(), flags=re.M))
    assert named <= targets


def test_both_readmes_say_the_same_commands() -> None:
    one, other = ((ROOT / name).read_text() for name in DOCUMENTS[:2])
    for pattern in (CODE + r"make [a-z]+", r"`(?:rep|sup|clk|drv|mgr)\.\w+`", r"XUNDIAN_\w+"):
        assert set(re.findall(pattern, one, flags=re.M)) == set(
            re.findall(pattern, other, flags=re.M)
        )
