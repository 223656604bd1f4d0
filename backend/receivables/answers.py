"""What a partner is answered about what stores owe him, and the office about an order's risks."""

from typing import Literal

from backend.people.answers import Answer, Page
from backend.purchasing.answers import ReadFile, ReadRow


class OwedRow(Answer, frozen=True, kw_only=True):
    """A store of his. supplied: he delivers there now. as_of None: he has not said anything yet,
    and the figures are nothing."""

    store_id: str
    store_code: str
    store_name: str
    address: str
    supplied: bool
    limit_fen: int | None
    open_fen: int
    overdue_fen: int
    as_of: str | None
    said_by_name: str | None
    said_at: str | None


class OwedSums(Answer, frozen=True, kw_only=True):
    """Of all his stores, whatever the list shows. over: stores that owe more than their limit;
    said: stores with figures."""

    stores: int
    said: int
    open_fen: int
    overdue_fen: int
    over: int
    oldest: str | None


class Owed(Page, frozen=True, kw_only=True):
    rows: list[OwedRow]
    sums: OwedSums
    shared: bool


class SharedOwedRow(Answer, frozen=True, kw_only=True):
    """What a store owes one partner, as he said it, on the day it was so."""

    store_id: str
    store_code: str
    store_name: str
    partner_id: str
    partner_name: str
    limit_fen: int | None
    open_fen: int
    overdue_fen: int
    as_of: str


class SharedOwed(Page, frozen=True, kw_only=True):
    rows: list[SharedOwedRow]
    sums: OwedSums


class OwedProblem(Answer, frozen=True, kw_only=True):
    column: Literal["store", "limit", "open", "overdue", "as_of"]
    reason: Literal[
        "unknown_store", "bad_amount", "no_amount", "over_open", "bad_date", "future_date", "older",
        "twice", "formula",
    ]  # fmt: skip


class OwedFileRow(ReadRow, frozen=True, kw_only=True):
    """before_fen: open by what he said last."""

    store_id: str | None
    store_name: str | None
    limit_fen: int | None
    open_fen: int
    overdue_fen: int
    as_of: str | None
    before_fen: int | None
    problems: list[OwedProblem]


class OwedLeft(Answer, frozen=True, kw_only=True):
    """A store that owes by what he said last, and that the file does not name: it keeps it."""

    store_id: str
    store_name: str
    open_fen: int
    as_of: str


class OwedFile(ReadFile, frozen=True, kw_only=True):
    rows: list[OwedFileRow]
    left: list[OwedLeft]


class Credit(Answer, frozen=True, kw_only=True):
    """As the partner said it, on the day it was so."""

    limit_fen: int | None
    open_fen: int
    overdue_fen: int
    as_of: str


class Supply(Answer, frozen=True, kw_only=True):
    """Fit to be sold by the partner's last count of the SKU, in base units."""

    sku_id: str
    saleable: int
    counted_at: str


class OrderHints(Answer, frozen=True, kw_only=True):
    """credit None: the partner shares nothing of this store. stock: of the order's SKUs those that
    he has counted."""

    order_id: str
    partner_name: str
    credit: Credit | None
    stock: list[Supply]


class Hints(Answer, frozen=True, kw_only=True):
    as_of: str
    rows: list[OrderHints]
