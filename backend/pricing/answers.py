"""What the office is answered about prices and terms."""

from typing import Literal

from backend.people.answers import Answer, Page
from sync_protocol.generated.protocol import CustomerClass, InstoreFee, PriceLine


class TermsDiffer(Answer, frozen=True, kw_only=True):
    """Two partners too far apart. price: fen a case without tax and after rebates; fees: in
    ten-thousandths of the supply. ``apart_bp``: ten-thousandths of the lower, of fees points."""

    kind: Literal["price", "fees"]
    sku_id: str | None
    low_partner_id: str
    high_partner_id: str
    low: int
    high: int
    apart_bp: int


class TermsException(Answer, frozen=True, kw_only=True):
    differs: list[TermsDiffer]
    reason: str
    by_name: str
    at: str


class Agreed(Answer, frozen=True, kw_only=True):
    """One version of a customer's terms with a partner (F19): what the partner may read of it."""

    id: str
    customer_name: str
    terms_version: int
    valid_from: str
    tax_inclusive: bool
    tax_per_mille: int
    lines: list[PriceLine]
    rebate_per_mille: int
    conditional_rebates: str
    fees: list[InstoreFee]
    annual_supply_fen: int
    payment_days: int
    invoice_rule: str
    returns_rule: str
    freshness_per_mille: int | None
    delivery_window: str
    penalty_rule: str
    promotion_support: str
    signatories: str


class TermsRow(Agreed, frozen=True, kw_only=True):
    """As the office reads it."""

    version: int
    customer_id: str
    customer_class: CustomerClass
    partner_id: str
    partner_name: str
    valid_until: str | None
    state: Literal["draft", "pending", "approved"]
    differs: list[TermsDiffer]
    exception: str | None
    saved_by_name: str
    saved_at: str
    submitted_at: str | None
    decided_by_name: str | None
    decided_at: str | None
    returned_for: str | None


class TermsAlertRow(Answer, frozen=True, kw_only=True):
    """A customer whose partners do not supply him alike; its id is the customer's."""

    id: str
    version: int
    customer_name: str
    customer_class: CustomerClass
    state: Literal["open", "excepted", "closed"]
    day: str
    differs: list[TermsDiffer]
    exceptions: list[TermsException]
    found_at: str


class PartnerNamed(Answer, frozen=True, kw_only=True):
    id: str
    name: str


class Terms(Page, frozen=True, kw_only=True):
    """``alerts``: open ones and those that may be. ``partners``: who supplies stores in reach."""

    rows: list[TermsRow]
    alerts: list[TermsAlertRow]
    partners: list[PartnerNamed]


class OwnTermsRow(Agreed, frozen=True, kw_only=True):
    """Approved, of the partner who asks. Nothing of what it was compared with, nor of who decided.
    until: the last day it holds, by its own word or because the next version begins; None: no end
    is known."""

    until: str | None


class OwnTerms(Answer, frozen=True, kw_only=True):
    as_of: str
    today: str
    rows: list[OwnTermsRow]
