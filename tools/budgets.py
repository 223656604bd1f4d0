"""Size budgets of the built PWA, brotli. First load: what index.html pulls in before a screen."""

import json
import re
from pathlib import Path

import brotli

DIST = Path(__file__).parent.parent / "pwa" / "dist"
CODE = {".js", ".css", ".html"}
FIRST_LOAD = 60_000
LAZY_CHUNK = 15_000
PAGE_APART = 20_000
"""The page /rescue: one file with everything in it, loaded by nobody who does not need it."""
KEPT = {
    "rep": 425_000, "driver": 260_000, "partner": 350_000, "office": 495_000, "desk": 350_000,
    "admin": 350_000,
}  # fmt: skip
"""All that a device keeps for its person's place, behind the first load (pwa/shell-files.ts)."""


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


def kept() -> dict[str, list[Path]]:
    """The code of each place with everybody's, as the service worker names it."""
    worker = (DIST / "service-worker.js").read_text()
    (places,) = re.findall(r'\{"rep":\[[^}]*\}', worker)
    (everyone,) = re.findall(r'\["/[^\]]*\]', worker.replace(places, ""))
    return {
        place: [p for name in json.loads(everyone) + own if (p := _path(name)).suffix in CODE]
        for place, own in json.loads(places).items()
    }


def _path(name: str) -> Path:
    return DIST / (name.strip("/") or "index.html")


def main() -> int:
    first = first_load()
    total = sum(size(path) for path in first)
    problems = []
    print(f"first load {total:,} of {FIRST_LOAD:,} bytes in {len(first)} files")
    if total > FIRST_LOAD or len(first) < 3:
        problems.append("first load")
    everything = [p for p in DIST.rglob("*") if p.suffix in CODE]
    for path in everything:
        most = PAGE_APART if path.name.startswith("rescue-") else LAZY_CHUNK
        if (
            path not in first
            and not path.name.startswith(("service-worker", "worker-"))
            and size(path) > most
        ):
            problems.append(f"{path.name} {size(path):,} of {most:,}")
    for place, paths in kept().items():
        whole = sum(size(path) for path in paths)
        print(f"kept for {place} {whole:,} of {KEPT[place]:,} bytes")
        if whole > KEPT[place]:
            problems.append(f"kept for {place}")
    for problem in problems:
        print(f"over budget: {problem}")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
