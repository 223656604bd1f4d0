"""What the office is answered about conflicts."""

from typing import Literal

from backend.conflicts.effects import Rule
from backend.people.answers import Answer, Page

Values = dict[str, str | int | bool | None]


class Met(Answer, frozen=True, kw_only=True):
    """Two people's words about one record, and the rule that decided. base, mine and theirs: what
    stood, what the later one said, what counts; by field."""

    id: str
    version: int
    rule: Rule
    stands: Literal["mine", "theirs", "both"]
    kind: str
    entity: str
    record_id: str
    subject: str
    store_id: str | None
    store_code: str | None
    store_name: str | None
    mine_id: str
    mine_name: str
    mine_at: str
    theirs_name: str | None
    theirs_at: str | None
    base: Values
    mine: Values
    theirs: Values
    made_at: str
    closed_at: str | None
    closed_by_name: str | None
    closed_note: str | None


class Conflicts(Page, frozen=True, kw_only=True):
    rows: list[Met]
