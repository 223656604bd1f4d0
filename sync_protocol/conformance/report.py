"""Ask for each requirement, and say what came out."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from sync_protocol.conformance import doors, live, photos, pull, push  # noqa: F401  they hold the checks
from sync_protocol.conformance.requirement import CHECKS, NotAsked, Unmet, sentences
from sync_protocol.conformance.wire import Exchange
from sync_protocol.conformance.world import Nobody, World

MET, NOT_MET, NOT_ASKED = "met", "not met", "not asked"


@dataclass(frozen=True)
class Outcome:
    """What came of one requirement. why: empty when it is met. exchange: the one that shows it."""

    number: str
    sentence: str
    outcome: str
    why: str
    exchange: Exchange | None


def ask(world: World, numbers: Iterable[str] = ()) -> Iterable[Outcome]:
    """Each in the README's order, or only these. One outcome never changes another."""
    chosen = set(numbers)
    for number, sentence in sentences().items():
        if not chosen or number in chosen:
            yield _one(world, number, sentence)


def _one(world: World, number: str, sentence: str) -> Outcome:
    world.wire.begin()
    outcome, why = MET, ""
    try:
        CHECKS[number](world)
    except (NotAsked, Nobody) as reason:
        outcome, why = NOT_ASKED, str(reason)
    except Unmet as unmet:
        outcome, why = NOT_MET, str(unmet)
    except Exception as error:  # an answer of a shape nobody expects is an answer too
        outcome, why = NOT_MET, f"{type(error).__name__}: {error}"
    exchanges = world.wire.exchanges
    shown = exchanges[-1] if exchanges else None
    if outcome == MET and world.wire.telling is not None:
        shown = world.wire.telling
    return Outcome(number, sentence, outcome, why, shown)


def lines(outcome: Outcome, *, with_exchange: bool) -> str:
    """For people."""
    text = f"{outcome.number:<4} {outcome.outcome:<9} {outcome.sentence}"
    if outcome.why:
        text += f"\n     {outcome.why}"
    if outcome.exchange is not None and (with_exchange or outcome.outcome == NOT_MET):
        for mark, said in ((">", outcome.exchange.request), ("<", outcome.exchange.answer)):
            text += "".join(f"\n     {mark} {line}" for line in said.splitlines())
    return text


def write(path: Path, url: str, outcomes: list[Outcome]) -> None:
    """For machines."""
    report = {"url": url, "requirements": [asdict(outcome) for outcome in outcomes]}
    path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
