"""`python -m tests.conformance.prove`: the whole suite against each broken server, one line each.

Exit code 0 only if each fails exactly the requirements it is said to fail, and ours none.
"""

import sys
import tempfile
from pathlib import Path

from sync_protocol.conformance.report import NOT_MET, ask
from tests.conformance.broken import BROKEN
from tests.conformance.servers import copied, demo_world


def main(names: list[str]) -> int:
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="xundian-conformance-") as place:
        template = Path(place) / "template"
        template.mkdir()
        demo_world(template)
        for name in names or ["", *BROKEN]:
            with copied(name, template, Path(place) / "copy") as world:
                failed = [one for one in ask(world) if one.outcome == NOT_MET]
            expected = list(BROKEN[name].fails) if name else []
            numbers = [one.number for one in failed]
            wrong += numbers != expected
            print(f"{name or 'ours'}: {', '.join(numbers) or 'all met'}", flush=True)
            if numbers != expected:
                print(f"  expected {', '.join(expected) or 'all met'}")
                for one in failed:
                    print(f"  {one.number} {one.why[:300]}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
