"""What is said in a simulated world: every operation appends its own tag to the notes it is about.

So each effect can be counted: a tag that is missing was lost, one that stands twice was done
twice, tags of one replica in the wrong order took effect in the wrong order.
"""

import json
from collections.abc import Iterable
from typing import Any

from backend.identity import Person
from backend.refused import Conflict, Quarantined, Refused
from backend.store.record import Record
from backend.store.session import Records
from backend.store.tables import ScopeGrant
from backend.sync.registry import Op, Registry
from backend.visits import commands, views
from tests.sync.world import GRANT, NOTE, Note

ENTITY, KIND = "day_summary", "day.end"
OUTCOMES = ("one", "pair", "refuse", "conflict", "broken")
"""What a tap asks for. `pair` changes two notes as one whole; the last three take no effect."""
IN_VAIN = OUTCOMES[2:]

PICTURE, ATTACH = "picture", "photo.attach"
"""Photos are the product's own, as far as the record goes too."""


def args_of(what: str, store_id: str, tag: str) -> dict[str, Any]:
    said = json.dumps([what, store_id, tag])
    return {"day": "2026-11-25", "unsent": 0, "missed": [], "note": said}


def notes_of(what: str, note_id: str) -> tuple[str, ...]:
    if what == PICTURE:
        return ()
    return (f"{note_id}-a", f"{note_id}-b") if what == "pair" else (note_id,)


def facts(op: Op, args: Any) -> Iterable[tuple[type[Record], str]]:
    what, _, _ = json.loads(args.note)
    return [(Note, note_id) for note_id in notes_of(what, op.id)]


async def append(op: Op, args: Any, person: Person, records: Records) -> None:
    """A fact about a store somebody is, or once was, responsible for."""
    what, store_id, tag = json.loads(args.note)
    if not await records.find(ScopeGrant, user_id=person.id, scope=f"store:{store_id}"):
        raise Quarantined("store/not-granted", store_id)
    for note_id in notes_of(what, op.id):
        held = await records.get(Note, note_id)
        if held is None:
            records.add(Note.of(id=note_id, store_id=store_id, text=tag))
        else:
            records.change(held, text=f"{held.text} {tag}".strip())
    if what == "refuse":
        raise Refused("value/out-of-range", "as asked")
    if what == "conflict":
        raise Conflict("record/clash", "as asked")
    if what == "broken":
        raise ZeroDivisionError("as asked")


REGISTRY = Registry(
    {KIND: append} | {kind: commands.COMMANDS[kind] for kind in (ATTACH, "photo.arrive")},
    (NOTE, GRANT, *(view for view in views.VIEWS if view.entity == "photo")),
    {KIND: facts, ATTACH: commands.FACTS[ATTACH]},
)
