"""Something about a rep's day is new: whether her visits can be believed is to be asked again.

One job for a rep and day, whatever arrives and however much: the many facts of one visit are looked
at once. A job that is being done just now is asked for anew, and stays (backend/jobs.py).
"""

import msgspec

from backend.store import instant
from backend.store.session import Records
from backend.visits.tables import Photo, Visit

SETTLE_S = 15
ASK = (
    "INSERT INTO job (job_id, kind, payload, state, due_at, tries, created_at)"
    " VALUES (?, ?, ?, 'waiting', ?, 0, ?) ON CONFLICT (job_id) DO UPDATE"
    " SET state = 'waiting', due_at = excluded.due_at, tries = 0, problem = NULL"
    " WHERE job.state <> 'waiting'"
)


def soon(records: Records, rep_id: str, day: str) -> None:
    """Of one group of writers asked once."""
    asked: set[tuple[str, str]] = records.memo.setdefault("judge", set())
    if (rep_id, day) in asked:
        return
    asked.add((rep_id, day))
    due_at = instant.shifted(records.now, seconds=SETTLE_S)
    records.execute(
        ASK, f"judge:{rep_id}:{day}", "judge", _of_day(rep_id, day), due_at, records.now
    )


def later(records: Records, rep_id: str, day: str, at: str) -> None:
    """Once more at this instant, when a time of hers is over; whatever arrives before is looked at
    when it does."""
    records.execute(
        ASK, f"judge:{rep_id}:{day}:{at}", "judge_later", _of_day(rep_id, day), at, records.now
    )


def _of_day(rep_id: str, day: str) -> str:
    return msgspec.json.encode({"rep_id": rep_id, "day": day}, order="sorted").decode()


async def of_visit(records: Records, visit_id: str | None) -> None:
    visit = await records.see(Visit, visit_id) if visit_id else None
    if visit is not None:
        soon(records, visit.rep_id, visit.day)


async def of_photo(records: Records, photo_id: str) -> None:
    photo = await records.see(Photo, photo_id)
    if photo is not None:
        await of_visit(records, photo.visit_id)
