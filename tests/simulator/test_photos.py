"""Photos in simulated worlds: that all can happen to them does, and that they leave nothing."""

from collections import Counter
from typing import Any

import pytest

from sync_protocol.photos import Request
from tests.simulator.photo_server import Hanging, PhotoServer
from tests.simulator.plan import PHOTO_STEPS, plan_of, without_photos
from tests.simulator.world import World

WAYS = {
    "POST 201", "POST Crash", "HEAD 200", "HEAD 404", "PATCH 204", "PATCH 404", "PATCH 409",
    "PATCH 422", "PATCH 460", "PATCH Crash", "PATCH Gone", "PATCH hangs", "went on", "gave way",
}  # fmt: skip


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What became of each request."""
    ways: Counter[str] = Counter()
    ask, end = PhotoServer.ask, Hanging.end

    def asked(self: PhotoServer, person: str, request: Request, *how: Any) -> Any:
        try:
            said = ask(self, person, request, *how)
        except Exception as error:
            ways[f"{request.method} {type(error).__name__}"] += 1
            raise
        hangs = isinstance(said, Hanging)
        ways[f"{request.method} {'hangs' if hangs else said.status}"] += 1
        return said

    def ended(self: Hanging, rest: bool) -> Any:
        gave_way = self.over
        said = end(self, rest)
        ways["gave way" if gave_way and said.status == 423 else "went on"] += 1
        return said

    monkeypatch.setattr(PhotoServer, "ask", asked)
    monkeypatch.setattr(Hanging, "end", ended)
    return ways


def test_photos_are_cut_doubled_damaged_and_brought_in_nevertheless(seen: Counter[str]) -> None:
    states: Counter[str] = Counter()
    for seed in range(400):
        plan = plan_of(seed)
        if "photos" in plan.faults:
            world = World(plan)
            folder = world.photos.folder
            world.run()
            assert not folder.exists()
            for device in world.devices:
                states.update(row.state for row in device.photos.rows.values())
            if seen.keys() >= WAYS and states["present"] > 100 and states["damaged"]:
                return
    raise AssertionError(f"{sorted(WAYS - seen.keys())} never happened; {states}")


def test_what_else_happens_in_a_world_is_the_same_without_photos() -> None:
    with_photos = [plan for plan in map(plan_of, range(30)) if "photos" in plan.faults]
    assert with_photos
    for plan in with_photos:
        rest = without_photos(plan).steps
        assert not {step[0] for step in rest} & PHOTO_STEPS.keys()
        assert len(rest) < len(plan.steps)
