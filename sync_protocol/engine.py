"""What a device does next: pwa/src/sync/engine.ts in Python, step for step.

A pure function of what happened: no clock, no chance, no network, no storage. Both are held to the
same recorded conversations (vectors/conversations), so neither can drift from the other.
"""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Event = dict[str, Any]
"""t, now, rand, and what belongs to t; the same names as in TypeScript."""
Effect = dict[str, Any]

JOBS = ("fork", "rewind", "register", "meet", "push", "pull", "files")
"""In the order they are done. One at a time: two pushes of one replica can never meet."""
BATCH, PAGE, SMALLEST_PAGE = 200, 1024 * 1024, 32 * 1024
POLL_MS, HIDDEN_POLL_MS, HURRY_MS = 60_000, 15 * 60_000, 30_000
BACKOFF_MS, SHORTEST_MS, LONGEST_MS = 2_000, 100, 15 * 60_000
REGISTER_AGAIN_MS = 60_000
LONG_AGO = -math.inf


@dataclass
class Wait:
    fails: int = 0
    until: float = 0


@dataclass
class State:
    online: bool = True
    visible: bool = True
    may_read: bool = False
    may_push: bool = False
    want: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(JOBS, False))
    busy: str | None = None
    wait: dict[str, Wait] = field(default_factory=lambda: {job: Wait() for job in JOBS})
    batch: int = BATCH
    page: int = PAGE
    timeouts: int = 0
    rewind_to: int = 0
    fork_all: bool = False
    too_old: bool = False
    problem: str | None = None
    heard_at: float = 0
    hurried_at: float = LONG_AGO
    registered_at: float = LONG_AGO


def step(before: State, event: Event) -> tuple[State, list[Effect]]:
    """Take in one event. The state given is not changed."""
    state = copy.deepcopy(before)
    effects: list[Effect] = []
    _HAPPEN[event["t"]](state, event, effects)
    _next(state, event["now"], effects)
    return state, effects


def _tokens(state: State, event: Event, effects: list[Effect]) -> None:
    state.may_read, state.may_push = event["read"], event["push"]
    state.want["register"] |= event["read"] and not event["registered"]
    if event["read"] and (state.problem or "").startswith("auth/"):
        state.problem = None
    _all(state)


def _said(state: State, event: Event, effects: list[Effect]) -> None:
    state.want["push"] = True


def _poked(state: State, event: Event, effects: list[Effect]) -> None:
    state.want["pull"] = True


def _timer(state: State, event: Event, effects: list[Effect]) -> None:
    if event["now"] - state.heard_at >= _poll_every(state):
        _all(state)


def _asked(state: State, event: Event, effects: list[Effect]) -> None:
    _unwait(state, event["now"])
    _all(state)


def _connected(state: State, event: Event, effects: list[Effect]) -> None:
    state.online = event["t"] == "online"
    if state.online:
        _hurry(state, event["now"])


def _seen(state: State, event: Event, effects: list[Effect]) -> None:
    state.visible = event["t"] == "visible"
    if state.visible:
        _hurry(state, event["now"])


def _all(state: State) -> None:
    state.want.update(push=True, pull=True, files=True)


def _hurry(state: State, now: float) -> None:
    """A connection came back, or the person looks: one try at once, but not one per flicker."""
    _all(state)
    if now - state.hurried_at >= HURRY_MS:
        state.hurried_at = now
        _unwait(state, now)


def _unwait(state: State, now: float) -> None:
    for wait in state.wait.values():
        wait.until = now


def _poll_every(state: State) -> int:
    return POLL_MS if state.visible else HIDDEN_POLL_MS


def _done(state: State, event: Event, effects: list[Effect]) -> None:
    job = event["job"]
    state.busy = None
    state.want[job] |= event.get("more", False)
    if event.get("idle"):
        return  # there was nothing to do: no word from the server
    state.wait[job] = Wait()
    if job == "fork":
        state.fork_all = state.may_push = False
        state.want["register"] = True
        return
    if job == "rewind":
        state.want["push"] = True
        return
    state.timeouts = 0
    state.heard_at = event["now"]
    state.problem = "upgrade-required" if state.too_old else None
    _answered(state, job, event)


def _answered(state: State, job: str, event: Event) -> None:
    if job == "register":
        state.registered_at = event["now"]
        state.may_push = True
        _all(state)
    elif job == "meet":
        _all(state)
    elif job == "push":
        state.batch = min(BATCH, state.batch * 2)
        if event.get("news"):
            state.want.update(pull=True, files=True)
    elif job == "pull":
        state.page = min(PAGE, state.page * 2)
        if event.get("rewind_to") is not None:
            _go_back(state, event["rewind_to"])
    elif event.get("news") and not event.get("more"):
        state.want["pull"] = True


def _go_back(state: State, to: int) -> None:
    state.rewind_to = to
    state.want["rewind"] = True


def _failed(state: State, event: Event, effects: list[Effect]) -> None:
    job, failure = event["job"], event["failure"]
    state.busy, state.want[job] = None, True
    if failure["kind"] == "network":
        state.problem = "network"
        if failure["timeout"]:
            _slower(state, job)
        # No answer at all says nothing about one door: everything waits. A picture keeps no row.
        for each in (job,) if job == "files" else JOBS:
            _back_off(state, each, event)
        return
    if failure["kind"] == "problem" and _solve(state, job, failure, event["now"], effects):
        return
    state.problem = failure["code"] if failure["kind"] == "problem" else f"http/{failure['status']}"
    _back_off(state, job, event)
    wait = state.wait[job]
    if failure.get("retry_after_ms"):
        wait.until = max(wait.until, event["now"] + failure["retry_after_ms"])


def _back_off(state: State, job: str, event: Event) -> None:
    """Full jitter: somewhere between almost now and a limit that doubles."""
    wait = state.wait[job]
    limit = min(LONGEST_MS, BACKOFF_MS * 2 ** min(wait.fails, 20))
    wait.until = event["now"] + max(SHORTEST_MS, math.floor(event["rand"] * limit + 0.5))
    wait.fails += 1


def _slower(state: State, job: str) -> None:
    """The third timeout of the same request halves it instead of repeating it."""
    state.timeouts += 1
    if state.timeouts % 3 == 0 and job == "push":
        state.batch = max(1, state.batch // 2)
    if state.timeouts % 3 == 0 and job == "pull":
        state.page = max(SMALLEST_PAGE, state.page // 2)


def _solve(
    state: State, job: str, failure: dict[str, Any], now: float, effects: list[Effect]
) -> bool:
    """What the protocol says to do about a problem. False: wait and try again."""
    match failure["code"]:
        case "op-gap":
            _go_back(state, failure.get("expected", 1))
        case "hole":
            state.want["fork"] = state.fork_all = True
        case "replica/forked":
            state.want["fork"] = True
        case "replica/foreign" | "replica/unknown" if job == "register":
            state.want["fork"] = True
        case "replica/foreign" | "replica/unknown":
            return _register(state, now)
        case "server/changed":
            state.want["meet"] = True
        case "too-large" if job == "push" and state.batch > 1:
            state.batch //= 2
        case "upgrade-required" if job == "pull":
            state.too_old, state.want["pull"], state.problem = True, False, failure["code"]
        case code if failure["status"] == 401:
            state.problem = code
            _unauthorised(state, job, now, effects)
        case _:
            return False
    return True


def _unauthorised(state: State, job: str, now: float, effects: list[Effect]) -> None:
    """A token has ended. Reading stops; the log is not touched, and pushing goes on if it can."""
    if job in ("push", "files"):
        state.may_push = False
        effects.append({"t": "expired", "which": "push"})
        _register(state, now)
    else:
        state.may_read = state.want["pull"] = False
        effects.append({"t": "expired", "which": "session"})


def _register(state: State, now: float) -> bool:
    if not state.may_read or now - state.registered_at < REGISTER_AGAIN_MS:
        return False
    state.want["register"] = True
    return True


_HAPPEN: dict[str, Callable[[State, Event, list[Effect]], None]] = {
    "start": _tokens, "tokens": _tokens, "said": _said, "poked": _poked, "timer": _timer,
    "asked": _asked, "online": _connected, "offline": _connected, "visible": _seen,
    "hidden": _seen, "done": _done, "failed": _failed,
}  # fmt: skip


def _next(state: State, now: float, effects: list[Effect]) -> None:
    """The one thing to do now, or when to look again."""
    if state.busy:
        return
    wanted = [job for job in JOBS if _ready(state, job)]
    job = next((each for each in wanted if state.wait[each].until <= now), None)
    if job:  # what is wanted from now on, this run may have come too early for
        state.busy, state.want[job] = job, False
        effects.append(
            {"t": "run", "job": job, "limit": state.batch, "page": state.page,
             "to": state.rewind_to, "all": state.fork_all}
        )  # fmt: skip
        return
    polled = max(state.heard_at, now) + _poll_every(state)
    at = min([*(state.wait[each].until for each in wanted), polled])
    effects.append({"t": "timer", "at": max(at, now + 1)})


def _ready(state: State, job: str) -> bool:
    """Wanted, and allowed: pictures never go before what is said about them."""
    if not state.want[job]:
        return False
    if job in ("fork", "rewind"):
        return True
    meeting = state.want["meet"]
    return (
        state.online
        and {
            "register": state.may_read,
            "meet": True,
            "push": state.may_push and not meeting,
            "pull": state.may_read and not (state.too_old or meeting or state.want["register"]),
            "files": state.may_push and not (state.want["push"] or meeting),
        }[job]
    )
