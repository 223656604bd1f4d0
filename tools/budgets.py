"""Size budgets of the built PWA, brotli. First load: what index.html pulls in before a screen."""

import re
from pathlib import Path

import brotli

DIST = Path(__file__).parent.parent / "pwa" / "dist"
FIRST_LOAD = 60_000
LAZY_CHUNK = 15_000
PAGE_APART = 20_000
"""The page /rescue: one file with everything in it, loaded by nobody who does not need it."""
PRECACHE = 495_000
"""All screens of all roles, kept by each phone behind the first load; 500,000 at the very most."""


def size(path: Path) -> int:
    return len(brotli.compress(path.read_bytes(), quality=11))


def first_load() -> list[Path]:
    """index.html, the scripts and styles it names, and what those import statically."""
    todo, seen = [DIST / "index.html"], []
    while todo:
        path = todo.pop()
        if path in seen or not path.exists():
            continue
        seen.append(path)
        text = path.read_text()
        if path.suffix == ".html":
            names = re.findall(r'(?:src|href)="/([^"]+\.(?:js|css))"', text)
            todo += [DIST / name for name in names]
        elif path.suffix == ".js":
            named = re.findall(r'(?:from|import)\s*"(\./[^"]+\.js)"', text)
            todo += [path.parent / name for name in named]
    return seen


def main() -> int:
    first = first_load()
    total = sum(size(path) for path in first)
    problems = []
    print(f"first load {total:,} of {FIRST_LOAD:,} bytes in {len(first)} files")
    if total > FIRST_LOAD or len(first) < 3:
        problems.append("first load")
    everything = [p for p in DIST.rglob("*") if p.suffix in {".js", ".css", ".html"}]
    for path in everything:
        most = PAGE_APART if path.name.startswith("rescue-") else LAZY_CHUNK
        if (
            path not in first
            and not path.name.startswith(("service-worker", "worker-"))
            and size(path) > most
        ):
            problems.append(f"{path.name} {size(path):,} of {most:,}")
    whole = sum(size(path) for path in everything)
    print(f"all code {whole:,} of {PRECACHE:,} bytes")
    if whole > PRECACHE:
        problems.append("all code")
    for problem in problems:
        print(f"over budget: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
