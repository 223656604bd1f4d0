"""What she is shown of what is asked about her: in user:, and nobody else's. The office and the
admin read through queries (lists.py). Why a visit was drawn for review is not hers to know
beforehand; a suspected map error (G17) is about a map.
"""

from collections.abc import Iterator
from typing import Any

from msgspec import UNSET, UnsetType

from backend.reviews.flags import ADMIN
from backend.reviews.rules import VALID
from backend.reviews.tables import VisitFlag, VisitVerdict
from backend.sync.view import View
from sync_protocol.generated import protocol as shown


def verdict(one: VisitVerdict) -> shown.VisitVerdict:
    return shown.VisitVerdict(
        store_id=one.store_id,
        day=one.day,
        validity=one.validity,
        counts=one.counts,
        rules=[rule for rule in one.rules if rule["ok"] is False],
        review=reviewed(one),
        appeal=appeal(one),
    )


def reviewed(one: VisitVerdict) -> shown.Reviewed | UnsetType:
    if one.review_state is None:
        return UNSET
    return shown.Reviewed(
        state=one.review_state,
        reason=one.review_reason,
        note=one.review_note,
        by_name=one.reviewed_by_name or "",
        at=one.reviewed_at or "",
        appeal_until=one.appeal_until or "",
    )


def appeal(one: VisitVerdict) -> shown.Appeal | UnsetType:
    if one.appeal_state is None:
        return UNSET
    return shown.Appeal(
        state=one.appeal_state,
        text=one.appeal_text or "",
        at=one.appealed_at or "",
        note=one.appeal_note,
        by_name=one.appeal_by_name,
        decided_at=one.appeal_decided_at,
    )


def verdict_scopes(one: VisitVerdict) -> Iterator[str]:
    """What is valid and undecided is nothing to be told: most visits never come here."""
    if one.validity != VALID or not one.counts or one.review_state is not None:
        yield f"user:{one.rep_id}"


def flag(one: VisitFlag) -> shown.VisitFlag:
    return shown.VisitFlag(
        code=one.code,
        level=one.level,
        visit_id=one.visit_id,
        store_id=one.store_id,
        store_name=one.store_name,
        day=one.day,
        evidence=hers(one.evidence),
        state=one.state,
        raised_at=one.raised_at,
        hers_until=one.hers_until,
        answer=one.answer,
        answered_at=one.answered_at,
        decided_by_name=one.decided_by_name,
        decided_at=one.decided_at,
        decided_note=one.decided_note,
    )


def hers(evidence: dict[str, Any]) -> dict[str, Any]:
    """A picture that hers resembles may be a colleague's: then its day is all she is told."""
    if "photos" not in evidence:
        return evidence
    photos = [
        one
        if isinstance(one, str) or one.get("like_own")
        else {name: value for name, value in one.items() if name not in ("like_id", "like_store")}
        for one in evidence["photos"]
    ]
    return {**evidence, "photos": photos}


def flag_scopes(one: VisitFlag) -> Iterator[str]:
    if one.level != ADMIN:
        yield f"user:{one.rep_id}"


VIEWS: tuple[View[VisitVerdict] | View[VisitFlag], ...] = (
    View("visit_verdict", VisitVerdict, scopes=verdict_scopes, shown={"user": verdict}),
    View("visit_flag", VisitFlag, scopes=flag_scopes, shown={"user": flag}),
)
