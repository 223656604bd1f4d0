"""`python -m backend.rescue FILE`: hear what a phone's rescue file holds. Safe to run again.

Exit code 0: everything in it is on the server. 1: something could not be read, or nothing proves
whose it is; it is named, the rest is on the server. 2: the file cannot be opened at all.
"""

import argparse
import asyncio
import json
import mmap
import sys
from pathlib import Path
from typing import Any

from backend.parts import opened
from backend.rescue.file import Brought, bring
from backend.settings import Settings
from sync_protocol.digest import well_formed
from sync_protocol.rescue import NotOpened, Rescued, open_file


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m backend.rescue", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--code", default="", help="the code the phone showed, if it showed one")
    parser.add_argument(
        "--vouch", action="append", default=[], metavar="LOGIN",
        help="answer for this person's part, where no token of his phone proves it",
    )  # fmt: skip
    parser.add_argument(
        "--look", action="store_true", help="write what is in it as JSON, and hear nothing"
    )
    return asyncio.run(_run(parser.parse_args(arguments)))


async def _run(chosen: argparse.Namespace) -> int:
    async with opened(Settings.from_environment()) as parts:
        key = parts.store.rescue_key
        try:
            with chosen.file.open("rb") as file:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                rescued = open_file(data, key.private if key else None, chosen.code)
        except (OSError, ValueError, NotOpened) as error:
            sys.stderr.write(f"{chosen.file.name}: {error}\n")
            return 2
        if chosen.look:
            json.dump(_shown(rescued), sys.stdout, ensure_ascii=False, indent=1)
            return 0
        print(f"{chosen.file.name}, made {rescued.made_at} by app {rescued.app}")
        done = await bring(parts, rescued, chosen.vouch)
    for problem in rescued.problems:
        print(f"  this file: {problem}")
    for one in done:
        _tell(one)
    whole = all(one.heard and not one.failed for one in done)
    return 0 if whole and done and not rescued.problems else 1


def _tell(one: Brought) -> None:
    how = "proved by the phone's token" if one.proved else "somebody answers for it"
    print(f"{one.name} ({one.user_id}): {how if one.heard else 'NOT HEARD'}")
    if not one.heard:
        print(
            "  Nothing proves that this comes from a phone of this person. Ask, then run again"
            f" with --vouch {one.user_id}"
        )
    for what, counted in (("operations", one.statuses), ("photos", one.photos)):
        said = ", ".join(f"{status} {number}" for status, number in sorted(counted.items()))
        print(f"  {what}: {said or 'none'}")
    for answer in one.for_a_person:
        print(
            f"  {answer.status} ({answer.code}): {answer.kind} {answer.record_id},"
            f" operation {answer.op_id}"
        )
    for failed in one.failed:
        print(f"  could not be read {failed}")


def _shown(rescued: Rescued) -> dict[str, Any]:
    """`logs` as `sync_protocol.verify --log` takes them: a replica's operations, as sent."""
    logs: dict[str, Any] = {}
    broken: list[dict[str, Any]] = []
    for holder in rescued.holders.values():
        for line in sorted(holder.lines, key=lambda line: line.n):
            log = logs.setdefault(line.replica_id, {"user_id": holder.user_id, "ops": []})
            try:
                log["ops"].append(well_formed(json.loads(line.op)))
            except (ValueError, RecursionError):
                broken.append({"n": line.n, "replica_id": line.replica_id, "hash": line.hash})
    return {
        "made_at": rescued.made_at,
        "problems": rescued.problems,
        "people": {
            holder.user_id: {
                "operations": len(holder.lines),
                "photos": [picture.photo_id for picture in holder.pictures],
                "unreadable": well_formed(holder.told.unreadable),
            }
            for holder in rescued.holders.values()
        },
        "logs": logs,
        "no_json": broken,
    }


if __name__ == "__main__":
    sys.exit(main())
