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
from tests.simulator.plan import FAULTS
from tests.simulator.record import VECTORS, main, plans
from tests.simulator.talker import state_of

FILES = sorted(VECTORS.glob("*.jsonl"))
Step = dict[str, Any]

STEPS = {"start", "restart", "say", "say into a full storage", "asked", "poked", "timer", "reply",
         "offline", "online", "hidden", "visible", "sign in", "rot", "check"}  # fmt: skip
REPLIES = {"json", "frames", "problem", "other", "lost", "timeout", "cut error", "cut quiet"}
FRAMES = {"hello", "put", "del", "leave", "reset", "gone", "need-cursors", "mark", "end",
          "mark more", "end more"}  # fmt: skip
PROBLEMS = {"op-gap", "server/changed", "auth/expired", "replica/unknown"}
ASKED = {"/sync/v1/push", "/sync/v1/pull", "/sync/v1/hello", "/auth/v1/replicas", "known"}
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
                self._say(step["op"])
            case "say into a full storage":
                pass
            case "timer":
                assert phone.timer is not None
                assert phone.timer <= step["at"]
                phone.timer = None
                phone.happen("timer")
            case "reply":
                phone.reply(Reply(step["kind"], step.get("status", 200), step.get("body", "")))
            case "sign in":
                phone.read_token = True
                phone.happen("tokens")
            case "rot":
                body = msgspec.json.encode(step["body"], order="sorted")
                phone.rot(step["scope"], step["entity"], step["id"], body)
                phone.look()
            case "check":
                phone.look()
            case event:
                phone.happen(event)

    def _say(self, op: Step) -> None:
        said = self.phone.say(
            op["kind"], op["entity"], op["id"], op["args"],
            made_at=op["made_at"], op_id=op["op_id"],
        )  # fmt: skip
        said["clock"] = self.phone.clock()
        assert said == op
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
    seen: set[str] = set()
    for file in FILES:
        for _, steps in conversations(file):
            for step in steps:
                seen |= kinds_of(step)
    wanted = STEPS | REPLIES | FRAMES | PROBLEMS | ASKED | ANSWERS
    assert wanted - seen == set()
    assert {fault for _, plan in plans() for fault in plan.faults} == set(FAULTS)


def kinds_of(step: Step) -> set[str]:
    seen = {step["do"], step.get("kind", "reply")}
    if "cut" in step:
        seen.add(f"cut {step['cut']}")
    seen |= {answer for answer in step["then"].get("answers", []) if answer}
    asks = step["then"].get("asks")
    if asks:
        seen |= {asks["path"], *(asks["body"] or {})}
    if step.get("kind") == "problem":
        seen.add(json.loads(step["body"])["code"])
    if step.get("kind") == "frames" and "cut" not in step:
        for frame in map(json.loads, step["body"].splitlines()):
            seen |= {frame["t"], f"{frame['t']} more" if frame.get("more") else frame["t"]}
    return seen
