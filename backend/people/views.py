"""Grants and inbox in user:, the office in team:, colleagues' cards in team: and partner:."""

from collections.abc import Iterator

from backend.people.tables import InboxItem, OrgUnit, Person
from backend.store.tables import ScopeGrant
from backend.sync.view import View
from sync_protocol.generated import protocol as shown


def grant(grant: ScopeGrant) -> shown.Grant:
    return shown.Grant(
        user_id=grant.user_id,
        scope=grant.scope,
        from_at=grant.from_at,
        until_at=grant.until_at,
        kind=grant.kind,
    )


def person(person: Person) -> shown.Person:
    """A card, not a file: nothing of where he lives."""
    return shown.Person(
        name=person.name,
        login=person.login,
        role=person.role,  # type: ignore[arg-type]  # checked when the post was put
        org_unit_id=person.org_unit_id,
        partner_id=person.partner_id,
        phone=person.phone,
        active=person.active,
    )


def person_scopes(person: Person) -> Iterator[str]:
    if person.org_unit_id:
        yield f"team:{person.org_unit_id}"
    if person.partner_id:
        yield f"partner:{person.partner_id}"


def org_unit(unit: OrgUnit) -> shown.OrgUnit:
    return shown.OrgUnit(code=unit.code, name=unit.name, level=unit.level, parent_id=unit.parent_id)


def inbox_item(item: InboxItem) -> shown.InboxItem:
    return shown.InboxItem(
        kind=item.kind,
        made_at=item.made_at,
        entity=item.entity,
        record_id=item.record_id,
        facts=item.facts,
        read=item.read,
    )


VIEWS: tuple[View[ScopeGrant] | View[Person] | View[OrgUnit] | View[InboxItem], ...] = (
    View(
        "grant",
        ScopeGrant,
        scopes=lambda grant: (f"user:{grant.user_id}",),
        shown={"user": grant},
    ),
    View("person", Person, scopes=person_scopes, shown={"team": person, "partner": person}),
    View("org_unit", OrgUnit, scopes=lambda unit: (f"team:{unit.id}",), shown={"team": org_unit}),
    View(
        "inbox_item",
        InboxItem,
        scopes=lambda item: (f"user:{item.user_id}",),
        shown={"user": inbox_item},
    ),
)
