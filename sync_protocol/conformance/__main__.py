"""`python -m sync_protocol.conformance --url URL`: does this server keep the protocol?

Asks for each requirement that README.md numbers, and shows the exchange of those that are not met.
It writes only what devices may write, may be run again on the same server, and needs people who
can sign in: a rep with a store, a colleague of the same office, and the supervisor of both; by
default those of the demo world. Nobody else may use their logins meanwhile.
Exit code 0: all are met; 1: some are not; 2: the server or somebody's login is not there.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

import httpx

from sync_protocol.conformance import report
from sync_protocol.conformance.requirement import sentences
from sync_protocol.conformance.world import World

DEMO = ("rep.cc01", "demo-2026", "rep.cc02", "sup.cc")


def main(arguments: list[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    numbers = [number.strip().upper() for number in chosen.only.split(",") if number.strip()]
    if unknown := set(numbers) - set(sentences()):
        print(f"no such requirement: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    with World(
        chosen.url, chosen.login, chosen.password,
        colleague=chosen.colleague, supervisor=chosen.supervisor,
    ) as world:  # fmt: skip
        try:
            signed_in = world.sign_in()
        except (httpx.HTTPError, KeyError, ValueError) as error:
            print(f"nobody can sign in at {chosen.url}: {error}", file=sys.stderr)
            return 2
        print(f"{chosen.url}, as {signed_in}\n")
        outcomes = []
        for outcome in report.ask(world, numbers):
            outcomes.append(outcome)
            print(report.lines(outcome, with_exchange=chosen.exchanges), flush=True)
    if chosen.json:
        report.write(chosen.json, chosen.url, outcomes)
    counts = Counter(outcome.outcome for outcome in outcomes)
    asked = (report.MET, report.NOT_MET, report.NOT_ASKED)
    print("\n" + ", ".join(f"{counts[what]} {what}" for what in asked))
    return 1 if counts[report.NOT_MET] else 0


def _parser() -> argparse.ArgumentParser:
    login, password, colleague, supervisor = DEMO
    parser = argparse.ArgumentParser(prog="sync_protocol.conformance", description=__doc__)
    parser.add_argument("--url", required=True)
    parser.add_argument("--login", default=login, help="a rep with a store (%(default)s)")
    parser.add_argument("--password", default=password, help="of all three")
    parser.add_argument("--colleague", default=colleague, help="a rep nearby, or '' (%(default)s)")
    parser.add_argument("--supervisor", default=supervisor, help="of both, or '' (%(default)s)")
    parser.add_argument("--only", default="", metavar="S3,S7")
    parser.add_argument("--exchanges", action="store_true", help="show them all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the report for machines")
    return parser


if __name__ == "__main__":
    sys.exit(main())
