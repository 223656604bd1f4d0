"""What comes back to a phone, and what its failures mean."""

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Reply:
    """What came back. kind: json, frames, problem, other (not our server), lost or timeout; tus, of
    which the headers are what counts."""

    kind: str
    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class Fault(Exception):
    """A request that did not do what it should; the engine knows by `failure` what follows."""

    def __init__(self, **failure: Any) -> None:
        super().__init__(failure)
        self.failure = failure


def checked(reply: Reply) -> Reply:
    match reply.kind:
        case "lost" | "timeout":
            raise Fault(kind="network", timeout=reply.kind == "timeout")
        case "problem":
            said = json.loads(reply.body)
            raise Fault(kind="problem", status=reply.status, **said)
        case "other" if reply.status >= 500:
            raise Fault(kind="server", status=reply.status)
        case "other":
            raise Fault(kind="network", timeout=False)
    return reply


def from_json(reply: Reply) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = json.loads(checked(reply).body)
    except ValueError:
        raise Fault(kind="network", timeout=False) from None
    return answer
