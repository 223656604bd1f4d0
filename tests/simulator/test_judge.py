"""The judge can see: in a world at rest, where all holds, one thing is changed behind its back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from sync_protocol.client import Scope
from tests.simulator import judge, judge_photos
from tests.simulator.judge import Violation
from tests.simulator.plan import Plan, plan_of
from tests.simulator.server import patched
from tests.simulator.world import World

STEPS = [
    ["meet", 0], ["meet", 1], ["tap", 0, "one", "s1", "n1"], ["tap", 0, "pair", "s1", "n2"],
    ["tap", 0, "refuse", "s1", "n3"], ["tap", 1, "one", "s2", "n1"], ["photo", 0, "s1", 1],
    ["photo", 0, "s1", 2], ["sync", 0], ["album", 0, 9], ["work"], ["prune"],
    ["tap", 0, "one", "s1", "n1"],
]  # fmt: skip
STORE = "store:s1"


@pytest.fixture
def world() -> Iterator[World]:
    """Two people, some words, two photos, all delivered."""
    world = World(Plan(0, 2, ["photos", "prune"], [list(step) for step in STEPS]))
    with patched(world.clock, world.uuid):
        world.live()
        judged(world)
        yield world
    world.close()


def judged(world: World) -> None:
    judge.always(world)
    judge_photos.always(world)
    judge.at_rest(world)
    judge_photos.at_rest(world)


def rows_of(world: World) -> dict[Any, Any]:
    return world.devices[0].core.scopes[STORE].rows


def first_note(world: World) -> tuple[str, str]:
    return next(key for key in sorted(rows_of(world)) if key[0] == "day_summary")


def _log_with_a_hole(world: World) -> None:
    del world.devices[0].core.log[0]


def _word_lost(world: World) -> None:
    world.server.execute("DELETE FROM sync_op WHERE op_id = ?", world.said[0].op_id)


def _word_lost_in_a_restore(world: World) -> None:
    world.server.histories = 2
    _word_lost(world)


def _effect_twice(world: World) -> None:
    world.server.execute("UPDATE test_note SET text = text || ' ' || text WHERE id = 's1n1'")


def _effect_missing(world: World) -> None:
    world.server.execute("UPDATE test_note SET text = '' WHERE id = 's1n1'")


def _row_passed_over(world: World) -> None:
    del rows_of(world)[first_note(world)]


def _row_too_many(world: World) -> None:
    rows_of(world)["day_summary", "s1z"] = (1, b'{"store_id":"s1","text":""}')


def _half_a_pair(world: World) -> None:
    (key,) = [key for key in rows_of(world) if key[1] == "s1n2p-b"]
    del rows_of(world)[key]


def _gone_and_shown(world: World) -> None:
    world.server.execute("UPDATE test_note SET store_id = 's2' WHERE id = 's1n1'")
    world.moved.add("s1n1")


def _a_no_told_as_yes(world: World) -> None:
    results = world.devices[0].core.results
    (seq,) = [seq for seq, result in results.items() if result["status"] == "rejected"]
    results[seq] = {**results[seq], "status": "settled"}


def _not_saved_and_in_the_log(world: World) -> None:
    core = world.devices[0].core
    core.log.append({**core.log[-1], "op_id": "nobody-saw-it", "local_seq": len(core.log) + 1})


def _scope_of_others(world: World) -> None:
    world.devices[0].core.scopes["store:s3"] = Scope()


def _nobody_holds_the_photo(world: World) -> None:
    world.photos.place.path(world.taken[0].sha256).unlink()
    world.photos.read.clear()


def _photo_never_sent(world: World) -> None:
    world.devices[0].photos.rows[world.taken[0].photo_id].state = "waiting"


def _word_gone_from_the_screen(world: World) -> None:
    """A line that waits is drawn over nothing."""
    device = world.devices[0]
    device.screen = dict  # type: ignore[method-assign,assignment]


def _two_pushes(world: World) -> None:
    world.devices[0].flushing = {0: 1, 1: 2}


def _heard_otherwise(world: World) -> None:
    core = world.devices[0].core
    core.log[0] = {**core.log[0], "made_at": "2026-11-25T00:00:00.001Z"}


def _still_to_send(world: World) -> None:
    core = world.devices[0].core
    world.server.execute("UPDATE sync_replica SET next_seq = next_seq")
    core.next_seq -= 1


CHANGES: dict[Callable[[World], None], tuple[str, ...]] = {
    _log_with_a_hole: ("I2",),
    _word_lost: ("I1",),
    _word_lost_in_a_restore: ("I14",),
    _effect_twice: ("I2",),
    _effect_missing: ("I2",),
    _row_passed_over: ("I3",),
    _row_too_many: ("I5",),
    _half_a_pair: ("I6",),
    _gone_and_shown: ("I7",),
    _a_no_told_as_yes: ("I8",),
    _not_saved_and_in_the_log: ("I8",),
    _scope_of_others: ("I9",),
    _nobody_holds_the_photo: ("I12",),
    _photo_never_sent: ("I12", "I15"),
    _still_to_send: ("I15",),
    _word_gone_from_the_screen: ("I18",),
    _two_pushes: ("I19",),
    _heard_otherwise: ("I20",),
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_a_change_behind_its_back_is_seen(world: World, change: Callable[[World], None]) -> None:
    change(world)
    with pytest.raises(Violation) as seen:
        judged(world)
    assert seen.value.invariant in CHANGES[change], seen.value


def test_what_a_new_device_would_not_be_given_is_seen(world: World) -> None:
    _row_too_many(world)
    with pytest.raises(Violation, match="I10"):
        judge._as_from_the_beginning(world, world.devices[0])


def test_a_row_of_somebody_else_in_an_answer_is_seen() -> None:
    line = b'{"t":"put","e":"day_summary","id":"x","v":1,"b":{"store_id":"s2"}}\n'
    with pytest.raises(Violation, match="I11"):
        judge.nothing_foreign(line, frozenset({"store:s1"}))


def outcome(plan: Plan) -> Any:
    """What a world has come to, times aside."""
    world = World(plan)
    try:
        with patched(world.clock, world.uuid):
            world.live()
        heard = world.server.rows(
            "SELECT op_id, replica_id, local_seq, status FROM sync_op"
            " WHERE replica_id <> 'system' ORDER BY op_id"
        )
        notes = world.server.rows("SELECT id, store_id, text, version FROM test_note ORDER BY id")
        held = [
            {name: (s.epoch, s.pos, sorted(s.rows)) for name, s in device.core.scopes.items()}
            for device in world.devices
        ]
        return [tuple(row) for row in heard], [tuple(row) for row in notes], held
    finally:
        world.close()


def right(plan: Plan) -> Plan:
    """With all clocks right, at the same moments."""
    return replace(
        plan, steps=[[*step[:2], 0] if step[0] == "skew" else step for step in plan.steps]
    )


def skewed(seeds: range) -> list[Plan]:
    """Not where posts change: which post somebody had when he said something goes by the time at
    which he says that he said it."""
    plans = [plan for plan in map(plan_of, seeds) if "roles" not in plan.faults]
    return [plan for plan in plans if any(step[0] == "skew" for step in plan.steps)]


def test_wrong_clocks_change_no_order_no_acceptance_and_no_cursor() -> None:
    """I16."""
    plans = skewed(range(400))
    assert len(plans) > 40
    assert [plan.seed for plan in plans if outcome(plan) != outcome(right(plan))] == []


def test_a_clock_that_decides_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.simulator.bugs import BUGS

    BUGS["the_devices_clock_decides_who_may"](monkeypatch)
    assert any(outcome(plan) != outcome(right(plan)) for plan in skewed(range(200)))
