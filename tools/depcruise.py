"""The import rules of the PWA. A linter that read nothing must not say "no violations"."""

import json
import subprocess
from pathlib import Path

PWA = Path(__file__).parent.parent / "pwa"


def main() -> int:
    command = ["npx", "--no-install", "depcruise", "src", "--config", ".dependency-cruiser.cjs"]
    done = subprocess.run(
        [*command, "--output-type", "json"], cwd=PWA, capture_output=True, text=True
    )
    try:
        summary = json.loads(done.stdout)["summary"]
    except (ValueError, KeyError):
        print(done.stdout[-3000:], done.stderr[-3000:])
        return 1
    for violation in summary["violations"]:
        print(f"{violation['rule']['name']}: {violation['from']} -> {violation['to']}")
    if summary["totalCruised"] < 20:
        print(f"only {summary['totalCruised']} modules were read")
        return 1
    return 1 if summary["error"] else 0


if __name__ == "__main__":
    raise SystemExit(main())
