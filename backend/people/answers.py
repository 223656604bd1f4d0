"""What the office is answered about people: the shapes /schema/openapi.json shows.

Queries make plain rows; `told` turns them into these, and refuses a row with a field too many or
too few, so that the description cannot drift from what is sent.
"""

from typing import Any, Literal, TypeVar

import msgspec

from sync_protocol.generated.protocol import DeviceReport

A = TypeVar("A", bound=msgspec.Struct)


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The base of everything the office is told."""


class Page(Answer, frozen=True, kw_only=True):
    """Rows as of a moment; `next` goes back as `after`, null at the end."""

    as_of: str
    next: str | None


def told(kind: type[A], value: dict[str, Any]) -> A:
    return msgspec.convert(value, kind)


class RepRow(Answer, frozen=True, kw_only=True):
    rep_id: str
    name: str
    login: str
    org_unit_id: str
    org_unit_name: str


class Reps(Page, frozen=True, kw_only=True):
    rows: list[RepRow]


class PersonRow(Answer, frozen=True, kw_only=True):
    id: str
    login: str
    name: str
    role: str | None
    active: bool
    org_unit_id: str | None
    partner_id: str | None
    unit_name: str | None


class People(Page, frozen=True, kw_only=True):
    rows: list[PersonRow]


class DeviceRow(Answer, frozen=True, kw_only=True):
    """What the company knows of a device. Whatever it holds unsent is newer than `work_until`."""

    replica_id: str
    person_id: str
    person_name: str
    role: str | None
    org_unit_id: str | None
    device_name: str
    app: str
    registered_at: str
    last_seen_at: str
    last_seen_kind: Literal["push", "pull", "sign_in"]
    last_sent_at: str | None
    work_until: str | None
    pulled_at: str | None
    said_unsent: int | None
    said_unsent_at: str | None
    next_seq: int
    acked_through: int
    schema_version: int
    confirmed_scopes: int
    lost_at: str | None
    report: DeviceReport | None
    reported_at: str | None


class Devices(Page, frozen=True, kw_only=True):
    rows: list[DeviceRow]


class AsideRow(Answer, frozen=True, kw_only=True):
    """An operation that was set aside, with its body as it was said."""

    op_id: str
    kind: str
    row_id: str
    person_id: str
    person_name: str
    made_at: str
    received_at: str
    code: str | None
    body: Any


class Quarantine(Page, frozen=True, kw_only=True):
    rows: list[AsideRow]
