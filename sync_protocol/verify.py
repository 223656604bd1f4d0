"""`python -m sync_protocol.verify RECEIPT.json [--key KEY] [--log LOG.json]`: is this receipt true?

Needs no server and no network. RECEIPT.json is what the phone's outbox page saves; KEY is the one
the company has published (`receipt_key` of /sync/v1/hello); LOG.json holds a log's `ops`, or is
what `python -m backend.rescue FILE --look` writes.
Exit code 0: true; 1: not; 2: cannot be read; 3: whole, but nobody said whose key it is: anybody can
sign with a key of his own.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from sync_protocol.receipt import Untrue, check_log, verify


def _joined(arguments: list[str]) -> list[str]:
    """One key in 64 begins with a dash, and would be taken for an option."""
    joined: list[str] = []
    for one in arguments:
        if joined and joined[-1] == "--key":
            joined[-1] = f"--key={one}"
        else:
            joined.append(one)
    return joined


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="sync_protocol.verify", description=__doc__)
    parser.add_argument("receipt", type=Path)
    parser.add_argument("--key", help="the company's published key, base64url")
    parser.add_argument("--log", type=Path, help="the phone's log, with `ops`")
    chosen = parser.parse_args(_joined(sys.argv[1:] if arguments is None else arguments))
    try:
        receipt = _read(chosen.receipt)
        log = _log(_read(chosen.log), receipt) if chosen.log else None
    except (OSError, ValueError, RecursionError) as error:
        print(f"cannot be read: {error}", file=sys.stderr)
        return 2
    try:
        verify(receipt, chosen.key)
        word = "true" if chosen.key else "signed, by a key that nobody has vouched for"
        print(
            f"{word}: server {receipt['server_id']} had heard operations 1 to"
            f" {receipt['next_seq'] - 1} of replica {receipt['replica_id']} at {receipt['at']}"
        )
        if chosen.key is None:
            print(f"signed with {receipt['key']}: compare it with the key the company published")
        if log is not None:
            print(f"and they are the {check_log(receipt, log['ops'])} of this log")
    except Untrue as untrue:
        print(f"not true: {untrue}")
        return 1
    return 0 if chosen.key else 3


def _log(read: dict[str, Any], receipt: dict[str, Any]) -> dict[str, Any]:
    """Of several logs, the one the receipt is about."""
    logs, replica = read.get("logs"), receipt.get("replica_id")
    found = logs.get(replica) if isinstance(logs, dict) and isinstance(replica, str) else None
    of_one: Any = found or read
    if not isinstance(of_one, dict) or not isinstance(of_one.get("ops"), list):
        raise ValueError("the log has no `ops`")
    for op in of_one["ops"]:
        if not isinstance(op, dict) or type(op.get("local_seq")) is not int:
            raise ValueError("the log holds something that is no operation")
    return of_one


def _read(path: Path) -> dict[str, Any]:
    read = json.loads(path.read_text())
    if not isinstance(read, dict):
        raise ValueError(f"{path.name} holds no object")
    return read


if __name__ == "__main__":
    sys.exit(main())
