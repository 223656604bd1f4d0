"""Another build of ours: a commit's tree, unpacked and built with the modules of today."""

import json
import subprocess
import tarfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tests.server_process import ROOT

VERSION = "sync_protocol/version.json"
NET = Path("pwa/src/sync/net.ts")
ADVICE = "This clone has no history: git fetch --unshallow"


@dataclass(frozen=True)
class Build:
    """What one commit makes: a server to run and pages for it to serve."""

    name: str
    tree: Path

    @property
    def pages(self) -> Path:
        return self.tree / "pwa" / "dist"


TODAY = Build("today", ROOT)


def last_of_schema(number: int) -> str:
    """The commit before the next number came."""
    for commit in git("log", "--format=%H", "--", VERSION).split():
        parent = f"{commit}^"
        if number_at(commit) == number + 1 and number_at(parent) == number:
            return git("rev-parse", parent).strip()
    raise SystemExit(ADVICE)


def number_at(commit: str) -> int | None:
    """None: it had none yet, or one that was never built (a merge half done)."""
    done = subprocess.run(
        ["git", "show", f"{commit}:{VERSION}"], cwd=ROOT, capture_output=True, text=True
    )
    try:
        number: int = json.loads(done.stdout)["number"]
    except ValueError:
        return None
    return number


def git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout


def of_schema(number: int, folder: Path) -> Build:
    """The last build that spoke it."""
    commit = last_of_schema(number)
    return made(Build(f"schema {number} ({commit[:9]})", folder / f"schema-{number}"), commit)


def of_tomorrow(folder: Path) -> Build:
    """Today's tree, but for the number of the protocol it speaks."""
    as_it_lies_here = git("stash", "create").strip() or "HEAD"
    build = unpacked(Build("tomorrow", folder / "tomorrow"), as_it_lies_here)
    source = build.tree / NET
    text = source.read_text(encoding="utf-8")
    assert "PROTOCOL = 1;" in text
    source.write_text(text.replace("PROTOCOL = 1;", "PROTOCOL = 2;"), encoding="utf-8")
    return built(build)


def made(build: Build, commit: str) -> Build:
    return built(unpacked(build, commit))


def unpacked(build: Build, commit: str) -> Build:
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as tar:
        tar.extractall(build.tree, filter="data")
    return build


def built(build: Build) -> Build:
    pwa = build.tree / "pwa"
    (pwa / "node_modules").symlink_to(ROOT / "pwa" / "node_modules")
    command = ["npx", "--no-install", "vite", "build", "--logLevel", "warn"]
    subprocess.run(command, cwd=pwa, check=True, capture_output=True)
    return build
