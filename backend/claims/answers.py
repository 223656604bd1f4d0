"""What is answered about claims."""

from backend.people.answers import Answer
from sync_protocol.generated.protocol import ClaimLine


class ClaimDue(Answer, frozen=True, kw_only=True):
    """What a promotion that is over comes to, and nobody has claimed."""

    promotion_id: str
    promotion_name: str
    starts_on: str
    ends_on: str
    lines: list[ClaimLine]
    sum_fen: int


class ClaimTold(ClaimDue, frozen=True, kw_only=True):
    id: str
    version: int
    partner_id: str
    partner_name: str
    org_unit_ids: list[str]
    state: str
    note: str | None
    filed_at: str
    filed_by_name: str
    decided_at: str | None
    decided_by_name: str | None
    reason: str | None
    settle_by: str | None
    settled_at: str | None
    settled_by_name: str | None
    credit_note: str | None


class ClaimList(Answer, frozen=True, kw_only=True):
    as_of: str
    claims: list[ClaimTold]
    due: list[ClaimDue]
