"""Whole conversations: the reference phone hears what was recorded, and must ask for the same and
hold the same after every step. pwa/src/sync/conversations.test.ts does so with the PWA itself."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sync_protocol.phone import Phone
from sync_protocol.reply import Reply
from tests.simulator.plan import FAULTS, PHOTO_FAULTS
from tests.simulator.record import VECTORS, main, plans
from tests.simulator.talker import state_of

FILES = sorted(VECTORS.glob("*.jsonl"))
Step = dict[str, Any]

STEPS = {"start", "restart", "say", "say into a full storage", "asked", "poked", "timer", "reply",
         "offline", "online", "hidden", "visible", "sign in", "rot", "check",
         "rot a picture"}  # fmt: skip
REPLIES = {"json", "frames", "problem", "other", "lost", "timeout", "cut error", "cut quiet", "tus"}
FRAMES = {"hello", "put", "del", "leave", "reset", "gone", "need-cursors", "mark", "end",
          "mark more", "end more"}  # fmt: skip
PROBLEMS = {"op-gap", "server/changed", "auth/expired", "replica/unknown"}
ASKED = {"/sync/v1/push", "/sync/v1/pull", "/sync/v1/hello", "/auth/v1/replicas", "known"}
PICTURES = {"POST", "HEAD", "PATCH", 404, 409, 422, 460, "waiting", "uploaded", "damaged"}
ANSWERS = {"applied", "rejected", "conflict", "quarantined"}
"""Not `duplicate` and `settled`: here nobody brings a line back under another replica, and a phone
repeats no line whose answer it has confirmed. push.test.ts has both."""


def conversations(file: Path) -> Iterator[tuple[Step, list[Step]]]:
    head: Step = {}
    steps: list[Step] = []
    for line in map(json.loads, file.read_text().splitlines()):
        if "phone" not in line:
            steps.append(line)
            continue
        if head:
            yield head, steps
        head, steps = line, []
    yield head, steps


class Replay:
    """A phone that lives through what was recorded."""

    def __init__(self, head: Step) -> None:
        self.phone = Phone(head["person"], head["phone"])
        self.start_ms, self.skew_ms = head["start_ms"], 0

    def live(self, step: Step) -> None:
        phone = self.phone
        self.skew_ms = step.get("skew", self.skew_ms)
        phone.set_clocks(step["at"], self.start_ms + step["at"] + self.skew_ms)
        match step["do"]:
            case "start":
                phone.read_token, phone.push_token = step["read"], step["push"]
                phone.happen("start")
            case "restart":
                phone.restart()
                phone.happen("start")
            case "say":
                self._say(step["op"], step.get("picture"))
            case "say into a full storage":
                pass
            case "timer":
                assert phone.timer is not None
                assert phone.timer <= step["at"]
                phone.timer = None
                phone.happen("timer")
            case "reply":
                said = (step.get("status", 200), step.get("body", ""), step.get("headers", {}))
                phone.reply(Reply(step["kind"], *said))
            case "sign in":
                phone.read_token = True
                phone.happen("tokens")
            case "rot" | "rot a picture":
                self._rot(step)
            case "check":
                phone.look()
            case event:
                phone.happen(event)

    def _rot(self, step: Step) -> None:
        if step["do"] == "rot a picture":
            self.phone.photos.bytes[step["id"]] = bytes.fromhex(step["picture"])
        else:
            body = msgspec.json.encode(step["body"], order="sorted")
            self.phone.rot(step["scope"], step["entity"], step["id"], body)
            self.phone.look()

    def _say(self, op: Step, picture: str | None) -> None:
        said = self.phone.say(
            op["kind"], op["entity"], op["id"], op["args"],
            made_at=op["made_at"], op_id=op["op_id"],
        )  # fmt: skip
        said["clock"] = self.phone.clock()
        assert said == op
        if picture is not None:
            args = op["args"]
            data = bytes.fromhex(picture)
            self.phone.photos.keep(op["id"], data, args["mime"], args["taken_at"])
        self.phone.happen("said")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_reference_phone_talks_as_recorded(file: Path) -> None:
    for head, steps in conversations(file):
        replay, expected = Replay(head), {}
        for number, step in enumerate(steps):
            replay.live(step)
            expected |= step["then"]
            assert state_of(replay.phone) == expected, (head["phone"], number, step["do"])


def test_the_recordings_are_those_the_simulator_makes_today() -> None:
    assert len(FILES) == len(list(plans()))
    assert main(["--check"]) == 0


def test_every_kind_of_event_reply_frame_and_fault_is_reached() -> None:
    seen: set[str | int] = set()
    for file in FILES:
        for _, steps in conversations(file):
            for step in steps:
                seen |= kinds_of(step)
    wanted = STEPS | REPLIES | FRAMES | PROBLEMS | ASKED | ANSWERS | PICTURES
    assert wanted - seen == set()
    faults = {fault for _, plan in plans() for fault in plan.faults}
    assert faults == {*FAULTS, *PHOTO_FAULTS}


def kinds_of(step: Step) -> set[str | int]:
    seen: set[str | int] = {step["do"], step.get("kind", "reply")}
    if "cut" in step:
        seen.add(f"cut {step['cut']}")
    seen |= {answer for answer in step["then"].get("answers", []) if answer}
    seen |= {state for state, *_ in step["then"].get("photos", {}).values()}
    asks = step["then"].get("asks")
    if asks and "method" in asks:
        seen.add(asks["method"])
    elif asks:
        seen |= {asks["path"], *(asks["body"] or {})}
    if step.get("kind") == "problem":
        seen.add(json.loads(step["body"])["code"])
        seen.add(step["status"])
    if step.get("kind") == "frames" and "cut" not in step:
        for frame in map(json.loads, step["body"].splitlines()):
            seen |= {frame["t"], f"{frame['t']} more" if frame.get("more") else frame["t"]}
    return seen
