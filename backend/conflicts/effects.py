"""What higher slices write here: that two people's words met, and how it was decided."""

import uuid
from dataclasses import dataclass
from typing import Any, Literal

from backend.conflicts.tables import Conflict
from backend.identity import Person
from backend.people import effects
from backend.store.session import Records
from backend.sync.registry import Op

CONFLICTS = uuid.UUID("0b7d5d9c-4a52-4f0a-9a61-5f2f4c8f3e60")

Rule = Literal[
    "K1", "K2", "K3", "K4", "K5", "K7", "K8", "K9", "K10", "K11", "K14", "K15", "decided", "changed"
]
OF_ONE_WORD = frozenset({"K1", "K4", "K11", "decided", "changed"})
"""An operation that came too late is noted once, by whoever knows most of it."""
Stands = Literal["mine", "theirs", "both"]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """The record both speak of. ``subject``: what a person calls it."""

    entity: str
    record_id: str
    subject: str
    store_id: str | None
    org_unit_id: str | None


@dataclass(frozen=True, slots=True)
class Mine:
    """Whose word came second: when it was meant, and with which operation. ``key``: of several
    words about one thing the first is kept."""

    id: str
    name: str
    at: str
    kind: str
    key: str

    @classmethod
    def said(cls, op: Op, by: Person) -> "Mine":
        return cls(by.id, by.name, op.occurred_at, op.kind, op.op_id)


@dataclass(frozen=True, slots=True)
class Other:
    """Who was first, and when; None where nobody wrote that down."""

    name: str | None
    at: str | None


async def note(
    records: Records,
    said: Mine,
    about: About,
    *,
    rule: Rule,
    stands: Stands,
    other: Other,
    base: Values,
    mine: Values,
    theirs: Values,
    tell: bool = True,
) -> Conflict:
    """``tell``: the author reads of it in his inbox, where nothing else would say so."""
    id = id_of(rule, said.key)
    held = await records.get(Conflict, id)
    if held is not None:
        return held
    made = Conflict.of(
        id=id,
        rule=rule,
        stands=stands,
        kind=said.kind,
        entity=about.entity,
        record_id=about.record_id,
        subject=about.subject,
        store_id=about.store_id,
        org_unit_id=about.org_unit_id,
        mine_id=said.id,
        mine_name=said.name,
        mine_at=said.at,
        theirs_name=other.name,
        theirs_at=other.at,
        base=base,
        mine=mine,
        theirs=theirs,
        made_at=records.now,
        closed_at=None,
        closed_by_name=None,
        closed_note=None,
    )
    records.add(made)
    if tell:
        await effects.tell(
            records, said.id, f"conflict.{rule}", entity="conflict", record_id=id,
            subject=about.subject,
        )  # fmt: skip
    return made


async def settled(records: Records, rule: Rule, key: str, by: Person) -> None:
    """Somebody decided on the record itself, so there is nothing left to see to."""
    held = await records.get(Conflict, id_of(rule, key))
    if held is not None and held.closed_at is None:
        records.change(held, closed_at=records.now, closed_by_name=by.name)


def id_of(rule: Rule, key: str) -> str:
    return uuid.uuid5(CONFLICTS, f"{'decided' if rule in OF_ONE_WORD else rule}~{key}").hex
