"""What the office is answered about tasks."""

from backend.people.answers import Answer, Page


class TaskRow(Answer, frozen=True, kw_only=True):
    id: str
    version: int
    store_id: str
    store_code: str
    store_name: str
    rep_id: str
    rep_name: str | None
    title: str
    text: str
    due_on: str
    priority: str
    evidence: str
    state: str
    answer: str | None
    photo_ids: list[str]
    visit_id: str | None
    assigned_by_name: str
    assigned_at: str
    answered_at: str | None
    withdrawn_at: str | None
    withdraw_note: str | None


class Tasks(Page, frozen=True, kw_only=True):
    rows: list[TaskRow]
