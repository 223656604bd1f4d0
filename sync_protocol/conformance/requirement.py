"""The numbered requirements of README.md, and the check that asks a server for each.

A check returns when the requirement is met; it raises Unmet, or whatever else an answer of an
unexpected shape makes it raise, when it is not; and NotAsked when there is nobody to ask with.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from sync_protocol.conformance.world import World

README = Path(__file__).parent.parent / "README.md"
NUMBERED = re.compile(r"^- \*\*(S\d+)\*\* (.*?)(?=\n- |\n\n)", re.MULTILINE | re.DOTALL)

Check = Callable[[World], None]
CHECKS: dict[str, Check] = {}


class Unmet(Exception):
    """What was expected, and what came instead."""


class NotAsked(Exception):
    """Why this requirement could not be asked for, or need not be met here."""


def sentences() -> dict[str, str]:
    """Number -> the README's own sentence, in the README's order."""
    found = NUMBERED.findall(README.read_text(encoding="utf-8"))
    return {number: " ".join(text.split()) for number, text in found}


def requirement(number: str) -> Callable[[Check], Check]:
    """This function asks for that requirement."""

    def keep(check: Check) -> Check:
        CHECKS[number] = check
        return check

    return keep


def equal(what: str, expected: Any, got: Any) -> None:
    if expected != got:
        raise Unmet(f"{what}: expected {shortened(expected)}, got {shortened(got)}")


def true(what: str, holds: object) -> None:
    if not holds:
        raise Unmet(f"expected that {what}")


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem, which must be this one."""
    equal("the status", status, answer.status_code)
    problem: dict[str, Any] = answer.json()
    equal("the problem's code", code, problem.get("code"))
    return problem


def shortened(value: Any, limit: int = 200) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= limit else f"{text[:limit]} … ({len(text)} characters)"
