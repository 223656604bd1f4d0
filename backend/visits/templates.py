"""What the server does with each operation about visit templates.

One record is one version. Once it is published it stands for ever, for visits name it. Specialists
and managers of a branch write drafts, managers decide, and nobody on what he wrote (domain.md 2.1).
Whoever corrected a draft has written it, too: where that leaves nobody to decide, it is thrown away
and begun anew by somebody else.
"""

from typing import Any

import msgspec

from backend.identity import Person
from backend.people.tables import OrgUnit
from backend.refused import Conflict, Refused
from backend.store import said
from backend.store.session import Records
from backend.sync.put import put
from backend.sync.registry import Command, Op
from backend.visits import template_rules
from backend.visits.tables import VisitTemplate
from sync_protocol.generated.protocol import (
    VisitTemplateDiscard,
    VisitTemplatePublish,
    VisitTemplateRetire,
    VisitTemplateReturn,
    VisitTemplateSave,
    VisitTemplateSubmit,
)


async def save(op: Op, args: VisitTemplateSave, by: Person, records: Records) -> None:
    held = await records.get(VisitTemplate, op.id)
    versions = await records.find(VisitTemplate, code=args.code)

    if op.id != f"{args.code}.{args.template_version}":
        raise Refused("value/out-of-range", op.id, field="template_version")
    if any(one.org_unit_id not in by.unit_ids for one in versions):
        raise Refused("record/unknown", op.id, entity="visit_template", id=op.id)
    anew = held is None or held.state == DISCARDED
    if held is not None and held.state not in ("draft", DISCARDED):
        raise Conflict("record/state", held.state, version=held.version, state=held.state)
    said.a_day(args.valid_from, "valid_from")
    values = msgspec.to_builtins(args)
    wrong = template_rules.wrong_with(values["steps"])
    if wrong:
        raise Refused("value/out-of-range", wrong, field="steps")

    authors = held.author_ids if held and not anew else []
    values |= {
        "author_ids": authors if by.id in authors else [*authors, by.id],
        "saved_by_name": by.name,
        "saved_at": records.now,
    }
    if anew:
        values |= {**NEW, "org_unit_id": by.org_unit_id}
    put(records, op, held, VisitTemplate, values)


async def submit(op: Op, args: VisitTemplateSubmit, by: Person, records: Records) -> None:
    held = await in_state(op, by, records, "draft")
    records.change(
        held,
        state="pending",
        author_ids=held.author_ids if by.id in held.author_ids else [*held.author_ids, by.id],
        submitted_at=records.now,
    )


async def publish(op: Op, args: VisitTemplatePublish, by: Person, records: Records) -> None:
    """From now on every rep of the decider's offices has it. What he saw is what he decides on."""
    held = await in_state(op, by, records, "pending")
    if by.id in held.author_ids:
        raise Refused("decision/own", op.id)
    if op.base_version is not None and op.base_version < held.version:
        raise Conflict("record/clash", op.id, version=held.version)
    units = await records.see_many(OrgUnit, by.unit_ids)
    offices = sorted(unit.id for unit in units.values() if unit.level == "rep_office")
    records.change(
        held, state="published", org_unit_ids=offices, **decided(by, records), returned_for=None
    )


async def send_back(op: Op, args: VisitTemplateReturn, by: Person, records: Records) -> None:
    held = await in_state(op, by, records, "pending")
    records.change(held, state="draft", **decided(by, records), returned_for=args.reason)


async def discard(op: Op, args: VisitTemplateDiscard, by: Person, records: Records) -> None:
    """Only as it was seen: what somebody wrote on it since is not thrown away with it."""
    held = await in_state(op, by, records, "draft")
    if op.base_version is not None and op.base_version < held.version:
        raise Conflict("record/clash", op.id, version=held.version)
    records.change(held, state=DISCARDED, **decided(by, records))


async def retire(op: Op, args: VisitTemplateRetire, by: Person, records: Records) -> None:
    held = await in_state(op, by, records, "published")
    records.change(held, state="retired", **decided(by, records))


DISCARDED = "discarded"
NEW: dict[str, Any] = {
    "state": "draft",
    "org_unit_ids": [],
    "submitted_at": None,
    "decided_by_name": None,
    "decided_at": None,
    "returned_for": None,
}


def decided(by: Person, records: Records) -> dict[str, Any]:
    return {"decided_by_name": by.name, "decided_at": records.now}


async def in_state(op: Op, by: Person, records: Records, state: str) -> VisitTemplate:
    """The version in that state, of an office in his reach; one out of it is as unknown as none."""
    held = await records.get(VisitTemplate, op.id)
    if held is None or held.org_unit_id not in by.unit_ids:
        raise Refused("record/unknown", op.id, entity="visit_template", id=op.id)
    if held.state != state:
        raise Conflict("record/state", held.state, version=held.version, state=held.state)
    return held


COMMANDS: dict[str, Command] = {
    "visit_template.save": save,
    "visit_template.submit": submit,
    "visit_template.publish": publish,
    "visit_template.return": send_back,
    "visit_template.retire": retire,
    "visit_template.discard": discard,
}
