"""`make check`: format, lint, types, import rules, generated files, size budgets. What CI runs."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
PWA = ROOT / "pwa"
PY = sys.executable
NPX = ["npx", "--no-install"]
PRETTIER = ["prettier", "--check", "--log-level", "warn"]

AT_ONCE = 2
Step = tuple[str, list[str], Path]
STEPS: list[Step] = [
    ("format (Python)", [PY, "-m", "ruff", "format", "--check", "--quiet", "."], ROOT),
    ("lint (Python)", [PY, "-m", "ruff", "check", "--quiet", "."], ROOT),
    ("types (Python)", [PY, "-m", "mypy", "--no-error-summary"], ROOT),
    ("import rules (Python)", [str(Path(PY).parent / "lint-imports"), "--no-cache"], ROOT),
    ("generated files fresh", [PY, "-m", "sync_protocol.generate", "--check"], ROOT),
    ("format (PWA)", [*NPX, *PRETTIER, "."], PWA),
    ("format (bench)", [*NPX, *PRETTIER, "--config", ".prettierrc", "../bench/peers/*.js"], PWA),
    ("lint (PWA)", [*NPX, "oxlint", "--deny-warnings", "src"], PWA),
    ("types (PWA)", ["npm", "run", "--silent", "check"], PWA),
    ("import rules (PWA)", [PY, "-m", "tools.depcruise"], ROOT),
    ("size budgets", [PY, "-m", "tools.budgets"], ROOT),
]


def run(step: Step) -> tuple[subprocess.CompletedProcess[str], float]:
    _, command, folder = step
    start = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done, time.monotonic() - start


def main() -> int:
    failed = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for (name, _, _), (done, took) in zip(STEPS, pool.map(run, STEPS), strict=True):
            print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {took:5.1f} s  {name}", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout[-8000:] + done.stderr[-4000:])
    print(f"{len(STEPS) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
